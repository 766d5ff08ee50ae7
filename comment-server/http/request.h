/* request.h - one request, as handlers see it.
 *
 * When a handler is called, the request is complete and strict: its head was
 * checked (head.h), its target decoded (target.h), its form too, and everything
 * is UTF-8 without NULs. All strings live in `arena`, which lives until the
 * response has been sent.
 *
 * A handler that has to wait for another thread suspends:
 *
 *     http_request_suspend(request, continue_submit);
 *     store_write(store, &submit->write);       // its completion calls
 *     return HTTP_SUSPENDED;                    //   http_request_resume(request)
 *
 * and `continue_submit` is called with the same arguments on the request's own
 * thread afterwards. It answers, or suspends again. Every suspended request must
 * be resumed: the server waits for that when it stops.
 */
#ifndef SENF_COMMENT_SERVER_HTTP_REQUEST_H
#define SENF_COMMENT_SERVER_HTTP_REQUEST_H

#include "comment-server/http/address.h"
#include "comment-server/http/fields.h"
#include "comment-server/http/route.h"
#include "comment-server/http/target.h"
#include "common/arena.h"

#include <stdbool.h>

struct HttpRequest {
  Arena *arena;
  HttpMethod method;
  HttpTarget target;
  HttpFields headers;
  HttpFields form; /* of routes with HTTP_ROUTE_FORM */
  ClientAddress client;
  const char *places[HTTP_PLACES_MAX]; /* what stood for the route's :places */
  void *state;                         /* the handler's own */
};

const char *http_request_header(const HttpRequest *request, const char *name);
/* A value of the query or of the form; NULL when it is not there. */
const char *http_request_argument(const HttpRequest *request, const char *name);
const char *http_request_form(const HttpRequest *request, const char *name);
const char *http_request_cookie(const HttpRequest *request, const char *name);

/* Whether the client would rather have JSON than HTML (its Accept header). */
bool http_request_wants_json(const HttpRequest *request);

void http_request_suspend(HttpRequest *request, HttpHandler next);
/* From any thread, once for each suspend. */
void http_request_resume(HttpRequest *request);

#endif
