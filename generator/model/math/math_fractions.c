#include "generator/model/math/math_parse.h"

#include <string.h>

/* text: attributes of the fraction; number 1: between brackets. */
void math_fraction(Math *math, const MathCommand *command)
{
  if (command->number)
    math_put(math, "<mrow><mo>(</mo>");
  g_string_append_printf(math->out, "<mfrac%s>", command->text);
  math_argument(math);
  math_argument(math);
  math_put(math, "</mfrac>");
  if (command->number)
    math_put(math, "<mo>)</mo></mrow>");
  math->last = MATH_ORD;
}

/* \\genfrac{(}{)}{0pt}{1}{a}{b}: brackets, thickness of the line, style. */
void math_general_fraction(Math *math, const MathCommand *command)
{
  (void)command;
  g_autofree char *open = math_raw_argument(math), *close = math_raw_argument(math);
  g_autofree char *line = math_raw_argument(math), *size = math_raw_argument(math);
  bool thin = line && *line && g_ascii_strtod(line, NULL) == 0;
  math_put(math, "<mrow><mo>");
  math_put_text(math, open ? open : "", open ? strlen(open) : 0);
  math_put(math, "</mo>");
  if (size && *size)
    math_put(math, *size == '0' ? "<mstyle displaystyle=\"true\" scriptlevel=\"0\">"
                                : "<mstyle displaystyle=\"false\" scriptlevel=\"0\">");
  math_put(math, thin ? "<mfrac linethickness=\"0\">" : "<mfrac>");
  math_argument(math);
  math_argument(math);
  math_put(math, size && *size ? "</mfrac></mstyle><mo>" : "</mfrac><mo>");
  math_put_text(math, close ? close : "", close ? strlen(close) : 0);
  math_put(math, "</mo></mrow>");
  math->last = MATH_ORD;
}

void math_style_fraction(Math *math, const MathCommand *command)
{
  g_string_append_printf(math->out, "<mstyle displaystyle=\"%s\" scriptlevel=\"0\"><mfrac>",
                         command->text);
  math_argument(math);
  math_argument(math);
  math_put(math, "</mfrac></mstyle>");
  math->last = MATH_ORD;
}

void math_root(Math *math, const MathCommand *command)
{
  (void)command;
  g_autofree char *index = math_raw_option(math);
  math_put(math, index ? "<mroot>" : "<msqrt>");
  math_argument(math);
  if (index) {
    Math inner = math_part(math, index, strlen(index));
    math_row(&inner, 0);
  }
  math_put(math, index ? "</mroot>" : "</msqrt>");
  math->last = MATH_ORD;
}

/* --- between their parts --- */

/* Plain TeX's fractions, which stand between their parts. */
static const struct {
  const char *name, *open, *close, *begin;
} INFIXES[] = {
    {"over", "", "", "<mfrac>"},
    {"atop", "", "", "<mfrac linethickness=\"0\">"},
    {"choose", "(", ")", "<mfrac linethickness=\"0\">"},
    {"brack", "[", "]", "<mfrac linethickness=\"0\">"},
    {"brace", "{", "}", "<mfrac linethickness=\"0\">"},
};

bool math_infix(Math *math, size_t begin, unsigned ends)
{
  size_t i = 0;
  while (i < G_N_ELEMENTS(INFIXES) && !math_sees(math, INFIXES[i].name))
    i++;
  if (i == G_N_ELEMENTS(INFIXES) || math->depth >= MATH_DEPTH_MAX)
    return false;
  g_free(math_name(math));
  math->depth++;
  math_wrap(math, begin, "<mrow>", "</mrow>");
  math_row(math, ends);
  math_wrap(math, begin, INFIXES[i].begin, "</mfrac>");
  if (*INFIXES[i].open) {
    g_autofree char *open = g_strdup_printf("<mrow><mo>%s</mo>", INFIXES[i].open);
    g_autofree char *close = g_strdup_printf("<mo>%s</mo></mrow>", INFIXES[i].close);
    math_wrap(math, begin, open, close);
  }
  math->depth--;
  math->last = MATH_ORD;
  return true;
}
