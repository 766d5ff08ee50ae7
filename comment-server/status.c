#include "comment-server/status.h"

#include "comment-server/store/comment.h"
#include "common/system/sql.h"

#include <inttypes.h>

typedef enum MetricKind { COUNTER, GAUGE } MetricKind;

static void metric_head(GString *out, const char *name, MetricKind kind, const char *help)
{
  g_string_append_printf(out, "# HELP senf_%s %s\n# TYPE senf_%s %s\n", name, help, name,
                         kind == COUNTER ? "counter" : "gauge");
}

static void metric(GString *out, const char *name, MetricKind kind, double value, const char *help)
{
  metric_head(out, name, kind, help);
  g_string_append_printf(out, "senf_%s %.15g\n", name, value);
}

static void metric_labelled(GString *out, const char *name, const char *label, const char *value,
                            uint64_t number)
{
  g_string_append_printf(out, "senf_%s{%s=\"%s\"} %" PRIu64 "\n", name, label, value, number);
}

/* --- the parts ------------------------------------------------------------------------ */

static void http_metrics(HttpServer *server, GString *out)
{
  static const char *const classes[] = {"other", "1xx", "2xx", "3xx", "4xx", "5xx"};
  if (!server)
    return;
  HttpServerStats stats;
  http_server_stats(server, &stats);
  metric_head(out, "http_responses_total", COUNTER, "Answers, by class of status.");
  for (size_t i = 2; i < G_N_ELEMENTS(classes); i++)
    metric_labelled(out, "http_responses_total", "class", classes[i], stats.answers[i]);
  metric(out, "http_requests_in_flight", GAUGE, (double)stats.in_flight, "Requests now.");
  metric(out, "http_connections_open", GAUGE, (double)stats.connections.open, "Connections now.");
  metric(out, "http_connections_total", COUNTER, (double)stats.connections.accepted,
         "Connections since the start.");
  metric(out, "http_timeouts_total", COUNTER, (double)stats.connections.timed_out,
         "Connections that were too slow.");
}

static void reader_metrics(Reader *reader, GString *out)
{
  ReaderStats stats;
  reader_stats(reader, &stats);
  metric(out, "comments_stored_total", COUNTER, (double)stats.stored, "Comments stored.");
  metric(out, "previews_total", COUNTER, (double)stats.previews, "Previews shown.");
  metric(out, "comments_trapped_total", COUNTER, (double)stats.trapped,
         "Comments that filled in the hidden field.");
  metric(out, "comments_limited_total", COUNTER, (double)stats.limited,
         "Posts refused because there were too many.");
  metric(out, "comments_refused_total", COUNTER, (double)stats.refused, "Posts refused in all.");
}

static void store_metrics(Store *store, GString *out)
{
  StoreStats stats;
  store_stats(store, &stats);
  metric(out, "store_writes_total", COUNTER, (double)stats.writes, "Writes.");
  metric(out, "store_groups_total", COUNTER, (double)stats.groups, "Commits of grouped writes.");
  metric(out, "store_failures_total", COUNTER, (double)stats.failures, "Writes that failed.");
  metric(out, "store_waiting", GAUGE, (double)stats.waiting, "Writes that wait.");
  metric(out, "store_last_commit_seconds", GAUGE, (double)stats.last_commit_us / 1e6,
         "How long the last commit took.");
  metric(out, "store_failed", GAUGE, store_has_failed(store), "1: the store takes no writes.");
}

static void comment_metrics(Store *store, GString *out)
{
  int64_t counts[COMMENT_STATUS_COUNT] = {0};
  Sql *db = store_reader_take(store, NULL);
  bool good = db && comment_counts(db, NULL, counts, NULL);
  store_reader_give(store, db);
  if (!good)
    return;
  metric_head(out, "comments", GAUGE, "Comments, by status.");
  for (int i = 0; i < COMMENT_STATUS_COUNT; i++)
    metric_labelled(out, "comments", "status", comment_status_name((CommentStatus)i),
                    (uint64_t)counts[i]);
}

static void rebuild_metrics(Rebuild *rebuild, Arena *arena, GString *out)
{
  RebuildState state;
  rebuild_state(rebuild, arena, &state);
  metric(out, "rebuild_runs_total", COUNTER, (double)state.runs, "Builds that ended.");
  metric(out, "rebuild_failures_total", COUNTER, (double)state.failures, "Builds that failed.");
  metric(out, "rebuild_failed_in_a_row", GAUGE, state.failed_in_a_row,
         "Failures since the last good build.");
  metric(out, "rebuild_waiting", GAUGE, (double)state.waiting, "Changes that are not built yet.");
  metric(out, "rebuild_last_seconds", GAUGE, (double)state.last_ms / 1e3,
         "How long the last build took.");
  metric(out, "rebuild_last_finished_timestamp_seconds", GAUGE, (double)state.last_finished_at,
         "When the last build ended.");
}

/* --- handlers --------------------------------------------------------------------------- */

static HttpOutcome health(void *app, HttpRequest *request, HttpResponse *response)
{
  Status *status = app;
  (void)request;
  if (store_has_failed(status->store))
    http_response_text(response, 503, "failed: the database takes no writes\n");
  else
    http_response_text(response, 200, "ok\n");
  return HTTP_ANSWERED;
}

static HttpOutcome metrics(void *app, HttpRequest *request, HttpResponse *response)
{
  Status *status = app;
  if (status->metrics == METRICS_OFF) {
    response->status = 404;
    reader_refuse((void *)(uintptr_t)status->pages, request, response, "path");
    return HTTP_ANSWERED;
  }
  if (status->metrics == METRICS_LOCAL && !request->client.is_local) {
    response->status = 403;
    reader_refuse((void *)(uintptr_t)status->pages, request, response, "metrics");
    return HTTP_ANSWERED;
  }
  http_response_text(response, 200, "");
  GString *out = response->body;
  metric(out, "uptime_seconds", GAUGE,
         (double)(clock_monotonic(status->clock) - status->started) / 1e6, "Since the start.");
  http_metrics(atomic_load(&status->server), out);
  reader_metrics(status->reader, out);
  store_metrics(status->store, out);
  comment_metrics(status->store, out);
  rebuild_metrics(status->rebuild, request->arena, out);
  return HTTP_ANSWERED;
}

const HttpRoute status_routes[] = {
    {HTTP_GET, "/health", health, 0},
    {HTTP_GET, "/metrics", metrics, 0},
    {0, NULL, NULL, 0},
};
