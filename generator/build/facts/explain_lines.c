/* explain_lines.c - which lines of the templates read which fact. */
#include "generator/build/facts/explain.h"

static void places_free(gpointer places)
{
  g_ptr_array_unref(places);
}

static void place_add(GPtrArray *places, const char *template, int line)
{
  g_autofree char *place = g_strdup_printf("%s:%d", template, line);
  if (!g_ptr_array_find_with_equal_func(places, place, g_str_equal, NULL))
    g_ptr_array_add(places, g_steal_pointer(&place));
}

static void reading(void *data, const char *fact, const char *template, int line)
{
  GHashTable *lines = data;
  GPtrArray *places = g_hash_table_lookup(lines, fact);
  if (!places) {
    places = g_ptr_array_new_with_free_func(g_free);
    g_hash_table_insert(lines, g_strdup(fact), places);
  }
  if (template)
    place_add(places, template, line);
}

GHashTable *explain_lines(const BuildOptions *build, const char *path, Error **error)
{
  GHashTable *lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, places_free);
  const BuildExplain explain = {path, reading, lines};
  BuildOptions options = *build;
  g_auto(BuildResult) result = {0};
  options.explain = &explain;
  options.dry = true;
  options.jobs = 1;
  if (build_run(&options, &result, error))
    return lines;
  g_hash_table_unref(lines);
  return NULL;
}
