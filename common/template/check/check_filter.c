/* What filters give, and the attributes that they are told to look at. */
#include "common/template/check/checker.h"

#include <string.h>

typedef enum Gives {
  GIVES_NOTHING,
  GIVES_LIST, /* the same list */
  GIVES_TEXT, /* the same text */
  GIVES_ITEM, /* of the list */
  GIVES_SHAPE,
} Gives;

/* Filters of which something is known: what they give, and which argument names an
 * attribute (-1: none; by keyword it is always `attribute`). */
static const struct FilterRule {
  const char *name;
  Gives gives;
  const Shape *shape;
  int attribute;
} rules[] = {
    {"abs", GIVES_SHAPE, &shape_number, -1},
    {"count", GIVES_SHAPE, &shape_number, -1},
    {"e", GIVES_TEXT, NULL, -1},
    {"escape", GIVES_TEXT, NULL, -1},
    {"first", GIVES_ITEM, NULL, -1},
    {"float", GIVES_SHAPE, &shape_number, -1},
    {"forceescape", GIVES_TEXT, NULL, -1},
    {"group_by", GIVES_NOTHING, NULL, 0},
    {"groupby", GIVES_NOTHING, NULL, 0},
    {"int", GIVES_SHAPE, &shape_number, -1},
    {"join", GIVES_NOTHING, NULL, 1},
    {"last", GIVES_ITEM, NULL, -1},
    {"length", GIVES_SHAPE, &shape_number, -1},
    {"list", GIVES_LIST, NULL, -1},
    {"map", GIVES_NOTHING, NULL, -1},
    {"max", GIVES_ITEM, NULL, 1},
    {"min", GIVES_ITEM, NULL, 1},
    {"reject", GIVES_LIST, NULL, -1},
    {"rejectattr", GIVES_LIST, NULL, 0},
    {"reverse", GIVES_LIST, NULL, -1},
    {"round", GIVES_SHAPE, &shape_number, -1},
    {"safe", GIVES_TEXT, NULL, -1},
    {"safe_url", GIVES_SHAPE, &shape_url, -1},
    {"select", GIVES_LIST, NULL, -1},
    {"selectattr", GIVES_LIST, NULL, 0},
    {"sort", GIVES_LIST, NULL, 2},
    {"string", GIVES_TEXT, NULL, -1},
    {"sum", GIVES_NOTHING, NULL, 0},
    {"tojson", GIVES_SHAPE, &shape_json, -1},
    {"trim", GIVES_TEXT, NULL, -1},
    {"unique", GIVES_LIST, NULL, 1},
    {"urlencode", GIVES_SHAPE, &shape_url, -1},
    {"where", GIVES_LIST, NULL, 0},
    {"wordcount", GIVES_SHAPE, &shape_number, -1},
};

static const struct FilterRule *rule_of(const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
    if (strcmp(rules[i].name, name) == 0)
      return &rules[i];
  return NULL;
}

static const Node *keyword(const CallArguments *arguments, const char *name)
{
  for (uint32_t i = 0; i < arguments->keyword_count; i++)
    if (strcmp(arguments->keywords[i]->text, name) == 0)
      return arguments->keyword_values[i];
  return NULL;
}

static bool is_text(const Node *node, const char *text)
{
  return node->kind == NODE_CONST && node->constant.kind == VALUE_STRING &&
         text_equals(node->constant, text);
}

/* `default=…` and `selectattr("x", "defined")` ask whether there is one. */
static bool asks_whether(const Node *node)
{
  const CallArguments *arguments = node->filter.arguments;
  return keyword(arguments, "default") != NULL ||
         (arguments->positional.count > 1 &&
          (is_text(arguments->positional.items[1], "defined") ||
           is_text(arguments->positional.items[1], "undefined")));
}

/* "author.name": each part of the path exists. */
static void check_path(Checker *checker, Known item, const char *path, size_t offset)
{
  g_auto(GStrv) parts = g_strsplit(path, ".", -1);
  for (char **part = parts; *part != NULL; part++) {
    const Shape *shape = item.shape;
    if (shape == NULL || (shape->kind != SHAPE_OBJECT && shape->kind != SHAPE_MAP))
      return;
    const ShapeField *field = shape_field(&shape->fields, *part);
    if (field == NULL) {
      check_fail(checker, offset, "a %s has no '%s'", shape->name, *part);
      check_hint(checker, shape_suggest(&shape->fields, *part));
      return;
    }
    item.shape = field->shape;
  }
}

static void check_attribute_argument(Checker *checker, const Node *node, Known base, int position)
{
  const CallArguments *arguments = node->filter.arguments;
  const Node *name = keyword(arguments, "attribute");
  if (name == NULL && position >= 0 && (uint32_t)position < arguments->positional.count)
    name = arguments->positional.items[position];
  Known item = check_item_of(base);
  if (name == NULL || name->kind != NODE_CONST || name->constant.kind != VALUE_STRING ||
      base.shape == NULL || base.shape->kind != SHAPE_LIST || base.loose || asks_whether(node))
    return;
  g_autofree char *text = g_strndup(name->constant.text, name->constant.length);
  g_auto(GStrv) paths = g_strsplit(text, ",", -1);
  for (char **path = paths; *path != NULL && !check_failed(checker); path++)
    check_path(checker, item, *path, name->offset);
}

/* `x|default(y)`: x is there or not. */
static Known check_default(Checker *checker, const Node *node)
{
  Known base = check_expression(checker, node->filter.base, true);
  check_arguments(checker, node->filter.arguments);
  const Nodes *given = &node->filter.arguments->positional;
  if (given->count == 0 || given->items[0]->kind == NODE_CONST)
    return base;
  Known other = check_expression(checker, given->items[0], false);
  return other.shape == base.shape ? base : (Known){0};
}

static Known result(const Node *node, const struct FilterRule *rule, Known base)
{
  const HostFunction *host = node->filter.host;
  if (host != NULL)
    return host->result == &shape_same ? base : (Known){.shape = host->result};
  if (rule == NULL || rule->gives == GIVES_NOTHING)
    return (Known){.parameter = base.parameter};
  if (rule->gives == GIVES_SHAPE)
    return (Known){.shape = rule->shape};
  if (rule->gives == GIVES_ITEM)
    return check_item_of(base);
  Known same = {.shape = base.shape, .loose = base.loose, .parameter = base.parameter};
  bool list = same.shape != NULL && same.shape->kind == SHAPE_LIST;
  bool plain = same.shape != NULL && same.shape->kind <= SHAPE_BOOL;
  if (rule->gives == GIVES_LIST ? !list : !plain)
    same.shape = NULL;
  return same;
}

Known check_filter(Checker *checker, const Node *node)
{
  const char *name = node->filter.name->text;
  if (node->filter.host == NULL && node->filter.base != NULL &&
      (strcmp(name, "default") == 0 || strcmp(name, "d") == 0))
    return check_default(checker, node);
  Known base = {0};
  if (node->filter.base != NULL)
    base = check_expression(checker, node->filter.base, false);
  check_arguments(checker, node->filter.arguments);
  const struct FilterRule *rule = node->filter.host == NULL ? rule_of(name) : NULL;
  if (rule != NULL)
    check_attribute_argument(checker, node, base, rule->attribute);
  return result(node, rule, base);
}
