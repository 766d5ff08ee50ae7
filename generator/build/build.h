/* build.h - build a site, or bring it up to date.
 *
 *     BuildOptions options = {.source = ".", .output = "public", .state = ".senf", …};
 *     g_auto(BuildResult) result = {0};
 *     if (!build_run(&options, &result, &error)) …
 *
 * The steps, a file each: survey.c (what is there) → parse.c (changed files to pages)
 * → model/site → plan.c → dirty.c (which outputs read something that changed) →
 * render.c, and keep.c (their rows) meanwhile → commit.c (the rest of the record, the
 * journal) → publish.c. One build at a time: others wait at the
 * lock of the state folder, and all that wait are done by one of them (lock.h). Either
 * all of a build is published or nothing of it.
 */
#ifndef SENF_GENERATOR_BUILD_BUILD_H
#define SENF_GENERATOR_BUILD_BUILD_H

#include "common/error.h"
#include "common/time/clock.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct BuildInspect BuildInspect; /* inspect.h */

/* For `senf why`: one output is rendered and nothing is written; each reading is told,
 * with the line of the template that reads (NULL and 0: none does, it is read for the
 * template). */
typedef struct BuildExplain {
  const char *path; /* of the output */
  void (*read)(void *data, const char *fact, const char *template, int line);
  void *data;
} BuildExplain;

/* For a preview: when much is to be rendered, what somebody looks at comes first and is
 * told before the rest is rendered and anything is published. From the thread of build_run. */
typedef struct BuildEager {
  bool (*wants)(void *data, const char *path); /* of an output */
  void (*made)(void *data, const char *path, const char *bytes, size_t length);
  void (*done)(void *data); /* after the last of them, if there was one */
  /* From any thread: the sources have changed again. The build gives up, as if it had failed,
   * and nothing is published. */
  bool (*overtaken)(void *data);
  void *data;
} BuildEager;

/* For a preview whose folder is watched: what one build hands to the next, so that only the files
 * that the watcher names are looked at. `stamps` are how all files looked at the last build, which
 * left `mark` in the record; a build that fails leaves none, and the next one looks at all.
 * Zeroed at first; build_watched_clear at the end. */
struct SourceStamps;
typedef struct BuildWatched {
  const GPtrArray *paths; /* of char *: all that may have changed since; NULL: anything */
  struct SourceStamps *stamps;
  char *mark;
} BuildWatched;

void build_watched_clear(BuildWatched *watched);

typedef struct BuildOptions {
  const char *source; /* a repository or a folder */
  const char *rev;    /* NULL: HEAD */
  bool worktree;      /* the files as they are */
  const char *output, *state;
  const char *comments; /* comments.db, or NULL */
  const char *theme;    /* name or folder; NULL: the setting */
  const char *base_url; /* NULL: the setting */
  bool drafts, future;
  bool preview; /* a look at `rev`, not a site to publish: comments frozen, noindex, a banner */
  bool has_now; /* use `now`, else the clock */
  int64_t now;  /* seconds */
  int jobs;     /* 0: as many as there are cores */
  bool full;    /* trust nothing that an earlier build left */
  bool dry;     /* write nothing: what would be done (plan) */
  const BuildInspect *inspect; /* or NULL */
  const BuildExplain *explain; /* or NULL; with `dry` */
  const BuildEager *eager;     /* or NULL */
  BuildWatched *watched;       /* or NULL */
  const Clock *clock;
  void (*progress)(void *data, size_t done, size_t total); /* or NULL; from any thread */
  void *progress_data;
  void (*waits)(void *data); /* or NULL; another build runs, and this one waits for it */
  void *waits_data;
} BuildOptions;

typedef enum BuildStage {
  BUILD_OPEN, /* lock, record, source, history, settings, theme */
  BUILD_PARSE,
  BUILD_PLAN,    /* site, plan, what is dirty */
  BUILD_RENDER,  /* and the rows of pages and outputs, put meanwhile */
  BUILD_PUBLISH, /* the rest of the record, the journal and its steps */
  BUILD_STAGES,
} BuildStage;

extern const char *const build_stage_names[BUILD_STAGES];

typedef enum BuildAction { BUILD_WRITE, BUILD_RENDERED_EQUAL, BUILD_REMOVE } BuildAction;

/* What happened (or would happen) to one output. */
typedef struct BuildChange {
  BuildAction action;
  char *path, *reason;
} BuildChange;

typedef struct BuildResult {
  bool overtaken; /* it gave up: BuildEager */
  bool folded;    /* it waited, and another build did the same meanwhile (lock.h) */
  bool no_site;   /* it failed, since nothing there makes a site */
  size_t outputs; /* all files of the site */
  size_t rendered, written, removed;
  size_t pages;    /* of the site */
  size_t comments; /* that are published */
  char *commit;    /* or NULL */
  int64_t now;     /* the moment that was built */
  int64_t stage_us[BUILD_STAGES];
  GPtrArray *changes; /* of BuildChange *, by path */
  Warnings *warnings;
} BuildResult;

/* The result's warnings are filled on failure too. Call build_result_clear always. */
bool build_run(const BuildOptions *options, BuildResult *result, Error **error);
void build_result_clear(BuildResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BuildResult, build_result_clear)

#endif
