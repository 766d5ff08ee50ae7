/* Expressions, from the loosest op to the tightest. */
#include "common/template/parse/parser.h"

#include <string.h>

static uint16_t depth_of(const Node *node)
{
  return node == NULL ? 0 : node->depth;
}

/* A node above others knows how deep it is, and is refused when too deep. */
static Node *above(Parser *parser, Node *node, const Node *left, const Node *right)
{
  node->depth = (uint16_t)(MAX(depth_of(left), depth_of(right)) + 1);
  if (node->depth > PARSE_EXPRESSION) {
    source_error(parser->error, &parser->source, node->offset,
                 "this expression is nested too deeply");
    error_hint(parser->error, "split it with {%% set %%}");
    return NULL;
  }
  return node;
}

static Node *binary(Parser *parser, NodeKind kind, Operator op, const Token *at, Node *left,
                    Node *right)
{
  if (left == NULL || right == NULL)
    return NULL;
  Node *node = parser_node(parser, kind, at);
  node->op = op;
  node->binary.left = left;
  node->binary.right = right;
  return above(parser, node, left, right);
}

static Node *parse_unary(Parser *parser, bool with_filter)
{
  const Token *at = parser->token;
  Node *node;
  if (parser_at(parser, TOKEN_SUB) || parser_at(parser, TOKEN_ADD)) {
    parser_advance(parser);
    if (++parser->expression_depth > PARSE_EXPRESSION)
      return parser_fail(parser, at, "this expression is nested too deeply");
    Node *operand = parse_unary(parser, false);
    parser->expression_depth--;
    if (operand == NULL)
      return NULL;
    node = parser_node(parser, NODE_UNARY, at);
    node->op = at->kind == TOKEN_SUB ? OPERATOR_NEGATE : OPERATOR_PLUS;
    node->binary.left = operand;
    node = above(parser, node, operand, NULL);
  } else {
    node = parse_primary(parser);
  }
  if (node != NULL)
    node = parse_postfix(parser, node);
  if (node != NULL && with_filter)
    node = parse_filter_expression(parser, node);
  return node;
}

static Node *parse_power(Parser *parser)
{
  Node *left = parse_unary(parser, true);
  while (left != NULL && parser_at(parser, TOKEN_POW)) {
    const Token *at = parser_advance(parser);
    left = binary(parser, NODE_BINARY, OPERATOR_POWER, at, left, parse_unary(parser, true));
  }
  return left;
}

static Node *parse_product(Parser *parser)
{
  Node *left = parse_power(parser);
  while (left != NULL) {
    Operator op;
    switch (parser->token->kind) {
    case TOKEN_MUL:
      op = OPERATOR_MULTIPLY;
      break;
    case TOKEN_DIV:
      op = OPERATOR_DIVIDE;
      break;
    case TOKEN_FLOORDIV:
      op = OPERATOR_FLOOR_DIVIDE;
      break;
    case TOKEN_MOD:
      op = OPERATOR_MODULO;
      break;
    default:
      return left;
    }
    const Token *at = parser_advance(parser);
    left = binary(parser, NODE_BINARY, op, at, left, parse_power(parser));
  }
  return left;
}

static Node *parse_concat(Parser *parser)
{
  const Token *at = parser->token;
  Node *first = parse_product(parser);
  if (first == NULL || !parser_at(parser, TOKEN_TILDE))
    return first;
  g_autoptr(GPtrArray) items = g_ptr_array_new();
  g_ptr_array_add(items, first);
  Node *node = parser_node(parser, NODE_CONCAT, at);
  node->depth = first->depth;
  while (parser_skip(parser, TOKEN_TILDE)) {
    Node *item = parse_product(parser);
    if (item == NULL)
      return NULL;
    node->depth = MAX(node->depth, item->depth);
    g_ptr_array_add(items, item);
  }
  node->items = parser_finish(parser, items);
  return above(parser, node, node, NULL);
}

static Node *parse_sum(Parser *parser)
{
  Node *left = parse_concat(parser);
  while (left != NULL && (parser_at(parser, TOKEN_ADD) || parser_at(parser, TOKEN_SUB))) {
    const Token *at = parser_advance(parser);
    Operator op = at->kind == TOKEN_ADD ? OPERATOR_ADD : OPERATOR_SUBTRACT;
    left = binary(parser, NODE_BINARY, op, at, left, parse_concat(parser));
  }
  return left;
}

/* The comparison at the current token, which is skipped; false: none. */
static bool skip_comparison(Parser *parser, uint8_t *op)
{
  static const struct {
    TokenKind token;
    Operator op;
  } comparisons[] = {
      {TOKEN_EQ, OPERATOR_EQUAL},   {TOKEN_NE, OPERATOR_NOT_EQUAL},
      {TOKEN_LT, OPERATOR_LESS},    {TOKEN_LTEQ, OPERATOR_LESS_EQUAL},
      {TOKEN_GT, OPERATOR_GREATER}, {TOKEN_GTEQ, OPERATOR_GREATER_EQUAL},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(comparisons); i++)
    if (parser_skip(parser, comparisons[i].token)) {
      *op = comparisons[i].op;
      return true;
    }
  *op = OPERATOR_IN;
  if (parser_skip_name(parser, "in"))
    return true;
  if (parser_at_name(parser, "not") && parser_next_is_name(parser, "in")) {
    parser_advance(parser);
    parser_advance(parser);
    *op = OPERATOR_NOT_IN;
    return true;
  }
  return false;
}

static Node *parse_compare(Parser *parser)
{
  Node *first = parse_sum(parser);
  const Token *at = parser->token;
  uint8_t op;
  if (first == NULL || !skip_comparison(parser, &op))
    return first;
  g_autoptr(GPtrArray) rest = g_ptr_array_new();
  g_autoptr(GByteArray) operators = g_byte_array_new();
  Node *node = parser_node(parser, NODE_COMPARE, at);
  node->depth = first->depth;
  do {
    Node *operand = parse_sum(parser);
    if (operand == NULL)
      return NULL;
    node->depth = MAX(node->depth, operand->depth);
    g_ptr_array_add(rest, operand);
    g_byte_array_append(operators, &op, 1);
  } while (skip_comparison(parser, &op));
  node->compare.first = first;
  node->compare.rest = parser_finish(parser, rest);
  node->compare.operators = arena_memdup(parser->arena, operators->data, operators->len);
  return above(parser, node, node, NULL);
}

static Node *parse_not(Parser *parser)
{
  if (!parser_at_name(parser, "not"))
    return parse_compare(parser);
  const Token *at = parser_advance(parser);
  if (++parser->expression_depth > PARSE_EXPRESSION)
    return parser_fail(parser, at, "this expression is nested too deeply");
  Node *operand = parse_not(parser);
  parser->expression_depth--;
  if (operand == NULL)
    return NULL;
  Node *node = parser_node(parser, NODE_NOT, at);
  node->binary.left = operand;
  return above(parser, node, operand, NULL);
}

static Node *parse_and(Parser *parser)
{
  Node *left = parse_not(parser);
  while (left != NULL && parser_at_name(parser, "and")) {
    const Token *at = parser_advance(parser);
    left = binary(parser, NODE_AND, 0, at, left, parse_not(parser));
  }
  return left;
}

Node *parse_expression_plain(Parser *parser)
{
  Node *left = parse_and(parser);
  while (left != NULL && parser_at_name(parser, "or")) {
    const Token *at = parser_advance(parser);
    left = binary(parser, NODE_OR, 0, at, left, parse_and(parser));
  }
  return left;
}

static Node *parse_condition(Parser *parser)
{
  Node *then = parse_expression_plain(parser);
  while (then != NULL && parser_at_name(parser, "if")) {
    Node *node = parser_node(parser, NODE_CONDITION, parser_advance(parser));
    node->condition.then = then;
    node->condition.condition = parse_expression_plain(parser);
    if (node->condition.condition == NULL)
      return NULL;
    if (parser_skip_name(parser, "else") &&
        (node->condition.otherwise = parse_expression(parser)) == NULL)
      return NULL;
    node->depth = depth_of(node->condition.otherwise);
    node->depth = MAX(node->depth, node->condition.condition->depth);
    then = above(parser, node, node, then);
  }
  return then;
}

Node *parse_expression(Parser *parser)
{
  if (++parser->expression_depth > PARSE_EXPRESSION)
    return parser_fail(parser, parser->token, "this expression is nested too deeply");
  Node *node = parse_condition(parser);
  parser->expression_depth--;
  return node;
}

static bool at_tuple_end(const Parser *parser)
{
  return parser_at(parser, TOKEN_PRINT_END) || parser_at(parser, TOKEN_BLOCK_END) ||
         parser_at(parser, TOKEN_RPAREN);
}

/* Items between commas, or the one expression. `parenthesised`: `()` is a tuple. */
static Node *parse_items(Parser *parser, Node *(*parse)(Parser *parser), bool parenthesised)
{
  const Token *at = parser->token;
  g_autoptr(GPtrArray) items = g_ptr_array_new();
  bool tuple = false;
  Node *node = parser_node(parser, NODE_TUPLE, at);
  while (true) {
    if (items->len > 0 && parser_expect(parser, TOKEN_COMMA) == NULL)
      return NULL;
    if (at_tuple_end(parser))
      break;
    Node *item = parse(parser);
    if (item == NULL)
      return NULL;
    node->depth = MAX(node->depth, item->depth);
    g_ptr_array_add(items, item);
    if (!parser_at(parser, TOKEN_COMMA))
      break;
    tuple = true;
  }
  if (!tuple && items->len > 0)
    return items->pdata[0];
  if (!tuple && !parenthesised)
    return parser_fail(parser, parser->token, "expected an expression, found %s",
                       token_describe(parser->token->kind));
  node->items = parser_finish(parser, items);
  return above(parser, node, node, NULL);
}

Node *parse_tuple(Parser *parser, bool with_condition)
{
  return parse_items(parser, with_condition ? parse_expression : parse_expression_plain, false);
}

static Node *parse_list(Parser *parser)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new();
  Node *node = parser_node(parser, NODE_LIST, parser_advance(parser));
  while (!parser_at(parser, TOKEN_RBRACKET)) {
    if (items->len > 0 && parser_expect(parser, TOKEN_COMMA) == NULL)
      return NULL;
    if (parser_at(parser, TOKEN_RBRACKET))
      break;
    Node *item = parse_expression(parser);
    if (item == NULL)
      return NULL;
    node->depth = MAX(node->depth, item->depth);
    g_ptr_array_add(items, item);
  }
  parser_advance(parser);
  node->items = parser_finish(parser, items);
  return above(parser, node, node, NULL);
}

static Node *parse_map(Parser *parser)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new();
  Node *node = parser_node(parser, NODE_MAP, parser_advance(parser));
  while (!parser_at(parser, TOKEN_RBRACE)) {
    if (items->len > 0 && parser_expect(parser, TOKEN_COMMA) == NULL)
      return NULL;
    if (parser_at(parser, TOKEN_RBRACE))
      break;
    Node *key = parse_expression(parser);
    if (key == NULL || parser_expect(parser, TOKEN_COLON) == NULL)
      return NULL;
    Node *item = parse_expression(parser);
    if (item == NULL)
      return NULL;
    node->depth = MAX(node->depth, MAX(key->depth, item->depth));
    g_ptr_array_add(items, key);
    g_ptr_array_add(items, item);
  }
  parser_advance(parser);
  node->items = parser_finish(parser, items);
  return above(parser, node, node, NULL);
}

static Node *constant(Parser *parser, const Token *at, Value value)
{
  Node *node = parser_node(parser, NODE_CONST, at);
  node->constant = value;
  return node;
}

static Node *parse_name(Parser *parser)
{
  static const struct {
    const char *name;
    Value value;
  } words[] = {
      {"true", {.kind = VALUE_BOOL, .boolean = true}},
      {"True", {.kind = VALUE_BOOL, .boolean = true}},
      {"false", {.kind = VALUE_BOOL}},
      {"False", {.kind = VALUE_BOOL}},
      {"none", {.kind = VALUE_NONE}},
      {"None", {.kind = VALUE_NONE}},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (parser_at_name(parser, words[i].name))
      return constant(parser, parser_advance(parser), words[i].value);
  const Token *at = parser_advance(parser);
  Node *node = parser_node(parser, NODE_NAME, at);
  node->name.name = parser_name(parser, at);
  return node;
}

/* One string, or several beside each other. */
static Node *parse_string(Parser *parser)
{
  const Token *at = parser_advance(parser);
  if (!parser_at(parser, TOKEN_STRING))
    return constant(parser, at, value_text(at->text, at->length));
  g_autoptr(GString) text = g_string_new_len(at->text, (gssize)at->length);
  while (parser_at(parser, TOKEN_STRING)) {
    const Token *next = parser_advance(parser);
    g_string_append_len(text, next->text, (gssize)next->length);
  }
  return constant(parser, at,
                  value_text(arena_strndup(parser->arena, text->str, text->len), text->len));
}

static Node *parse_parenthesised(Parser *parser)
{
  parser_advance(parser);
  Node *node = parse_items(parser, parse_expression, true);
  return node != NULL && parser_expect(parser, TOKEN_RPAREN) != NULL ? node : NULL;
}

Node *parse_primary(Parser *parser)
{
  const Token *at = parser->token;
  switch (at->kind) {
  case TOKEN_NAME:
    return parse_name(parser);
  case TOKEN_STRING:
    return parse_string(parser);
  case TOKEN_INTEGER:
    return constant(parser, parser_advance(parser), value_int(at->integer));
  case TOKEN_FLOAT:
    return constant(parser, parser_advance(parser), value_float(at->real));
  case TOKEN_LPAREN:
    return parse_parenthesised(parser);
  case TOKEN_LBRACKET:
    return parse_list(parser);
  case TOKEN_LBRACE:
    return parse_map(parser);
  default:
    return parser_fail(parser, at, "expected an expression, found %s", token_describe(at->kind));
  }
}
