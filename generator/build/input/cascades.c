#include "generator/build/input/cascades.h"

#include "generator/model/page/cascade.h"
#include "generator/model/site/links.h"

#include <string.h>

enum { INDEX_LIMIT = 16 * 1024 * 1024 };

#define RECORD_KEY "cascades"

static bool add_file(Build *build, const SourceFile *file, GArray *rules, Error **error)
{
  size_t length;
  g_autofree char *text = source_read(build->source, file, INDEX_LIMIT, &length, error);
  return text &&
         cascade_add_index(rules, build->arena, &build->settings, file->path, text, length, error);
}

/* Those of the settings stand there already. */
static GArray *rules_of_settings(const Build *build)
{
  GArray *rules = cascade_rules_new();
  if (build->settings.cascade_count > 0)
    g_array_append_vals(rules, build->settings.cascade, (guint)build->settings.cascade_count);
  return rules;
}

bool cascades_read(Build *build, Error **error)
{
  g_autoptr(GArray) rules = rules_of_settings(build);
  for (size_t i = 0; i < source_count(build->source); i++) {
    const SourceFile *file = source_file(build->source, i);
    PageKind kind;
    if (cascade_is_index(file->path) && file_is_page(&build->settings, file->path, &kind) &&
        !add_file(build, file, rules, error))
      return false;
  }
  cascade_finish(rules, &build->settings, build->arena);
  return true;
}

bool cascades_commit(Build *build, Error **error)
{
  g_autoptr(GArray) rules = rules_of_settings(build);
  g_autoptr(GString) text = g_string_new(NULL);
  cascade_pack(rules, text);
  return record_set_bytes(build->record, RECORD_KEY, text->str, text->len, error);
}

bool cascades_load(Build *build)
{
  size_t length = 0;
  g_autofree char *text = record_bytes(build->record, RECORD_KEY, &length);
  if (!text)
    return false;
  if (length == strlen("[]"))
    return true;
  g_autoptr(GArray) rules = rules_of_settings(build);
  if (!cascade_unpack(rules, build->arena, arena_strndup(build->arena, text, length), length))
    return false;
  cascade_finish(rules, &build->settings, build->arena);
  return true;
}

/* As text, of the rules that a file makes. */
static char *pack_of(const CascadeRule *all, size_t count, const char *file)
{
  g_autoptr(GArray) rules = cascade_rules_new();
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < count; i++)
    if (strcmp(all[i].file, file) == 0)
      g_array_append_val(rules, all[i]);
  cascade_pack(rules, text);
  return g_string_free(text, FALSE);
}

bool cascades_unchanged(Build *build, const SourceFile *file)
{
  if (!cascade_is_index(file->path))
    return true;
  g_autoptr(GArray) rules = cascade_rules_new();
  if (!add_file(build, file, rules, NULL))
    return false;
  const Settings *settings = &build->settings;
  g_autofree char *before = pack_of(settings->cascade, settings->cascade_count, file->path);
  g_autofree char *now = pack_of((CascadeRule *)(void *)rules->data, rules->len, file->path);
  return strcmp(before, now) == 0;
}
