/* comments.c - rows of published_comment to threads. */
#include "generator/build/input/comments.h"

#include "common/files.h"

#include <string.h>

Sql *comments_connect(const char *path, Error **error)
{
  if (!path || !file_exists(path))
    return NULL;
  Sql *db = sql_open(path, SQL_READER, error);
  if (!db)
    error_prefix(error, "can't read the comments");
  return db;
}

bool comments_hold(Sql *db, Error **error)
{
  if (!db || sql_script(db, "BEGIN", error))
    return true;
  error_prefix(error, "can't read the comments");
  return false;
}

static DateTime comment_time(SqlQuery *query, int column, const TimeZone *zone)
{
  DateTime time = {.has_time = true};
  if (!sql_is_null(query, column)) {
    time.seconds = sql_int(query, column);
    time.offset = (int16_t)timezone_offset(zone, time.seconds);
    time.set = true;
  }
  return time;
}

static Comment *comment_from_row(SqlQuery *query, const TimeZone *zone, Arena *arena)
{
  Comment *comment = arena_new_of(arena, Comment);
  const char *website = sql_text(query, 3), *label = sql_text(query, 7);
  comment->id = sql_int(query, 0);
  comment->anchor = arena_printf(arena, "comment-%" G_GINT64_FORMAT, comment->id);
  comment->parent = sql_int(query, 1);
  comment->author = arena_strdup(arena, sql_text(query, 2));
  comment->website = arena_strdup(arena, website ? website : "");
  comment->html = arena_strdup(arena, sql_text(query, 4));
  comment->created = comment_time(query, 5, zone);
  comment->edited = comment_time(query, 6, zone);
  comment->label = arena_strdup(arena, label ? label : "");
  return comment;
}

static void digester_add_comment(Digester *digester, const Comment *comment)
{
  digester_add_int(digester, comment->id);
  digester_add_int(digester, comment->parent);
  digester_add_text(digester, comment->author);
  digester_add_text(digester, comment->website);
  digester_add_text(digester, comment->html);
  digester_add_int(digester, comment->created.seconds);
  digester_add_int(digester, comment->edited.set ? comment->edited.seconds : -1);
  digester_add_text(digester, comment->label);
}

static Comment *comment_find(Comment *const *all, size_t count, int64_t id)
{
  for (size_t i = 0; i < count; i++)
    if (all[i]->id == id)
      return all[i];
  return NULL;
}

/* Children of each comment, in the order of the rows. Parents come before their
 * replies or not at all: a reply whose parent is not there stands at the top. */
static void comments_thread(Comment **all, size_t count, Arena *arena, Comments *out)
{
  Comment **parents = g_new0(Comment *, count + 1);
  for (size_t i = 0; i < count; i++) {
    parents[i] = all[i]->parent ? comment_find(all, i, all[i]->parent) : NULL;
    if (parents[i])
      parents[i]->reply_count++;
    else
      out->top_count++;
  }
  Comment **top = arena_new_array(arena, Comment *, out->top_count + 1);
  for (size_t i = 0; i < count; i++) {
    all[i]->replies = arena_new_array(arena, Comment *, all[i]->reply_count + 1);
    all[i]->reply_count = 0;
  }
  out->top_count = 0;
  for (size_t i = 0; i < count; i++) {
    Comment *parent = parents[i];
    if (!parent) {
      top[out->top_count++] = all[i];
      continue;
    }
    all[i]->depth = parent->depth + 1;
    ((Comment **)parent->replies)[parent->reply_count++] = all[i];
  }
  g_free(parents);
  out->top = top;
  out->count = count;
}

bool comments_read(Sql *db, const char *page_id, const TimeZone *zone, Arena *arena, Comments *out,
                   Error **error)
{
  *out = (Comments){0};
  Digester digester;
  digester_init(&digester);
  g_autoptr(GPtrArray) all = g_ptr_array_new();
  if (db) {
    SqlQuery *query = sql_query(
        db,
        "SELECT comment_id, parent_id, author, website, html, created_at, edited_at, label "
        "FROM published_comment WHERE page_id = ? ORDER BY created_at, comment_id",
        "s", page_id);
    while (sql_next(query)) {
      Comment *comment = comment_from_row(query, zone, arena);
      digester_add_comment(&digester, comment);
      g_ptr_array_add(all, comment);
    }
    if (!sql_end(query, error)) {
      error_prefix(error, "can't read the comments of %s", page_id);
      return false;
    }
  }
  comments_thread((Comment **)all->pdata, all->len, arena, out);
  out->digest = digester_end(&digester);
  return true;
}

bool comments_versions(Sql *db, bool (*visit)(void *data, const char *page_id, int64_t version),
                       void *data, Error **error)
{
  if (!db)
    return true;
  SqlQuery *query = sql_query(db, "SELECT page_id, version FROM page_version", "");
  bool more = true;
  while (more && sql_next(query))
    more = visit(data, sql_text(query, 0), sql_int(query, 1));
  if (!sql_end(query, error)) {
    error_prefix(error, "can't read the comments");
    return false;
  }
  return true;
}

size_t comments_total(Sql *db)
{
  int64_t count = 0;
  /* A database that its server has not opened since has no total yet. */
  if (db && !sql_get_int(db, NULL, &count, "SELECT count FROM published_total", ""))
    sql_get_int(db, NULL, &count, "SELECT count(*) FROM published_comment", "");
  return (size_t)count;
}

void comments_mark(Sql *db, CommentsMark *mark)
{
  *mark = (CommentsMark){0};
  if (!db)
    return;
  SqlQuery *query =
      sql_query(db, "SELECT version, token FROM version_token ORDER BY version DESC LIMIT 1", "");
  if (sql_next(query))
    *mark = (CommentsMark){sql_int(query, 0), sql_int(query, 1)};
  sql_end(query, NULL);
}

bool comments_know(Sql *db, const CommentsMark *mark)
{
  int64_t known = 0;
  return db && mark->version &&
         sql_get_int(db, NULL, &known,
                     "SELECT 1 FROM version_token WHERE version = ? AND token = ?", "ii",
                     mark->version, mark->token) &&
         known;
}

bool comments_versions_since(Sql *db, int64_t since,
                             bool (*visit)(void *data, const char *page_id, int64_t version),
                             void *data, Error **error)
{
  SqlQuery *query =
      sql_query(db, "SELECT page_id, version FROM page_version WHERE version > ?", "i", since);
  bool more = true;
  while (more && sql_next(query))
    more = visit(data, sql_text(query, 0), sql_int(query, 1));
  if (sql_end(query, error))
    return true;
  error_prefix(error, "can't read the comments");
  return false;
}
