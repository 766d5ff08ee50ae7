/* lex_internal.h - what the two halves of the lexer share: lex.c finds the tags
 * in the text, lex_expression.c the tokens inside of them. */
#ifndef SENF_COMMON_TEMPLATE_PARSE_LEX_INTERNAL_H
#define SENF_COMMON_TEMPLATE_PARSE_LEX_INTERNAL_H

#include "common/template/parse/lex.h"

enum { LEX_NESTING = 100 }; /* brackets in brackets */

typedef struct Lexer {
  Arena *arena;
  const Source *source;
  const TemplateOptions *options;
  const char *text; /* source->text */
  size_t length;    /* without the trailing line end that is dropped */
  size_t at;
  bool line_starting; /* what was matched last ended with a line end */
  Token *tokens;
  size_t count, capacity;
  char brackets[LEX_NESTING]; /* the closing brackets that are waited for */
  size_t depth;
  Error **error;
} Lexer;

Token *lexer_add(Lexer *lexer, TokenKind kind, size_t offset);
static inline char lexer_peek(const Lexer *lexer, size_t ahead)
{
  return lexer->at + ahead < lexer->length ? lexer->text[lexer->at + ahead] : '\0';
}
/* Move over white space. */
void lexer_skip_space(Lexer *lexer);
/* One token inside of a tag, which is not the tag's end; false on an error. */
bool lex_expression(Lexer *lexer);

#endif
