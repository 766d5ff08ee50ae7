/* private.h - the inside of a Store, for store.c and writer.c alone.
 *
 * Locks: `mutex` guards the queue, the flags and the figures; `reader_mutex` the
 * pool; `listen_mutex` the listeners, and is held while one is called. None is
 * taken while another is held.
 */
#ifndef SENF_COMMENT_SERVER_STORE_PRIVATE_H
#define SENF_COMMENT_SERVER_STORE_PRIVATE_H

#include "comment-server/store/lock.h"
#include "comment-server/store/outbox.h"
#include "comment-server/store/store.h"
#include "common/system/sql.h"

#include <pthread.h>

typedef struct StoreListener {
  void (*wake)(void *data);
  void *data;
} StoreListener;

struct Store {
  char *path;
  const Clock *clock;
  const Random *random;
  int levels;
  void (*on_failed)(void *data, const Error *error);
  void *on_failed_data;

  /* The writer thread's own. */
  Sql *db;
  WriterLock lock;
  pthread_t thread;

  pthread_mutex_t mutex;
  pthread_cond_t queued;
  StoreWrite *first, *last;
  bool stopping, failed;
  StoreStats stats;

  pthread_mutex_t reader_mutex;
  GPtrArray *readers; /* of Sql *, idle ones */

  pthread_mutex_t listen_mutex;
  StoreListener listeners[OUTBOX_KIND_COUNT];
};

/* The writer thread. */
void *writer_main(void *store);
/* What a write gets that comes after the failure. */
Error *writer_refusal(void);

#endif
