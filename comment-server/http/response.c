#include "comment-server/http/response.h"

#include <string.h>
#include <unistd.h>

/* No inline styles or scripts, nothing from other hosts, not inside a frame. */
static const char content_security_policy[] =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'";

void http_response_init(HttpResponse *response, Arena *arena)
{
  *response = (HttpResponse){.arena = arena, .fd = -1, .body = g_string_new(NULL)};
}

void http_response_clear(HttpResponse *response)
{
  if (response->body)
    g_string_free(response->body, true);
  response->body = NULL;
  if (response->fd >= 0)
    close(response->fd);
  response->fd = -1;
}

void http_response_header(HttpResponse *response, const char *name, const char *value)
{
  g_assert(strpbrk(value, "\r\n") == NULL);
  http_fields_add(&response->headers, response->arena, name, value, strlen(value));
}

static void start(HttpResponse *response, int status, const char *content_type)
{
  response->status = status;
  http_response_header(response, "Content-Type", content_type);
  http_response_header(response, "Cache-Control", "no-store");
}

void http_response_text(HttpResponse *response, int status, const char *text)
{
  start(response, status, "text/plain; charset=utf-8");
  g_string_assign(response->body, text);
}

void http_response_page(HttpResponse *response, int status)
{
  start(response, status, "text/html; charset=utf-8");
  http_response_header(response, "Content-Security-Policy", content_security_policy);
  http_response_header(response, "X-Frame-Options", "DENY");
}

void http_response_json(HttpResponse *response, int status)
{
  start(response, status, "application/json");
}

void http_response_redirect(HttpResponse *response, int status, const char *location)
{
  start(response, status, "text/plain; charset=utf-8");
  http_response_header(response, "Location", location);
}

static const struct {
  int status;
  const char *reason;
} reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {303, "See Other"},
    {304, "Not Modified"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

const char *http_status_reason(int status)
{
  for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++) {
    if (reasons[i].status == status)
      return reasons[i].reason;
  }
  return "Unknown";
}
