/* rebuild.c - the worker: when to build, and what becomes of it. See rebuild.h. */
#include "comment-server/rebuild/rebuild.h"

#include "comment-server/rebuild/private.h"
#include "comment-server/store/outbox.h"

#include <time.h>

enum {
  /* The databases are looked at this often without being told: other processes
   * write to them, and wall clocks jump. */
  RECHECK_SECONDS = 60,
  TIMEOUT_MS = 300000,
};

/* --- what there is to do ----------------------------------------------------- */

/* What can't be read now is tried again at the next look. */
static void look(Rebuild *rebuild, Work *work)
{
  g_autoptr(Error) error = NULL;
  *work = (Work){.now = clock_now(rebuild->clock) / G_USEC_PER_SEC};
  if (!build_look(rebuild, work, &error))
    log_event(rebuild->log, LOG_ERROR, "rebuild_look", "error", error->what, NULL);
}

/* An event that lies before the start of the last good build is in that build. */
static bool event_has_come(const Rebuild *rebuild, const Work *work)
{
  return work->next_event != 0 && work->next_event <= work->now &&
         work->next_event > rebuild->built_at;
}

/* Something new need not wait until a failure has cooled down. */
static bool should_build(const Rebuild *rebuild, const Work *work)
{
  if (rebuild->triggered || work->outbox.fresh > 0)
    return true;
  if (rebuild->state.retry_at > work->now)
    return false;
  return rebuild->state.retry_at != 0 || work->outbox.due > 0 || event_has_come(rebuild, work);
}

/* Seconds until the next thing that time brings. */
static int64_t seconds_to_wait(const Rebuild *rebuild, const Work *work)
{
  int64_t until = work->now + RECHECK_SECONDS;
  if (rebuild->state.retry_at > work->now)
    until = MIN(until, rebuild->state.retry_at);
  if (work->outbox.next_due > work->now)
    until = MIN(until, work->outbox.next_due);
  if (work->next_event > work->now)
    until = MIN(until, work->next_event);
  return until - work->now;
}

/* --- the worker -------------------------------------------------------------- */

/* With the mutex held. */
static void wait_for_news(Rebuild *rebuild, int64_t seconds)
{
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += seconds;
  int timed_out = 0;
  rebuild->idle = true;
  pthread_cond_broadcast(&rebuild->rest);
  while (!rebuild->news && !rebuild->stopping && timed_out == 0)
    timed_out = pthread_cond_timedwait(&rebuild->wake, &rebuild->mutex, &until);
  rebuild->idle = false;
}

static void note_look(Rebuild *rebuild, const Work *work)
{
  rebuild->state.waiting = work->outbox.waiting;
  rebuild->state.next_event_at = work->next_event;
  /* What an earlier run of the server left behind does not wait any longer. */
  rebuild->triggered |= !rebuild->has_looked && work->outbox.waiting > 0;
  rebuild->has_looked = true;
}

static void note_start(Rebuild *rebuild, const Work *work)
{
  rebuild->triggered = false;
  rebuild->state.running = rebuild->state.configured;
  rebuild->state.last_started_at = work->now;
}

static void note_end(Rebuild *rebuild, const Work *work, const BuildReport *report)
{
  RebuildState *state = &rebuild->state;
  state->running = false;
  state->runs += state->configured ? 1 : 0;
  state->last_status = report->status;
  state->last_timed_out = report->timed_out;
  state->last_ms = report->ms;
  state->last_finished_at = clock_now(rebuild->clock) / G_USEC_PER_SEC;
  g_free(rebuild->last_error);
  rebuild->last_error = g_strdup(report->message);
  if (report->ok) {
    state->failed_in_a_row = 0;
    state->retry_at = 0;
    rebuild->built_at = work->now;
  } else {
    state->failures++;
    state->failed_in_a_row++;
    state->retry_at = state->last_finished_at + outbox_backoff(state->failed_in_a_row);
  }
}

static void log_report(Rebuild *rebuild, const BuildReport *report)
{
  if (report->ok && !rebuild->state.configured)
    return;
  char status[24], ms[24];
  g_snprintf(status, sizeof status, "%d", report->status);
  g_snprintf(ms, sizeof ms, "%" G_GINT64_FORMAT, report->ms);
  if (report->ok)
    log_event(rebuild->log, LOG_INFO, "rebuild", "status", status, "ms", ms, NULL);
  else
    log_event(rebuild->log, LOG_ERROR, "rebuild_failed", "status", status, "ms", ms, "error",
              report->message, NULL);
}

/* Without the mutex while the command runs, so that news can come in. */
static void build(Rebuild *rebuild, const Work *work)
{
  note_start(rebuild, work);
  pthread_mutex_unlock(&rebuild->mutex);
  BuildReport report = {0};
  build_run(rebuild, work, &report);
  log_report(rebuild, &report);
  pthread_mutex_lock(&rebuild->mutex);
  note_end(rebuild, work, &report);
  g_free(report.message);
}

/* News that come after this look are seen by the next one, so none is lost. */
static void *worker_main(void *data)
{
  Rebuild *rebuild = data;
  pthread_mutex_lock(&rebuild->mutex);
  while (!rebuild->stopping) {
    rebuild->news = false;
    Work work;
    pthread_mutex_unlock(&rebuild->mutex);
    look(rebuild, &work);
    pthread_mutex_lock(&rebuild->mutex);
    note_look(rebuild, &work);
    if (rebuild->stopping)
      break;
    if (should_build(rebuild, &work))
      build(rebuild, &work);
    else
      wait_for_news(rebuild, seconds_to_wait(rebuild, &work));
  }
  pthread_mutex_unlock(&rebuild->mutex);
  return NULL;
}

/* --- outside ------------------------------------------------------------------ */

static void announce(Rebuild *rebuild, bool trigger)
{
  pthread_mutex_lock(&rebuild->mutex);
  rebuild->news = true;
  rebuild->triggered |= trigger;
  pthread_cond_signal(&rebuild->wake);
  pthread_mutex_unlock(&rebuild->mutex);
}

void rebuild_trigger(Rebuild *rebuild)
{
  announce(rebuild, true);
}
void rebuild_recheck(Rebuild *rebuild)
{
  announce(rebuild, false);
}
static void rebuild_wake(void *rebuild)
{
  announce(rebuild, false);
}

void rebuild_settle(Rebuild *rebuild)
{
  pthread_mutex_lock(&rebuild->mutex);
  while (!rebuild->idle || rebuild->news)
    pthread_cond_wait(&rebuild->rest, &rebuild->mutex);
  pthread_mutex_unlock(&rebuild->mutex);
}

static void rebuild_release(Rebuild *rebuild)
{
  pthread_cond_destroy(&rebuild->wake);
  pthread_cond_destroy(&rebuild->rest);
  pthread_mutex_destroy(&rebuild->mutex);
  g_strfreev(rebuild->argv);
  g_free(rebuild->directory);
  g_free(rebuild->last_error);
  g_free(rebuild);
}

Rebuild *rebuild_new(const RebuildOptions *options, Error **error)
{
  Rebuild *rebuild = g_new0(Rebuild, 1);
  rebuild->store = options->store;
  rebuild->site = options->site;
  rebuild->runner = options->runner;
  rebuild->clock = options->clock;
  rebuild->log = options->log;
  rebuild->argv = g_strdupv((char **)options->argv);
  rebuild->directory = g_strdup(options->directory);
  rebuild->timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : TIMEOUT_MS;
  rebuild->last_error = g_strdup("");
  rebuild->state.configured = rebuild->argv && rebuild->argv[0];
  rebuild->state.last_status = -1;
  pthread_mutex_init(&rebuild->mutex, NULL);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&rebuild->wake, &attributes);
  pthread_condattr_destroy(&attributes);
  pthread_cond_init(&rebuild->rest, NULL);

  /* First the ear, then the look: what is committed in between is heard. */
  store_listen(rebuild->store, OUTBOX_REBUILD, rebuild_wake, rebuild);
  int number = pthread_create(&rebuild->thread, NULL, worker_main, rebuild);
  if (number != 0) {
    store_listen(rebuild->store, OUTBOX_REBUILD, NULL, NULL);
    error_set_errno(error, number, "can't start the thread that builds the site");
    rebuild_release(rebuild);
    return NULL;
  }
  return rebuild;
}

void rebuild_free(Rebuild *rebuild)
{
  if (!rebuild)
    return;
  store_listen(rebuild->store, OUTBOX_REBUILD, NULL, NULL);
  pthread_mutex_lock(&rebuild->mutex);
  rebuild->stopping = true;
  pthread_cond_signal(&rebuild->wake);
  pthread_mutex_unlock(&rebuild->mutex);
  pthread_join(rebuild->thread, NULL);
  rebuild_release(rebuild);
}

void rebuild_state(Rebuild *rebuild, Arena *arena, RebuildState *out)
{
  pthread_mutex_lock(&rebuild->mutex);
  *out = rebuild->state;
  out->last_error = arena_strdup(arena, rebuild->last_error);
  pthread_mutex_unlock(&rebuild->mutex);
}
