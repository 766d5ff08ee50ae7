/* route.h - which handler answers which path: tables, walked in order.
 *
 * A pattern is a path whose segments are literal ("/comments/form"), a place
 * (":id", any one segment that is not empty; its decoded text is handed to the
 * handler in the order of the places), or at the end "*", which takes all that
 * is left, nothing included.
 */
#ifndef SENF_COMMENT_SERVER_HTTP_ROUTE_H
#define SENF_COMMENT_SERVER_HTTP_ROUTE_H

#include "comment-server/http/target.h"

#include <glib.h>

typedef struct HttpRequest HttpRequest;
typedef struct HttpResponse HttpResponse;

typedef enum HttpMethod {
  HTTP_GET = 1 << 0,
  HTTP_HEAD = 1 << 1,
  HTTP_POST = 1 << 2,
  HTTP_OTHER = 1 << 3, /* whatever no route has */
} HttpMethod;

typedef enum HttpOutcome {
  HTTP_ANSWERED,  /* the response is filled */
  HTTP_SUSPENDED, /* http_request_suspend was called; see request.h */
} HttpOutcome;

typedef HttpOutcome (*HttpHandler)(void *app, HttpRequest *request, HttpResponse *response);

typedef enum HttpRouteFlags {
  HTTP_ROUTE_FORM = 1 << 0, /* takes an urlencoded body */
} HttpRouteFlags;

typedef struct HttpRoute {
  unsigned methods; /* HTTP_GET answers HEAD too */
  const char *pattern;
  HttpHandler handler;
  unsigned flags;
} HttpRoute;

/* The routes of one part of the server, ended by a NULL pattern. */
typedef struct HttpRoutes {
  const HttpRoute *routes;
  void *app; /* for its handlers */
} HttpRoutes;

enum { HTTP_PLACES_MAX = 4 };

typedef struct HttpMatch {
  const HttpRoute *route; /* NULL: none has this path and method */
  void *app;
  unsigned allowed; /* methods that this path has; 0: nobody knows the path */
  const char *places[HTTP_PLACES_MAX];
} HttpMatch;

/* `groups` ends with a NULL `routes`. The first route that fits is taken. */
void http_route_find(const HttpRoutes *groups, unsigned method, const HttpTarget *target,
                     HttpMatch *match);

HttpMethod http_method_parse(const char *name);
/* "GET, HEAD, POST": for the Allow header. */
void http_methods_print(unsigned methods, GString *out);

#endif
