/* build.c - one look, and one run of the command. */
#include "comment-server/rebuild/private.h"

#include <string.h>

enum {
  OUTPUT_LIMIT = 64 * 1024,
  MESSAGE_LIMIT = 2000, /* bytes that the queue page shows */
};

bool build_look(Rebuild *rebuild, Work *work, Error **error)
{
  Sql *db = store_reader_take(rebuild->store, error);
  if (!db)
    return false;
  bool ok = outbox_summary(db, OUTBOX_REBUILD, work->now, &work->outbox, error);
  store_reader_give(rebuild->store, db);
  return ok && (!rebuild->site || site_next_event(rebuild->site, &work->next_event, error));
}

/* The end of what the command said: there the reason stands. */
static char *last_words(const GString *said)
{
  if (!said)
    return g_strdup("");
  g_autofree char *text = g_utf8_make_valid(said->str, (gssize)said->len);
  g_strstrip(text);
  size_t length = strlen(text);
  if (length <= MESSAGE_LIMIT)
    return g_steal_pointer(&text);
  const char *from = text + length - MESSAGE_LIMIT;
  const char *line = strchr(from, '\n');
  while ((*from & 0xc0) == 0x80)
    from++;
  return g_strdup(line && line[1] ? line + 1 : from);
}

static char *explain(const Rebuild *rebuild, const ProcessResult *result)
{
  bool quiet = !result->errors || result->errors->len == 0;
  g_autofree char *words = last_words(quiet ? result->output : result->errors);
  if (result->timed_out)
    return g_strdup_printf("stopped after %" G_GINT64_FORMAT " seconds%s%s",
                           rebuild->timeout_ms / 1000, *words ? ":\n" : "", words);
  if (*words)
    return g_steal_pointer(&words);
  return g_strdup_printf("'%s' ended with status %d and said nothing", rebuild->argv[0],
                         result->status);
}

static void run_command(Rebuild *rebuild, BuildReport *report)
{
  ProcessRequest request = {
      .argv = (const char *const *)rebuild->argv,
      .directory = rebuild->directory,
      .timeout_ms = rebuild->timeout_ms,
      .output_limit = OUTPUT_LIMIT,
  };
  ProcessResult result = {0};
  g_autoptr(Error) error = NULL;
  int64_t started = clock_monotonic(rebuild->clock);
  bool ran = process_run(rebuild->runner, &request, &result, &error);
  report->ms = (clock_monotonic(rebuild->clock) - started) / 1000;
  report->status = ran ? result.status : -1;
  report->timed_out = ran && result.timed_out;
  report->ok = ran && result.status == 0 && !result.timed_out;
  if (!report->ok)
    report->message = ran ? explain(rebuild, &result) : g_strdup(error->what);
  if (ran)
    process_result_clear(&result);
}

typedef struct Settlement {
  int64_t last_id;
  const BuildReport *report;
} Settlement;

static bool settle_run(StoreTx *tx, void *data, Error **error)
{
  const Settlement *settlement = data;
  if (settlement->report->ok)
    return outbox_done_through(tx, OUTBOX_REBUILD, settlement->last_id, error);
  return outbox_retry_through(tx, OUTBOX_REBUILD, settlement->last_id, settlement->report->message,
                              error);
}

void build_run(Rebuild *rebuild, const Work *work, BuildReport *report)
{
  *report = (BuildReport){.ok = true};
  if (rebuild->state.configured)
    run_command(rebuild, report);
  g_autoptr(Error) error = NULL;
  Settlement settlement = {work->outbox.last_id, report};
  /* A row that can't be marked as done must not start builds without end. */
  if (work->outbox.waiting > 0 &&
      !store_write_wait(rebuild->store, settle_run, &settlement, &error)) {
    report->ok = false;
    g_free(report->message);
    report->message = g_strdup(error->what);
  }
  if (!report->message)
    report->message = g_strdup("");
}
