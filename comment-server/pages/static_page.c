#include "comment-server/pages/static_page.h"

#include "common/system/static_file.h"

static void put(HttpResponse *response, const char *name, const char *value)
{
  if (value)
    http_response_header(response, name, value);
}

bool static_page_send(const char *root, const char *path, HttpRequest *request,
                      HttpResponse *response, const char **problem)
{
  StaticFileRequest facts = {
      .path = path,
      .query = request->target.query,
      .if_none_match = http_request_header(request, "If-None-Match"),
      .if_modified_since = http_request_header(request, "If-Modified-Since"),
      .range = http_request_header(request, "Range"),
      .if_range = http_request_header(request, "If-Range"),
  };
  StaticFileAnswer answer;
  static_file_find(root, &facts, request->arena, &answer);
  *problem = answer.problem;
  if (answer.status == 404 && answer.fd < 0)
    return false;
  if (answer.problem) {
    http_response_text(response, 500, http_status_reason(500));
    return true;
  }
  response->status = answer.status;
  response->fd = answer.fd;
  response->offset = answer.offset;
  response->length = answer.length;
  put(response, "Content-Type", answer.type);
  put(response, "ETag", answer.etag);
  put(response, "Last-Modified", answer.modified);
  put(response, "Cache-Control", answer.cache);
  put(response, "Content-Range", answer.range);
  put(response, "Location", answer.location);
  put(response, "Accept-Ranges", answer.accepts_ranges ? "bytes" : NULL);
  return true;
}
