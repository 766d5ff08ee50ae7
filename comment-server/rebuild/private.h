/* private.h - the inside of a Rebuild, for rebuild.c (when) and build.c (what).
 *
 * `mutex` guards `state`, `last_error` and the flags; the rest is fixed, or the
 * worker's own.
 */
#ifndef SENF_COMMENT_SERVER_REBUILD_PRIVATE_H
#define SENF_COMMENT_SERVER_REBUILD_PRIVATE_H

#include "comment-server/rebuild/rebuild.h"
#include "comment-server/store/outbox.h"

#include <pthread.h>

struct Rebuild {
  Store *store;
  Site *site;
  const Runner *runner;
  const Clock *clock;
  Log *log;
  char **argv;
  char *directory;
  int64_t timeout_ms;

  pthread_t thread;
  int64_t built_at; /* when the last good build looked; the worker's own */
  bool has_looked;  /* the worker's own */

  pthread_mutex_t mutex;
  pthread_cond_t wake; /* news, or stopping */
  pthread_cond_t rest; /* the worker has become idle */
  bool stopping;
  bool idle;
  bool news;      /* look again */
  bool triggered; /* build, whatever the look says */
  RebuildState state;
  char *last_error;
};

/* What a look at the databases found. */
typedef struct Work {
  int64_t now; /* seconds since 1970, before the look */
  OutboxSummary outbox;
  int64_t next_event; /* 0: none */
} Work;

typedef struct BuildReport {
  bool ok;
  int status; /* of the command; -1: it could not be started */
  bool timed_out;
  int64_t ms;
  char *message; /* why it failed, else ""; g_free it */
} BuildReport;

/* Fills outbox and next_event as far as they can be read. */
bool build_look(Rebuild *rebuild, Work *work, Error **error);
/* Run the command, then mark the rows that it covers as done, or put them off. */
void build_run(Rebuild *rebuild, const Work *work, BuildReport *report);

#endif
