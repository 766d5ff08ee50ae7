/* comments_only.c - the short way: only comments changed since the last build.
 *
 * The outputs that read these comments are rendered from what the record kept: no git,
 * no assembled site, no plan. The cost is that of the pages that change. When an output
 * asks for something that only the whole site can tell, nothing is published and the
 * build goes the long way; both give the same bytes.
 */
#include "generator/build/pieces.h"
#include "generator/build/render.h"
#include "generator/build/views.h"

#include <stdlib.h>
#include <string.h>

/* With more outputs than this, the long way with all cores is no slower. */
enum { SHORT_LIMIT = 64 };

typedef struct Short {
  Build *build;
  Viewer viewer;
  Subject subject;
  GArray *rows; /* of int64_t: outputs that read a thread which is another one now */
  Trace trace;
} Short;

static bool has_output(void *data, const char *path)
{
  return record_has_output(data, path);
}

static bool short_settings(Build *build, bool *possible, Error **error)
{
  size_t length = 0, pack_length = 0;
  g_autofree char *text = record_bytes(build->record, "settings", &length);
  g_autofree void *pack = record_bytes(build->record, "theme_pack", &pack_length);
  *possible = pack != NULL;
  if (!pack)
    return true;
  if (!build_settings(build, arena_strndup(build->arena, text, length), length, error))
    return false;
  build->theme = theme_unpack(build->arena, &build->settings, pack, pack_length, error);
  if (!build->theme)
    return false;
  views_register(build->theme->set);
  return true;
}

static void short_standalone(Build *build)
{
  g_autofree char *rows = record_meta(build->record, "standalone");
  char *at = rows;
  for (int64_t row; at && (row = g_ascii_strtoll(at, &at, 10)) != 0;) {
    SitePage *page = site_page_by_row(build->site, row);
    if (page)
      g_ptr_array_add(build->site->standalone, page);
  }
}

static bool short_facts(Build *build, Error **error)
{
  Facts *facts = &build->facts;
  g_autofree char *bodies = g_strconcat(build->options->state, "/bodies", NULL);
  facts->arena = build->arena;
  facts->settings = &build->settings;
  facts->theme = build->theme;
  facts->site = build->site;
  facts->comments_path = build->options->comments;
  facts->subjects = name_table_new();
  facts->fields = name_table_new();
  facts->files = g_hash_table_new(g_str_hash, g_str_equal);
  facts->has_output = has_output;
  facts->has_output_data = build->record;
  facts->bodies = bodies_open(bodies, BODIES_READ, error);
  if (!facts->bodies || !record_lend_names(build->record, facts->subjects, facts->fields, error))
    return false;
  facts_init(facts);
  return true;
}

/* --- which outputs ------------------------------------------------------------------------ */

static bool reader_visit(void *data, int64_t output, const void *reads, size_t length,
                         Error **error)
{
  (void)error;
  Short *self = data;
  if (!trace_unpack(&self->trace, reads, length)) {
    site_need_all(self->build->site);
    return true;
  }
  for (size_t i = 0; i < self->trace.count; i++) {
    const TraceEntry *entry = &self->trace.entries[i];
    if (entry->subject == self->subject &&
        fact_digest(&self->viewer, entry->subject, entry->field) != entry->digest) {
      g_array_append_val(self->rows, output);
      return true;
    }
  }
  return true;
}

static bool short_collect(Short *self, Error **error)
{
  Build *build = self->build;
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, build->comment_versions);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    self->subject = subject_make(SUBJECT_COMMENTS, *(const int64_t *)key);
    if (!record_visit_readers(build->record, self->subject, reader_visit, self, error))
      return false;
  }
  if (!self->viewer.error)
    return true;
  error_move(error, g_steal_pointer(&self->viewer.error));
  return false;
}

/* Only pages and posts are made anew from a row; the rest needs the plan. */
static bool output_add(Build *build, int64_t number, Error **error)
{
  OldOutput *old = arena_new_of(build->arena, OldOutput);
  if (!record_find_output_row(build->record, build->arena, number, &old->row, error)) {
    site_need_all(build->site);
    return !error || !*error;
  }
  SitePage *page = old->row.page ? site_page_by_row(build->site, old->row.page) : NULL;
  if (!page || !page->visible || !old->row.template) {
    site_need_all(build->site);
    return true;
  }
  bool post = page->page.kind == PAGE_POST;
  PlanOutput *output = arena_new_of(build->arena, PlanOutput);
  *output =
      (PlanOutput){.kind = post ? OUTPUT_POST : OUTPUT_PAGE,
                   .path = old->row.path,
                   .url = page->page.url,
                   .template = old->row.template,
                   .name = post ? "post" : "page",
                   .lang = page->page.lang,
                   .origin = page->page.path,
                   .page = page,
                   .digest = old->row.plan,
                   .row = old->row.row,
                   .reason = arena_printf(build->arena, "%s (comments): thread", page->page.path)};
  g_hash_table_insert(build->old_outputs, (gpointer)output->path, old);
  for (guint i = 0; i < build->dirty->len; i++)
    if (((PlanOutput *)g_ptr_array_index(build->dirty, i))->row == output->row)
      return true;
  g_ptr_array_add(build->dirty, output);
  return true;
}

static bool short_find(Build *build, Error **error)
{
  Short self = {.build = build, .rows = g_array_new(FALSE, FALSE, sizeof(int64_t))};
  g_autoptr(Arena) arena = arena_new();
  Error *local = NULL;
  Sql *comments = comments_connect(build->options->comments, &local);
  viewer_init(&self.viewer, &build->facts, comments, arena);
  viewer_begin(&self.viewer, NULL, NULL, build->settings.languages[0].code);
  bool good = !local && short_collect(&self, &local);
  if (self.rows->len > SHORT_LIMIT)
    site_need_all(build->site);
  for (guint i = 0; good && !build->site->incomplete && i < self.rows->len; i++)
    good = output_add(build, g_array_index(self.rows, int64_t, i), &local);
  if (local)
    error_move(error, local);
  g_array_unref(self.rows);
  trace_release(&self.trace);
  viewer_release(&self.viewer);
  sql_close(comments);
  return good;
}

/* --- publish -------------------------------------------------------------------------------- */

static bool short_publish(Build *build, Error **error)
{
  if (!record_begin(build->record, error))
    return false;
  if (!build_commit_outputs(build, error) || !build_commit_names(build, error) ||
      !build_commit_comments(build, error) || build->site->incomplete ||
      !record_commit(build->record, error)) {
    record_rollback(build->record);
    return false;
  }
  return publish_recover(build->record, error);
}

static bool short_run(Build *build, Pieces *pieces, bool *done, Error **error)
{
  if (!short_facts(build, error))
    return false;
  short_standalone(build);
  bool good = short_find(build, error) && (build->site->incomplete || build_render(build, error));
  if (build->site->incomplete || pieces->error)
    return true;
  if (!good)
    return false;
  *done = short_publish(build, error);
  return *done || build->site->incomplete;
}

bool build_comments_only(Build *build, bool *done, Error **error)
{
  bool possible = false;
  Pieces pieces;
  Error *local = NULL;
  build->jobs = 1;
  if (!short_settings(build, &possible, &local) || !possible) {
    error_free(local);
    return true;
  }
  build->site = site_new(build->arena, &build->settings);
  pieces_open(&pieces, build->site, build->record);
  bool good = short_run(build, &pieces, done, &local);
  /* What was asked in vain may have led to any error; the long way tells. */
  if (build->site->incomplete || pieces.error || good) {
    error_free(local);
    good = true;
  } else {
    error_move(error, local);
  }
  pieces_close(&pieces);
  build->site->store = NULL;
  return good;
}
