/* math_symbols.h - the commands of LaTeX's formulas (internal to math.h): data. */
#ifndef SENF_GENERATOR_MODEL_MATH_MATH_SYMBOLS_H
#define SENF_GENERATOR_MODEL_MATH_MATH_SYMBOLS_H

#include <glib.h>
#include <stdbool.h>

/* TeX's classes: they decide the space between two things. */
typedef enum MathClass {
  MATH_NONE, /* nothing, or space */
  MATH_ORD,
  MATH_BIN,
  MATH_REL,
  MATH_OPEN,
  MATH_CLOSE,
  MATH_PUNCT,
  MATH_OP,       /* with limits above and below in a display: sums */
  MATH_INTEGRAL, /* with limits beside it */
  MATH_FUNCTION, /* sin */
  MATH_LIMIT,    /* lim: limits below */
} MathClass;

typedef struct MathSymbol {
  const char *name;
  MathClass class;
  const char *text;
} MathSymbol;

/* By the name without the backslash; NULL. */
const MathSymbol *math_symbol(const char *name);
/* All names, by number; NULL behind the last. */
const char *math_symbol_name(size_t index);

typedef enum MathFont {
  MATH_FONT_NONE,
  MATH_FONT_ROMAN,
  MATH_FONT_BOLD,
  MATH_FONT_ITALIC,
  MATH_FONT_BOLD_ITALIC,
  MATH_FONT_SCRIPT,
  MATH_FONT_FRAKTUR,
  MATH_FONT_DOUBLE,
  MATH_FONT_SANS,
  MATH_FONT_MONO,
} MathFont;

/* The letter or digit of a font; `c` itself where the font has none. */
gunichar math_letter(MathFont font, gunichar c);

#endif
