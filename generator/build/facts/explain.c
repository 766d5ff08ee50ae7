/* explain.c - the record of one output in words. */
#include "generator/build/facts/explain.h"

#include "generator/build/record/record.h"

#include "common/arena.h"
#include "common/paths.h"
#include "common/suggest.h"

#include <string.h>

typedef struct Explainer {
  Record *record;
  Arena *arena;
  NameTable *subjects, *fields;
  GHashTable *paths; /* row → path of the page */
} Explainer;

static Record *explain_open(const char *state, Error **error)
{
  bool fresh;
  Record *record = record_open(state, false, &fresh, NULL, error);
  if (!record && (!error || !*error)) {
    error_set(error, ERROR_SITE, "nothing was built yet: there is no %s/build.db of this senf",
              state);
    error_hint(error, "run 'senf build' first, with the same --state");
  }
  return record;
}

static bool page_visit(void *data, const PageRow *row, Error **error)
{
  (void)error;
  Explainer *explainer = data;
  int64_t *key = arena_memdup(explainer->arena, &row->row, sizeof row->row);
  g_hash_table_insert(explainer->paths, key, (gpointer)row->path);
  return true;
}

static char *entry_text(const Explainer *explainer, const TraceEntry *entry)
{
  int64_t number = subject_number(entry->subject);
  const char *field = name_table_name(explainer->fields, entry->field);
  if (subject_kind(entry->subject) == SUBJECT_NAMED)
    return g_strdup_printf("%s: %s", name_table_name(explainer->subjects, number), field);
  const char *path = g_hash_table_lookup(explainer->paths, &number);
  return g_strdup_printf("%s%s: %s", path ? path : "a page that is gone",
                         subject_kind(entry->subject) == SUBJECT_COMMENTS ? " (comments)" : "",
                         field);
}

static int text_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "public/posts/a/index.html", "/posts/a/", "posts/a" all mean posts/a/index.html. */
static GPtrArray *path_candidates(const char *output, const char *name)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *root = g_canonicalize_filename(output, NULL);
  g_autofree char *full = g_canonicalize_filename(name, NULL);
  size_t length = strlen(root);
  if (strncmp(full, root, length) == 0 && full[length] == '/')
    g_ptr_array_add(candidates, g_strdup(full + length + 1));
  g_autofree char *clean = path_clean(name + strspn(name, "/"));
  if (clean) {
    g_ptr_array_add(candidates, g_strdup(clean));
    g_ptr_array_add(candidates, g_strconcat(clean, *clean ? "/" : "", "index.html", NULL));
  }
  return candidates;
}

static void path_keep(void *data, const OutputRow *row)
{
  g_ptr_array_add(data, (gpointer)row->path);
}

/* The file that was probably meant; its fields are the arena's. */
static const char *nearest_output(const Explainer *explainer, const char *name)
{
  g_autoptr(GPtrArray) paths = g_ptr_array_new();
  if (!record_load_outputs(explainer->record, explainer->arena, path_keep, paths, NULL))
    return NULL;
  g_ptr_array_add(paths, NULL);
  return suggest_nearest(name, (const char *const *)paths->pdata);
}

static bool explain_find(Explainer *explainer, const char *output, const char *name, Trace *trace,
                         Explanation *explanation, Error **error)
{
  g_autoptr(GPtrArray) candidates = path_candidates(output, name);
  Error *local = NULL;
  for (guint i = 0; i < candidates->len; i++) {
    OutputRow row;
    const char *reason = NULL;
    if (record_find_output(explainer->record, explainer->arena, g_ptr_array_index(candidates, i),
                           &row, trace, &reason, &local)) {
      explanation->path = g_strdup(row.path);
      explanation->reason = g_strdup(reason ? reason : "");
      return true;
    }
    if (local) {
      error_move(error, local);
      return false;
    }
  }
  error_set(error, ERROR_SITE, "the last build made no file '%s'", name);
  const char *nearest = NULL;
  for (guint i = 0; !nearest && i < candidates->len; i++)
    nearest = nearest_output(explainer, g_ptr_array_index(candidates, i));
  if (nearest)
    error_hint(error, "did you mean '%s'?", nearest);
  else
    error_hint(error, "name it as it is below the output folder: posts/a/index.html");
  return false;
}

bool explain_output(const char *state, const char *output, const char *name,
                    Explanation *explanation, Error **error)
{
  g_autoptr(Record) record = explain_open(state, error);
  if (!record)
    return false;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(NameTable) subjects = name_table_new(), fields = name_table_new();
  g_autoptr(GHashTable) paths = g_hash_table_new(g_int64_hash, g_int64_equal);
  Explainer explainer = {record, arena, subjects, fields, paths};
  Trace trace;
  trace_init(&trace);
  bool good = record_load_names(record, subjects, fields, error) &&
              record_load_pages(record, arena, page_visit, &explainer, error) &&
              explain_find(&explainer, output, name, &trace, explanation, error);
  if (good) {
    explanation->facts = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < trace.count; i++)
      g_ptr_array_add(explanation->facts, entry_text(&explainer, &trace.entries[i]));
    g_ptr_array_sort(explanation->facts, text_compare);
  }
  trace_release(&trace);
  return good;
}

static void reader_visit(void *data, const char *path)
{
  g_ptr_array_add(data, g_strdup(path));
}

GPtrArray *explain_comment(const char *state, const char *page_id, Error **error)
{
  int64_t row, version;
  g_autoptr(Record) record = explain_open(state, error);
  if (!record)
    return NULL;
  if (!record_find_comments_version(record, page_id, &row, &version)) {
    error_set(error, ERROR_SITE, "the last build had no page '%s'", page_id);
    error_hint(error, "name it by its 'id', or by the path of its file: posts/a.md");
    return NULL;
  }
  GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
  if (record_visit_comment_readers(record, page_id, reader_visit, paths, error))
    return paths;
  g_ptr_array_unref(paths);
  return NULL;
}

void explanation_clear(Explanation *explanation)
{
  g_free(explanation->path);
  g_free(explanation->reason);
  if (explanation->facts)
    g_ptr_array_unref(explanation->facts);
  *explanation = (Explanation){0};
}

bool last_build_read(const char *state, LastBuild *last, Error **error)
{
  g_autoptr(Record) record = explain_open(state, error);
  if (!record)
    return false;
  last->now = record_meta_int(record, "now", 0);
  last->commit = record_meta(record, "commit");
  if (last->commit)
    return true;
  error_set(error, ERROR_SITE, "no build was finished yet with the state in %s", state);
  error_hint(error, "run 'senf build' first");
  return false;
}

void last_build_clear(LastBuild *last)
{
  g_free(last->commit);
  *last = (LastBuild){0};
}
