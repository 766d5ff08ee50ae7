/* parser.h - what the parts of the parser share (internal).
 *
 * A recursive descent over the tokens, after Jinja's own grammar. Functions give
 * NULL (or false) once parser->error is set; the first error stands.
 */
#ifndef SENF_COMMON_TEMPLATE_PARSE_PARSER_H
#define SENF_COMMON_TEMPLATE_PARSE_PARSER_H

#include "common/template/parse/lex.h"
#include "common/template/parse/node.h"
#include "common/template/run/names.h"

enum {
  PARSE_NESTING = 64,     /* statements in statements */
  PARSE_EXPRESSION = 120, /* depth of one expression's tree */
};

typedef struct Parser {
  Arena *arena;
  Names *names;
  Template *template;
  Source source;
  const Token *token; /* the current one */
  const Token *open_tags[PARSE_NESTING];
  size_t open_count;
  size_t expression_depth;
  GPtrArray *blocks; /* BlockNode */
  Error **error;
} Parser;

/* A list that grows while it is parsed; moved to the arena at the end. */
typedef GPtrArray NodeArray;
Nodes parser_finish(Parser *parser, GPtrArray *array);
void *parser_array(Parser *parser, GPtrArray *array);

Node *parser_node(Parser *parser, NodeKind kind, const Token *at);
const Name *parser_name(Parser *parser, const Token *token);

static inline bool parser_at(const Parser *parser, TokenKind kind)
{
  return parser->token->kind == kind;
}
bool parser_at_name(const Parser *parser, const char *name);
/* Is the token after the current one of this kind, or this name? */
bool parser_next_is(const Parser *parser, TokenKind kind);
bool parser_next_is_name(const Parser *parser, const char *name);
static inline const Token *parser_advance(Parser *parser)
{
  const Token *token = parser->token;
  if (token->kind != TOKEN_EOF)
    parser->token++;
  return token;
}
bool parser_skip(Parser *parser, TokenKind kind);
bool parser_skip_name(Parser *parser, const char *name);
/* The token, or NULL and an error that says what was expected. */
const Token *parser_expect(Parser *parser, TokenKind kind);
bool parser_expect_name(Parser *parser, const char *name);

/* Always gives NULL. */
void *parser_fail(Parser *parser, const Token *at, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* parse_expression.c */
Node *parse_expression(Parser *parser);
Node *parse_expression_plain(Parser *parser); /* without inline if */
Node *parse_tuple(Parser *parser, bool with_condition);
Node *parse_primary(Parser *parser);
/* parse_postfix.c */
Node *parse_postfix(Parser *parser, Node *node);
Node *parse_filter_expression(Parser *parser, Node *node);
/* Filters behind '|'; `node` is NULL for the text of a block. */
Node *parse_filters(Parser *parser, Node *node, bool start_inline);
/* parse_target.c: what may be assigned to */
Node *parse_target(Parser *parser, NameContext context, bool namespaces);
const Token *parse_target_name(Parser *parser);
/* parse_statement.c */
bool parse_body(Parser *parser, const char *const *ends, Nodes *body);
/* The body of a statement: from its '%}' to one of the NULL-ended `ends`, which
 * is the current token then. */
bool parse_statements(Parser *parser, const char *const *ends, Nodes *body);
/* ... up to the one `end`, which is consumed. */
bool parse_until(Parser *parser, const char *end, Nodes *body);
Node *parse_statement(Parser *parser);
/* parse_macro.c */
Node *parse_macro(Parser *parser);
Node *parse_call_block(Parser *parser);
/* parse_trans.c */
Node *parse_trans(Parser *parser);
/* parse_import.c */
Node *parse_extends(Parser *parser);
Node *parse_include(Parser *parser);
Node *parse_import(Parser *parser);
Node *parse_from(Parser *parser);

#endif
