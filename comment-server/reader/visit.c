#include "comment-server/reader/reader_internal.h"
#include "common/system/sql.h"

void visit_begin(Visit *visit, Reader *reader, HttpRequest *request)
{
  *visit = (Visit){.reader = reader, .request = request};
  visit->json = http_request_wants_json(request);
  visit->now = clock_now(reader->options.clock) / 1000000;
  visit->lang = pages_client_language(reader->options.pages, request);
}

static void log_failure(const Visit *visit, const char *event, const Error *error)
{
  if (!visit->reader->options.log)
    return;
  g_autoptr(GString) text = g_string_new(NULL);
  if (error)
    error_format(error, "error", false, text);
  log_event(visit->reader->options.log, LOG_ERROR, event, "page", visit->draft.values[DRAFT_PAGE],
            "error", text->str, NULL);
}

static int find_page(Visit *visit, const char **reason)
{
  g_autoptr(Error) error = NULL;
  SitePage page = {0};
  switch (site_page_find(visit->reader->options.site, visit->draft.values[DRAFT_PAGE],
                         visit->request->arena, &page, &error)) {
  case SITE_FOUND:
    visit->page = page;
    visit->lang = pages_language(visit->reader->options.pages, page.lang);
    if (site_page_is_open(&page, visit->now))
      return 200;
    *reason = "closed";
    return 403;
  case SITE_UNKNOWN:
    *reason = "unknown";
    return 404;
  case SITE_NOT_BUILT:
    *reason = "unbuilt";
    return 503;
  case SITE_FAILED:
    break;
  }
  log_failure(visit, "site", error);
  *reason = "failed";
  return 503;
}

/* False only when the store failed. */
static bool find_parent(Visit *visit)
{
  if (visit->draft.parent == 0)
    return true;
  g_autoptr(Error) error = NULL;
  Store *store = visit->reader->options.store;
  Sql *db = store_reader_take(store, &error);
  bool found = false;
  bool good = db && comment_find(db, visit->draft.parent, visit->request->arena, &visit->parent,
                                 &found, &error);
  store_reader_give(store, db);
  if (!good) {
    log_failure(visit, "store", error);
    return false;
  }
  if (!found || visit->parent.status != COMMENT_APPROVED ||
      g_strcmp0(visit->parent.page_id, visit->page.id) != 0) {
    visit->parent = (Comment){0};
    visit->draft.problems[DRAFT_PARENT] = "parent_gone";
  }
  return true;
}

int visit_find(Visit *visit, const char **reason)
{
  int status = find_page(visit, reason);
  if (status == 200 && !find_parent(visit)) {
    *reason = "failed";
    return 503;
  }
  return status;
}
