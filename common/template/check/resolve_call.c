/* Filters and tests: which one, and whether it can take what it is given. */
#include "common/template/check/resolver.h"

#include "common/suggest.h"
#include "common/template/run/run.h"

#include <string.h>

static bool all_constant(const Node *const *nodes, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++)
    if (nodes[i]->kind != NODE_CONST)
      return false;
  return true;
}

/* Most calls are like t('post.by'): their arguments need be put together only once. */
static void prepare(Resolver *resolver, CallArguments *call)
{
  uint32_t count = call->positional.count, keywords = call->keyword_count;
  if (call->star != NULL || call->star_star != NULL ||
      !all_constant((const Node *const *)call->positional.items, count) ||
      !all_constant((const Node *const *)call->keyword_values, keywords))
    return;
  Value *values = arena_new_array(resolver->arena, Value, count + keywords);
  const char **names = arena_new_array(resolver->arena, const char *, keywords);
  for (uint32_t i = 0; i < count; i++)
    values[i] = call->positional.items[i]->constant;
  for (uint32_t i = 0; i < keywords; i++) {
    values[count + i] = call->keyword_values[i]->constant;
    names[i] = call->keywords[i]->text;
  }
  Arguments *constant = arena_new_of(resolver->arena, Arguments);
  *constant = (Arguments){count, values, keywords, names, values + count};
  call->constant = constant;
}

bool resolve_arguments(Resolver *resolver, CallArguments *arguments, const Surroundings *at)
{
  Nodes keywords = {arguments->keyword_values, arguments->keyword_count};
  bool good =
      resolve_expressions(resolver, &arguments->positional, at) &&
      resolve_expressions(resolver, &keywords, at) &&
      (arguments->star == NULL || resolve_expression(resolver, arguments->star, at)) &&
      (arguments->star_star == NULL || resolve_expression(resolver, arguments->star_star, at));
  if (good)
    prepare(resolver, arguments);
  return good;
}

static const char *kind_of(const Node *node)
{
  return node->kind == NODE_FILTER ? "filter" : "test";
}

static void collect(GPtrArray *names, GHashTable *table)
{
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, table);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    g_ptr_array_add(names, key);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool fail_unknown(Resolver *resolver, const Node *node)
{
  bool filter = node->kind == NODE_FILTER;
  g_autofree const char **builtins = filter ? builtin_filter_names() : builtin_test_names();
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (const char **name = builtins; *name != NULL; name++)
    g_ptr_array_add(names, (gpointer)*name);
  collect(names, filter ? resolver->set->filters : resolver->set->tests);
  g_ptr_array_sort(names, compare_names);
  g_ptr_array_add(names, NULL);
  const char *name = node->filter.name->text;
  const char *near = suggest_nearest(name, (const char *const *)names->pdata);
  resolve_fail(resolver, node->offset, "unknown %s '%s'", kind_of(node), name);
  if (near != NULL)
    error_hint(resolver->error, "did you mean '%s'?", near);
  return false;
}

static bool fail_count(Resolver *resolver, const Node *node, int min, int max)
{
  g_autofree char *range = max < 0      ? g_strdup_printf("at least %d", min)
                           : min == max ? g_strdup_printf("%d", min)
                                        : g_strdup_printf("%d to %d", min, max);
  if (max == 0)
    return resolve_fail(resolver, node->offset, "%s '%s' takes no arguments", kind_of(node),
                        node->filter.name->text);
  return resolve_fail(resolver, node->offset, "%s '%s' takes %s argument%s", kind_of(node),
                      node->filter.name->text, range, max == 1 ? "" : "s");
}

static int parameter_index(const Builtin *builtin, const char *name)
{
  for (int i = 0; i < builtin->count; i++)
    if (builtin->parameters[i] != NULL && strcmp(builtin->parameters[i], name) == 0)
      return i;
  return -1;
}

static bool fail_parameter(Resolver *resolver, const Node *node, const Builtin *builtin,
                           const char *name)
{
  const char *names[BUILTIN_PARAMETERS + 1] = {NULL};
  for (int i = 0, count = 0; i < builtin->count; i++)
    if (builtin->parameters[i] != NULL)
      names[count++] = builtin->parameters[i];
  const char *near = suggest_nearest(name, names);
  resolve_fail(resolver, node->offset, "%s '%s' has no argument '%s'", kind_of(node),
               node->filter.name->text, name);
  if (near != NULL)
    error_hint(resolver->error, "did you mean '%s'?", near);
  return false;
}

/* Put each argument where its parameter is. */
static bool bind(Resolver *resolver, Node *node, const Builtin *builtin)
{
  CallArguments *arguments = node->filter.arguments;
  if (builtin->call_any != NULL || arguments->star != NULL || arguments->star_star != NULL)
    return true;
  if (arguments->positional.count > builtin->count)
    return fail_count(resolver, node, builtin->required, builtin->count);
  arguments->bound = arena_new_array(resolver->arena, Node *, builtin->count + 1);
  for (uint32_t i = 0; i < arguments->positional.count; i++)
    arguments->bound[i] = arguments->positional.items[i];
  for (uint32_t i = 0; i < arguments->keyword_count; i++) {
    const char *name = arguments->keywords[i]->text;
    int index = parameter_index(builtin, name);
    if (index < 0)
      return fail_parameter(resolver, node, builtin, name);
    if (arguments->bound[index] != NULL)
      return resolve_fail(resolver, node->offset, "argument '%s' is given twice", name);
    arguments->bound[index] = arguments->keyword_values[i];
  }
  for (int i = 0; i < builtin->required; i++)
    if (arguments->bound[i] == NULL)
      return fail_count(resolver, node, builtin->required, builtin->count);
  return true;
}

static bool check_host(Resolver *resolver, const Node *node, const HostFunction *host)
{
  const CallArguments *arguments = node->filter.arguments;
  int count = (int)(arguments->positional.count + arguments->keyword_count);
  if (arguments->star != NULL || arguments->star_star != NULL)
    return true;
  if (count < host->min || (host->max >= 0 && count > host->max))
    return fail_count(resolver, node, host->min, host->max);
  return true;
}

bool resolve_filter(Resolver *resolver, Node *node, const Surroundings *at)
{
  bool filter = node->kind == NODE_FILTER;
  const char *name = node->filter.name->text;
  if (node->filter.base != NULL && !resolve_expression(resolver, node->filter.base, at))
    return false;
  if (!resolve_arguments(resolver, node->filter.arguments, at))
    return false;
  GHashTable *hosts = filter ? resolver->set->filters : resolver->set->tests;
  node->filter.host = g_hash_table_lookup(hosts, name);
  if (node->filter.host != NULL)
    return check_host(resolver, node, node->filter.host);
  node->filter.builtin = filter ? builtin_filter(name) : builtin_test(name);
  if (node->filter.builtin == NULL)
    return fail_unknown(resolver, node);
  return bind(resolver, node, node->filter.builtin);
}
