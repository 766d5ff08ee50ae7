/* The names that a template knows while it is checked. */
#include "common/suggest.h"
#include "common/template/check/checker.h"
#include "common/template/run/walk.h"

#include <string.h>

void check_bind(Checker *checker, const Name *name, Known known)
{
  Binding *binding = arena_new_of(checker->arena, Binding);
  *binding = (Binding){.name = name, .known = known, .outer = checker->bindings};
  checker->bindings = binding;
}

static const ShapeField *declared(const Checker *checker, const Name *name)
{
  const ShapeTable *variables = checker->set->variables;
  return checker->isolated || variables == NULL ? NULL : shape_field(variables, name->text);
}

bool check_lookup(const Checker *checker, const Name *name, Known *out)
{
  *out = (Known){0};
  for (const Binding *binding = checker->bindings; binding != NULL; binding = binding->outer)
    if (binding->name == name) {
      *out = binding->known;
      return true;
    }
  const ShapeField *field = declared(checker, name);
  if (field != NULL)
    out->shape = field->shape;
  return field != NULL;
}

static void count(GHashTable *table, const Name *name)
{
  gpointer before = g_hash_table_lookup(table, name);
  g_hash_table_insert(table, (gpointer)name, GUINT_TO_POINTER(GPOINTER_TO_UINT(before) + 1));
}

static void count_target(GHashTable *table, const Node *target)
{
  if (target->kind == NODE_NAME)
    count(table, target->name.name);
  for (uint32_t i = 0; target->kind == NODE_TUPLE && i < target->items.count; i++)
    count_target(table, target->items.items[i]);
}

static bool count_node(void *data, Node *node)
{
  GHashTable *table = data;
  if (node->kind == NODE_SET || node->kind == NODE_SET_BLOCK)
    count_target(table, node->set.target);
  else if (node->kind == NODE_MACRO)
    count(table, node->macro->name);
  else if (node->kind == NODE_IMPORT)
    count(table, node->import->target.alias);
  for (uint32_t i = 0; node->kind == NODE_FROM && i < node->import->name_count; i++)
    count(table, node->import->names[i].alias);
  return node_children(node, count_node, table);
}

/* How often the template assigns which name. */
static GHashTable *assigned_in(Checker *checker, const Template *template)
{
  GHashTable *table = g_hash_table_lookup(checker->assigned, template);
  if (table == NULL) {
    table = g_hash_table_new(NULL, NULL);
    nodes_each(&template->body, count_node, table);
    g_hash_table_insert(checker->assigned, (gpointer) template, table);
  }
  return table;
}

unsigned check_assignments(Checker *checker, const Name *name)
{
  return GPOINTER_TO_UINT(g_hash_table_lookup(assigned_in(checker, checker->template), name));
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp((*(const Name *const *)a)->text, (*(const Name *const *)b)->text);
}

void check_enter_names(Checker *checker)
{
  GHashTable *table = assigned_in(checker, checker->template);
  GHashTableIter iter;
  gpointer name, times;
  Known known;
  const Binding *outside = checker->bindings;
  g_hash_table_iter_init(&iter, table);
  while (g_hash_table_iter_next(&iter, &name, &times)) {
    const Binding *inside = checker->bindings;
    checker->bindings = outside;
    bool given = check_lookup(checker, name, &known);
    checker->bindings = inside;
    if (given || GPOINTER_TO_UINT(times) > 1)
      check_bind(checker, name, (Known){0});
  }
}

static bool note_node(void *data, Node *node);

typedef struct Visit {
  GHashTable *names;
  const Node *callee;
} Visit;

static bool note_argument(void *data, Node *node)
{
  const Visit *visit = data;
  return node == visit->callee || note_node(visit->names, node);
}

static bool note_node(void *data, Node *node)
{
  GHashTable *names = data;
  if (node->kind == NODE_NAME)
    g_hash_table_add(names, (gpointer)node->name.name);
  if (node->kind == NODE_CALL && node->call.callee->kind == NODE_NAME) {
    Visit visit = {names, node->call.callee};
    return node_children(node, note_argument, &visit);
  }
  const MacroNode *macro = node->kind == NODE_MACRO        ? node->macro
                           : node->kind == NODE_CALL_BLOCK ? node->call_block.macro
                                                           : NULL;
  for (uint32_t i = 0; macro != NULL && i < macro->parameter_count; i++)
    g_hash_table_add(names, (gpointer)macro->parameters[i].name);
  return node_children(node, note_node, names);
}

/* All names that any loaded template gives a value, or asks for without calling them:
 * what stands behind an `if` may be set by a template that is not loaded yet. */
static GHashTable *everywhere(Checker *checker)
{
  if (checker->everywhere != NULL)
    return checker->everywhere;
  GHashTable *names = checker->everywhere = g_hash_table_new(NULL, NULL);
  GHashTableIter iter, inner;
  gpointer template, name;
  g_hash_table_iter_init(&iter, checker->set->templates);
  while (g_hash_table_iter_next(&iter, NULL, &template)) {
    if (((Template *)template)->state != TEMPLATE_READY)
      continue;
    nodes_each(&((Template *)template)->body, note_node, names);
    g_hash_table_iter_init(&inner, assigned_in(checker, template));
    while (g_hash_table_iter_next(&inner, &name, NULL))
      g_hash_table_add(names, name);
  }
  return names;
}

bool check_assigned_anywhere(Checker *checker, const Name *name)
{
  static const char *const given[] = {"loop", "self", "super", "caller", "varargs", "kwargs"};
  for (size_t i = 0; i < G_N_ELEMENTS(given); i++)
    if (strcmp(name->text, given[i]) == 0)
      return true;
  return g_hash_table_contains(everywhere(checker), name);
}

/* Names in their order, so that the first of equally near ones is always the same. */
static void add_sorted(GHashTable *table, GPtrArray *names)
{
  g_autoptr(GPtrArray) known = g_ptr_array_new();
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, table);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    g_ptr_array_add(known, key);
  g_ptr_array_sort(known, compare_names);
  for (guint i = 0; i < known->len; i++)
    g_ptr_array_add(names, (gpointer)((const Name *)known->pdata[i])->text);
}

const char *check_meant(Checker *checker, const char *name)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (guint i = 0; i < checker->set->function_names->len; i++)
    g_ptr_array_add(names, checker->set->function_names->pdata[i]);
  add_sorted(everywhere(checker), names);
  g_ptr_array_add(names, NULL);
  return suggest_nearest(name, (const char *const *)names->pdata);
}

const char *check_meant_in(Checker *checker, const Template *module, const char *name)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  add_sorted(assigned_in(checker, module), names);
  g_ptr_array_add(names, NULL);
  return suggest_nearest(name, (const char *const *)names->pdata);
}
