/* parse.c - changed files to pages; unchanged ones come from the record.
 *
 * A page depends on its bytes, its path, its history and the settings that parsing
 * looks at: a digest over these says whether the kept result still holds.
 */
#include "generator/build/parse.h"

#include "generator/model/page/cascade.h"
#include "generator/model/site/links.h"

#include <string.h>

/* A front matter may be 64 KiB and a body 8 MiB (markdown.h); what is larger is refused
 * before it is read into memory twice. */
enum { FILE_LIMIT = 16 * 1024 * 1024 };

static Digest history_digest(const FileHistory *history)
{
  if (!history)
    return 0;
  Digester digester;
  digester_init(&digester);
  digester_add_text(&digester, history->identity);
  digester_add_int(&digester, history->added.seconds);
  digester_add_int(&digester, history->added.offset);
  digester_add_int(&digester, history->changed.seconds);
  digester_add_int(&digester, history->changed.offset);
  digester_add_int(&digester, (int64_t)history->writer_count);
  for (size_t i = 0; i < history->people_count; i++) {
    digester_add_text(&digester, history->people[i].name);
    digester_add_text(&digester, history->people[i].email);
  }
  for (size_t i = 0; history->former[i]; i++)
    digester_add_text(&digester, history->former[i]);
  return digester_end(&digester);
}

/* The digest over all that decides what comes of a file. */
static Digest parse_inputs(const Build *build, const SourceFile *file, PageKind kind,
                           const FileHistory *history)
{
  Digester digester;
  digester_init(&digester);
  digester_add_text(&digester, file->path);
  digester_add_bytes(&digester, file->id, sizeof file->id);
  digester_add_int(&digester, (int64_t)history_digest(history));
  digester_add_int(&digester, (int64_t)build->settings.parse_digest);
  digester_add_int(&digester, (int64_t)cascade_digest(&build->settings, kind, file->path));
  return digester_end(&digester);
}

void parse_job_free(gpointer data)
{
  ParseJob *job = data;
  if (job->packed)
    g_byte_array_unref(job->packed);
  warnings_free(job->warnings);
  error_free(job->error);
  g_free(job);
}

static void *parse_begin(Build *build, void *shared)
{
  (void)build;
  (void)shared;
  return arena_new();
}

static void parse_end(Build *build, void *shared, void *worker)
{
  (void)build;
  (void)shared;
  arena_free(worker);
}

bool parse_job_run(Build *build, ParseJob *job, Arena *arena, Page *page)
{
  size_t length;
  g_autofree char *text = source_read(build->source, job->file, FILE_LIMIT, &length, &job->error);
  if (job->error && job->error->kind == ERROR_SITE)
    error_hint(&job->error, "if it is no page, name it in senf.yaml (paths: exclude)");
  *page = (Page){0};
  job->inputs = parse_inputs(build, job->file, job->kind, job->history);
  job->warnings = warnings_new();
  job->packed = g_byte_array_new();
  if (!text || !page_parse(page, arena, &build->settings, job->kind, job->file->path, text, length,
                           job->history, job->warnings, &job->error))
    return false;
  job->content = page_pack(page, job->packed);
  return true;
}

/* The body goes to the store of bodies as soon as it is there, so that memory holds few
 * of them. */
static bool parse_work(Build *build, void *shared, void *worker, size_t index)
{
  const GPtrArray *jobs = shared;
  ParseJob *job = g_ptr_array_index(jobs, index);
  Arena *arena = worker;
  Page page;
  arena_clear(arena);
  return parse_job_run(build, job, arena, &page) &&
         bodies_append(build->facts.bodies, page.body, page.body_length, &job->body_offset,
                       &job->error);
}

/* --- pages of the site ------------------------------------------------------------------ */

static SitePage *site_page_unpack(Build *build, const void *packed, size_t length, Digest content,
                                  uint64_t body_offset)
{
  SitePage *page = site_page_new(build->site);
  if (!page_unpack(&page->page, build->arena, packed, length))
    return NULL;
  page->content = content;
  page->body_offset = body_offset;
  return page;
}

static void site_page_add(Build *build, SitePage *page, int64_t row)
{
  page->row = row;
  site_add_page(build->site, page);
}

/* The row belongs to the identity: a page that moved keeps its row and its comments. */
static int64_t page_row_number(Build *build, const char *id)
{
  OldPage *old = g_hash_table_lookup(build->old_by_id, id);
  if (!old)
    return build->next_row++;
  old->kept = true;
  return old->row.row;
}

PageRow parse_job_row(const ParseJob *job, const SitePage *page, const void *packed)
{
  return (PageRow){.row = page->row,
                   .id = page->page.id,
                   .path = page->page.path,
                   .inputs = job->inputs,
                   .content = job->content,
                   .body_offset = job->body_offset,
                   .packed = packed,
                   .packed_length = job->packed->len};
}

static bool page_add_parsed(Build *build, ParseJob *job)
{
  const void *packed = arena_memdup(build->arena, job->packed->data, job->packed->len);
  SitePage *page =
      site_page_unpack(build, packed, job->packed->len, job->content, job->body_offset);
  if (!page) {
    error_set(&job->error, ERROR_MACHINE, "can't keep the page %s", job->file->path);
    return false;
  }
  site_page_add(build, page, page_row_number(build, page->page.id));
  PageRow *row = arena_new_of(build->arena, PageRow);
  *row = parse_job_row(job, page, packed);
  const OldPage *old = g_hash_table_lookup(build->old_by_id, page->page.id);
  if (old)
    row->comments_version = old->row.comments_version;
  g_hash_table_insert(build->new_rows, page, row);
  /* A copy lives on in the build's arena. */
  g_clear_pointer(&job->packed, g_byte_array_unref);
  return true;
}

/* True when the kept result was used. */
static bool page_add_kept(Build *build, const SourceFile *file, PageKind kind,
                          const FileHistory *history)
{
  OldPage *old = g_hash_table_lookup(build->old_pages, file->path);
  if (!old || build->full || old->row.inputs != parse_inputs(build, file, kind, history))
    return false;
  const PageRow *row = &old->row;
  SitePage *page =
      site_page_unpack(build, row->packed, row->packed_length, row->content, row->body_offset);
  if (!page || page->body_offset + page->page.body_length > bodies_size(build->facts.bodies))
    return false;
  site_page_add(build, page, row->row);
  old->kept = true;
  return true;
}

static bool old_page_load(void *data, const PageRow *row, Error **error)
{
  (void)error;
  Build *build = data;
  OldPage *old = arena_new_of(build->arena, OldPage);
  old->row = *row;
  g_hash_table_insert(build->old_pages, (gpointer)old->row.path, old);
  g_hash_table_insert(build->old_by_id, (gpointer)old->row.id, old);
  build->next_row = MAX(build->next_row, row->row + 1);
  return true;
}

/* Files that need parsing become jobs; the rest comes from the record. */
static GPtrArray *parse_collect(Build *build)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func(parse_job_free);
  for (size_t i = 0; i < source_count(build->source); i++) {
    const SourceFile *file = source_file(build->source, i);
    PageKind kind;
    if (!file_is_page(&build->settings, file->path, &kind))
      continue;
    const FileHistory *history = history_find(build->history, file->path);
    if (page_add_kept(build, file, kind, history))
      continue;
    ParseJob *job = g_new0(ParseJob, 1);
    *job = (ParseJob){.file = file, .history = history, .kind = kind};
    g_ptr_array_add(jobs, job);
  }
  return jobs;
}

static bool parse_keep(Build *build, void *shared, size_t index)
{
  const GPtrArray *jobs = shared;
  return page_add_parsed(build, g_ptr_array_index(jobs, index));
}

static const WorkerClass parse_class = {parse_begin, parse_work, parse_keep, parse_end};

/* The warnings, up to the first error in the order of the files. */
static bool parse_finish(Build *build, const GPtrArray *jobs, Error **error)
{
  for (guint i = 0; i < jobs->len; i++) {
    ParseJob *job = g_ptr_array_index(jobs, i);
    for (size_t j = 0; job->warnings && j < warnings_count(job->warnings); j++)
      warnings_take(build->result->warnings, error_copy(warnings_get(job->warnings, j)));
    if (job->error) {
      error_move(error, g_steal_pointer(&job->error));
      return false;
    }
  }
  return bodies_flush(build->facts.bodies, error);
}

bool build_parse(Build *build, Error **error)
{
  if (!build_authors(build, error))
    return false;
  if (build->record && !record_load_pages(build->record, build->arena, old_page_load, build, error))
    return false;
  build->next_row =
      MAX(build->next_row, build->record ? record_meta_int(build->record, "next_row", 1) : 1);
  g_autoptr(GPtrArray) jobs = parse_collect(build);
  build_parallel(build, jobs->len, &parse_class, jobs);
  bool good = parse_finish(build, jobs, error);
  history_forget_files(build->history);
  return good;
}
