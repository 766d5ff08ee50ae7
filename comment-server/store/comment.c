/* comment.c - storing a reader's comment, once. */
#include "comment-server/store/comment.h"

#include "comment-server/store/page.h"
#include "comment-server/store/place.h"
#include "common/system/sql.h"

#include <string.h>

/* A second click, or a reload of the answer, comes within this time. */
enum { REPEAT_SECONDS = 60 };

static const char *const status_names[COMMENT_STATUS_COUNT] = {"pending", "approved", "rejected",
                                                               "spam", "deleted"};

const char *comment_status_name(CommentStatus status)
{
  return status_names[status];
}

bool comment_status_parse(const char *name, CommentStatus *out)
{
  for (int i = 0; i < COMMENT_STATUS_COUNT; i++) {
    if (strcmp(name, status_names[i]) == 0) {
      *out = (CommentStatus)i;
      return true;
    }
  }
  return false;
}

/* Reads "id, status" of one row into the result; *found when there is one. */
static bool read_earlier(SqlQuery *query, SubmitResult *result, bool *found, Error **error)
{
  if (sql_next(query)) {
    *found = true;
    result->outcome = SUBMIT_AGAIN;
    result->id = sql_int(query, 0);
    comment_status_parse(sql_text(query, 1), &result->status);
  }
  return sql_end(query, error);
}

static bool find_earlier(StoreTx *tx, const CommentDraft *draft, SubmitResult *result, bool *found,
                         Error **error)
{
  *found = false;
  if (draft->nonce &&
      !read_earlier(
          sql_query(tx->db, "SELECT id, status FROM comment WHERE nonce = ?", "s", draft->nonce),
          result, found, error))
    return false;
  if (*found)
    return true;
  return read_earlier(
      sql_query(tx->db,
                "SELECT id, status FROM comment WHERE fingerprint = ? AND created_at > ?"
                " AND page_id = ? AND author = ? AND text = ? AND ifnull(reply_to, 0) = ?"
                " ORDER BY id DESC LIMIT 1",
                "iisssi", place_fingerprint(draft->page_id, draft->author, draft->text),
                tx->now - REPEAT_SECONDS, draft->page_id, draft->author, draft->text,
                draft->reply_to),
      result, found, error);
}

static bool insert_comment(StoreTx *tx, const CommentDraft *draft, const Place *place,
                           Error **error)
{
  return sql_run(tx->db, error,
                 "INSERT INTO comment (page_id, parent_id, reply_to, depth, author, email,"
                 " website, label, text, html, status, created_at, fingerprint, nonce,"
                 " address_hash)"
                 " VALUES (?, nullif(?, 0), nullif(?, 0), ?, ?, ifnull(?, ''), ifnull(?, ''),"
                 " ifnull(?, ''), ?, ?, ?, ?, ?, ?, nullif(?, ''))",
                 "siiisssssssiiss", draft->page_id, place->parent_id, draft->reply_to,
                 (int64_t)place->depth, draft->author, draft->email, draft->website, draft->label,
                 draft->text, draft->html, comment_status_name(draft->status), tx->now,
                 place_fingerprint(draft->page_id, draft->author, draft->text), draft->nonce,
                 draft->address_hash);
}

bool comment_submit(StoreTx *tx, const CommentDraft *draft, SubmitResult *result, Error **error)
{
  *result = (SubmitResult){0};
  bool found;
  if (!find_earlier(tx, draft, result, &found, error))
    return false;
  if (found)
    return true;
  Place place;
  if (!place_find(tx, draft->page_id, draft->reply_to, true, &place, &found, error))
    return false;
  if (!found) {
    result->outcome = SUBMIT_PARENT_GONE;
    return true;
  }
  if (!insert_comment(tx, draft, &place, error))
    return false;
  result->outcome = SUBMIT_STORED;
  result->id = sql_last_id(tx->db);
  result->status = draft->status;
  return draft->status != COMMENT_APPROVED || page_changed(tx, draft->page_id, result->id, error);
}
