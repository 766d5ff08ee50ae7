#include "generator/model/page/page_matter.h"

#include "generator/model/page/page_keys.h"
#include "generator/model/page/page_matter_read.h"

#include <string.h>

/* --- maps --- */

static void add_extra(MatterReading *reading, const char *key, const Tree *value)
{
  for (guint i = 0; i < reading->extra_keys->len; i++) {
    if (strcmp(g_ptr_array_index(reading->extra_keys, i), key) == 0)
      return;
  }
  g_ptr_array_add(reading->extra_keys, arena_strdup(reading->arena, key));
  g_ptr_array_add(reading->extra_items, (gpointer)value);
}

/* Zola's [extra], Hugo's params: its keys stand beside the unknown ones. */
static bool read_extra(MatterReading *reading, const Tree *value, const char *name, void *member,
                       Error **error)
{
  (void)error;
  (void)member;
  if (value->kind != TREE_MAP)
    add_extra(reading, name, value);
  for (size_t i = 0; value->kind == TREE_MAP && i < value->count; i++)
    add_extra(reading, value->keys[i], value->items[i]);
  return true;
}

static bool read_taxonomies(MatterReading *reading, const Tree *value, const char *name,
                            void *member, Error **error);

/* What is for other pages: cascade.h reads it. */
static bool read_nothing(MatterReading *reading, const Tree *value, const char *name, void *member,
                         Error **error)
{
  (void)reading;
  (void)value;
  (void)name;
  (void)member;
  (void)error;
  return true;
}

/* --- the table --- */

typedef struct Key {
  const char *name;
  MatterReader read;
  size_t offset;
} Key;

#define KEY(name, read, member)                                                                    \
  {                                                                                                \
    name, read, offsetof(PageMatter, member)                                                       \
  }

static const Key KEYS[] = {
    KEY("title", matter_read_text, title),
    KEY("slug", matter_read_slug, slug),
    KEY("url", matter_read_url, url),
    KEY("permalink", matter_read_url, url),
    KEY("path", matter_read_url, url),
    KEY("id", matter_read_text, id),
    KEY("translation", matter_read_text, translation),
    KEY("translationKey", matter_read_text, translation),
    KEY("translation_key", matter_read_text, translation),
    KEY("lang", matter_read_lang, lang),
    KEY("language", matter_read_lang, lang),
    KEY("locale", matter_read_lang, lang),
    KEY("summary", matter_read_text, summary),
    KEY("excerpt", matter_read_text, summary),
    KEY("description", matter_read_text, description),
    KEY("layout", matter_read_layout, layout),
    KEY("template", matter_read_layout, layout),
    KEY("date", matter_read_date, date),
    KEY("publishDate", matter_read_date, publish),
    KEY("pubDate", matter_read_date, publish),
    KEY("published", matter_read_published, publish),
    KEY("lastmod", matter_read_date, updated),
    KEY("updated", matter_read_date, updated),
    KEY("last_modified_at", matter_read_date, updated),
    KEY("modified", matter_read_date, updated),
    KEY("expiry", matter_read_date, expiry),
    KEY("expiryDate", matter_read_date, expiry),
    KEY("expires", matter_read_date, expiry),
    KEY("unpublishDate", matter_read_date, expiry),
    KEY("draft", matter_read_bool, draft),
    KEY("unlisted", matter_read_bool, unlisted),
    KEY("headless", matter_read_bool, unrendered),
    KEY("render", matter_read_render, unrendered),
    KEY("sitemap", matter_read_sitemap, no_sitemap),
    KEY("redirect_to", matter_read_redirect, redirect_to),
    KEY("excerpt_separator", matter_read_separator, separator),
    KEY("build", matter_read_build, unrendered),
    KEY("_build", matter_read_build, unrendered),
    KEY("aliases", matter_read_aliases, aliases),
    KEY("alias", matter_read_aliases, aliases),
    KEY("redirect_from", matter_read_aliases, aliases),
    KEY("tags", matter_read_tags, tags),
    KEY("tag", matter_read_tags, tags),
    KEY("categories", matter_read_categories, terms),
    KEY("category", matter_read_category, terms),
    KEY("authors", matter_read_people, authors),
    KEY("author", matter_read_people, authors),
    KEY("contributors", matter_read_people, contributors),
    KEY("image", matter_read_image, image),
    KEY("cover", matter_read_image, image),
    KEY("images", matter_read_image, image),
    KEY("thumbnail", matter_read_image, image),
    KEY("featured_image", matter_read_image, image),
    KEY("featuredImage", matter_read_image, image),
    KEY("feature_image", matter_read_image, image),
    KEY("featureImage", matter_read_image, image),
    KEY("cover_image", matter_read_image, image),
    KEY("series", matter_read_series, series),
    KEY("series_weight", matter_read_int, series_weight),
    KEY("series_order", matter_read_int, series_weight),
    KEY("weight", matter_read_int, weight),
    KEY("comments", matter_read_comments, comments),
    KEY("comment", matter_read_comments, comments),
    KEY("taxonomies", read_taxonomies, tags),
    KEY("params", read_extra, extra),
    KEY("extra", read_extra, extra),
    KEY("cascade", read_nothing, extra),
    KEY("page_template", read_nothing, extra),
};

/* The row of a name, or the number of rows. */
static size_t find_key(const char *name)
{
  char first = g_ascii_tolower(*name);
  size_t i = 0;
  while (i < G_N_ELEMENTS(KEYS) &&
         (KEYS[i].name[0] != first || g_ascii_strcasecmp(KEYS[i].name, name) != 0))
    i++;
  return i;
}

static bool has_terms(const MatterReading *reading, const char *taxonomy)
{
  g_autofree char *prefix = g_strconcat(taxonomy, "\t", NULL);
  for (guint i = 0; i < reading->matter->terms->len; i++)
    if (g_str_has_prefix(g_ptr_array_index(reading->matter->terms, i), prefix))
      return true;
  return false;
}

/* A taxonomy of the site's own, or something for templates. */
static bool read_other(MatterReading *reading, const char *key, const Tree *value, Error **error)
{
  const SiteTaxonomy *taxonomy = settings_taxonomy(reading->settings, key);
  if (taxonomy && has_terms(reading, taxonomy->name))
    return true; /* those of the page itself, or of a nearer folder */
  if (taxonomy)
    return value->kind == TREE_NULL || matter_read_terms(reading, value, taxonomy->name, error);
  add_extra(reading, key, value);
  return true;
}

/* A key for templates that looks like a slip of the pen. */
static void warn_near(const MatterReading *reading, const Tree *map, size_t index)
{
  const char *names[G_N_ELEMENTS(KEYS) + 1];
  const Tree *value = map->items[index];
  for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++)
    names[i] = KEYS[i].name;
  names[G_N_ELEMENTS(KEYS)] = NULL;
  bool many = value->kind == TREE_LIST || value->kind == TREE_MAP;
  const char *key = map->keys[index], *near = page_key_near(key, names, many);
  for (size_t i = 0; !near && i < reading->settings->taxonomy_count; i++) {
    const char *taxonomy[] = {reading->settings->taxonomies[i].name, NULL};
    near = page_key_near(key, taxonomy, false);
  }
  if (!near)
    return;
  Error *warning = NULL;
  error_set(&warning, ERROR_SITE, "unknown key '%s'", key);
  tree_error_at_key(&warning, reading->document, map, index);
  error_hint(&warning, "did you mean '%s'? A key of your own can stand below 'extra'", near);
  warnings_take(reading->warnings, warning);
}

/* Whether an earlier map (the page's own, or that of a nearer folder) said it, under any name.
 * What is for templates is taken key by key. */
static bool is_taken(const MatterReading *reading, size_t row)
{
  if (KEYS[row].read == read_extra)
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++)
    if (KEYS[i].offset == KEYS[row].offset && reading->taken[i])
      return true;
  return false;
}

/* Rows in their order, so that it does not matter how the file orders its keys. */
static bool read_map(MatterReading *reading, const Tree *map, Error **error)
{
  const Tree *found[G_N_ELEMENTS(KEYS)] = {NULL};
  for (size_t i = 0; i < map->count; i++) {
    size_t row = find_key(map->keys[i]);
    if (row == G_N_ELEMENTS(KEYS)) {
      if (!read_other(reading, map->keys[i], map->items[i], error))
        return false;
      if (reading->warnings && !settings_taxonomy(reading->settings, map->keys[i]))
        warn_near(reading, map, i);
    } else if (!found[row] && map->items[i]->kind != TREE_NULL && !is_taken(reading, row))
      found[row] = map->items[i];
  }
  for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++) {
    void *member = (char *)reading->matter + KEYS[i].offset;
    if (found[i] && !KEYS[i].read(reading, found[i], KEYS[i].name, member, error))
      return false;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++)
    reading->taken[i] = reading->taken[i] || found[i];
  return true;
}

/* Zola: [taxonomies] tags = [...]. Taxonomies that nobody here knows are kept. */
static bool read_taxonomies(MatterReading *reading, const Tree *value, const char *name,
                            void *member, Error **error)
{
  static const char *const known[] = {"tags",   "categories", "category", "authors",
                                      "author", "series",     NULL};
  (void)member;
  if (value->kind != TREE_MAP) {
    tree_error(error, reading->document, value, "'%s' should be a map", name);
    return false;
  }
  for (size_t i = 0; i < value->count; i++) {
    size_t row = find_key(value->keys[i]);
    if (row == G_N_ELEMENTS(KEYS) ||
        !g_strv_contains((const gchar *const *)known, KEYS[row].name)) {
      if (!read_other(reading, value->keys[i], value->items[i], error))
        return false;
    } else if (!KEYS[row].read(reading, value->items[i], KEYS[row].name,
                               (char *)reading->matter + KEYS[row].offset, error))
      return false;
  }
  return true;
}

/* --- all --- */

static const Tree *extra_tree(const MatterReading *reading)
{
  size_t count = reading->extra_keys->len;
  if (count == 0)
    return NULL;
  Tree *map = tree_new(reading->arena, TREE_MAP, 1, 1);
  map->count = count;
  map->keys = arena_memdup(reading->arena, reading->extra_keys->pdata, count * sizeof(char *));
  map->items = arena_memdup(reading->arena, reading->extra_items->pdata, count * sizeof(Tree *));
  return map;
}

bool page_matter_read(PageMatter *matter, Arena *arena, const Settings *settings,
                      const TreeDocument *document, const PagePlace *place, Warnings *warnings,
                      Error **error)
{
  *matter = (PageMatter){.authors = g_ptr_array_new(),
                         .contributors = g_ptr_array_new(),
                         .tags = g_ptr_array_new(),
                         .aliases = g_ptr_array_new(),
                         .terms = g_ptr_array_new()};
  g_autoptr(GPtrArray) keys = g_ptr_array_new(), items = g_ptr_array_new();
  bool taken[G_N_ELEMENTS(KEYS)] = {false};
  MatterReading reading = {.matter = matter,
                           .arena = arena,
                           .settings = settings,
                           .document = document,
                           .warnings = warnings,
                           .taken = taken,
                           .extra_keys = keys,
                           .extra_items = items};
  if (document->root->kind == TREE_MAP && !read_map(&reading, document->root, error))
    return false;
  for (size_t i = 0; place && i < settings->cascade_count; i++) {
    const CascadeRule *rule = &settings->cascade[i];
    reading.document = &rule->values;
    if (cascade_holds(rule, settings, place) && !read_map(&reading, rule->values.root, error))
      return false;
  }
  matter->extra = extra_tree(&reading);
  return true;
}

void page_matter_clear(PageMatter *matter)
{
  g_ptr_array_unref(matter->authors);
  g_ptr_array_unref(matter->contributors);
  g_ptr_array_unref(matter->tags);
  g_ptr_array_unref(matter->terms);
  g_ptr_array_unref(matter->aliases);
}
