#include "common/template/run/names.h"

#include "common/template/run/map.h"

#include <string.h>

struct Names {
  Arena *arena;
  GHashTable *table; /* text -> Name */
};

Names *names_new(Arena *arena)
{
  Names *names = g_new0(Names, 1);
  names->arena = arena;
  names->table = g_hash_table_new(g_str_hash, g_str_equal);
  return names;
}

void names_free(Names *names)
{
  if (names == NULL)
    return;
  g_hash_table_unref(names->table);
  g_free(names);
}

static Name *intern(Names *names, const char *text, size_t length)
{
  g_autofree char *key = g_strndup(text, length);
  Name *name = g_hash_table_lookup(names->table, key);
  if (name != NULL)
    return name;
  name = arena_new_of(names->arena, Name);
  name->text = arena_strndup(names->arena, text, length);
  name->length = (uint32_t)length;
  name->hash = text_hash(text, length);
  g_hash_table_insert(names->table, (gpointer)name->text, name);
  return name;
}

const Name *names_intern(Names *names, const char *text, size_t length)
{
  return intern(names, text, length);
}

void names_set_function(Names *names, const char *text, const struct HostFunction *function)
{
  intern(names, text, strlen(text))->function = function;
}

const Name *names_find(const Names *names, const char *text)
{
  return g_hash_table_lookup(names->table, text);
}
