/* changes.c - GET /moderate/comment/ID/changes: the files of the site that show the comments
 * of the comment's page, which are those that approving it changes. */
#include "comment-server/moderator/moderator_internal.h"

#include "common/escape.h"

#include <string.h>

static bool find_comment(Moderator *moderator, HttpRequest *request, Comment *comment, bool *found,
                         Error **error)
{
  int64_t id;
  if (!moderator_parse_id(request->places[0], &id))
    return true;
  Sql *db = store_reader_take(moderator->options.store, error);
  bool good = db && comment_find(db, id, request->arena, comment, found, error);
  store_reader_give(moderator->options.store, db);
  return good;
}

/* "posts/a/index.html" is asked for as "/posts/a/". */
static const char *file_url(Arena *arena, const char *path)
{
  size_t length = strlen(path);
  if (strcmp(path, "index.html") == 0 || g_str_has_suffix(path, "/index.html"))
    length -= strlen("index.html");
  g_autoptr(GString) url = g_string_new("/");
  escape_url(url, path, length);
  return arena_strndup(arena, url->str, url->len);
}

static Value files_value(Arena *arena, const SiteReaders *readers)
{
  Value files = value_list(arena, readers->count);
  for (size_t i = 0; i < readers->count; i++) {
    Value file = value_map(arena);
    value_map_put(arena, file, "path", value_string(readers->paths[i]));
    value_map_put(arena, file, "url", value_string(file_url(arena, readers->paths[i])));
    value_list_add(arena, files, file);
  }
  return files;
}

static void show(Moderator *moderator, HttpRequest *request, const Session *session,
                 const Comment *comment, const SiteReaders *readers, HttpResponse *response)
{
  const Pages *pages = moderator->options.pages;
  char *csrf = arena_alloc(request->arena, CSRF_SIZE);
  moderator_csrf(moderator, session, csrf);
  Page *page = page_new(pages, request, pages_client_language(pages, request));
  page_put_text(page, "moderator", session->moderator);
  page_put_text(page, "csrf", csrf);
  page_put_text(page, "author", comment->author);
  page_put_text(page, "status", comment_status_name(comment->status));
  page_put(page, "files", files_value(request->arena, readers));
  page_put(page, "total", value_int((int64_t)readers->total));
  page_send(page, "moderate/changes.html", 200, response);
}

HttpOutcome moderator_changes(void *app, HttpRequest *request, HttpResponse *response)
{
  Moderator *moderator = app;
  Session session;
  Comment comment;
  SiteReaders readers;
  bool found = false;
  g_autoptr(Error) error = NULL;
  if (!moderator_enter(moderator, request, response, ACCESS_READ, &session))
    return HTTP_ANSWERED;
  if (!find_comment(moderator, request, &comment, &found, &error) ||
      (found && site_comment_readers(moderator->options.site, comment.page_id, request->arena,
                                     &readers, &error) == SITE_FAILED)) {
    moderator_log_error(moderator, "changes", error);
    return moderator_refuse(moderator, request, response, 503, "failed");
  }
  if (!found)
    return moderator_refuse(moderator, request, response, 404, "unknown");
  show(moderator, request, &session, &comment, &readers, response);
  return HTTP_ANSWERED;
}
