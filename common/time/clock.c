#include "common/time/clock.h"

#include <errno.h>
#include <glib.h>
#include <sys/random.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
  struct timespec now;
  clock_gettime(id, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t system_now(void *data)
{
  (void)data;
  return read_clock(CLOCK_REALTIME);
}

static int64_t system_monotonic(void *data)
{
  (void)data;
  return read_clock(CLOCK_MONOTONIC);
}

static void system_fill(void *data, void *bytes, size_t length)
{
  (void)data;
  unsigned char *next = bytes;
  while (length > 0) {
    ssize_t got = getrandom(next, length, 0);
    if (got < 0 && errno != EINTR)
      g_error("getrandom failed"); /* tokens without randomness are worse than none */
    if (got > 0) {
      next += got;
      length -= (size_t)got;
    }
  }
}

const Clock clock_system = {system_now, system_monotonic, NULL};
const Random random_system = {system_fill, NULL};
