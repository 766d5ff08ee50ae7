/* typography.h - typographic quotes, dashes and dots, as the language has them; and
 * emoji names.
 *
 *     Typography typography;
 *     typography_init(&typography, "de", true, true);
 *     typography_begin(&typography)            a paragraph, a heading, a cell begins
 *     typography_text(…)                       its texts in their order
 *     typography_pass(&typography, 'a')        what is no text: code, an image
 *     typography_end(&typography, out)         before anything else is written to `out`
 *
 * "x" becomes „x“ in German, « x » with narrow no-break spaces in French, “x” in English;
 * 'x' the inner quotes, it's an apostrophe; -- and --- dashes, ... an ellipsis. In French
 * the space before ; ! ? : becomes one that does not break. What could be code stays:
 * --force, require('x'), a="b", f(...), '', "--"; and feet and inches (5'10"). With `\`
 * before it, a character stays as it is.
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_TYPOGRAPHY_H
#define SENF_GENERATOR_MODEL_MARKDOWN_TYPOGRAPHY_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct TypographyQuotes TypographyQuotes;

typedef struct Typography {
  const TypographyQuotes *quotes; /* NULL: punctuation stays as it is */
  bool emoji, french;
  gunichar last;    /* the character before; a space at the beginning */
  int open_doubles; /* quotes that wait for their end */
  size_t single_at; /* where an opening single quote stands in `out` */
  bool single_open, single_of_word;
  bool single_possessive; /* what stands open may have ended in "'s" */
  char code_quote; /* the quote that ends what looks like code: require('x'), a="b"; 0: none */
} Typography;

void typography_init(Typography *typography, const char *lang, bool smart, bool emoji);
void typography_begin(Typography *typography);

/* Append what the text becomes to `out`, in pieces that `put` escapes. `next` is the
 * character behind the text, a space at the end. */
typedef void (*TypographyPut)(void *data, const char *text, size_t length);
void typography_text(Typography *typography, const char *text, size_t length, gunichar next,
                     GString *out, TypographyPut put, void *data);
/* Something that is written in another way and ends like this character. */
void typography_pass(Typography *typography, gunichar last);
/* A single quote that nothing closed was an apostrophe. */
void typography_end(Typography *typography, GString *out);

#endif
