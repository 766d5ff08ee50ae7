/* template_check(): what can be told of a template before it is rendered. */
#include "common/template/check/checker.h"

#include <stdarg.h>
#include <string.h>

bool check_fail(Checker *checker, size_t offset, const char *format, ...)
{
  if (check_failed(checker))
    return false;
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  const Template *template = checker->template;
  Source source = {template->path, template->source, template->length};
  source_error(checker->error, &source, offset, "%s", what);
  for (const Step *step = checker->steps; step != NULL; step = step->outer) {
    int line, column;
    source = (Source){step->template->path, step->template->source, step->template->length};
    source_place(&source, step->offset, &line, &column);
    error_note(checker->error, "%s %s:%d:%d", step->what, step->template->path, line, column);
  }
  return false;
}

void check_hint(Checker *checker, const char *meant)
{
  if (meant != NULL)
    error_hint(checker->error, "did you mean '%s'?", meant);
}

static guint key_hash(gconstpointer key)
{
  return (guint) * (const Digest *)key;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
  return *(const Digest *)a == *(const Digest *)b;
}

static bool is_html(const char *name)
{
  g_autofree char *lower = g_ascii_strdown(name, -1);
  return g_str_has_suffix(lower, ".html") || g_str_has_suffix(lower, ".htm");
}

bool template_check(TemplateSet *set, const char *name, Warnings *warnings, Error **error)
{
  const Template *template = set_need(set, name, error);
  if (template == NULL)
    return false;
  set_lock(set);
  Error *failure = NULL;
  Arena *arena = arena_new();
  Checker checker = {
      .set = set,
      .arena = arena,
      .warnings = warnings,
      .error = &failure,
      .template = template,
      .html = {.off = !is_html(name)},
      .assigned = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref),
      .modules = g_hash_table_new(NULL, NULL),
      .seen = g_hash_table_new(key_hash, key_equal)};
  check_whole(&checker, template);
  if (checker.everywhere != NULL)
    g_hash_table_unref(checker.everywhere);
  g_hash_table_unref(checker.assigned);
  g_hash_table_unref(checker.modules);
  g_hash_table_unref(checker.seen);
  arena_free(arena);
  set_unlock(set);
  if (failure != NULL)
    error_move(error, failure);
  return failure == NULL;
}
