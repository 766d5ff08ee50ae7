/* bodies.c - an append-only file, written in large pieces, read by pread. */
#include "generator/build/record/bodies.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PENDING_LIMIT = 1024 * 1024 };

struct Bodies {
  char *path;
  int descriptor; /* -1: there is no file to read */
  bool read_only;
  uint64_t found;       /* bytes in the file when it was opened: others wrote them */
  pthread_mutex_t lock; /* over what follows */
  uint64_t written;     /* bytes in the file, or on their way; what follows is pending */
  GByteArray *pending;
  GByteArray *spare; /* empty, or NULL: while one is written another fills */
};

Bodies *bodies_open(const char *path, BodiesMode mode, Error **error)
{
  static const int flags[] = {[BODIES_GROW] = O_RDWR | O_CREAT,
                              [BODIES_FRESH] = O_RDWR | O_CREAT | O_TRUNC,
                              [BODIES_READ] = O_RDONLY};
  Bodies *bodies = g_new0(Bodies, 1);
  bodies->path = g_strdup(path);
  bodies->pending = g_byte_array_new();
  pthread_mutex_init(&bodies->lock, NULL);
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
  if (bodies->spare)
    g_byte_array_unref(bodies->spare);
  pthread_mutex_destroy(&bodies->lock);
  g_free(bodies->path);
  g_free(bodies);
}

static bool bodies_write(Bodies *bodies, const GByteArray *bytes, uint64_t offset, Error **error)
{
  for (guint done = 0; done < bytes->len;) {
    ssize_t count =
        pwrite(bodies->descriptor, bytes->data + done, bytes->len - done, (off_t)(offset + done));
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0) {
      error_set_errno(error, errno, "can't write %s", bodies->path);
      return false;
    }
    done += (guint)count;
  }
  return true;
}

/* Write what is pending while other threads append. Called with the lock, and returns
 * with it. */
static bool bodies_write_unlocked(Bodies *bodies, Error **error)
{
  GByteArray *full = bodies->pending;
  uint64_t offset = bodies->written;
  bodies->written += full->len;
  bodies->pending = bodies->spare ? bodies->spare : g_byte_array_new();
  bodies->spare = NULL;
  pthread_mutex_unlock(&bodies->lock);
  bool good = bodies_write(bodies, full, offset, error);
  g_byte_array_set_size(full, 0);
  pthread_mutex_lock(&bodies->lock);
  if (bodies->spare)
    g_byte_array_unref(full);
  else
    bodies->spare = full;
  return good;
}

bool bodies_flush(Bodies *bodies, Error **error)
{
  if (bodies->read_only)
    return true;
  if (!bodies_write(bodies, bodies->pending, bodies->written, error))
    return false;
  bodies->written += bodies->pending->len;
  g_byte_array_set_size(bodies->pending, 0);
  return true;
}

bool bodies_append(Bodies *bodies, const char *html, size_t length, uint64_t *offset, Error **error)
{
  pthread_mutex_lock(&bodies->lock);
  *offset = bodies->written + bodies->pending->len;
  g_byte_array_append(bodies->pending, (const guint8 *)html, (guint)length);
  bool good = bodies->pending->len < PENDING_LIMIT || bodies->read_only ||
              bodies_write_unlocked(bodies, error);
  pthread_mutex_unlock(&bodies->lock);
  return good;
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
