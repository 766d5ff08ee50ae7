/* math_parse.h - one formula while it is read (internal to math.h).
 *
 * MathML is written as it is read. Each math_atom writes exactly one element, so that
 * what follows can be wrapped around it: where it began is known.
 */
#ifndef SENF_GENERATOR_MODEL_MATH_MATH_PARSE_H
#define SENF_GENERATOR_MODEL_MATH_MATH_PARSE_H

#include "generator/model/math/math.h"
#include "generator/model/math/math_symbols.h"

typedef struct Math {
  GString *out;
  const char *at, *end;
  const char *begin; /* of the formula; NULL in a part that is read on its own */
  int line;          /* of such a part */
  MathFont font;
  MathClass last; /* of what was written last */
  bool display;
  int depth;
  bool limits, no_limits; /* \limits was said of what was read last */
  unsigned *reports;      /* how many there were, also in parts that are read on their own */
  MathReport report;
  void *data;
} Math;

/* What ends a list; more than one may be given. */
enum {
  MATH_END_BRACE = 1,   /* } */
  MATH_END_RIGHT = 2,   /* \right, \middle */
  MATH_END_CELL = 4,    /* & \\ \end */
  MATH_END_BRACKET = 8, /* ] */
  MATH_END_DOLLAR = 16, /* $ within \text */
};

/* Read until one of the ends, which stays, or the end. How many elements were written. */
size_t math_list(Math *math, unsigned ends);
/* The same as one element. */
void math_row(Math *math, unsigned ends);
/* One element with its scripts: false when there is nothing left, or an end. */
bool math_atom(Math *math, unsigned ends);
/* The scripts behind what was written from `begin` on. (math_scripts.c) */
void math_scripts(Math *math, size_t begin);
/* What follows a command: {…} or one token, as one element. */
void math_argument(Math *math);
/* The text of {…} as it stands; g_free it. NULL: there is none. */
char *math_raw_argument(Math *math);
/* The text of […] as it stands, or NULL. g_free it. */
char *math_raw_option(Math *math);

/* A part of the formula, text that was taken out of it, to be read on its own. */
Math math_part(const Math *math, const char *text, size_t length);
/* "{a \over b}": false when none of these stands here; else all that was written from `begin`
 * on is the upper part, and the lower one was read up to `ends`. (math_fractions.c) */
bool math_infix(Math *math, size_t begin, unsigned ends);

/* A row of the table of commands. */
typedef struct MathCommand MathCommand;
struct MathCommand {
  const char *name;
  void (*run)(Math *math, const MathCommand *command);
  const char *text; /* markup, or a character */
  int number;
};

/* \\big( and its like; \\left … \\right (math_brackets.c) */
void math_big(Math *math, const MathCommand *command);
void math_left(Math *math, const MathCommand *command);
void math_right(Math *math, const MathCommand *command);

/* A command, whose name was read: one element. (math_commands.c) */
void math_command(Math *math, const char *name);
/* Fractions and roots. (math_fractions.c) */
void math_fraction(Math *math, const MathCommand *command);
void math_general_fraction(Math *math, const MathCommand *command);
void math_style_fraction(Math *math, const MathCommand *command);
void math_root(Math *math, const MathCommand *command);
/* What stands above and below: \hat, \overbrace, \overset, \xrightarrow. (math_accents.c) */
void math_accent(Math *math, const MathCommand *command);
void math_under(Math *math, const MathCommand *command);
void math_over_brace(Math *math, const MathCommand *command);
void math_under_brace(Math *math, const MathCommand *command);
void math_stack(Math *math, const MathCommand *command);
void math_arrow(Math *math, const MathCommand *command);
/* What is struck through, coloured, lapped, spaced, larger. (math_boxes.c) */
void math_cancel(Math *math, const MathCommand *command);
void math_color(Math *math, const MathCommand *command);
void math_color_box(Math *math, const MathCommand *command);
void math_padded(Math *math, const MathCommand *command);
void math_space(Math *math, const MathCommand *command);
void math_kern(Math *math, const MathCommand *command);
void math_size(Math *math, const MathCommand *command);
void math_raise(Math *math, const MathCommand *command);
/* \begin{name}…\end{name} (math_tables.c) */
void math_environment(Math *math);
/* Lines between { and }, for \substack. */
void math_lines(Math *math);
/* \text{…} and its like: text with formulas between dollars. (math_text.c) */
void math_text(Math *math, MathFont font);

/* Whether the command `name` stands here; nothing is read. */
bool math_sees(const Math *math, const char *name);
/* The name of the command here, behind the backslash; the place moves behind it.
 * g_free it. */
char *math_name(Math *math);
void math_spaces(Math *math);
/* Wrap what was written from `begin` on. */
void math_wrap(Math *math, size_t begin, const char *open, const char *close);
void math_put(Math *math, const char *markup);
void math_put_text(Math *math, const char *text, size_t length);
void math_symbol_put(Math *math, MathClass class, const char *text);
/* A bracket after \left, \big and the like: its text, "" for '.'; NULL: there is none. */
const char *math_delimiter(Math *math);
/* Whether a complaint would still be told. */
bool math_may_complain(const Math *math);
void math_complain(Math *math, const char *format, ...) G_GNUC_PRINTF(2, 3);

#endif
