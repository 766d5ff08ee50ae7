/* Statements that open a scope of their own. */
#include "common/template/check/resolver.h"

#include "common/template/run/walk.h"

#include <string.h>

/* A scope inside of the same code. */
static Surroundings inner(Resolver *resolver, const Surroundings *at)
{
  return (Surroundings){.symbols = symbols_new(resolver->scratch, at->symbols, at->code),
                        .code = at->code,
                        .check_extends = at->check_extends};
}

/* Code of its own, which sees the variables around it. */
static Surroundings closure(Resolver *resolver, const Surroundings *at)
{
  CodeBuilder *code = code_begin(resolver->arena, at->code);
  for (CodeBuilder *outer = at->code; outer != NULL; outer = outer->parent)
    outer->code->captured = true;
  return (Surroundings){.symbols = symbols_new(resolver->scratch, at->symbols, code),
                        .code = code,
                        .check_extends = at->check_extends};
}

static const Name *intern(Resolver *resolver, const char *name)
{
  return names_intern(resolver->set->names, name, strlen(name));
}

bool resolve_with(Resolver *resolver, Node *node, const Surroundings *at)
{
  bool autoescape = node->kind == NODE_AUTOESCAPE;
  Surroundings body = inner(resolver, at);
  for (uint32_t i = 0; i < node->with.targets.count; i++)
    symbols_target(body.symbols, node->with.targets.items[i]);
  if (node->kind != NODE_WITH)
    symbols_visit_all(body.symbols, &node->with.values);
  symbols_visit_all(body.symbols, &node->with.body);
  Scope scope = {0};
  symbols_enter(body.symbols, resolver->arena, &scope, false);
  node->with.scope = scope;
  const Surroundings *values = node->kind == NODE_WITH ? at : &body;
  if (!resolve_expressions(resolver, &node->with.targets, &body) ||
      !resolve_expressions(resolver, &node->with.values, values))
    return false;
  Escaping before = resolver->escaping;
  if (autoescape) {
    const Node *value = node->with.values.items[0];
    bool constant = value->kind == NODE_CONST && value->constant.kind == VALUE_BOOL;
    resolver->escaping = !constant || before == ESCAPE_DYNAMIC ? ESCAPE_DYNAMIC
                         : value->constant.boolean             ? ESCAPE_ON
                                                               : ESCAPE_OFF;
  }
  bool resolved = resolve_body(resolver, &node->with.body, &body);
  resolver->escaping = before;
  return resolved;
}

bool resolve_set_block(Resolver *resolver, Node *node, const Surroundings *at)
{
  Surroundings body = inner(resolver, at);
  body.check_extends = false;
  if (node->set.filter != NULL)
    symbols_visit(body.symbols, node->set.filter);
  symbols_visit_all(body.symbols, &node->set.body);
  symbols_enter(body.symbols, resolver->arena, &node->set.scope, false);
  node->exported = at->toplevel;
  return resolve_body(resolver, &node->set.body, &body) &&
         (node->set.filter == NULL || resolve_expression(resolver, node->set.filter, &body)) &&
         resolve_expression(resolver, node->set.target, at);
}

static bool visit_scoped(void *data, Node *node)
{
  (void)data;
  return !(node->kind == NODE_BLOCK && node->block->scoped) &&
         node_children(node, visit_scoped, NULL);
}

static bool visit_loop_store(void *data, Node *node)
{
  const Node **found = data;
  if (node->kind == NODE_NAME && node->context != NAME_LOAD &&
      strcmp(node->name.name->text, "loop") == 0) {
    *found = node;
    return false;
  }
  return node_children(node, visit_loop_store, data);
}

/* A copy of a target, for the slots of the condition. */
static Node *copy_target(Resolver *resolver, const Node *target)
{
  Node *copy = arena_memdup(resolver->arena, target, sizeof *target);
  if (target->kind != NODE_TUPLE)
    return copy;
  copy->items.items = arena_new_array(resolver->arena, Node *, target->items.count);
  for (uint32_t i = 0; i < target->items.count; i++)
    copy->items.items[i] = copy_target(resolver, target->items.items[i]);
  return copy;
}

static bool resolve_condition(Resolver *resolver, ForNode *loop, const Surroundings *at)
{
  if (loop->condition == NULL)
    return true;
  Surroundings test = inner(resolver, at);
  symbols_target(test.symbols, loop->target);
  symbols_visit(test.symbols, loop->condition);
  symbols_enter(test.symbols, resolver->arena, &loop->test_scope, false);
  loop->test_target = copy_target(resolver, loop->target);
  return resolve_expression(resolver, loop->test_target, &test) &&
         resolve_expression(resolver, loop->condition, &test);
}

static bool resolve_loop_body(Resolver *resolver, ForNode *loop, const Surroundings *at, bool start)
{
  Surroundings body = inner(resolver, at);
  Surroundings otherwise = inner(resolver, at);
  const Name *name = intern(resolver, "loop");
  if (loop->uses_loop)
    symbols_parameter(body.symbols, name);
  symbols_target(body.symbols, loop->target);
  symbols_visit_all(body.symbols, &loop->body);
  symbols_visit_all(otherwise.symbols, &loop->otherwise);
  symbols_enter(body.symbols, resolver->arena, &loop->scope, start);
  symbols_enter(otherwise.symbols, resolver->arena, &loop->else_scope, start);
  if (loop->uses_loop)
    loop->loop_slot = symbols_slot(body.symbols, name);
  resolver->loops++;
  bool resolved = resolve_expression(resolver, loop->target, &body) &&
                  resolve_body(resolver, &loop->body, &body);
  resolver->loops--;
  return resolved && resolve_body(resolver, &loop->otherwise, &otherwise);
}

bool resolve_for(Resolver *resolver, Node *node, const Surroundings *at)
{
  ForNode *loop = node->loop;
  const Node *bad = NULL;
  Nodes self = {&node, 1};
  if (!nodes_each(&self, visit_loop_store, &bad))
    return resolve_fail(resolver, bad->offset, "'loop' can't be assigned to in a loop");
  loop->escaping = resolver->escaping;
  loop->uses_loop = loop->recursive || nodes_mention(&loop->body, "loop") ||
                    !nodes_each(&loop->body, visit_scoped, NULL);
  if (!resolve_expression(resolver, loop->iterable, at))
    return false;
  if (!loop->recursive)
    return resolve_condition(resolver, loop, at) && resolve_loop_body(resolver, loop, at, false);
  Surroundings code = closure(resolver, at);
  unsigned loops = resolver->loops;
  resolver->loops = 0;
  bool resolved =
      resolve_condition(resolver, loop, &code) && resolve_loop_body(resolver, loop, &code, false);
  resolver->loops = loops;
  loop->code = code.code->code;
  code_end(code.code, resolver->arena);
  return resolved;
}

/* `caller`, `kwargs` and `varargs` are parameters of a macro that mentions them. */
static bool declare_special(Resolver *resolver, MacroNode *macro, Symbols *symbols, size_t offset)
{
  bool kwargs = false, varargs = false, caller_default = false;
  for (uint32_t i = 0; i < macro->parameter_count; i++) {
    const char *name = macro->parameters[i].name->text;
    kwargs |= strcmp(name, "kwargs") == 0;
    varargs |= strcmp(name, "varargs") == 0;
    if (strcmp(name, "caller") == 0) {
      macro->explicit_caller = true;
      caller_default = macro->parameters[i].fallback != NULL;
    }
  }
  macro->uses_caller = nodes_mention(&macro->body, "caller");
  macro->uses_kwargs = !kwargs && nodes_mention(&macro->body, "kwargs");
  macro->uses_varargs = !varargs && nodes_mention(&macro->body, "varargs");
  if (macro->uses_caller && macro->explicit_caller && !caller_default)
    return resolve_fail(resolver, offset, "a parameter called 'caller' needs a default");
  if (macro->uses_caller && !macro->explicit_caller)
    symbols_parameter(symbols, intern(resolver, "caller"));
  if (macro->uses_kwargs)
    symbols_parameter(symbols, intern(resolver, "kwargs"));
  if (macro->uses_varargs)
    symbols_parameter(symbols, intern(resolver, "varargs"));
  return true;
}

static void place_special(Resolver *resolver, MacroNode *macro, Symbols *symbols)
{
  for (uint32_t i = 0; i < macro->parameter_count; i++)
    macro->parameters[i].slot = symbols_slot(symbols, macro->parameters[i].name);
  if (macro->uses_caller && !macro->explicit_caller)
    macro->caller_slot = symbols_slot(symbols, intern(resolver, "caller"));
  if (macro->uses_kwargs)
    macro->kwargs_slot = symbols_slot(symbols, intern(resolver, "kwargs"));
  if (macro->uses_varargs)
    macro->varargs_slot = symbols_slot(symbols, intern(resolver, "varargs"));
}

static void visit_macro(MacroNode *macro, Symbols *symbols)
{
  for (uint32_t i = 0; i < macro->parameter_count; i++)
    symbols_parameter(symbols, macro->parameters[i].name);
  for (uint32_t i = 0; i < macro->parameter_count; i++)
    if (macro->parameters[i].fallback != NULL)
      symbols_visit(symbols, macro->parameters[i].fallback);
  symbols_visit_all(symbols, &macro->body);
}

static bool resolve_macro_body(Resolver *resolver, MacroNode *macro, const Surroundings *at,
                               size_t offset)
{
  Surroundings body = closure(resolver, at);
  body.check_extends = false;
  visit_macro(macro, body.symbols);
  bool resolved = declare_special(resolver, macro, body.symbols, offset);
  symbols_enter(body.symbols, resolver->arena, &body.code->code->scope, true);
  place_special(resolver, macro, body.symbols);
  for (uint32_t i = 0; resolved && i < macro->parameter_count; i++)
    if (macro->parameters[i].fallback != NULL)
      resolved = resolve_expression(resolver, macro->parameters[i].fallback, &body);
  unsigned loops = resolver->loops;
  resolver->loops = 0;
  resolved = resolved && resolve_body(resolver, &macro->body, &body);
  resolver->loops = loops;
  macro->code = body.code->code;
  code_end(body.code, resolver->arena);
  return resolved;
}

bool resolve_macro(Resolver *resolver, Node *node, const Surroundings *at)
{
  node->macro->exported = at->toplevel;
  node->macro->target = symbols_place(at->symbols, node->macro->name);
  return resolve_macro_body(resolver, node->macro, at, node->offset);
}

bool resolve_call_block(Resolver *resolver, Node *node, const Surroundings *at)
{
  return resolve_expression(resolver, node->call_block.call, at) &&
         resolve_macro_body(resolver, node->call_block.macro, at, node->offset);
}

bool resolve_block(Resolver *resolver, BlockNode *block)
{
  CodeBuilder *code = code_begin(resolver->arena, NULL);
  Surroundings body = {.symbols = symbols_new(resolver->scratch, NULL, code), .code = code};
  block->uses_self = nodes_mention(&block->body, "self");
  block->uses_super = nodes_mention(&block->body, "super");
  if (block->uses_self)
    symbols_parameter(body.symbols, intern(resolver, "self"));
  if (block->uses_super)
    symbols_parameter(body.symbols, intern(resolver, "super"));
  symbols_visit_all(body.symbols, &block->body);
  symbols_enter(body.symbols, resolver->arena, &code->code->scope, true);
  if (block->uses_self)
    block->self_slot = symbols_slot(body.symbols, intern(resolver, "self"));
  if (block->uses_super)
    block->super_slot = symbols_slot(body.symbols, intern(resolver, "super"));
  bool resolved = resolve_body(resolver, &block->body, &body);
  block->code = code->code;
  code_end(code, resolver->arena);
  return resolved;
}
