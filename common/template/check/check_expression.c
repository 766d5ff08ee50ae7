/* What an expression gives, and whether what it asks for exists. */
#include "common/template/check/checker.h"

#include <string.h>

static const Known nothing;

static bool is_text(const Shape *shape)
{
  return shape->kind == SHAPE_TEXT || shape->kind == SHAPE_URL || shape->kind == SHAPE_MARKUP ||
         shape->kind == SHAPE_JSON;
}

Known check_item_of(Known list)
{
  Known item = {.loose = list.loose, .parameter = list.parameter};
  if (list.shape != NULL && list.shape->kind == SHAPE_LIST)
    item.shape = list.shape->item;
  else if (list.shape != NULL && is_text(list.shape))
    item.shape = &shape_text;
  return item;
}

/* Has the shape no fields of its own, and not this method? */
static bool lacks_method(const Shape *shape, const char *name)
{
  if (is_text(shape))
    return builtin_text_method(name) == NULL;
  return shape->kind == SHAPE_LIST && builtin_list_method(name) == NULL;
}

static Known field_of(Checker *checker, Known base, const char *name, size_t offset, bool probing)
{
  const Shape *shape = base.shape;
  Known field = {.loose = base.loose, .parameter = base.parameter};
  if (shape == NULL)
    return field;
  if (shape->kind == SHAPE_OBJECT || shape->kind == SHAPE_MAP) {
    const ShapeField *row = shape_field(&shape->fields, name);
    if (row != NULL)
      field.shape = row->shape;
    else if (!probing && !base.loose &&
             !(shape->kind == SHAPE_MAP && builtin_map_method(name) != NULL)) {
      check_fail(checker, offset, "a %s has no '%s'", shape->name, name);
      check_hint(checker, shape_suggest(&shape->fields, name));
    }
  } else if (!probing && !base.loose && lacks_method(shape, name)) {
    check_fail(checker, offset, "%s has no '%s'", shape->kind == SHAPE_LIST ? "a list" : "text",
               name);
  }
  return field;
}

static Known check_attribute(Checker *checker, const Node *node, bool probing)
{
  Known base = check_expression(checker, node->attribute.base, false);
  const Name *name = node->attribute.name;
  if (base.module != NULL)
    return check_member(checker, base.module, name, node->offset, probing);
  return field_of(checker, base, name->text, node->offset, probing);
}

static Known check_item(Checker *checker, const Node *node, bool probing)
{
  Known base = check_expression(checker, node->item.base, false);
  const Node *index = node->item.index;
  check_expression(checker, index, false);
  if (index->kind == NODE_CONST && index->constant.kind == VALUE_STRING) {
    const char *name = arena_strndup(checker->arena, index->constant.text, index->constant.length);
    return field_of(checker, base, name, index->offset, probing);
  }
  return base.shape != NULL && base.shape->kind == SHAPE_LIST ? check_item_of(base) : nothing;
}

static Known join(Known a, Known b)
{
  Known known = {.loose = a.loose || b.loose};
  if (a.shape == b.shape)
    known.shape = a.shape;
  known.parameter = known.shape == NULL && (a.parameter || b.parameter);
  return known;
}

static Known check_condition(Checker *checker, const Node *node)
{
  check_expression(checker, node->condition.condition, false);
  Known then = check_expression(checker, node->condition.then, false);
  if (node->condition.otherwise == NULL)
    return then;
  return join(then, check_expression(checker, node->condition.otherwise, false));
}

static Known check_items(Checker *checker, const Node *node)
{
  for (uint32_t i = 0; i < node->items.count; i++)
    check_expression(checker, node->items.items[i], false);
  return nothing;
}

static Known check_binary(Checker *checker, const Node *node)
{
  Known left = check_expression(checker, node->binary.left, false), right = nothing;
  if (node->binary.right != NULL)
    right = check_expression(checker, node->binary.right, false);
  switch (node->kind) {
  case NODE_NOT:
    return (Known){.shape = &shape_bool};
  case NODE_AND:
  case NODE_OR:
    return join(left, right);
  case NODE_UNARY:
  case NODE_MARKUP:
    return node->kind == NODE_UNARY ? (Known){.shape = &shape_number} : nothing;
  default:
    return left.shape == &shape_number && right.shape == &shape_number ? left : nothing;
  }
}

static Known check_compare(Checker *checker, const Node *node)
{
  check_expression(checker, node->compare.first, false);
  for (uint32_t i = 0; i < node->compare.rest.count; i++)
    check_expression(checker, node->compare.rest.items[i], false);
  return (Known){.shape = &shape_bool};
}

static Known check_test(Checker *checker, const Node *node)
{
  const char *name = node->filter.name->text;
  bool probing = strcmp(name, "defined") == 0 || strcmp(name, "undefined") == 0;
  check_expression(checker, node->filter.base, probing);
  check_arguments(checker, node->filter.arguments);
  return (Known){.shape = &shape_bool};
}

static Known check_slice(Checker *checker, const Node *node)
{
  const Node *parts[] = {node->slice.start, node->slice.stop, node->slice.step};
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
    if (parts[i] != NULL)
      check_expression(checker, parts[i], false);
  return check_expression(checker, node->slice.base, false);
}

static Known constant(const Node *node)
{
  switch (node->constant.kind) {
  case VALUE_STRING:
    return (Known){.shape = &shape_text};
  case VALUE_INT:
  case VALUE_FLOAT:
    return (Known){.shape = &shape_number};
  case VALUE_BOOL:
    return (Known){.shape = &shape_bool};
  default:
    return nothing;
  }
}

Known check_expression(Checker *checker, const Node *node, bool probing)
{
  Known known;
  if (check_failed(checker))
    return nothing;
  switch (node->kind) {
  case NODE_CONST:
    return constant(node);
  case NODE_NAME:
    check_lookup(checker, node->name.name, &known);
    return known;
  case NODE_ATTRIBUTE:
    return check_attribute(checker, node, probing);
  case NODE_ITEM:
    return check_item(checker, node, probing);
  case NODE_SLICE:
    return check_slice(checker, node);
  case NODE_CALL:
    return check_call(checker, node);
  case NODE_FILTER:
    return check_filter(checker, node);
  case NODE_TEST:
    return check_test(checker, node);
  case NODE_UNARY:
  case NODE_BINARY:
  case NODE_AND:
  case NODE_OR:
  case NODE_NOT:
  case NODE_MARKUP:
    return check_binary(checker, node);
  case NODE_COMPARE:
    return check_compare(checker, node);
  case NODE_CONDITION:
    return check_condition(checker, node);
  default:
    return check_items(checker, node);
  }
}
