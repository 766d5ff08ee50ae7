/* commit.c - the new record and the journal in one transaction, then the journal's steps. */
#include "generator/build/plan_shows.h"
#include "generator/build/render.h"

#include "common/files.h"
#include "generator/model/areas.h"

#include <string.h>

/* --- the list of files ---------------------------------------------------------------------- */

/* Stage PUBLISH_LIST when the set of files changed. */
static bool list_stage(Build *build, bool *staged, Error **error)
{
  *staged = false;
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < build->outputs->len; i++) {
    const PlanOutput *output = g_ptr_array_index(build->outputs, i);
    g_string_append_printf(text, "%s\n", output->path);
  }
  g_autofree char *path = g_build_filename(build->options->output, PUBLISH_LIST, NULL);
  bool good = true;
  if (!file_equals(path, text->str, text->len)) {
    g_autofree char *stage = g_build_filename(build->options->output, PUBLISH_STAGE, "list", NULL);
    *staged = true;
    good = (build->dirty->len > 0 || stage_open(build->options, error)) &&
           file_write(stage, text->str, text->len, 0644, false, error);
  }
  g_string_free(text, TRUE);
  return good;
}

/* --- pages -------------------------------------------------------------------------------------- */

static bool page_commit(Build *build, SitePage *page, Error **error)
{
  const OldPage *old = g_hash_table_lookup(build->old_by_id, page->page.id);
  PageRow *fresh = g_hash_table_lookup(build->new_rows, page);
  Digest version = page_version(page);
  g_autoptr(GByteArray) life = g_byte_array_new();
  if (!fresh && old && old->row.version == version && !build->history_changed)
    return true;
  history_life_save(build->history, page->page.path, life);
  if (!fresh && old && old->row.version == version && old->row.life_length == life->len &&
      memcmp(old->row.life, life->data, life->len) == 0)
    return true;
  PageRow row = fresh ? *fresh : old->row;
  row.version = version;
  row.life = life->data;
  row.life_length = life->len;
  return record_put_page(build->record, &row, page, error);
}

static bool pages_commit(Build *build, Error **error)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, build->old_by_id);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const OldPage *old = value;
    if (!old->kept && !record_remove_page(build->record, old->row.row, error))
      return false;
  }
  for (guint i = 0; i < build->site->pages->len; i++)
    if (!page_commit(build, g_ptr_array_index(build->site->pages, i), error))
      return false;
  return build_commit_comments(build, error) &&
         record_set_meta_int(build->record, "next_row", build->next_row, error);
}

/* --- outputs ------------------------------------------------------------------------------------ */

static bool output_commit(Build *build, const Rendered *rendered, Trace *trace, Error **error)
{
  const PlanOutput *output = rendered->output;
  g_autofree char *shows = plan_shows_write(output);
  OutputRow row = {.row = output->row,
                   .path = output->path,
                   .plan = output->digest,
                   .hash = rendered->hash,
                   .size = rendered->size,
                   .shows = shows};
  if (rendered->reads && !trace_unpack(trace, rendered->reads->data, rendered->reads->len)) {
    error_set(error, ERROR_MACHINE, "what %s read can't be kept", output->path);
    return false;
  }
  return record_put_output(build->record, &row, rendered->reads ? trace : NULL, output->reason,
                           build->facts.subjects, error) &&
         (!rendered->staged ||
          record_journal_add(build->record, output->path, rendered->staged, error));
}

static bool outputs_remove(Build *build, Error **error)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, build->old_outputs);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const OldOutput *old = value;
    if (old->kept)
      continue;
    if ((old->row.row && !record_remove_output(build->record, old->row.row, error)) ||
        !record_journal_add(build->record, old->row.path, NULL, error))
      return false;
  }
  return true;
}

bool build_commit_outputs(Build *build, Error **error)
{
  Trace trace;
  trace_init(&trace);
  bool good = true;
  for (guint i = 0; good && i < build->rendered->len; i++)
    good = output_commit(build, g_ptr_array_index(build->rendered, i), &trace, error);
  trace_release(&trace);
  return good;
}

/* Removals come first: a file may have to make room for a folder of its name. */
static bool outputs_commit(Build *build, Error **error)
{
  return outputs_remove(build, error) && build_commit_outputs(build, error);
}

/* --- names and small facts ------------------------------------------------------------------------ */

bool build_commit_names(Build *build, Error **error)
{
  NameTable *subjects = build->facts.subjects;
  int64_t known = name_table_saved(subjects);
  if (!record_save_names(build->record, subjects, build->facts.fields, error))
    return false;
  for (guint i = 0; i < build->named->len; i++) {
    const NamedVersion *named = g_ptr_array_index(build->named, i);
    if (named->version != named->old &&
        !record_set_version(build->record, named->number, named->version, error))
      return false;
  }
  g_autoptr(Arena) arena = arena_new();
  Viewer viewer;
  viewer_init(&viewer, &build->facts, NULL, arena);
  viewer_begin(&viewer, NULL, NULL, build->settings.languages[0].code);
  bool good = true;
  for (int64_t number = known + 1; good && number <= name_table_highest(subjects); number++)
    good = record_set_version(build->record, number,
                              subject_version(&viewer, name_table_name(subjects, number)), error);
  viewer_release(&viewer);
  return good;
}

/* What a build in which only comments changed goes by. */
static bool pieces_commit(Build *build, Error **error)
{
  Record *record = build->record;
  const Theme *theme = build->theme;
  Digest digest =
      digest_mix(theme->templates_digest, digest_mix(theme->strings_digest, theme->assets_digest));
  if (build->full || (Digest)record_meta_int(record, "theme_digest", 0) != digest) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    theme_pack(theme, bytes);
    if (!record_set_bytes(record, "theme_pack", bytes->data, bytes->len, error) ||
        !record_set_meta_int(record, "theme_digest", (int64_t)digest, error))
      return false;
  }
  GString *standalone = g_string_new(NULL);
  for (guint i = 0; i < build->site->standalone->len; i++) {
    const SitePage *page = g_ptr_array_index(build->site->standalone, i);
    g_string_append_printf(standalone, "%lld ", (long long)page->row);
  }
  bool good =
      record_set_meta(record, "standalone", standalone->str, error) &&
      record_set_bytes(record, "settings", build->settings_text, build->settings_length, error) &&
      record_put_lists(record, build->site, error) &&
      record_put_authors(record, build->site, error);
  g_string_free(standalone, TRUE);
  return good;
}

static bool meta_commit(Build *build, Error **error)
{
  g_autofree char *output = g_canonicalize_filename(build->options->output, NULL);
  g_autofree char *boot = publish_boot_id();
  g_autofree char *zones = build_zones_text();
  g_autofree char *scope = areas_scope(&build->settings);
  const char *commit = source_commit(build->source);
  Record *record = build->record;
  if (build->history_changed || build->full) {
    g_autoptr(GByteArray) history = history_save(build->history);
    if (!record_set_bytes(record, "history", history->data, history->len, error))
      return false;
  }
  return record_set_meta(record, "output", output, error) &&
         record_set_meta(record, "boot", boot, error) &&
         record_set_meta(record, "options", build->options_text, error) &&
         record_set_meta(record, "theme", build->settings.theme, error) &&
         record_set_meta(record, "theme_stamp", build->theme_stamp, error) &&
         record_set_meta(record, "zones", zones, error) &&
         record_set_meta(record, "history_scope", scope, error) &&
         record_set_meta(record, "commit", commit ? commit : "", error) &&
         record_set_meta_int(record, "links", source_has_links(build->source), error) &&
         record_set_meta_int(record, "now", build->result->now, error) &&
         record_set_meta_int(record, "outputs", build->outputs->len, error) &&
         record_set_meta_int(record, "pages", (int64_t)build_visible_pages(build), error) &&
         record_set_meta_int(record, "next_event", build->site->next_event, error);
}

bool build_publish(Build *build, Error **error)
{
  if (build->options->dry)
    return true;
  bool list = false;
  Record *record = build->record;
  if (!list_stage(build, &list, error) || !record_begin(record, error))
    return false;
  bool good = pages_commit(build, error) && outputs_commit(build, error) &&
              (!list || record_journal_add(record, PUBLISH_LIST, PUBLISH_STAGE "/list", error)) &&
              build_commit_names(build, error) && pieces_commit(build, error) &&
              data_save(build->facts.data, record, error) && meta_commit(build, error) &&
              record_commit(record, error);
  if (!good) {
    record_rollback(record);
    return false;
  }
  return publish_recover(record, error);
}
