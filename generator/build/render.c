/* render.c - dirty outputs to bytes, on all cores. */
#include "generator/build/inspect.h"
#include "generator/build/keep.h"
#include "generator/build/view/views.h"

#include "common/escape.h"
#include "common/html/html_minify.h"
#include "common/paths.h"

#include <pthread.h>
#include <string.h>

/* Fewer than EAGER_MIN outputs are done before anybody could look. */
enum { EAGER_MIN = 16, EAGER_MAX = 32 };

/* What a thread needs to render one output after another. */
typedef struct RenderWorker {
  Arena *arena;
  Viewer viewer;
  Trace trace;
  GString *out;
  Sql *comments; /* of a thread of its own; NULL: the build's */
  Error *error;  /* the comments could not be opened */
} RenderWorker;

/* --- one output --------------------------------------------------------------------------- */

/* What is put right in all that a template made: no superfluous space in HTML, no byte in
 * XML that XML does not have. */
static void output_finish(const Settings *settings, const PlanOutput *output, GString *out)
{
  const char *extension = path_extension(output->path);
  if (settings->minify && (strcmp(extension, "html") == 0 || strcmp(extension, "htm") == 0))
    g_string_truncate(out, html_minify(out->str, out->len));
  else if (strcmp(extension, "xml") == 0)
    clean_xml(out);
}

static bool output_render(Build *build, RenderWorker *worker, PlanOutput *output, Error **error)
{
  Viewer *viewer = &worker->viewer;
  TemplateVariable variables[VIEW_VARIABLES];
  viewer_begin(viewer, &worker->trace, output, output->lang);
  TemplateRender render = {.variables = variables,
                           .variable_count = view_variables(viewer, variables),
                           .arena = worker->arena,
                           .out = worker->out,
                           .host = viewer,
                           .more_steps = &viewer->steps,
                           .used = view_template_used,
                           .missed = view_template_used,
                           .translate = view_translate,
                           .run = &viewer->run};
  g_string_truncate(worker->out, 0);
  bool good = template_render(build->theme->set, output->template, &render, error);
  if (viewer->error && (good || (error && *error))) {
    if (error && *error)
      error_free(g_steal_pointer(error));
    error_move(error, g_steal_pointer(&viewer->error));
    good = false;
  }
  if (good)
    output_finish(&build->settings, output, worker->out);
  else
    error_note(error, "while rendering %s for %s", output->path, output->origin);
  return good;
}

static bool output_copy(Build *build, Rendered *rendered, size_t index, Error **error)
{
  const PlanOutput *output = rendered->output;
  size_t length;
  g_autofree char *bytes =
      source_read(output->source, output->file, PUBLISH_FILE_LIMIT, &length, error);
  if (!bytes && error && *error && (*error)->kind == ERROR_SITE)
    error_hint(error,
               "if it is no part of the site, name it in senf.yaml (paths: exclude); if it is, "
               "keep it on another server and link to it");
  if (bytes && rendered->eager)
    build->options->eager->made(build->options->eager->data, output->path, bytes, length);
  return bytes && stage_bytes(build, rendered, index, bytes, length, error);
}

/* --- all of them ---------------------------------------------------------------------------- */

typedef struct Rendering {
  Keeper *keeper;   /* NULL: no rows are put */
  GPtrArray *pages; /* of ReadyPage *, in the order of the site's; NULL: put, or not ready */
  Error *error;     /* of the keeper */
} Rendering;

static void *render_begin(Build *build, void *shared)
{
  (void)shared;
  RenderWorker *worker = g_new0(RenderWorker, 1);
  worker->arena = arena_new();
  worker->out = g_string_sized_new(64 * 1024);
  trace_init(&worker->trace);
  if (build->jobs > 1)
    worker->comments = comments_connect(build->options->comments, &worker->error);
  if (!worker->error)
    comments_hold(worker->comments, &worker->error);
  Sql *comments = build->jobs > 1 ? worker->comments : build_comments(build, &worker->error);
  viewer_init(&worker->viewer, &build->facts, comments, worker->arena);
  worker->viewer.explain = build->options->explain;
  return worker;
}

static void render_end(Build *build, void *shared, void *data)
{
  (void)build;
  (void)shared;
  RenderWorker *worker = data;
  sql_close(worker->comments);
  viewer_release(&worker->viewer);
  trace_release(&worker->trace);
  g_string_free(worker->out, TRUE);
  arena_free(worker->arena);
  error_free(worker->error);
  g_free(worker);
}

static bool output_work(Build *build, RenderWorker *worker, size_t index)
{
  Rendered *rendered = g_ptr_array_index(build->rendered, index);
  if (rendered->done)
    return true;
  const BuildEager *eager = build->options->eager;
  if (eager && build->rendered->len >= EAGER_MIN && eager->overtaken(eager->data)) {
    rendered->overtaken = true;
    error_set(&rendered->error, ERROR_SITE, "the files were changed again during the build");
    return false;
  }
  if (worker->error) {
    rendered->error = error_copy(worker->error);
    return false;
  }
  if (rendered->output->kind == OUTPUT_FILE)
    return output_copy(build, rendered, index, &rendered->error);
  if (!output_render(build, worker, rendered->output, &rendered->error)) {
    rendered->body_lost = worker->viewer.body_lost;
    return false;
  }
  if (rendered->eager)
    build->options->eager->made(build->options->eager->data, rendered->output->path,
                                worker->out->str, worker->out->len);
  const BuildInspect *inspect = build->options->inspect;
  if (inspect && inspect->output)
    inspect->output(inspect->data, rendered->output, worker->out->str, worker->out->len);
  trace_sort(&worker->trace);
  trace_copy(&worker->trace, &rendered->reads);
  if (build->options->progress)
    build->options->progress(build->options->progress_data, index + 1, build->rendered->len);
  return stage_bytes(build, rendered, index, worker->out->str, worker->out->len, &rendered->error);
}

/* Rows of pages come first: they are many and small, and the outputs that follow are put
 * while others are rendered. */
static bool render_work(Build *build, void *shared, void *data, size_t index)
{
  Rendering *rendering = shared;
  RenderWorker *worker = data;
  if (index >= rendering->pages->len)
    return output_work(build, worker, index - rendering->pages->len);
  const SitePage *page = g_ptr_array_index(build->site->pages, (guint)index);
  viewer_begin(&worker->viewer, NULL, NULL, build->settings.languages[0].code);
  g_ptr_array_index(rendering->pages, (guint)index) = ready_page_new(build, &worker->viewer, page);
  return true;
}

static bool render_keep(Build *build, void *shared, size_t index)
{
  Rendering *rendering = shared;
  guint pages = rendering->pages->len;
  if (index >= pages)
    return keeper_put_output(rendering->keeper,
                             g_ptr_array_index(build->rendered, (guint)index - pages),
                             &rendering->error);
  gpointer *ready = &g_ptr_array_index(rendering->pages, (guint)index);
  bool good = keeper_put_page(rendering->keeper, *ready, &rendering->error);
  g_clear_pointer(ready, ready_page_free);
  return good;
}

static const WorkerClass render_class = {
    .begin = render_begin, .work = render_work, .end = render_end};
static const WorkerClass render_and_keep_class = {
    .begin = render_begin, .work = render_work, .keep = render_keep, .end = render_end};

/* All templates are checked before the first page is rendered: those that are needed, and
 * when the theme changed all, as one that is wrong may be named where nothing reads it yet.
 * On the short way they are those that an earlier build checked. */
static bool templates_load(Build *build, Error **error)
{
  if (build->short_way)
    return true;
  bool all = build->theme_changed && build->outputs;
  const GPtrArray *outputs = all ? build->outputs : build->dirty;
  g_autoptr(GHashTable) checked = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < outputs->len; i++) {
    const PlanOutput *output = g_ptr_array_index(outputs, i);
    if (output->template && g_hash_table_add(checked, (gpointer)output->template) &&
        !template_check(build->theme->set, output->template, build->result->warnings, error))
      return false;
  }
  return true;
}

/* A page that somebody looks at, and the assets, whose names change with what they hold. */
static bool is_eager(const BuildEager *eager, const PlanOutput *output)
{
  if (output->kind == OUTPUT_FILE)
    return g_str_has_prefix(output->path, "assets/");
  return eager->wants(eager->data, output->path);
}

/* False when one of them failed. */
static bool render_eagerly(Build *build)
{
  const BuildEager *eager = build->options->eager;
  if (!eager || build->rendered->len < EAGER_MIN)
    return true;
  RenderWorker *worker = NULL;
  bool good = true;
  for (guint i = 0, count = 0; good && i < build->rendered->len && count < EAGER_MAX; i++) {
    Rendered *rendered = g_ptr_array_index(build->rendered, i);
    rendered->eager = is_eager(eager, rendered->output);
    if (!rendered->eager)
      continue;
    if (!worker)
      worker = render_begin(build, NULL);
    good = rendered->done = output_work(build, worker, i);
    count++;
  }
  if (worker)
    render_end(build, NULL, worker);
  if (worker && good)
    eager->done(eager->data);
  return good;
}

/* The first failure, in the order of the outputs. */
static bool rendered_check(Build *build, Error **error)
{
  for (guint i = 0; i < build->rendered->len; i++) {
    Rendered *rendered = g_ptr_array_index(build->rendered, i);
    if (rendered->error) {
      build->bodies_lost = rendered->body_lost;
      build->result->overtaken = rendered->overtaken;
      error_move(error, g_steal_pointer(&rendered->error));
      return false;
    }
  }
  return true;
}

static void render_prepare(Build *build)
{
  for (guint i = 0; i < build->dirty->len; i++) {
    Rendered *rendered = g_new0(Rendered, 1);
    rendered->output = g_ptr_array_index(build->dirty, i);
    g_ptr_array_add(build->rendered, rendered);
  }
}

static bool render_only(Build *build, Error **error)
{
  Rendering rendering = {.pages = g_ptr_array_new()};
  if (render_eagerly(build))
    build_parallel(build, build->rendered->len, &render_class, &rendering);
  g_ptr_array_unref(rendering.pages);
  return rendered_check(build, error);
}

static bool render_and_keep(Build *build, Error **error)
{
  if (!images_load(build->facts.images, error) || !record_begin(build->record, error))
    return false;
  g_autoptr(Keeper) keeper = keeper_new(build);
  Rendering rendering = {.keeper = keeper,
                         .pages = g_ptr_array_new_with_free_func(ready_page_free)};
  g_ptr_array_set_size(rendering.pages, (gint)build->site->pages->len);
  if (render_eagerly(build))
    build_parallel(build, rendering.pages->len + build->rendered->len, &render_and_keep_class,
                   &rendering);
  g_ptr_array_unref(rendering.pages);
  bool good = rendered_check(build, error);
  if (good && rendering.error) {
    error_move(error, g_steal_pointer(&rendering.error));
    good = false;
  }
  error_free(rendering.error);
  if (good && keeper_finish(keeper, error))
    return true;
  record_rollback(build->record);
  return false;
}

bool build_render(Build *build, Error **error)
{
  if (!templates_load(build, error))
    return false;
  if (build->dirty->len > 0 && !build->options->dry && !stage_open(build, error))
    return false;
  render_prepare(build);
  bool good = build->short_way || build->options->dry ? render_only(build, error)
                                                      : render_and_keep(build, error);
  const char *failure = highlighter_failure(build->highlighter);
  if (failure)
    warnings_add(build->result->warnings, NULL, 0, 0, "%s: code is shown without colours", failure);
  if (!good)
    stage_drop(build);
  return good;
}
