#include "common/template/check/vocabulary.h"

#include "common/template/parse/parse.h"
#include "common/template/run/set.h"
#include "common/template/words/builtins.h"

#include <string.h>

static void add(GPtrArray *lines, const char *kind, const char *name)
{
  g_ptr_array_add(lines, g_strdup_printf("%s %s\n", kind, name));
}

/* Takes the names. */
static void add_names(GPtrArray *lines, const char *kind, const char **names)
{
  for (const char **name = names; *name != NULL; name++)
    add(lines, kind, *name);
  g_free(names);
}

static void add_keys(GPtrArray *lines, const char *kind, GHashTable *table)
{
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init(&iter, table);
  while (g_hash_table_iter_next(&iter, &name, NULL))
    add(lines, kind, name);
}

static void add_table(GPtrArray *lines, const char *kind, const Builtin *table)
{
  for (; table->name != NULL; table++)
    add(lines, kind, table->name);
}

static void add_methods(GPtrArray *lines)
{
  add_table(lines, "text", methods_text);
  add_table(lines, "text", methods_text_find);
  add_table(lines, "text", methods_text_shape);
  add_table(lines, "list", methods_list);
  add_table(lines, "tuple", methods_tuple);
  add_table(lines, "map", methods_map);
}

static gint compare_lines(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void template_vocabulary(const TemplateSet *set, GString *out)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  const char *tag;
  for (size_t i = 0; (tag = parse_tag_name(i)) != NULL; i++)
    add(lines, "tag", tag);
  add(lines, "tag", "raw"); /* the lexer's own */
  add_names(lines, "filter", builtin_filter_names());
  add_names(lines, "test", builtin_test_names());
  add_keys(lines, "filter", set->filters);
  add_keys(lines, "test", set->tests);
  for (guint i = 0; i < set->function_names->len; i++)
    add(lines, "function", set->function_names->pdata[i]);
  add_methods(lines);
  g_ptr_array_sort(lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    if (i == 0 || strcmp(lines->pdata[i], lines->pdata[i - 1]) != 0)
      g_string_append(out, lines->pdata[i]);
}
