/* server.c - libmicrohttpd, one thread a connection: a preview has few readers, and a
 * thread may wait for the next event. */
#include "generator/preview/server.h"

#include "generator/preview/http_library.h"

#include "common/escape.h"
#include "common/files.h"
#include "common/system/datadir.h"
#include "common/system/static_file.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { INJECT_LIMIT = 64 * 1024, PAGE_LIMIT = 64 * 1024 * 1024, EVENT_BLOCK = 4096, PING_S = 15 };

struct PreviewServer {
  char *root;
  struct MHD_Daemon *daemon;
  char *inject, *script, *missing;
  size_t inject_length, script_length, missing_length;
  unsigned start; /* another number each time that it starts */
  pthread_mutex_t lock;
  pthread_cond_t changed;
  uint64_t generation; /* grows with each event */
  uint64_t for_all;    /* the last one that was not for the pages of `only` or `but` alone */
  uint64_t reloaded;   /* the last one that let all pages reload */
  GString *event;      /* the last one, as it is sent */
  GHashTable *put;     /* path → GBytes: files that a build has made and not published */
  GHashTable *only;    /* path: the last event is for these pages; NULL: for all */
  GHashTable *but;     /* path: and for all but these */
  GList *streams;      /* of Stream */
  bool stopping;
};

/* One open event stream. */
typedef struct Stream {
  PreviewServer *server;
  uint64_t seen;
  char *path; /* of the file that its page shows */
  GString *pending;
} Stream;

/* --- events ----------------------------------------------------------------------------------- */

static void wait_for_event(PreviewServer *server, uint64_t seen)
{
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += PING_S;
  while (!server->stopping && server->generation == seen)
    if (pthread_cond_timedwait(&server->changed, &server->lock, &until) == ETIMEDOUT)
      return;
}

/* Whether one of the events that came is for the stream's page. */
static bool stream_concerned(const Stream *stream)
{
  const PreviewServer *server = stream->server;
  return stream->seen < server->for_all ||
         ((!server->only || g_hash_table_contains(server->only, stream->path)) &&
          (!server->but || !g_hash_table_contains(server->but, stream->path)));
}

/* A page that missed a reload must not go on with what came after it. */
static void stream_fill(Stream *stream)
{
  const PreviewServer *server = stream->server;
  if (stream->seen < server->reloaded)
    g_string_assign(stream->pending, "event: reload\ndata: \"\"\n\n");
  else if (stream->seen < server->generation && stream_concerned(stream))
    g_string_assign(stream->pending, server->event->str);
  else
    g_string_assign(stream->pending, ":\n\n");
  stream->seen = server->generation;
}

/* A comment line now and then shows that the other end is still there. */
static ssize_t stream_read(void *data, uint64_t position, char *buffer, size_t max)
{
  (void)position;
  Stream *stream = data;
  PreviewServer *server = stream->server;
  if (stream->pending->len == 0) {
    pthread_mutex_lock(&server->lock);
    wait_for_event(server, stream->seen);
    bool stopping = server->stopping;
    stream_fill(stream);
    pthread_mutex_unlock(&server->lock);
    if (stopping)
      return MHD_CONTENT_READER_END_OF_STREAM;
  }
  size_t length = MIN(max, stream->pending->len);
  memcpy(buffer, stream->pending->str, length);
  g_string_erase(stream->pending, 0, (gssize)length);
  return (ssize_t)length;
}

static void stream_free(void *data)
{
  Stream *stream = data;
  pthread_mutex_lock(&stream->server->lock);
  stream->server->streams = g_list_remove(stream->server->streams, stream);
  pthread_mutex_unlock(&stream->server->lock);
  g_free(stream->path);
  g_string_free(stream->pending, TRUE);
  g_free(stream);
}

/* "/posts/a/" → "posts/a/index.html", as it is named in a build. */
static char *path_of_url(const char *url)
{
  url += strspn(url, "/");
  bool folder = !*url || g_str_has_suffix(url, "/");
  return g_strconcat(url, folder ? "index.html" : "", NULL);
}

/* "start.generation", as a page has got it: the events that it knows of. What comes between a
 * page and its stream is not missed, nor what a server did that was started anew. */
static char *seen_text(const PreviewServer *server)
{
  return g_strdup_printf("%u.%" G_GUINT64_FORMAT, server->start, server->generation);
}

static uint64_t seen_parse(const PreviewServer *server, const char *seen)
{
  char *end = NULL;
  if (!seen)
    return server->generation;
  uint64_t start = g_ascii_strtoull(seen, &end, 10);
  return start == server->start && *end == '.' ? g_ascii_strtoull(end + 1, NULL, 10) : 0;
}

/* `page`: the URL's path of the page that listens. */
static struct MHD_Response *events_response(PreviewServer *server, const char *page,
                                            const char *seen)
{
  Stream *stream = g_new0(Stream, 1);
  stream->server = server;
  stream->path = path_of_url(page ? page : "");
  stream->pending = g_string_new("retry: 500\n\n");
  pthread_mutex_lock(&server->lock);
  stream->seen = seen_parse(server, seen);
  /* A page that is opened while the site is broken should say so. */
  if (g_str_has_prefix(server->event->str, "event: problem"))
    g_string_append(stream->pending, server->event->str);
  server->streams = g_list_prepend(server->streams, stream);
  pthread_mutex_unlock(&server->lock);
  struct MHD_Response *response = MHD_create_response_from_callback(
      MHD_SIZE_UNKNOWN, EVENT_BLOCK, stream_read, stream, stream_free);
  MHD_add_response_header(response, "Content-Type", "text/event-stream");
  MHD_add_response_header(response, "Cache-Control", "no-store");
  return response;
}

/* With the lock. `only` and `but` are taken; NULL and NULL: it is for all. */
static void event_set(PreviewServer *server, const char *name, const char *text, GHashTable *only,
                      GHashTable *but)
{
  g_clear_pointer(&server->only, g_hash_table_unref);
  g_clear_pointer(&server->but, g_hash_table_unref);
  server->only = only;
  server->but = but;
  g_string_printf(server->event, "event: %s\ndata: \"", name);
  escape_json(server->event, text, strlen(text));
  g_string_append(server->event, "\"\n\n");
  server->generation++;
  if (!only && !but)
    server->for_all = server->generation;
  pthread_cond_broadcast(&server->changed);
}

void preview_server_problem(PreviewServer *server, const char *text)
{
  pthread_mutex_lock(&server->lock);
  event_set(server, text ? "problem" : "good", text ? text : "", NULL, NULL);
  pthread_mutex_unlock(&server->lock);
}

/* --- while a build goes on ---------------------------------------------------------------------- */

bool preview_server_shows(PreviewServer *server, const char *path)
{
  bool shows = false;
  pthread_mutex_lock(&server->lock);
  for (const GList *each = server->streams; each && !shows; each = each->next)
    shows = strcmp(((const Stream *)each->data)->path, path) == 0;
  pthread_mutex_unlock(&server->lock);
  return shows;
}

void preview_server_put(PreviewServer *server, const char *path, const char *bytes, size_t length)
{
  pthread_mutex_lock(&server->lock);
  g_hash_table_replace(server->put, g_strdup(path), g_bytes_new(bytes, length));
  pthread_mutex_unlock(&server->lock);
}

/* The pages that have been put: NULL when there is none. */
static GHashTable *put_paths(const PreviewServer *server)
{
  if (g_hash_table_size(server->put) == 0)
    return NULL;
  GHashTable *paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer path;
  g_hash_table_iter_init(&iter, server->put);
  while (g_hash_table_iter_next(&iter, &path, NULL))
    g_hash_table_add(paths, g_strdup(path));
  return paths;
}

void preview_server_reload_put(PreviewServer *server)
{
  pthread_mutex_lock(&server->lock);
  GHashTable *paths = put_paths(server);
  if (paths)
    event_set(server, "reload", "", paths, NULL);
  pthread_mutex_unlock(&server->lock);
}

void preview_server_reload(PreviewServer *server)
{
  pthread_mutex_lock(&server->lock);
  event_set(server, "reload", "", NULL, put_paths(server));
  if (server->for_all == server->generation)
    server->reloaded = server->generation;
  g_hash_table_remove_all(server->put);
  pthread_mutex_unlock(&server->lock);
}

void preview_server_forget(PreviewServer *server)
{
  pthread_mutex_lock(&server->lock);
  g_hash_table_remove_all(server->put);
  pthread_mutex_unlock(&server->lock);
}

/* --- files ------------------------------------------------------------------------------------ */

/* `page` is taken. */
static struct MHD_Response *text_response(GString *page)
{
  struct MHD_Response *response =
      MHD_create_response_from_buffer(page->len, page->str, MHD_RESPMEM_MUST_COPY);
  g_string_free(page, TRUE);
  return response;
}

/* `seen` is from before the page was read. */
static void page_inject(const PreviewServer *server, GString *page, const char *seen)
{
  g_autoptr(GString) inject = g_string_new_len(server->inject, (gssize)server->inject_length);
  g_string_replace(inject, "{seen}", seen, 1);
  char *end = g_strrstr_len(page->str, (gssize)page->len, "</body>");
  gssize at = end ? end - page->str : (gssize)page->len;
  g_string_insert_len(page, at, inject->str, (gssize)inject->len);
}

static bool type_is_page(const char *type)
{
  return type && g_str_has_prefix(type, "text/html");
}

/* What a build has made and not published yet; NULL: nothing of that name. */
static struct MHD_Response *put_response(PreviewServer *server, const char *url)
{
  g_autofree char *path = path_of_url(url);
  const char *type = static_file_type(path);
  GString *page = NULL;
  pthread_mutex_lock(&server->lock);
  g_autofree char *seen = seen_text(server);
  GBytes *bytes = g_hash_table_lookup(server->put, path);
  if (bytes)
    page = g_string_new_len(g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes));
  pthread_mutex_unlock(&server->lock);
  if (!page)
    return NULL;
  if (type_is_page(type))
    page_inject(server, page, seen);
  struct MHD_Response *response = text_response(page);
  if (type)
    MHD_add_response_header(response, "Content-Type", type);
  MHD_add_response_header(response, "Cache-Control", "no-store");
  return response;
}

/* An HTML page with the script in it; NULL: send the file as it is. */
static struct MHD_Response *page_response(const PreviewServer *server,
                                          const StaticFileAnswer *answer, const char *seen)
{
  if (answer->fd < 0 || !type_is_page(answer->type) || answer->length > PAGE_LIMIT)
    return NULL;
  GString *page = g_string_sized_new(answer->length + server->inject_length);
  g_string_set_size(page, answer->length);
  size_t done = 0;
  while (done < answer->length) {
    ssize_t count = pread(answer->fd, page->str + done, answer->length - done, (off_t)done);
    if (count <= 0)
      break;
    done += (size_t)count;
  }
  g_string_truncate(page, done);
  close(answer->fd);
  page_inject(server, page, seen);
  return text_response(page);
}

static enum MHD_Result file_answer(PreviewServer *server, struct MHD_Connection *connection,
                                   const char *url)
{
  g_autoptr(Arena) arena = arena_new();
  GString *encoded = g_string_new(NULL);
  escape_url(encoded, url, strlen(url));
  StaticFileRequest request = {.path = encoded->str};
  StaticFileAnswer answer = {.fd = -1};
  pthread_mutex_lock(&server->lock);
  g_autofree char *seen = seen_text(server);
  pthread_mutex_unlock(&server->lock);
  static_file_find(server->root, &request, arena, &answer);
  struct MHD_Response *response = page_response(server, &answer, seen);
  if (!response && answer.fd >= 0)
    response = MHD_create_response_from_fd_at_offset64(answer.length, answer.fd, answer.offset);
  if (!response) {
    response = MHD_create_response_from_buffer(server->missing_length, server->missing,
                                               MHD_RESPMEM_PERSISTENT);
    answer.type = "text/html; charset=utf-8";
  }
  if (answer.type)
    MHD_add_response_header(response, "Content-Type", answer.type);
  if (answer.location)
    MHD_add_response_header(response, "Location", answer.location);
  /* What has its content in its name need not be asked for again with each reload. */
  bool lasting = answer.status == 200 && static_file_is_fingerprinted(url);
  MHD_add_response_header(response, "Cache-Control",
                          lasting ? "max-age=86400, immutable" : "no-store");
  enum MHD_Result result = MHD_queue_response(connection, (unsigned)answer.status, response);
  MHD_destroy_response(response);
  g_string_free(encoded, TRUE);
  return result;
}

static enum MHD_Result queue(struct MHD_Connection *connection, unsigned status,
                             struct MHD_Response *response)
{
  enum MHD_Result result = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return result;
}

static const char *argument(struct MHD_Connection *connection, const char *name)
{
  return MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **state)
{
  (void)version;
  (void)upload;
  PreviewServer *server = data;
  static int seen;
  if (!*state) {
    *state = &seen;
    return MHD_YES;
  }
  *upload_size = 0;
  if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
    return queue(connection, 405,
                 MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT));
  if (strcmp(url, "/_senf/events") == 0)
    return queue(
        connection, 200,
        events_response(server, argument(connection, "page"), argument(connection, "seen")));
  if (strcmp(url, "/_senf/reload.js") == 0) {
    struct MHD_Response *response = MHD_create_response_from_buffer(
        server->script_length, server->script, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", static_file_type("reload.js"));
    return queue(connection, 200, response);
  }
  struct MHD_Response *put = put_response(server, url);
  return put ? queue(connection, 200, put) : file_answer(server, connection, url);
}

/* --- start and stop --------------------------------------------------------------------------- */

static bool server_load(PreviewServer *server, Error **error)
{
  g_autofree char *folder = datadir_find("themes/senf/preview");
  if (!folder) {
    error_set(error, ERROR_MACHINE, "the folder themes/senf/preview is not installed");
    return false;
  }
  g_autofree char *inject = g_build_filename(folder, "inject.html", NULL);
  g_autofree char *script = g_build_filename(folder, "reload.js", NULL);
  server->inject = file_read(inject, INJECT_LIMIT, &server->inject_length, error);
  g_autofree char *missing = g_build_filename(folder, "missing.html", NULL);
  if (server->inject)
    server->missing = file_read(missing, INJECT_LIMIT, &server->missing_length, error);
  if (server->missing)
    server->script = file_read(script, INJECT_LIMIT, &server->script_length, error);
  return server->script != NULL;
}

static void server_free(PreviewServer *server)
{
  pthread_mutex_destroy(&server->lock);
  pthread_cond_destroy(&server->changed);
  g_string_free(server->event, TRUE);
  g_hash_table_unref(server->put);
  g_clear_pointer(&server->only, g_hash_table_unref);
  g_clear_pointer(&server->but, g_hash_table_unref);
  g_free(server->missing);
  g_free(server->inject);
  g_free(server->script);
  g_free(server->root);
  g_free(server);
}

static bool server_listen(PreviewServer *server, int64_t port, Error **error)
{
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)port),
                                .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (!http_library_load(error))
    return false;
  server->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION,
                                    0, NULL, NULL, handle, server, MHD_OPTION_SOCK_ADDR,
                                    (struct sockaddr *)&address, MHD_OPTION_END);
  if (server->daemon)
    return true;
  error_set(error, ERROR_MACHINE, "can't listen on port %d of 127.0.0.1", (int)port);
  error_hint(error, "another program has it; choose one with --port, or --port 0 for any");
  return false;
}

PreviewServer *preview_server_start(const char *root, int64_t port, Error **error)
{
  PreviewServer *server = g_new0(PreviewServer, 1);
  pthread_condattr_t clock;
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_mutex_init(&server->lock, NULL);
  pthread_cond_init(&server->changed, &clock);
  pthread_condattr_destroy(&clock);
  server->event = g_string_new("");
  server->put =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  server->root = g_strdup(root);
  server->start = g_random_int();
  if (server_load(server, error) && server_listen(server, port, error))
    return server;
  server_free(server);
  return NULL;
}

int preview_server_port(const PreviewServer *server)
{
  return MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void preview_server_stop(PreviewServer *server)
{
  pthread_mutex_lock(&server->lock);
  server->stopping = true;
  pthread_cond_broadcast(&server->changed);
  pthread_mutex_unlock(&server->lock);
  MHD_stop_daemon(server->daemon);
  server_free(server);
}
