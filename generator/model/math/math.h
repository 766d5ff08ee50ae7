/* math.h - formulas: a subset of LaTeX to MathML, which browsers show without a script.
 *
 * Fractions, roots, sub- and superscripts, Greek, operators, relations, arrows, accents,
 * \left and \right, \big, \text and the fonts, matrices, cases, aligned and the like. What is
 * not known is shown as its author wrote it and reported. Any input gives well-formed
 * MathML whose size and nesting are bounded by that of the input.
 */
#ifndef SENF_GENERATOR_MODEL_MATH_MATH_H
#define SENF_GENERATOR_MODEL_MATH_MATH_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Longer and deeper formulas are shown as text. */
#define MATH_LENGTH_MAX ((size_t)64 * 1024)
#define MATH_DEPTH_MAX 48

/* Told what is wrong: a sentence with the piece of the formula that it is about, and the line
 * of the formula, counted from 0. */
typedef void (*MathReport)(void *data, int line, const char *what);

/* Append <math>…</math>, with the formula as its alttext. `tex` is UTF-8 without control
 * characters that HTML may not hold. */
void math_render(GString *out, const char *tex, size_t length, bool display, MathReport report,
                 void *data);

#endif
