/* convert_config.c - the settings of another generator, from one file or from several. */
#include "generator/convert/convert.h"

#include "common/formats/json.h"
#include "common/formats/toml.h"
#include "common/formats/yaml.h"
#include "common/paths.h"
#include "common/strutil.h"

#include <string.h>

enum { CONFIG_LIMIT = 1 << 20 };

static const Tree *read_file(Convert *convert, const SourceFile *file, Error **error)
{
  TreeDocument document = {.file = file->path};
  size_t length;
  g_autofree char *read = source_read(convert->source, file, CONFIG_LIMIT, &length, error);
  if (!read || !text_check_utf8(read, length, file->path, error))
    return NULL;
  const char *text = arena_strndup(convert->arena, read, length);
  const char *extension = path_extension(file->path);
  document.source = text;
  document.source_length = length;
  bool good = strcmp(extension, "toml") == 0
                  ? toml_parse(convert->arena, text, length, 1, CONFIG_LIMIT, &document, error)
              : strcmp(extension, "json") == 0
                  ? json_parse(convert->arena, text, length, &document, error)
                  : yaml_parse(convert->arena, text, length, 1, CONFIG_LIMIT, &document, error);
  return good ? document.root : NULL;
}

/* --- settings in several files --- */

/* A copy of `map` (a map, or NULL for none) in which `value` stands at `names`, laid over
 * what stands there. */
static const Tree *with(Arena *arena, const Tree *map, const char *const *names, const Tree *value)
{
  bool is_map = map && map->kind == TREE_MAP;
  size_t count = is_map ? map->count : 0, at = 0;
  if (!*names && (!is_map || value->kind != TREE_MAP))
    return value;
  if (!*names) { /* key by key */
    const Tree *merged = map;
    for (size_t i = 0; i < value->count; i++) {
      const char *key[] = {value->keys[i], NULL};
      merged = with(arena, merged, key, value->items[i]);
    }
    return merged;
  }
  while (at < count && g_ascii_strcasecmp(map->keys[at], *names) != 0)
    at++;
  Tree *copy = tree_new(arena, TREE_MAP, map ? map->line : 1, map ? map->column : 1);
  copy->count = MAX(count, at + 1);
  const char **keys = arena_new_array(arena, const char *, copy->count);
  const Tree **items = arena_new_array(arena, const Tree *, copy->count);
  for (size_t i = 0; i < count; i++) {
    keys[i] = map->keys[i];
    items[i] = map->items[i];
  }
  keys[at] = arena_strdup(arena, *names);
  items[at] = with(arena, at < count ? map->items[at] : NULL, names + 1, value);
  copy->keys = keys;
  copy->items = items;
  return copy;
}

static bool is_settings(const char *path)
{
  static const gchar *const extensions[] = {"toml", "yaml", "yml", "json", NULL};
  return g_strv_contains(extensions, path_extension(path));
}

/* "hugo.toml", "config.yaml" */
static bool is_whole(const char *name)
{
  return g_str_has_prefix(name, "hugo.") || g_str_has_prefix(name, "config.");
}

/* "params.toml" holds the settings below `params`, "menus.de.toml" those of German,
 * "languages.de.toml" all of its own. */
static void add_part(Convert *convert, const char *name, const Tree *part)
{
  g_auto(GStrv) words = g_strsplit(name, ".", 3); /* name, language or extension, extension */
  bool localised = words[2] != NULL;
  const char *plain[] = {words[0], NULL};
  const char *of_language[] = {"languages", words[1], words[0], NULL};
  if (strcmp(words[0], "languages") == 0)
    of_language[2] = NULL;
  convert->config = with(convert->arena, convert->config, localised ? of_language : plain, part);
}

static bool read_parts(Convert *convert, const ConvertKind *kind, Error **error)
{
  g_autofree char *folder = g_strconcat(kind->parts, "/", NULL);
  for (size_t i = 0; i < source_count(convert->source); i++) {
    const SourceFile *file = source_file(convert->source, i);
    const char *name = file->path + strlen(folder);
    if (!g_str_has_prefix(file->path, folder) || strchr(name, '/') || !is_settings(name) ||
        strcmp(file->path, convert->config_path) == 0)
      continue;
    const Tree *part = read_file(convert, file, error);
    if (!part)
      return false;
    if (is_whole(name)) /* beside a file at the root, and stronger */
      convert->config = with(convert->arena, convert->config, (const char *[]){NULL}, part);
    else
      add_part(convert, name, part);
  }
  return true;
}

/* --- all --- */

bool convert_read_config(Convert *convert, const ConvertKind *kind, Error **error)
{
  for (size_t i = 0; kind->configs[i]; i++) {
    const SourceFile *file = source_find(convert->source, kind->configs[i]);
    if (!file)
      continue;
    convert->config = read_file(convert, file, error);
    convert->config_path = file->path;
    return convert->config && (!kind->parts || read_parts(convert, kind, error));
  }
  g_autoptr(GString) names = g_string_new(NULL);
  for (size_t i = 0; kind->configs[i]; i++)
    if (!strchr(kind->configs[i], '/'))
      g_string_append_printf(names, "%s%s", i ? ", " : "", kind->configs[i]);
  error_set(error, ERROR_USAGE, "'%s' holds no site of %s", convert->folder, kind->name);
  error_hint(error, "its settings would be one of: %s%s%s", names->str,
             kind->parts ? ", or below " : "", kind->parts ? kind->parts : "");
  return false;
}
