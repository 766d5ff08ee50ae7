/* transfer.c - see transfer.h. */
#include "comment-server/store/transfer.h"

#include "comment-server/store/page.h"
#include "comment-server/store/place.h"
#include "common/system/sql.h"

static bool find_same(StoreTx *tx, const Comment *comment, ImportResult *result, Error **error)
{
  SqlQuery *query =
      sql_query(tx->db,
                "SELECT id FROM comment WHERE fingerprint = ? AND created_at = ? AND page_id = ?"
                " AND author = ? AND text = ? ORDER BY id LIMIT 1",
                "iisss", place_fingerprint(comment->page_id, comment->author, comment->text),
                comment->created_at, comment->page_id, comment->author, comment->text);
  if (sql_next(query))
    *result = (ImportResult){IMPORT_KNOWN, sql_int(query, 0)};
  return sql_end(query, error);
}

static bool insert_imported(StoreTx *tx, const Comment *comment, const Place *place, Error **error)
{
  return sql_run(
      tx->db, error,
      "INSERT INTO comment (page_id, parent_id, reply_to, depth, author, email,"
      " website, label, text, html, status, created_at, edited_at, fingerprint)"
      " VALUES (?, nullif(?, 0), nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?)",
      "siiisssssssiii", comment->page_id, place->parent_id, comment->reply_to,
      (int64_t)place->depth, comment->author, comment->email, comment->website, comment->label,
      comment->text, comment->html, comment_status_name(comment->status), comment->created_at,
      comment->edited_at, place_fingerprint(comment->page_id, comment->author, comment->text));
}

bool import_comment(StoreTx *tx, const Comment *comment, ImportResult *result, Error **error)
{
  *result = (ImportResult){.outcome = IMPORT_STORED};
  if (!find_same(tx, comment, result, error))
    return false;
  if (result->outcome == IMPORT_KNOWN)
    return true;
  Place place;
  bool found;
  if (!place_find(tx, comment->page_id, comment->reply_to, false, &place, &found, error))
    return false;
  if (!found) {
    result->outcome = IMPORT_PARENT_GONE;
    return true;
  }
  if (!insert_imported(tx, comment, &place, error))
    return false;
  result->id = sql_last_id(tx->db);
  return true;
}

bool import_finish(StoreTx *tx, const char *page_id, Error **error)
{
  return page_changed(tx, page_id, 0, error);
}

bool export_comments(Sql *db, ExportVisit visit, void *data, Error **error)
{
  SqlQuery *query = sql_query(db,
                              "SELECT id, page_id, ifnull(parent_id, 0), ifnull(reply_to, 0),"
                              " depth, author, email, website, label, text, html, status,"
                              " created_at, ifnull(edited_at, 0) FROM comment ORDER BY id",
                              "");
  bool ok = true;
  while (ok && sql_next(query)) {
    Comment comment = {
        .id = sql_int(query, 0),
        .page_id = sql_text(query, 1),
        .parent_id = sql_int(query, 2),
        .reply_to = sql_int(query, 3),
        .depth = (int)sql_int(query, 4),
        .author = sql_text(query, 5),
        .email = sql_text(query, 6),
        .website = sql_text(query, 7),
        .label = sql_text(query, 8),
        .text = sql_text(query, 9),
        .html = sql_text(query, 10),
        .created_at = sql_int(query, 12),
        .edited_at = sql_int(query, 13),
        .decided_by = "",
        .address_hash = "",
    };
    comment_status_parse(sql_text(query, 11), &comment.status);
    ok = visit(data, &comment, error);
  }
  return sql_end(query, ok ? error : NULL) && ok;
}
