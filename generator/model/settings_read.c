#include "generator/model/settings_read.h"

#include "generator/model/permalink.h"

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

static bool digits_at(const char *text, int count, int *out)
{
  *out = 0;
  for (int i = 0; i < count; i++) {
    if (!g_ascii_isdigit(text[i]))
      return false;
    *out = *out * 10 + (text[i] - '0');
  }
  return true;
}

/* "UTC", "Z", "+02:00", "+0200": minutes east. */
static bool parse_offset(const char *text, int *out)
{
  *out = 0;
  if (g_ascii_strcasecmp(text, "utc") == 0 || g_ascii_strcasecmp(text, "z") == 0)
    return true;
  if (*text != '+' && *text != '-')
    return false;
  int hours, minutes;
  if (!digits_at(text + 1, 2, &hours))
    return false;
  const char *rest = text + 3;
  if (*rest == ':')
    rest++;
  if (!digits_at(rest, 2, &minutes) || rest[2] != '\0')
    return false;
  if (minutes > 59 || hours * 60 + minutes > 14 * 60)
    return false;
  *out = (hours * 60 + minutes) * (*text == '-' ? -1 : 1);
  return true;
}

bool settings_read_timezone(const SettingsReader *reader, const Tree *value, const char *name,
                            void *member, Error **error)
{
  (void)member;
  const char *text = "UTC";
  if (value && !tree_string(reader->document, value, name, &text, error))
    return false;
  if (!parse_offset(text, &reader->settings->timezone_offset)) {
    tree_error(error, reader->document, value, "'%s' should be an offset from UTC, not '%s'", name,
               text);
    error_hint(error, "write UTC or, in quotes, an offset such as \"+02:00\"; names of zones are "
                      "not known here, since their rules differ between machines");
    return false;
  }
  reader->settings->timezone = arena_strdup(reader->arena, text);
  return true;
}

/* --- permalinks, params --- */

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
