/* context.h - one build while it runs: what its steps hand on.
 *
 * build.c makes it and calls the steps in order; each step fills its part and reads
 * those before it.
 */
#ifndef SENF_GENERATOR_BUILD_CONTEXT_H
#define SENF_GENERATOR_BUILD_CONTEXT_H

#include "generator/build/build.h"
#include "generator/build/facts/facts.h"
#include "generator/build/facts/named_facts.h"
#include "generator/build/plan.h"
#include "generator/build/publish/publish.h"
#include "generator/build/record/record.h"
#include "generator/source/history/history.h"

/* An output that an earlier build left. */
typedef struct OldOutput {
  OutputRow row; /* row.row 0: known only from the list of files in the output folder */
  bool kept;     /* the plan has it */
  bool gone;     /* not kept, and the file is not there either */
} OldOutput;

/* A page row that an earlier build left. */
typedef struct OldPage {
  PageRow row;
  bool kept;
} OldPage;

typedef struct Build {
  const BuildOptions *options;
  BuildResult *result;
  Arena *arena;
  int jobs;
  /* survey */
  Record *record;     /* NULL: a dry run without a record */
  Sql *comments;      /* build_comments */
  bool fresh;         /* no record to go on from */
  bool full;          /* parse and render everything */
  bool check_files;   /* compare with the files, not with recorded hashes */
  bool unchanged;     /* nothing at all to do */
  bool short_way;     /* little changed since the last build: short_way.h */
  bool new_files;     /* on the short way: the files are not the recorded ones */
  GPtrArray *changed; /* of SourceFile *, of a folder: those that differ; NULL: a commit */
  bool whole;         /* the short way gave up: do not try again */
  bool anew;          /* a dry run, as if there were no record */
  char *commit, *options_text, *theme_stamp;
  char *program; /* version.h */
  Source *source;
  bool source_warned; /* listing its files gave warnings */
  History *history;
  bool history_changed;
  bool theme_changed;        /* since the last build */
  bool bodies_lost;          /* a stored body is not what the record says */
  const char *settings_text; /* of senf.yaml; NULL: there is none */
  size_t settings_length;
  Settings settings;
  Theme *theme;
  Highlighter *highlighter;
  Facts facts;
  /* parse */
  GHashTable *old_pages; /* path → OldPage */
  GHashTable *old_by_id; /* id → OldPage */
  int64_t next_row;
  GHashTable *new_rows; /* SitePage → PageRow, of those parsed now */
  Site *site;
  /* plan and dirty */
  GPtrArray *outputs;           /* of PlanOutput *, by path */
  GHashTable *old_outputs;      /* path → OldOutput */
  GHashTable *comment_versions; /* row → version, of pages whose comments changed */
  CommentsMark comments_mark;   /* of the database, before its versions were read */
  NamedFacts *named;
  GHashTable *output_by_row; /* row → PlanOutput */
  GPtrArray *dirty;          /* of PlanOutput *, by path */
  /* render and publish */
  GPtrArray *rendered; /* of Rendered * (render.h), same order as dirty */
  int stage;           /* descriptor of PUBLISH_STAGE; -1: nothing is staged */
  bool output_empty;   /* the output folder was empty before that */
} Build;

/* The steps. Each returns false with the error set. */
bool build_survey(Build *build, Error **error);
bool build_authors(Build *build, Error **error);
bool build_parse(Build *build, Error **error);
bool build_plan(Build *build, Error **error);
bool build_find_dirty(Build *build, Error **error);
/* Render what is dirty, and put the rows of pages and outputs in a transaction that stays
 * open for build_publish. On the short way, and in a dry build, no rows are put. */
bool build_render(Build *build, Error **error);
bool build_publish(Build *build, Error **error);

/* A build in which little changed: renders and publishes without assembling the site
 * (short_way.h). *done is false when that is not enough; nothing was published then. */
bool build_short_way(Build *build, bool *done, Error **error);

/* survey_places.c: what would give something else than was meant is refused. A folder that is
 * no repository though it seems to be one; a state folder in the output, before anything is
 * written; an output folder that is the site's own, or one that its files are in. */
bool build_check_folder(const BuildOptions *options, Error **error);
bool build_check_state(const BuildOptions *options, Error **error);
bool build_check_output(Build *build, Error **error);

/* Read the settings from the text of senf.yaml (in build->arena; NULL: there is none). */
bool build_settings(Build *build, const char *text, size_t length, Error **error);

/* survey_site.c: fails, and says so in the result, when nothing there makes a site. */
bool build_survey_site(Build *build, Error **error);

/* Changes with the rules of time zones; g_free it. */
char *build_zones_text(void);

/* The journal of staged files; then the names and facts that came up. Within a
 * transaction. */
bool build_commit_staged(Build *build, Error **error);
bool build_commit_names(Build *build, Error **error);
/* What the output folder will hold (mark.h), from what the last build left there. Within a
 * transaction. */
bool build_commit_mark(Build *build, Error **error);

/* Where the stored bodies are; g_free. */
char *build_bodies_path(const Build *build);
/* When more of them is idle than used, write them anew; *idle is the file that can be
 * removed after the transaction (g_free; NULL: none). Within a transaction. */
bool build_compact_bodies(Build *build, char **idle, Error **error);

/* How the files of a folder look, so that those which look so are not read again. Within a
 * transaction. */
bool build_commit_stamps(Build *build, Error **error);

size_t build_visible_pages(const Build *build);

/* Warn of links in changed pages that lead nowhere. Another thread may plan meanwhile. */
void build_check_links(Build *build);

/* The version of Pygments, when pages read it. Within a transaction. */
bool build_commit_highlighter(Build *build, Error **error);

/* Shortcodes of changed pages that have no template: an error, or warnings when the site
 * is not strict. */
bool build_check_shortcodes(Build *build, Error **error);

/* For an output that is rendered: why. The first reason stays. */
void build_mark(Build *build, PlanOutput *output, const char *reason);

/* This thread's connection to the comments, opened when it is first asked for; NULL without an
 * error when there are none. */
Sql *build_comments(Build *build, Error **error);

/* Each comment version that differs from the recorded one. */
bool build_comments_changed(Build *build, bool *changed, Error **error);

/* The versions that were built, and the mark. Within a transaction. */
bool build_commit_comments(Build *build, Error **error);

/* Give the rows of pages that were parsed now the version of their comments. Before
 * anything is rendered, so that a later comment is not missed. */
bool build_comments_of_new(Build *build, Error **error);

/* Run `work` for 0 … count-1 on build->jobs threads; `shared` goes to all, and each
 * thread has worker data of its own, made by `begin` and given to `end`. Indexes are
 * handed out in order (without `begin` and `end` there is no such data); `work` returning false stops the run when those that were taken
 * are done, so that the lowest index that fails is always the same one.
 *
 * `keep`, unless it is NULL, follows in the order of the indexes, whichever is done first:
 * by one of the threads at a time, while the others work on. It may write what only one may
 * write at a time, and what it writes is the same for any number of threads. It returns
 * false to stop the run, and is not called for an index that failed or for one after it. */
typedef struct WorkerClass {
  void *(*begin)(Build *build, void *shared);
  bool (*work)(Build *build, void *shared, void *worker, size_t index);
  bool (*keep)(Build *build, void *shared, size_t index);
  void (*end)(Build *build, void *shared, void *worker);
} WorkerClass;
void build_parallel(Build *build, size_t count, const WorkerClass *class, void *shared);

#endif
