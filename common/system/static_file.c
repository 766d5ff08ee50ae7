#include "common/system/static_file.h"

#include "common/digest.h"
#include "common/escape.h"
#include "common/paths.h"
#include "common/time/datetime.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- names ------------------------------------------------------------------------- */

static const struct {
  const char *extension, *type;
} types[] = {
    {"atom", "application/atom+xml; charset=utf-8"},
    {"avif", "image/avif"},
    {"css", "text/css; charset=utf-8"},
    {"csv", "text/csv; charset=utf-8"},
    {"gif", "image/gif"},
    {"gz", "application/gzip"},
    {"htm", "text/html; charset=utf-8"},
    {"html", "text/html; charset=utf-8"},
    {"ico", "image/x-icon"},
    {"ics", "text/calendar; charset=utf-8"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"m4a", "audio/mp4"},
    {"map", "application/json"},
    {"md", "text/markdown; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"ogg", "audio/ogg"},
    {"otf", "font/otf"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"rss", "application/rss+xml; charset=utf-8"},
    {"svg", "image/svg+xml"},
    {"ttf", "font/ttf"},
    {"txt", "text/plain; charset=utf-8"},
    {"wasm", "application/wasm"},
    {"wav", "audio/wav"},
    {"webm", "video/webm"},
    {"webmanifest", "application/manifest+json"},
    {"webp", "image/webp"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"xml", "application/xml; charset=utf-8"},
    {"zip", "application/zip"},
};

const char *static_file_type(const char *name)
{
  const char *extension = path_extension(name);
  for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
    if (g_ascii_strcasecmp(extension, types[i].extension) == 0)
      return types[i].type;
  }
  return "application/octet-stream";
}

bool static_file_is_fingerprinted(const char *name)
{
  enum { DIGITS = 8 };
  const char *dot = strrchr(name, '.');
  if (!dot || dot - name < DIGITS + 2 || dot[-DIGITS - 1] != '.')
    return false;
  for (const char *c = dot - DIGITS; c < dot; c++) {
    if (!g_ascii_isxdigit(*c) || g_ascii_isupper(*c))
      return false;
  }
  return true;
}

static const char *cache_control(const char *name)
{
  if (static_file_is_fingerprinted(name))
    return "public, max-age=31536000, immutable";
  return g_str_has_prefix(static_file_type(name), "text/html") ? "no-cache" : "public, max-age=300";
}

/* One decoded segment; NULL when it may name nothing that is served. */
static char *segment_decode(Arena *arena, const char *text, size_t length)
{
  g_autoptr(GString) decoded = g_string_sized_new(length);
  if (!unescape_url(decoded, text, length, false) || strchr(decoded->str, '/'))
    return NULL;
  if (decoded->str[0] == '.' && strcmp(decoded->str, ".well-known") != 0)
    return NULL;
  return arena_strndup(arena, decoded->str, decoded->len);
}

/* --- opening ------------------------------------------------------------------------- */

static int open_below(int dir, const char *name, int flags)
{
  /* O_NONBLOCK: a named pipe must not hold the thread. */
  int fd;
  do
    fd = openat(dir, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  while (fd < 0 && errno == EINTR);
  return fd;
}

static bool is_regular(int fd, struct stat *status)
{
  return fstat(fd, status) == 0 && S_ISREG(status->st_mode);
}

/* Replaces *dir by its folder `name`. */
static bool enter(int *dir, const char *name)
{
  int next = open_below(*dir, name, O_PATH | O_DIRECTORY);
  if (next < 0)
    return false;
  close(*dir);
  *dir = next;
  return true;
}

/* A regular file, or -1. */
static int open_file(int dir, const char *name, struct stat *status)
{
  int fd = open_below(dir, name, O_RDONLY);
  if (fd >= 0 && !is_regular(fd, status)) {
    close(fd);
    fd = -1;
    errno = ENOENT;
  }
  return fd;
}

static bool is_absence(int number)
{
  return number == ENOENT || number == ENOTDIR || number == ELOOP || number == ENAMETOOLONG ||
         number == ENXIO || number == EACCES;
}

typedef enum Lookup { FOUND, ABSENT, NEEDS_SLASH, BROKEN } Lookup;

typedef struct Found {
  int fd;
  struct stat status;
  const char *name; /* its last segment */
} Found;

/* The last segment: a file, a folder's index.html ("" as the last segment), or a
 * folder that was named without its slash. */
static Lookup open_last(int dir, const char *name, Found *found)
{
  found->name = *name ? name : "index.html";
  found->fd = open_file(dir, found->name, &found->status);
  if (found->fd >= 0)
    return FOUND;
  int number = errno;
  struct stat status;
  if (*name && fstatat(dir, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode))
    return NEEDS_SLASH;
  return is_absence(number) ? ABSENT : BROKEN;
}

static Lookup open_path(int *dir, const char *path, Arena *arena, Found *found)
{
  for (const char *at = path + 1;;) {
    size_t length = strcspn(at, "/");
    bool last = at[length] == '\0';
    char *name = segment_decode(arena, at, length);
    if (!name || (!last && *name == '\0'))
      return ABSENT;
    if (last)
      return open_last(*dir, name, found);
    if (!enter(dir, name))
      return is_absence(errno) ? ABSENT : BROKEN;
    at += length + 1;
  }
}

/* --- conditions and ranges ------------------------------------------------------------- */

static const char *make_etag(const struct stat *status, Arena *arena)
{
  Digester digester;
  digester_init(&digester);
  digester_add_int(&digester, (int64_t)status->st_size);
  digester_add_int(&digester, (int64_t)status->st_mtim.tv_sec);
  digester_add_int(&digester, (int64_t)status->st_mtim.tv_nsec);
  digester_add_int(&digester, (int64_t)status->st_ino);
  return arena_printf(arena, "\"%016" PRIx64 "\"", digester_end(&digester));
}

static const char *http_date(int64_t seconds, Arena *arena)
{
  g_autoptr(GString) text = g_string_new(NULL);
  datetime_http(seconds, text);
  return arena_strdup(arena, text->str);
}

/* The weak comparison of RFC 9110, 8.8.3.2: W/ makes no difference. */
static bool etag_in_list(const char *list, const char *etag)
{
  size_t length = strlen(etag);
  for (const char *at = list; *at;) {
    at += strspn(at, " \t,");
    if (at[0] == '*')
      return true;
    if (at[0] == 'W' && at[1] == '/')
      at += 2;
    if (strncmp(at, etag, length) == 0)
      return true;
    if (*at == '"')
      at += 1 + strcspn(at + 1, "\"");
    at += strcspn(at, ",");
  }
  return false;
}

/* HTTP-dates are compared as text: a client sends back what it was given. */
static bool is_unchanged(const StaticFileRequest *request, const StaticFileAnswer *answer)
{
  if (request->if_none_match)
    return etag_in_list(request->if_none_match, answer->etag);
  return request->if_modified_since && strcmp(request->if_modified_since, answer->modified) == 0;
}

static bool parse_number(const char **at, uint64_t *out)
{
  size_t digits = strspn(*at, "0123456789");
  if (digits == 0 || digits > 18)
    return false;
  *out = g_ascii_strtoull(*at, NULL, 10);
  *at += digits;
  return true;
}

typedef enum RangeKind { RANGE_NONE, RANGE_PART, RANGE_OUTSIDE } RangeKind;

/* One range (RFC 9110, 14.1.2); several at once are answered by the whole. */
static RangeKind parse_range(const char *header, uint64_t size, uint64_t *first, uint64_t *last)
{
  if (!header || g_ascii_strncasecmp(header, "bytes=", 6) != 0)
    return RANGE_NONE;
  const char *at = header + 6;
  uint64_t number = 0;
  if (*at == '-') {
    at++;
    if (!parse_number(&at, &number) || *at != '\0')
      return RANGE_NONE;
    if (number == 0 || size == 0)
      return RANGE_OUTSIDE;
    *first = number >= size ? 0 : size - number;
    *last = size - 1;
    return RANGE_PART;
  }
  if (!parse_number(&at, first) || *at++ != '-')
    return RANGE_NONE;
  *last = UINT64_MAX;
  if (*at != '\0' && (!parse_number(&at, last) || *at != '\0' || *last < *first))
    return RANGE_NONE;
  if (*first >= size)
    return RANGE_OUTSIDE;
  *last = MIN(*last, size - 1);
  return RANGE_PART;
}

/* If-Range: the range counts only for the file that the client has a part of. */
static bool range_applies(const StaticFileRequest *request, const StaticFileAnswer *answer)
{
  return !request->if_range || strcmp(request->if_range, answer->etag) == 0 ||
         strcmp(request->if_range, answer->modified) == 0;
}

static void close_body(StaticFileAnswer *answer)
{
  close(answer->fd);
  answer->fd = -1;
  answer->offset = answer->length = 0;
}

static void apply_range(const StaticFileRequest *request, Arena *arena, StaticFileAnswer *answer)
{
  uint64_t size = answer->length, first = 0, last = 0;
  RangeKind kind = range_applies(request, answer) ? parse_range(request->range, size, &first, &last)
                                                  : RANGE_NONE;
  if (kind == RANGE_PART) {
    answer->status = 206;
    answer->offset = first;
    answer->length = last - first + 1;
    answer->range =
        arena_printf(arena, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, first, last, size);
  } else if (kind == RANGE_OUTSIDE) {
    answer->status = 416;
    answer->range = arena_printf(arena, "bytes */%" PRIu64, size);
    answer->type = NULL;
    close_body(answer);
  }
}

/* --- answers ------------------------------------------------------------------------------ */

static void answer_file(const StaticFileRequest *request, Arena *arena, const Found *found,
                        StaticFileAnswer *answer)
{
  answer->status = 200;
  answer->fd = found->fd;
  answer->length = (uint64_t)found->status.st_size;
  answer->type = static_file_type(found->name);
  answer->cache = cache_control(found->name);
  answer->etag = make_etag(&found->status, arena);
  answer->modified = http_date((int64_t)found->status.st_mtim.tv_sec, arena);
  answer->accepts_ranges = true;
  if (is_unchanged(request, answer)) {
    answer->status = 304;
    answer->type = NULL;
    close_body(answer);
  } else if (request->range) {
    apply_range(request, arena, answer);
  }
}

/* The 404.html of the path's first folder; -1: it has none. Only a plain name is looked
 * for, for languages have such. */
static int open_missing_below(int root, const char *path, struct stat *status)
{
  char name[32];
  if (path[0] != '/')
    return -1;
  size_t length = strspn(path + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");
  if (length == 0 || length >= sizeof name || path[1 + length] != '/')
    return -1;
  memcpy(name, path + 1, length);
  name[length] = '\0';
  int dir = openat(root, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  int fd = dir < 0 ? -1 : open_file(dir, "404.html", status);
  if (dir >= 0)
    close(dir);
  return fd;
}

static void answer_missing(int root, const char *path, StaticFileAnswer *answer)
{
  struct stat status;
  answer->status = 404;
  answer->fd = open_missing_below(root, path, &status);
  if (answer->fd < 0)
    answer->fd = open_file(root, "404.html", &status);
  if (answer->fd < 0)
    return;
  answer->length = (uint64_t)status.st_size;
  answer->type = static_file_type("404.html");
  answer->cache = "no-cache";
}

/* The path as it came, so it stays encoded; "//host" would leave the site. */
static void answer_slash(const StaticFileRequest *request, Arena *arena, StaticFileAnswer *answer)
{
  const char *query = request->query && *request->query ? request->query : NULL;
  const char *path = request->path + strspn(request->path, "/") - 1;
  answer->status = 301;
  answer->location = arena_printf(arena, "%s/%s%s", path, query ? "?" : "", query ? query : "");
}

static void answer_problem(Arena *arena, const char *what, int number, StaticFileAnswer *answer)
{
  answer->status = 500;
  answer->problem = arena_printf(arena, "can't open %s: %s", what, strerrordesc_np(number));
}

void static_file_find(const char *root, const StaticFileRequest *request, Arena *arena,
                      StaticFileAnswer *answer)
{
  *answer = (StaticFileAnswer){.fd = -1};
  int root_fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
  int dir = root_fd < 0 ? -1 : fcntl(root_fd, F_DUPFD_CLOEXEC, 0);
  if (dir < 0) {
    answer_problem(arena, root, errno, answer);
    if (root_fd >= 0)
      close(root_fd);
    return;
  }
  Found found = {.fd = -1};
  switch (request->path[0] == '/' ? open_path(&dir, request->path, arena, &found) : ABSENT) {
  case FOUND:
    answer_file(request, arena, &found, answer);
    break;
  case NEEDS_SLASH:
    answer_slash(request, arena, answer);
    break;
  case ABSENT:
    answer_missing(root_fd, request->path, answer);
    break;
  case BROKEN:
    answer_problem(arena, request->path, errno, answer);
    break;
  }
  close(dir);
  close(root_fd);
}
