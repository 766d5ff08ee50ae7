#include "common/template/words/builtin.h"

#include "common/template/words/builtins.h"

#include <glib.h>
#include <string.h>

static const Builtin *const filter_tables[] = {
    filters_text,   filters_case,   filters_list,    filters_order,     filters_select,
    filters_number, filters_markup, filters_web,     filters_json,      filters_wrap,
    filters_pprint, filters_theme,  filters_excerpt, filters_urlencode,
};

static const Builtin *const text_method_tables[] = {
    methods_text,
    methods_text_find,
    methods_text_shape,
};

static const Builtin *find(const Builtin *table, const char *name)
{
  for (; table->name != NULL; table++)
    if (strcmp(table->name, name) == 0)
      return table;
  return NULL;
}

static const Builtin *find_in(const Builtin *const *tables, size_t count, const char *name)
{
  const Builtin *found = NULL;
  for (size_t i = 0; i < count && found == NULL; i++)
    found = find(tables[i], name);
  return found;
}

const Builtin *builtin_filter(const char *name)
{
  return find_in(filter_tables, G_N_ELEMENTS(filter_tables), name);
}

const Builtin *builtin_test(const char *name)
{
  return find(builtin_tests, name);
}

static const Builtin *const function_tables[] = {builtin_functions, functions_gettext};

const Builtin *builtin_function(const char *name)
{
  return find_in(function_tables, G_N_ELEMENTS(function_tables), name);
}

const Builtin *builtin_text_method(const char *name)
{
  return find_in(text_method_tables, G_N_ELEMENTS(text_method_tables), name);
}

const Builtin *builtin_list_method(const char *name)
{
  return find(methods_list, name);
}

const Builtin *builtin_tuple_method(const char *name)
{
  return find(methods_tuple, name);
}

const Builtin *builtin_map_method(const char *name)
{
  return find(methods_map, name);
}

static const char **names_of(const Builtin *const *tables, size_t count)
{
  GPtrArray *names = g_ptr_array_new();
  for (size_t i = 0; i < count; i++)
    for (const Builtin *builtin = tables[i]; builtin->name != NULL; builtin++)
      g_ptr_array_add(names, (gpointer)builtin->name);
  g_ptr_array_add(names, NULL);
  return (const char **)g_ptr_array_free(names, FALSE);
}

const char **builtin_filter_names(void)
{
  return names_of(filter_tables, G_N_ELEMENTS(filter_tables));
}

const char **builtin_function_names(void)
{
  return names_of(function_tables, G_N_ELEMENTS(function_tables));
}

const char **builtin_test_names(void)
{
  const Builtin *tables[] = {builtin_tests};
  return names_of(tables, 1);
}
