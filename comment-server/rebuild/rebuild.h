/* rebuild.h - brings the static site up to date after something changed.
 *
 * One worker thread. It runs the configured command (`senf build …`) through
 * the Runner, with a time limit, when
 *   - the outbox holds rebuild rows (it listens to the store; at the start it
 *     finds those that an earlier run left, and within a minute those that
 *     another process wrote),
 *   - build.db's next scheduled event has come, or
 *   - rebuild_trigger is called.
 * What happens while a build runs is folded into one more build. A failure
 * keeps the rows, and is tried again after 2, 4, 8 … 600 seconds, or at once
 * when something new is triggered by hand.
 *
 * Waits are on a condition variable with the monotonic clock; there are no
 * sleeps. Without a command the rows are worked off and nothing is run.
 */
#ifndef SENF_COMMENT_SERVER_REBUILD_REBUILD_H
#define SENF_COMMENT_SERVER_REBUILD_REBUILD_H

#include "comment-server/store/site.h"
#include "comment-server/store/store.h"
#include "common/arena.h"
#include "common/error.h"
#include "common/system/log.h"
#include "common/system/process.h"
#include "common/time/clock.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Rebuild Rebuild;

typedef struct RebuildOptions {
  Store *store;
  Site *site; /* or NULL: no timer */
  const Runner *runner;
  const Clock *clock;
  Log *log;                /* or NULL */
  const char *const *argv; /* copied; NULL or empty: no command */
  const char *directory;   /* copied; where to run it, or NULL */
  int64_t timeout_ms;      /* 0: 300,000 */
} RebuildOptions;

/* Starts the worker. store, site, runner, clock and log must outlive it. */
Rebuild *rebuild_new(const RebuildOptions *options, Error **error);
/* Ends the worker; waits for a build that runs. NULL is fine. Before
 * store_close. */
void rebuild_free(Rebuild *rebuild);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rebuild, rebuild_free)

/* Build once more, soon; also during a wait after a failure. Any thread. */
void rebuild_trigger(Rebuild *rebuild);
/* Look at the clock and the databases again now. Any thread. */
void rebuild_recheck(Rebuild *rebuild);

/* Wait until the worker has nothing left to do at this time. */
void rebuild_settle(Rebuild *rebuild);

typedef struct RebuildState {
  bool configured;
  bool running;
  int64_t waiting;     /* outbox rows not yet built, as last seen */
  uint64_t runs;       /* ended, since the start */
  uint64_t failures;   /* of these */
  int failed_in_a_row; /* 0: the last one was fine */
  int last_status;     /* exit status; -1: could not be started, or no run yet */
  bool last_timed_out;
  int64_t last_started_at, last_finished_at; /* seconds since 1970; 0: never */
  int64_t last_ms;
  int64_t retry_at;       /* seconds since 1970; 0: no retry waits */
  int64_t next_event_at;  /* as last read from build.db; 0: none */
  const char *last_error; /* end of stderr, or why it didn't start; "" */
} RebuildState;

/* Any thread; strings are copied into `arena`. */
void rebuild_state(Rebuild *rebuild, Arena *arena, RebuildState *out);

#endif
