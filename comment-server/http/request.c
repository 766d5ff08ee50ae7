#include "comment-server/http/request.h"

#include "comment-server/http/accept.h"

const char *http_request_header(const HttpRequest *request, const char *name)
{
  return http_fields_header(&request->headers, name);
}

const char *http_request_argument(const HttpRequest *request, const char *name)
{
  return http_fields_get(&request->target.arguments, name);
}

const char *http_request_form(const HttpRequest *request, const char *name)
{
  return http_fields_get(&request->form, name);
}

const char *http_request_cookie(const HttpRequest *request, const char *name)
{
  HttpFields cookies = {0};
  http_fields_cookies(&cookies, request->arena, http_request_header(request, "Cookie"));
  return http_fields_get(&cookies, name);
}

bool http_request_wants_json(const HttpRequest *request)
{
  const char *accept = http_request_header(request, "Accept");
  return accept && accept_quality(accept, "application/json") > accept_quality(accept, "text/html");
}
