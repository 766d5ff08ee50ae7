/* What follows an expression: attributes, items, slices, calls, filters, tests. */
#include "common/template/parse/parser.h"

#include <string.h>

static Node *deeper(Parser *parser, Node *node, const Node *base)
{
  node->depth = (uint16_t)((base == NULL ? 0 : base->depth) + 1);
  if (node->depth > PARSE_EXPRESSION) {
    source_error(parser->error, &parser->source, node->offset,
                 "this expression is nested too deeply");
    return NULL;
  }
  return node;
}

typedef struct ArgumentLists {
  GPtrArray *positional, *keywords, *keyword_values;
} ArgumentLists;

static bool parse_argument(Parser *parser, CallArguments *arguments, ArgumentLists *lists,
                           const Token *open)
{
  bool in_order = true;
  Node *value;
  if (parser_skip(parser, TOKEN_MUL)) {
    in_order = arguments->star == NULL && arguments->star_star == NULL;
    value = arguments->star = parse_expression(parser);
  } else if (parser_skip(parser, TOKEN_POW)) {
    in_order = arguments->star_star == NULL;
    value = arguments->star_star = parse_expression(parser);
  } else if (parser_at(parser, TOKEN_NAME) && parser_next_is(parser, TOKEN_ASSIGN)) {
    in_order = arguments->star_star == NULL;
    const Token *key = parser_advance(parser);
    parser_advance(parser);
    const Name *name = parser_name(parser, key);
    if (g_ptr_array_find(lists->keywords, name, NULL))
      return parser_fail(parser, key, "argument '%s' is given twice", name->text);
    value = parse_expression(parser);
    g_ptr_array_add(lists->keywords, (gpointer)name);
    g_ptr_array_add(lists->keyword_values, value);
  } else {
    in_order = arguments->star == NULL && arguments->star_star == NULL && lists->keywords->len == 0;
    value = parse_expression(parser);
    g_ptr_array_add(lists->positional, value);
  }
  if (value != NULL && !in_order)
    parser_fail(parser, open, "the arguments of this call are in a wrong order");
  return value != NULL && in_order;
}

static bool parse_argument_list(Parser *parser, CallArguments *arguments, ArgumentLists *lists)
{
  const Token *open = parser_expect(parser, TOKEN_LPAREN);
  if (open == NULL)
    return false;
  bool more = false;
  while (!parser_at(parser, TOKEN_RPAREN)) {
    if (more && parser_expect(parser, TOKEN_COMMA) == NULL)
      return false;
    if (more && parser_at(parser, TOKEN_RPAREN))
      break;
    if (!parse_argument(parser, arguments, lists, open))
      return false;
    more = true;
  }
  parser_advance(parser);
  arguments->positional = parser_finish(parser, lists->positional);
  arguments->keywords = parser_array(parser, lists->keywords);
  arguments->keyword_values = parser_array(parser, lists->keyword_values);
  arguments->keyword_count = lists->keywords->len;
  return true;
}

static CallArguments *parse_arguments(Parser *parser)
{
  CallArguments *arguments = arena_new_of(parser->arena, CallArguments);
  g_autoptr(GPtrArray) positional = g_ptr_array_new();
  g_autoptr(GPtrArray) keywords = g_ptr_array_new();
  g_autoptr(GPtrArray) keyword_values = g_ptr_array_new();
  ArgumentLists lists = {positional, keywords, keyword_values};
  return parse_argument_list(parser, arguments, &lists) ? arguments : NULL;
}

static Node *parse_call(Parser *parser, Node *callee)
{
  Node *node = parser_node(parser, NODE_CALL, parser->token);
  node->offset = callee->offset;
  node->call.callee = callee;
  node->call.arguments = parse_arguments(parser);
  return node->call.arguments == NULL ? NULL : deeper(parser, node, callee);
}

static Node *parse_attribute(Parser *parser, Node *base)
{
  parser_advance(parser);
  const Token *at = parser_advance(parser);
  if (at->kind == TOKEN_NAME) {
    Node *node = parser_node(parser, NODE_ATTRIBUTE, at);
    node->attribute.base = base;
    node->attribute.name = parser_name(parser, at);
    return deeper(parser, node, base);
  }
  if (at->kind != TOKEN_INTEGER)
    return parser_fail(parser, at, "expected a name or a number behind the dot");
  Node *node = parser_node(parser, NODE_ITEM, at);
  node->item.base = base;
  node->item.index = parser_node(parser, NODE_CONST, at);
  node->item.index->constant = value_int(at->integer);
  return deeper(parser, node, base);
}

/* One part of a slice: NULL where nothing is written. */
static bool parse_slice_part(Parser *parser, Node **part)
{
  if (parser_at(parser, TOKEN_COLON) || parser_at(parser, TOKEN_RBRACKET))
    return true;
  *part = parse_expression(parser);
  return *part != NULL;
}

static Node *parse_slice(Parser *parser, Node *base, Node *start, const Token *open)
{
  Node *node = parser_node(parser, NODE_SLICE, open);
  node->slice.base = base;
  node->slice.start = start;
  if (parser_expect(parser, TOKEN_COLON) == NULL || !parse_slice_part(parser, &node->slice.stop))
    return NULL;
  if (parser_skip(parser, TOKEN_COLON) && !parse_slice_part(parser, &node->slice.step))
    return NULL;
  return parser_expect(parser, TOKEN_RBRACKET) == NULL ? NULL : deeper(parser, node, base);
}

static Node *parse_item(Parser *parser, Node *base)
{
  const Token *open = parser_advance(parser);
  if (parser_at(parser, TOKEN_COLON))
    return parse_slice(parser, base, NULL, open);
  g_autoptr(GPtrArray) items = g_ptr_array_new();
  while (!parser_at(parser, TOKEN_RBRACKET)) {
    if (items->len > 0 && parser_expect(parser, TOKEN_COMMA) == NULL)
      return NULL;
    Node *item = parse_expression(parser);
    if (item == NULL)
      return NULL;
    if (items->len == 0 && parser_at(parser, TOKEN_COLON))
      return parse_slice(parser, base, item, open);
    g_ptr_array_add(items, item);
  }
  parser_advance(parser);
  Node *node = parser_node(parser, NODE_ITEM, open);
  node->item.base = base;
  if (items->len == 1) {
    node->item.index = items->pdata[0];
  } else {
    node->item.index = parser_node(parser, NODE_TUPLE, open);
    node->item.index->items = parser_finish(parser, items);
  }
  return deeper(parser, node, base);
}

Node *parse_postfix(Parser *parser, Node *node)
{
  while (node != NULL) {
    if (parser_at(parser, TOKEN_DOT))
      node = parse_attribute(parser, node);
    else if (parser_at(parser, TOKEN_LBRACKET))
      node = parse_item(parser, node);
    else if (parser_at(parser, TOKEN_LPAREN))
      node = parse_call(parser, node);
    else
      break;
  }
  return node;
}

/* The name of a filter or a test; dots may be part of it. */
static const Name *parse_dotted_name(Parser *parser)
{
  const Token *at = parser_expect(parser, TOKEN_NAME);
  if (at == NULL)
    return NULL;
  if (!parser_at(parser, TOKEN_DOT))
    return parser_name(parser, at);
  g_autoptr(GString) name = g_string_new_len(at->text, (gssize)at->length);
  while (parser_skip(parser, TOKEN_DOT)) {
    at = parser_expect(parser, TOKEN_NAME);
    if (at == NULL)
      return NULL;
    g_string_append_c(name, '.');
    g_string_append_len(name, at->text, (gssize)at->length);
  }
  return names_intern(parser->names, name->str, name->len);
}

Node *parse_filters(Parser *parser, Node *node, bool start_inline)
{
  while (start_inline || parser_at(parser, TOKEN_PIPE)) {
    if (!start_inline)
      parser_advance(parser);
    start_inline = false;
    Node *filter = parser_node(parser, NODE_FILTER, parser->token);
    filter->filter.base = node;
    filter->filter.name = parse_dotted_name(parser);
    if (filter->filter.name == NULL)
      return NULL;
    filter->filter.arguments = parser_at(parser, TOKEN_LPAREN)
                                   ? parse_arguments(parser)
                                   : arena_new_of(parser->arena, CallArguments);
    if (filter->filter.arguments == NULL || deeper(parser, filter, node) == NULL)
      return NULL;
    node = filter;
  }
  return node;
}

/* A test's argument may stand without parentheses: `is divisibleby 3`. */
static bool at_bare_argument(Parser *parser)
{
  switch (parser->token->kind) {
  case TOKEN_NAME:
    return !parser_at_name(parser, "else") && !parser_at_name(parser, "or") &&
           !parser_at_name(parser, "and");
  case TOKEN_STRING:
  case TOKEN_INTEGER:
  case TOKEN_FLOAT:
  case TOKEN_LBRACKET:
  case TOKEN_LBRACE:
    return true;
  default:
    return false;
  }
}

static CallArguments *parse_bare_argument(Parser *parser)
{
  if (parser_at_name(parser, "is"))
    return parser_fail(parser, parser->token, "tests can't be chained with 'is'");
  Node *argument = parse_primary(parser);
  if (argument != NULL)
    argument = parse_postfix(parser, argument);
  if (argument == NULL)
    return NULL;
  CallArguments *arguments = arena_new_of(parser->arena, CallArguments);
  arguments->positional.items = arena_memdup(parser->arena, &argument, sizeof argument);
  arguments->positional.count = 1;
  return arguments;
}

static Node *parse_test(Parser *parser, Node *base)
{
  const Token *is = parser_advance(parser);
  bool negated = parser_skip_name(parser, "not");
  Node *node = parser_node(parser, NODE_TEST, parser->token);
  node->filter.base = base;
  node->filter.name = parse_dotted_name(parser);
  if (node->filter.name == NULL)
    return NULL;
  if (parser_at(parser, TOKEN_LPAREN))
    node->filter.arguments = parse_arguments(parser);
  else if (at_bare_argument(parser))
    node->filter.arguments = parse_bare_argument(parser);
  else
    node->filter.arguments = arena_new_of(parser->arena, CallArguments);
  if (node->filter.arguments == NULL || deeper(parser, node, base) == NULL)
    return NULL;
  if (!negated)
    return node;
  Node *not = parser_node(parser, NODE_NOT, is);
  not ->binary.left = node;
  return deeper(parser, not, node);
}

Node *parse_filter_expression(Parser *parser, Node *node)
{
  while (node != NULL) {
    if (parser_at(parser, TOKEN_PIPE))
      node = parse_filters(parser, node, false);
    else if (parser_at_name(parser, "is"))
      node = parse_test(parser, node);
    else if (parser_at(parser, TOKEN_LPAREN))
      node = parse_call(parser, node);
    else
      break;
  }
  return node;
}
