/* status.h - how the server is: /health for machines that restart it, /metrics
 * for machines that draw curves (Prometheus text format). */
#ifndef SENF_COMMENT_SERVER_STATUS_H
#define SENF_COMMENT_SERVER_STATUS_H

#include "comment-server/http/route.h"
#include "comment-server/http/server.h"
#include "comment-server/reader/reader.h"
#include "comment-server/rebuild/rebuild.h"
#include "comment-server/store/store.h"

#include <stdatomic.h>

typedef enum MetricsAccess {
  METRICS_LOCAL, /* for clients on this machine, not through a trusted proxy */
  METRICS_PUBLIC,
  METRICS_OFF,
} MetricsAccess;

typedef struct Status {
  Store *store;
  Rebuild *rebuild;
  Reader *reader;
  const Pages *pages;
  MetricsAccess metrics;
  const Clock *clock;
  int64_t started; /* monotonic */
  /* Set when the server has started: the first request may come before. */
  _Atomic(HttpServer *) server;
} Status;

/* Their app is the Status. */
extern const HttpRoute status_routes[];

#endif
