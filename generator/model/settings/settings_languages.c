#include "generator/model/settings/settings_read.h"

#include "common/i18n/direction.h"
#include "common/paths.h"

#include <string.h>

/* As far as BCP 47 matters here: letters first, parts of up to 8 letters or digits. */
static bool is_code(const char *code)
{
  size_t part = 0, parts = 1;
  for (const char *p = code; *p; p++) {
    if (*p == '-') {
      if (part == 0)
        return false;
      part = 0;
      parts++;
    } else if (g_ascii_isalpha(*p) || (parts > 1 && g_ascii_isdigit(*p))) {
      part++;
    } else {
      return false;
    }
    if (part > 8)
      return false;
  }
  return part > 0 && strcspn(code, "-") >= 2 && strlen(code) <= 35;
}

/* --- menus --- */

static bool read_menu_item(const SettingsReader *reader, const Tree *item, MenuItem *out,
                           Error **error)
{
  static const char *const keys[] = {"title", "url", NULL};
  if (item->kind != TREE_MAP || !tree_get(item, "title") || !tree_get(item, "url")) {
    tree_error(error, reader->document, item, "an item of a menu has a 'title' and a 'url'");
    error_hint(error, "write it as: - {title: About, url: /about/}");
    return false;
  }
  if (!tree_only(reader->document, item, keys, error) ||
      !tree_string(reader->document, tree_get(item, "title"), "title", &out->title, error) ||
      !tree_string(reader->document, tree_get(item, "url"), "url", &out->url, error))
    return false;
  out->title = arena_strdup(reader->arena, out->title ? out->title : "");
  out->url = arena_strdup(reader->arena, out->url ? out->url : "");
  return true;
}

static bool read_menu_list(const SettingsReader *reader, const Tree *list, SiteLanguage *language,
                           Error **error)
{
  if (!list || list->kind == TREE_NULL)
    return true;
  if (list->kind != TREE_LIST) {
    tree_error(error, reader->document, list, "'menu' should be a list of items");
    error_hint(error, "write each as: - {title: About, url: /about/}");
    return false;
  }
  MenuItem *items = arena_new_array(reader->arena, MenuItem, list->count);
  for (size_t i = 0; i < list->count; i++) {
    if (!read_menu_item(reader, list->items[i], &items[i], error))
      return false;
  }
  language->menu = items;
  language->menu_count = list->count;
  return true;
}

/* The settings' languages were allocated here and are still being read. */
static SiteLanguage *language_at(const SettingsReader *reader, size_t index)
{
  return (SiteLanguage *)&reader->settings->languages[index];
}

static bool read_menu_map(const SettingsReader *reader, const Tree *map, Error **error)
{
  size_t count = reader->settings->language_count;
  const char **codes = arena_new_array(reader->arena, const char *, count + 1);
  for (size_t i = 0; i < count; i++)
    codes[i] = reader->settings->languages[i].code;
  if (!tree_only(reader->document, map, codes, error))
    return false;
  for (size_t i = 0; i < count; i++) {
    const Tree *list = tree_get(map, codes[i]);
    if (list && !read_menu_list(reader, list, language_at(reader, i), error))
      return false;
  }
  return true;
}

/* A list is the menu of every language that has none of its own; a map has one for each. */
bool settings_read_menu(const SettingsReader *reader, const Tree *value, const char *name,
                        void *member, Error **error)
{
  (void)name;
  (void)member;
  if (!value || value->kind == TREE_NULL)
    return true;
  if (value->kind == TREE_MAP)
    return read_menu_map(reader, value, error);
  SiteLanguage common = {0};
  if (!read_menu_list(reader, value, &common, error))
    return false;
  for (size_t i = 0; i < reader->settings->language_count; i++) {
    SiteLanguage *language = language_at(reader, i);
    if (!language->menu) {
      language->menu = common.menu;
      language->menu_count = common.menu_count;
    }
  }
  return true;
}

/* --- languages --- */

/* One folder: content/pt holds the files of pt-BR. */
static bool read_language_folder(const SettingsReader *reader, const Tree *value, SiteLanguage *out,
                                 Error **error)
{
  const char *text = NULL;
  if (value && !tree_string(reader->document, value, "folder", &text, error))
    return false;
  if (text && (!path_is_clean(text) || strchr(text, '/'))) {
    tree_error(error, reader->document, value, "'folder' should be the name of a folder, not '%s'",
               text);
    return false;
  }
  out->folder = arena_strdup(reader->arena, text);
  return true;
}

static bool read_language_map(const SettingsReader *reader, const Tree *map, SiteLanguage *out,
                              Error **error)
{
  static const char *const keys[] = {"code",        "name", "folder", "title",
                                     "description", "menu", NULL};
  const TreeDocument *document = reader->document;
  if (!tree_only(document, map, keys, error) ||
      !tree_string(document, tree_get(map, "code"), "code", &out->code, error) ||
      !tree_string(document, tree_get(map, "name"), "name", &out->name, error) ||
      !tree_string(document, tree_get(map, "title"), "title", &out->title, error) ||
      !read_language_folder(reader, tree_get(map, "folder"), out, error) ||
      !tree_string(document, tree_get(map, "description"), "description", &out->description, error))
    return false;
  out->name = arena_strdup(reader->arena, out->name);
  out->title = arena_strdup(reader->arena, out->title);
  out->description = arena_strdup(reader->arena, out->description);
  return read_menu_list(reader, tree_get(map, "menu"), out, error);
}

static void complete(const SettingsReader *reader, SiteLanguage *language)
{
  language->code = arena_strdup(reader->arena, language->code);
  if (!language->name)
    language->name = language->code;
  if (!language->folder)
    language->folder = language->code;
  if (!language->title)
    language->title = reader->settings->title;
  if (!language->description)
    language->description = reader->settings->description;
  language->direction = lang_direction(language->code);
}

static bool read_language(const SettingsReader *reader, const Tree *value, SiteLanguage *out,
                          Error **error)
{
  if (value->kind == TREE_MAP) {
    if (!read_language_map(reader, value, out, error))
      return false;
  } else if (!tree_string(reader->document, value, "languages", &out->code, error)) {
    return false;
  }
  if (!out->code || !is_code(out->code)) {
    tree_error(error, reader->document, value, "'%s' is not the code of a language",
               out->code ? out->code : "");
    error_hint(error, "write de, en, pt-BR or, with more: {code: de, name: Deutsch, title: …}");
    return false;
  }
  const SiteLanguage *first = settings_language(reader->settings, out->code);
  if (first) {
    tree_error(error, reader->document, value, "the language '%s' is listed twice", out->code);
    return false;
  }
  complete(reader, out);
  return true;
}

bool settings_read_languages(const SettingsReader *reader, const Tree *value, const char *name,
                             void *member, Error **error)
{
  (void)name;
  (void)member;
  Settings *settings = reader->settings;
  bool list = value && value->kind == TREE_LIST;
  size_t count = list ? value->count : 1;
  SiteLanguage *languages = arena_new_array(reader->arena, SiteLanguage, count);
  settings->languages = languages;
  if (!value || value->kind == TREE_NULL) {
    languages[0].code = "en";
    complete(reader, &languages[0]);
    settings->language_count = 1;
    return true;
  }
  if (count == 0) {
    tree_error(error, reader->document, value, "'languages' should name at least one language");
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    if (!read_language(reader, list ? value->items[i] : value, &languages[i], error))
      return false;
    settings->language_count = i + 1;
  }
  return true;
}
