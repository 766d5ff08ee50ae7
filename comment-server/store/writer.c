/* writer.c - the writer thread: what waits becomes one transaction.
 *
 * While one group is synced to disk the next one gathers; so the more requests
 * come at once, the more share a sync, and nobody waits for a timer.
 */
#include "comment-server/store/private.h"

#include <sqlite3.h>

/* So that one transaction stays short for the first of its group. */
enum { GROUP_MAX = 256 };

Error *writer_refusal(void)
{
  Error *error = NULL;
  error_set(&error, ERROR_MACHINE, "comments can't be stored: the database has failed");
  error_hint(&error, "the log names the cause; start the server again when it is mended");
  return error;
}

/* Waits for writes; NULL when the store is closed and none is left. */
static StoreWrite *take_group(Store *store, size_t *count)
{
  pthread_mutex_lock(&store->mutex);
  while (!store->first && !store->stopping)
    pthread_cond_wait(&store->queued, &store->mutex);
  StoreWrite *group = store->first, *end = group;
  *count = group ? 1 : 0;
  while (end && end->next && *count < GROUP_MAX) {
    end = end->next;
    ++*count;
  }
  if (end) {
    store->first = end->next;
    end->next = NULL;
    if (!store->first)
      store->last = NULL;
    store->stats.waiting -= *count;
  }
  pthread_mutex_unlock(&store->mutex);
  return group;
}

/* Some failures (a full disk, no memory) end the whole transaction. */
static bool transaction_is_gone(Store *store)
{
  return sqlite3_get_autocommit(sql_handle(store->db)) != 0;
}

/* False when the transaction is gone, and with it the group. */
static bool run_one(Store *store, StoreTx *tx, StoreWrite *write, Error **gone)
{
  if (!sql_run(store->db, gone, "SAVEPOINT one", ""))
    return false;
  unsigned woken = tx->woken;
  tx->now = clock_now(store->clock) / G_USEC_PER_SEC;
  bool ok = write->run(tx, write->data, &write->error);
  if (transaction_is_gone(store)) {
    if (gone && write->error)
      *gone = error_copy(write->error);
    return false;
  }
  if (ok)
    return sql_run(store->db, gone, "RELEASE one", "");
  if (!write->error)
    error_set(&write->error, ERROR_MACHINE, "a write failed without saying why");
  tx->woken = woken;
  return sql_run(store->db, gone, "ROLLBACK TO one", "") &&
         sql_run(store->db, gone, "RELEASE one", "");
}

/* A full disk passes. After another failure of COMMIT, and after any failure of
 * the disk, nobody knows what is written: go on only after a recovery. */
static bool failure_is_fatal(sqlite3 *handle, bool committing)
{
  switch (sqlite3_extended_errcode(handle) & 0xff) {
  case SQLITE_FULL:
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
  case SQLITE_NOMEM:
    return false;
  case SQLITE_IOERR:
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return true;
  default:
    return committing;
  }
}

/* BEGIN … COMMIT around the group. On failure *fatal tells whether the store
 * must stop. The lock is held by the caller. */
static bool run_transaction(Store *store, StoreWrite *group, StoreTx *tx, bool *fatal,
                            Error **error)
{
  bool committing = false;
  bool ok = sql_run(store->db, error, "BEGIN IMMEDIATE", "");
  for (StoreWrite *write = group; write && ok; write = write->next)
    ok = run_one(store, tx, write, error);
  if (ok) {
    committing = true;
    ok = sql_run(store->db, error, "COMMIT", "");
  }
  if (ok)
    return true;
  *fatal = failure_is_fatal(sql_handle(store->db), committing);
  if (!transaction_is_gone(store))
    sql_run(store->db, NULL, "ROLLBACK", "");
  return false;
}

static void mark_failed(Store *store, const Error *error)
{
  pthread_mutex_lock(&store->mutex);
  bool first = !store->failed;
  store->failed = true;
  pthread_mutex_unlock(&store->mutex);
  if (first && store->on_failed)
    store->on_failed(store->on_failed_data, error);
}

static void wake_listeners(Store *store, unsigned woken)
{
  for (unsigned kind = 0; kind < OUTBOX_KIND_COUNT; kind++) {
    if (!(woken & 1u << kind))
      continue;
    pthread_mutex_lock(&store->listen_mutex);
    StoreListener listener = store->listeners[kind];
    if (listener.wake)
      listener.wake(listener.data);
    pthread_mutex_unlock(&store->listen_mutex);
  }
}

/* Every write gets its own error, or a copy of the group's. */
static void complete_group(StoreWrite *group, const Error *failure)
{
  while (group) {
    StoreWrite *next = group->next; /* `done` may free the write */
    Error *error = group->error;
    if (!error && failure)
      error = error_copy(failure);
    group->done(group->data, error);
    group = next;
  }
}

static void count_group(Store *store, size_t count, bool ok, int64_t started)
{
  int64_t ended = clock_monotonic(store->clock);
  pthread_mutex_lock(&store->mutex);
  store->stats.groups++;
  store->stats.writes += count;
  store->stats.failures += ok ? 0 : 1;
  store->stats.largest_group = MAX(store->stats.largest_group, count);
  store->stats.last_commit_us = ended - started;
  pthread_mutex_unlock(&store->mutex);
}

static void run_group(Store *store, StoreWrite *group, size_t count)
{
  int64_t started = clock_monotonic(store->clock);
  StoreTx tx = {.db = store->db, .random = store->random, .levels = store->levels};
  g_autoptr(Error) failure = NULL;
  bool fatal = false;
  bool ok = false;
  if (store_has_failed(store)) {
    failure = writer_refusal();
  } else if (writer_lock_take(&store->lock, &failure)) {
    ok = run_transaction(store, group, &tx, &fatal, &failure);
    writer_lock_give(&store->lock);
  }
  if (!ok && !failure)
    error_set(&failure, ERROR_MACHINE, "the transaction was lost");
  if (fatal)
    mark_failed(store, failure);
  count_group(store, count, ok, started);
  if (ok)
    wake_listeners(store, tx.woken);
  complete_group(group, failure);
}

void *writer_main(void *data)
{
  Store *store = data;
  size_t count;
  for (StoreWrite *group; (group = take_group(store, &count)) != NULL;)
    run_group(store, group, count);
  return NULL;
}
