/* lock.c - flock on a file of the state folder. */
#include "generator/build/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

int lock_take(const char *state, Error **error)
{
  g_autofree char *path = g_strconcat(state, "/lock", NULL);
  int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    error_set_errno(error, errno, "can't open %s", path);
    error_hint(error, "the folder of the state (--state) must be writable");
    return -1;
  }
  while (flock(descriptor, LOCK_EX) < 0)
    if (errno != EINTR) {
      error_set_errno(error, errno, "can't lock %s", path);
      close(descriptor);
      return -1;
    }
  return descriptor;
}

void lock_release(int descriptor)
{
  if (descriptor >= 0)
    close(descriptor);
}
