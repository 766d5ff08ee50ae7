/* outbox.c - see outbox.h. */
#include "comment-server/store/outbox.h"

#include "common/system/sql.h"

enum { BACKOFF_FIRST = 2, BACKOFF_MOST = 600 };

static const char *const kind_names[OUTBOX_KIND_COUNT] = {"rebuild", "mail"};

bool outbox_add(StoreTx *tx, OutboxKind kind, const char *page_id, int64_t comment_id,
                Error **error)
{
  tx->woken |= 1u << kind;
  return sql_run(tx->db, error,
                 "INSERT INTO outbox (kind, page_id, comment_id, created_at, due_at)"
                 " VALUES (?1, ?2, nullif(?3, 0), ?4, ?4)",
                 "ssii", kind_names[kind], page_id, comment_id, tx->now);
}

bool outbox_summary(Sql *db, OutboxKind kind, int64_t now, OutboxSummary *out, Error **error)
{
  *out = (OutboxSummary){0};
  SqlQuery *query =
      sql_query(db,
                "SELECT count(*), ifnull(sum(due_at <= ?1), 0),"
                " ifnull(sum(due_at <= ?1 AND attempts = 0), 0),"
                " ifnull(max(id), 0), ifnull(min(due_at) FILTER (WHERE due_at > ?1), 0)"
                " FROM outbox WHERE kind = ?2",
                "is", now, kind_names[kind]);
  if (sql_next(query))
    *out = (OutboxSummary){sql_int(query, 0), sql_int(query, 1), sql_int(query, 2),
                           sql_int(query, 3), sql_int(query, 4)};
  return sql_end(query, error);
}

bool outbox_due(Sql *db, OutboxKind kind, int64_t now, int limit, Arena *arena, OutboxRows *out,
                Error **error)
{
  *out = (OutboxRows){0};
  out->items = arena_new_array(arena, OutboxRow, limit);
  SqlQuery *query = sql_query(db,
                              "SELECT id, page_id, comment_id, created_at, due_at, attempts, error"
                              " FROM outbox WHERE kind = ? AND due_at <= ? ORDER BY id LIMIT ?",
                              "sii", kind_names[kind], now, (int64_t)limit);
  while (sql_next(query))
    out->items[out->count++] = (OutboxRow){
        .id = sql_int(query, 0),
        .page_id = arena_strdup(arena, sql_text(query, 1)),
        .comment_id = sql_int(query, 2),
        .created_at = sql_int(query, 3),
        .due_at = sql_int(query, 4),
        .attempts = (int)sql_int(query, 5),
        .error = arena_strdup(arena, sql_text(query, 6)),
    };
  return sql_end(query, error);
}

bool outbox_done(StoreTx *tx, int64_t id, Error **error)
{
  return sql_run(tx->db, error, "DELETE FROM outbox WHERE id = ?", "i", id);
}

bool outbox_done_through(StoreTx *tx, OutboxKind kind, int64_t last_id, Error **error)
{
  return sql_run(tx->db, error, "DELETE FROM outbox WHERE kind = ? AND id <= ?", "si",
                 kind_names[kind], last_id);
}

bool outbox_retry(StoreTx *tx, int64_t id, const char *reason, Error **error)
{
  int64_t attempts = 0;
  return sql_get_int(tx->db, error, &attempts, "SELECT attempts FROM outbox WHERE id = ?", "i",
                     id) &&
         sql_run(tx->db, error,
                 "UPDATE outbox SET attempts = attempts + 1, due_at = ?, error = ? WHERE id = ?",
                 "isi", tx->now + outbox_backoff((int)attempts + 1), reason, id);
}

/* All of them wait as long as the one that failed most often. */
bool outbox_retry_through(StoreTx *tx, OutboxKind kind, int64_t last_id, const char *reason,
                          Error **error)
{
  int64_t attempts = 0;
  return sql_get_int(tx->db, error, &attempts,
                     "SELECT ifnull(max(attempts), 0) FROM outbox WHERE kind = ? AND id <= ?", "si",
                     kind_names[kind], last_id) &&
         sql_run(tx->db, error,
                 "UPDATE outbox SET attempts = attempts + 1, due_at = ?, error = ?"
                 " WHERE kind = ? AND id <= ?",
                 "issi", tx->now + outbox_backoff((int)attempts + 1), reason, kind_names[kind],
                 last_id);
}

int64_t outbox_backoff(int attempts)
{
  int64_t seconds = BACKOFF_FIRST;
  for (int i = 1; i < attempts && seconds < BACKOFF_MOST; i++)
    seconds *= 2;
  return MIN(seconds, BACKOFF_MOST);
}
