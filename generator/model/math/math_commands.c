#include "generator/model/math/math_parse.h"

#include "common/suggest.h"

#include <string.h>

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

/* "{\\bf x}": to the end of the group. */
static void font_on(Math *math, const MathCommand *command)
{
  math->font = (MathFont)command->number;
  math_put(math, "<mrow></mrow>");
}

static void word(Math *math, const MathCommand *command)
{
  g_string_append_printf(math->out, "<mtext>%s</mtext>", command->text);
  math->last = MATH_ORD;
}

/* text: the two brackets. */
static void bra(Math *math, const MathCommand *command)
{
  const char *close = g_utf8_next_char(command->text);
  g_string_append_printf(math->out, "<mrow><mo stretchy=\"false\">%.*s</mo>",
                         (int)(close - command->text), command->text);
  math_argument(math);
  g_string_append_printf(math->out, "<mo stretchy=\"false\">%s</mo></mrow>", close);
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
  math_put(math, "<mrow><mspace width=\"0.5em\"/><mo stretchy=\"false\">(</mo>");
  if (command->number == 1)
    math_put(math, "<mi>mod</mi><mspace width=\"0.3333em\"/>");
  math_argument(math);
  math_put(math, "<mo stretchy=\"false\">)</mo></mrow>");
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
    {"frac", math_fraction, "", 0},
    {"cfrac", math_style_fraction, "true", 0},
    {"dfrac", math_style_fraction, "true", 0},
    {"tfrac", math_style_fraction, "false", 0},
    {"binom", math_fraction, " linethickness=\"0\"", 1},
    {"dbinom", math_fraction, " linethickness=\"0\"", 1},
    {"tbinom", math_fraction, " linethickness=\"0\"", 1},
    {"genfrac", math_general_fraction, NULL, 0},
    {"sqrt", math_root, NULL, 0},
    {"hat", math_accent, "^", 0},
    {"check", math_accent, "ˇ", 0},
    {"tilde", math_accent, "~", 0},
    {"acute", math_accent, "´", 0},
    {"grave", math_accent, "`", 0},
    {"dot", math_accent, "˙", 0},
    {"ddot", math_accent, "¨", 0},
    {"dddot", math_accent, "⃛", 0},
    {"ddddot", math_accent, "⃜", 0},
    {"widecheck", math_accent, "ˇ", 1},
    {"overparen", math_accent, "⏜", 1},
    {"overgroup", math_accent, "⏠", 1},
    {"overlinesegment", math_accent, "‾", 1},
    {"overleftharpoon", math_accent, "↼", 1},
    {"overrightharpoon", math_accent, "⇀", 1},
    {"Overrightarrow", math_accent, "⇒", 1},
    {"overbracket", math_over_brace, "⎴", 1},
    {"underbracket", math_under_brace, "⎵", 0},
    {"underparen", math_under, "⏝", 0},
    {"undergroup", math_under, "⏡", 0},
    {"underbar", math_under, "_", 0},
    {"underlinesegment", math_under, "_", 0},
    {"underleftrightarrow", math_under, "↔", 0},
    {"utilde", math_under, "~", 0},
    {"breve", math_accent, "˘", 0},
    {"bar", math_accent, "‾", 0},
    {"vec", math_accent, "→", 0},
    {"mathring", math_accent, "˚", 0},
    {"widehat", math_accent, "^", 1},
    {"widetilde", math_accent, "~", 1},
    {"overline", math_accent, "‾", 1},
    {"overrightarrow", math_accent, "→", 1},
    {"overleftarrow", math_accent, "←", 1},
    {"overleftrightarrow", math_accent, "↔", 1},
    {"overbrace", math_over_brace, "⏞", 1},
    {"underline", math_under, "_", 0},
    {"underrightarrow", math_under, "→", 0},
    {"underleftarrow", math_under, "←", 0},
    {"underbrace", math_under_brace, "⏟", 0},
    {"overset", math_stack, "mover", 0},
    {"underset", math_stack, "munder", 0},
    {"stackrel", math_stack, "mover", 1},
    {"xrightarrow", math_arrow, "→", 0},
    {"xleftarrow", math_arrow, "←", 0},
    {"xleftrightarrow", math_arrow, "↔", 0},
    {"xRightarrow", math_arrow, "⇒", 0},
    {"xLeftarrow", math_arrow, "⇐", 0},
    {"xmapsto", math_arrow, "↦", 0},
    {"xLeftrightarrow", math_arrow, "⇔", 0},
    {"xlongequal", math_arrow, "=", 0},
    {"xhookleftarrow", math_arrow, "↩", 0},
    {"xhookrightarrow", math_arrow, "↪", 0},
    {"xleftharpoonup", math_arrow, "↼", 0},
    {"xleftharpoondown", math_arrow, "↽", 0},
    {"xrightharpoonup", math_arrow, "⇀", 0},
    {"xrightharpoondown", math_arrow, "⇁", 0},
    {"xleftrightharpoons", math_arrow, "⇋", 0},
    {"xrightleftharpoons", math_arrow, "⇌", 0},
    {"xtofrom", math_arrow, "⇄", 0},
    {"xtwoheadleftarrow", math_arrow, "↞", 0},
    {"xtwoheadrightarrow", math_arrow, "↠", 0},
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
    {"bold", font, NULL, MATH_FONT_BOLD},
    {"pmb", font, NULL, MATH_FONT_BOLD_ITALIC},
    {"Bbb", font, NULL, MATH_FONT_DOUBLE},
    {"mathds", font, NULL, MATH_FONT_DOUBLE},
    {"mathbbm", font, NULL, MATH_FONT_DOUBLE},
    {"frak", font, NULL, MATH_FONT_FRAKTUR},
    {"rm", font_on, NULL, MATH_FONT_ROMAN},
    {"bf", font_on, NULL, MATH_FONT_BOLD},
    {"it", font_on, NULL, MATH_FONT_ITALIC},
    {"cal", font_on, NULL, MATH_FONT_SCRIPT},
    {"sf", font_on, NULL, MATH_FONT_SANS},
    {"tt", font_on, NULL, MATH_FONT_MONO},
    {"emph", text, NULL, MATH_FONT_ITALIC},
    {"textmd", text, NULL, MATH_FONT_NONE},
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
    {"hspace", math_space, NULL, 0},
    {"mspace", math_space, NULL, 0},
    {"kern", math_kern, NULL, 0},
    {"hskip", math_kern, NULL, 0},
    {"mkern", math_kern, NULL, 0},
    {"mskip", math_kern, NULL, 0},
    {"negmedspace", space, "-0.2222em", 0},
    {"negthickspace", space, "-0.2778em", 0},
    {"nobreakspace", space, "0.25em", 0},
    {"hfill", space, "1em", 0},
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
    {"pod", modulo, NULL, 2},
    {"color", math_color, NULL, 1},
    {"textcolor", math_color, NULL, 0},
    {"colorbox", math_color_box, NULL, 0},
    {"fcolorbox", math_color_box, NULL, 1},
    {"cancel", math_cancel, "math-cancel", 0},
    {"bcancel", math_cancel, "math-bcancel", 0},
    {"xcancel", math_cancel, "math-xcancel", 0},
    {"sout", math_cancel, "math-sout", 0},
    {"mathllap", math_padded, " width=\"0\"", 0},
    {"mathrlap", math_padded, " width=\"0\"", 0},
    {"llap", math_padded, " width=\"0\"", 0},
    {"rlap", math_padded, " width=\"0\"", 0},
    {"mathclap", wrap_argument, "mrow", 0},
    {"smash", math_padded, " height=\"0\" depth=\"0\"", 0},
    {"raisebox", math_raise, NULL, 0},
    {"tiny", math_size, "50%", 0},
    {"sixptsize", math_size, "60%", 0},
    {"scriptsize", math_size, "70%", 0},
    {"footnotesize", math_size, "80%", 0},
    {"small", math_size, "90%", 0},
    {"normalsize", math_size, "100%", 0},
    {"large", math_size, "120%", 0},
    {"Large", math_size, "144%", 0},
    {"LARGE", math_size, "173%", 0},
    {"huge", math_size, "207%", 0},
    {"Huge", math_size, "249%", 0},
    {"bra", bra, "⟨|", 0},
    {"Bra", bra, "⟨|", 0},
    {"ket", bra, "|⟩", 0},
    {"Ket", bra, "|⟩", 0},
    {"braket", bra, "⟨⟩", 0},
    {"Braket", bra, "⟨⟩", 0},
    {"LaTeX", word, "LaTeX", 0},
    {"TeX", word, "TeX", 0},
    {"KaTeX", word, "KaTeX", 0},
    {"tag", tag, NULL, 0},
    {"label", nothing, NULL, 1},
    {"nonumber", nothing, NULL, 0},
    {"notag", nothing, NULL, 0},
    {"limits", nothing, NULL, 0},
    {"nolimits", nothing, NULL, 0},
    {"hline", nothing, NULL, 0},
    {"allowbreak", nothing, NULL, 0},
    {"nobreak", nothing, NULL, 0},
    {"begin", environment, NULL, 0},
    {"\\", newline, NULL, 0},
    {"newline", newline, NULL, 0},
};

/* Names that begin as `name` does; or those that don't. */
static void names_add(GPtrArray *names, const char *name, bool alike)
{
  for (size_t i = 0; i < G_N_ELEMENTS(COMMANDS); i++)
    if ((COMMANDS[i].name[0] == name[0]) == alike)
      g_ptr_array_add(names, (gpointer)COMMANDS[i].name);
  for (size_t i = 0; math_symbol_name(i); i++)
    if ((math_symbol_name(i)[0] == name[0]) == alike)
      g_ptr_array_add(names, (gpointer)math_symbol_name(i));
}

/* The nearest that is known, or NULL; of "alhpa" it is "alpha" sooner than "Alpha". */
static const char *command_suggest(const char *name)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  names_add(names, name, true);
  names_add(names, name, false);
  g_ptr_array_add(names, NULL);
  return suggest_nearest(name, (const char *const *)names->pdata);
}

static void unknown(Math *math, const char *name)
{
  const char *near = *name && math_may_complain(math) ? command_suggest(name) : NULL;
  if (near)
    math_complain(math, "the command \\%s is not known in formulas: did you mean \\%s?", name,
                  near);
  else if (*name)
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
