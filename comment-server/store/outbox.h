/* outbox.h - what must follow a change: rows written in the change's own
 * transaction, worked off afterwards, so that nothing is forgotten in a crash.
 *
 * One worker a kind (rebuild/, mail/): read what is due, do it, then mark it as
 * done or put it off. A worker that dies in between does the work again, so the
 * work must bear that.
 */
#ifndef SENF_COMMENT_SERVER_STORE_OUTBOX_H
#define SENF_COMMENT_SERVER_STORE_OUTBOX_H

#include "comment-server/store/store.h"
#include "common/arena.h"

typedef enum OutboxKind {
  OUTBOX_REBUILD, /* a page's version grew */
  OUTBOX_MAIL,
} OutboxKind;
enum { OUTBOX_KIND_COUNT = 2 };

typedef struct OutboxRow {
  int64_t id;
  const char *page_id;
  int64_t comment_id; /* 0: none */
  int64_t created_at, due_at;
  int attempts;
  const char *error; /* of the last attempt, or "" */
} OutboxRow;

typedef struct OutboxRows {
  OutboxRow *items; /* by id */
  size_t count;
} OutboxRows;

/* All rows of a kind, without reading them. */
typedef struct OutboxSummary {
  int64_t waiting;  /* how many, due or not */
  int64_t due;      /* of these, due now */
  int64_t fresh;    /* of these, never tried */
  int64_t last_id;  /* 0: none */
  int64_t next_due; /* the earliest due_at in the future; 0: none */
} OutboxSummary;

bool outbox_add(StoreTx *tx, OutboxKind kind, const char *page_id, int64_t comment_id,
                Error **error);
/* At most `limit` rows with due_at <= now (seconds). */
bool outbox_due(Sql *db, OutboxKind kind, int64_t now, int limit, Arena *arena, OutboxRows *out,
                Error **error);
bool outbox_summary(Sql *db, OutboxKind kind, int64_t now, OutboxSummary *out, Error **error);
bool outbox_done(StoreTx *tx, int64_t id, Error **error);
/* All rows of the kind up to this id: for work that covers what came before. */
bool outbox_done_through(StoreTx *tx, OutboxKind kind, int64_t last_id, Error **error);
/* Put off by outbox_backoff(attempts so far), and keep why. */
bool outbox_retry(StoreTx *tx, int64_t id, const char *reason, Error **error);
bool outbox_retry_through(StoreTx *tx, OutboxKind kind, int64_t last_id, const char *reason,
                          Error **error);
/* Seconds to wait after the given number of failures: 2, 4, 8 … 600. */
int64_t outbox_backoff(int attempts);

#endif
