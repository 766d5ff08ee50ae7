#include "generator/model/math/math_parse.h"

#include <string.h>

/* --- fractions and roots --- */

/* text: attributes of the fraction; number 1: between brackets. */
static void fraction(Math *math, const MathCommand *command)
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

static void style_fraction(Math *math, const MathCommand *command)
{
  g_string_append_printf(math->out, "<mstyle displaystyle=\"%s\" scriptlevel=\"0\"><mfrac>",
                         command->text);
  math_argument(math);
  math_argument(math);
  math_put(math, "</mfrac></mstyle>");
  math->last = MATH_ORD;
}

static void root(Math *math, const MathCommand *command)
{
  (void)command;
  g_autofree char *index = math_raw_option(math);
  math_put(math, index ? "<mroot>" : "<msqrt>");
  math_argument(math);
  if (index) {
    Math inner = *math;
    inner.at = index;
    inner.end = index + strlen(index);
    math_row(&inner, 0);
  }
  math_put(math, index ? "</mroot>" : "</msqrt>");
  math->last = MATH_ORD;
}

/* --- above and below --- */

/* text: the accent; number 1: it grows with what is below. */
static void accent(Math *math, const MathCommand *command)
{
  math_put(math, "<mover accent=\"true\">");
  math_argument(math);
  g_string_append_printf(math->out, "<mo stretchy=\"%s\">%s</mo></mover>",
                         command->number ? "true" : "false", command->text);
  math->last = MATH_ORD;
}

static void under(Math *math, const MathCommand *command)
{
  math_put(math, "<munder>");
  math_argument(math);
  g_string_append_printf(math->out, "<mo stretchy=\"true\">%s</mo></munder>", command->text);
  math->last = MATH_ORD;
}

/* Braces take their notes above and below. */
static void over_brace(Math *math, const MathCommand *command)
{
  accent(math, command);
  math->limits = true;
}
static void under_brace(Math *math, const MathCommand *command)
{
  under(math, command);
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
static void stack(Math *math, const MathCommand *command)
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

static void arrow(Math *math, const MathCommand *command)
{
  g_autofree char *below = math_raw_option(math);
  math_put(math, below ? "<munderover>" : "<mover>");
  g_string_append_printf(math->out, "<mo stretchy=\"true\">%s</mo>", command->text);
  if (below) {
    Math inner = *math;
    inner.at = below;
    inner.end = below + strlen(below);
    math_row(&inner, 0);
  }
  math_argument(math);
  math_put(math, below ? "</munderover>" : "</mover>");
  math->last = MATH_REL;
}

static void substack(Math *math, const MathCommand *command)
{
  (void)command;
  math_lines(math);
  math->last = MATH_ORD;
}

/* --- fonts and text --- */

static void font(Math *math, const MathCommand *command)
{
  MathFont before = math->font;
  math->font = (MathFont)command->number;
  math_argument(math);
  math->font = before;
  math->last = MATH_ORD;
}

static void text(Math *math, const MathCommand *command)
{
  math_text(math, (MathFont)command->number);
  math->last = MATH_ORD;
}

static void operator_name(Math *math, const MathCommand *command)
{
  bool star = math->at[-1] == '*';
  g_autofree char *name = math_raw_argument(math);
  GString *plain = g_string_new(NULL);
  for (const char *at = name ? name : ""; *at; at++) {
    if (*at == '\\' && at[1] && strchr(",;: !", at[1]))
      at++; /* a space in the name */
    else if (!strchr("\\{}", *at))
      g_string_append_c(plain, *at);
  }
  math_symbol_put(math, star || command->number ? MATH_LIMIT : MATH_FUNCTION, plain->str);
  g_string_free(plain, TRUE);
}

/* --- space and size --- */

static void space(Math *math, const MathCommand *command)
{
  g_string_append_printf(math->out, "<mspace width=\"%s\"/>", command->text);
}

static void width_space(Math *math, const MathCommand *command)
{
  (void)command;
  g_autofree char *raw = math_raw_argument(math);
  double number = raw ? g_ascii_strtod(raw, NULL) : 0;
  bool mu = raw && strstr(raw, "mu");
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  number = CLAMP(mu ? number / 18 : number, -20, 20);
  g_ascii_formatd(digits, sizeof digits, "%.4g", number == number ? number : 0);
  g_string_append_printf(math->out, "<mspace width=\"%sem\"/>", digits);
}

static void style(Math *math, const MathCommand *command)
{
  /* To the end of the group: what follows is one element in it. */
  g_string_append_printf(math->out, "<mstyle displaystyle=\"%s\" scriptlevel=\"%d\">",
                         command->text, command->number);
  math_row(math,
           MATH_END_BRACE | MATH_END_RIGHT | MATH_END_CELL | MATH_END_BRACKET | MATH_END_DOLLAR);
  math_put(math, "</mstyle>");
  math->last = MATH_ORD;
}

/* --- the rest --- */

static void wrap_argument(Math *math, const MathCommand *command)
{
  g_string_append_printf(math->out, "<%s>", command->text);
  math_argument(math);
  g_string_append_printf(math->out, "</%s>", command->text);
  math->last = MATH_ORD;
}

static void boxed(Math *math, const MathCommand *command)
{
  (void)command;
  math_put(math, "<mrow class=\"math-box\">");
  math_argument(math);
  math_put(math, "</mrow>");
  math->last = MATH_ORD;
}

/* \not=: a stroke through what follows. */
static void not(Math * math, const MathCommand *command)
{
  (void)command;
  size_t begin = math->out->len;
  math_argument(math);
  const char *close =
      g_strrstr_len(math->out->str + begin, (gssize)(math->out->len - begin), "</m");
  if (close)
    g_string_insert(math->out, close - math->out->str, "\u0338");
  math->last = MATH_REL;
}

static void modulo(Math *math, const MathCommand *command)
{
  if (command->number == 0) {
    math_put(math, "<mo lspace=\"0.2222em\" rspace=\"0.2222em\">mod</mo>");
    math->last = MATH_BIN;
    return;
  }
  math_put(math, "<mrow><mspace width=\"0.5em\"/><mo stretchy=\"false\">(</mo><mi>mod</mi>"
                 "<mspace width=\"0.3333em\"/>");
  math_argument(math);
  math_put(math, "<mo stretchy=\"false\">)</mo></mrow>");
  math->last = MATH_ORD;
}

static bool is_color(const char *name)
{
  size_t letters = strspn(name, "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  return letters > 0 && name[letters] == '\0' && letters < 30;
}

static void color(Math *math, const MathCommand *command)
{
  (void)command;
  g_autofree char *name = math_raw_argument(math);
  if (name && is_color(name))
    g_string_append_printf(math->out, "<mstyle mathcolor=\"%s\">", name);
  else
    math_put(math, "<mstyle>");
  math_argument(math);
  math_put(math, "</mstyle>");
  math->last = MATH_ORD;
}

static void tag(Math *math, const MathCommand *command)
{
  (void)command;
  g_autofree char *raw = math_raw_argument(math);
  math_put(math, "<mtext>\u2003(");
  if (raw)
    math_put_text(math, raw, strlen(raw));
  math_put(math, ")</mtext>");
}

/* What has no place on a page: numbers of equations. */
static void nothing(Math *math, const MathCommand *command)
{
  if (command->number)
    g_free(math_raw_argument(math));
  math_put(math, "<mrow></mrow>");
}

static void environment(Math *math, const MathCommand *command)
{
  (void)command;
  math_environment(math);
  math->last = MATH_ORD;
}

static void newline(Math *math, const MathCommand *command)
{
  (void)command;
  math_put(math, "<mspace linebreak=\"newline\"/>");
}

static const MathCommand COMMANDS[] = {
    {"frac", fraction, "", 0},
    {"cfrac", style_fraction, "true", 0},
    {"dfrac", style_fraction, "true", 0},
    {"tfrac", style_fraction, "false", 0},
    {"binom", fraction, " linethickness=\"0\"", 1},
    {"dbinom", fraction, " linethickness=\"0\"", 1},
    {"tbinom", fraction, " linethickness=\"0\"", 1},
    {"sqrt", root, NULL, 0},
    {"hat", accent, "^", 0},
    {"check", accent, "ˇ", 0},
    {"tilde", accent, "~", 0},
    {"acute", accent, "´", 0},
    {"grave", accent, "`", 0},
    {"dot", accent, "˙", 0},
    {"ddot", accent, "¨", 0},
    {"dddot", accent, "⃛", 0},
    {"breve", accent, "˘", 0},
    {"bar", accent, "‾", 0},
    {"vec", accent, "→", 0},
    {"mathring", accent, "˚", 0},
    {"widehat", accent, "^", 1},
    {"widetilde", accent, "~", 1},
    {"overline", accent, "‾", 1},
    {"overrightarrow", accent, "→", 1},
    {"overleftarrow", accent, "←", 1},
    {"overleftrightarrow", accent, "↔", 1},
    {"overbrace", over_brace, "⏞", 1},
    {"underline", under, "_", 0},
    {"underrightarrow", under, "→", 0},
    {"underleftarrow", under, "←", 0},
    {"underbrace", under_brace, "⏟", 0},
    {"overset", stack, "mover", 0},
    {"underset", stack, "munder", 0},
    {"stackrel", stack, "mover", 1},
    {"xrightarrow", arrow, "→", 0},
    {"xleftarrow", arrow, "←", 0},
    {"xleftrightarrow", arrow, "↔", 0},
    {"xRightarrow", arrow, "⇒", 0},
    {"xLeftarrow", arrow, "⇐", 0},
    {"xmapsto", arrow, "↦", 0},
    {"substack", substack, NULL, 0},
    {"mathrm", font, NULL, MATH_FONT_ROMAN},
    {"mathup", font, NULL, MATH_FONT_ROMAN},
    {"mathnormal", font, NULL, MATH_FONT_NONE},
    {"mathit", font, NULL, MATH_FONT_ITALIC},
    {"mathbf", font, NULL, MATH_FONT_BOLD},
    {"boldsymbol", font, NULL, MATH_FONT_BOLD_ITALIC},
    {"bm", font, NULL, MATH_FONT_BOLD_ITALIC},
    {"mathbb", font, NULL, MATH_FONT_DOUBLE},
    {"mathcal", font, NULL, MATH_FONT_SCRIPT},
    {"mathscr", font, NULL, MATH_FONT_SCRIPT},
    {"mathfrak", font, NULL, MATH_FONT_FRAKTUR},
    {"mathsf", font, NULL, MATH_FONT_SANS},
    {"mathtt", font, NULL, MATH_FONT_MONO},
    {"text", text, NULL, MATH_FONT_NONE},
    {"textrm", text, NULL, MATH_FONT_NONE},
    {"textnormal", text, NULL, MATH_FONT_NONE},
    {"textup", text, NULL, MATH_FONT_NONE},
    {"mbox", text, NULL, MATH_FONT_NONE},
    {"hbox", text, NULL, MATH_FONT_NONE},
    {"textbf", text, NULL, MATH_FONT_BOLD},
    {"textit", text, NULL, MATH_FONT_ITALIC},
    {"textsf", text, NULL, MATH_FONT_SANS},
    {"texttt", text, NULL, MATH_FONT_MONO},
    {"operatorname", operator_name, NULL, 0},
    {"operatornamewithlimits", operator_name, NULL, 1},
    {",", space, "0.1667em", 0},
    {"thinspace", space, "0.1667em", 0},
    {":", space, "0.2222em", 0},
    {">", space, "0.2222em", 0},
    {"medspace", space, "0.2222em", 0},
    {";", space, "0.2778em", 0},
    {"thickspace", space, "0.2778em", 0},
    {"!", space, "-0.1667em", 0},
    {"negthinspace", space, "-0.1667em", 0},
    {" ", space, "0.25em", 0},
    {"\n", space, "0.25em", 0},
    {"space", space, "0.25em", 0},
    {"enspace", space, "0.5em", 0},
    {"quad", space, "1em", 0},
    {"qquad", space, "2em", 0},
    {"hspace", width_space, NULL, 0},
    {"mspace", width_space, NULL, 0},
    {"displaystyle", style, "true", 0},
    {"textstyle", style, "false", 0},
    {"scriptstyle", style, "false", 1},
    {"scriptscriptstyle", style, "false", 2},
    {"big", math_big, "1.2em", 0},
    {"bigl", math_big, "1.2em", MATH_OPEN},
    {"bigr", math_big, "1.2em", MATH_CLOSE},
    {"bigm", math_big, "1.2em", MATH_REL},
    {"Big", math_big, "1.8em", 0},
    {"Bigl", math_big, "1.8em", MATH_OPEN},
    {"Bigr", math_big, "1.8em", MATH_CLOSE},
    {"Bigm", math_big, "1.8em", MATH_REL},
    {"bigg", math_big, "2.4em", 0},
    {"biggl", math_big, "2.4em", MATH_OPEN},
    {"biggr", math_big, "2.4em", MATH_CLOSE},
    {"biggm", math_big, "2.4em", MATH_REL},
    {"Bigg", math_big, "3em", 0},
    {"Biggl", math_big, "3em", MATH_OPEN},
    {"Biggr", math_big, "3em", MATH_CLOSE},
    {"Biggm", math_big, "3em", MATH_REL},
    {"left", math_left, NULL, 0},
    {"right", math_right, NULL, 0},
    {"middle", math_right, NULL, 0},
    {"phantom", wrap_argument, "mphantom", 0},
    {"hphantom", wrap_argument, "mphantom", 0},
    {"vphantom", wrap_argument, "mphantom", 0},
    {"mathstrut", nothing, NULL, 0},
    {"boxed", boxed, NULL, 0},
    {"fbox", boxed, NULL, 0},
    {"mathop", wrap_argument, "mrow", 0},
    {"mathrel", wrap_argument, "mrow", 0},
    {"mathbin", wrap_argument, "mrow", 0},
    {"mathord", wrap_argument, "mrow", 0},
    {"mathopen", wrap_argument, "mrow", 0},
    {"mathclose", wrap_argument, "mrow", 0},
    {"mathpunct", wrap_argument, "mrow", 0},
    {"mathinner", wrap_argument, "mrow", 0},
    {"not", not, NULL, 0},
    {"bmod", modulo, NULL, 0},
    {"mod", modulo, NULL, 0},
    {"pmod", modulo, NULL, 1},
    {"color", color, NULL, 0},
    {"textcolor", color, NULL, 0},
    {"tag", tag, NULL, 0},
    {"label", nothing, NULL, 1},
    {"nonumber", nothing, NULL, 0},
    {"notag", nothing, NULL, 0},
    {"limits", nothing, NULL, 0},
    {"nolimits", nothing, NULL, 0},
    {"hline", nothing, NULL, 0},
    {"allowbreak", nothing, NULL, 0},
    {"begin", environment, NULL, 0},
    {"\\", newline, NULL, 0},
    {"newline", newline, NULL, 0},
};

static void unknown(Math *math, const char *name)
{
  if (*name)
    math_complain(math, "the command \\%s is not known in formulas", name);
  math_put(math, "<mtext>\\");
  math_put_text(math, name, strlen(name));
  math_put(math, "</mtext>");
  math->last = MATH_ORD;
}

void math_command(Math *math, const char *name)
{
  const MathSymbol *symbol = math_symbol(name);
  if (symbol) {
    math_symbol_put(math, symbol->class, symbol->text);
    return;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(COMMANDS); i++) {
    if (strcmp(COMMANDS[i].name, name) == 0) {
      COMMANDS[i].run(math, &COMMANDS[i]);
      return;
    }
  }
  unknown(math, name);
}
