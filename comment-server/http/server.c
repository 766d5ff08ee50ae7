#include "comment-server/http/server.h"

#include "comment-server/http/exchange.h"

#include <errno.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* http_head_check knows how this version leaves its buffer (head.h). Later ones
 * parse differently, and are strict themselves with
 * MHD_OPTION_CLIENT_DISCIPLINE_LVL. */
#if MHD_VERSION < 0x00097500 || MHD_VERSION >= 0x00097600
#error "comment-server/http is written for libmicrohttpd 0.9.75; see http/head.h"
#endif

enum { CONNECTION_MEMORY = 32 * 1024, LINGER_MS = 2000, IDLE_MAX_SECONDS = 120 };

struct HttpServer {
  HttpServerOptions options;
  struct MHD_Daemon *daemon;
  Connections *connections;
  pthread_mutex_t lock;
  pthread_cond_t fewer; /* in_flight or handling fell */
  uint64_t in_flight;   /* requests that began and have not been answered in full */
  uint64_t handling;    /* of these: with a handler, running or suspended */
  uint64_t answers[6];
  bool draining; /* answers close their connection */
  bool closed;   /* no handler is called any more */
};

void http_request_suspend(HttpRequest *request, HttpHandler next)
{
  Exchange *exchange = (Exchange *)request;
  exchange->next = next;
  MHD_suspend_connection(exchange->connection);
}

void http_request_resume(HttpRequest *request)
{
  MHD_resume_connection(((Exchange *)request)->connection);
}

/* --- counting ------------------------------------------------------------------------ */

static bool begin_handling(HttpServer *server)
{
  pthread_mutex_lock(&server->lock);
  bool allowed = !server->closed;
  server->handling += allowed;
  pthread_mutex_unlock(&server->lock);
  return allowed;
}

static void end_handling(HttpServer *server)
{
  pthread_mutex_lock(&server->lock);
  server->handling--;
  pthread_cond_broadcast(&server->fewer);
  pthread_mutex_unlock(&server->lock);
}

static bool count_answer(HttpServer *server, int status)
{
  pthread_mutex_lock(&server->lock);
  server->answers[CLAMP(status / 100, 0, 5)]++;
  bool draining = server->draining;
  pthread_mutex_unlock(&server->lock);
  return draining;
}

/* --- answering ------------------------------------------------------------------------ */

static struct MHD_Response *make_response(HttpResponse *response, uint64_t *bytes)
{
  if (response->fd >= 0 && response->length > 0) {
    *bytes = response->length;
    struct MHD_Response *file =
        MHD_create_response_from_fd_at_offset64(response->length, response->fd, response->offset);
    if (file)
      response->fd = -1; /* the library closes it */
    return file;
  }
  /* The exchange outlives the response. */
  *bytes = response->body->len;
  return MHD_create_response_from_buffer(response->body->len, response->body->str,
                                         MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result answer(HttpServer *server, Exchange *exchange, bool early)
{
  HttpResponse *response = &exchange->response;
  uint64_t bytes = 0;
  struct MHD_Response *mhd = make_response(response, &bytes);
  if (!mhd)
    return MHD_NO;
  for (size_t i = 0; i < response->headers.count; i++)
    MHD_add_response_header(mhd, response->headers.items[i].name, response->headers.items[i].value);
  MHD_add_response_header(mhd, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header(mhd, "Referrer-Policy", "same-origin");
  if (count_answer(server, response->status) || response->close)
    MHD_add_response_header(mhd, "Connection", "close");
  if (early)
    connection_linger(server->connections, exchange->supervision);
  connection_phase(server->connections, exchange->supervision, CONNECTION_ANSWER, bytes);
  enum MHD_Result queued =
      MHD_queue_response(exchange->connection, (unsigned)response->status, mhd);
  MHD_destroy_response(mhd);
  return queued;
}

static enum MHD_Result handled(HttpServer *server, Exchange *exchange)
{
  if (exchange->state == EXCHANGE_SUSPENDED)
    return MHD_YES;
  end_handling(server);
  return answer(server, exchange, false);
}

/* --- what libmicrohttpd calls ------------------------------------------------------------ */

static void *on_target(void *data, const char *target, struct MHD_Connection *connection)
{
  HttpServer *server = data;
  Exchange *exchange = exchange_new(&server->options, target);
  exchange->connection = connection;
  exchange->supervision =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
  pthread_mutex_lock(&server->lock);
  server->in_flight++;
  pthread_mutex_unlock(&server->lock);
  return exchange;
}

static enum MHD_Result on_head(HttpServer *server, Exchange *exchange, const char *method,
                               const char *version)
{
  struct MHD_Connection *connection = exchange->connection;
  ExchangeHead head = {
      .bytes = method,
      .length =
          MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size,
      .method = method,
      .version = version,
      .peer = server->options.listener->is_unix
                  ? NULL
                  : MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
                        ->client_addr,
  };
  if (!exchange_head(exchange, &head))
    return answer(server, exchange, true);
  /* An answer queued now would close the connection: even without a body the
   * handler has to wait for the next call. */
  connection_phase(server->connections, exchange->supervision, CONNECTION_BODY, 0);
  return MHD_YES;
}

static enum MHD_Result on_complete(HttpServer *server, Exchange *exchange)
{
  connection_phase(server->connections, exchange->supervision, CONNECTION_HANDLER, 0);
  if (!begin_handling(server)) {
    exchange_refuse(exchange, 503, "stopping");
    return answer(server, exchange, false);
  }
  exchange_complete(exchange);
  return handled(server, exchange);
}

static enum MHD_Result on_access(void *data, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *upload,
                                 size_t *upload_size, void **context)
{
  HttpServer *server = data;
  Exchange *exchange = *context;
  (void)connection;
  (void)url;
  switch (exchange->state) {
  case EXCHANGE_NEW:
    return on_head(server, exchange, method, version);
  case EXCHANGE_BODY:
    if (*upload_size == 0)
      return on_complete(server, exchange);
    if (!exchange_body(exchange, upload, *upload_size))
      return MHD_NO;
    *upload_size = 0;
    return MHD_YES;
  case EXCHANGE_SUSPENDED:
    exchange_continue(exchange);
    return handled(server, exchange);
  case EXCHANGE_ANSWERED:
    break;
  }
  return MHD_NO;
}

static void log_request(const HttpServer *server, const Exchange *exchange)
{
  if (!server->options.log)
    return;
  int status = exchange->response.status;
  char number[16], duration[32];
  g_snprintf(number, sizeof number, "%d", status);
  g_snprintf(duration, sizeof duration, "%" PRId64,
             (clock_monotonic(server->options.clock) - exchange->started) / 1000);
  log_event(server->options.log, status >= 500 ? LOG_ERROR : LOG_DEBUG, "request", "method",
            exchange->method_name ? exchange->method_name : "?", "target",
            exchange->raw_target ? exchange->raw_target : "?", "status", number, "ms", duration,
            NULL);
}

static void on_completed(void *data, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
  HttpServer *server = data;
  Exchange *exchange = *context;
  (void)connection;
  (void)code;
  if (!exchange)
    return;
  *context = NULL;
  log_request(server, exchange);
  connection_phase(server->connections, exchange->supervision, CONNECTION_IDLE, 0);
  exchange_free(exchange);
  pthread_mutex_lock(&server->lock);
  server->in_flight--;
  pthread_cond_broadcast(&server->fewer);
  pthread_mutex_unlock(&server->lock);
}

static void on_connection(void *data, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
  HttpServer *server = data;
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *socket_context = connection_add(server->connections, fd);
  } else if (*socket_context) {
    connection_remove(server->connections, *socket_context);
    *socket_context = NULL;
  }
}

G_GNUC_PRINTF(2, 0)
static void on_message(void *data, const char *format, va_list arguments)
{
  HttpServer *server = data;
  char text[512];
  vsnprintf(text, sizeof text, format, arguments);
  if (server->options.log)
    log_event(server->options.log, LOG_DEBUG, "libmicrohttpd", "text", g_strchomp(text), NULL);
}

/* --- start and stop ------------------------------------------------------------------------ */

static struct MHD_Daemon *start_daemon(HttpServer *server)
{
  const HttpServerOptions *options = &server->options;
  bool proxied = !address_set_is_empty(options->trusted) || options->listener->is_unix;
  unsigned per_address = proxied ? 0 : options->connections_per_address;
  struct MHD_OptionItem items[] = {
      {MHD_OPTION_LISTEN_SOCKET, options->listener->fd, NULL},
      {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)MAX(options->connections, options->threads), NULL},
      {MHD_OPTION_PER_IP_CONNECTION_LIMIT, (intptr_t)per_address, NULL},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
      {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_MAX_SECONDS, NULL},
      {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_target, server},
      {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, server},
      {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, server},
      {options->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END,
       (intptr_t)options->threads, NULL},
      {MHD_OPTION_END, 0, NULL},
  };
  unsigned flags =
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  /* The logger comes first: what the other options have to say goes there. */
  return MHD_start_daemon(flags, 0, NULL, NULL, on_access, server, MHD_OPTION_EXTERNAL_LOGGER,
                          on_message, server, MHD_OPTION_ARRAY, items, MHD_OPTION_END);
}

static void server_free(HttpServer *server)
{
  connections_free(server->connections);
  pthread_cond_destroy(&server->fewer);
  pthread_mutex_destroy(&server->lock);
  g_free(server);
}

HttpServer *http_server_start(const HttpServerOptions *options, Error **error)
{
  HttpServer *server = g_new0(HttpServer, 1);
  server->options = *options;
  pthread_mutex_init(&server->lock, NULL);
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&server->fewer, &monotonic);
  pthread_condattr_destroy(&monotonic);
  ConnectionsOptions supervision = {
      .timeout_ms = {[CONNECTION_HEAD] = options->head_timeout_ms,
                     [CONNECTION_IDLE] = options->idle_timeout_ms,
                     [CONNECTION_BODY] = options->body_timeout_ms,
                     [CONNECTION_ANSWER] = options->answer_timeout_ms},
      .linger_ms = LINGER_MS,
      .clock = options->clock,
  };
  server->connections = connections_new(&supervision, error);
  if (!server->connections) {
    server_free(server);
    return NULL;
  }
  errno = 0;
  server->daemon = start_daemon(server);
  if (!server->daemon) {
    error_set_errno(error, errno ? errno : ENOMEM, "can't start the HTTP server");
    server_free(server);
    return NULL;
  }
  return server;
}

/* Wait until `*count` is 0; at most `ms` milliseconds, or without an end (-1). */
static void wait_for(HttpServer *server, const uint64_t *count, int64_t ms)
{
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += ms / 1000;
  until.tv_nsec += ms % 1000 * 1000000;
  if (until.tv_nsec >= 1000000000) {
    until.tv_sec++;
    until.tv_nsec -= 1000000000;
  }
  int status = 0;
  while (*count > 0 && status == 0)
    status = ms < 0 ? pthread_cond_wait(&server->fewer, &server->lock)
                    : pthread_cond_timedwait(&server->fewer, &server->lock, &until);
}

void http_server_stop(HttpServer *server)
{
  if (!server)
    return;
  MHD_quiesce_daemon(server->daemon); /* the listener is its opener's again */
  pthread_mutex_lock(&server->lock);
  server->draining = true;
  wait_for(server, &server->in_flight, server->options.drain_ms);
  /* Slow clients have had their time; handlers are waited for, since a daemon
   * that is stopped with a suspended connection aborts the process. */
  server->closed = true;
  wait_for(server, &server->handling, -1);
  pthread_mutex_unlock(&server->lock);
  MHD_stop_daemon(server->daemon);
  server_free(server);
}

void http_server_stats(HttpServer *server, HttpServerStats *out)
{
  connections_stats(server->connections, &out->connections);
  pthread_mutex_lock(&server->lock);
  out->in_flight = server->in_flight;
  memcpy(out->answers, server->answers, sizeof out->answers);
  pthread_mutex_unlock(&server->lock);
}
