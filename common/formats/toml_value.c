/* toml_value.c - arrays, inline tables, and which value begins where. */
#include "common/formats/toml_internal.h"

static bool deeper(Toml *toml)
{
  if (toml->depth >= TOML_DEEPEST)
    return toml_fail(toml, toml->at, NULL, "arrays and tables are nested deeper than 64 levels");
  toml->depth++;
  return true;
}

static bool array_items(Toml *toml, GPtrArray *items)
{
  toml->at++;
  for (;;) {
    if (!toml_skip_lines(toml))
      return false;
    if (toml_take(toml, ']'))
      return true;
    Tree *item = toml_value(toml);
    if (!item)
      return false;
    g_ptr_array_add(items, item);
    if (!toml_skip_lines(toml))
      return false;
    if (toml_take(toml, ',') || toml_peek(toml) == ']')
      continue;
    return toml_fail(toml, toml->at, NULL, "a ',' or the array's ']' should stand here");
  }
}

static Tree *array(Toml *toml)
{
  Tree *list = toml_tree(toml, TREE_LIST, toml->at);
  g_autoptr(GPtrArray) items = g_ptr_array_new();
  if (!deeper(toml) || !array_items(toml, items))
    return NULL;
  toml->depth--;
  list->count = items->len;
  list->items = arena_memdup(toml->arena, items->pdata, items->len * sizeof(gpointer));
  return list;
}

/* On one line, and without a comma behind the last pair. */
static bool inline_pairs(Toml *toml, TomlTable *table)
{
  toml->at++;
  toml_skip_blanks(toml);
  if (toml_take(toml, '}'))
    return true;
  for (;;) {
    toml_skip_blanks(toml);
    if (!toml_pair(toml, table))
      return false;
    toml_skip_blanks(toml);
    if (toml_take(toml, '}'))
      return true;
    if (!toml_take(toml, ','))
      return toml_fail(toml, toml->at,
                       "a table in braces stands on one line; longer ones get a "
                       "[header]",
                       "a ',' or the table's '}' should stand here");
  }
}

/* Tables that its dotted keys made are as complete as itself. */
static void close_tables(Toml *toml, guint first)
{
  for (guint i = first; i < toml->tables->len; i++)
    ((TomlTable *)g_ptr_array_index(toml->tables, i))->origin = TOML_INLINE;
}

static Tree *inline_table(Toml *toml)
{
  const char *begin = toml->at;
  if (!deeper(toml))
    return NULL;
  guint first = toml->tables->len;
  TomlTable *table = toml_table_new(toml, TOML_INLINE, toml->depth, begin);
  if (!inline_pairs(toml, table))
    return NULL;
  toml->depth--;
  close_tables(toml, first);
  return table->tree;
}

Tree *toml_value(Toml *toml)
{
  switch (toml_peek(toml)) {
  case '"':
  case '\'':
    return toml_string(toml);
  case '[':
    return array(toml);
  case '{':
    return inline_table(toml);
  default:
    return toml_scalar(toml);
  }
}
