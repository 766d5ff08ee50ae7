/* page.c - see page.h. */
#include "comment-server/store/page.h"

#include "comment-server/store/comment.h"
#include "comment-server/store/outbox.h"
#include "common/system/sql.h"

bool page_changed(StoreTx *tx, const char *page_id, int64_t comment_id, Error **error)
{
  return sql_run(tx->db, error, "INSERT INTO change (token) VALUES (random())", "") &&
         sql_run(tx->db, error,
                 "INSERT INTO page (id, version) VALUES (?, ?)"
                 " ON CONFLICT (id) DO UPDATE SET version = excluded.version",
                 "si", page_id, sql_last_id(tx->db)) &&
         outbox_add(tx, OUTBOX_REBUILD, page_id, comment_id, error);
}

bool comment_page_version(Sql *db, const char *page_id, int64_t *version, Error **error)
{
  *version = 0;
  return sql_get_int(db, error, version, "SELECT version FROM page WHERE id = ?", "s", page_id);
}
