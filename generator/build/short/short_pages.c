/* short_pages.c - pages whose text changed: in the last few commits, or in the folder. */
#include "generator/build/input/cascades.h"
#include "generator/build/parse.h"
#include "generator/build/short/short_way.h"

#include "generator/model/site/links.h"
#include "generator/model/site/site_store.h"

#include <string.h>

/* With more commits or pages than this, the long way with all cores is no slower. */
enum { COMMITS_LIMIT = 32, PAGES_LIMIT = 32 };

/* --- which ------------------------------------------------------------------------------- */

/* The recorded page of a changed file, in build->old_pages, and the file's life until now.
 * False: the long way. */
static bool page_known(Build *build, const char *path, Error **error)
{
  PageKind kind;
  const char *place;
  OldPage *old = arena_new_of(build->arena, OldPage);
  if (!file_is_page(&build->settings, path, &kind) ||
      !record_find_page(build->record, build->arena, 0, path, &old->row, &place, error))
    return false;
  /* A folder has no history. */
  if (!build->changed &&
      !history_life_load(build->history, path, old->row.life, old->row.life_length))
    return false;
  g_hash_table_insert(build->old_pages, (gpointer)old->row.path, old);
  return true;
}

static bool pages_known(Build *build, HistoryTail *tail, Error **error)
{
  build->history = history_new();
  for (size_t i = 0; i < history_tail_count(tail); i++) {
    const char *path = history_tail_path(tail, i);
    if (!page_known(build, path, error))
      return false;
    source_git_add(build->source, path, history_tail_id(tail, i));
  }
  history_tail_apply(tail, build->history, build->source);
  return true;
}

/* --- what they say now -------------------------------------------------------------------- */

/* A page that stands where it stood: same lists, same URL, same everything but its text. */
static bool page_stays(const Page *page, const PageRow *row, Arena *arena)
{
  Page old;
  return page_unpack(&old, arena, row->packed, row->packed_length) &&
         strcmp(old.id, page->id) == 0 && page_shape(&old) == page_shape(page);
}

static bool page_add(Build *build, const ParseJob *job, const PageRow *old)
{
  SitePage *page = site_page_new(build->site);
  const void *packed = arena_memdup(build->arena, job->packed->data, job->packed->len);
  if (!page_unpack(&page->page, build->arena, packed, job->packed->len))
    return false;
  page->row = old->row;
  page->body_offset = job->body_offset;
  page->content = job->content;
  page->visible = old->version != 0;
  site_add_page(build->site, page);
  PageRow *row = arena_new_of(build->arena, PageRow);
  *row = parse_job_row(job, page, packed);
  row->comments_version = old->comments_version;
  g_hash_table_insert(build->new_rows, page, row);
  return true;
}

static bool page_parse_again(Build *build, ParseJob *job, const PageRow *old, bool *possible,
                             Error **error)
{
  g_autoptr(Arena) arena = arena_new();
  Page page;
  *possible = true;
  if (!parse_job_run(build, job, arena, &page)) {
    error_move(error, g_steal_pointer(&job->error));
    return false;
  }
  for (size_t i = 0; i < warnings_count(job->warnings); i++)
    warnings_take(build->result->warnings, error_copy(warnings_get(job->warnings, i)));
  *possible = page_stays(&page, old, arena);
  if (!*possible)
    return true;
  if (!bodies_append(build->facts.bodies, page.body, page.body_length, &job->body_offset, error))
    return false;
  *possible = page_add(build, job, old);
  return true;
}

static bool pages_parse(Build *build, const GPtrArray *paths, bool *possible, Error **error)
{
  *possible = true;
  for (guint i = 0; i < paths->len && *possible; i++) {
    const SourceFile *file = source_find(build->source, g_ptr_array_index(paths, i));
    const OldPage *old = g_hash_table_lookup(build->old_pages, file->path);
    *possible = cascades_unchanged(build, file);
    if (!*possible)
      return true;
    ParseJob *job = g_new0(ParseJob, 1);
    job->file = file;
    job->history = history_find(build->history, file->path);
    file_is_page(&build->settings, file->path, &job->kind);
    bool good = page_parse_again(build, job, &old->row, possible, error);
    parse_job_free(job);
    if (!good)
      return false;
  }
  return !*possible || bodies_flush(build->facts.bodies, error);
}

/* The paths that the new commits changed; false: the long way. */
static bool paths_of_commits(Build *build, GPtrArray *paths, HistoryTail **tail, Error **error)
{
  g_autofree char *last = record_meta(build->record, "commit");
  build->source = source_open_git_bare(build->options->source, build->options->rev, error);
  *tail = build->source ? history_tail_new(build->source, last ? last : "", COMMITS_LIMIT, error)
                        : NULL;
  for (size_t i = 0; *tail && i < history_tail_count(*tail); i++)
    g_ptr_array_add(paths, (gpointer)history_tail_path(*tail, i));
  return *tail && paths->len <= PAGES_LIMIT && pages_known(build, *tail, error);
}

/* Those that changed in a folder, which has no history. */
static bool paths_of_folder(Build *build, GPtrArray *paths, Error **error)
{
  build->history = history_new();
  for (guint i = 0; i < build->changed->len && i <= PAGES_LIMIT; i++) {
    const SourceFile *file = g_ptr_array_index(build->changed, i);
    g_ptr_array_add(paths, (gpointer)file->path);
    if (!page_known(build, file->path, error))
      return false;
  }
  return paths->len <= PAGES_LIMIT;
}

bool short_pages(Build *build, Error **error)
{
  (void)error;
  if (!build->new_files)
    return true;
  g_autoptr(Error) local = NULL; /* an error is told by the long way: it looks at all pages */
  g_autoptr(HistoryTail) tail = NULL;
  g_autoptr(GPtrArray) paths = g_ptr_array_new();
  bool possible = build->changed ? paths_of_folder(build, paths, &local)
                                 : paths_of_commits(build, paths, &tail, &local);
  if (possible && pages_parse(build, paths, &possible, &local) && possible &&
      build_check_shortcodes(build, &local))
    build_check_links(build);
  else
    site_need_all(build->site);
  return true;
}

/* --- their rows ----------------------------------------------------------------------------- */

static bool page_commit(Keeper *keeper, Site *site, SitePage *page, Error **error)
{
  if (page->visible) {
    site_place(site, page);
    page->place = site_page_place(page);
  }
  return keeper_add_page(keeper, page, error);
}

bool short_commit_pages(Build *build, Keeper *keeper, Error **error)
{
  GHashTableIter iter;
  gpointer page;
  g_hash_table_iter_init(&iter, build->new_rows);
  while (g_hash_table_iter_next(&iter, &page, NULL))
    if (!page_commit(keeper, build->site, page, error))
      return false;
  return true;
}
