#include "common/json.h"

#include <jansson.h>
#include <string.h>

/* As deep as YAML may be. */
#define DEEPEST 64

static const Tree *convert(Arena *arena, const json_t *value, int depth);

static const Tree *convert_list(Arena *arena, const json_t *value, int depth)
{
  Tree *list = tree_new(arena, TREE_LIST, 0, 0);
  list->count = json_array_size(value);
  const Tree **items = arena_new_array(arena, const Tree *, list->count);
  for (size_t i = 0; i < list->count; i++) {
    items[i] = convert(arena, json_array_get(value, i), depth + 1);
    if (!items[i])
      return NULL;
  }
  list->items = items;
  return list;
}

static const Tree *convert_map(Arena *arena, json_t *value, int depth)
{
  Tree *map = tree_new(arena, TREE_MAP, 0, 0);
  map->count = json_object_size(value);
  map->keys = arena_new_array(arena, const char *, map->count);
  const Tree **items = arena_new_array(arena, const Tree *, map->count);
  size_t i = 0;
  for (void *at = json_object_iter(value); at; at = json_object_iter_next(value, at), i++) {
    map->keys[i] = arena_strdup(arena, json_object_iter_key(at));
    items[i] = convert(arena, json_object_iter_value(at), depth + 1);
    if (!items[i])
      return NULL;
  }
  map->items = items;
  return map;
}

/* NULL when it is nested too deep. */
static const Tree *convert(Arena *arena, const json_t *value, int depth)
{
  if (depth > DEEPEST)
    return NULL;
  if (json_is_array(value))
    return convert_list(arena, value, depth);
  if (json_is_object(value))
    return convert_map(arena, (json_t *)value, depth);
  Tree *tree = tree_new(arena, TREE_NULL, 0, 0);
  if (json_is_string(value)) {
    tree->kind = TREE_STRING;
    tree->quoted = true;
    tree->text = arena_strndup(arena, json_string_value(value), json_string_length(value));
  } else if (json_is_boolean(value)) {
    tree->kind = TREE_BOOL;
    tree->boolean = json_is_true(value);
    tree->text = tree->boolean ? "true" : "false";
  } else if (json_is_integer(value)) {
    tree->kind = TREE_INT;
    tree->integer = json_integer_value(value);
    tree->text = arena_printf(arena, "%" G_GINT64_FORMAT, tree->integer);
  } else if (json_is_real(value)) {
    tree->kind = TREE_FLOAT;
    tree->real = json_real_value(value);
    g_autoptr(GString) text = g_string_new(NULL);
    tree_to_json(tree, text);
    tree->text = arena_strdup(arena, text->str);
  } else {
    tree->text = "null";
  }
  return tree;
}

static bool fail(const TreeDocument *document, int line, int column, const char *what,
                 Error **error)
{
  error_set(error, ERROR_SITE, "broken JSON: %s", what);
  error_at(error, document->file, line, column);
  error_source(error, document->source, document->source_length);
  return false;
}

bool json_parse(Arena *arena, const char *text, size_t length, TreeDocument *document,
                Error **error)
{
  if (!document->source) {
    document->source = text;
    document->source_length = length;
  }
  json_error_t problem;
  json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &problem);
  if (!value)
    return fail(document, problem.line, problem.column, problem.text, error);
  document->root = convert(arena, value, 0);
  json_decref(value);
  return document->root || fail(document, 0, 0, "nested deeper than 64 levels", error);
}
