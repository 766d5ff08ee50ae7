#include "generator/model/settings/settings_read.h"

#include "generator/model/page/cascade.h"
#include "generator/model/page/permalink.h"

#include "common/escape.h"
#include "common/paths.h"

#include <string.h>

/* --- base_url --- */

static bool is_host_char(char c)
{
  return g_ascii_isalnum(c) || strchr(".-_:[]", c) != NULL;
}

/* The length of "https://host:port", or 0. */
static size_t origin_length(const char *url)
{
  size_t scheme = g_str_has_prefix(url, "https://") ? 8 : g_str_has_prefix(url, "http://") ? 7 : 0;
  size_t end = scheme;
  while (url[end] && is_host_char(url[end]))
    end++;
  bool ended = url[end] == '\0' || url[end] == '/';
  return scheme > 0 && end > scheme && ended ? end : 0;
}

/* The path behind the origin: "" or "/blog"; NULL when it is none. */
static const char *clean_base_path(Arena *arena, const char *path)
{
  if (strpbrk(path, "?#"))
    return NULL;
  g_autofree char *clean = path_clean(path + strspn(path, "/"));
  if (!clean)
    return NULL;
  if (*clean == '\0')
    return "";
  g_autoptr(GString) escaped = g_string_new("/");
  escape_url(escaped, clean, strlen(clean));
  return arena_strdup(arena, escaped->str);
}

bool settings_read_base_url(const SettingsReader *reader, const Tree *value, const char *name,
                            void *member, Error **error)
{
  (void)member;
  const char *url = "http://localhost:8080";
  if (value && !tree_string(reader->document, value, name, &url, error))
    return false;
  size_t origin = origin_length(url);
  const char *path = origin > 0 ? clean_base_path(reader->arena, url + origin) : NULL;
  if (!path) {
    tree_error(error, reader->document, value, "'%s' should be the address of the site, not '%s'",
               name, url);
    error_hint(error, "write it as https://example.org or https://example.org/blog");
    return false;
  }
  reader->settings->base_path = path;
  reader->settings->base_url = arena_printf(reader->arena, "%.*s%s", (int)origin, url, path);
  return true;
}

/* --- timezone --- */

bool settings_read_timezone(const SettingsReader *reader, const Tree *value, const char *name,
                            void *member, Error **error)
{
  const char *text = "UTC";
  if (value && !tree_string(reader->document, value, name, &text, error))
    return false;
  Error *local = NULL;
  const TimeZone *zone = timezone_open(reader->arena, text, &local);
  *(const TimeZone **)member = zone;
  if (zone)
    return true;
  error_at(&local, reader->document->file, value->line, value->column);
  error_source(&local, reader->document->source, reader->document->source_length);
  error_move(error, local);
  return false;
}

/* --- permalinks, addresses, params --- */

bool settings_read_permalink(const SettingsReader *reader, const Tree *value, const char *name,
                             void *member, Error **error)
{
  const char *text = "";
  if (value && !tree_string(reader->document, value, name, &text, error))
    return false;
  g_autofree char *problem = *text ? permalink_check(text) : NULL;
  if (problem) {
    tree_error(error, reader->document, value, "'%s': %s", name, problem);
    error_hint(error, "the places are %s", permalink_places());
    return false;
  }
  *(const char **)member = arena_strdup(reader->arena, text);
  return true;
}

bool settings_read_addresses(const SettingsReader *reader, const Tree *value, const char *name,
                             void *member, Error **error)
{
  const char *text = "senf";
  if (value && !tree_string(reader->document, value, name, &text, error))
    return false;
  if (address_style(text, member))
    return true;
  tree_error(error, reader->document, value, "'%s' should be a way of writing addresses, not '%s'",
             name, text);
  error_hint(error, "one of %s", address_styles());
  return false;
}

bool settings_read_params(const SettingsReader *reader, const Tree *value, const char *name,
                          void *member, Error **error)
{
  if (!value || value->kind == TREE_NULL)
    return true;
  if (value->kind != TREE_MAP) {
    tree_error(error, reader->document, value, "'%s' should be a map of names and values", name);
    return false;
  }
  *(const Tree **)member = tree_copy(value, reader->arena);
  return true;
}

bool settings_read_defaults(const SettingsReader *reader, const Tree *value, const char *name,
                            void *member, Error **error)
{
  (void)name;
  (void)member;
  g_autoptr(GArray) rules = cascade_rules_new();
  if (!cascade_add_defaults(rules, reader->arena, reader->document, value, error))
    return false;
  cascade_finish(rules, reader->settings, reader->arena);
  return true;
}
