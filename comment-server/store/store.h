/* store.h - comments.db: one writer thread that commits groups, many readers.
 *
 * The store is the only part of the server with SQL. Whatever changes data is a
 * StoreWrite: a function that runs inside a transaction on the writer thread,
 * and a completion that is called after COMMIT. The writer takes all writes
 * that wait, runs each in a SAVEPOINT of its own within one transaction, syncs
 * once (WAL, synchronous=FULL) and then completes them. So a completion without
 * an error means: on disk, and stays there.
 *
 *     static bool run(StoreTx *tx, void *data, Error **error)
 *     {
 *       Request *request = data;
 *       return comment_submit(tx, &request->draft, &request->result, error);
 *     }
 *     static void done(void *data, Error *error)   // on the writer thread
 *     {
 *       Request *request = data;
 *       request->error = error;                    // owned by the completion now
 *       MHD_resume_connection(request->connection);
 *     }
 *     request->write = (StoreWrite){.run = run, .done = done, .data = request};
 *     MHD_suspend_connection(connection);
 *     store_write(store, &request->write);
 *
 * Reading: take a reader, read, give it back. All that is read between the two
 * is one snapshot; hold it for one request, no longer.
 *
 *     Sql *db = store_reader_take(store, &error);
 *     ok = db != NULL && comment_find(db, id, arena, &comment, &error);
 *     store_reader_give(store, db);                // NULL is fine
 *
 * Functions that read take `Sql *db`: a reader's, or tx->db inside a write.
 * Functions that write take `StoreTx *tx`, so they cannot be called elsewhere.
 * They return false only when the machine failed (the Error says how); what a
 * person did (an unknown id, a double click) is an outcome in their result.
 *
 * Other processes may write to the same file (senf-comments moderator add, while
 * the server runs): a lock file beside it (comments.db-writer, flock) is held
 * around each transaction, so that two connections never write and checkpoint
 * at the same moment (SQLite before 3.51.3 can corrupt a WAL database then).
 *
 * Failure: a full disk fails the group and nothing else. A failed fsync, or any
 * other failure of COMMIT, fails the group and marks the store as failed: every
 * later write is refused, options.failed is called once, and the server should
 * stop and be started again, which recovers from the WAL.
 */
#ifndef SENF_COMMENT_SERVER_STORE_STORE_H
#define SENF_COMMENT_SERVER_STORE_STORE_H

#include "common/error.h"
#include "common/time/clock.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Store Store;
typedef struct Sql Sql;

enum { STORE_LEVELS_DEFAULT = 3, STORE_LEVELS_MAX = 8 };

typedef struct StoreOptions {
  const char *path; /* comments.db; made when it is not there */
  const Clock *clock;
  const Random *random;
  int levels; /* how deep threads may be, 1..STORE_LEVELS_MAX; 0: the default */
  /* Called once when the store has failed, on the writer thread; or NULL. */
  void (*failed)(void *data, const Error *error);
  void *failed_data;
} StoreOptions;

/* Opens the file, brings its schema up to date and starts the writer. The
 * strings of `options` are copied; clock and random must outlive the store. */
Store *store_open(const StoreOptions *options, Error **error);
/* Completes all writes that wait, ends the writer, closes. No thread may use the
 * store any more. NULL is fine. */
void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

/* --- writing ---------------------------------------------------------------- */

typedef struct StoreTx {
  Sql *db;
  int64_t now; /* seconds since 1970 UTC; one value for a write */
  const Random *random;
  int levels;
  unsigned woken; /* kinds of outbox rows that were written, as bits */
} StoreTx;

typedef struct StoreWrite StoreWrite;
struct StoreWrite {
  /* False rolls this write back, and only this one. */
  bool (*run)(StoreTx *tx, void *data, Error **error);
  /* After COMMIT, on the writer thread: be brief, don't wait for other writes.
   * Takes ownership of `error`, which is NULL when all is on disk. The
   * StoreWrite is not touched after the call: it may be freed there. */
  void (*done)(void *data, Error *error);
  void *data;
  Error *error;     /* the store's */
  StoreWrite *next; /* the store's */
};

/* Queue a write; it must live until `done`. Writes run in the order in which
 * they came. When the store has failed, `done` is called at once, from here. */
void store_write(Store *store, StoreWrite *write);

/* Queue and wait: for commands and start-up. Not from the writer thread. */
bool store_write_wait(Store *store, bool (*run)(StoreTx *tx, void *data, Error **error), void *data,
                      Error **error);

bool store_has_failed(Store *store);

/* --- reading ---------------------------------------------------------------- */

Sql *store_reader_take(Store *store, Error **error);
void store_reader_give(Store *store, Sql *db);

/* --- listening -------------------------------------------------------------- */

/* Call `wake` on the writer thread after each commit that wrote outbox rows of
 * `kind` (an OutboxKind, see outbox.h). One listener a kind; NULL removes it, and
 * when that call returns, the old one is not running and will not be called. */
void store_listen(Store *store, unsigned kind, void (*wake)(void *data), void *data);

/* --- figures ---------------------------------------------------------------- */

typedef struct StoreStats {
  uint64_t writes, groups, failures; /* since store_open */
  uint64_t largest_group;
  uint64_t waiting; /* now */
  int64_t last_commit_us;
} StoreStats;
void store_stats(Store *store, StoreStats *out);

#endif
