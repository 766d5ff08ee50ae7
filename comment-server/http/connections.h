/* connections.h - how long a connection may take for each part of a request.
 *
 * libmicrohttpd counts idleness only: a client that sends a byte a second lives
 * for ever. Here each connection has a deadline for what it does now, and a
 * thread that ends those that are over it, and those whose client has gone. A
 * request that was cut while it came in is told so (408); an idle connection is
 * just closed.
 *
 * The same thread closes gently: when an answer was sent before the body was
 * read (413), closing at once would make the kernel send a reset, which can
 * throw away the answer at the client. So such a socket is held open for a
 * moment and what still comes is thrown away.
 */
#ifndef SENF_COMMENT_SERVER_HTTP_CONNECTIONS_H
#define SENF_COMMENT_SERVER_HTTP_CONNECTIONS_H

#include "common/error.h"
#include "common/time/clock.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Connections Connections;
typedef struct Connection Connection;

typedef enum ConnectionPhase {
  CONNECTION_HEAD,    /* the first head is awaited or comes in */
  CONNECTION_IDLE,    /* between two requests: the next head may come */
  CONNECTION_BODY,    /* the body comes in */
  CONNECTION_HANDLER, /* a handler works: no deadline */
  CONNECTION_ANSWER,  /* the answer goes out; see connection_phase */
} ConnectionPhase;
enum { CONNECTION_PHASE_COUNT = 5 };

typedef struct ConnectionsOptions {
  int64_t timeout_ms[CONNECTION_PHASE_COUNT]; /* 0: none */
  int64_t linger_ms;                          /* for gentle closing */
  const Clock *clock;
} ConnectionsOptions;

Connections *connections_new(const ConnectionsOptions *options, Error **error);
/* All connections must have been removed. */
void connections_free(Connections *connections);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Connections, connections_free)

/* A connection on `fd`, which stays its owner's. */
Connection *connection_add(Connections *connections, int fd);
/* Before its owner closes the descriptor. */
void connection_remove(Connections *connections, Connection *connection);

/* From now on this is what it does. An answer of `bytes` gets a second more for
 * each 16 KiB. */
void connection_phase(Connections *connections, Connection *connection, ConnectionPhase phase,
                      uint64_t bytes);
/* When it is removed, hold the socket a moment (see above). */
void connection_linger(Connections *connections, Connection *connection);

typedef struct ConnectionsStats {
  uint64_t open;
  uint64_t accepted, timed_out; /* since the start */
} ConnectionsStats;
void connections_stats(Connections *connections, ConnectionsStats *out);

#endif
