/* dirty.c - which outputs have to be rendered, and why.
 *
 * An output is dirty when it is new, when its plan changed, or when a fact that it read
 * has another digest today. A page whose version is the recorded one has no changed fact;
 * for the others, and for named subjects, today's facts are compared with the recorded
 * ones, and the outputs that read a subject with a changed one are looked at.
 */
#include "generator/build/context.h"

#include "common/files.h"
#include "common/paths.h"

#include <string.h>

/* --- old and new outputs ------------------------------------------------------------------ */

void build_mark(Build *build, PlanOutput *output, const char *reason)
{
  (void)build;
  if (!output->reason)
    output->reason = reason;
}

static void old_output_load(void *data, const OutputRow *row)
{
  Build *build = data;
  OldOutput *old = arena_new_of(build->arena, OldOutput);
  old->row = *row;
  g_hash_table_insert(build->old_outputs, (gpointer)old->row.path, old);
}

/* Without a record, or when it may be of another output, the list of files that an earlier
 * build left in the output folder says which files are this site's. */
static bool old_files_load(Build *build, Error **error)
{
  g_autofree char *path = g_build_filename(build->options->output, PUBLISH_LIST, NULL);
  if (!file_exists(path))
    return true;
  size_t length;
  g_autofree char *text = file_read(path, PUBLISH_LIST_LIMIT, &length, error);
  if (!text)
    return false;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (size_t i = 0; lines[i]; i++) {
    if (!path_is_clean(lines[i]) || !*lines[i] ||
        g_hash_table_contains(build->old_outputs, lines[i]))
      continue;
    OldOutput *old = arena_new_of(build->arena, OldOutput);
    old->row.path = arena_strdup(build->arena, lines[i]);
    g_hash_table_insert(build->old_outputs, (gpointer)old->row.path, old);
  }
  return true;
}

static void outputs_match(Build *build)
{
  for (guint i = 0; i < build->outputs->len; i++) {
    PlanOutput *output = g_ptr_array_index(build->outputs, i);
    OldOutput *old = g_hash_table_lookup(build->old_outputs, output->path);
    if (old) {
      old->kept = true;
      output->row = old->row.row;
      g_hash_table_insert(build->output_by_row, &output->row, output);
    }
    if (!old || !old->row.row)
      build_mark(build, output, "new");
    else if (build->full)
      build_mark(build, output, "full build");
    else if (old->row.plan != output->digest)
      build_mark(build, output,
                 output->file ? "the file changed" : "its place in the site changed");
  }
}

/* --- readings against today ----------------------------------------------------------------- */

typedef struct Check {
  Build *build;
  Viewer *viewer;
  ChangedFacts *changed;
  GArray *subjects; /* of Subject: those whose readers are looked up */
  GArray *common;   /* of Subject: those whose readers are not indexed */
  Subject comments; /* the subject of the readers that are looked at, if it is one */
} Check;

static bool check_output(void *data, int64_t row, const Trace *reads, Error **error)
{
  Check *check = data;
  Build *build = check->build;
  PlanOutput *output = g_hash_table_lookup(build->output_by_row, &row);
  if (!output || output->reason)
    return true;
  if (!reads) {
    build_mark(build, output, "its record is damaged");
    return true;
  }
  const TraceEntry *entry = changed_facts_in(check->changed, check->viewer, reads, check->comments);
  if (entry)
    build_mark(build, output, fact_name(&build->facts, entry->subject, entry->field, build->arena));
  if (check->viewer->error)
    error_move(error, g_steal_pointer(&check->viewer->error));
  return !error || !*error;
}

static bool check_readers(Check *check, Error **error)
{
  Record *record = check->build->record;
  for (guint i = 0; i < check->subjects->len; i++) {
    Subject subject = g_array_index(check->subjects, Subject, i);
    check->comments = subject_kind(subject) == SUBJECT_COMMENTS ? subject : 0;
    if (!record_visit_readers(record, subject, check_output, check, error))
      return false;
  }
  check->comments = 0;
  return check->common->len == 0 ||
         record_visit_all_readers(record, check->common, check_output, check, error);
}

/* --- which facts changed --------------------------------------------------------------------- */

static void check_add(GArray *subjects, SubjectKind kind, int64_t number)
{
  Subject subject = subject_make(kind, number);
  g_array_append_val(subjects, subject);
}

static bool check_pages(Check *check, Error **error)
{
  Build *build = check->build;
  g_autoptr(GByteArray) facts = g_byte_array_new();
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, build->old_by_id);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const OldPage *old = value;
    const SitePage *page = site_page_by_row(build->site, old->row.row);
    if ((page ? page_version(&build->facts, page) : 0) == old->row.version)
      continue;
    g_byte_array_set_size(facts, 0);
    if (!record_page_facts(build->record, old->row.row, facts, error))
      return false;
    if (changed_facts_add_page(check->changed, check->viewer, old->row.row, page, facts->data,
                               facts->len))
      check_add(check->subjects, SUBJECT_PAGE, old->row.row);
  }
  return true;
}

static void check_comments(Check *check)
{
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, check->build->comment_versions);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    check_add(check->subjects, SUBJECT_COMMENTS, *(const int64_t *)key);
}

static void named_visit(void *data, int64_t number, const void *bytes, size_t length)
{
  named_facts_restore(data, number, bytes, length);
}

static void named_changed(void *data, int64_t number)
{
  Check *check = data;
  const char *name = name_table_name(check->build->facts.subjects, number);
  check_add(name && subject_is_common(name) ? check->common : check->subjects, SUBJECT_NAMED,
            number);
}

static bool check_named(Check *check, Error **error)
{
  Build *build = check->build;
  if (!record_load_facts(build->record, named_visit, build->named, error))
    return false;
  named_facts_compare(build->named, check->viewer, check->changed, named_changed, check);
  if (!check->viewer->error)
    return true;
  error_move(error, g_steal_pointer(&check->viewer->error));
  return false;
}

static bool check_run(Check *check, Error **error)
{
  check_comments(check);
  return check_pages(check, error) && check_named(check, error) && check_readers(check, error);
}

static bool check_all(Build *build, Error **error)
{
  Arena *arena = arena_new();
  Error *local = NULL;
  Sql *comments = build_comments(build, &local);
  Viewer viewer;
  viewer_init(&viewer, &build->facts, comments, arena);
  viewer_begin(&viewer, NULL, NULL, build->settings.languages[0].code);
  Check check = {.build = build,
                 .viewer = &viewer,
                 .changed = changed_facts_new(),
                 .subjects = g_array_new(FALSE, FALSE, sizeof(Subject)),
                 .common = g_array_new(FALSE, FALSE, sizeof(Subject))};
  bool good = !local && check_run(&check, &local);
  g_array_unref(check.common);
  g_array_unref(check.subjects);
  changed_facts_free(check.changed);
  viewer_release(&viewer);
  arena_free(arena);
  if (local)
    error_move(error, local);
  return good;
}

/* After a crash of the machine, or without a record, the files themselves are asked. */
static void check_files(Build *build)
{
  for (guint i = 0; i < build->outputs->len; i++) {
    PlanOutput *output = g_ptr_array_index(build->outputs, i);
    const OldOutput *old = g_hash_table_lookup(build->old_outputs, output->path);
    if (output->reason || !old)
      continue;
    g_autofree char *path = g_build_filename(build->options->output, output->path, NULL);
    size_t length;
    g_autofree char *bytes = file_read(path, PUBLISH_FILE_LIMIT, &length, NULL);
    if (!bytes || (int64_t)length != old->row.size ||
        digest_content(bytes, length) != old->row.hash)
      build_mark(build, output, "its file is not as it was written");
  }
}

/* The record or the list may name files that somebody removed. */
static void check_gone(Build *build)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, build->old_outputs);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    OldOutput *old = value;
    g_autofree char *path = g_build_filename(build->options->output, old->row.path, NULL);
    old->gone = !old->kept && !file_exists(path);
  }
}

bool build_find_dirty(Build *build, Error **error)
{
  if (build->record &&
      !record_load_outputs(build->record, build->arena, old_output_load, build, error))
    return false;
  if (build->check_files && !old_files_load(build, error))
    return false;
  outputs_match(build);
  bool changed;
  if (!build_comments_of_new(build, error))
    return false;
  build->named = named_facts_new(NULL, NULL);
  if (build->record && (!build_comments_changed(build, &changed, error) ||
                        (!build->full && !check_all(build, error))))
    return false;
  if (build->check_files)
    check_gone(build);
  if (build->check_files && !build->full)
    check_files(build);
  for (guint i = 0; i < build->outputs->len; i++) {
    PlanOutput *output = g_ptr_array_index(build->outputs, i);
    if (output->reason)
      g_ptr_array_add(build->dirty, output);
  }
  return true;
}
