/* queue.c - GET /moderate/: comments that wait, and those that were decided. */
#include "comment-server/moderator/moderator_internal.h"
#include "common/system/sql.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE_SIZE = 25 };

/* The lists, in the order of their tabs; what can be done in each. */
static const struct {
  CommentStatus status;
  bool newest_first;
  const char *actions[5];
} lists[] = {
    {COMMENT_PENDING, false, {"approve", "reject", "spam"}},
    {COMMENT_APPROVED, true, {"reject", "spam", "delete"}},
    {COMMENT_REJECTED, true, {"approve", "spam", "delete"}},
    {COMMENT_SPAM, true, {"approve", "reject", "delete"}},
};

/* What may stand in ?did=: names of strings under moderate.notice. */
static const char *const notices[] = {"approve", "reject", "spam",      "delete", "reopen",
                                      "undo",    "stale",  "unchanged", "build"};

typedef struct Queue {
  Moderator *moderator;
  HttpRequest *request;
  Session session;
  size_t list; /* index into lists */
  int64_t counts[COMMENT_STATUS_COUNT];
  CommentList comments;
  Comment *parents; /* beside comments.items; .id 0: none */
} Queue;

/* --- reading ---------------------------------------------------------------------------- */

static int64_t number_argument(const HttpRequest *request, const char *name)
{
  const char *text = http_request_argument(request, name);
  guint64 number = 0;
  if (!text || !g_ascii_string_to_unsigned(text, 10, 1, INT64_MAX, &number, NULL))
    return 0;
  return (int64_t)number;
}

static size_t list_argument(const HttpRequest *request)
{
  const char *name = http_request_argument(request, "status");
  for (size_t i = 0; name && i < G_N_ELEMENTS(lists); i++) {
    if (strcmp(name, comment_status_name(lists[i].status)) == 0)
      return i;
  }
  return 0;
}

static bool read_parents(Queue *queue, Sql *db, Error **error)
{
  Arena *arena = queue->request->arena;
  queue->parents = arena_new_array(arena, Comment, queue->comments.count + 1);
  for (size_t i = 0; i < queue->comments.count; i++) {
    bool found = false;
    int64_t id = queue->comments.items[i].reply_to;
    if (id != 0 && !comment_find(db, id, arena, &queue->parents[i], &found, error))
      return false;
    if (!found)
      queue->parents[i].id = 0;
  }
  return true;
}

static bool read_queue(Queue *queue, Error **error)
{
  Store *store = queue->moderator->options.store;
  CommentFilter filter = {.status = lists[queue->list].status,
                          .newest_first = lists[queue->list].newest_first,
                          .beyond = number_argument(queue->request, "after"),
                          .limit = PAGE_SIZE};
  Sql *db = store_reader_take(store, error);
  bool good = db && comment_counts(db, NULL, queue->counts, error) &&
              comment_list(db, &filter, queue->request->arena, &queue->comments, error) &&
              read_parents(queue, db, error);
  store_reader_give(store, db);
  return good;
}

/* --- what the template sees ----------------------------------------------------------------- */

static Value tabs_value(const Queue *queue)
{
  Arena *arena = queue->request->arena;
  Value tabs = value_list(arena, G_N_ELEMENTS(lists));
  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
    const char *name = comment_status_name(lists[i].status);
    Value tab = value_map(arena);
    value_map_put(arena, tab, "status", value_string(name));
    value_map_put(arena, tab, "url",
                  value_string(arena_printf(arena, "/moderate/?status=%s", name)));
    value_map_put(arena, tab, "count", value_int(queue->counts[lists[i].status]));
    value_map_put(arena, tab, "current", value_bool(i == queue->list));
    value_list_add(arena, tabs, tab);
  }
  return tabs;
}

static Value page_value(const Queue *queue, const char *page_id)
{
  Arena *arena = queue->request->arena;
  Value map = value_map(arena);
  SitePage page;
  value_map_put(arena, map, "id", value_string(page_id));
  if (site_page_find(queue->moderator->options.site, page_id, arena, &page, NULL) == SITE_FOUND) {
    value_map_put(arena, map, "title", value_string(page.title));
    value_map_put(arena, map, "url", value_string(page.url));
    value_map_put(arena, map, "lang", value_string(page.lang));
  }
  return map;
}

static void put_comment(Arena *arena, Value map, const Comment *comment)
{
  value_map_put(arena, map, "id", value_int(comment->id));
  value_map_put(arena, map, "author", value_string(comment->author));
  value_map_put(arena, map, "created", value_int(comment->created_at));
  value_map_put(arena, map, "body", value_markup(comment->html, strlen(comment->html)));
  value_map_put(arena, map, "status", value_string(comment_status_name(comment->status)));
}

static Value comment_value(const Queue *queue, size_t index)
{
  Arena *arena = queue->request->arena;
  const Comment *comment = &queue->comments.items[index];
  Value map = value_map(arena);
  put_comment(arena, map, comment);
  value_map_put(arena, map, "email", value_string(comment->email));
  /* Imported comments were not checked as sent ones are. */
  bool linked = g_str_has_prefix(comment->website, "https://") ||
                g_str_has_prefix(comment->website, "http://");
  value_map_put(arena, map, "website", value_string(linked ? comment->website : ""));
  value_map_put(arena, map, "decided_by", value_string(comment->decided_by));
  value_map_put(arena, map, "decided",
                comment->decided_at ? value_int(comment->decided_at) : value_none());
  value_map_put(arena, map, "page", page_value(queue, comment->page_id));
  Value parent = value_none();
  if (queue->parents[index].id != 0) {
    parent = value_map(arena);
    put_comment(arena, parent, &queue->parents[index]);
  }
  value_map_put(arena, map, "parent", parent);
  return map;
}

static Value comments_value(const Queue *queue)
{
  Arena *arena = queue->request->arena;
  Value comments = value_list(arena, queue->comments.count);
  for (size_t i = 0; i < queue->comments.count; i++)
    value_list_add(arena, comments, comment_value(queue, i));
  return comments;
}

static Value actions_value(const Queue *queue)
{
  Arena *arena = queue->request->arena;
  Value actions = value_list(arena, 4);
  for (const char *const *name = lists[queue->list].actions; *name; name++)
    value_list_add(arena, actions, value_string(*name));
  return actions;
}

/* What the last POST did, from the address that it led to. */
static Value notice_value(const Queue *queue)
{
  Arena *arena = queue->request->arena;
  const char *did = http_request_argument(queue->request, "did");
  for (size_t i = 0; did && i < G_N_ELEMENTS(notices); i++) {
    if (strcmp(did, notices[i]) != 0)
      continue;
    int64_t action = number_argument(queue->request, "action");
    Value notice = value_map(arena);
    value_map_put(arena, notice, "name", value_string(notices[i]));
    value_map_put(arena, notice, "id", value_int(number_argument(queue->request, "id")));
    value_map_put(arena, notice, "action", action ? value_int(action) : value_none());
    return notice;
  }
  return value_none();
}

static Value build_value(const Queue *queue)
{
  Arena *arena = queue->request->arena;
  RebuildState state;
  rebuild_state(queue->moderator->options.rebuild, arena, &state);
  if (!state.configured)
    return value_none();
  Value build = value_map(arena);
  value_map_put(arena, build, "running", value_bool(state.running));
  value_map_put(arena, build, "waiting", value_int(state.waiting));
  value_map_put(arena, build, "failed", value_bool(state.failed_in_a_row > 0));
  value_map_put(arena, build, "timed_out", value_bool(state.last_timed_out));
  value_map_put(arena, build, "error", value_string(state.last_error));
  value_map_put(arena, build, "finished",
                state.last_finished_at ? value_int(state.last_finished_at) : value_none());
  value_map_put(arena, build, "retry", state.retry_at ? value_int(state.retry_at) : value_none());
  return build;
}

static const char *more_url(const Queue *queue)
{
  if (!queue->comments.more || queue->comments.count == 0)
    return NULL;
  return arena_printf(queue->request->arena, "/moderate/?status=%s&after=%" PRId64,
                      comment_status_name(lists[queue->list].status),
                      queue->comments.items[queue->comments.count - 1].id);
}

static void show(const Queue *queue, HttpResponse *response)
{
  Moderator *moderator = queue->moderator;
  HttpRequest *request = queue->request;
  const Pages *pages = moderator->options.pages;
  char *csrf = arena_alloc(request->arena, CSRF_SIZE);
  moderator_csrf(moderator, &queue->session, csrf);
  Page *page = page_new(pages, request, pages_client_language(pages, request));
  page_put_text(page, "moderator", queue->session.moderator);
  page_put_text(page, "csrf", csrf);
  page_put_text(page, "status", comment_status_name(lists[queue->list].status));
  page_put(page, "tabs", tabs_value(queue));
  page_put(page, "comments", comments_value(queue));
  page_put(page, "actions", actions_value(queue));
  page_put(page, "notice", notice_value(queue));
  page_put(page, "build", build_value(queue));
  page_put_text(page, "more_url", more_url(queue));
  page_send(page, "moderate/queue.html", 200, response);
}

HttpOutcome moderator_queue(void *app, HttpRequest *request, HttpResponse *response)
{
  Queue queue = {.moderator = app, .request = request};
  g_autoptr(Error) error = NULL;
  if (!moderator_enter(app, request, response, ACCESS_READ, &queue.session))
    return HTTP_ANSWERED;
  queue.list = list_argument(request);
  if (!read_queue(&queue, &error)) {
    moderator_log_error(app, "queue", error);
    return moderator_refuse(app, request, response, 503, "failed");
  }
  show(&queue, response);
  return HTTP_ANSWERED;
}
