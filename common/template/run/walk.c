#include "common/template/run/walk.h"

#include <string.h>

bool nodes_each(const Nodes *nodes, NodeVisit visit, void *data)
{
  for (uint32_t i = 0; i < nodes->count; i++)
    if (!visit(data, nodes->items[i]))
      return false;
  return true;
}

static bool one(Node *node, NodeVisit visit, void *data)
{
  return node == NULL || visit(data, node);
}

static bool arguments_each(const CallArguments *arguments, NodeVisit visit, void *data)
{
  if (!nodes_each(&arguments->positional, visit, data))
    return false;
  for (uint32_t i = 0; i < arguments->keyword_count; i++)
    if (!visit(data, arguments->keyword_values[i]))
      return false;
  return one(arguments->star, visit, data) && one(arguments->star_star, visit, data);
}

static bool macro_each(const MacroNode *macro, NodeVisit visit, void *data)
{
  for (uint32_t i = 0; i < macro->parameter_count; i++)
    if (!one(macro->parameters[i].fallback, visit, data))
      return false;
  return nodes_each(&macro->body, visit, data);
}

static bool statement_children(const Node *node, NodeVisit visit, void *data)
{
  switch (node->kind) {
  case NODE_PRINT:
  case NODE_DO:
    return visit(data, node->print.expression);
  case NODE_IF:
    return visit(data, node->branch.condition) && nodes_each(&node->branch.body, visit, data) &&
           one(node->branch.next, visit, data) && nodes_each(&node->branch.otherwise, visit, data);
  case NODE_FOR:
    return visit(data, node->loop->target) && visit(data, node->loop->iterable) &&
           nodes_each(&node->loop->body, visit, data) &&
           nodes_each(&node->loop->otherwise, visit, data) &&
           one(node->loop->condition, visit, data);
  case NODE_SET:
    return visit(data, node->set.target) && visit(data, node->set.value);
  case NODE_SET_BLOCK:
    return visit(data, node->set.target) && one(node->set.filter, visit, data) &&
           nodes_each(&node->set.body, visit, data);
  case NODE_WITH:
  case NODE_AUTOESCAPE:
  case NODE_FILTER_BLOCK:
    return nodes_each(&node->with.targets, visit, data) &&
           nodes_each(&node->with.values, visit, data) && nodes_each(&node->with.body, visit, data);
  case NODE_BLOCK:
    return nodes_each(&node->block->body, visit, data);
  case NODE_EXTENDS:
    return visit(data, node->extends.expression);
  case NODE_INCLUDE:
  case NODE_IMPORT:
  case NODE_FROM:
    return visit(data, node->import->template_name);
  case NODE_MACRO:
    return macro_each(node->macro, visit, data);
  case NODE_CALL_BLOCK:
    return visit(data, node->call_block.call) && macro_each(node->call_block.macro, visit, data);
  default:
    return true;
  }
}

bool node_children(const Node *node, NodeVisit visit, void *data)
{
  switch (node->kind) {
  case NODE_TUPLE:
  case NODE_LIST:
  case NODE_MAP:
  case NODE_CONCAT:
  case NODE_SEQUENCE:
    return nodes_each(&node->items, visit, data);
  case NODE_ATTRIBUTE:
    return visit(data, node->attribute.base);
  case NODE_ITEM:
    return visit(data, node->item.base) && visit(data, node->item.index);
  case NODE_SLICE:
    return visit(data, node->slice.base) && one(node->slice.start, visit, data) &&
           one(node->slice.stop, visit, data) && one(node->slice.step, visit, data);
  case NODE_CALL:
    return visit(data, node->call.callee) && arguments_each(node->call.arguments, visit, data);
  case NODE_FILTER:
  case NODE_TEST:
    return one(node->filter.base, visit, data) &&
           arguments_each(node->filter.arguments, visit, data);
  case NODE_UNARY:
  case NODE_BINARY:
  case NODE_AND:
  case NODE_OR:
  case NODE_NOT:
  case NODE_MARKUP:
    return visit(data, node->binary.left) && one(node->binary.right, visit, data);
  case NODE_COMPARE:
    return visit(data, node->compare.first) && nodes_each(&node->compare.rest, visit, data);
  case NODE_CONDITION:
    return visit(data, node->condition.condition) && visit(data, node->condition.then) &&
           one(node->condition.otherwise, visit, data);
  default:
    return statement_children(node, visit, data);
  }
}

typedef struct Mention {
  const char *name;
  bool found;
} Mention;

static bool declares(const MacroNode *macro, const char *name)
{
  for (uint32_t i = 0; i < macro->parameter_count; i++)
    if (strcmp(macro->parameters[i].name->text, name) == 0)
      return true;
  return false;
}

/* Stops at the first time that the name is read or assigned. */
static bool visit_mention(void *data, Node *node)
{
  Mention *mention = data;
  if (node->kind == NODE_BLOCK)
    return true;
  if (node->kind == NODE_NAME && strcmp(node->name.name->text, mention->name) == 0) {
    mention->found = node->context == NAME_LOAD;
    return false;
  }
  if ((node->kind == NODE_MACRO && declares(node->macro, mention->name)) ||
      (node->kind == NODE_CALL_BLOCK && declares(node->call_block.macro, mention->name)))
    return false;
  return node_children(node, visit_mention, mention);
}

bool nodes_mention(const Nodes *nodes, const char *name)
{
  Mention mention = {.name = name};
  nodes_each(nodes, visit_mention, &mention);
  return mention.found;
}

static bool visit_kind(void *data, Node *node)
{
  return node->kind != *(const NodeKind *)data && node_children(node, visit_kind, data);
}

bool nodes_hold(const Nodes *nodes, NodeKind kind)
{
  return !nodes_each(nodes, visit_kind, &kind);
}
