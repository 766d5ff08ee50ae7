#include "generator/model/math/math.h"

#include "generator/model/math/math_parse.h"

#include "common/bytes.h"
#include "common/escape.h"

#include <stdarg.h>
#include <string.h>

/* --- output --- */

void math_put(Math *math, const char *markup)
{
  g_string_append(math->out, markup);
}

void math_put_text(Math *math, const char *text, size_t length)
{
  escape_html(math->out, text, length);
}

void math_wrap(Math *math, size_t begin, const char *open, const char *close)
{
  g_string_insert(math->out, (gssize)begin, open);
  math_put(math, close);
}

/* A formula that is wrong throughout needs no more than this to be found. */
enum { REPORTS_MAX = 4 };

bool math_may_complain(const Math *math)
{
  return math->report && *math->reports < REPORTS_MAX;
}

/* Counted from the formula's first. */
static int line_here(const Math *math)
{
  return math->begin ? math->line + bytes_lines(math->begin, math->at) : math->line;
}

Math math_part(const Math *math, const char *text, size_t length)
{
  Math part = *math;
  part.line = line_here(math);
  part.begin = NULL;
  part.at = text;
  part.end = text + length;
  return part;
}

void math_complain(Math *math, const char *format, ...)
{
  bool told = math_may_complain(math);
  (*math->reports)++;
  if (!told)
    return;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  math->report(math->data, line_here(math), what);
}

static bool is_prefix_place(const Math *math)
{
  return math->last != MATH_ORD && math->last != MATH_CLOSE;
}

/* A sign at the beginning, or behind another one, belongs to what follows. */
static void put_operator(Math *math, MathClass class, const char *text)
{
  bool fence = class == MATH_OPEN || class == MATH_CLOSE;
  if (fence)
    math_put(math, "<mo stretchy=\"false\">");
  else if (class == MATH_BIN && is_prefix_place(math))
    math_put(math, "<mo form=\"prefix\">");
  else if (class == MATH_LIMIT)
    math_put(math, "<mo movablelimits=\"true\" lspace=\"0\" rspace=\"0\">");
  else if (class == MATH_PUNCT)
    math_put(math, "<mo separator=\"true\">");
  else
    math_put(math, "<mo>");
  math_put_text(math, text, strlen(text));
  math_put(math, "</mo>");
}

/* One upright letter says so; several are upright by themselves. TeX's Greek capitals are. */
static bool is_upright(const Math *math, const char *text, size_t length)
{
  gunichar c = g_utf8_get_char(text);
  return (math->font == MATH_FONT_ROMAN && length == 1) ||
         (math->font <= MATH_FONT_ROMAN && c >= 0x391 && c <= 0x3A9);
}

static void put_letters(Math *math, const char *text, size_t length)
{
  math_put(math, is_upright(math, text, length) ? "<mi mathvariant=\"normal\">" : "<mi>");
  for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
    char letter[8] = {0};
    gunichar c = math_letter(math->font, g_utf8_get_char(at));
    size_t size = (size_t)g_unichar_to_utf8(c, letter);
    math_put_text(math, letter, size);
  }
  math_put(math, "</mi>");
}

void math_symbol_put(Math *math, MathClass class, const char *text)
{
  if (class == MATH_ORD && g_unichar_isalpha(g_utf8_get_char(text)))
    put_letters(math, text, strlen(text));
  else if (class == MATH_FUNCTION) {
    math_put(math, "<mi>");
    math_put_text(math, text, strlen(text));
    math_put(math, "</mi>");
  } else if (class == MATH_ORD && !strchr("|‖\\", text[0])) {
    math_put(math, "<mi>");
    math_put_text(math, text, strlen(text));
    math_put(math, "</mi>");
  } else {
    put_operator(math, class == MATH_ORD ? MATH_OPEN : class, text);
  }
  math->last = class;
}

/* --- what stands here --- */

void math_spaces(Math *math)
{
  while (math->at < math->end) {
    if (*math->at == '%') {
      const char *newline = memchr(math->at, '\n', (size_t)(math->end - math->at));
      math->at = newline ? newline + 1 : math->end;
    } else if (g_ascii_isspace(*math->at)) {
      math->at++;
    } else {
      return;
    }
  }
}

/* The length of a command's name: letters, or one other character. */
static size_t name_length(const Math *math)
{
  const char *at = math->at + 1;
  if (at >= math->end)
    return 0;
  size_t length = 0;
  while (at + length < math->end && g_ascii_isalpha(at[length]))
    length++;
  return length ? length : MIN((size_t)g_utf8_skip[(unsigned char)*at], (size_t)(math->end - at));
}

char *math_name(Math *math)
{
  size_t length = name_length(math);
  char *name = g_strndup(math->at + 1, length);
  math->at += 1 + length;
  if (length > 0 && math->at < math->end && *math->at == '*' && g_ascii_isalpha(name[0]) &&
      (strcmp(name, "operatorname") == 0 || strcmp(name, "tag") == 0 ||
       strcmp(name, "hspace") == 0))
    math->at++;
  return name;
}

bool math_sees(const Math *math, const char *name)
{
  size_t length = strlen(name);
  return math->at < math->end && *math->at == '\\' && name_length(math) == length &&
         memcmp(math->at + 1, name, length) == 0;
}

static bool at_end(const Math *math, unsigned ends)
{
  if (math->at == math->end)
    return true;
  switch (*math->at) {
  case '}':
    return ends & MATH_END_BRACE;
  case ']':
    return ends & MATH_END_BRACKET;
  case '$':
    return ends & MATH_END_DOLLAR;
  case '&':
    return ends & MATH_END_CELL;
  case '\\':
    return ((ends & MATH_END_RIGHT) && (math_sees(math, "right") || math_sees(math, "middle"))) ||
           ((ends & MATH_END_CELL) &&
            (math_sees(math, "\\") || math_sees(math, "end") || math_sees(math, "cr")));
  default:
    return false;
  }
}

/* --- arguments --- */

/* The place of the brace that closes what begins behind `at`. */
static const char *matching(const char *at, const char *end, char open, char close)
{
  size_t depth = 1;
  for (; at < end; at++) {
    if (*at == '\\' && at + 1 < end)
      at++;
    else if (*at == open)
      depth++;
    else if (*at == close && --depth == 0)
      return at;
  }
  return NULL;
}

static char *raw_between(Math *math, char open, char close)
{
  math_spaces(math);
  if (math->at == math->end || *math->at != open)
    return NULL;
  const char *stop = matching(math->at + 1, math->end, open, close);
  if (!stop)
    return NULL;
  char *text = g_strndup(math->at + 1, (size_t)(stop - math->at - 1));
  math->at = stop + 1;
  return text;
}

char *math_raw_argument(Math *math)
{
  return raw_between(math, '{', '}');
}

char *math_raw_option(Math *math)
{
  return raw_between(math, '[', ']');
}

static void math_group(Math *math)
{
  math->at++;
  math_row(math, MATH_END_BRACE);
  if (math->at < math->end)
    math->at++;
  else
    math_complain(math, "a '{' of a formula is not closed");
}

/* One character or command, or {…}. */
static void math_nucleus(Math *math);

void math_argument(Math *math)
{
  math_spaces(math);
  MathClass last = math->last;
  math->last = MATH_NONE;
  if (math->at == math->end || *math->at == '}' || *math->at == '&' || *math->at == '$') {
    math_put(math, "<mrow></mrow>");
    math_complain(math, "something is missing at the end of a formula or a group");
  } else if (g_ascii_isdigit(*math->at)) {
    g_string_append_printf(math->out, "<mn>%c</mn>", *math->at++);
  } else {
    math_nucleus(math);
  }
  math->last = last;
}

/* --- atoms --- */

static void math_number(Math *math)
{
  const char *begin = math->at;
  while (math->at < math->end &&
         (g_ascii_isdigit(*math->at) ||
          (*math->at == '.' && math->at + 1 < math->end && g_ascii_isdigit(math->at[1]))))
    math->at++;
  math_put(math, "<mn>");
  for (; begin < math->at; begin++) {
    char digit[8] = {0};
    g_unichar_to_utf8(math_letter(math->font, (gunichar)*begin), digit);
    math_put(math, digit);
  }
  math_put(math, "</mn>");
  math->last = MATH_ORD;
}

static void math_letters(Math *math)
{
  const char *begin = math->at;
  math->at++;
  /* Upright words are one thing; italic letters are one each. */
  while (math->font != MATH_FONT_NONE && math->at < math->end && g_ascii_isalpha(*math->at))
    math->at++;
  put_letters(math, begin, (size_t)(math->at - begin));
  math->last = MATH_ORD;
}

static void math_other(Math *math)
{
  gunichar c = g_utf8_get_char(math->at);
  const char *next = g_utf8_next_char(math->at);
  size_t length = (size_t)(next - math->at);
  const char *tag = g_unichar_isalpha(c) ? "mi" : g_unichar_isdigit(c) ? "mn" : "mo";
  g_string_append_printf(math->out, "<%s>", tag);
  math_put_text(math, math->at, length);
  g_string_append_printf(math->out, "</%s>", tag);
  math->at = next;
  math->last = strcmp(tag, "mo") == 0 ? MATH_REL : MATH_ORD;
}

static void math_sign(Math *math)
{
  static const struct {
    char sign;
    MathClass class;
    const char *text;
  } signs[] = {
      {'+', MATH_BIN, "+"},   {'-', MATH_BIN, "−"},   {'*', MATH_BIN, "∗"},
      {'/', MATH_ORD, "/"},   {'=', MATH_REL, "="},   {'<', MATH_REL, "<"},
      {'>', MATH_REL, ">"},   {':', MATH_REL, ":"},   {'(', MATH_OPEN, "("},
      {'[', MATH_OPEN, "["},  {')', MATH_CLOSE, ")"}, {']', MATH_CLOSE, "]"},
      {',', MATH_PUNCT, ","}, {';', MATH_PUNCT, ";"}, {'!', MATH_CLOSE, "!"},
      {'?', MATH_CLOSE, "?"}, {'|', MATH_ORD, "|"},   {'.', MATH_ORD, "."},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
    if (signs[i].sign == *math->at) {
      math->at++;
      math_symbol_put(math, signs[i].class, signs[i].text);
      return;
    }
  }
  math_other(math);
}

static void too_deep(Math *math)
{
  math_complain(math, "a formula is nested more than %d deep", MATH_DEPTH_MAX);
  math_put(math, "<mtext>");
  math_put_text(math, math->at, (size_t)(math->end - math->at));
  math_put(math, "</mtext>");
  math->at = math->end;
}

static void math_nucleus(Math *math)
{
  if (math->depth >= MATH_DEPTH_MAX) {
    too_deep(math);
    return;
  }
  math->depth++;
  if (*math->at == '{') {
    math_group(math);
    math->last = MATH_ORD;
  } else if (*math->at == '\\') {
    g_autofree char *name = math_name(math);
    math_command(math, name);
  } else if (g_ascii_isdigit(*math->at)) {
    math_number(math);
  } else if (g_ascii_isalpha(*math->at)) {
    math_letters(math);
  } else if (*math->at == '~') {
    math->at++;
    math_put(math, "<mtext>\u00A0</mtext>");
  } else {
    math_sign(math);
  }
  math->depth--;
}

/* Between "2" and "sin", between "sin" and "x": a thin space. */
static void space_before(Math *math, size_t begin, MathClass before)
{
  bool word = math->last == MATH_FUNCTION || math->last == MATH_LIMIT;
  if (word && (before == MATH_ORD || before == MATH_CLOSE))
    g_string_insert(math->out, (gssize)begin, "<mspace width=\"0.1667em\"/>");
}

static void space_after(Math *math)
{
  if (math->last != MATH_FUNCTION && math->last != MATH_LIMIT)
    return;
  math_spaces(math);
  if (math->at == math->end || strchr("([})],;.^_&$=<>+-", *math->at) || math_sees(math, "left") ||
      math_sees(math, "\\"))
    return;
  math_put(math, "<mspace width=\"0.1667em\"/>");
}

static bool math_limits(Math *math)
{
  math_spaces(math);
  bool yes = math_sees(math, "limits"), no = math_sees(math, "nolimits");
  if (!yes && !no)
    return false;
  math->at += yes ? 7 : 9;
  math->limits = yes;
  math->no_limits = no;
  return true;
}

bool math_atom(Math *math, unsigned ends)
{
  math_spaces(math);
  if (at_end(math, ends))
    return false;
  size_t begin = math->out->len;
  MathClass before = math->last;
  math->limits = math->no_limits = false;
  if (*math->at == '^' || *math->at == '_' || *math->at == '\'')
    math_put(math, "<mrow></mrow>"); /* scripts of nothing */
  else
    math_nucleus(math);
  while (math_limits(math))
    ;
  math_scripts(math, begin);
  space_before(math, begin, before);
  space_after(math);
  return true;
}

size_t math_list(Math *math, unsigned ends)
{
  MathFont font = math->font;
  size_t count = 0;
  math->last = MATH_NONE;
  size_t begin = math->out->len;
  for (;;) {
    math_spaces(math);
    if (math_infix(math, begin, ends))
      count = 0; /* all that there is became one */
    else if (!math_atom(math, ends))
      break;
    count++;
    if (math->last == MATH_FUNCTION || math->last == MATH_LIMIT)
      count++; /* with its spaces it is more than one */
    if (math->at < math->end && *math->at == '}' && !(ends & MATH_END_BRACE)) {
      math_complain(math, "a '}' of a formula closes nothing");
      math->at++;
    }
  }
  math->font = font;
  return count;
}

void math_row(Math *math, unsigned ends)
{
  size_t begin = math->out->len;
  if (math_list(math, ends) != 1)
    math_wrap(math, begin, "<mrow>", "</mrow>");
}

/* For programs that know no MathML: what the author wrote. */
static void math_put_alternative(Math *math, const char *tex, size_t length)
{
  while (length > 0 && g_ascii_isspace(*tex)) {
    tex++;
    length--;
  }
  while (length > 0 && g_ascii_isspace(tex[length - 1]))
    length--;
  if (length == 0 || length > MATH_LENGTH_MAX)
    return;
  math_put(math, " alttext=\"");
  escape_html(math->out, tex, length);
  math_put(math, "\"");
}

void math_render(GString *out, const char *tex, size_t length, bool display, MathReport report,
                 void *data)
{
  unsigned reports = 0;
  Math math = {.out = out,
               .reports = &reports,
               .at = tex,
               .begin = tex,
               .end = tex + length,
               .display = display,
               .report = report,
               .data = data};
  math_put(&math, display ? "<math display=\"block\"" : "<math");
  math_put_alternative(&math, tex, length);
  math_put(&math, ">");
  if (length > MATH_LENGTH_MAX) {
    math_complain(&math, "a formula is longer than %zu bytes", MATH_LENGTH_MAX);
    math_put(&math, "<mtext>");
    math_put_text(&math, tex, length);
    math_put(&math, "</mtext>");
  } else {
    math_spaces(&math);
    if (math.at < math.end && *math.at == '}')
      math.at++;
    math_row(&math, 0);
  }
  math_put(&math, "</math>");
}
