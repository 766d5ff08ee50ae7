/* store.c - opening and closing comments.db; the queue, the readers. */
#include "comment-server/store/store.h"

#include "comment-server/store/private.h"
#include "comment-server/store/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Idle reader connections that are kept: about one for each thread that serves
 * requests. More are opened when needed and closed when given back. */
enum { READERS_KEPT = 16 };

/* It holds e-mail addresses and password hashes. SQLite gives the files beside it
 * the same mode; the generator reads as the same user, or as one of the group. */
static bool make_file(const char *path, Error **error)
{
  int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor < 0) {
    error_set_errno(error, errno, "can't open '%s'", path);
    return false;
  }
  close(descriptor);
  return true;
}

/* Opening recovers from the WAL and may checkpoint, so it takes its turn, too. */
static bool open_database(Store *store, Error **error)
{
  if (!make_file(store->path, error) || !writer_lock_open(&store->lock, store->path, error) ||
      !writer_lock_take(&store->lock, error))
    return false;
  bool ok = false;
  store->db = sql_open(store->path, SQL_WRITER, error);
  if (store->db) {
    /* The WAL is kept when the server stops, for readers: not the size of an import. */
    sql_script(store->db, "PRAGMA journal_size_limit = 16777216", NULL);
    ok = schema_prepare(store->db, error);
    if (!ok)
      error_prefix(error, "'%s': ", store->path);
  }
  writer_lock_give(&store->lock);
  return ok;
}

static void store_release(Store *store)
{
  if (store->db) {
    bool locked = writer_lock_take(&store->lock, NULL);
    sql_close(store->db);
    if (locked)
      writer_lock_give(&store->lock);
  }
  writer_lock_close(&store->lock);
  g_ptr_array_free(store->readers, TRUE);
  pthread_mutex_destroy(&store->mutex);
  pthread_mutex_destroy(&store->reader_mutex);
  pthread_mutex_destroy(&store->listen_mutex);
  pthread_cond_destroy(&store->queued);
  g_free(store->path);
  g_free(store);
}

static void reader_close(gpointer db)
{
  sql_close(db);
}

Store *store_open(const StoreOptions *options, Error **error)
{
  Store *store = g_new0(Store, 1);
  store->path = g_strdup(options->path);
  store->clock = options->clock;
  store->random = options->random;
  store->levels =
      options->levels > 0 ? MIN(options->levels, STORE_LEVELS_MAX) : STORE_LEVELS_DEFAULT;
  store->on_failed = options->failed;
  store->on_failed_data = options->failed_data;
  store->lock.descriptor = -1;
  store->readers = g_ptr_array_new_with_free_func(reader_close);
  pthread_mutex_init(&store->mutex, NULL);
  pthread_mutex_init(&store->reader_mutex, NULL);
  pthread_mutex_init(&store->listen_mutex, NULL);
  pthread_cond_init(&store->queued, NULL);

  if (!open_database(store, error)) {
    store_release(store);
    return NULL;
  }
  int number = pthread_create(&store->thread, NULL, writer_main, store);
  if (number != 0) {
    error_set_errno(error, number, "can't start the writer thread");
    store_release(store);
    return NULL;
  }
  return store;
}

void store_close(Store *store)
{
  if (!store)
    return;
  pthread_mutex_lock(&store->mutex);
  store->stopping = true;
  pthread_cond_signal(&store->queued);
  pthread_mutex_unlock(&store->mutex);
  pthread_join(store->thread, NULL);
  store_release(store);
}

/* --- writing ---------------------------------------------------------------- */

void store_write(Store *store, StoreWrite *write)
{
  write->error = NULL;
  write->next = NULL;
  pthread_mutex_lock(&store->mutex);
  bool refused = store->failed;
  if (!refused) {
    if (store->last)
      store->last->next = write;
    else
      store->first = write;
    store->last = write;
    store->stats.waiting++;
    pthread_cond_signal(&store->queued);
  }
  pthread_mutex_unlock(&store->mutex);
  if (refused)
    write->done(write->data, writer_refusal());
}

typedef struct Waiter {
  bool (*run)(StoreTx *tx, void *data, Error **error);
  void *data;
  pthread_mutex_t mutex;
  pthread_cond_t ended;
  bool done;
  Error *error;
} Waiter;

static bool waiter_run(StoreTx *tx, void *data, Error **error)
{
  Waiter *waiter = data;
  return waiter->run(tx, waiter->data, error);
}

static void waiter_done(void *data, Error *error)
{
  Waiter *waiter = data;
  pthread_mutex_lock(&waiter->mutex);
  waiter->error = error;
  waiter->done = true;
  /* Inside the lock: the waiter is gone as soon as it is unlocked. */
  pthread_cond_signal(&waiter->ended);
  pthread_mutex_unlock(&waiter->mutex);
}

bool store_write_wait(Store *store, bool (*run)(StoreTx *tx, void *data, Error **error), void *data,
                      Error **error)
{
  g_assert(!pthread_equal(pthread_self(), store->thread));
  Waiter waiter = {.run = run, .data = data};
  pthread_mutex_init(&waiter.mutex, NULL);
  pthread_cond_init(&waiter.ended, NULL);
  StoreWrite write = {.run = waiter_run, .done = waiter_done, .data = &waiter};
  store_write(store, &write);

  pthread_mutex_lock(&waiter.mutex);
  while (!waiter.done)
    pthread_cond_wait(&waiter.ended, &waiter.mutex);
  pthread_mutex_unlock(&waiter.mutex);
  pthread_cond_destroy(&waiter.ended);
  pthread_mutex_destroy(&waiter.mutex);
  if (!waiter.error)
    return true;
  error_move(error, waiter.error);
  return false;
}

bool store_has_failed(Store *store)
{
  pthread_mutex_lock(&store->mutex);
  bool failed = store->failed;
  pthread_mutex_unlock(&store->mutex);
  return failed;
}

/* --- reading ---------------------------------------------------------------- */

Sql *store_reader_take(Store *store, Error **error)
{
  Sql *db = NULL;
  pthread_mutex_lock(&store->reader_mutex);
  if (store->readers->len > 0)
    db = g_ptr_array_steal_index(store->readers, store->readers->len - 1);
  pthread_mutex_unlock(&store->reader_mutex);
  if (!db)
    db = sql_open(store->path, SQL_READER, error);
  if (!db)
    return NULL;
  /* Deferred: the snapshot is that of the first query. */
  if (sql_run(db, error, "BEGIN", ""))
    return db;
  sql_close(db);
  return NULL;
}

void store_reader_give(Store *store, Sql *db)
{
  if (!db)
    return;
  bool keep = sql_run(db, NULL, "COMMIT", "");
  pthread_mutex_lock(&store->reader_mutex);
  keep = keep && store->readers->len < READERS_KEPT;
  if (keep)
    g_ptr_array_add(store->readers, db);
  pthread_mutex_unlock(&store->reader_mutex);
  if (!keep)
    sql_close(db);
}

/* --- listening and figures -------------------------------------------------- */

void store_listen(Store *store, unsigned kind, void (*wake)(void *data), void *data)
{
  g_assert(kind < OUTBOX_KIND_COUNT);
  pthread_mutex_lock(&store->listen_mutex);
  store->listeners[kind] = (StoreListener){wake, data};
  pthread_mutex_unlock(&store->listen_mutex);
}

void store_stats(Store *store, StoreStats *out)
{
  pthread_mutex_lock(&store->mutex);
  *out = store->stats;
  pthread_mutex_unlock(&store->mutex);
}
