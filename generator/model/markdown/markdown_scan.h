/* markdown_scan.h - finds what is no Markdown in a Markdown text (internal to
 * markdown_inserts.h). */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_SCAN_H
#define SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_SCAN_H

#include "generator/model/markdown/markdown_inserts.h"

typedef enum TokenKind {
  TOKEN_TAG,
  TOKEN_LITERAL,
  TOKEN_MATH,
  TOKEN_DISPLAY,
  TOKEN_ESCAPE
} TokenKind;

typedef struct Token {
  TokenKind kind;
  size_t begin, end;       /* in the text */
  size_t inner, inner_end; /* math: without its marks */
  size_t partner;          /* of an opening tag: the index of what closes it; 0: none */
  int line;                /* in the file */
  unsigned escape;
  const char *meant; /* literal */
  ShortcodeTag tag;
} Token;

/* The characters that a `\` keeps from typography and attributes, "&quot;", and "^" where the parser would
 * see a note that there is not, by Token.escape. */
typedef struct Escape {
  const char *meant, *source;
} Escape;
enum { ESCAPE_CARET = 6 }; /* the scan does not find it: it depends on what the parser sees */
extern const Escape markdown_escapes[];
extern const size_t markdown_escape_count;

/* In the order of the text. Of Token; the caller frees it. */
GArray *markdown_scan(Arena *arena, const char *text, size_t length, const InsertOptions *options,
                      Warnings *warnings);

#endif
