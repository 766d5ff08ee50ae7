/* name_table.c - a table of names behind a lock. */
#include "generator/build/facts/name_table.h"

#include <pthread.h>

struct NameTable {
  pthread_mutex_t lock;
  GHashTable *numbers; /* name → number */
  GPtrArray *names;    /* index = number; owns the names */
  NameStore store;
  bool has_store;
  int64_t saved; /* the highest number that is not new */
};

NameTable *name_table_new(void)
{
  NameTable *names = g_new0(NameTable, 1);
  pthread_mutex_init(&names->lock, NULL);
  names->numbers = g_hash_table_new(g_str_hash, g_str_equal);
  names->names = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(names->names, NULL);
  return names;
}

void name_table_free(NameTable *names)
{
  if (!names)
    return;
  g_hash_table_unref(names->numbers);
  g_ptr_array_unref(names->names);
  pthread_mutex_destroy(&names->lock);
  g_free(names);
}

void name_table_set_store(NameTable *names, const NameStore *store, int64_t highest)
{
  names->store = *store;
  names->has_store = true;
  names->saved = highest;
  g_ptr_array_set_size(names->names, (gint)highest + 1);
}

static void name_put(NameTable *names, int64_t number, char *name)
{
  if (names->names->len <= (guint)number)
    g_ptr_array_set_size(names->names, (gint)number + 1);
  g_ptr_array_index(names->names, (guint)number) = name;
  g_hash_table_insert(names->numbers, name, GSIZE_TO_POINTER((gsize)number));
}

int64_t name_table_number(NameTable *names, const char *name)
{
  pthread_mutex_lock(&names->lock);
  int64_t number = (int64_t)GPOINTER_TO_SIZE(g_hash_table_lookup(names->numbers, name));
  if (!number) {
    if (names->has_store)
      number = names->store.number(names->store.data, name);
    name_put(names, number ? number : (int64_t)names->names->len, g_strdup(name));
    number = (int64_t)GPOINTER_TO_SIZE(g_hash_table_lookup(names->numbers, name));
  }
  pthread_mutex_unlock(&names->lock);
  return number;
}

const char *name_table_name(NameTable *names, int64_t number)
{
  pthread_mutex_lock(&names->lock);
  const char *name = NULL;
  if (number > 0 && number < names->names->len) {
    if (!g_ptr_array_index(names->names, (guint)number) && names->has_store) {
      char *found = names->store.name(names->store.data, number);
      if (found)
        name_put(names, number, found);
    }
    name = g_ptr_array_index(names->names, (guint)number);
  }
  pthread_mutex_unlock(&names->lock);
  return name;
}

void name_table_restore(NameTable *names, int64_t number, const char *name)
{
  name_put(names, number, g_strdup(name));
  if (number > names->saved)
    names->saved = number;
}

void name_table_take_new(NameTable *names,
                         void (*visit)(void *data, int64_t number, const char *name), void *data)
{
  for (guint i = (guint)names->saved + 1; i < names->names->len; i++)
    if (g_ptr_array_index(names->names, i))
      visit(data, i, g_ptr_array_index(names->names, i));
  names->saved = (int64_t)names->names->len - 1;
}

int64_t name_table_highest(NameTable *names)
{
  return (int64_t)names->names->len - 1;
}

int64_t name_table_saved(NameTable *names)
{
  return names->saved;
}
