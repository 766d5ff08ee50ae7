#include "generator/model/math/math_parse.h"

#include <string.h>

/* --- accents: \'e, \"{o}, \c{c} --- */

static const struct {
  char sign;
  gunichar mark; /* that combines with the letter before it */
} ACCENTS[] = {
    {'\'', 0x301}, {'`', 0x300}, {'^', 0x302}, {'"', 0x308}, {'~', 0x303},
    {'=', 0x304},  {'.', 0x307}, {'c', 0x327}, {'v', 0x30C}, {'u', 0x306},
    {'H', 0x30B},  {'r', 0x30A}, {'d', 0x323}, {'b', 0x331}, {'k', 0x328},
};

static gunichar accent_mark(char sign)
{
  for (size_t i = 0; i < G_N_ELEMENTS(ACCENTS); i++)
    if (ACCENTS[i].sign == sign)
      return ACCENTS[i].mark;
  return 0;
}

/* The length of the accented letter that begins here, put to `out`; 0: there is none. A
 * letter stands behind a sign, behind a letter's command it stands in braces or apart. */
static size_t put_accented(GString *out, const char *text, size_t length)
{
  gunichar mark = length >= 3 && text[0] == '\\' ? accent_mark(text[1]) : 0;
  const char *at = text + 2, *end = text + length;
  bool word = mark && g_ascii_isalpha(text[1]);
  if (!mark || (word && *at != '{' && *at != ' '))
    return 0;
  while (at < end && *at == ' ')
    at++;
  bool braces = at < end && *at == '{';
  at += braces;
  const char *letter = at;
  if (at < end && *at == '\\' && at + 1 < end && (at[1] == 'i' || at[1] == 'j'))
    letter = ++at; /* the dotless one: with an accent it is the same */
  if (at >= end || !g_unichar_isalpha(g_utf8_get_char(at)))
    return 0;
  at = g_utf8_next_char(at);
  if (braces && (at >= end || *at != '}'))
    return 0;
  g_autoptr(GString) both = g_string_new_len(letter, at - letter);
  g_string_append_unichar(both, mark);
  g_autofree char *joined = g_utf8_normalize(both->str, -1, G_NORMALIZE_NFC);
  g_string_append(out, joined ? joined : both->str);
  return (size_t)(at + braces - text);
}

/* --- plain --- */

static void put_plain(Math *math, MathFont font, const char *text, size_t length)
{
  if (length == 0)
    return;
  g_autoptr(GString) plain = g_string_new(NULL);
  const char *end = text + length, *next;
  for (const char *at = text; at < end; at = next) {
    size_t accented = put_accented(plain, at, (size_t)(end - at));
    next = accented ? at + accented : g_utf8_next_char(at);
    if (accented || (*at == '\\' && next < end && g_ascii_ispunct(*next)))
      continue; /* "\%" is a percent sign */
    bool edge = (at == text || next == end) && *at == ' ';
    gunichar c = edge || *at == '~' ? 0xA0 : math_letter(font, g_utf8_get_char(at));
    if (*at != '{' && *at != '}')
      g_string_append_unichar(plain, c);
  }
  math_put(math, "<mtext>");
  math_put_text(math, plain->str, plain->len);
  math_put(math, "</mtext>");
}

/* --- what is no text in it --- */

/* "$…$"; the place behind it. */
static const char *put_formula(Math *math, const char *dollar)
{
  const char *close = strchr(dollar + 1, '$');
  if (!close)
    return dollar + 1;
  Math inner = math_part(math, dollar + 1, (size_t)(close - dollar - 1));
  inner.font = MATH_FONT_NONE;
  math_list(&inner, 0);
  return close + 1;
}

/* "\textbf{…}", "\LaTeX"; the place behind it. */
static const char *put_command(Math *math, const char *at)
{
  Math inner = math_part(math, at, strlen(at));
  g_autofree char *name = math_name(&inner);
  math_spaces(&inner);
  math_command(&inner, name);
  return inner.at;
}

/* Where plain text ends: it holds accented letters and "\\%". */
static const char *plain_end(const char *at)
{
  g_autoptr(GString) unused = g_string_new(NULL);
  while (*at && *at != '$') {
    size_t accented = *at == '\\' ? put_accented(unused, at, strlen(at)) : 0;
    if (accented == 0 && *at == '\\' && g_ascii_isalpha(at[1]))
      break;
    at += accented ? accented : *at == '\\' && at[1] ? 2 : 1;
  }
  return at;
}

void math_text(Math *math, MathFont font)
{
  g_autofree char *raw = math_raw_argument(math);
  if (!raw) {
    math_argument(math);
    return;
  }
  math_put(math, "<mrow>");
  if (math->depth >= MATH_DEPTH_MAX) { /* texts in texts */
    put_plain(math, font, raw, strlen(raw));
    math_put(math, "</mrow>");
    return;
  }
  math->depth++;
  for (const char *at = raw; *at;) {
    const char *stop = plain_end(at);
    put_plain(math, font, at, (size_t)(stop - at));
    at = stop;
    if (*at == '$')
      at = put_formula(math, at);
    else if (*at)
      at = put_command(math, at);
  }
  math->depth--;
  math_put(math, "</mrow>");
}
