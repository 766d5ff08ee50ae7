#include "generator/model/math/math_parse.h"

#include "common/suggest.h"

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

static const Environment none = {"", "", "", "", false, false};

typedef struct Table {
  const GString *columns; /* "|l|cr" */
  bool ruled;             /* the row has a line above it */
  bool ends_ruled;        /* a line below the last one */
} Table;

enum { COLUMNS_MAX = 100 };

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

/* Where the "}" stands that closes what begins behind a "{"; NULL. */
static const char *group_end(const char *at)
{
  for (int depth = 1; *at; at++) {
    depth += *at == '{' ? 1 : *at == '}' ? -1 : 0;
    if (depth == 0)
      return at;
  }
  return NULL;
}

/* "l|cr" without what is only measure: "*{2}{c}", "@{…}", "p{3cm}". */
static void columns_read(GString *out, const char *text, int depth)
{
  while (*text && out->len < COLUMNS_MAX) {
    char c = *text++;
    const char *group = *text == '{' ? text + 1 : NULL, *stop = group ? group_end(group) : NULL;
    if (strchr("lcr|", c))
      g_string_append_c(out, c);
    else if (c == ':')
      g_string_append_c(out, '|');
    else if (stop && strchr("pmb", c))
      g_string_append_c(out, 'l');
    if (!stop)
      continue;
    text = stop + 1;
    const char *last = *text == '{' ? group_end(text + 1) : NULL;
    if (c != '*' || !last || depth > 0)
      continue;
    g_autofree char *again = g_strndup(text + 1, (size_t)(last - text - 1));
    guint64 times = MIN(g_ascii_strtoull(group, NULL, 10), COLUMNS_MAX);
    for (; times > 0; times--)
      columns_read(out, again, depth + 1);
    text = last + 1;
  }
}

/* How a column is aligned and where lines stand are classes, which a strict policy permits. */
static void put_cell_begin(Math *math, const Table *table, size_t column)
{
  const char *at = table->columns->str;
  bool before = false, behind = false, left, right;
  for (size_t index = 0;; at++) {
    if (*at == '|')
      before = true;
    else if (*at == '\0' || index++ == column)
      break;
    else
      before = false;
  }
  left = *at == 'l';
  right = *at == 'r';
  before = before && column == 0; /* else the cell before has it */
  behind = *at && at[1] == '|';
  if (!left && !right && !before && !behind && !table->ruled) {
    math_put(math, "<mtd>");
    return;
  }
  g_autoptr(GString) classes = g_string_new(NULL);
  g_string_append(classes, left ? " math-left" : right ? " math-right" : "");
  g_string_append(classes, before ? " math-bar-before" : "");
  g_string_append(classes, behind ? " math-bar" : "");
  g_string_append(classes, table->ruled ? " math-rule" : "");
  g_string_append_printf(math->out, "<mtd class=\"%s\">", classes->str + 1);
}

/* "\\[2pt]" and \hline behind a line. */
static void pass_line_end(Math *math)
{
  math->at += 2;
  if (math->at < math->end && *math->at == '[')
    g_free(math_raw_option(math));
}

/* Whether there was one. */
static bool pass_lines(Math *math)
{
  bool ruled = false;
  for (math_spaces(math); math_sees(math, "hline") || math_sees(math, "hdashline");
       math_spaces(math)) {
    g_free(math_name(math));
    ruled = true;
  }
  return ruled;
}

/* Cells until \end or `brace`. */
static void table_cells(Math *math, Table *table, bool brace)
{
  size_t column = 0;
  unsigned ends = MATH_END_CELL | (brace ? MATH_END_BRACE : 0);
  table->ruled = pass_lines(math);
  math_put(math, "<mtr>");
  put_cell_begin(math, table, 0);
  for (;;) {
    math_list(math, ends);
    if (math->at < math->end && *math->at == '&') {
      math->at++;
      math_put(math, "</mtd>");
      put_cell_begin(math, table, ++column);
      continue;
    }
    if (!math_sees(math, "\\") && !math_sees(math, "cr"))
      break;
    if (math_sees(math, "cr"))
      math->at += 3;
    else
      pass_line_end(math);
    table->ruled = pass_lines(math);
    if (math->at == math->end || math_sees(math, "end") || *math->at == '}') {
      table->ends_ruled = table->ruled;
      break; /* the last line needs no end */
    }
    math_put(math, "</mtd></mtr><mtr>");
    column = 0;
    put_cell_begin(math, table, 0);
  }
  math_put(math, "</mtd></mtr>");
}

static void put_table(Math *math, const Environment *environment, const char *columns, bool brace)
{
  g_autoptr(GString) read = g_string_new(NULL), tag = g_string_new("<mtable");
  Table table = {.columns = read};
  size_t begin = math->out->len;
  columns_read(read, columns ? columns : "", 0);
  table_cells(math, &table, brace);
  const char *class = environment->class;
  if (*class || table.ends_ruled)
    g_string_append_printf(tag, " class=\"%s%s%s\"", class, *class && table.ends_ruled ? " " : "",
                           table.ends_ruled ? "math-ruled" : "");
  g_string_append(tag, environment->display ? " displaystyle=\"true\">" : ">");
  math_wrap(math, begin, tag->str, "</mtable>");
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

/* The nearest that is known, or NULL. */
static const char *environment_suggest(const char *name)
{
  const char *names[G_N_ELEMENTS(ENVIRONMENTS) + 1] = {NULL};
  for (size_t i = 0; i < G_N_ELEMENTS(ENVIRONMENTS); i++)
    names[i] = ENVIRONMENTS[i].name;
  return suggest_nearest(name, names);
}

void math_environment(Math *math)
{
  g_autofree char *name = math_raw_argument(math);
  const Environment *environment = name ? environment_find(name) : NULL;
  if (!environment) {
    const char *near = environment_suggest(name ? name : "");
    math_complain(math, "the environment '%s' is not known in formulas%s%s%s", name ? name : "",
                  near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
    environment = &none;
  }
  g_autofree char *columns = environment->columns ? math_raw_argument(math) : NULL;
  bool aligned = environment->columns && !*environment->class;
  MathFont font = math->font;
  math_put(math, "<mrow>");
  put_bracket(math, environment->open, "prefix");
  put_table(math, environment, aligned ? columns : NULL, false);
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
  put_table(math, &none, NULL, true);
  if (math->at < math->end && *math->at == '}')
    math->at++;
}
