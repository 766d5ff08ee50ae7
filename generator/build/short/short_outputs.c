/* short_outputs.c - outputs that read a changed page or changed comments. */
#include "generator/build/record/plan_shows.h"
#include "generator/build/short/short_way.h"

#include "generator/model/site/site_store.h"

#include <string.h>

/* With more outputs than this, the long way with all cores is no slower. */
enum { OUTPUTS_LIMIT = 64 };

typedef struct Finder {
  Build *build;
  Viewer viewer;
  Subject comments; /* the subject of the readers that are looked at, if it is one */
  ChangedFacts *changed;
  GHashTable *reasons; /* row of an output → the fact that is another one now */
} Finder;

static bool reader_visit(void *data, int64_t output, const Trace *reads, Error **error)
{
  (void)error;
  Finder *finder = data;
  Build *build = finder->build;
  if (g_hash_table_contains(finder->reasons, &output))
    return true;
  if (!reads) {
    site_need_all(build->site);
    return true;
  }
  const TraceEntry *entry =
      changed_facts_in(finder->changed, &finder->viewer, reads, finder->comments);
  if (entry)
    g_hash_table_insert(
        finder->reasons, arena_memdup(build->arena, &output, sizeof output),
        (gpointer)fact_name(&build->facts, entry->subject, entry->field, build->arena));
  return true;
}

static bool find_comments(Finder *finder, int64_t row, Error **error)
{
  finder->comments = subject_make(SUBJECT_COMMENTS, row);
  return record_visit_readers(finder->build->record, finder->comments, reader_visit, finder, error);
}

static bool find_page(Finder *finder, const SitePage *page, Error **error)
{
  g_autoptr(GByteArray) facts = g_byte_array_new();
  finder->comments = 0;
  return record_page_facts(finder->build->record, page->row, facts, error) &&
         (!changed_facts_add_page(finder->changed, &finder->viewer, page->row, page, facts->data,
                                  facts->len) ||
          record_visit_readers(finder->build->record, subject_make(SUBJECT_PAGE, page->row),
                               reader_visit, finder, error));
}

static bool find_all(Finder *finder, Error **error)
{
  Build *build = finder->build;
  GHashTableIter iter;
  gpointer key;
  bool good = true;
  g_hash_table_iter_init(&iter, build->comment_versions);
  while (good && g_hash_table_iter_next(&iter, &key, NULL))
    good = find_comments(finder, *(const int64_t *)key, error);
  g_hash_table_iter_init(&iter, build->new_rows);
  while (good && g_hash_table_iter_next(&iter, &key, NULL))
    good = find_page(finder, key, error);
  if (!good || !finder->viewer.error)
    return good;
  error_move(error, g_steal_pointer(&finder->viewer.error));
  return false;
}

static bool output_add(Build *build, int64_t number, const char *reason, Error **error)
{
  OldOutput *old = arena_new_of(build->arena, OldOutput);
  PlanOutput *output = arena_new_of(build->arena, PlanOutput);
  bool found = record_find_output_row(build->record, build->arena, number, &old->row, error);
  output->path = old->row.path;
  if (!found || !plan_shows_read(old->row.shows, build->site, output)) {
    site_need_all(build->site);
    return !error || !*error;
  }
  output->digest = old->row.plan;
  output->row = number;
  output->reason = reason;
  g_hash_table_insert(build->old_outputs, (gpointer)output->path, old);
  g_ptr_array_add(build->dirty, output);
  return true;
}

static int output_compare(gconstpointer a, gconstpointer b)
{
  return strcmp((*(PlanOutput *const *)a)->path, (*(PlanOutput *const *)b)->path);
}

static bool outputs_add(Finder *finder, Error **error)
{
  Build *build = finder->build;
  GHashTableIter iter;
  gpointer key, value;
  if (g_hash_table_size(finder->reasons) > OUTPUTS_LIMIT)
    site_need_all(build->site);
  g_hash_table_iter_init(&iter, finder->reasons);
  while (!build->site->incomplete && g_hash_table_iter_next(&iter, &key, &value))
    if (!output_add(build, *(const int64_t *)key, value, error))
      return false;
  g_ptr_array_sort(build->dirty, output_compare);
  return true;
}

bool short_outputs(Build *build, Error **error)
{
  Finder finder = {.build = build,
                   .changed = changed_facts_new(),
                   .reasons = g_hash_table_new(g_int64_hash, g_int64_equal)};
  g_autoptr(Arena) arena = arena_new();
  Error *local = NULL;
  Sql *comments = build_comments(build, &local);
  viewer_init(&finder.viewer, &build->facts, comments, arena);
  viewer_begin(&finder.viewer, NULL, NULL, build->settings.languages[0].code);
  bool good = !local && find_all(&finder, &local) && outputs_add(&finder, &local);
  if (local)
    error_move(error, local);
  g_hash_table_unref(finder.reasons);
  changed_facts_free(finder.changed);
  viewer_release(&finder.viewer);
  return good;
}
