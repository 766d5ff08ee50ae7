/* Macros and call blocks. */
#include "common/template/parse/parser.h"

static bool parse_parameter(Parser *parser, GArray *parameters, bool *optional)
{
  const Token *at = parse_target_name(parser);
  if (at == NULL)
    return false;
  Parameter parameter = {.name = parser_name(parser, at)};
  for (guint i = 0; i < parameters->len; i++)
    if (g_array_index(parameters, Parameter, i).name == parameter.name)
      return parser_fail(parser, at, "parameter '%s' is declared twice", parameter.name->text);
  if (parser_skip(parser, TOKEN_ASSIGN)) {
    *optional = true;
    parameter.fallback = parse_expression(parser);
    if (parameter.fallback == NULL)
      return false;
  } else if (*optional) {
    return parser_fail(parser, at, "a parameter without a default follows one with a default");
  }
  g_array_append_val(parameters, parameter);
  return true;
}

static bool parse_signature(Parser *parser, MacroNode *macro)
{
  g_autoptr(GArray) parameters = g_array_new(FALSE, TRUE, sizeof(Parameter));
  bool optional = false;
  if (parser_expect(parser, TOKEN_LPAREN) == NULL)
    return false;
  while (!parser_at(parser, TOKEN_RPAREN)) {
    if (parameters->len > 0 && parser_expect(parser, TOKEN_COMMA) == NULL)
      return false;
    if (!parse_parameter(parser, parameters, &optional))
      return false;
  }
  parser_advance(parser);
  macro->parameter_count = parameters->len;
  if (parameters->len > 0)
    macro->parameters =
        arena_memdup(parser->arena, parameters->data, sizeof(Parameter) * parameters->len);
  return true;
}

Node *parse_macro(Parser *parser)
{
  parser_advance(parser);
  const Token *name = parse_target_name(parser);
  if (name == NULL)
    return NULL;
  Node *node = parser_node(parser, NODE_MACRO, name);
  node->macro = arena_new_of(parser->arena, MacroNode);
  node->macro->name = parser_name(parser, name);
  if (!parse_signature(parser, node->macro) || !parse_until(parser, "endmacro", &node->macro->body))
    return NULL;
  return node;
}

Node *parse_call_block(Parser *parser)
{
  Node *node = parser_node(parser, NODE_CALL_BLOCK, parser_advance(parser));
  MacroNode *macro = arena_new_of(parser->arena, MacroNode);
  node->call_block.macro = macro;
  if (parser_at(parser, TOKEN_LPAREN) && !parse_signature(parser, macro))
    return NULL;
  const Token *at = parser->token;
  node->call_block.call = parse_expression(parser);
  if (node->call_block.call == NULL)
    return NULL;
  if (node->call_block.call->kind != NODE_CALL)
    return parser_fail(parser, at, "expected a call, such as '{%% call box() %%}'");
  return parse_until(parser, "endcall", &macro->body) ? node : NULL;
}
