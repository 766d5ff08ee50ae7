/* command_serve.c - start every part of the server, wait for a signal, stop them
 * in the opposite order. */
#include "comment-server/commands.h"

#include "comment-server/http/server.h"
#include "comment-server/moderator/moderator.h"
#include "comment-server/reader/reader.h"
#include "comment-server/rebuild/rebuild.h"
#include "comment-server/settings.h"
#include "comment-server/site_files.h"
#include "comment-server/status.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct Serve {
  Arena *arena;
  Settings settings;
  Log *log;
  Pages *pages;
  Store *store;
  Site *site;
  Rebuild *rebuild;
  Reader *reader;
  Moderator *moderator;
  AddressSet *trusted;
  Listener listener;
  Status status;
  SiteFiles files;
  HttpRoutes groups[5];
  HttpServer *server;
  atomic_bool failed; /* the store */
} Serve;

/* --- the parts, each from its settings -------------------------------------------------- */

/* On the writer thread: main() waits for signals, so it is woken by one. */
static void store_failed(void *data, const Error *error)
{
  Serve *serve = data;
  g_autoptr(GString) text = g_string_new(NULL);
  error_format(error, "error", false, text);
  log_event(serve->log, LOG_ERROR, "store_failed", "error", text->str, NULL);
  atomic_store(&serve->failed, true);
  kill(getpid(), SIGTERM);
}

static LogLevel log_level(const char *name)
{
  static const char *const names[] = {"debug", "info", "warn", "error"};
  LogLevel level = LOG_DEBUG;
  while (level < LOG_ERROR && strcmp(names[level], name) != 0)
    level++;
  return level;
}

static const char *const *all_templates(Arena *arena)
{
  size_t readers = g_strv_length((gchar **)(uintptr_t)reader_templates);
  size_t moderators = g_strv_length((gchar **)(uintptr_t)moderator_templates);
  const char **all = arena_new_array(arena, const char *, readers + moderators + 1);
  memcpy(all, reader_templates, readers * sizeof *all);
  memcpy(all + readers, moderator_templates, moderators * sizeof *all);
  return all;
}

static bool open_pages(Serve *serve, Error **error)
{
  const Settings *settings = &serve->settings;
  PagesOptions options = {.theme = settings->theme,
                          .lang = settings->lang,
                          .title = settings->title,
                          .timezone_offset = settings->timezone_offset,
                          .clock = &clock_system,
                          .log = serve->log,
                          .templates = all_templates(serve->arena)};
  serve->pages = pages_open(&options, error);
  return serve->pages != NULL;
}

static bool open_store(Serve *serve, Error **error)
{
  StoreOptions options = {.path = serve->settings.database,
                          .clock = &clock_system,
                          .random = &random_system,
                          .levels = (int)serve->settings.levels,
                          .failed = store_failed,
                          .failed_data = serve};
  serve->store = store_open(&options, error);
  serve->site = site_new(serve->settings.build_db);
  return serve->store != NULL;
}

static bool start_rebuild(Serve *serve, Error **error)
{
  RebuildOptions options = {.store = serve->store,
                            .site = serve->site,
                            .runner = &process_system,
                            .clock = &clock_system,
                            .log = serve->log,
                            .argv = serve->settings.rebuild.command,
                            .directory = serve->settings.rebuild.directory,
                            .timeout_ms = serve->settings.rebuild.timeout * 1000};
  serve->rebuild = rebuild_new(&options, error);
  return serve->rebuild != NULL;
}

static bool open_reader(Serve *serve, Error **error)
{
  const Settings *settings = &serve->settings;
  ReaderOptions options = {
      .store = serve->store,
      .site = serve->site,
      .pages = serve->pages,
      .clock = &clock_system,
      .random = &random_system,
      .log = serve->log,
      .previews = {.rate = settings->limits.previews_per_minute,
                   .burst = settings->limits.previews_burst,
                   .clock = &clock_system},
      .comments = {.rate = settings->limits.comments_per_minute,
                   .burst = settings->limits.comments_burst,
                   .clock = &clock_system},
  };
  serve->reader = reader_new(&options, error);
  return serve->reader != NULL;
}

static bool open_moderator(Serve *serve, Error **error)
{
  const Settings *settings = &serve->settings;
  ModeratorOptions options = {
      .store = serve->store,
      .site = serve->site,
      .rebuild = serve->rebuild,
      .pages = serve->pages,
      .clock = &clock_system,
      .log = serve->log,
      .base_url = settings->base_url,
      .session_lifetime = settings->session_hours * 3600,
      .password_cost = &password_cost_default,
      .logins = {.rate = settings->limits.logins_per_minute,
                 .burst = settings->limits.logins_burst,
                 .clock = &clock_system},
  };
  serve->moderator = moderator_new(&options, error);
  return serve->moderator != NULL;
}

static bool read_trusted(Serve *serve, Error **error)
{
  serve->trusted = address_set_new();
  for (const char *const *text = serve->settings.trusted_proxies; text && *text; text++) {
    if (address_set_add(serve->trusted, *text))
      continue;
    error_set(error, ERROR_USAGE, "'%s' in 'trusted_proxy' is no address", *text);
    error_hint(error, "write it as 127.0.0.1, 10.0.0.0/8, ::1 or unix");
    return false;
  }
  return true;
}

static void set_routes(Serve *serve)
{
  const Settings *settings = &serve->settings;
  serve->status.store = serve->store;
  serve->status.rebuild = serve->rebuild;
  serve->status.reader = serve->reader;
  serve->status.pages = serve->pages;
  serve->status.clock = &clock_system;
  serve->status.started = clock_monotonic(&clock_system);
  serve->status.metrics = strcmp(settings->metrics, "public") == 0 ? METRICS_PUBLIC
                          : strcmp(settings->metrics, "off") == 0  ? METRICS_OFF
                                                                   : METRICS_LOCAL;
  serve->files = (SiteFiles){.root = settings->site, .pages = serve->pages, .log = serve->log};
  serve->groups[0] = (HttpRoutes){reader_routes, serve->reader};
  serve->groups[1] = (HttpRoutes){moderator_routes, serve->moderator};
  serve->groups[2] = (HttpRoutes){status_routes, &serve->status};
  serve->groups[3] = (HttpRoutes){site_files_routes, &serve->files};
}

static bool start_server(Serve *serve, Error **error)
{
  const Settings *settings = &serve->settings;
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  set_routes(serve);
  HttpServerOptions options = {
      .listener = &serve->listener,
      .groups = serve->groups,
      .trusted = serve->trusted,
      .clock = &clock_system,
      .log = serve->log,
      .threads = (unsigned)(settings->threads ? settings->threads : CLAMP(processors, 2, 16)),
      .connections = (unsigned)settings->limits.connections,
      .connections_per_address = (unsigned)settings->limits.connections_per_address,
      .body_max = (size_t)settings->limits.body,
      .head_timeout_ms = settings->limits.head_seconds * 1000,
      .body_timeout_ms = settings->limits.body_seconds * 1000,
      .answer_timeout_ms = settings->limits.answer_seconds * 1000,
      .idle_timeout_ms = settings->limits.idle_seconds * 1000,
      .drain_ms = settings->limits.drain_seconds * 1000,
      .refuse = reader_refuse,
      .refuse_data = serve->pages,
  };
  serve->server = http_server_start(&options, error);
  atomic_store(&serve->status.server, serve->server);
  return serve->server != NULL;
}

/* --- from start to stop -------------------------------------------------------------------- */

static bool serve_start(Serve *serve, Error **error)
{
  serve->log = log_new(STDERR_FILENO, log_level(serve->settings.log), &clock_system);
  return read_trusted(serve, error) && open_pages(serve, error) && open_store(serve, error) &&
         listener_open(&serve->listener, serve->settings.listen, error) &&
         start_rebuild(serve, error) && open_reader(serve, error) && open_moderator(serve, error) &&
         start_server(serve, error);
}

static void serve_stop(Serve *serve)
{
  http_server_stop(serve->server);
  moderator_free(serve->moderator);
  reader_free(serve->reader);
  rebuild_free(serve->rebuild);
  store_close(serve->store);
  if (serve->site)
    site_free(serve->site);
  listener_close(&serve->listener);
  pages_free(serve->pages);
  address_set_free(serve->trusted);
  if (serve->log)
    log_free(serve->log);
  arena_free(serve->arena);
}

/* Tell whoever started us where we listen, on stdout and on --ready-fd. */
static bool announce(const Serve *serve, int64_t ready_fd, Error **error)
{
  const char *url = serve->listener.url;
  printf("senf-comments listens on %s\n", url);
  fflush(stdout);
  if (ready_fd < 0)
    return true;
  g_autofree char *line = g_strconcat(url, "\n", NULL);
  if (write((int)ready_fd, line, strlen(line)) == (ssize_t)strlen(line) &&
      close((int)ready_fd) == 0)
    return true;
  error_set_errno(error, errno, "can't write to the descriptor of --ready-fd");
  return false;
}

/* Blocked in all threads, so that only sigwait sees them. */
static void block_signals(sigset_t *signals)
{
  sigemptyset(signals);
  sigaddset(signals, SIGTERM);
  sigaddset(signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, signals, NULL);
}

static bool serve_run(Serve *serve, int64_t ready_fd, Error **error)
{
  sigset_t signals;
  block_signals(&signals);
  if (!serve_start(serve, error) || !announce(serve, ready_fd, error))
    return false;
  log_event(serve->log, LOG_INFO, "start", "listen", serve->listener.url, NULL);
  int number = 0;
  while (sigwait(&signals, &number) != 0)
    continue;
  log_event(serve->log, LOG_INFO, "stop", "signal", strsignal(number), NULL);
  if (!atomic_load(&serve->failed))
    return true;
  error_set(error, ERROR_MACHINE, "the database '%s' can't be written", serve->settings.database);
  error_hint(error, "mend the disk and start the server again; nothing that was acknowledged is "
                    "lost");
  return false;
}

int command_serve(int argc, char **argv)
{
  const char *config = NULL;
  int64_t ready_fd = -1;
  const Option options[] = {
      {"config", 'c', OPTION_TEXT, &config, "FILE", "the settings (required)", 0, 0},
      {"ready-fd", 0, OPTION_INT, &ready_fd, "N",
       "write the address to this descriptor when ready, and close it", 0, 1 << 20},
      {.name = NULL},
  };
  const Command command = {
      .usage = "senf-comments serve --config FILE [options]",
      .summary = "Take comments, let moderators decide, serve the static site.",
      .details = "The address is printed when the server is ready. SIGTERM and SIGINT stop it\n"
                 "when the requests that are in flight have been answered.",
      .options = options,
  };
  int status = 0;
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  g_autoptr(Error) error = NULL;
  Serve serve = {.arena = arena_new(), .listener = {.fd = -1}};
  bool good = false;
  if (!config) {
    error_set(&error, ERROR_USAGE, "the settings are missing");
    error_hint(&error, "name their file: senf-comments serve --config comments.yaml");
  } else if (sodium_init() < 0) {
    error_set(&error, ERROR_MACHINE, "libsodium can't be initialised");
  } else {
    good = settings_load(config, serve.arena, &serve.settings, &error) &&
           serve_run(&serve, ready_fd, &error);
  }
  serve_stop(&serve);
  return good ? 0 : command_fail(error);
}
