/* bodies.c - an append-only file, written in large pieces, read by pread. */
#include "generator/build/bodies.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PENDING_LIMIT = 1024 * 1024 };

struct Bodies {
  char *path;
  int descriptor; /* -1: there is no file to read */
  bool read_only;
  uint64_t found;   /* bytes in the file when it was opened: others wrote them */
  uint64_t written; /* bytes in the file; what follows is pending */
  GByteArray *pending;
};

Bodies *bodies_open(const char *path, BodiesMode mode, Error **error)
{
  static const int flags[] = {[BODIES_GROW] = O_RDWR | O_CREAT,
                              [BODIES_FRESH] = O_RDWR | O_CREAT | O_TRUNC,
                              [BODIES_READ] = O_RDONLY};
  Bodies *bodies = g_new0(Bodies, 1);
  bodies->path = g_strdup(path);
  bodies->pending = g_byte_array_new();
  bodies->read_only = mode == BODIES_READ;
  bodies->descriptor = open(path, flags[mode] | O_CLOEXEC, 0644);
  struct stat status = {0};
  if (bodies->descriptor < 0 && mode == BODIES_READ)
    return bodies;
  if (bodies->descriptor < 0 || fstat(bodies->descriptor, &status) < 0) {
    error_set_errno(error, errno, "can't open %s", path);
    bodies_close(bodies);
    return NULL;
  }
  bodies->found = bodies->written = (uint64_t)status.st_size;
  return bodies;
}

void bodies_close(Bodies *bodies)
{
  if (!bodies)
    return;
  if (bodies->descriptor >= 0)
    close(bodies->descriptor);
  g_byte_array_unref(bodies->pending);
  g_free(bodies->path);
  g_free(bodies);
}

bool bodies_flush(Bodies *bodies, Error **error)
{
  if (bodies->read_only)
    return true;
  const guint8 *at = bodies->pending->data;
  size_t left = bodies->pending->len;
  while (left > 0) {
    ssize_t count = pwrite(bodies->descriptor, at, left, (off_t)bodies->written);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0) {
      error_set_errno(error, errno, "can't write %s", bodies->path);
      return false;
    }
    at += count;
    left -= (size_t)count;
    bodies->written += (uint64_t)count;
  }
  g_byte_array_set_size(bodies->pending, 0);
  return true;
}

bool bodies_append(Bodies *bodies, const char *html, size_t length, uint64_t *offset, Error **error)
{
  *offset = bodies->written + bodies->pending->len;
  g_byte_array_append(bodies->pending, (const guint8 *)html, (guint)length);
  if (bodies->pending->len >= PENDING_LIMIT)
    return bodies_flush(bodies, error);
  return true;
}

/* A body stands wholly in the file or wholly in the pending bytes: the flush takes
 * all of them. */
static bool bodies_fetch(Bodies *bodies, uint64_t offset, char *out, size_t length)
{
  if (offset >= bodies->written) {
    uint64_t start = offset - bodies->written;
    if (start + length > bodies->pending->len)
      return false;
    memcpy(out, bodies->pending->data + start, length);
    return true;
  }
  size_t done = 0;
  while (done < length) {
    ssize_t count = pread(bodies->descriptor, out + done, length - done, (off_t)(offset + done));
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    done += (size_t)count;
  }
  return true;
}

const char *bodies_read(Bodies *bodies, uint64_t offset, size_t length, Digest digest, Arena *arena)
{
  if (length == 0)
    return "";
  if (offset + length > bodies->written + bodies->pending->len)
    return NULL;
  char *html = arena_take(arena, length + 1);
  if (!bodies_fetch(bodies, offset, html, length))
    return NULL;
  html[length] = '\0';
  return offset >= bodies->found || digest_content(html, length) == digest ? html : NULL;
}

uint64_t bodies_size(const Bodies *bodies)
{
  return bodies->written + bodies->pending->len;
}
