#include "generator/model/math/math_parse.h"

#include <string.h>

/* text: the class that draws the stroke. */
void math_cancel(Math *math, const MathCommand *command)
{
  g_string_append_printf(math->out, "<mrow class=\"%s\">", command->text);
  math_argument(math);
  math_put(math, "</mrow>");
  math->last = MATH_ORD;
}

/* --- colours --- */

static bool is_color(const char *name)
{
  size_t letters = strspn(name, "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  return letters > 0 && name[letters] == '\0' && letters < 30;
}

/* number 1: \color without braces colours what follows, to the end of the group. */
void math_color(Math *math, const MathCommand *command)
{
  g_autofree char *name = math_raw_argument(math);
  if (name && is_color(name))
    g_string_append_printf(math->out, "<mstyle mathcolor=\"%s\">", name);
  else
    math_put(math, "<mstyle>");
  math_spaces(math);
  if (command->number && math->at < math->end && *math->at != '{')
    math_row(math,
             MATH_END_BRACE | MATH_END_RIGHT | MATH_END_CELL | MATH_END_BRACKET | MATH_END_DOLLAR);
  else
    math_argument(math);
  math_put(math, "</mstyle>");
  math->last = MATH_ORD;
}

/* \colorbox{background}{…}; number 1: \fcolorbox{frame}{background}{…}. */
void math_color_box(Math *math, const MathCommand *command)
{
  if (command->number)
    g_free(math_raw_argument(math));
  g_autofree char *name = math_raw_argument(math);
  math_put(math, command->number ? "<mrow class=\"math-box\"><mstyle" : "<mrow><mstyle");
  if (name && is_color(name))
    g_string_append_printf(math->out, " mathbackground=\"%s\"", name);
  math_put(math, ">");
  math_text(math, MATH_FONT_NONE);
  math_put(math, "</mstyle></mrow>");
  math->last = MATH_ORD;
}

/* --- measures --- */

/* text: attributes of the box. */
void math_padded(Math *math, const MathCommand *command)
{
  g_string_append_printf(math->out, "<mpadded%s>", command->text);
  math_argument(math);
  math_put(math, "</mpadded>");
  math->last = MATH_ORD;
}

/* "1.5em", "-3mu", "2pt", in em. */
static double length_read(const char *text, const char **behind)
{
  static const struct {
    const char *unit;
    double em;
  } units[] = {{"em", 1},      {"ex", 0.43},  {"mu", 1.0 / 18}, {"pt", 0.1},
               {"px", 0.0625}, {"cm", 2.845}, {"mm", 0.2845},   {"in", 7.227}};
  char *stop;
  double number = g_ascii_strtod(text, &stop);
  while (*stop == ' ')
    stop++;
  double em = 1;
  for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
    if (g_str_has_prefix(stop, units[i].unit)) {
      em = units[i].em;
      stop += 2;
      break;
    }
  }
  *behind = stop;
  number = number == number ? CLAMP(number * em, -20, 20) : 0;
  return number;
}

static void put_em(Math *math, const char *format, double em)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(digits, sizeof digits, "%.4g", em);
  for (const char *at = format; *at; at++) {
    if (*at == '@')
      math_put(math, digits);
    else
      g_string_append_c(math->out, *at);
  }
}

/* \hspace{1em} */
void math_space(Math *math, const MathCommand *command)
{
  (void)command;
  g_autofree char *raw = math_raw_argument(math);
  const char *behind;
  put_em(math, "<mspace width=\"@em\"/>", raw ? length_read(raw, &behind) : 0);
}

/* \kern1em, or with braces */
void math_kern(Math *math, const MathCommand *command)
{
  enum { LENGTH = 24 };
  math_spaces(math);
  if (math->at < math->end && *math->at == '{') {
    math_space(math, command);
    return;
  }
  g_autofree char *text = g_strndup(math->at, MIN(LENGTH, (size_t)(math->end - math->at)));
  const char *behind = text;
  double em = length_read(text, &behind);
  math->at += behind - text;
  put_em(math, "<mspace width=\"@em\"/>", em);
}

/* \raisebox{1em}{text} */
void math_raise(Math *math, const MathCommand *command)
{
  (void)command;
  g_autofree char *raw = math_raw_argument(math);
  const char *behind;
  put_em(math, "<mpadded voffset=\"@em\">", raw ? length_read(raw, &behind) : 0);
  math_text(math, MATH_FONT_NONE);
  math_put(math, "</mpadded>");
  math->last = MATH_ORD;
}

/* text: the size of what follows, to the end of the group. */
void math_size(Math *math, const MathCommand *command)
{
  g_string_append_printf(math->out, "<mstyle mathsize=\"%s\">", command->text);
  math_row(math,
           MATH_END_BRACE | MATH_END_RIGHT | MATH_END_CELL | MATH_END_BRACKET | MATH_END_DOLLAR);
  math_put(math, "</mstyle>");
  math->last = MATH_ORD;
}
