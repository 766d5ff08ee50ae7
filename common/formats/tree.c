#include "common/formats/tree.h"

#include "common/escape.h"
#include "common/suggest.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { KEYS_SHOWN = 12 }; /* in a hint */

const Tree *tree_get(const Tree *map, const char *key)
{
  if (!map || map->kind != TREE_MAP)
    return NULL;
  for (size_t i = 0; i < map->count; i++) {
    if (strcmp(map->keys[i], key) == 0)
      return map->items[i];
  }
  return NULL;
}

const Tree *tree_get_ci(const Tree *map, const char *key)
{
  const Tree *exact = tree_get(map, key);
  if (exact || !map || map->kind != TREE_MAP)
    return exact;
  for (size_t i = 0; i < map->count; i++) {
    if (g_ascii_strcasecmp(map->keys[i], key) == 0)
      return map->items[i];
  }
  return NULL;
}

/* --- messages --- */

static void place_error(Error **error, const TreeDocument *document, int line, int column)
{
  error_at(error, document->file, line, column);
  error_source(error, document->source, document->source_length);
}

void tree_error(Error **error, const TreeDocument *document, const Tree *at, const char *format,
                ...)
{
  if (!error)
    return;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  error_set(error, ERROR_SITE, "%s", what);
  place_error(error, document, at ? at->line : 0, at ? at->column : 0);
}

/* What a value is, in the words of those who write files. */
static char *describe(const Tree *value)
{
  switch (value->kind) {
  case TREE_NULL:
    return g_strdup("nothing");
  case TREE_LIST:
    return g_strdup("a list");
  case TREE_MAP:
    return g_strdup("a map of keys and values");
  default:
    return g_strdup_printf("'%.60s%s'", value->text, strlen(value->text) > 60 ? "…" : "");
  }
}

static bool wrong_type(Error **error, const TreeDocument *document, const Tree *value,
                       const char *name, const char *expected)
{
  g_autofree char *found = describe(value);
  tree_error(error, document, value, "'%s' should be %s, not %s", name, expected, found);
  return false;
}

/* --- typed reading --- */

static bool is_absent(const Tree *value)
{
  return !value || value->kind == TREE_NULL;
}

bool tree_bool(const TreeDocument *document, const Tree *value, const char *name, bool *out,
               Error **error)
{
  if (is_absent(value))
    return true;
  if (value->kind != TREE_BOOL)
    return wrong_type(error, document, value, name, "true or false");
  *out = value->boolean;
  return true;
}

bool tree_int(const TreeDocument *document, const Tree *value, const char *name, int64_t min,
              int64_t max, int64_t *out, Error **error)
{
  if (is_absent(value))
    return true;
  if (value->kind != TREE_INT)
    return wrong_type(error, document, value, name, "a whole number");
  if (value->integer < min || value->integer > max) {
    tree_error(error, document, value, "'%s' should be between %lld and %lld, not %lld", name,
               (long long)min, (long long)max, (long long)value->integer);
    return false;
  }
  *out = value->integer;
  return true;
}

bool tree_string(const TreeDocument *document, const Tree *value, const char *name,
                 const char **out, Error **error)
{
  if (is_absent(value))
    return true;
  if (value->kind == TREE_LIST || value->kind == TREE_MAP)
    return wrong_type(error, document, value, name, "text");
  *out = value->text;
  return true;
}

bool tree_strings(const TreeDocument *document, const Tree *value, const char *name, Arena *arena,
                  const char *const **out, Error **error)
{
  if (is_absent(value))
    return true;
  if (value->kind == TREE_MAP)
    return wrong_type(error, document, value, name, "a list of texts");
  size_t count = value->kind == TREE_LIST ? value->count : 1;
  const char **strings = arena_new_array(arena, const char *, count + 1);
  size_t used = 0;
  for (size_t i = 0; i < count; i++) {
    const Tree *item = value->kind == TREE_LIST ? value->items[i] : value;
    if (item->kind == TREE_LIST || item->kind == TREE_MAP)
      return wrong_type(error, document, item, name, "a list of texts");
    if (item->kind != TREE_NULL)
      strings[used++] = arena_strdup(arena, item->text);
  }
  *out = strings;
  return true;
}

bool tree_datetime(const TreeDocument *document, const Tree *value, const char *name,
                   const TimeZone *zone, DateTime *out, Error **error)
{
  if (is_absent(value))
    return true;
  if (value->kind == TREE_LIST || value->kind == TREE_MAP)
    return wrong_type(error, document, value, name, "a date");
  if (datetime_read(value->text, zone, out))
    return true;
  wrong_type(error, document, value, name, "a date");
  error_hint(error, "write it as 2024-05-06 or 2024-05-06T07:08:09+02:00");
  return false;
}

void tree_error_at_key(Error **error, const TreeDocument *document, const Tree *map, size_t index)
{
  if (map->key_places)
    place_error(error, document, map->key_places[index].line, map->key_places[index].column);
  else
    place_error(error, document, map->items[index]->line, map->items[index]->column);
}

/* The one that was meant; else all, when they are few. */
static void hint_key(Error **error, const char *key, const char *const *known)
{
  const char *nearest = suggest_nearest(key, known);
  if (nearest) {
    error_hint(error, "did you mean '%s'?", nearest);
  } else if (g_strv_length((gchar **)known) <= KEYS_SHOWN) {
    g_autofree char *list = g_strjoinv(", ", (gchar **)known);
    error_hint(error, "there are: %s", list);
  }
}

bool tree_only(const TreeDocument *document, const Tree *map, const char *const *known,
               Error **error)
{
  if (is_absent(map))
    return true;
  for (size_t i = 0; map->kind == TREE_MAP && i < map->count; i++) {
    if (g_strv_contains((const gchar *const *)known, map->keys[i]))
      continue;
    if (!error)
      return false;
    error_set(error, ERROR_SITE, "unknown key '%s'", map->keys[i]);
    tree_error_at_key(error, document, map, i);
    hint_key(error, map->keys[i], known);
    return false;
  }
  return true;
}

/* --- building, copying, comparing --- */

Tree *tree_new(Arena *arena, TreeKind kind, int line, int column)
{
  Tree *tree = arena_new_of(arena, Tree);
  tree->kind = kind;
  tree->line = line;
  tree->column = column;
  tree->text = kind == TREE_LIST || kind == TREE_MAP ? NULL : "";
  return tree;
}

const Tree *tree_copy(const Tree *tree, Arena *arena)
{
  Tree *copy = arena_memdup(arena, tree, sizeof *tree);
  copy->text = arena_strdup(arena, tree->text);
  if (tree->count == 0)
    return copy;
  const Tree **items = arena_new_array(arena, const Tree *, tree->count);
  for (size_t i = 0; i < tree->count; i++)
    items[i] = tree_copy(tree->items[i], arena);
  copy->items = items;
  if (tree->kind != TREE_MAP)
    return copy;
  copy->keys = arena_new_array(arena, const char *, tree->count);
  for (size_t i = 0; i < tree->count; i++)
    copy->keys[i] = arena_strdup(arena, tree->keys[i]);
  if (tree->key_places)
    copy->key_places =
        arena_memdup(arena, tree->key_places, sizeof *tree->key_places * tree->count);
  return copy;
}

static void digest_add_tree(Digester *digester, const Tree *tree)
{
  digester_add_int(digester, tree->kind);
  if (tree->kind != TREE_LIST && tree->kind != TREE_MAP) {
    /* As it was written, for tree_string hands out that: 1.10 is not 1.1. */
    digester_add_text(digester, tree->kind == TREE_NULL ? "" : tree->text);
    return;
  }
  digester_add_int(digester, (int64_t)tree->count);
  for (size_t i = 0; i < tree->count; i++) {
    if (tree->kind == TREE_MAP)
      digester_add_text(digester, tree->keys[i]);
    digest_add_tree(digester, tree->items[i]);
  }
}

Digest tree_digest(const Tree *tree)
{
  Digester digester;
  digester_init(&digester);
  digest_add_tree(&digester, tree);
  return digester_end(&digester);
}

/* --- JSON --- */

/* The shortest digits that read back as the same number. */
static void real_to_json(double real, GString *out)
{
  if (!isfinite(real)) {
    g_string_append(out, "null");
    return;
  }
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  for (int digits = 15; digits <= 17; digits++) {
    char format[8];
    g_snprintf(format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd(text, sizeof text, format, real);
    if (g_ascii_strtod(text, NULL) == real)
      break;
  }
  g_string_append(out, text);
  if (!strpbrk(text, ".e"))
    g_string_append(out, ".0");
}

static void string_to_json(const char *text, GString *out)
{
  g_string_append_c(out, '"');
  escape_json(out, text, strlen(text));
  g_string_append_c(out, '"');
}

static void items_to_json(const Tree *tree, GString *out)
{
  g_string_append_c(out, tree->kind == TREE_MAP ? '{' : '[');
  for (size_t i = 0; i < tree->count; i++) {
    if (i > 0)
      g_string_append_c(out, ',');
    if (tree->kind == TREE_MAP) {
      string_to_json(tree->keys[i], out);
      g_string_append_c(out, ':');
    }
    tree_to_json(tree->items[i], out);
  }
  g_string_append_c(out, tree->kind == TREE_MAP ? '}' : ']');
}

void tree_to_json(const Tree *tree, GString *out)
{
  switch (tree->kind) {
  case TREE_NULL:
    g_string_append(out, "null");
    break;
  case TREE_BOOL:
    g_string_append(out, tree->boolean ? "true" : "false");
    break;
  case TREE_INT:
    g_string_append_printf(out, "%" G_GINT64_FORMAT, tree->integer);
    break;
  case TREE_FLOAT:
    real_to_json(tree->real, out);
    break;
  case TREE_STRING:
    string_to_json(tree->text, out);
    break;
  case TREE_LIST:
  case TREE_MAP:
    items_to_json(tree, out);
    break;
  }
}
