/* lock.h - who may write to comments.db: one process at a time.
 *
 * A lock (flock) on a file of its own beside the database. It is held around
 * each transaction and checkpoint, so that connections of several processes
 * take turns; see store.h for why. The kernel drops it when a process dies.
 */
#ifndef SENF_COMMENT_SERVER_STORE_LOCK_H
#define SENF_COMMENT_SERVER_STORE_LOCK_H

#include "common/error.h"

#include <stdbool.h>

typedef struct WriterLock {
  int descriptor; /* -1: closed */
} WriterLock;

/* Opens (and makes) DATABASE-writer, without taking the lock. */
bool writer_lock_open(WriterLock *lock, const char *database, Error **error);
void writer_lock_close(WriterLock *lock);

/* Waits for its turn. */
bool writer_lock_take(WriterLock *lock, Error **error);
void writer_lock_give(WriterLock *lock);

#endif
