#include "common/template/check/resolver.h"

#include "common/template/run/walk.h"

typedef struct Visit {
  Resolver *resolver;
  const Surroundings *at;
} Visit;

static bool visit(void *data, Node *child)
{
  const Visit *visit = data;
  return resolve_expression(visit->resolver, child, visit->at);
}

static bool children(Resolver *resolver, Node *node, const Surroundings *at)
{
  Visit data = {resolver, at};
  return node_children(node, visit, &data);
}

bool resolve_expressions(Resolver *resolver, const Nodes *nodes, const Surroundings *at)
{
  for (uint32_t i = 0; i < nodes->count; i++)
    if (!resolve_expression(resolver, nodes->items[i], at))
      return false;
  return true;
}

static bool resolve_attribute(Resolver *resolver, Node *node, const Surroundings *at)
{
  const char *name = node->attribute.name->text;
  node->attribute.methods = (BuiltinMethods){
      .text = builtin_text_method(name),
      .list = builtin_list_method(name),
      .tuple = builtin_tuple_method(name),
      .map = builtin_map_method(name),
  };
  node->attribute.hint = arena_new_of(resolver->arena, FieldHint);
  return resolve_expression(resolver, node->attribute.base, at);
}

bool resolve_expression(Resolver *resolver, Node *node, const Surroundings *at)
{
  node->escaping = (uint8_t)resolver->escaping;
  switch (node->kind) {
  case NODE_NAME:
  case NODE_NAMESPACE_TARGET:
    node->name.place = symbols_place(at->symbols, node->name.name);
    node->exported = at->toplevel && node->kind == NODE_NAME && node->context == NAME_STORE;
    return true;
  case NODE_ATTRIBUTE:
    return resolve_attribute(resolver, node, at);
  case NODE_FILTER:
  case NODE_TEST:
    return resolve_filter(resolver, node, at);
  case NODE_CALL:
    return resolve_expression(resolver, node->call.callee, at) &&
           resolve_arguments(resolver, node->call.arguments, at);
  default:
    return children(resolver, node, at);
  }
}
