/* toml_table.c - who may add to which table: the rules of headers and dotted keys. */
#include "common/formats/toml_internal.h"

#include <string.h>

/* What a table holds by a key. */
typedef struct TomlMember {
  const TomlTable *table;
  const char *name;
  Tree *item;
} TomlMember;

static guint member_hash(gconstpointer data)
{
  const TomlMember *member = data;
  return g_direct_hash(member->table) * 31 + g_str_hash(member->name);
}

static gboolean member_equal(gconstpointer a, gconstpointer b)
{
  const TomlMember *first = a, *second = b;
  return first->table == second->table && strcmp(first->name, second->name) == 0;
}

static void table_free(gpointer data)
{
  TomlTable *table = data;
  g_ptr_array_unref(table->keys);
  g_ptr_array_unref(table->items);
  g_array_unref(table->places);
}

void toml_members_init(Toml *toml)
{
  toml->members = g_hash_table_new(member_hash, member_equal);
  toml->table_of = g_hash_table_new(NULL, NULL);
  toml->tables = g_ptr_array_new_with_free_func(table_free);
}

static TomlTable *table_make(Toml *toml, TomlOrigin origin, int depth, Tree *tree)
{
  TomlTable *table = arena_new_of(toml->arena, TomlTable);
  table->origin = origin;
  table->depth = depth;
  table->section = toml->section;
  table->keys = g_ptr_array_new();
  table->items = g_ptr_array_new();
  table->places = g_array_new(FALSE, FALSE, sizeof(TreePlace));
  table->tree = tree;
  g_hash_table_insert(toml->table_of, table->tree, table);
  g_ptr_array_add(toml->tables, table);
  return table;
}

TomlTable *toml_table_new(Toml *toml, TomlOrigin origin, int depth, const char *at)
{
  return table_make(toml, origin, depth,
                    toml_tree(toml, origin == TOML_ARRAY ? TREE_LIST : TREE_MAP, at));
}

/* --- members --- */

static Tree *member(const Toml *toml, const TomlTable *table, const char *name)
{
  const TomlMember wanted = {.table = table, .name = name};
  const TomlMember *found = g_hash_table_lookup(toml->members, &wanted);
  return found ? found->item : NULL;
}

static bool fail_twice(Toml *toml, const TomlPart *part, const Tree *first)
{
  return toml_fail(toml, part->at, NULL, "'%s' stands here twice; the first is on line %d",
                   part->name, first->line);
}

static bool fail_no_table(Toml *toml, const TomlPart *part, const Tree *value)
{
  return toml_fail(toml, part->at, NULL,
                   "'%s' is no table that more can be added to; it stands on "
                   "line %d",
                   part->name, value->line);
}

bool toml_table_put(Toml *toml, TomlTable *table, const TomlPart *part, Tree *item)
{
  const Tree *first = member(toml, table, part->name);
  if (first)
    return fail_twice(toml, part, first);
  TomlMember *made = arena_new_of(toml->arena, TomlMember);
  *made = (TomlMember){.table = table, .name = part->name, .item = item};
  g_hash_table_add(toml->members, made);
  g_ptr_array_add(table->keys, (gpointer)part->name);
  g_ptr_array_add(table->items, item);
  g_array_append_val(table->places, part->place);
  return true;
}

/* --- ways through tables --- */

static TomlTable *table_add(Toml *toml, TomlTable *parent, const TomlPart *part, TomlOrigin origin)
{
  if (parent->depth >= TOML_DEEPEST) {
    toml_fail(toml, part->at, NULL, "tables are nested deeper than 64 levels");
    return NULL;
  }
  TomlTable *table = toml_table_new(toml, origin, parent->depth + 1, part->at);
  return toml_table_put(toml, parent, part, table->tree) ? table : NULL;
}

/* On the way to the table of a header; in an array, its newest table. */
static TomlTable *header_step(Toml *toml, TomlTable *table, const TomlPart *part)
{
  Tree *found = member(toml, table, part->name);
  if (!found)
    return table_add(toml, table, part, TOML_IMPLIED);
  TomlTable *next = g_hash_table_lookup(toml->table_of, found);
  if (next && next->origin == TOML_ARRAY)
    next = next->last;
  if (next && next->origin != TOML_INLINE)
    return next;
  fail_no_table(toml, part, found);
  return NULL;
}

static TomlTable *table_declare(Toml *toml, TomlTable *parent, const TomlPart *part)
{
  Tree *found = member(toml, parent, part->name);
  if (!found)
    return table_add(toml, parent, part, TOML_HEADER);
  TomlTable *table = g_hash_table_lookup(toml->table_of, found);
  if (table && table->origin == TOML_IMPLIED) {
    table->origin = TOML_HEADER;
    return table;
  }
  fail_twice(toml, part, found);
  return NULL;
}

static TomlTable *array_append(Toml *toml, TomlTable *parent, const TomlPart *part)
{
  Tree *found = member(toml, parent, part->name);
  TomlTable *array = found ? g_hash_table_lookup(toml->table_of, found)
                           : table_add(toml, parent, part, TOML_ARRAY);
  if (found && (!array || array->origin != TOML_ARRAY)) {
    fail_twice(toml, part, found);
    return NULL;
  }
  if (!array)
    return NULL;
  if (array->depth >= TOML_DEEPEST) {
    toml_fail(toml, part->at, NULL, "tables are nested deeper than 64 levels");
    return NULL;
  }
  array->last = toml_table_new(toml, TOML_HEADER, array->depth + 1, part->at);
  g_ptr_array_add(array->items, array->last->tree);
  return array->last;
}

TomlTable *toml_table_open(Toml *toml, const GArray *parts, bool array)
{
  TomlTable *table = g_ptr_array_index(toml->tables, 0);
  for (guint i = 0; table && i + 1 < parts->len; i++)
    table = header_step(toml, table, &g_array_index(parts, TomlPart, i));
  if (!table)
    return NULL;
  const TomlPart *last = &g_array_index(parts, TomlPart, parts->len - 1);
  return array ? array_append(toml, table, last) : table_declare(toml, table, last);
}

/* A dotted key makes tables and adds to those that dotted keys of the same section made;
 * a table with a header of its own is closed to it. */
static TomlTable *dotted_step(Toml *toml, TomlTable *table, const TomlPart *part)
{
  Tree *found = member(toml, table, part->name);
  if (!found)
    return table_add(toml, table, part, TOML_DOTTED);
  TomlTable *next = g_hash_table_lookup(toml->table_of, found);
  if (next && (next->origin == TOML_IMPLIED ||
               (next->origin == TOML_DOTTED && next->section == toml->section))) {
    next->origin = TOML_DOTTED;
    next->section = toml->section;
    return next;
  }
  fail_no_table(toml, part, found);
  return NULL;
}

TomlTable *toml_table_descend(Toml *toml, TomlTable *table, const GArray *parts)
{
  for (guint i = 0; table && i + 1 < parts->len; i++)
    table = dotted_step(toml, table, &g_array_index(parts, TomlPart, i));
  return table;
}

/* --- the end --- */

static void table_finish(Toml *toml, TomlTable *table)
{
  Tree *tree = table->tree;
  size_t count = tree->count = table->items->len;
  tree->items = arena_memdup(toml->arena, table->items->pdata, count * sizeof(gpointer));
  if (tree->kind != TREE_MAP)
    return;
  tree->keys = arena_memdup(toml->arena, table->keys->pdata, count * sizeof(gpointer));
  tree->key_places = arena_memdup(toml->arena, table->places->data, count * sizeof(TreePlace));
}

void toml_tables_finish(Toml *toml)
{
  for (guint i = 0; i < toml->tables->len; i++)
    table_finish(toml, g_ptr_array_index(toml->tables, i));
  g_ptr_array_unref(toml->tables);
  g_hash_table_unref(toml->members);
  g_hash_table_unref(toml->table_of);
}
