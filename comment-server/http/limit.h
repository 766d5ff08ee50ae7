/* limit.h - how often somebody may do something: token buckets.
 *
 * Each key (an address) has a bucket of `burst` tokens that fills at `rate`
 * tokens a minute. What is asked for takes one; an empty bucket says how long to
 * wait. The table holds at most `keys` buckets: full ones are forgotten, since
 * they are as good as none; when there are none, the fullest go, so that an attacker with
 * many addresses cannot use up the memory. Any thread may call.
 */
#ifndef SENF_COMMENT_SERVER_HTTP_LIMIT_H
#define SENF_COMMENT_SERVER_HTTP_LIMIT_H

#include "common/time/clock.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct RateLimit RateLimit;

typedef struct RateLimitOptions {
  int64_t rate;  /* tokens a minute; 0: no limit */
  int64_t burst; /* at least 1 */
  size_t keys;   /* 0: 65,536 */
  const Clock *clock;
} RateLimitOptions;

RateLimit *rate_limit_new(const RateLimitOptions *options);
void rate_limit_free(RateLimit *limit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RateLimit, rate_limit_free)

/* True: go ahead, a token is taken. False: *wait is in seconds, at least 1. */
bool rate_limit_take(RateLimit *limit, const char *key, int64_t *wait);

#endif
