/* build.c - the steps of a build, in order. */
#include "generator/build/build.h"

#include "generator/build/context.h"
#include "generator/build/inspect.h"
#include "generator/build/lock.h"
#include "generator/build/render.h"

#include "common/files.h"

#include <string.h>
#include <unistd.h>

const char *const build_stage_names[BUILD_STAGES] = {"open", "parse", "plan", "render", "publish"};

static void build_init(Build *build, const BuildOptions *options, BuildResult *result)
{
  *build = (Build){.options = options, .result = result, .arena = arena_new(), .stage = -1};
  build->jobs = options->jobs > 0 ? options->jobs : (int)sysconf(_SC_NPROCESSORS_ONLN);
  build->old_pages = g_hash_table_new(g_str_hash, g_str_equal);
  build->old_by_id = g_hash_table_new(g_str_hash, g_str_equal);
  build->new_rows = g_hash_table_new(NULL, NULL);
  build->old_outputs = g_hash_table_new(g_str_hash, g_str_equal);
  build->comment_versions = g_hash_table_new(g_int64_hash, g_int64_equal);
  build->output_by_row = g_hash_table_new(g_int64_hash, g_int64_equal);
  build->dirty = g_ptr_array_new();
  build->rendered = g_ptr_array_new_with_free_func(rendered_free);
  result->now = options->has_now ? options->now : clock_now(options->clock) / G_USEC_PER_SEC;
}

static void build_clear(Build *build)
{
  g_ptr_array_unref(build->rendered);
  g_ptr_array_unref(build->dirty);
  named_facts_free(build->named);
  g_hash_table_unref(build->output_by_row);
  g_hash_table_unref(build->comment_versions);
  g_hash_table_unref(build->old_outputs);
  g_hash_table_unref(build->new_rows);
  g_hash_table_unref(build->old_by_id);
  g_hash_table_unref(build->old_pages);
  if (build->outputs)
    g_ptr_array_unref(build->outputs);
  if (build->facts.files)
    g_hash_table_unref(build->facts.files);
  site_free(build->site);
  bodies_close(build->facts.bodies);
  data_free(build->facts.data);
  images_free(build->facts.images);
  highlighter_free(build->highlighter);
  name_table_free(build->facts.subjects);
  name_table_free(build->facts.fields);
  theme_free(build->theme);
  history_free(build->history);
  source_free(build->source);
  record_close(build->record);
  sql_close(build->comments);
  g_free(build->commit);
  if (build->changed)
    g_ptr_array_unref(build->changed);
  g_free(build->options_text);
  g_free(build->program);
  g_free(build->theme_stamp);
  stage_close(build);
  arena_free(build->arena);
}

/* For `senf why`: the one output, and no other. */
static bool build_explained_only(Build *build, Error **error)
{
  const char *path = build->options->explain->path;
  g_ptr_array_set_size(build->dirty, 0);
  for (guint i = 0; i < build->outputs->len; i++) {
    PlanOutput *output = g_ptr_array_index(build->outputs, i);
    if (strcmp(output->path, path) == 0) {
      build_mark(build, output, "asked for");
      g_ptr_array_add(build->dirty, output);
      return true;
    }
  }
  error_set(error, ERROR_SITE, "a build would make no file '%s' now", path);
  return false;
}

/* Neither looks at what the other does. */
static bool plan_work(Build *build, void *shared, void *worker, size_t index)
{
  (void)worker;
  Error **error = shared;
  if (index == 0)
    build->outputs = plan_make(&build->facts, error);
  else if (!build->options->inspect)
    build_check_links(build);
  return true;
}

static bool plan_and_check(Build *build, Error **error)
{
  static const WorkerClass plan_class = {.work = plan_work};
  Error *plan_error = NULL;
  build_parallel(build, 2, &plan_class, &plan_error);
  if (build_check_shortcodes(build, error) && build->outputs)
    return true;
  if (plan_error && (!error || !*error))
    error_move(error, plan_error);
  else
    error_free(plan_error);
  return false;
}

bool build_plan(Build *build, Error **error)
{
  SiteMoment moment = {build->result->now, build->options->drafts, build->options->future};
  if (!site_assemble(build->site, &moment, build->result->warnings, error))
    return false;
  return plan_and_check(build, error) && build_find_dirty(build, error) &&
         (!build->options->explain || build_explained_only(build, error));
}

typedef struct BuildStep {
  BuildStage stage;
  bool (*run)(Build *build, Error **error);
} BuildStep;

static const BuildStep build_steps[] = {
    {BUILD_OPEN, build_survey},   {BUILD_PARSE, build_parse},     {BUILD_PLAN, build_plan},
    {BUILD_RENDER, build_render}, {BUILD_PUBLISH, build_publish},
};

/* --- the result --------------------------------------------------------------------------------- */

static void change_free(gpointer data)
{
  BuildChange *change = data;
  g_free(change->path);
  g_free(change->reason);
  g_free(change);
}

static void result_change(BuildResult *result, BuildAction action, const char *path,
                          const char *reason)
{
  BuildChange *change = g_new0(BuildChange, 1);
  *change = (BuildChange){action, g_strdup(path), g_strdup(reason)};
  g_ptr_array_add(result->changes, change);
}

static int change_compare(gconstpointer a, gconstpointer b)
{
  return strcmp((*(BuildChange *const *)a)->path, (*(BuildChange *const *)b)->path);
}

static void result_removals(Build *build)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, build->old_outputs);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const OldOutput *old = value;
    if (old->kept || old->gone)
      continue;
    build->result->removed++;
    result_change(build->result, BUILD_REMOVE, old->row.path, "nothing makes it any more");
  }
}

size_t build_visible_pages(const Build *build)
{
  size_t count = 0;
  for (guint i = 0; i < build->site->pages->len; i++)
    count += ((SitePage *)g_ptr_array_index(build->site->pages, i))->visible;
  return count;
}

static void result_fill(Build *build)
{
  BuildResult *result = build->result;
  const char *commit = build->source ? source_commit(build->source) : build->commit;
  result->commit = g_strdup(commit);
  result->comments = comments_total(build_comments(build, NULL));
  if (build->unchanged || build->short_way) {
    result->outputs = (size_t)record_meta_int(build->record, "outputs", 0);
    result->pages = (size_t)record_meta_int(build->record, "pages", 0);
  } else {
    result->outputs = build->outputs->len;
    result->pages = build_visible_pages(build);
  }
  for (guint i = 0; i < build->rendered->len; i++) {
    const Rendered *rendered = g_ptr_array_index(build->rendered, i);
    result->rendered += rendered->output->kind != OUTPUT_FILE;
    result->written += rendered->changed;
    result_change(result, rendered->changed ? BUILD_WRITE : BUILD_RENDERED_EQUAL,
                  rendered->output->path, rendered->output->reason);
  }
  if (!build->unchanged && !build->short_way)
    result_removals(build);
  g_ptr_array_sort(result->changes, change_compare);
}

/* After the survey: a build on the short way needs no other step. */
static bool build_try_short(Build *build, bool *done, Error **error)
{
  *done = build->unchanged;
  if (!build->short_way)
    return true;
  int64_t start = g_get_monotonic_time();
  bool good = build_short_way(build, done, error);
  build->result->stage_us[BUILD_RENDER] += g_get_monotonic_time() - start;
  return good;
}

static bool build_steps_run(Build *build, bool *again, Error **error)
{
  bool done = false;
  for (size_t i = 0; i < G_N_ELEMENTS(build_steps) && !done; i++) {
    if (i == 1 && (!build_try_short(build, &done, error) || done))
      return done;
    if (build->short_way) {
      *again = true;
      return true;
    }
    int64_t start = g_get_monotonic_time();
    bool good = build_steps[i].run(build, error);
    build->result->stage_us[build_steps[i].stage] += g_get_monotonic_time() - start;
    if (!good)
      return false;
    const BuildInspect *inspect = build->options->inspect;
    if (inspect && build_steps[i].stage == BUILD_PLAN)
      done = !inspect->site(inspect->data, &build->facts, build->outputs);
  }
  return true;
}

/* What an attempt hands on: the files of a folder, as they were looked at. */
typedef struct Files {
  Source *source;
  GPtrArray *changed;
} Files;

static void files_drop(Files *files)
{
  source_free(files->source);
  if (files->changed)
    g_ptr_array_unref(files->changed);
  *files = (Files){0};
}

void build_watched_clear(BuildWatched *watched)
{
  source_stamps_free(watched->stamps);
  g_free(watched->mark);
  *watched = (BuildWatched){0};
}

/* After a good build: the record has the stamps, or others of the same files. */
static void watched_keep(Build *build)
{
  BuildWatched *watched = build->options->watched;
  if (!watched || !build->source || !build->record)
    return;
  source_stamps_free(watched->stamps);
  g_free(watched->mark);
  watched->stamps = source_stamps_take(build->source);
  watched->mark = record_meta(build->record, "stamps_mark");
}

typedef struct Attempt {
  bool whole;   /* not the short way */
  bool anew;    /* a dry run, as if there were no record */
  bool again;   /* result: the short way gave up */
  bool damaged; /* result: it failed since the record is damaged */
  Files files;  /* from the attempt before, and for the next one */
} Attempt;

static bool build_try(const BuildOptions *options, BuildResult *result, Attempt *attempt,
                      Error **error)
{
  Build build;
  build_init(&build, options, result);
  build.whole = attempt->whole;
  build.anew = attempt->anew;
  build.source = g_steal_pointer(&attempt->files.source);
  build.changed = g_steal_pointer(&attempt->files.changed);
  bool good = build_steps_run(&build, &attempt->again, error);
  if (good && build.record && !options->dry && record_has_lost(build.record)) {
    error_set(error, ERROR_SITE, "'%s/build.db' is damaged", options->state);
    good = false;
  }
  if (good && !attempt->again) {
    result_fill(&build);
    watched_keep(&build);
  }
  if (good && attempt->again && build.source && !source_commit(build.source) &&
      !build.source_warned)
    attempt->files = (Files){g_steal_pointer(&build.source), g_steal_pointer(&build.changed)};
  attempt->damaged =
      !good && ((build.record && record_is_damaged(build.record)) || build.bodies_lost);
  build_clear(&build);
  return good;
}

static bool build_once(const BuildOptions *options, BuildResult *result, bool anew, bool *damaged,
                       Error **error)
{
  Attempt attempt = {.whole = options->explain != NULL, .anew = anew};
  bool good = build_try(options, result, &attempt, error);
  if (good && attempt.again) {
    /* The long way says all of it once more. */
    warnings_free(result->warnings);
    result->warnings = warnings_new();
    attempt = (Attempt){.whole = true, .anew = anew, .files = attempt.files};
    good = build_try(options, result, &attempt, error);
  }
  files_drop(&attempt.files);
  *damaged = attempt.damaged;
  return good;
}

/* A record that turns out to be damaged on the way is thrown away, and the build is
 * done again from nothing. A dry run leaves it, and does as that build would. */
static bool build_or_rebuild(const BuildOptions *options, BuildResult *result, Error **error)
{
  bool damaged = false;
  g_autoptr(Error) first = NULL;
  if (build_once(options, result, false, &damaged, &first))
    return true;
  if (!damaged) {
    error_move(error, g_steal_pointer(&first));
    return false;
  }
  warnings_free(result->warnings);
  result->warnings = warnings_new();
  warnings_add(result->warnings, options->state, 0, 0, "%s; building from nothing", first->what);
  return (options->dry || record_reset(options->state, error)) &&
         build_once(options, result, options->dry, &damaged, error);
}

/* --- one at a time ------------------------------------------------------------------------------ */

static Digest request_digest(const BuildOptions *options)
{
  Digester digester;
  digester_init(&digester);
  const char *const paths[] = {options->source, options->output, options->comments};
  for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
    g_autofree char *path = paths[i] ? g_canonicalize_filename(paths[i], NULL) : NULL;
    digester_add_text(&digester, path);
  }
  digester_add_text(&digester, options->rev);
  digester_add_text(&digester, options->theme);
  digester_add_text(&digester, options->base_url);
  digester_add_int(&digester, options->has_now ? options->now : -1);
  const bool flags[] = {options->worktree, options->drafts, options->future, options->full,
                        options->has_now};
  for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
    digester_add_int(&digester, flags[i]);
  return digester_end(&digester);
}

/* Another build did what this one was asked. */
static bool build_folded(const BuildOptions *options, BuildResult *result, Error **error)
{
  bool fresh;
  g_autoptr(Record) record = record_open(options->state, false, &fresh, result->warnings, error);
  g_autoptr(Sql) comments = comments_connect(options->comments, NULL);
  result->folded = true;
  result->comments = comments_total(comments);
  if (!record)
    return !error || !*error;
  result->outputs = (size_t)record_meta_int(record, "outputs", 0);
  result->pages = (size_t)record_meta_int(record, "pages", 0);
  result->commit = record_meta(record, "commit");
  return true;
}

static bool build_in_turn(const BuildOptions *options, BuildResult *result, Error **error)
{
  LockRequest lock;
  bool first = !dir_exists(options->state);
  if (!dir_make(options->state, error) ||
      !lock_ask(&lock, options->state, request_digest(options), error))
    return false;
  LockOutcome outcome = lock_take(&lock, options->waits, options->waits_data, error);
  bool good = outcome != LOCK_FAILED;
  if (outcome == LOCK_FOLDED)
    good = build_folded(options, result, error);
  else if (good)
    good = build_or_rebuild(options, result, error);
  if (good && outcome == LOCK_TAKEN)
    lock_done(&lock);
  if (first && result->no_site) /* the wrong folder stays as it was */
    dir_remove(options->state, NULL);
  lock_release(&lock);
  return good;
}

bool build_run(const BuildOptions *options, BuildResult *result, Error **error)
{
  Error *local = NULL;
  result->warnings = warnings_new();
  result->changes = g_ptr_array_new_with_free_func(change_free);
  if (build_check_state(options, &local) &&
      (options->dry ? build_or_rebuild(options, result, &local)
                    : build_in_turn(options, result, &local)))
    return true;
  if (local->kind == ERROR_MACHINE && !local->hint)
    error_hint(&local, "see that there is room on the disk and that the folders of --output and "
                       "--state can be written; then build again");
  error_move(error, local);
  return false;
}

void build_result_clear(BuildResult *result)
{
  warnings_free(result->warnings);
  if (result->changes)
    g_ptr_array_unref(result->changes);
  g_free(result->commit);
  *result = (BuildResult){0};
}
