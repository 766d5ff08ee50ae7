/* server.h - the only user of libmicrohttpd: strict requests in, responses out.
 *
 *     HttpServer *server = http_server_start(&options, &error);
 *     …
 *     http_server_stop(server);
 *
 * Requests run on a small pool of threads, each with its epoll; handlers
 * (route.h, request.h) must not block for long, but suspend.
 *
 * A request is refused before any handler sees it when it could be read in two
 * ways (400, and the connection is closed), has an unknown path (404) or method
 * (405 with Allow), a body that is too large (413), of the wrong type (415), not
 * UTF-8 (400), without a length (411), or when it comes too slowly (408). Then
 * `refuse` makes the page.
 */
#ifndef SENF_COMMENT_SERVER_HTTP_SERVER_H
#define SENF_COMMENT_SERVER_HTTP_SERVER_H

#include "comment-server/http/address.h"
#include "comment-server/http/connections.h"
#include "comment-server/http/listen.h"
#include "comment-server/http/request.h"
#include "comment-server/http/response.h"
#include "comment-server/http/route.h"
#include "common/error.h"
#include "common/system/log.h"
#include "common/time/clock.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct HttpServer HttpServer;

typedef struct HttpServerOptions {
  Listener *listener;        /* open; stays the caller's */
  const HttpRoutes *groups;  /* ends with NULL routes; must outlive the server */
  const AddressSet *trusted; /* proxies; or NULL */
  const Clock *clock;
  Log *log; /* or NULL */
  unsigned threads;
  unsigned connections;             /* at the same time */
  unsigned connections_per_address; /* 0: no limit; unused behind a trusted proxy */
  size_t body_max;                  /* bytes */
  int64_t head_timeout_ms, body_timeout_ms, answer_timeout_ms, idle_timeout_ms;
  int64_t drain_ms; /* how long http_server_stop waits for answers to go out */
  /* Fill in the page of a refusal: response->status is set. Of the request only
   * what could be read is there; target.path may be NULL. */
  void (*refuse)(void *data, HttpRequest *request, HttpResponse *response, const char *reason);
  void *refuse_data;
} HttpServerOptions;

HttpServer *http_server_start(const HttpServerOptions *options, Error **error);
/* No new connections; what is in flight is answered; then all are closed. Every
 * suspended request must still be resumed by somebody meanwhile. */
void http_server_stop(HttpServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpServer, http_server_stop)

typedef struct HttpServerStats {
  ConnectionsStats connections;
  uint64_t in_flight;
  uint64_t answers[6]; /* by the first digit of the status */
} HttpServerStats;
void http_server_stats(HttpServer *server, HttpServerStats *out);

#endif
