/* settings_taxonomies.c - by which terms posts are sorted. */
#include "generator/model/settings/settings_read.h"

#include <string.h>

/* Names of other lists and folders of addresses. */
static const gchar *const TAKEN[] = {"authors", "author", "series", "archives", "page",
                                     "assets",  "title",  "date",   NULL};

static bool is_name(const char *name)
{
  size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-");
  return length > 0 && name[length] == '\0' && g_ascii_isalpha(*name) &&
         !g_strv_contains(TAKEN, name);
}

/* "craft-beers" is "Craft beers". */
static const char *default_title(Arena *arena, const char *name)
{
  char *title = g_strdelimit(arena_strdup(arena, name), "-_", ' ');
  title[0] = g_ascii_toupper(title[0]);
  return title;
}

static bool read_one(const SettingsReader *reader, const Tree *value, SiteTaxonomy *out,
                     Error **error)
{
  static const char *const keys[] = {"name", "title", NULL};
  bool map = value->kind == TREE_MAP;
  if (map &&
      (!tree_only(reader->document, value, keys, error) ||
       !tree_string(reader->document, tree_get(value, "title"), "title", &out->title, error)))
    return false;
  const Tree *name = map ? tree_get(value, "name") : value;
  if (!tree_string(reader->document, name, "taxonomies", &out->name, error))
    return false;
  if (!out->name || !is_name(out->name)) {
    tree_error(error, reader->document, value, "'%s' can't be the name of a taxonomy",
               out->name ? out->name : "");
    error_hint(error, "small letters, digits, '-' and '_', as in: [tags, craft-beers]");
    return false;
  }
  if (settings_taxonomy(reader->settings, out->name)) {
    tree_error(error, reader->document, value, "the taxonomy '%s' is listed twice", out->name);
    return false;
  }
  out->name = arena_strdup(reader->arena, out->name);
  out->title = out->title ? arena_strdup(reader->arena, out->title)
                          : default_title(reader->arena, out->name);
  return true;
}

bool settings_read_taxonomies(const SettingsReader *reader, const Tree *value, const char *name,
                              void *member, Error **error)
{
  static const SiteTaxonomy defaults[] = {{"tags", "Tags"}, {"categories", "Categories"}};
  Settings *settings = reader->settings;
  (void)member;
  if (!value || value->kind == TREE_NULL) {
    settings->taxonomies = defaults;
    settings->taxonomy_count = G_N_ELEMENTS(defaults);
    return true;
  }
  if (value->kind != TREE_LIST) {
    tree_error(error, reader->document, value, "'%s' should be a list of names", name);
    return false;
  }
  SiteTaxonomy *items = arena_new_array(reader->arena, SiteTaxonomy, value->count + 1);
  settings->taxonomies = items;
  for (size_t i = 0; i < value->count; i++) {
    if (!read_one(reader, value->items[i], &items[i], error))
      return false;
    settings->taxonomy_count = i + 1;
  }
  return true;
}
