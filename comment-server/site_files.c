#include "comment-server/site_files.h"

#include "comment-server/pages/static_page.h"
#include "comment-server/reader/reader.h"

static HttpOutcome site_file(void *app, HttpRequest *request, HttpResponse *response)
{
  const SiteFiles *site = app;
  const char *problem = NULL;
  if (site->root &&
      static_page_send(site->root, request->target.path, request, response, &problem)) {
    if (problem && site->log)
      log_event(site->log, LOG_ERROR, "site", "error", problem, NULL);
    return HTTP_ANSWERED;
  }
  response->status = 404;
  reader_refuse((void *)(uintptr_t)site->pages, request, response, "path");
  return HTTP_ANSWERED;
}

const HttpRoute site_files_routes[] = {
    {HTTP_GET, "/*", site_file, 0},
    {0, NULL, NULL, 0},
};
