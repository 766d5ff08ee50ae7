/* cascade_read.c - rules from senf.yaml, from an _index.md and from the record. */
#include "generator/model/page/cascade.h"

#include "generator/model/page/front_matter.h"

#include "common/formats/json.h"
#include "common/paths.h"

#include <string.h>

/* --- defaults ------------------------------------------------------------------------------- */

static bool read_kind(const TreeDocument *document, const Tree *value, CascadeKinds *out,
                      Error **error)
{
  const char *text = NULL;
  if (!tree_string(document, value, "kind", &text, error))
    return false;
  if (!text || strcmp(text, "post") == 0 || strcmp(text, "page") == 0) {
    *out = !text ? CASCADE_ALL : *text == 'p' && text[1] == 'o' ? CASCADE_POSTS : CASCADE_PAGES;
    return true;
  }
  tree_error(error, document, value, "'kind' should be post or page, not '%s'", text);
  return false;
}

static bool read_default(GArray *rules, Arena *arena, const TreeDocument *document,
                         const Tree *item, Error **error)
{
  static const char *const keys[] = {"path", "lang", "kind", "values", NULL};
  CascadeRule rule = {.file = document->file, .folder = "", .values = *document};
  if (item->kind != TREE_MAP) {
    tree_error(error, document, item, "an entry of 'defaults' should be a map");
    error_hint(error, "write it as {path: posts/travel, values: {layout: trip}}");
    return false;
  }
  const Tree *values = tree_get(item, "values");
  if (!tree_only(document, item, keys, error) ||
      !tree_string(document, tree_get(item, "path"), "path", &rule.folder, error) ||
      !tree_string(document, tree_get(item, "lang"), "lang", &rule.lang, error) ||
      !read_kind(document, tree_get(item, "kind"), &rule.kinds, error))
    return false;
  if (!values || values->kind != TREE_MAP) {
    tree_error(error, document, values ? values : item,
               "'values' should be a map of front matter, as {layout: trip}");
    return false;
  }
  g_autofree char *clean = path_clean(rule.folder);
  if (!clean) {
    tree_error(error, document, tree_get(item, "path"),
               "'path' should be a folder inside the site, not '%s'", rule.folder);
    return false;
  }
  rule.folder = arena_strdup(arena, clean);
  rule.lang = rule.lang ? arena_strdup(arena, rule.lang) : NULL;
  rule.values.root = values;
  g_array_append_val(rules, rule);
  return true;
}

bool cascade_add_defaults(GArray *rules, Arena *arena, const TreeDocument *document,
                          const Tree *value, Error **error)
{
  if (!value || value->kind == TREE_NULL)
    return true;
  if (value->kind != TREE_LIST) {
    tree_error(error, document, value, "'defaults' should be a list");
    error_hint(error, "write it as [{path: posts/travel, values: {layout: trip}}]");
    return false;
  }
  for (size_t i = 0; i < value->count; i++)
    if (!read_default(rules, arena, document, value->items[i], error))
      return false;
  return true;
}

/* --- cascade -------------------------------------------------------------------------------- */

/* The map without what says for whom it is. */
static const Tree *without_target(Arena *arena, const Tree *map)
{
  Tree *rest = tree_new(arena, TREE_MAP, map->line, map->column);
  const char **keys = arena_new_array(arena, const char *, map->count + 1);
  const Tree **items = arena_new_array(arena, const Tree *, map->count + 1);
  TreePlace *places = arena_new_array(arena, TreePlace, map->count + 1);
  for (size_t i = 0; i < map->count; i++) {
    if (g_ascii_strcasecmp(map->keys[i], "target") == 0 ||
        g_ascii_strcasecmp(map->keys[i], "_target") == 0)
      continue;
    keys[rest->count] = map->keys[i];
    items[rest->count] = map->items[i];
    places[rest->count++] = map->key_places
                                ? map->key_places[i]
                                : (TreePlace){map->items[i]->line, map->items[i]->column};
  }
  rest->keys = keys;
  rest->items = items;
  rest->key_places = places;
  return rest;
}

// Hugo: {path: /posts/**, kind: page, lang: de, environment: production}. False: never.
static bool read_target(CascadeRule *rule, const TreeDocument *document, const Tree *target,
                        bool *good, Error **error)
{
  const char *kind = NULL, *lang = NULL, *environment = NULL;
  *good =
      tree_string(document, tree_get_ci(target, "path"), "path", &rule->pattern, error) &&
      tree_string(document, tree_get_ci(target, "kind"), "kind", &kind, error) &&
      tree_string(document, tree_get_ci(target, "lang"), "lang", &lang, error) &&
      tree_string(document, tree_get_ci(target, "environment"), "environment", &environment, error);
  if (!*good)
    return false;
  if (kind)
    rule->kinds = strcmp(kind, "page") == 0 ? CASCADE_SINGLE : CASCADE_INDEX;
  if (lang && rule->lang && strcmp(lang, rule->lang) != 0)
    return false;
  rule->lang = lang ? lang : rule->lang;
  return !environment || path_match(environment, "production");
}

static bool add_map(GArray *rules, Arena *arena, const CascadeRule *from, const Tree *map,
                    Error **error)
{
  CascadeRule rule = *from;
  if (map->kind != TREE_MAP) {
    tree_error(error, &from->values, map, "'cascade' should be a map, or a list of maps");
    return false;
  }
  const Tree *target = tree_get_ci(map, "target");
  bool good = true;
  if (!read_target(&rule, &from->values, target ? target : tree_get_ci(map, "_target"), &good,
                   error))
    return good;
  rule.values.root = without_target(arena, map);
  g_array_append_val(rules, rule);
  return true;
}

/* Zola's page_template is a layout for what stands right below. */
static void add_page_template(GArray *rules, Arena *arena, const CascadeRule *from,
                              const Tree *value)
{
  if (!value || value->kind != TREE_STRING)
    return;
  CascadeRule rule = *from;
  Tree *map = tree_new(arena, TREE_MAP, value->line, value->column);
  map->count = 1;
  map->keys = arena_new_array(arena, const char *, 1);
  map->keys[0] = "layout";
  map->items = arena_memdup(arena, &value, sizeof(const Tree *));
  rule.values.root = map;
  rule.kinds = CASCADE_SINGLE;
  rule.direct = true;
  g_array_append_val(rules, rule);
}

bool cascade_add_index(GArray *rules, Arena *arena, const Settings *settings, const char *path,
                       const char *text, size_t length, Error **error)
{
  FrontMatter front;
  PagePlace place;
  path = arena_strdup(arena, path);
  text = arena_strndup(arena, text, length);
  if (!front_matter_read(&front, arena, path, text, length, NULL))
    return true;
  const Tree *cascade = tree_get_ci(front.document.root, "cascade");
  page_place_read(&place, arena, settings, PAGE_PAGE, path);
  CascadeRule rule = {.file = path, .folder = place.key, .values = front.document};
  if (settings->language_count > 1)
    rule.lang = place.lang ? place.lang : settings->languages[0].code;
  for (size_t i = 0; cascade && cascade->kind == TREE_LIST && i < cascade->count; i++)
    if (!add_map(rules, arena, &rule, cascade->items[i], error))
      return false;
  if (cascade && cascade->kind != TREE_LIST && cascade->kind != TREE_NULL &&
      !add_map(rules, arena, &rule, cascade, error))
    return false;
  add_page_template(rules, arena, &rule, tree_get_ci(front.document.root, "page_template"));
  return true;
}

/* --- in the record -------------------------------------------------------------------------- */

static void put_text(GString *out, const char *key, const char *text)
{
  Tree tree = {.kind = TREE_STRING, .text = text};
  if (!text)
    return;
  g_string_append_printf(out, ",\"%s\":", key);
  tree_to_json(&tree, out);
}

void cascade_pack(const GArray *rules, GString *out)
{
  g_string_append_c(out, '[');
  for (guint i = 0, count = 0; i < rules->len; i++) {
    const CascadeRule *rule = &g_array_index(rules, CascadeRule, i);
    if (!cascade_is_index(rule->file))
      continue;
    g_string_append_printf(out, "%s{\"kinds\":%d,\"direct\":%s", count++ ? "," : "",
                           (int)rule->kinds, rule->direct ? "true" : "false");
    put_text(out, "file", rule->file);
    put_text(out, "folder", rule->folder);
    put_text(out, "lang", rule->lang);
    put_text(out, "pattern", rule->pattern);
    g_string_append(out, ",\"values\":");
    tree_to_json(rule->values.root, out);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, ']');
}

static bool unpack_one(CascadeRule *rule, const TreeDocument *document, const Tree *item)
{
  int64_t kinds = 0;
  const Tree *values = tree_get(item, "values");
  bool good = tree_string(document, tree_get(item, "file"), "", &rule->file, NULL) &&
              tree_string(document, tree_get(item, "folder"), "", &rule->folder, NULL) &&
              tree_string(document, tree_get(item, "lang"), "", &rule->lang, NULL) &&
              tree_string(document, tree_get(item, "pattern"), "", &rule->pattern, NULL) &&
              tree_bool(document, tree_get(item, "direct"), "", &rule->direct, NULL) &&
              tree_int(document, tree_get(item, "kinds"), "", 0, CASCADE_INDEX, &kinds, NULL);
  rule->kinds = (CascadeKinds)kinds;
  rule->values = *document;
  rule->values.root = values;
  return good && rule->file && rule->folder && values && values->kind == TREE_MAP;
}

bool cascade_unpack(GArray *rules, Arena *arena, const char *text, size_t length)
{
  TreeDocument document = {.file = "build.db", .source = text, .source_length = length};
  if (!json_parse(arena, text, length, &document, NULL) || document.root->kind != TREE_LIST)
    return false;
  for (size_t i = 0; i < document.root->count; i++) {
    CascadeRule rule = {.folder = NULL};
    if (!unpack_one(&rule, &document, document.root->items[i]))
      return false;
    g_array_append_val(rules, rule);
  }
  return true;
}
