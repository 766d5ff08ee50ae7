/* lex.h - a template's text to tokens (internal).
 *
 * The rules are those of Jinja's lexer, white-space control included: what `-`,
 * `+`, trim_blocks and lstrip_blocks cut off is gone from the TOKEN_DATA.
 */
#ifndef SENF_COMMON_TEMPLATE_PARSE_LEX_H
#define SENF_COMMON_TEMPLATE_PARSE_LEX_H

#include "common/arena.h"
#include "common/template/parse/source.h"
#include "common/template/template.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum TokenKind {
  TOKEN_EOF,
  TOKEN_DATA,
  TOKEN_PRINT_BEGIN,
  TOKEN_PRINT_END,
  TOKEN_BLOCK_BEGIN,
  TOKEN_BLOCK_END,
  TOKEN_NAME,
  TOKEN_STRING, /* unescaped */
  TOKEN_INTEGER,
  TOKEN_FLOAT,
  TOKEN_ADD,
  TOKEN_SUB,
  TOKEN_MUL,
  TOKEN_DIV,
  TOKEN_FLOORDIV,
  TOKEN_MOD,
  TOKEN_POW,
  TOKEN_TILDE,
  TOKEN_LBRACKET,
  TOKEN_RBRACKET,
  TOKEN_LPAREN,
  TOKEN_RPAREN,
  TOKEN_LBRACE,
  TOKEN_RBRACE,
  TOKEN_EQ,
  TOKEN_NE,
  TOKEN_GT,
  TOKEN_GTEQ,
  TOKEN_LT,
  TOKEN_LTEQ,
  TOKEN_ASSIGN,
  TOKEN_DOT,
  TOKEN_COLON,
  TOKEN_PIPE,
  TOKEN_COMMA,
  TOKEN_SEMICOLON,
} TokenKind;

typedef struct Token {
  TokenKind kind;
  uint32_t offset;
  const char *text; /* data, names and strings */
  size_t length;
  union {
    int64_t integer;
    double real;
  };
} Token;

/* The last token is TOKEN_EOF. The text must be UTF-8 with '\n' line ends and
 * outlive the tokens. */
bool lex(Arena *arena, const Source *source, const TemplateOptions *options, Token **tokens,
         size_t *count, Error **error);

/* "'%}'", "a name", …: for messages. */
const char *token_describe(TokenKind kind);

#endif
