/* answer.c - a Visit as a page or as JSON. */
#include "comment-server/pages/json_out.h"
#include "comment-server/reader/reader_internal.h"
#include "comment-server/text/markup.h"
#include "common/escape.h"

#include <inttypes.h>
#include <string.h>

/* --- what templates see -------------------------------------------------------------- */

static Value draft_value(const Visit *visit)
{
  Arena *arena = visit->request->arena;
  Value map = value_map(arena);
  for (int i = 0; i < DRAFT_FIELD_COUNT; i++)
    value_map_put(arena, map, draft_field_name((DraftField)i),
                  value_string(visit->draft.values[i]));
  return map;
}

/* In the order of the form, so that a list of them can link to the fields. */
static Value problems_value(const Visit *visit)
{
  Arena *arena = visit->request->arena;
  Value map = value_map(arena);
  for (int i = 0; i < DRAFT_FIELD_COUNT; i++) {
    if (visit->draft.problems[i])
      value_map_put(arena, map, draft_field_name((DraftField)i),
                    value_string(visit->draft.problems[i]));
  }
  return map;
}

static Value page_value(const Visit *visit)
{
  if (!visit->page.id)
    return value_none();
  Arena *arena = visit->request->arena;
  Value map = value_map(arena);
  value_map_put(arena, map, "id", value_string(visit->page.id));
  value_map_put(arena, map, "title", value_string(visit->page.title));
  value_map_put(arena, map, "url", value_string(visit->page.url));
  value_map_put(arena, map, "lang", value_string(visit->page.lang));
  return map;
}

static Value parent_value(const Visit *visit)
{
  const Comment *parent = &visit->parent;
  if (parent->id == 0)
    return value_none();
  Arena *arena = visit->request->arena;
  Value map = value_map(arena);
  value_map_put(arena, map, "id", value_int(parent->id));
  value_map_put(arena, map, "author", value_string(parent->author));
  value_map_put(arena, map, "created", value_int(parent->created_at));
  value_map_put(arena, map, "body", value_markup(parent->html, strlen(parent->html)));
  return map;
}

static Page *visit_page(const Visit *visit)
{
  Page *page = page_new(visit->reader->options.pages, visit->request, visit->lang);
  page_put(page, "page", page_value(visit));
  page_put(page, "parent", parent_value(visit));
  page_put(page, "draft", draft_value(visit));
  page_put(page, "problems", problems_value(visit));
  page_put(page, "wait", visit->wait > 0 ? value_int(visit->wait) : value_none());
  return page;
}

static void put_retry_after(const Visit *visit, HttpResponse *response)
{
  if (visit->wait > 0)
    http_response_header(response, "Retry-After",
                         arena_printf(visit->request->arena, "%" PRId64, visit->wait));
}

/* --- what the script sees ---------------------------------------------------------------- */

static const char *text_of(const Visit *visit, const char *group, const char *name)
{
  const char *key = arena_printf(visit->request->arena, "comments.%s.%s", group, name);
  return pages_text(visit->reader->options.pages, visit->lang, key);
}

static void json_begin(const Visit *visit, HttpResponse *response, int status, const char *name,
                       const char *message)
{
  http_response_json(response, status);
  put_retry_after(visit, response);
  json_open(response->body);
  json_text(response->body, "status", name);
  if (message)
    json_text(response->body, "message", message);
}

static HttpOutcome json_problems(const Visit *visit, int status, const char *notice,
                                 HttpResponse *response)
{
  json_begin(visit, response, status, notice ? notice : "invalid",
             text_of(visit, "notice", notice ? notice : "invalid"));
  json_open_as(response->body, "fields");
  for (int i = 0; i < DRAFT_FIELD_COUNT; i++) {
    if (visit->draft.problems[i])
      json_text(response->body, draft_field_name((DraftField)i),
                text_of(visit, "problem", visit->draft.problems[i]));
  }
  json_close(response->body);
  json_close(response->body);
  return HTTP_ANSWERED;
}

/* --- answers --------------------------------------------------------------------------------- */

HttpOutcome visit_show_form(Visit *visit, int status, const char *notice, HttpResponse *response)
{
  if (status >= 400)
    atomic_fetch_add(&visit->reader->counts.refused, 1);
  if (visit->json)
    return json_problems(visit, status, notice, response);
  Page *page = visit_page(visit);
  page_put_text(page, "notice", notice);
  put_retry_after(visit, response);
  page_send(page, "comments/form.html", status, response);
  return HTTP_ANSWERED;
}

static const char *markup_problem(MarkupStatus status)
{
  switch (status) {
  case MARKUP_OK:
    return NULL;
  case MARKUP_EMPTY:
    return "text_missing";
  case MARKUP_TOO_LONG:
    return "text_long";
  case MARKUP_NOT_TEXT:
    return "text_control";
  case MARKUP_TOO_DEEP:
    return "text_deep";
  case MARKUP_TOO_LARGE:
    return "text_large";
  }
  return "text_control";
}

HttpOutcome visit_show_preview(Visit *visit, int status, const char *notice, HttpResponse *response)
{
  Reader *reader = visit->reader;
  Draft *draft = &visit->draft;
  g_autoptr(GString) html = g_string_new(NULL);
  MarkupStatus markup =
      markup_render(draft->values[DRAFT_TEXT], strlen(draft->values[DRAFT_TEXT]), html);
  if (markup != MARKUP_OK) {
    draft->problems[DRAFT_TEXT] = markup_problem(markup);
    return visit_show_form(visit, 422, NULL, response);
  }
  char *token = arena_alloc(visit->request->arena, TOKEN_SIZE);
  token_make(reader->token_key, draft, visit->now, reader->options.random, token);
  atomic_fetch_add(&reader->counts.previews, 1);
  if (visit->json) {
    json_begin(visit, response, status, notice ? notice : "preview",
               notice ? text_of(visit, "notice", notice) : NULL);
    json_text(response->body, "html", html->str);
    json_text(response->body, "token", token);
    json_close(response->body);
    return HTTP_ANSWERED;
  }
  Page *page = visit_page(visit);
  page_put_text(page, "notice", notice);
  page_put_text(page, "token", token);
  page_put(page, "now", value_int(visit->now));
  page_put(page, "body",
           value_markup(arena_strndup(visit->request->arena, html->str, html->len), html->len));
  page_send(page, "comments/preview.html", status, response);
  return HTTP_ANSWERED;
}

HttpOutcome visit_refuse(Visit *visit, int status, const char *reason, HttpResponse *response)
{
  atomic_fetch_add(&visit->reader->counts.refused, 1);
  if (visit->json) {
    const char *group = arena_printf(visit->request->arena, "refused.%s", reason);
    json_begin(visit, response, status, reason, text_of(visit, group, "text"));
    json_close(response->body);
    return HTTP_ANSWERED;
  }
  Page *page = visit_page(visit);
  page_put_text(page, "reason", reason);
  page_put(page, "status", value_int(status));
  page_send(page, "comments/refused.html", status, response);
  return HTTP_ANSWERED;
}

HttpOutcome visit_show_stored(Visit *visit, int64_t id, HttpResponse *response)
{
  Arena *arena = visit->request->arena;
  g_autoptr(GString) url = g_string_new("/comments/thanks?page=");
  escape_url_part(url, visit->page.id, strlen(visit->page.id));
  g_string_append_printf(url, "&id=%" PRId64, id);
  const char *location = arena_strndup(arena, url->str, url->len);
  if (!visit->json) {
    http_response_redirect(response, 303, location);
    return HTTP_ANSWERED;
  }
  json_begin(visit, response, 201, "pending", text_of(visit, "thanks", "brief"));
  json_int(response->body, "id", id);
  json_text(response->body, "url", location);
  json_close(response->body);
  return HTTP_ANSWERED;
}

void reader_refuse(void *data, HttpRequest *request, HttpResponse *response, const char *reason)
{
  const Pages *pages = data;
  const char *lang = pages_client_language(pages, request);
  int status = response->status;
  if (http_request_wants_json(request)) {
    const char *key = arena_printf(request->arena, "comments.refused.%s.text", reason);
    http_response_json(response, status);
    json_open(response->body);
    json_text(response->body, "status", reason);
    json_text(response->body, "message", pages_text(pages, lang, key));
    json_close(response->body);
    return;
  }
  Page *page = page_new(pages, request, lang);
  page_put_text(page, "reason", reason);
  page_put(page, "status", value_int(status));
  page_send(page, "comments/refused.html", status, response);
}
