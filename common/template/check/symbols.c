#include "common/template/check/symbols.h"

#include "common/template/run/run.h"
#include "common/template/run/walk.h"

#include <string.h>

typedef struct Variable {
  const Name *name;
  CodeBuilder *code;
  int slot; /* -1: none yet */
} Variable;

typedef enum Action { ACTION_PARAMETER, ACTION_RESOLVE, ACTION_ALIAS, ACTION_UNDEFINED } Action;

typedef struct SymbolLoad {
  Variable *variable;
  Action action;
  Variable *outer; /* ACTION_ALIAS */
} SymbolLoad;

/* Branches of an `if` work on copies of the same family: their variables are the
 * same ones. */
typedef struct Family {
  Variable **items;
  size_t count, capacity;
} Family;

struct Symbols {
  Arena *scratch;
  Symbols *parent;
  CodeBuilder *code;
  Family *family;
  Variable **references;
  size_t reference_count;
  SymbolLoad *loads;
  size_t load_count;
  const Name **stores;
  size_t store_count;
};

CodeBuilder *code_begin(Arena *arena, CodeBuilder *parent)
{
  CodeBuilder *builder = g_new0(CodeBuilder, 1);
  builder->parent = parent;
  builder->code = arena_new_of(arena, Code);
  builder->initial = g_array_new(FALSE, FALSE, sizeof(Value));
  builder->shared = g_array_new(FALSE, FALSE, sizeof(Local));
  return builder;
}

void code_end(CodeBuilder *builder, Arena *arena)
{
  Code *code = builder->code;
  code->slot_count = builder->initial->len;
  if (code->slot_count > 0)
    code->initial = arena_memdup(arena, builder->initial->data, sizeof(Value) * code->slot_count);
  g_array_unref(builder->initial);
  g_array_unref(builder->shared);
  g_free(builder);
}

static int new_slot(CodeBuilder *code, Value initial)
{
  g_array_append_val(code->initial, initial);
  return (int)code->initial->len - 1;
}

/* The slot of a name that this code only reads from the context. */
static int shared_slot(CodeBuilder *code, const Name *name)
{
  for (guint i = 0; i < code->shared->len; i++) {
    const Local *local = &g_array_index(code->shared, Local, i);
    if (local->name == name)
      return local->place.slot;
  }
  int slot = new_slot(code, value_unresolved(name));
  Local local = {.name = name, .place = {.slot = (uint16_t)slot}};
  g_array_append_val(code->shared, local);
  return slot;
}

Symbols *symbols_new(Arena *scratch, Symbols *parent, CodeBuilder *code)
{
  Symbols *symbols = arena_new_of(scratch, Symbols);
  symbols->scratch = scratch;
  symbols->parent = parent;
  symbols->code = code;
  symbols->family = arena_new_of(scratch, Family);
  return symbols;
}

/* Room for one more; capacities are powers of two. */
static void *grown(Arena *scratch, void *items, size_t count, size_t size)
{
  if (count != 0 && (count & (count - 1)) != 0)
    return items;
  void *copy = arena_alloc(scratch, size * (count == 0 ? 1 : count * 2));
  if (count > 0)
    memcpy(copy, items, size * count);
  return copy;
}

static Symbols *copy(const Symbols *symbols)
{
  Symbols *other = arena_memdup(symbols->scratch, symbols, sizeof *symbols);
#define COPY(field, count)                                                                         \
  if (symbols->count > 0) {                                                                        \
    size_t capacity = 1;                                                                           \
    while (capacity < symbols->count)                                                              \
      capacity *= 2;                                                                               \
    other->field = arena_alloc(symbols->scratch, capacity * sizeof *symbols->field);               \
    memcpy(other->field, symbols->field, symbols->count * sizeof *symbols->field);                 \
  }
  COPY(references, reference_count)
  COPY(loads, load_count)
  COPY(stores, store_count)
#undef COPY
  return other;
}

static Variable *own_reference(const Symbols *symbols, const Name *name)
{
  for (size_t i = 0; i < symbols->reference_count; i++)
    if (symbols->references[i]->name == name)
      return symbols->references[i];
  return NULL;
}

static Variable *find_reference(const Symbols *symbols, const Name *name)
{
  for (; symbols != NULL; symbols = symbols->parent) {
    Variable *variable = own_reference(symbols, name);
    if (variable != NULL)
      return variable;
  }
  return NULL;
}

static Variable *family_variable(Symbols *symbols, const Name *name)
{
  Family *family = symbols->family;
  for (size_t i = 0; i < family->count; i++)
    if (family->items[i]->name == name)
      return family->items[i];
  Variable *variable = arena_new_of(symbols->scratch, Variable);
  *variable = (Variable){.name = name, .code = symbols->code, .slot = -1};
  family->items = grown(symbols->scratch, family->items, family->count, sizeof *family->items);
  family->items[family->count++] = variable;
  return variable;
}

static void add_reference(Symbols *symbols, Variable *variable)
{
  if (own_reference(symbols, variable->name) != NULL)
    return;
  symbols->references = grown(symbols->scratch, symbols->references, symbols->reference_count,
                              sizeof *symbols->references);
  symbols->references[symbols->reference_count++] = variable;
}

static void set_load(Symbols *symbols, SymbolLoad load)
{
  for (size_t i = 0; i < symbols->load_count; i++)
    if (symbols->loads[i].variable == load.variable) {
      symbols->loads[i] = load;
      return;
    }
  symbols->loads =
      grown(symbols->scratch, symbols->loads, symbols->load_count, sizeof *symbols->loads);
  symbols->loads[symbols->load_count++] = load;
}

static void define(Symbols *symbols, const Name *name, Action action, Variable *outer)
{
  Variable *variable = family_variable(symbols, name);
  add_reference(symbols, variable);
  set_load(symbols, (SymbolLoad){variable, action, outer});
}

static bool stores_name(const Symbols *symbols, const Name *name)
{
  for (size_t i = 0; i < symbols->store_count; i++)
    if (symbols->stores[i] == name)
      return true;
  return false;
}

static void add_store(Symbols *symbols, const Name *name)
{
  if (stores_name(symbols, name))
    return;
  symbols->stores =
      grown(symbols->scratch, symbols->stores, symbols->store_count, sizeof *symbols->stores);
  symbols->stores[symbols->store_count++] = name;
}

static void load(Symbols *symbols, const Name *name)
{
  if (find_reference(symbols, name) == NULL)
    define(symbols, name, ACTION_RESOLVE, NULL);
}

static void store(Symbols *symbols, const Name *name)
{
  add_store(symbols, name);
  if (own_reference(symbols, name) != NULL)
    return;
  Variable *outer = symbols->parent == NULL ? NULL : find_reference(symbols->parent, name);
  define(symbols, name, outer == NULL ? ACTION_UNDEFINED : ACTION_ALIAS, outer);
}

void symbols_parameter(Symbols *symbols, const Name *name)
{
  add_store(symbols, name);
  define(symbols, name, ACTION_PARAMETER, NULL);
}

void symbols_target(Symbols *symbols, Node *target)
{
  if (target->kind == NODE_NAME)
    symbols_parameter(symbols, target->name.name);
  else
    for (uint32_t i = 0; i < target->items.count; i++)
      symbols_target(symbols, target->items.items[i]);
}

/* How many of the branches assign the name? */
static size_t branches_storing(Symbols *const branches[3], const Name *name)
{
  size_t count = 0;
  for (size_t i = 0; i < 3; i++)
    count += stores_name(branches[i], name);
  return count;
}

/* After an `if`: what only some branches assign keeps its former value in the
 * others. */
static void merge(Symbols *symbols, Symbols *const branches[3])
{
  size_t stored_before = symbols->store_count;
  for (size_t i = 0; i < 3; i++) {
    const Symbols *branch = branches[i];
    for (size_t j = 0; j < branch->reference_count; j++)
      add_reference(symbols, branch->references[j]);
    for (size_t j = 0; j < branch->load_count; j++)
      set_load(symbols, branch->loads[j]);
    for (size_t j = 0; j < branch->store_count; j++)
      add_store(symbols, branch->stores[j]);
  }
  for (size_t i = stored_before; i < symbols->store_count; i++) {
    const Name *name = symbols->stores[i];
    if (branches_storing(branches, name) == 3)
      continue;
    Variable *outer = symbols->parent == NULL ? NULL : find_reference(symbols->parent, name);
    set_load(symbols, (SymbolLoad){find_reference(symbols, name),
                                   outer == NULL ? ACTION_RESOLVE : ACTION_ALIAS, outer});
  }
}

static void visit_if(Symbols *symbols, Node *node)
{
  symbols_visit(symbols, node->branch.condition);
  Symbols *branches[3] = {copy(symbols), copy(symbols), copy(symbols)};
  symbols_visit_all(branches[0], &node->branch.body);
  for (Node *next = node->branch.next; next != NULL; next = next->branch.next) {
    symbols_visit(branches[1], next->branch.condition);
    Symbols *inner[3] = {copy(branches[1]), copy(branches[1]), copy(branches[1])};
    symbols_visit_all(inner[0], &next->branch.body);
    merge(branches[1], inner);
  }
  symbols_visit_all(branches[2], &node->branch.otherwise);
  merge(symbols, branches);
}

static bool visit_child(void *data, Node *child)
{
  symbols_visit(data, child);
  return true;
}

static void visit_name(Symbols *symbols, const Node *node)
{
  if (node->context == NAME_LOAD)
    load(symbols, node->name.name);
  else if (node->context == NAME_STORE)
    store(symbols, node->name.name);
  else
    symbols_parameter(symbols, node->name.name);
}

static void visit_import(Symbols *symbols, Node *node)
{
  const ImportNode *import = node->import;
  symbols_visit(symbols, import->template_name);
  if (node->kind == NODE_IMPORT)
    store(symbols, import->target.alias);
  for (uint32_t i = 0; i < import->name_count; i++)
    store(symbols, import->names[i].alias);
}

/* Scopes within the scope are not looked into, only what they need from here. */
void symbols_visit(Symbols *symbols, Node *node)
{
  switch (node->kind) {
  case NODE_NAME:
    visit_name(symbols, node);
    break;
  case NODE_NAMESPACE_TARGET:
    load(symbols, node->name.name);
    break;
  case NODE_IF:
    visit_if(symbols, node);
    break;
  case NODE_FOR:
    symbols_visit(symbols, node->loop->iterable);
    break;
  case NODE_MACRO:
    store(symbols, node->macro->name);
    break;
  case NODE_IMPORT:
  case NODE_FROM:
    visit_import(symbols, node);
    break;
  case NODE_SET:
    symbols_visit(symbols, node->set.value);
    symbols_visit(symbols, node->set.target);
    break;
  case NODE_SET_BLOCK:
    symbols_visit(symbols, node->set.target);
    break;
  case NODE_CALL_BLOCK:
    symbols_visit(symbols, node->call_block.call);
    break;
  case NODE_FILTER_BLOCK:
  case NODE_WITH:
    symbols_visit_all(symbols, &node->with.values);
    break;
  case NODE_AUTOESCAPE:
  case NODE_BLOCK:
    break;
  default:
    node_children(node, visit_child, symbols);
  }
}

void symbols_visit_all(Symbols *symbols, const Nodes *nodes)
{
  nodes_each(nodes, visit_child, symbols);
}

static Place place_from(const CodeBuilder *code, const Variable *variable)
{
  Place place = {.hops = 0, .slot = (uint16_t)variable->slot};
  for (; code != NULL && code != variable->code; code = code->parent)
    place.hops++;
  return place;
}

void symbols_enter(Symbols *symbols, Arena *arena, Scope *scope, bool start)
{
  g_autoptr(GArray) loads = g_array_new(FALSE, TRUE, sizeof(Load));
  for (size_t i = 0; i < symbols->load_count; i++) {
    const SymbolLoad *symbol = &symbols->loads[i];
    Variable *variable = symbol->variable;
    bool resolve = symbol->action == ACTION_RESOLVE;
    if (resolve && !stores_name(symbols, variable->name)) {
      variable->slot = shared_slot(symbols->code, variable->name);
      continue;
    }
    if (variable->slot < 0)
      variable->slot =
          new_slot(symbols->code, resolve ? value_unresolved(variable->name) : value_missing());
    Load load = {.slot = (uint16_t)variable->slot, .name = variable->name};
    if (symbol->action == ACTION_ALIAS) {
      load.kind = LOAD_COPY;
      load.from = place_from(symbols->code, symbol->outer);
    } else if (symbol->action == ACTION_PARAMETER || start) {
      continue;
    } else {
      load.kind = resolve ? LOAD_RESOLVE : LOAD_MISSING;
    }
    g_array_append_val(loads, load);
  }
  scope->count = loads->len;
  if (loads->len > 0)
    scope->loads = arena_memdup(arena, loads->data, sizeof(Load) * loads->len);
}

Place symbols_place(Symbols *symbols, const Name *name)
{
  const Variable *variable = find_reference(symbols, name);
  if (variable == NULL || variable->slot < 0)
    return (Place){.slot = (uint16_t)shared_slot(symbols->code, name)};
  return place_from(symbols->code, variable);
}

uint16_t symbols_slot(Symbols *symbols, const Name *name)
{
  return symbols_place(symbols, name).slot;
}

static bool has_local(const GArray *locals, const Name *name)
{
  for (guint i = 0; i < locals->len; i++)
    if (g_array_index(locals, Local, i).name == name)
      return true;
  return false;
}

Locals symbols_locals(Symbols *symbols, Arena *arena)
{
  g_autoptr(GArray) locals = g_array_new(FALSE, TRUE, sizeof(Local));
  for (const Symbols *scope = symbols; scope != NULL; scope = scope->parent)
    for (size_t i = 0; i < scope->store_count; i++) {
      Local local = {.name = scope->stores[i]};
      if (has_local(locals, local.name))
        continue;
      local.place = symbols_place(symbols, local.name);
      g_array_append_val(locals, local);
    }
  Locals result = {.count = locals->len};
  if (locals->len > 0)
    result.items = arena_memdup(arena, locals->data, sizeof(Local) * locals->len);
  return result;
}
