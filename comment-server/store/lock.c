/* lock.c - see lock.h. */
#include "comment-server/store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/file.h>
#include <unistd.h>

bool writer_lock_open(WriterLock *lock, const char *database, Error **error)
{
  g_autofree char *path = g_strconcat(database, "-writer", NULL);
  lock->descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (lock->descriptor >= 0)
    return true;
  error_set_errno(error, errno, "can't open the lock file '%s'", path);
  return false;
}

void writer_lock_close(WriterLock *lock)
{
  if (lock->descriptor >= 0)
    close(lock->descriptor);
  lock->descriptor = -1;
}

bool writer_lock_take(WriterLock *lock, Error **error)
{
  while (flock(lock->descriptor, LOCK_EX) != 0) {
    if (errno == EINTR)
      continue;
    error_set_errno(error, errno, "can't lock the database for writing");
    return false;
  }
  return true;
}

void writer_lock_give(WriterLock *lock)
{
  flock(lock->descriptor, LOCK_UN);
}
