/* comment_read.c - finding and listing comments. */
#include "comment-server/store/comment.h"

#include "common/system/sql.h"

#define COLUMNS                                                                                    \
  "SELECT id, page_id, ifnull(parent_id, 0), ifnull(reply_to, 0), depth, author, email, website,"  \
  " label, text, html, status, created_at, ifnull(edited_at, 0), ifnull(decided_at, 0),"           \
  " ifnull(decided_by, ''), ifnull(address_hash, '') FROM comment "

static void comment_from_row(SqlQuery *row, Arena *arena, Comment *out)
{
  *out = (Comment){
      .id = sql_int(row, 0),
      .page_id = arena_strdup(arena, sql_text(row, 1)),
      .parent_id = sql_int(row, 2),
      .reply_to = sql_int(row, 3),
      .depth = (int)sql_int(row, 4),
      .author = arena_strdup(arena, sql_text(row, 5)),
      .email = arena_strdup(arena, sql_text(row, 6)),
      .website = arena_strdup(arena, sql_text(row, 7)),
      .label = arena_strdup(arena, sql_text(row, 8)),
      .text = arena_strdup(arena, sql_text(row, 9)),
      .html = arena_strdup(arena, sql_text(row, 10)),
      .created_at = sql_int(row, 12),
      .edited_at = sql_int(row, 13),
      .decided_at = sql_int(row, 14),
      .decided_by = arena_strdup(arena, sql_text(row, 15)),
      .address_hash = arena_strdup(arena, sql_text(row, 16)),
  };
  comment_status_parse(sql_text(row, 11), &out->status);
}

bool comment_find(Sql *db, int64_t id, Arena *arena, Comment *out, bool *found, Error **error)
{
  SqlQuery *query = sql_query(db, COLUMNS "WHERE id = ?", "i", id);
  *found = sql_next(query);
  if (*found)
    comment_from_row(query, arena, out);
  return sql_end(query, error);
}

/* Literals, because statements are kept by the address of their text. */
static const char list_oldest[] = COLUMNS "WHERE status = ? AND id > ? ORDER BY id LIMIT ?";
static const char list_newest[] = COLUMNS "WHERE status = ? AND id < ? ORDER BY id DESC LIMIT ?";
static const char list_page_oldest[] =
    COLUMNS "WHERE status = ? AND id > ? AND page_id = ? ORDER BY id LIMIT ?";
static const char list_page_newest[] =
    COLUMNS "WHERE status = ? AND id < ? AND page_id = ? ORDER BY id DESC LIMIT ?";

static SqlQuery *list_query(Sql *db, const CommentFilter *filter, int64_t limit)
{
  const char *status = comment_status_name(filter->status);
  int64_t beyond = filter->newest_first && filter->beyond == 0 ? INT64_MAX : filter->beyond;
  if (filter->page_id)
    return sql_query(db, filter->newest_first ? list_page_newest : list_page_oldest, "sisi", status,
                     beyond, filter->page_id, limit);
  return sql_query(db, filter->newest_first ? list_newest : list_oldest, "sii", status, beyond,
                   limit);
}

bool comment_list(Sql *db, const CommentFilter *filter, Arena *arena, CommentList *out,
                  Error **error)
{
  size_t limit = (size_t)CLAMP(filter->limit, 1, 200);
  *out = (CommentList){.items = arena_new_array(arena, Comment, limit)};
  /* One more than asked for tells whether there are others. */
  SqlQuery *query = list_query(db, filter, (int64_t)limit + 1);
  while (sql_next(query)) {
    if (out->count == limit)
      out->more = true;
    else
      comment_from_row(query, arena, &out->items[out->count++]);
  }
  return sql_end(query, error);
}

bool comment_counts(Sql *db, const char *page_id, int64_t counts[COMMENT_STATUS_COUNT],
                    Error **error)
{
  for (int i = 0; i < COMMENT_STATUS_COUNT; i++)
    counts[i] = 0;
  SqlQuery *query =
      page_id
          ? sql_query(db, "SELECT status, count(*) FROM comment WHERE page_id = ? GROUP BY status",
                      "s", page_id)
          : sql_query(db, "SELECT status, count(*) FROM comment GROUP BY status", "");
  while (sql_next(query)) {
    CommentStatus status;
    if (comment_status_parse(sql_text(query, 0), &status))
      counts[status] = sql_int(query, 1);
  }
  return sql_end(query, error);
}

bool comment_count_from(Sql *db, const char *address_hash, int64_t since, int64_t *count,
                        Error **error)
{
  *count = 0;
  return sql_get_int(db, error, count,
                     "SELECT count(*) FROM comment WHERE address_hash = ? AND created_at >= ?",
                     "si", address_hash, since);
}
