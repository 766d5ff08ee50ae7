#include "generator/model/math/math_parse.h"

#include <string.h>

/* What stands above and below. */

/* text: the accent; number 1: it grows with what is below. */
void math_accent(Math *math, const MathCommand *command)
{
  math_put(math, "<mover accent=\"true\">");
  math_argument(math);
  g_string_append_printf(math->out, "<mo stretchy=\"%s\">%s</mo></mover>",
                         command->number ? "true" : "false", command->text);
  math->last = MATH_ORD;
}

void math_under(Math *math, const MathCommand *command)
{
  math_put(math, "<munder>");
  math_argument(math);
  g_string_append_printf(math->out, "<mo stretchy=\"true\">%s</mo></munder>", command->text);
  math->last = MATH_ORD;
}

/* Braces take their notes above and below. */
void math_over_brace(Math *math, const MathCommand *command)
{
  math_accent(math, command);
  math->limits = true;
}
void math_under_brace(Math *math, const MathCommand *command)
{
  math_under(math, command);
  math->limits = true;
}

/* What is set on or below "lim" by hand stays there in a line, too. */
static void fix_limits(GString *out, size_t begin)
{
  static const char moves[] = "movablelimits=\"true\"";
  const char *found = strstr(out->str + begin, moves);
  if (!found)
    return;
  gssize at = found - out->str;
  g_string_erase(out, at, (gssize)sizeof moves - 1);
  g_string_insert(out, at, "movablelimits=\"false\"");
}

/* \overset{above}{base}: the first argument comes last. */
void math_stack(Math *math, const MathCommand *command)
{
  GString *out = math->out;
  math->out = g_string_new(NULL);
  math_argument(math);
  GString *first = math->out;
  math->out = out;
  g_string_append_printf(out, "<%s>", command->text);
  size_t begin = out->len;
  math_argument(math);
  fix_limits(out, begin);
  math_put(math, first->str);
  g_string_append_printf(out, "</%s>", command->text);
  g_string_free(first, TRUE);
  math->last = command->number ? MATH_REL : MATH_ORD;
}

void math_arrow(Math *math, const MathCommand *command)
{
  g_autofree char *below = math_raw_option(math);
  math_put(math, below ? "<munderover>" : "<mover>");
  g_string_append_printf(math->out, "<mo stretchy=\"true\">%s</mo>", command->text);
  if (below) {
    Math inner = math_part(math, below, strlen(below));
    math_row(&inner, 0);
  }
  math_argument(math);
  math_put(math, below ? "</munderover>" : "</mover>");
  math->last = MATH_REL;
}
