/* lock.c - flock on a file of the state folder, which holds the numbers. */
#include "generator/build/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

/* What the file says, in one line of this length. */
typedef struct LockNumbers {
  int64_t begun, done;
  Digest text; /* that was asked of the one that was done */
} LockNumbers;

#define LOCK_FORMAT "begun %016" PRIx64 " done %016" PRIx64 " asked %016" PRIx64 "\n"
#define LOCK_SCAN "begun %16" SCNx64 " done %16" SCNx64 " asked %16" SCNx64
enum { LOCK_LINE = 68 };

static bool numbers_read(int descriptor, LockNumbers *numbers)
{
  char line[LOCK_LINE + 1] = "";
  uint64_t begun, done, text;
  ssize_t length = pread(descriptor, line, LOCK_LINE, 0);
  *numbers = (LockNumbers){0};
  if (length == 0)
    return true;
  if (length != LOCK_LINE || sscanf(line, LOCK_SCAN, &begun, &done, &text) != 3)
    return false;
  *numbers = (LockNumbers){(int64_t)begun, (int64_t)done, text};
  return true;
}

static bool numbers_write(int descriptor, const LockNumbers *numbers)
{
  char line[LOCK_LINE + 1];
  int length = snprintf(line, sizeof line, LOCK_FORMAT, (uint64_t)numbers->begun,
                        (uint64_t)numbers->done, (uint64_t)numbers->text);
  return length == LOCK_LINE && pwrite(descriptor, line, LOCK_LINE, 0) == LOCK_LINE;
}

bool lock_ask(LockRequest *request, const char *state, Digest text, Error **error)
{
  g_autofree char *path = g_strconcat(state, "/lock", NULL);
  *request = (LockRequest){.descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644),
                           .asked = G_MAXINT64,
                           .text = text};
  if (request->descriptor < 0) {
    error_set_errno(error, errno, "can't open %s", path);
    error_hint(error, "the folder of the state (--state) must be writable");
    return false;
  }
  LockNumbers numbers;
  if (numbers_read(request->descriptor, &numbers))
    request->asked = numbers.begun;
  return true;
}

static bool lock_wait(int descriptor, int flags, Error **error)
{
  while (flock(descriptor, flags) < 0) {
    if (errno == EINTR)
      continue;
    if (errno != EWOULDBLOCK) {
      error_set_errno(error, errno, "can't lock the state folder");
      error_hint(error, "is it (--state) on a file system without locks?");
    }
    return false;
  }
  return true;
}

LockOutcome lock_take(LockRequest *request, void (*waits)(void *data), void *data, Error **error)
{
  g_autoptr(Error) local = NULL;
  if (!lock_wait(request->descriptor, LOCK_EX | LOCK_NB, &local)) {
    if (!local && waits)
      waits(data);
    if (local || !lock_wait(request->descriptor, LOCK_EX, &local)) {
      error_move(error, g_steal_pointer(&local));
      return LOCK_FAILED;
    }
  }
  LockNumbers numbers;
  bool known = numbers_read(request->descriptor, &numbers);
  if (known && numbers.done > request->asked && numbers.text == request->text)
    return LOCK_FOLDED;
  numbers.begun++;
  if (numbers_write(request->descriptor, &numbers))
    request->number = numbers.begun;
  return LOCK_TAKEN;
}

void lock_done(LockRequest *request)
{
  if (request->number == 0)
    return;
  const LockNumbers numbers = {request->number, request->number, request->text};
  if (!numbers_write(request->descriptor, &numbers))
    request->number = 0;
}

void lock_release(LockRequest *request)
{
  if (request->descriptor >= 0)
    close(request->descriptor);
  request->descriptor = -1;
}
