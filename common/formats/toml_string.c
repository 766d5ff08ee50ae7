/* toml_string.c - the four kinds of strings. */
#include "common/formats/toml_internal.h"

#include <string.h>

typedef struct Quotes {
  char quote;
  bool literal, lines;
} Quotes;

/* --- escapes --- */

static bool take_code(Toml *toml, const char *begin, int digits, GString *out)
{
  gunichar code = 0;
  for (int i = 0; i < digits; i++) {
    int digit = g_ascii_xdigit_value(toml_peek(toml));
    if (digit < 0)
      return toml_fail(toml, begin, NULL, "\\%c is followed by %d hexadecimal digits",
                       digits == 4 ? 'u' : 'U', digits);
    code = code * 16 + (gunichar)digit;
    toml->at++;
  }
  if (code == 0)
    return toml_fail(toml, begin, NULL, "a text holds a NUL character");
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    return toml_fail(toml, begin, NULL, "U+%04X is no character", code);
  g_string_append_unichar(out, code);
  return true;
}

/* A '\' at the end of a line: what follows up to the next sign is left out. */
static bool take_continuation(Toml *toml)
{
  const char *p = toml->at;
  while (p < toml->end && (*p == ' ' || *p == '\t'))
    p++;
  if (p < toml->end && *p == '\r')
    p++;
  if (p == toml->end || *p != '\n')
    return false;
  while (p < toml->end && (*p == ' ' || *p == '\t' || *p == '\n' ||
                           (*p == '\r' && p + 1 < toml->end && p[1] == '\n')))
    p++;
  toml->at = p;
  return true;
}

static bool take_escape(Toml *toml, const Quotes *quotes, GString *out)
{
  static const char letters[] = "btnfr\"\\", meanings[] = "\b\t\n\f\r\"\\";
  const char *begin = toml->at++;
  char letter = toml_peek(toml);
  const char *found = letter ? strchr(letters, letter) : NULL;
  if (found) {
    g_string_append_c(out, meanings[found - letters]);
    toml->at++;
    return true;
  }
  if (letter == 'u' || letter == 'U') {
    toml->at++;
    return take_code(toml, begin, letter == 'u' ? 4 : 8, out);
  }
  if (quotes->lines && take_continuation(toml))
    return true;
  return toml_fail(toml, begin,
                   "write a backslash as \\\\, or put the text into single quotes: 'C:\\new'",
                   "unknown escape in a text");
}

/* --- the text between the quotes --- */

static bool at_quotes(const Toml *toml, char quote, size_t count)
{
  if ((size_t)(toml->end - toml->at) < count)
    return false;
  for (size_t i = 0; i < count; i++)
    if (toml->at[i] != quote)
      return false;
  return true;
}

/* Up to two quotes may stand right before the three that end it. */
static bool take_end(Toml *toml, const Quotes *quotes, GString *out)
{
  size_t count = quotes->lines ? 3 : 1;
  if (!at_quotes(toml, quotes->quote, count))
    return false;
  for (int more = 0; quotes->lines && more < 2 && at_quotes(toml, quotes->quote, 4); more++) {
    g_string_append_c(out, quotes->quote);
    toml->at++;
  }
  toml->at += count;
  return true;
}

static bool take_char(Toml *toml, const Quotes *quotes, GString *out)
{
  unsigned char c = (unsigned char)*toml->at;
  bool line_end = c == '\n' || (c == '\r' && toml->at + 1 < toml->end && toml->at[1] == '\n');
  if (line_end && !quotes->lines)
    return toml_fail(toml, toml->at, "a text of several lines stands between \"\"\" and \"\"\"",
                     "the text is not closed on its line");
  if (line_end && c == '\r') { /* becomes '\n' */
    toml->at++;
    return true;
  }
  if (!line_end && ((c < 0x20 && c != '\t') || c == 0x7f))
    return toml_fail(toml, toml->at, "write it as an escape, such as \\n",
                     "a text holds the control character U+%04X", c);
  g_string_append_c(out, (char)c);
  toml->at++;
  return true;
}

static bool take_text(Toml *toml, const Quotes *quotes, const char *begin, GString *out)
{
  while (toml->at < toml->end) {
    if (take_end(toml, quotes, out))
      return true;
    bool good = *toml->at == '\\' && !quotes->literal ? take_escape(toml, quotes, out)
                                                      : take_char(toml, quotes, out);
    if (!good)
      return false;
  }
  return toml_fail(toml, begin, NULL, "the text that begins here is not closed");
}

static const char *string_text(Toml *toml, bool may_have_lines)
{
  const char *begin = toml->at;
  Quotes quotes = {.quote = *begin, .literal = *begin == '\''};
  quotes.lines = may_have_lines && at_quotes(toml, quotes.quote, 3);
  toml->at += quotes.lines ? 3 : 1;
  if (quotes.lines) { /* the first end of a line is not part of it */
    if (toml->end - toml->at >= 2 && toml->at[0] == '\r' && toml->at[1] == '\n')
      toml->at++;
    toml_take(toml, '\n');
  }
  g_autoptr(GString) text = g_string_new(NULL);
  if (!take_text(toml, &quotes, begin, text))
    return NULL;
  return arena_strndup(toml->arena, text->str, text->len);
}

const char *toml_quoted_key(Toml *toml)
{
  return string_text(toml, false);
}

Tree *toml_string(Toml *toml)
{
  Tree *tree = toml_tree(toml, TREE_STRING, toml->at);
  tree->quoted = true;
  tree->text = string_text(toml, true);
  return tree->text ? tree : NULL;
}
