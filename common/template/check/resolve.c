#include "common/template/check/resolver.h"

#include "common/template/run/walk.h"

#include <stdarg.h>
#include <string.h>

enum { RESOLVE_SLOTS = 60000 }; /* variables of one piece of code */

bool resolve_fail(Resolver *resolver, size_t offset, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  source_error(resolver->error, &resolver->source, offset, "%s", what);
  return false;
}

static bool resolve_if(Resolver *resolver, Node *node, const Surroundings *at)
{
  Surroundings soft = *at;
  soft.rootlevel = false;
  for (Node *branch = node; branch != NULL; branch = branch->branch.next)
    if (!resolve_expression(resolver, branch->branch.condition, &soft) ||
        !resolve_body(resolver, &branch->branch.body, &soft))
      return false;
  return resolve_body(resolver, &node->branch.otherwise, &soft);
}

/* A block's place; what is in it comes after the template's top. */
static bool resolve_block_place(Resolver *resolver, BlockNode *block, const Surroundings *at)
{
  block->toplevel = at->toplevel;
  if (block->scoped)
    block->locals = symbols_locals(at->symbols, resolver->arena);
  return true;
}

static bool resolve_jump(Resolver *resolver, const Node *node)
{
  if (resolver->loops > 0)
    return true;
  return resolve_fail(resolver, node->offset, "'%s' stands outside of a loop",
                      node->kind == NODE_BREAK ? "break" : "continue");
}

static bool resolve_statement(Resolver *resolver, Node *node, const Surroundings *at)
{
  node->escaping = (uint8_t)resolver->escaping;
  node->check_extends = at->check_extends;
  switch (node->kind) {
  case NODE_PRINT:
  case NODE_DO:
    return resolve_expression(resolver, node->print.expression, at);
  case NODE_SEQUENCE:
    return resolve_body(resolver, &node->items, at);
  case NODE_IF:
    return resolve_if(resolver, node, at);
  case NODE_FOR:
    return resolve_for(resolver, node, at);
  case NODE_SET:
    return resolve_expression(resolver, node->set.value, at) &&
           resolve_expression(resolver, node->set.target, at);
  case NODE_SET_BLOCK:
    return resolve_set_block(resolver, node, at);
  case NODE_WITH:
  case NODE_AUTOESCAPE:
  case NODE_FILTER_BLOCK:
    return resolve_with(resolver, node, at);
  case NODE_BLOCK:
    return resolve_block_place(resolver, node->block, at);
  case NODE_EXTENDS:
    return resolve_extends(resolver, node, at);
  case NODE_INCLUDE:
  case NODE_IMPORT:
  case NODE_FROM:
    return resolve_import(resolver, node, at);
  case NODE_MACRO:
    return resolve_macro(resolver, node, at);
  case NODE_CALL_BLOCK:
    return resolve_call_block(resolver, node, at);
  case NODE_BREAK:
  case NODE_CONTINUE:
    return resolve_jump(resolver, node);
  default:
    return true;
  }
}

bool resolve_body(Resolver *resolver, const Nodes *nodes, const Surroundings *at)
{
  for (uint32_t i = 0; i < nodes->count; i++)
    if (!resolve_statement(resolver, nodes->items[i], at))
      return false;
  if (at->code->initial->len > RESOLVE_SLOTS)
    return resolve_fail(resolver, 0, "this template has too many variables");
  return true;
}

static bool resolve_root(Resolver *resolver)
{
  Template *template = resolver->template;
  CodeBuilder *code = code_begin(resolver->arena, NULL);
  const Name *self = names_intern(resolver->set->names, "self", 4);
  Surroundings top = {.symbols = symbols_new(resolver->scratch, NULL, code),
                      .code = code,
                      .toplevel = true,
                      .rootlevel = true};
  template->has_extends = top.check_extends = nodes_hold(&template->body, NODE_EXTENDS);
  template->uses_self = nodes_mention(&template->body, "self");
  if (template->uses_self)
    symbols_parameter(top.symbols, self);
  symbols_visit_all(top.symbols, &template->body);
  symbols_enter(top.symbols, resolver->arena, &code->code->scope, true);
  if (template->uses_self)
    template->self_slot = symbols_slot(top.symbols, self);
  bool resolved = resolve_body(resolver, &template->body, &top);
  template->code = code->code;
  code_end(code, resolver->arena);
  return resolved;
}

bool template_resolve(TemplateSet *set, Template *template, Error **error)
{
  g_autoptr(Arena) scratch = arena_new();
  Error *failure = NULL;
  Resolver resolver = {.set = set,
                       .template = template,
                       .arena = set->arena,
                       .scratch = scratch,
                       .source = {template->path, template->source, template->length},
                       .escaping = template->autoescape ? ESCAPE_ON : ESCAPE_OFF,
                       .error = &failure};
  bool resolved = resolve_root(&resolver);
  for (uint32_t i = 0; resolved && i < template->block_count; i++)
    resolved = resolve_block(&resolver, template->blocks[i]);
  if (!resolved)
    error_move(error, failure);
  return resolved;
}
