/* exchange.h - from a request on the wire to a handler's answer, step by step.
 *
 * server.c calls these in order: exchange_new when the target is known,
 * exchange_head when the head is there, exchange_body for each piece of the body,
 * exchange_complete when all has come, exchange_continue after a suspension.
 * What libmicrohttpd has to do with it stays in server.c.
 */
#ifndef SENF_COMMENT_SERVER_HTTP_EXCHANGE_H
#define SENF_COMMENT_SERVER_HTTP_EXCHANGE_H

#include "comment-server/http/server.h"

typedef enum ExchangeState {
  EXCHANGE_NEW,
  EXCHANGE_BODY,      /* the head was accepted */
  EXCHANGE_SUSPENDED, /* a handler waits */
  EXCHANGE_ANSWERED,
} ExchangeState;

typedef struct Exchange {
  HttpRequest request; /* first: a request's address is its exchange's */
  HttpResponse response;
  const HttpServerOptions *options;
  ExchangeState state;
  char *raw_target; /* as it came, or NULL */
  const char *method_name;
  HttpMatch match;
  uint64_t body_length; /* declared */
  GString *body;
  HttpHandler next;        /* after a suspension */
  void *connection;        /* server.c's */
  Connection *supervision; /* server.c's */
  int64_t started;         /* monotonic */
} Exchange;

Exchange *exchange_new(const HttpServerOptions *options, const char *raw_target);
void exchange_free(Exchange *exchange);

/* The head as it stands in libmicrohttpd's buffer (head.h) and the client's
 * address. True: go on with the body; false: answered. */
typedef struct ExchangeHead {
  const char *bytes;
  size_t length;
  const char *method, *version;
  const struct sockaddr *peer; /* NULL for a Unix socket */
} ExchangeHead;
bool exchange_head(Exchange *exchange, const ExchangeHead *head);

/* False when there is more than was declared. */
bool exchange_body(Exchange *exchange, const char *bytes, size_t length);
/* Afterwards it is answered or suspended. */
void exchange_complete(Exchange *exchange);
void exchange_continue(Exchange *exchange);
/* Answer with the page of a refusal instead, and close. */
void exchange_refuse(Exchange *exchange, int status, const char *reason);

#endif
