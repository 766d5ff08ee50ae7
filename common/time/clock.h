/* clock.h - where "now" and randomness come from.
 *
 * Both are handed in, so that tests can be exact. clock_system and
 * random_system are the real ones; main() alone names them.
 */
#ifndef SENF_COMMON_TIME_CLOCK_H
#define SENF_COMMON_TIME_CLOCK_H

#include <stddef.h>
#include <stdint.h>

typedef struct Clock {
  int64_t (*now)(void *data);       /* microseconds since 1970, UTC */
  int64_t (*monotonic)(void *data); /* microseconds; for deadlines */
  void *data;
} Clock;

typedef struct Random {
  void (*fill)(void *data, void *bytes, size_t length);
  void *data;
} Random;

extern const Clock clock_system;
extern const Random random_system;

static inline int64_t clock_now(const Clock *clock)
{
  return clock->now(clock->data);
}
static inline int64_t clock_monotonic(const Clock *clock)
{
  return clock->monotonic(clock->data);
}
static inline void random_fill(const Random *random, void *bytes, size_t length)
{
  random->fill(random->data, bytes, length);
}

#endif
