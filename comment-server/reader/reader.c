#include "comment-server/reader/reader.h"

#include "comment-server/pages/static_page.h"
#include "comment-server/reader/reader_internal.h"
#include "common/escape.h"

#include <string.h>

const HttpRoute reader_routes[] = {
    {HTTP_GET, "/comments/form", reader_form, 0},
    {HTTP_POST, "/comments", reader_submit, HTTP_ROUTE_FORM},
    {HTTP_POST, "/comments/preview", reader_preview, HTTP_ROUTE_FORM},
    {HTTP_GET, "/comments/thanks", reader_thanks, 0},
    {HTTP_GET, "/comments/assets/:name", reader_asset, 0},
    {0, NULL, NULL, 0},
};

const char *const reader_templates[] = {
    "comments/form.html",
    "comments/preview.html",
    "comments/thanks.html",
    "comments/refused.html",
    NULL,
};

Reader *reader_new(const ReaderOptions *options, Error **error)
{
  g_autoptr(Reader) reader = g_new0(Reader, 1);
  reader->options = *options;
  reader->previews = rate_limit_new(&options->previews);
  reader->comments = rate_limit_new(&options->comments);
  if (!secret_get(options->store, "preview", reader->token_key, error) ||
      !secret_get(options->store, "address", reader->address_key, error))
    return NULL;
  return g_steal_pointer(&reader);
}

void reader_free(Reader *reader)
{
  if (!reader)
    return;
  rate_limit_free(reader->previews);
  rate_limit_free(reader->comments);
  g_free(reader);
}

void reader_stats(Reader *reader, ReaderStats *out)
{
  *out = (ReaderStats){
      .previews = atomic_load(&reader->counts.previews),
      .stored = atomic_load(&reader->counts.stored),
      .trapped = atomic_load(&reader->counts.trapped),
      .limited = atomic_load(&reader->counts.limited),
      .refused = atomic_load(&reader->counts.refused),
  };
}

/* The query names page and comment; the draft is otherwise empty. */
static void read_query(Visit *visit)
{
  HttpRequest *request = visit->request;
  const char *page = http_request_argument(request, "page");
  const char *reply = http_request_argument(request, "reply");
  HttpFields fields = {0};
  http_fields_add(&fields, request->arena, "page", page ? page : "", page ? strlen(page) : 0);
  http_fields_add(&fields, request->arena, "parent", reply ? reply : "", reply ? strlen(reply) : 0);
  draft_read(&visit->draft, &fields, request->arena);
  /* Nothing was sent yet, so nothing is missing. */
  visit->draft.problems[DRAFT_NAME] = visit->draft.problems[DRAFT_TEXT] = NULL;
}

HttpOutcome reader_form(void *app, HttpRequest *request, HttpResponse *response)
{
  Visit visit;
  visit_begin(&visit, app, request);
  read_query(&visit);
  const char *reason = NULL;
  int status = visit_find(&visit, &reason);
  if (status != 200)
    return visit_refuse(&visit, status, reason, response);
  bool gone = visit.draft.problems[DRAFT_PARENT] != NULL;
  if (gone)
    visit.draft.values[DRAFT_PARENT] = "";
  return visit_show_form(&visit, gone ? 404 : 200, NULL, response);
}

HttpOutcome reader_thanks(void *app, HttpRequest *request, HttpResponse *response)
{
  Reader *reader = app;
  Visit visit;
  visit_begin(&visit, reader, request);
  read_query(&visit);
  const char *reason = NULL;
  int status = visit_find(&visit, &reason);
  if (!visit.page.id)
    return visit_refuse(&visit, status, reason, response);
  Page *page = page_new(reader->options.pages, request, visit.lang);
  Value map = value_map(request->arena);
  value_map_put(request->arena, map, "title", value_string(visit.page.title));
  value_map_put(request->arena, map, "url", value_string(visit.page.url));
  page_put(page, "page", map);
  page_send(page, "comments/thanks.html", 200, response);
  return HTTP_ANSWERED;
}

HttpOutcome reader_asset(void *app, HttpRequest *request, HttpResponse *response)
{
  Reader *reader = app;
  const Pages *pages = reader->options.pages;
  g_autoptr(GString) path = g_string_new("/");
  escape_url_part(path, request->places[0], strlen(request->places[0]));
  const char *problem = NULL;
  if (!static_page_send(pages_static_dir(pages), path->str, request, response, &problem)) {
    response->status = 404;
    reader_refuse((void *)(uintptr_t)pages, request, response, "path");
  }
  return HTTP_ANSWERED;
}
