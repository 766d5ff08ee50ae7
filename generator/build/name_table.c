/* name_table.c - a table of names behind a lock. */
#include "generator/build/name_table.h"

#include <pthread.h>

struct NameTable {
  pthread_mutex_t lock;
  GHashTable *numbers; /* name → number */
  GPtrArray *names;    /* index = number; owns the names */
  int64_t saved;       /* the highest number that is not new */
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

int64_t name_table_number(NameTable *names, const char *name)
{
  pthread_mutex_lock(&names->lock);
  int64_t number = (int64_t)GPOINTER_TO_SIZE(g_hash_table_lookup(names->numbers, name));
  if (!number) {
    char *copy = g_strdup(name);
    number = names->names->len;
    g_ptr_array_add(names->names, copy);
    g_hash_table_insert(names->numbers, copy, GSIZE_TO_POINTER((gsize)number));
  }
  pthread_mutex_unlock(&names->lock);
  return number;
}

const char *name_table_name(NameTable *names, int64_t number)
{
  pthread_mutex_lock(&names->lock);
  const char *name = number > 0 && number < names->names->len
                         ? g_ptr_array_index(names->names, (guint)number)
                         : NULL;
  pthread_mutex_unlock(&names->lock);
  return name;
}

void name_table_restore(NameTable *names, int64_t number, const char *name)
{
  char *copy = g_strdup(name);
  while (names->names->len <= (guint)number)
    g_ptr_array_add(names->names, NULL);
  g_ptr_array_index(names->names, (guint)number) = copy;
  g_hash_table_insert(names->numbers, copy, GSIZE_TO_POINTER((gsize)number));
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
