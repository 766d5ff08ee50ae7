/* dirty.c - which outputs have to be rendered, and why.
 *
 * An output is dirty when it is new, when its plan changed, or when a fact that it read
 * has another digest today. Facts are not looked at one by one: a page whose version is
 * the recorded one has no changed field, likewise a named subject. For the others, the
 * outputs that read the subject are looked up and their readings compared.
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

/* Without a record, the list of files that an earlier build left in the output folder
 * says which files are this site's. */
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
  Subject subject;    /* of the readings to compare; 0: those in `common` */
  GHashTable *common; /* number → itself */
  Trace trace;
} Check;

static bool check_concerns(const Check *check, Subject subject)
{
  if (check->subject)
    return subject == check->subject;
  int64_t number = subject_number(subject);
  return subject_kind(subject) == SUBJECT_NAMED && g_hash_table_contains(check->common, &number);
}

static bool check_output(void *data, int64_t row, const void *reads, size_t length, Error **error)
{
  Check *check = data;
  PlanOutput *output = g_hash_table_lookup(check->build->output_by_row, &row);
  if (!output || output->reason)
    return true;
  if (!trace_unpack(&check->trace, reads, length)) {
    build_mark(check->build, output, "its record is damaged");
    return true;
  }
  for (size_t i = 0; i < check->trace.count; i++) {
    const TraceEntry *entry = &check->trace.entries[i];
    if (!check_concerns(check, entry->subject) ||
        fact_digest(check->viewer, entry->subject, entry->field) == entry->digest)
      continue;
    build_mark(check->build, output,
               fact_name(&check->build->facts, entry->subject, entry->field, check->build->arena));
    break;
  }
  if (check->viewer->error)
    error_move(error, g_steal_pointer(&check->viewer->error));
  return !error || !*error;
}

static bool check_subject(Check *check, Subject subject, Error **error)
{
  check->subject = subject;
  return record_visit_readers(check->build->record, subject, check_output, check, error);
}

/* --- which subjects changed ------------------------------------------------------------------ */

static bool check_pages(Check *check, Error **error)
{
  Build *build = check->build;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, build->old_by_id);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const OldPage *old = value;
    const SitePage *page = site_page_by_row(build->site, old->row.row);
    Digest version = page ? page_version(page) : 0;
    if (version != old->row.version &&
        !check_subject(check, subject_make(SUBJECT_PAGE, old->row.row), error))
      return false;
  }
  return true;
}

static bool check_comments(Check *check, Error **error)
{
  Build *build = check->build;
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, build->comment_versions);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    if (!check_subject(check, subject_make(SUBJECT_COMMENTS, *(const int64_t *)key), error))
      return false;
  return true;
}

static bool version_visit(void *data, int64_t number, Digest version)
{
  Build *build = data;
  const char *name = name_table_name(build->facts.subjects, number);
  NamedVersion *named = arena_new_of(build->arena, NamedVersion);
  *named = (NamedVersion){.number = number, .name = name, .old = version};
  if (name)
    g_ptr_array_add(build->named, named);
  return true;
}

static bool check_named(Check *check, Error **error)
{
  Build *build = check->build;
  for (guint i = 0; i < build->named->len; i++) {
    NamedVersion *named = g_ptr_array_index(build->named, i);
    named->version = subject_version(check->viewer, named->name);
    if (named->version == named->old)
      continue;
    if (subject_is_common(named->name))
      g_hash_table_add(check->common, &named->number);
    else if (!check_subject(check, subject_make(SUBJECT_NAMED, named->number), error))
      return false;
  }
  return g_hash_table_size(check->common) == 0 || check_subject(check, 0, error);
}

static bool check_all(Build *build, Error **error)
{
  Arena *arena = arena_new();
  Error *local = NULL;
  Sql *comments = comments_connect(build->options->comments, &local);
  Viewer viewer;
  viewer_init(&viewer, &build->facts, comments, arena);
  viewer_begin(&viewer, NULL, NULL, build->settings.languages[0].code);
  Check check = {
      .build = build, .viewer = &viewer, .common = g_hash_table_new(g_int64_hash, g_int64_equal)};
  bool good = !local && check_pages(&check, &local) && check_comments(&check, &local) &&
              check_named(&check, &local);
  trace_release(&check.trace);
  g_hash_table_unref(check.common);
  viewer_release(&viewer);
  sql_close(comments);
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
    if (!bytes || (int64_t)length != old->row.size || digest_bytes(bytes, length) != old->row.hash)
      build_mark(build, output, "its file is not as it was written");
  }
}

bool build_find_dirty(Build *build, Error **error)
{
  if (build->record &&
      !record_load_outputs(build->record, build->arena, old_output_load, build, error))
    return false;
  if ((build->fresh || build->full) && !old_files_load(build, error))
    return false;
  outputs_match(build);
  bool changed;
  if (!build_comments_of_new(build, error))
    return false;
  if (build->record && (!build_comments_changed(build, &changed, error) ||
                        !record_load_versions(build->record, version_visit, build, error) ||
                        !check_all(build, error)))
    return false;
  if (build->check_files && !build->full)
    check_files(build);
  for (guint i = 0; i < build->outputs->len; i++) {
    PlanOutput *output = g_ptr_array_index(build->outputs, i);
    if (output->reason)
      g_ptr_array_add(build->dirty, output);
  }
  return true;
}
