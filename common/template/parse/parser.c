#include "common/template/parse/parser.h"

#include <stdarg.h>
#include <string.h>

void *parser_array(Parser *parser, GPtrArray *array)
{
  void *copy = NULL;
  if (array->len > 0)
    copy = arena_memdup(parser->arena, array->pdata, sizeof(void *) * array->len);
  return copy;
}

Nodes parser_finish(Parser *parser, GPtrArray *array)
{
  return (Nodes){.items = parser_array(parser, array), .count = array->len};
}

Node *parser_node(Parser *parser, NodeKind kind, const Token *at)
{
  Node *node = arena_new_of(parser->arena, Node);
  node->kind = kind;
  node->offset = at->offset;
  return node;
}

const Name *parser_name(Parser *parser, const Token *token)
{
  return names_intern(parser->names, token->text, token->length);
}

static bool is_name(const Token *token, const char *name)
{
  return token->kind == TOKEN_NAME && token->length == strlen(name) &&
         memcmp(token->text, name, token->length) == 0;
}

bool parser_at_name(const Parser *parser, const char *name)
{
  return is_name(parser->token, name);
}

bool parser_next_is(const Parser *parser, TokenKind kind)
{
  return parser->token->kind != TOKEN_EOF && parser->token[1].kind == kind;
}

bool parser_next_is_name(const Parser *parser, const char *name)
{
  return parser->token->kind != TOKEN_EOF && is_name(&parser->token[1], name);
}

bool parser_skip(Parser *parser, TokenKind kind)
{
  if (!parser_at(parser, kind))
    return false;
  parser_advance(parser);
  return true;
}

bool parser_skip_name(Parser *parser, const char *name)
{
  if (!parser_at_name(parser, name))
    return false;
  parser_advance(parser);
  return true;
}

void *parser_fail(Parser *parser, const Token *at, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  source_error(parser->error, &parser->source, at->offset, "%s", what);
  return NULL;
}

static void *fail_unexpected(Parser *parser, const char *expected)
{
  const Token *token = parser->token;
  if (token->kind == TOKEN_NAME)
    return parser_fail(parser, token, "expected %s, found '%.*s'", expected, (int)token->length,
                       token->text);
  return parser_fail(parser, token, "expected %s, found %s", expected, token_describe(token->kind));
}

const Token *parser_expect(Parser *parser, TokenKind kind)
{
  if (!parser_at(parser, kind))
    return fail_unexpected(parser, token_describe(kind));
  return parser_advance(parser);
}

bool parser_expect_name(Parser *parser, const char *name)
{
  if (parser_skip_name(parser, name))
    return true;
  g_autofree char *expected = g_strdup_printf("'%s'", name);
  fail_unexpected(parser, expected);
  return false;
}
