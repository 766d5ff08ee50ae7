/* response.h - one answer: status, headers, and a body from memory or a file.
 *
 * Handlers fill it; the server sends it, without the body for HEAD, and closes
 * the file. Every answer carries nosniff and a referrer policy; pages that a
 * program made carry a strict Content-Security-Policy and are not stored by
 * caches (http_response_page).
 */
#ifndef SENF_COMMENT_SERVER_HTTP_RESPONSE_H
#define SENF_COMMENT_SERVER_HTTP_RESPONSE_H

#include "comment-server/http/fields.h"
#include "common/arena.h"

#include <glib.h>
#include <stdint.h>

typedef struct HttpResponse HttpResponse;

struct HttpResponse {
  Arena *arena; /* the request's */
  int status;   /* 0: not answered yet */
  HttpFields headers;
  GString *body; /* never NULL; freed by the server */
  int fd;        /* a file instead of `body`, or -1; closed by the server */
  uint64_t offset, length;
  bool close; /* close the connection afterwards */
};

void http_response_init(HttpResponse *response, Arena *arena);
/* Frees the body and closes the file. */
void http_response_clear(HttpResponse *response);

/* Name and value are not copied. A value with a line break is a bug. */
void http_response_header(HttpResponse *response, const char *name, const char *value);
/* Lines of text for programs and people who run the server. */
void http_response_text(HttpResponse *response, int status, const char *text);
/* The headers of a page that was made for this request; its HTML goes to `body`. */
void http_response_page(HttpResponse *response, int status);
/* The same for JSON. */
void http_response_json(HttpResponse *response, int status);
/* 303 See Other, or 308 and the like; `location` is a path or URL, encoded. */
void http_response_redirect(HttpResponse *response, int status, const char *location);

/* "Not Found": RFC 9110, 15. */
const char *http_status_reason(int status);

#endif
