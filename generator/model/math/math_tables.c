#include "generator/model/math/math_parse.h"

#include <string.h>

typedef struct Environment {
  const char *name;
  const char *open, *close; /* brackets, or "" */
  const char *class;        /* of the table, or "" */
  bool columns;             /* {…} says how many there are, and how they are aligned */
  bool display;
} Environment;

static const Environment ENVIRONMENTS[] = {
    {"matrix", "", "", "", false, false},
    {"smallmatrix", "", "", "", false, false},
    {"pmatrix", "(", ")", "", false, false},
    {"bmatrix", "[", "]", "", false, false},
    {"Bmatrix", "{", "}", "", false, false},
    {"vmatrix", "|", "|", "", false, false},
    {"Vmatrix", "‖", "‖", "", false, false},
    {"array", "", "", "", true, false},
    {"darray", "", "", "", true, true},
    {"subarray", "", "", "", true, false},
    {"cases", "{", "", "math-cases", false, false},
    {"dcases", "{", "", "math-cases", false, true},
    {"rcases", "", "}", "math-cases", false, false},
    {"align", "", "", "math-align", false, true},
    {"align*", "", "", "math-align", false, true},
    {"aligned", "", "", "math-align", false, true},
    {"alignat", "", "", "math-align", true, true},
    {"alignat*", "", "", "math-align", true, true},
    {"alignedat", "", "", "math-align", true, true},
    {"split", "", "", "math-align", false, true},
    {"eqnarray", "", "", "math-align", false, true},
    {"eqnarray*", "", "", "math-align", false, true},
    {"gather", "", "", "", false, true},
    {"gather*", "", "", "", false, true},
    {"gathered", "", "", "", false, true},
    {"multline", "", "", "", false, true},
    {"multline*", "", "", "", false, true},
    {"equation", "", "", "", false, true},
    {"equation*", "", "", "", false, true},
};

static const Environment *environment_find(const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(ENVIRONMENTS); i++)
    if (strcmp(ENVIRONMENTS[i].name, name) == 0)
      return &ENVIRONMENTS[i];
  return NULL;
}

static void put_bracket(Math *math, const char *bracket, const char *form)
{
  if (!*bracket)
    return;
  g_string_append_printf(math->out, "<mo fence=\"true\" stretchy=\"true\" form=\"%s\">%s</mo>",
                         form, bracket);
}

/* "lcr" for a column; how it is aligned is a class, which a strict policy permits. */
static void put_cell_begin(Math *math, const char *columns, size_t column)
{
  size_t index = 0;
  for (; columns && *columns; columns++) {
    if (!strchr("lcr", *columns))
      continue;
    if (index++ == column)
      break;
  }
  char align = columns && *columns ? *columns : 'c';
  math_put(math, align == 'l'   ? "<mtd class=\"math-left\">"
                 : align == 'r' ? "<mtd class=\"math-right\">"
                                : "<mtd>");
}

/* "\\[2pt]" and \hline behind a line. */
static void pass_line_end(Math *math)
{
  math->at += 2;
  if (math->at < math->end && *math->at == '[')
    g_free(math_raw_option(math));
}

static void pass_lines(Math *math)
{
  for (math_spaces(math); math_sees(math, "hline") || math_sees(math, "hdashline");
       math_spaces(math))
    g_free(math_name(math));
}

/* Cells until \end or `brace`. */
static void table_cells(Math *math, const char *columns, bool brace)
{
  size_t column = 0;
  unsigned ends = MATH_END_CELL | (brace ? MATH_END_BRACE : 0);
  pass_lines(math);
  math_put(math, "<mtr>");
  put_cell_begin(math, columns, 0);
  for (;;) {
    math_list(math, ends);
    if (math->at < math->end && *math->at == '&') {
      math->at++;
      math_put(math, "</mtd>");
      put_cell_begin(math, columns, ++column);
      continue;
    }
    if (!math_sees(math, "\\") && !math_sees(math, "cr"))
      break;
    if (math_sees(math, "cr"))
      math->at += 3;
    else
      pass_line_end(math);
    pass_lines(math);
    if (math->at == math->end || math_sees(math, "end") || *math->at == '}')
      break; /* the last line needs no end */
    math_put(math, "</mtd></mtr><mtr>");
    column = 0;
    put_cell_begin(math, columns, 0);
  }
  math_put(math, "</mtd></mtr>");
}

static void table_end(Math *math, const char *name)
{
  if (!math_sees(math, "end")) {
    math_complain(math, "\\begin{%s} has no \\end{%s}", name, name);
    return;
  }
  math->at += 4;
  g_autofree char *closed = math_raw_argument(math);
  if (g_strcmp0(closed, name) != 0)
    math_complain(math, "\\begin{%s} is closed by \\end{%s}", name, closed ? closed : "");
}

static void table_begin(Math *math, const Environment *environment)
{
  math_put(math, "<mtable");
  if (*environment->class)
    g_string_append_printf(math->out, " class=\"%s\"", environment->class);
  math_put(math, environment->display ? " displaystyle=\"true\">" : ">");
}

void math_environment(Math *math)
{
  static const Environment none = {"", "", "", "", false, false};
  g_autofree char *name = math_raw_argument(math);
  const Environment *environment = name ? environment_find(name) : NULL;
  if (!environment) {
    math_complain(math, "the environment '%s' is not known in formulas", name ? name : "");
    environment = &none;
  }
  g_autofree char *columns = environment->columns ? math_raw_argument(math) : NULL;
  bool aligned = environment->columns && !*environment->class;
  MathFont font = math->font;
  math_put(math, "<mrow>");
  put_bracket(math, environment->open, "prefix");
  table_begin(math, environment);
  table_cells(math, aligned ? columns : NULL, false);
  math_put(math, "</mtable>");
  put_bracket(math, environment->close, "postfix");
  math_put(math, "</mrow>");
  math->font = font;
  table_end(math, name ? name : "");
}

void math_lines(Math *math)
{
  math_spaces(math);
  if (math->at == math->end || *math->at != '{') {
    math_argument(math);
    return;
  }
  math->at++;
  math_put(math, "<mtable>");
  table_cells(math, NULL, true);
  math_put(math, "</mtable>");
  if (math->at < math->end && *math->at == '}')
    math->at++;
}

/* --- text --- */

static void put_plain(Math *math, MathFont font, const char *text, size_t length)
{
  if (length == 0)
    return;
  math_put(math, "<mtext>");
  for (const char *at = text, *end = text + length; at < end; at = g_utf8_next_char(at)) {
    char letter[8] = {0};
    if (*at == '\\' && at + 1 < end && g_ascii_ispunct(at[1]))
      continue; /* "\%" is a percent sign */
    bool edge = (at == text || at + 1 == end) && *at == ' ';
    gunichar c = edge || *at == '~' ? 0xA0 : math_letter(font, g_utf8_get_char(at));
    size_t size = (size_t)g_unichar_to_utf8(c, letter);
    if (*at != '{' && *at != '}')
      math_put_text(math, letter, size);
  }
  math_put(math, "</mtext>");
}

void math_text(Math *math, MathFont font)
{
  g_autofree char *raw = math_raw_argument(math);
  if (!raw) {
    math_argument(math);
    return;
  }
  math_put(math, "<mrow>");
  for (const char *at = raw; *at;) {
    const char *dollar = strchr(at, '$');
    while (dollar && dollar > at && dollar[-1] == '\\')
      dollar = strchr(dollar + 1, '$');
    put_plain(math, font, at, dollar ? (size_t)(dollar - at) : strlen(at));
    const char *close = dollar ? strchr(dollar + 1, '$') : NULL;
    if (!dollar)
      break;
    if (close) {
      Math inner = *math;
      inner.at = dollar + 1;
      inner.end = close;
      inner.font = MATH_FONT_NONE;
      math_list(&inner, 0);
    }
    at = close ? close + 1 : dollar + 1;
  }
  math_put(math, "</mrow>");
}
