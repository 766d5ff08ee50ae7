/* commit.c - what completes the new record, with the journal; then the journal's steps.
 *
 * The transaction is open: rendering has put the rows of pages and outputs (keep.h).
 */
#include "generator/build/input/cascades.h"
#include "generator/build/publish/mark.h"
#include "generator/build/render.h"

#include "generator/model/settings/areas.h"

#include "common/files.h"

#include <string.h>
#include <unistd.h>

/* --- the list of files ---------------------------------------------------------------------- */

/* What is published of PUBLISH_LIST. */
typedef struct ListSteps {
  bool before; /* a list with the names of new files and of those that will be removed */
  bool after;  /* the list as it will be */
} ListSteps;

static void list_name(GString *text, const char *path)
{
  g_string_append(text, path);
  g_string_append_c(text, '\n');
}

static bool output_goes(const OldOutput *old)
{
  return !old->kept && !old->gone;
}

static bool list_is_there(Build *build, const GString *text)
{
  g_autofree char *path = g_build_filename(build->options->output, PUBLISH_LIST, NULL);
  return file_equals(path, text->str, text->len);
}

/* Stage the list in its two states, as far as they are not there. `text` holds the second. */
static bool list_stage(Build *build, GString *text, ListSteps *steps, Error **error)
{
  size_t length = text->len;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, build->old_outputs);
  while (g_hash_table_iter_next(&iter, NULL, &value))
    if (output_goes(value))
      list_name(text, ((const OldOutput *)value)->row.path);
  steps->after = text->len > length;
  steps->before = !list_is_there(build, text);
  if (!steps->before && !steps->after)
    return true;
  return (build->stage >= 0 || stage_open(build, error)) &&
         (!steps->before || stage_write(build, "before", text->str, text->len, error)) &&
         (!steps->after || stage_write(build, "list", text->str, length, error));
}

static bool list_plan(Build *build, ListSteps *steps, Error **error)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < build->outputs->len; i++)
    list_name(text, ((const PlanOutput *)g_ptr_array_index(build->outputs, i))->path);
  bool good = list_stage(build, text, steps, error);
  g_string_free(text, TRUE);
  return good;
}

/* --- pages -------------------------------------------------------------------------------------- */

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
  return build_commit_comments(build, error) &&
         record_set_meta_int(build->record, "next_row", build->next_row, error);
}

/* --- outputs ------------------------------------------------------------------------------------ */

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
        (output_goes(old) && !record_journal_add(build->record, old->row.path, NULL, error)))
      return false;
  }
  return true;
}

/* New files are there before others link to them. */
static bool tree_commit(Build *build, Error **error)
{
  for (guint i = 0; i < build->rendered->len; i++)
    if (((const Rendered *)g_ptr_array_index(build->rendered, i))->in_tree)
      return record_journal_add(build->record, ".", PUBLISH_TREE, error);
  return true;
}

bool build_commit_staged(Build *build, Error **error)
{
  bool good = tree_commit(build, error);
  for (guint i = 0; good && i < build->rendered->len; i++) {
    const Rendered *rendered = g_ptr_array_index(build->rendered, i);
    good = !rendered->staged ||
           record_journal_add(build->record, rendered->output->path, rendered->staged, error);
  }
  return good;
}

/* Removals come first: a file may have to make room for a folder of its name. */
static bool outputs_commit(Build *build, const ListSteps *list, Error **error)
{
  Record *record = build->record;
  return (!list->before ||
          record_journal_add(record, PUBLISH_LIST, PUBLISH_STAGE "/before", error)) &&
         outputs_remove(build, error) && build_commit_staged(build, error) &&
         (!list->after || record_journal_add(record, PUBLISH_LIST, PUBLISH_STAGE "/list", error));
}

/* --- the mark -------------------------------------------------------------------------------- */

static Digest mark_of_removed(Build *build)
{
  Digest sum = 0;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, build->old_outputs);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const OldOutput *old = value;
    if (!old->kept && old->row.row)
      sum += mark_of_file(&old->row);
  }
  return sum;
}

static Digest mark_of_rendered(Build *build)
{
  Digest sum = 0;
  for (guint i = 0; i < build->rendered->len; i++) {
    const Rendered *rendered = g_ptr_array_index(build->rendered, i);
    const OldOutput *old = g_hash_table_lookup(build->old_outputs, rendered->output->path);
    const OutputRow row = {
        .path = rendered->output->path, .hash = rendered->hash, .size = rendered->size};
    sum += mark_of_file(&row);
    if (!build->full && old && old->row.row)
      sum -= mark_of_file(&old->row);
  }
  return sum;
}

bool build_commit_mark(Build *build, Error **error)
{
  Record *record = build->record;
  int64_t before = record_meta_int(record, "mark", 0);
  Digest now = mark_of_rendered(build);
  if (!build->full)
    now += (Digest)before - (build->short_way ? 0 : mark_of_removed(build));
  return record_set_meta_int(record, "mark before", before, error) &&
         record_set_meta_int(record, "mark", (int64_t)now, error);
}

/* --- names and small facts ------------------------------------------------------------------------ */

static bool facts_put(void *data, int64_t number, const GByteArray *bytes, Error **error)
{
  return record_set_facts(data, number, bytes, error);
}

typedef struct NamesSaving {
  Build *build;
  GByteArray *facts; /* of one subject */
  Error *error;      /* the first one; later names are passed over */
} NamesSaving;

static void subject_put(void *data, int64_t number, const char *name)
{
  NamesSaving *saving = data;
  if (saving->error)
    return;
  named_facts_take(saving->build->named, number, saving->facts);
  record_put_subject(saving->build->record, number, name, saving->facts, &saving->error);
}

static void field_put(void *data, int64_t number, const char *name)
{
  NamesSaving *saving = data;
  if (!saving->error)
    record_put_field(saving->build->record, number, name, &saving->error);
}

bool build_commit_names(Build *build, Error **error)
{
  g_autoptr(GByteArray) facts = g_byte_array_new();
  NamesSaving saving = {.build = build, .facts = facts};
  name_table_take_new(build->facts.subjects, subject_put, &saving);
  name_table_take_new(build->facts.fields, field_put, &saving);
  if (saving.error) {
    error_move(error, saving.error);
    return false;
  }
  return named_facts_save(build->named, facts_put, build->record, error);
}

/* What a build in which only comments changed goes by. */
static bool pieces_commit(Build *build, Error **error)
{
  Record *record = build->record;
  const Theme *theme = build->theme;
  if (build->theme_changed) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    theme_pack(theme, bytes);
    if (!record_set_bytes(record, "theme_pack", bytes->data, bytes->len, error) ||
        !record_set_meta_int(record, "theme_digest", (int64_t)theme_whole_digest(theme), error))
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
      cascades_commit(build, error) && record_put_lists(record, build->site, error) &&
      record_put_authors(record, build->site, error);
  g_string_free(standalone, TRUE);
  return good;
}

/* "=VERSION" when pages read it. */
bool build_commit_highlighter(Build *build, Error **error)
{
  g_autofree char *text = highlighter_is_known(build->highlighter)
                              ? g_strconcat("=", highlighter_version(build->highlighter), NULL)
                              : g_strdup("");
  return record_set_meta(build->record, "highlighter", text, error);
}

/* With more changes than this, all stamps are written anew. */
enum { STAMP_CHANGES = 256 };

/* Other stamps have another mark: that of those before, and what was written now. */
static bool stamps_mark(Record *record, const GByteArray *bytes, Error **error)
{
  g_autofree char *before = record_meta(record, "stamps_mark");
  Digester digester;
  digester_init(&digester);
  digester_add_text(&digester, before);
  digester_add_bytes(&digester, bytes->data, bytes->len);
  g_autofree char *mark = g_strdup_printf("%016" G_GINT64_MODIFIER "x", digester_end(&digester));
  return record_set_meta(record, "stamps_mark", mark, error);
}

bool build_commit_stamps(Build *build, Error **error)
{
  if (source_commit(build->source) || (build->changed && !source_stamps_are_fresh(build->source)))
    return true;
  g_autoptr(GByteArray) changes =
      build->changed ? source_stamps_save_changes(build->source, STAMP_CHANGES) : NULL;
  if (changes)
    return record_set_bytes(build->record, "stamps changed", changes->data, changes->len, error) &&
           stamps_mark(build->record, changes, error);
  g_autoptr(GByteArray) stamps = source_stamps_save(build->source);
  return stamps_mark(build->record, stamps, error) &&
         record_set_bytes(build->record, "stamps", stamps->data, stamps->len, error) &&
         record_set_bytes(build->record, "stamps changed", NULL, 0, error);
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
         record_set_meta(record, "program", build->program, error) &&
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

static bool publish_commit(Build *build, char **idle, Error **error)
{
  ListSteps list;
  Record *record = build->record;
  if (list_plan(build, &list, error) && pages_commit(build, error) &&
      outputs_commit(build, &list, error) && build_commit_mark(build, error) &&
      build_commit_names(build, error) && pieces_commit(build, error) &&
      data_save(build->facts.data, record, error) &&
      images_commit(build->facts.images, record, error) && build_commit_highlighter(build, error) &&
      build_compact_bodies(build, idle, error) && build_commit_stamps(build, error) &&
      meta_commit(build, error) && record_commit(record, error))
    return true;
  record_rollback(record);
  return false;
}

bool build_publish(Build *build, Error **error)
{
  if (build->options->dry)
    return true;
  g_autofree char *idle = NULL;
  if (!publish_commit(build, &idle, error)) {
    stage_drop(build);
    return false;
  }
  if (idle)
    unlink(idle);
  return publish_run(build->record, build->check_files, error);
}
