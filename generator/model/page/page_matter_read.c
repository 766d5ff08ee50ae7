#include "generator/model/page/page_matter_read.h"

#include "generator/model/page/page_place.h"

#include "common/paths.h"

#include <string.h>

/* --- texts --- */

const char *matter_one_line(Arena *arena, const char *text)
{
  char *line = arena_strdup(arena, text);
  for (char *p = line; *p; p++) {
    if ((unsigned char)*p < 0x20 || *p == 0x7f)
      *p = ' ';
  }
  return g_strstrip(line);
}

bool matter_read_text(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  const char *text = NULL;
  if (!tree_string(reading->document, value, name, &text, error))
    return false;
  if (text && *text && !*(const char **)member)
    *(const char **)member = matter_one_line(reading->arena, text);
  return true;
}

/* One segment of the URL. */
bool matter_read_slug(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  const char *text = NULL;
  if (!tree_string(reading->document, value, name, &text, error))
    return false;
  if (!text || !*text)
    return true;
  if (strchr(text, '/') || strcmp(text, "..") == 0 || strcmp(text, ".") == 0 ||
      !path_is_clean(text)) {
    tree_error(error, reading->document, value, "'%s' should be one part of a path, not '%s'", name,
               text);
    error_hint(error, "to choose the whole path of the page, write 'url: /%s/'",
               path_is_clean(text) ? text : "a/b");
    return false;
  }
  const char *slug = page_place_slug(reading->arena, reading->settings, PAGE_POST, text);
  if (!*slug) {
    tree_error(error, reading->document, value, "'%s' has nothing that a URL can hold: '%s'", name,
               text);
    return false;
  }
  *(const char **)member = slug;
  return true;
}

bool matter_read_url(MatterReading *reading, const Tree *value, const char *name, void *member,
                     Error **error)
{
  const char *text = NULL;
  if (!tree_string(reading->document, value, name, &text, error))
    return false;
  if (text && *text && !*(const Tree **)member)
    *(const Tree **)member = value;
  return true;
}

/* "post.html" and "post" name the same template. */
bool matter_read_layout(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error)
{
  const char *text = NULL;
  if (!matter_read_text(reading, value, name, &text, error))
    return false;
  if (!text || *(const char **)member)
    return true;
  if (!path_is_clean(text)) {
    tree_error(error, reading->document, value, "'%s' should name a template, not '%s'", name,
               text);
    return false;
  }
  size_t length = strlen(text);
  if (g_str_has_suffix(text, ".html"))
    length -= strlen(".html");
  *(const char **)member = arena_strndup(reading->arena, text, length);
  return true;
}

/* A text, a list (the first counts), or a map with the address and more. */
bool matter_read_image(MatterReading *reading, const Tree *value, const char *name, void *member,
                       Error **error)
{
  static const char *const keys[] = {"image", "url", "src", "path", "relative"};
  if (value->kind == TREE_LIST)
    return value->count == 0 || matter_read_image(reading, value->items[0], name, member, error);
  if (value->kind == TREE_BOOL) /* whether a theme shows one */
    return true;
  if (value->kind != TREE_MAP)
    return matter_read_text(reading, value, name, member, error);
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
    const Tree *inside = tree_get_ci(value, keys[i]);
    if (inside && (inside->kind == TREE_STRING))
      return matter_read_text(reading, inside, name, member, error);
  }
  return true;
}

bool matter_read_series(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error)
{
  if (value->kind == TREE_LIST)
    return value->count == 0 || matter_read_text(reading, value->items[0], name, member, error);
  return matter_read_text(reading, value, name, member, error);
}

/* In any case of letters; "en-US" and "en_GB" are "en" where the site has only that. */
static const char *find_language(const Settings *settings, const char *code)
{
  size_t primary = strcspn(code, "-_");
  const char *nearest = NULL;
  for (size_t i = 0; i < settings->language_count; i++) {
    const char *known = settings->languages[i].code;
    if (g_ascii_strcasecmp(known, code) == 0)
      return known;
    if (strlen(known) == primary && g_ascii_strncasecmp(known, code, primary) == 0)
      nearest = known;
  }
  return nearest;
}

bool matter_read_lang(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  const char *code = NULL;
  if (!matter_read_text(reading, value, name, &code, error))
    return false;
  if (!code)
    return true;
  *(const char **)member = find_language(reading->settings, code);
  if (*(const char **)member)
    return true;
  g_autoptr(GString) codes = g_string_new(NULL);
  for (size_t i = 0; i < reading->settings->language_count; i++)
    g_string_append_printf(codes, "%s%s", i ? ", " : "", reading->settings->languages[i].code);
  tree_error(error, reading->document, value, "the site has no language '%s'", code);
  error_hint(error, "it has %s; 'languages' in senf.yaml lists them", codes->str);
  return false;
}

/* --- dates, switches, numbers --- */

bool matter_read_date(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  DateTime *date = member;
  if (date->set || (value->kind == TREE_STRING && *value->text == '\0'))
    return true;
  return tree_datetime(reading->document, value, name, reading->settings->timezone, date, error);
}

/* Also "yes", "no", "on" and "off", which Jekyll's YAML takes for switches, and what forms of
 * editors write: a switch in quotes, or nothing between them. */
static bool read_switch(MatterReading *reading, const Tree *value, const char *name, bool *out,
                        Error **error)
{
  static const struct {
    const char *word;
    bool on;
  } words[] = {{"true", true},   {"yes", true}, {"on", true},
               {"false", false}, {"no", false}, {"off", false}};
  if (value->kind != TREE_STRING)
    return tree_bool(reading->document, value, name, out, error);
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_ascii_strcasecmp(value->text, words[i].word) == 0) {
      *out = words[i].on;
      return true;
    }
  return *value->text == '\0' || tree_bool(reading->document, value, name, out, error);
}

bool matter_read_bool(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  return read_switch(reading, value, name, member, error);
}

/* A switch in Jekyll, a date elsewhere. */
bool matter_read_published(MatterReading *reading, const Tree *value, const char *name,
                           void *member, Error **error)
{
  bool shown = true;
  if (read_switch(reading, value, name, &shown, NULL)) {
    reading->matter->hidden = !shown;
    return true;
  }
  return matter_read_date(reading, value, name, member, error);
}

/* "never", false, "local" and "link" keep a page out of something. */
static bool is_kept_out(const Tree *map, const char *key)
{
  const Tree *value = tree_get_ci(map, key);
  if (value && value->kind == TREE_BOOL)
    return !value->boolean;
  return value && value->kind == TREE_STRING && g_ascii_strcasecmp(value->text, "always") != 0;
}

/* Hugo: {render: never, list: never}. */
bool matter_read_build(MatterReading *reading, const Tree *value, const char *name, void *member,
                       Error **error)
{
  (void)member;
  if (value->kind != TREE_MAP) {
    tree_error(error, reading->document, value, "'%s' should be a map", name);
    error_hint(error, "write it as {render: never} or {list: never}");
    return false;
  }
  reading->matter->unrendered |= is_kept_out(value, "render");
  reading->matter->unlisted |= is_kept_out(value, "list");
  return true;
}

/* Zola: `render = false`. */
bool matter_read_render(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error)
{
  bool render = true;
  if (!read_switch(reading, value, name, &render, error))
    return false;
  *(bool *)member = *(bool *)member || !render;
  return true;
}

/* Jekyll: `sitemap: false`; Hugo: {disable: true}, beside what a sitemap may say of a page. */
bool matter_read_sitemap(MatterReading *reading, const Tree *value, const char *name, void *member,
                         Error **error)
{
  bool shown = true;
  if (value->kind == TREE_MAP)
    return tree_bool(reading->document, tree_get_ci(value, "disable"), "disable", member, error);
  if (!read_switch(reading, value, name, &shown, error))
    return false;
  *(bool *)member = !shown;
  return true;
}

/* An address; of a list, which Jekyll allows, the first. */
bool matter_read_redirect(MatterReading *reading, const Tree *value, const char *name, void *member,
                          Error **error)
{
  if (value->kind == TREE_LIST)
    return value->count == 0 || matter_read_redirect(reading, value->items[0], name, member, error);
  const char *text = NULL;
  if (!matter_read_text(reading, value, name, &text, error))
    return false;
  if (!text)
    return true;
  bool whole = g_str_has_prefix(text, "https://") || g_str_has_prefix(text, "http://");
  if (!whole && (*text != '/' || text[1] == '/')) {
    tree_error(error, reading->document, value, "'%s' should be an address, not '%s'", name, text);
    error_hint(error, "write it as https://example.org/there/, or as /there/ on this site");
    return false;
  }
  *(const char **)member =
      whole ? text : arena_concat(reading->arena, reading->settings->base_path, text);
  return true;
}

/* As written, line breaks included. */
bool matter_read_separator(MatterReading *reading, const Tree *value, const char *name,
                           void *member, Error **error)
{
  return tree_string(reading->document, value, name, member, error);
}

bool matter_read_int(MatterReading *reading, const Tree *value, const char *name, void *member,
                     Error **error)
{
  char *end;
  Tree number = *value;
  if (value->kind == TREE_STRING && *value->text == '\0')
    return true;
  if (value->kind == TREE_STRING) { /* "5" in quotes */
    number.integer = g_ascii_strtoll(value->text, &end, 10);
    number.kind = *end ? TREE_STRING : TREE_INT;
  }
  return tree_int(reading->document, &number, name, -1000000000, 1000000000, member, error);
}

bool matter_read_comments(MatterReading *reading, const Tree *value, const char *name, void *member,
                          Error **error)
{
  static const struct {
    const char *word;
    PageComments comments;
  } words[] = {
      {"true", PAGE_COMMENTS_OPEN},     {"open", PAGE_COMMENTS_OPEN},    {"on", PAGE_COMMENTS_OPEN},
      {"closed", PAGE_COMMENTS_CLOSED}, {"close", PAGE_COMMENTS_CLOSED}, {"off", PAGE_COMMENTS_OFF},
      {"false", PAGE_COMMENTS_OFF},     {"yes", PAGE_COMMENTS_OPEN},     {"no", PAGE_COMMENTS_OFF}};
  const char *text = NULL;
  if (value->kind == TREE_MAP) /* of a theme that asks another service for them */
    return true;
  if (!tree_string(reading->document, value, name, &text, error))
    return false;
  for (size_t i = 0; text && i < G_N_ELEMENTS(words); i++) {
    if (g_ascii_strcasecmp(text, words[i].word) == 0) {
      *(PageComments *)member = words[i].comments;
      reading->matter->comments_said = true;
      return true;
    }
  }
  if (!text || !*text)
    return true;
  tree_error(error, reading->document, value, "'%s' should be open, closed or off, not '%s'", name,
             text);
  return false;
}
