#include "common/formats/json.h"

#include <jansson.h>
#include <string.h>

/* As deep as YAML may be. */
#define DEEPEST 64

/* --- places --- */

/* A walk over the text beside the walk over jansson's values: these keep the order of
 * the text, which is known to be right by then. */
typedef struct Cursor {
  const char *at, *end;
  int line, column; /* of `at` */
} Cursor;

static void cursor_step(Cursor *cursor)
{
  if (*cursor->at == '\n') {
    cursor->line++;
    cursor->column = 0;
  }
  cursor->at++;
  if (cursor->at < cursor->end && ((unsigned char)*cursor->at & 0xc0) != 0x80)
    cursor->column++;
}

/* To where the next key or value begins, or to the bracket that closes. */
static void cursor_find(Cursor *cursor)
{
  while (cursor->at < cursor->end && strchr(" \t\r\n,:", *cursor->at))
    cursor_step(cursor);
}

static void cursor_pass_string(Cursor *cursor)
{
  cursor_step(cursor);
  while (cursor->at < cursor->end && *cursor->at != '"') {
    if (*cursor->at == '\\')
      cursor_step(cursor);
    cursor_step(cursor);
  }
  cursor_step(cursor);
}

/* Behind a text, a number or a word. */
static void cursor_pass(Cursor *cursor)
{
  if (cursor->at < cursor->end && *cursor->at == '"') {
    cursor_pass_string(cursor);
    return;
  }
  while (cursor->at < cursor->end && !strchr(" \t\r\n,:[]{}", *cursor->at))
    cursor_step(cursor);
}

/* --- values --- */

static Tree *convert(Arena *arena, const json_t *value, Cursor *cursor, int depth);

static bool convert_list(Arena *arena, Tree *list, const json_t *value, Cursor *cursor, int depth)
{
  list->count = json_array_size(value);
  const Tree **items = arena_new_array(arena, const Tree *, list->count);
  list->items = items;
  for (size_t i = 0; i < list->count; i++) {
    items[i] = convert(arena, json_array_get(value, i), cursor, depth + 1);
    if (!items[i])
      return false;
  }
  return true;
}

static bool convert_map(Arena *arena, Tree *map, json_t *value, Cursor *cursor, int depth)
{
  map->count = json_object_size(value);
  map->keys = arena_new_array(arena, const char *, map->count);
  TreePlace *places = arena_new_array(arena, TreePlace, map->count);
  const Tree **items = arena_new_array(arena, const Tree *, map->count);
  map->items = items;
  map->key_places = places;
  size_t i = 0;
  for (void *at = json_object_iter(value); at; at = json_object_iter_next(value, at), i++) {
    cursor_find(cursor);
    places[i] = (TreePlace){cursor->line, cursor->column};
    cursor_pass(cursor);
    map->keys[i] = arena_strdup(arena, json_object_iter_key(at));
    items[i] = convert(arena, json_object_iter_value(at), cursor, depth + 1);
    if (!items[i])
      return false;
  }
  return true;
}

static void convert_scalar(Arena *arena, Tree *tree, const json_t *value)
{
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
}

/* NULL when it is nested too deep. */
static Tree *convert(Arena *arena, const json_t *value, Cursor *cursor, int depth)
{
  if (depth > DEEPEST)
    return NULL;
  bool list = json_is_array(value), map = json_is_object(value);
  cursor_find(cursor);
  Tree *tree = tree_new(arena,
                        list  ? TREE_LIST
                        : map ? TREE_MAP
                              : TREE_NULL,
                        cursor->line, cursor->column);
  if (!list && !map) {
    convert_scalar(arena, tree, value);
    cursor_pass(cursor);
    return tree;
  }
  cursor_step(cursor); /* the bracket */
  bool good = list ? convert_list(arena, tree, value, cursor, depth)
                   : convert_map(arena, tree, (json_t *)value, cursor, depth);
  cursor_find(cursor);
  if (cursor->at < cursor->end)
    cursor_step(cursor);
  return good ? tree : NULL;
}

/* --- the document --- */

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
  Cursor cursor = {.at = text, .end = text + length, .line = 1, .column = 1};
  document->root = convert(arena, value, &cursor, 0);
  json_decref(value);
  return document->root || fail(document, 0, 0, "nested deeper than 64 levels", error);
}
