/* facts.c - viewers, and the way from a fact's number to its digest. */
#include "generator/build/facts/facts.h"

#include "generator/build/build.h"

#include "generator/model/site/links.h"
#include "generator/model/site/site_store.h"

#include "common/escape.h"

#include <string.h>

void facts_init(Facts *facts)
{
  const Settings *settings = facts->settings;
  facts->setting = subject_make(SUBJECT_NAMED, name_table_number(facts->subjects, "setting"));
  facts->templates = subject_make(SUBJECT_NAMED, name_table_number(facts->subjects, "templates"));
  facts->assets = subject_make(SUBJECT_NAMED, name_table_number(facts->subjects, "assets"));
  facts->comments_thread = (Field)name_table_number(facts->fields, "thread");
  facts->comments_count = (Field)name_table_number(facts->fields, "count");
  facts->page_fields = arena_new_array(facts->arena, Field, page_field_count());
  for (size_t i = 0; i < page_field_count(); i++)
    facts->page_fields[i] = (Field)name_table_number(facts->fields, page_field_name(i));
  size_t length = strlen(settings->base_url) - strlen(settings->base_path);
  facts->origin = arena_strndup(facts->arena, settings->base_url, length);
}

/* A named fact's digest, once it was computed. */
typedef struct Memo {
  Subject subject;
  Field field;
  Digest digest;
} Memo;

static guint memo_hash(gconstpointer key)
{
  const Memo *memo = key;
  return (guint)memo->subject * 31 + memo->field;
}

static gboolean memo_equal(gconstpointer a, gconstpointer b)
{
  const Memo *first = a, *second = b;
  return first->subject == second->subject && first->field == second->field;
}

static void language_free(gpointer data)
{
  g_hash_table_unref(((ViewerLanguage *)data)->author_lists);
}

void viewer_init(Viewer *viewer, Facts *facts, Sql *comments, Arena *arena)
{
  *viewer = (Viewer){.facts = facts, .comments = comments, .arena = arena};
  viewer->threads = g_hash_table_new(g_int64_hash, g_int64_equal);
  viewer->digests = g_hash_table_new(memo_hash, memo_equal);
  viewer->assets = g_hash_table_new(g_str_hash, g_str_equal);
  viewer->integrities = g_hash_table_new(g_str_hash, g_str_equal);
  viewer->lasting = arena_new();
  viewer->scratch = g_string_new(NULL);
  text_map_init(&viewer->fields, viewer->lasting);
  viewer->things = g_hash_table_new(NULL, NULL);
  viewer->languages = g_ptr_array_new_with_free_func(language_free);
}

void viewer_begin(Viewer *viewer, Trace *trace, const PlanOutput *output, const char *lang)
{
  viewer->trace = trace;
  viewer->output = output;
  viewer->lang = lang;
  viewer_choose_language(viewer);
  viewer->steps = 0;
  g_hash_table_remove_all(viewer->threads);
  arena_clear(viewer->arena);
  if (trace)
    trace_clear(trace);
}

void viewer_release(Viewer *viewer)
{
  g_hash_table_unref(viewer->threads);
  g_hash_table_unref(viewer->digests);
  g_hash_table_unref(viewer->assets);
  g_hash_table_unref(viewer->integrities);
  g_hash_table_unref(viewer->things);
  g_ptr_array_unref(viewer->languages);
  g_string_free(viewer->scratch, TRUE);
  arena_free(viewer->lasting);
  error_free(viewer->error);
}

/* Tell of a reading with its place. */
static void viewer_explain(Viewer *viewer, Subject subject, Field field)
{
  const BuildExplain *explain = viewer->explain;
  const char *template = NULL;
  int line = 0;
  if (viewer->run && !template_place(viewer->run, &template, &line))
    template = NULL;
  explain->read(explain->data, fact_name(viewer->facts, subject, field, viewer->arena), template,
                line);
}

static void reading_add(Viewer *viewer, Subject subject, Field field, Digest digest)
{
  trace_add(viewer->trace, subject, field, digest);
  if (viewer->explain)
    viewer_explain(viewer, subject, field);
}

void viewer_read(Viewer *viewer, Subject subject, Field field)
{
  if (viewer->trace)
    reading_add(viewer, subject, field, 0);
}

void viewer_read_comments(Viewer *viewer, const SitePage *page, Field field, Digest digest)
{
  if (viewer->trace)
    reading_add(viewer, subject_make(SUBJECT_COMMENTS, page->row), field, digest);
}

void viewer_read_named(Viewer *viewer, const char *subject, const char *field)
{
  if (!viewer->trace)
    return;
  int64_t number = name_table_number(viewer->facts->subjects, subject);
  reading_add(viewer, subject_make(SUBJECT_NAMED, number), viewer_field(viewer, field), 0);
}

const Comments *viewer_comments(Viewer *viewer, const SitePage *page)
{
  Comments *comments = g_hash_table_lookup(viewer->threads, &page->row);
  if (comments)
    return comments;
  comments = arena_new_of(viewer->arena, Comments);
  Error *error = NULL;
  if (!comments_read(viewer->comments, page->page.id, viewer->facts->settings->timezone,
                     viewer->arena, comments, &error)) {
    if (viewer->error)
      error_free(error);
    else
      viewer->error = error;
    return NULL;
  }
  g_hash_table_insert(viewer->threads, (gpointer)&page->row, comments);
  return comments;
}

size_t feed_slice(const Settings *settings, const SiteList *list, size_t *first)
{
  size_t count = MIN(list->count, (size_t)settings->feed_items);
  *first = list->count - count;
  return count;
}

bool facts_has_file(const Facts *facts, const char *path)
{
  if (!facts->has_output)
    return g_hash_table_contains(facts->files, path);
  g_autofree char *output = file_output(facts->settings, path);
  return output && facts->has_output(facts->has_output_data, output, path);
}

/* The site's own static/NAME, wherever its static files are. */
static const SourceFile *own_asset(const Facts *facts, const char *name)
{
  const SiteFolders *folders = &facts->settings->statics;
  if (facts->has_output && facts->has_output(facts->has_output_data, name, NULL))
    site_need_all(facts->site);
  for (size_t i = 0; i < folders->count; i++) {
    const SiteFolder *folder = &folders->items[i];
    size_t length = strlen(folder->to);
    if (length > 0 && (strncmp(name, folder->to, length) != 0 || name[length] != '/'))
      continue;
    const char *inside = length > 0 ? name + length + 1 : name;
    g_autofree char *path =
        *folder->from ? g_strconcat(folder->from, "/", inside, NULL) : g_strdup(inside);
    g_autofree char *output = file_output(facts->settings, path);
    const SourceFile *file = g_hash_table_lookup(facts->files, path);
    if (file && output && strcmp(output, name) == 0)
      return file;
  }
  return NULL;
}

const char *asset_url(const Facts *facts, const char *name, Arena *arena)
{
  const SourceFile *file = own_asset(facts, name);
  if (!file) {
    const ThemeAsset *asset = theme_asset(facts->theme, name);
    return asset ? asset->url : NULL;
  }
  GString *url = g_string_new(facts->settings->base_path);
  g_string_append_c(url, '/');
  escape_url(url, name, strlen(name));
  g_string_append_printf(url, "?v=%02x%02x%02x%02x", file->id[0], file->id[1], file->id[2],
                         file->id[3]);
  const char *result = arena_strdup(arena, url->str);
  g_string_free(url, TRUE);
  return result;
}

/* With a site that is read piece by piece, each asking says what must be read. */
const char *viewer_asset_url(Viewer *viewer, const char *name)
{
  const Facts *facts = viewer->facts;
  if (facts->has_output)
    return asset_url(facts, name, viewer->arena);
  const char *url = g_hash_table_lookup(viewer->assets, name);
  if (url)
    return url;
  url = asset_url(facts, name, viewer->lasting);
  if (url)
    g_hash_table_insert(viewer->assets, arena_strdup(viewer->lasting, name), (gpointer)url);
  return url;
}

static const char *integrity_of(Viewer *viewer, const SourceFile *file, const char *name)
{
  const Facts *facts = viewer->facts;
  if (!file) {
    const ThemeAsset *asset = theme_asset(facts->theme, name);
    return asset ? asset->integrity : NULL;
  }
  size_t length;
  g_autofree char *bytes = source_read(facts->source, file, ASSET_LIMIT, &length, NULL);
  if (!bytes)
    return NULL;
  g_autofree char *integrity = digest_integrity(bytes, length);
  return arena_strdup(viewer->lasting, integrity);
}

const char *asset_integrity(Viewer *viewer, const char *name)
{
  const char *known = g_hash_table_lookup(viewer->integrities, name);
  if (known && !viewer->facts->has_output)
    return known;
  const SourceFile *file = own_asset(viewer->facts, name);
  if (known || !asset_is_checked(name))
    return known;
  known = integrity_of(viewer, file, name);
  if (known)
    g_hash_table_insert(viewer->integrities, arena_strdup(viewer->lasting, name), (gpointer)known);
  return known;
}

static Digest page_fact_digest(Viewer *viewer, int64_t row, Field field)
{
  const Facts *facts = viewer->facts;
  const SitePage *page = site_page_by_row(facts->site, row);
  if (!page || !page->visible)
    return 0;
  for (size_t i = 0; i < page_field_count(); i++)
    if (facts->page_fields[i] == field)
      return page_field_digest(viewer, page, i);
  return 0;
}

static Digest comments_fact_digest(Viewer *viewer, int64_t row, Field field)
{
  const SitePage *page = site_page_by_row(viewer->facts->site, row);
  const Comments *comments = page && page->visible ? viewer_comments(viewer, page) : NULL;
  if (!comments)
    return 0;
  return field == viewer->facts->comments_thread ? comments->digest
                                                 : digest_mix(7, comments->count);
}

static Digest named_fact_digest(Viewer *viewer, Subject subject, Field field)
{
  const Facts *facts = viewer->facts;
  Memo key = {.subject = subject, .field = field};
  const Memo *known = g_hash_table_lookup(viewer->digests, &key);
  if (known)
    return known->digest;
  const char *name = name_table_name(facts->subjects, subject_number(subject));
  const char *field_name = name_table_name(facts->fields, field);
  key.digest = name && field_name ? named_digest(viewer, name, field_name) : 0;
  Memo *memo = arena_memdup(viewer->lasting, &key, sizeof key);
  g_hash_table_insert(viewer->digests, memo, memo);
  return memo->digest;
}

Digest fact_digest(Viewer *viewer, Subject subject, Field field)
{
  int64_t number = subject_number(subject);
  if (subject_kind(subject) == SUBJECT_PAGE)
    return page_fact_digest(viewer, number, field);
  if (subject_kind(subject) == SUBJECT_COMMENTS)
    return comments_fact_digest(viewer, number, field);
  return named_fact_digest(viewer, subject, field);
}

const char *fact_name(const Facts *facts, Subject subject, Field field, Arena *arena)
{
  const char *field_name = name_table_name(facts->fields, field);
  if (!field_name)
    field_name = "?";
  if (subject_kind(subject) == SUBJECT_NAMED) {
    const char *name = name_table_name(facts->subjects, subject_number(subject));
    return arena_printf(arena, "%s: %s", name ? name : "?", field_name);
  }
  const SitePage *page = site_page_by_row(facts->site, subject_number(subject));
  return arena_printf(arena, "%s%s: %s", page ? page->page.path : "a page that is gone",
                      subject_kind(subject) == SUBJECT_COMMENTS ? " (comments)" : "", field_name);
}

Digest page_version(const Facts *facts, const SitePage *page)
{
  return page->visible ? digest_mix(digest_mix(page->content, page->place), facts->settings->digest)
                       : 0;
}
