/* What `set`, `for`, `with` and `import` may assign to. */
#include "common/template/parse/parser.h"

/* Turn an expression of names and tuples into a target. */
static bool mark(Parser *parser, Node *node, NameContext context)
{
  if (node->kind == NODE_NAME) {
    node->context = (uint8_t)context;
    return true;
  }
  if (node->kind != NODE_TUPLE) {
    source_error(parser->error, &parser->source, node->offset,
                 "only names and tuples of names can be assigned to");
    return false;
  }
  for (uint32_t i = 0; i < node->items.count; i++)
    if (!mark(parser, node->items.items[i], context))
      return false;
  return true;
}

/* Names between commas: a tuple, or the one name. */
static Node *parse_names(Parser *parser)
{
  const Token *at = parser->token;
  g_autoptr(GPtrArray) items = g_ptr_array_new();
  bool tuple = false;
  while (true) {
    if (items->len > 0 && parser_expect(parser, TOKEN_COMMA) == NULL)
      return NULL;
    if (parser_at(parser, TOKEN_BLOCK_END) || parser_at(parser, TOKEN_PRINT_END) ||
        parser_at(parser, TOKEN_RPAREN))
      break;
    Node *item = parse_primary(parser);
    if (item == NULL)
      return NULL;
    g_ptr_array_add(items, item);
    if (!parser_at(parser, TOKEN_COMMA))
      break;
    tuple = true;
  }
  if (items->len == 0)
    return parser_fail(parser, parser->token, "expected a name, found %s",
                       token_describe(parser->token->kind));
  if (!tuple)
    return items->pdata[0];
  Node *node = parser_node(parser, NODE_TUPLE, at);
  node->items = parser_finish(parser, items);
  return node;
}

Node *parse_target(Parser *parser, NameContext context, bool namespaces)
{
  if (namespaces && parser_next_is(parser, TOKEN_DOT)) {
    const Token *at = parser_expect(parser, TOKEN_NAME);
    if (at == NULL)
      return NULL;
    parser_advance(parser);
    const Token *attribute = parser_expect(parser, TOKEN_NAME);
    if (attribute == NULL)
      return NULL;
    Node *node = parser_node(parser, NODE_NAMESPACE_TARGET, at);
    node->name.name = parser_name(parser, at);
    node->name.attribute = parser_name(parser, attribute);
    return node;
  }
  Node *node = parse_names(parser);
  return node != NULL && mark(parser, node, context) ? node : NULL;
}

const Token *parse_target_name(Parser *parser)
{
  static const char *const words[] = {"true", "True", "false", "False", "none", "None"};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (parser_at_name(parser, words[i]))
      return parser_fail(parser, parser->token, "'%s' can't be assigned to", words[i]);
  return parser_expect(parser, TOKEN_NAME);
}
