#include "comment-server/http/limit.h"

#include <pthread.h>

#define MINUTE 60000000 /* microseconds */

typedef struct Bucket {
  double tokens;
  int64_t at; /* when `tokens` was right, monotonic */
} Bucket;

struct RateLimit {
  RateLimitOptions options;
  pthread_mutex_t lock;
  GHashTable *buckets; /* key → Bucket */
};

RateLimit *rate_limit_new(const RateLimitOptions *options)
{
  RateLimit *limit = g_new0(RateLimit, 1);
  limit->options = *options;
  if (limit->options.keys == 0)
    limit->options.keys = 65536;
  if (limit->options.burst < 1)
    limit->options.burst = 1;
  pthread_mutex_init(&limit->lock, NULL);
  limit->buckets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return limit;
}

void rate_limit_free(RateLimit *limit)
{
  if (!limit)
    return;
  g_hash_table_destroy(limit->buckets);
  pthread_mutex_destroy(&limit->lock);
  g_free(limit);
}

static void bucket_fill(const RateLimit *limit, Bucket *bucket, int64_t now)
{
  double gained = (double)(now - bucket->at) * (double)limit->options.rate / MINUTE;
  bucket->tokens = MIN(bucket->tokens + MAX(gained, 0), (double)limit->options.burst);
  bucket->at = now;
}

/* Make room: forget the buckets that hold at least `least` tokens. */
static void forget(RateLimit *limit, int64_t now, double least)
{
  GHashTableIter iter;
  gpointer bucket;
  g_hash_table_iter_init(&iter, limit->buckets);
  while (g_hash_table_iter_next(&iter, NULL, &bucket)) {
    bucket_fill(limit, bucket, now);
    if (((Bucket *)bucket)->tokens >= least)
      g_hash_table_iter_remove(&iter);
  }
}

static Bucket *bucket_of(RateLimit *limit, const char *key, int64_t now)
{
  Bucket *bucket = g_hash_table_lookup(limit->buckets, key);
  if (bucket) {
    bucket_fill(limit, bucket, now);
    return bucket;
  }
  for (double least = (double)limit->options.burst;
       g_hash_table_size(limit->buckets) >= limit->options.keys; least -= 1)
    forget(limit, now, MAX(least, 0));
  bucket = g_new(Bucket, 1);
  *bucket = (Bucket){.tokens = (double)limit->options.burst, .at = now};
  g_hash_table_insert(limit->buckets, g_strdup(key), bucket);
  return bucket;
}

bool rate_limit_take(RateLimit *limit, const char *key, int64_t *wait)
{
  *wait = 0;
  if (limit->options.rate <= 0)
    return true;
  pthread_mutex_lock(&limit->lock);
  Bucket *bucket = bucket_of(limit, key, clock_monotonic(limit->options.clock));
  bool allowed = bucket->tokens >= 1;
  if (allowed)
    bucket->tokens -= 1;
  else
    *wait = 1 + (int64_t)((1 - bucket->tokens) * 60 / (double)limit->options.rate);
  pthread_mutex_unlock(&limit->lock);
  return allowed;
}
