/* toml_scalar.c - numbers, switches, dates: all that stands without quotes. */
#include "common/formats/toml_internal.h"

#include "common/time/datetime.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* --- dates and times --- */

/* 'd' is a digit; anything else stands for itself. */
static bool looks_like(const char *text, const char *pattern)
{
  for (; *pattern; pattern++, text++) {
    if (*pattern == 'd' ? !g_ascii_isdigit(*text) : *text != *pattern)
      return false;
  }
  return true;
}

/* The length of "07:32:00.999", or 0. */
static size_t time_length(const char *text)
{
  if (!looks_like(text, "dd:dd:dd"))
    return 0;
  size_t length = 8;
  if (text[length] == '.' && g_ascii_isdigit(text[length + 1])) {
    length++;
    while (g_ascii_isdigit(text[length]))
      length++;
  }
  return length;
}

static bool is_time(const char *text)
{
  g_autofree char *whole = g_strconcat("2000-01-01T", text, NULL);
  DateTime time;
  return time_length(text) == strlen(text) && datetime_parse(whole, 0, &time);
}

static bool is_datetime(const char *text)
{
  DateTime time;
  if (!looks_like(text, "dddd-dd-dd") || !datetime_parse(text, 0, &time))
    return false;
  const char *rest = text + 10;
  if (*rest == '\0')
    return true;
  size_t length = time_length(rest + 1);
  rest += 1 + length;
  return length > 0 && (*rest == '\0' || strcmp(rest, "Z") == 0 || strcmp(rest, "z") == 0 ||
                        (strlen(rest) == 6 && looks_like(rest + 1, "dd:dd")));
}

/* --- numbers --- */

static bool is_digit_of(char c, int base)
{
  int value = g_ascii_xdigit_value(c);
  return value >= 0 && value < base;
}

/* Digits with single '_' between them, appended to `out` without these. */
static const char *take_digits(const char *text, int base, GString *out)
{
  if (!is_digit_of(*text, base))
    return NULL;
  while (is_digit_of(*text, base) || (*text == '_' && is_digit_of(text[1], base))) {
    if (*text != '_')
      g_string_append_c(out, *text);
    text++;
  }
  return text;
}

static int base_of(const char *text)
{
  return text[0] != '0' ? 10 : text[1] == 'x' ? 16 : text[1] == 'o' ? 8 : text[1] == 'b' ? 2 : 10;
}

/* The part behind the whole number: ".5", "e+10", ".5e10". */
static const char *take_fraction(const char *text, GString *out)
{
  if (*text == '.') {
    g_string_append_c(out, '.');
    text = take_digits(text + 1, 10, out);
  }
  if (text && (*text == 'e' || *text == 'E')) {
    g_string_append_c(out, 'e');
    text++;
    if (*text == '+' || *text == '-')
      g_string_append_c(out, *text++);
    text = take_digits(text, 10, out);
  }
  return text;
}

static bool too_large(Toml *toml, const char *at)
{
  return toml_fail(toml, at, "put it in quotes if it is a name rather than a number",
                   "a whole number of more than 64 bits");
}

static bool set_integer(Toml *toml, Tree *tree, const char *at, const char *digits, int base)
{
  char *end;
  errno = 0;
  tree->kind = TREE_INT;
  tree->integer = g_ascii_strtoll(digits, &end, base);
  return errno != ERANGE || too_large(toml, at);
}

typedef enum Reading { READING_OTHER, READING_GOOD, READING_BAD } Reading;

static Reading read_number(Toml *toml, Tree *tree, const char *at)
{
  const char *text = tree->text;
  g_autoptr(GString) digits = g_string_new(NULL);
  int base = base_of(text);
  if (base != 10) {
    const char *rest = take_digits(text + 2, base, digits);
    if (!rest || *rest)
      return READING_OTHER;
    return set_integer(toml, tree, at, digits->str, base) ? READING_GOOD : READING_BAD;
  }
  if (*text == '+' || *text == '-')
    g_string_append_c(digits, *text++);
  if (strcmp(text, "inf") == 0 || strcmp(text, "nan") == 0) {
    tree->kind = TREE_FLOAT;
    tree->real = *text == 'i' ? INFINITY : NAN;
    if (tree->text[0] == '-')
      tree->real = -tree->real;
    return READING_GOOD;
  }
  if (text[0] == '0' && (g_ascii_isdigit(text[1]) || text[1] == '_'))
    return READING_OTHER;
  const char *whole = take_digits(text, 10, digits);
  if (whole && *whole == '\0')
    return set_integer(toml, tree, at, digits->str, 10) ? READING_GOOD : READING_BAD;
  const char *rest = whole ? take_fraction(whole, digits) : NULL;
  if (!rest || *rest)
    return READING_OTHER;
  tree->kind = TREE_FLOAT;
  tree->real = g_ascii_strtod(digits->str, NULL);
  return READING_GOOD;
}

/* --- which --- */

static bool is_scalar_char(char c)
{
  return g_ascii_isalnum(c) || strchr("+-_.:", c) != NULL;
}

/* The bytes of the value; a date may have its time behind a space. */
static size_t scalar_length(const Toml *toml)
{
  const char *p = toml->at;
  while (p < toml->end && *p && is_scalar_char(*p))
    p++;
  char head[16] = "";
  if (p - toml->at == 10 && toml->end - p >= 4) {
    memcpy(head, toml->at, 10);
    if (looks_like(head, "dddd-dd-dd") && p[0] == ' ' && g_ascii_isdigit(p[1]) &&
        g_ascii_isdigit(p[2]) && p[3] == ':') {
      p++;
      while (p < toml->end && *p && is_scalar_char(*p))
        p++;
    }
  }
  return (size_t)(p - toml->at);
}

/* What other formats take for true and false. */
static const gchar *const SWITCHES[] = {"True", "False", "TRUE", "FALSE", "yes", "no", "Yes",
                                        "No",   "on",    "off",  "On",    "Off", NULL};

static Tree *fail_scalar(Toml *toml, const char *at, const char *text)
{
  static const char quotes[] = "a text stands in quotes: key = \"value\"";
  if (*text == '\0')
    toml_fail(toml, at, quotes, "a value should stand here");
  else if (looks_like(text, "dddd-dd-dd") || looks_like(text, "dd:dd"))
    toml_fail(toml, at, "write it as 2024-05-06, 07:08:09 or 2024-05-06T07:08:09+02:00",
              "'%s' is no date or time", text);
  else if (g_strv_contains(SWITCHES, text))
    toml_fail(toml, at, "write true or false, in small letters", "unknown value '%s'", text);
  else
    toml_fail(toml, at, quotes, "unknown value '%.60s'", text);
  return NULL;
}

Tree *toml_scalar(Toml *toml)
{
  const char *at = toml->at;
  Tree *tree = toml_tree(toml, TREE_STRING, at);
  size_t length = scalar_length(toml);
  tree->text = arena_strndup(toml->arena, at, length);
  if (length > 0 && (is_datetime(tree->text) || is_time(tree->text))) {
    toml->at += length;
    return tree;
  }
  if (strcmp(tree->text, "true") == 0 || strcmp(tree->text, "false") == 0) {
    tree->kind = TREE_BOOL;
    tree->boolean = tree->text[0] == 't';
    toml->at += length;
    return tree;
  }
  Reading reading = length > 0 ? read_number(toml, tree, at) : READING_OTHER;
  if (reading == READING_GOOD)
    toml->at += length;
  return reading == READING_GOOD    ? tree
         : reading == READING_OTHER ? fail_scalar(toml, at, tree->text)
                                    : NULL;
}
