#include "generator/model/markdown/typography.h"

#include "generator/model/markdown/emoji.h"

#include "common/bytes.h"

#include <string.h>

#define NARROW "\u202F" /* a space that does not break */

struct TypographyQuotes {
  const char *lang; /* also of its regions */
  const char *open, *close, *inner, *inner_end;
};

/* As the Unicode CLDR has them. The first is for the languages that are not here. */
static const TypographyQuotes QUOTES[] = {
    {"en", "“", "”", "‘", "’"},    {"bg", "„", "“", "‚", "‘"},
    {"bs", "„", "”", "‘", "’"},    {"cs", "„", "“", "‚", "‘"},
    {"da", "”", "”", "’", "’"},    {"de-CH", "«", "»", "‹", "›"},
    {"de-LI", "«", "»", "‹", "›"}, {"de", "„", "“", "‚", "‘"},
    {"el", "«", "»", "“", "”"},    {"es", "«", "»", "“", "”"},
    {"et", "„", "“", "‚", "‘"},    {"eu", "«", "»", "‹", "›"},
    {"fa", "«", "»", "‹", "›"},    {"fi", "”", "”", "’", "’"},
    {"fr-CH", "«", "»", "‹", "›"}, {"fr", "«" NARROW, NARROW "»", "“", "”"},
    {"hr", "„", "“", "‚", "‘"},    {"hu", "„", "”", "»", "«"},
    {"hy", "«", "»", "«", "»"},    {"is", "„", "“", "‚", "‘"},
    {"it", "«", "»", "“", "”"},    {"ja", "「", "」", "『", "』"},
    {"ka", "„", "“", "‚", "‘"},    {"lb", "„", "“", "‚", "‘"},
    {"lt", "„", "“", "„", "“"},    {"lv", "“", "”", "‘", "’"},
    {"mk", "„", "“", "‚", "‘"},    {"nb", "«", "»", "‘", "’"},
    {"nn", "«", "»", "‘", "’"},    {"no", "«", "»", "‘", "’"},
    {"pl", "„", "”", "«", "»"},    {"pt-PT", "«", "»", "“", "”"},
    {"ro", "„", "”", "«", "»"},    {"ru", "«", "»", "„", "“"},
    {"sk", "„", "“", "‚", "‘"},    {"sl", "„", "“", "‚", "‘"},
    {"sq", "«", "»", "“", "”"},    {"sr", "„", "“", "‘", "’"},
    {"sv", "”", "”", "’", "’"},    {"uk", "«", "»", "„", "“"},
};

static const TypographyQuotes *quotes_of(const char *lang)
{
  for (size_t i = 0; i < G_N_ELEMENTS(QUOTES); i++) {
    size_t length = strlen(QUOTES[i].lang);
    if (g_ascii_strncasecmp(lang, QUOTES[i].lang, length) == 0 &&
        (lang[length] == '\0' || lang[length] == '-' || lang[length] == '_'))
      return &QUOTES[i];
  }
  return &QUOTES[0];
}

void typography_init(Typography *typography, const char *lang, bool smart, bool emoji)
{
  *typography = (Typography){.emoji = emoji, .last = ' '};
  typography->quotes = smart ? quotes_of(lang ? lang : "en") : NULL;
  typography->french = smart && strcmp(typography->quotes->lang, "fr") == 0;
}

void typography_begin(Typography *typography)
{
  typography->last = ' ';
  typography->open_doubles = 0;
  typography->single_open = false;
  typography->code_quote = 0;
}

void typography_pass(Typography *typography, gunichar last)
{
  typography->last = last;
}

void typography_end(Typography *typography, GString *out)
{
  if (!typography->single_open)
    return;
  typography->single_open = false;
  if (typography->single_possessive)
    return;
  size_t length = strlen(typography->quotes->inner);
  if (typography->single_at + length > out->len ||
      memcmp(out->str + typography->single_at, typography->quotes->inner, length) != 0)
    return; /* what was written was taken back */
  g_string_erase(out, (gssize)typography->single_at, (gssize)length);
  g_string_insert(out, (gssize)typography->single_at, typography->single_of_word ? "’" : "'");
}

/* --- one text --- */

typedef struct Scan {
  Typography *typography;
  const char *at, *end;
  const char *kept; /* from here on nothing is written yet */
  gunichar next;    /* behind the end */
  GString *out;
  TypographyPut put;
  void *data;
} Scan;

static gunichar char_before(const Scan *scan, const char *at)
{
  if (at == scan->kept)
    return scan->typography->last;
  return g_utf8_get_char(g_utf8_prev_char(at));
}

static gunichar char_at(const Scan *scan, const char *at)
{
  return at < scan->end ? g_utf8_get_char(at) : scan->next;
}

static bool is_space(gunichar c)
{
  return c == ' ' || c == '\n' || c == '\t' || g_unichar_isspace(c);
}

/* Letters and numbers; the rest are punctuation and spaces. */
static bool is_wordly(gunichar c)
{
  return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static void keep_until(Scan *scan, const char *until)
{
  if (until == scan->kept)
    return;
  scan->put(scan->data, scan->kept, (size_t)(until - scan->kept));
  scan->typography->last = g_utf8_get_char(g_utf8_prev_char(until));
  scan->kept = until;
}

/* Write `text` for the next `length` bytes. */
static void put_instead(Scan *scan, size_t length, const char *text)
{
  keep_until(scan, scan->at);
  g_string_append(scan->out, text);
  scan->at += length;
  scan->kept = scan->at;
  scan->typography->last = g_utf8_get_char(g_utf8_prev_char(text + strlen(text)));
}

/* What CommonMark calls flanking: whether a quote may begin or end something. */
static void flanking(const Scan *scan, bool *left, bool *right)
{
  gunichar before = char_before(scan, scan->at), after = char_at(scan, scan->at + 1);
  bool punct_before = !is_space(before) && !is_wordly(before);
  bool punct_after = !is_space(after) && !is_wordly(after);
  *left = !is_space(after) && (!punct_after || is_space(before) || punct_before);
  *right = !is_space(before) && (!punct_before || is_space(after) || punct_after);
}

/* Whether the bracket at the place is that of "call(". */
static bool is_call(const Scan *scan, const char *at)
{
  return at > scan->kept && *at == '(' && is_wordly(g_utf8_get_char(g_utf8_prev_char(at)));
}

/* "require('x')", "a='b'": the quotes are not ours. Nor are those of an empty string, and
 * one that stands alone in brackets. `open`: the text waits for such a quote. */
static bool is_code_quote(Scan *scan, bool open)
{
  Typography *typography = scan->typography;
  if (typography->code_quote) {
    if (typography->code_quote == *scan->at)
      typography->code_quote = 0;
    return true;
  }
  const char *before = scan->at > scan->kept ? scan->at - 1 : NULL;
  gunichar after = char_at(scan, scan->at + 1);
  if (before && *before == '(' && after == ')')
    return true;
  bool empty = !open && after == (gunichar)*scan->at && !is_wordly(char_before(scan, scan->at));
  bool value = before && (*before == '=' || *before == '[') && (!open || is_wordly(after));
  if (!empty && !value && !(before && is_call(scan, before)))
    return false;
  if (!memchr(scan->at + 1, *scan->at, (size_t)(scan->end - scan->at - 1)))
    return false;
  typography->code_quote = *scan->at;
  return true;
}

static void double_quote(Scan *scan)
{
  Typography *typography = scan->typography;
  bool left, right;
  flanking(scan, &left, &right);
  if (is_code_quote(scan, typography->open_doubles > 0)) {
    scan->at++;
    return;
  }
  bool inches = g_unichar_isdigit(char_before(scan, scan->at)) && typography->open_doubles == 0;
  if ((!left && !right) || (inches && right)) {
    scan->at++;
  } else if (right && (!left || typography->open_doubles > 0)) {
    typography->open_doubles = MAX(0, typography->open_doubles - 1);
    put_instead(scan, 1, typography->quotes->close);
  } else {
    typography->open_doubles++;
    put_instead(scan, 1, typography->quotes->open);
  }
}

/* "'90s" and "in '68.", not "'10'" or "'10.2'" */
static bool is_year(const Scan *scan, const char *at)
{
  if (scan->end - at < 2 || !g_ascii_isdigit(at[0]) || !g_ascii_isdigit(at[1]))
    return false;
  gunichar after = char_at(scan, at + 2);
  if (after == '.' || after == ',')
    return !is_wordly(char_at(scan, at + 3));
  return after == 's' || (after != '\'' && !is_wordly(after));
}

/* "'tis", "'90s", "rock 'n' roll" */
static bool begins_elision(const Scan *scan)
{
  static const char *const words[] = {"tis", "twas", "til", "em", "cause", "n"};
  const char *at = scan->at + 1;
  if (is_year(scan, at))
    return true;
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    size_t length = strlen(words[i]);
    if ((size_t)(scan->end - at) >= length && g_ascii_strncasecmp(at, words[i], length) == 0 &&
        !is_wordly(char_at(scan, at + length)))
      return true;
  }
  return false;
}

/* "6' tall", "5'10" and what stands in code, or alone. */
static bool stays_single(Scan *scan, bool left, bool right)
{
  if ((!left && !right) || is_code_quote(scan, scan->typography->single_open))
    return true;
  return !scan->typography->single_open && g_unichar_isdigit(char_before(scan, scan->at)) &&
         !g_unichar_isalpha(char_at(scan, scan->at + 1));
}

/* Whether a single quote that waits for its end has it here: "'so'", "at '/'." */
static bool ends_single(const Scan *scan, bool left, bool right)
{
  if (!scan->typography->single_open || !right)
    return false;
  return !left || !is_wordly(char_before(scan, scan->at));
}

/* "extra 'in's": what ends the one quoted word is an apostrophe as well. */
static bool is_possessive(const Scan *scan)
{
  const Typography *typography = scan->typography;
  if (!typography->single_open || char_at(scan, scan->at + 1) != 's' ||
      is_wordly(char_at(scan, scan->at + 2)) || scan->kept == scan->at)
    return false;
  const char *word = scan->at;
  while (word > scan->kept && is_wordly(g_utf8_get_char(g_utf8_prev_char(word))))
    word = g_utf8_prev_char(word);
  size_t behind = typography->single_at + strlen(typography->quotes->inner);
  return word == scan->kept && scan->out->len == behind;
}

static void single_quote(Scan *scan)
{
  Typography *typography = scan->typography;
  bool left, right;
  flanking(scan, &left, &right);
  if (stays_single(scan, left, right)) {
    scan->at++;
  } else if (left && !right && !begins_elision(scan)) {
    typography_end(typography, scan->out);
    keep_until(scan, scan->at);
    typography->single_at = scan->out->len;
    typography->single_open = true;
    typography->single_possessive = false;
    typography->single_of_word = is_wordly(char_at(scan, scan->at + 1));
    put_instead(scan, 1, typography->quotes->inner);
  } else if (ends_single(scan, left, right)) {
    typography->single_open = false;
    put_instead(scan, 1, typography->quotes->inner_end);
  } else {
    typography->single_possessive |= is_possessive(scan);
    put_instead(scan, 1, "’");
  }
}

static size_t run_length(const Scan *scan)
{
  size_t length = 1;
  while (scan->at + length < scan->end && scan->at[length] == *scan->at)
    length++;
  return length;
}

/* Between two words, or between spaces; what begins with "--" is an option of a command. */
static bool is_dash(const Scan *scan, size_t length)
{
  gunichar before = char_before(scan, scan->at), after = char_at(scan, scan->at + length);
  if (is_space(before))
    return is_space(after) || length == 3;
  bool opening = g_unichar_type(before) == G_UNICODE_OPEN_PUNCTUATION ||
                 g_unichar_type(before) == G_UNICODE_INITIAL_PUNCTUATION ||
                 (before < 0x80 && strchr("\"'=/<>|-", (int)before));
  return !opening;
}

static void dashes(Scan *scan)
{
  size_t length = run_length(scan);
  if (length == 2 && is_dash(scan, length))
    put_instead(scan, 2, "–");
  else if (length == 3 && is_dash(scan, length))
    put_instead(scan, 3, "—");
  else
    scan->at += length;
}

/* What stands for the rest of a path or of arguments is none of ours: "trunc(...)", "/opt/...". */
static bool is_code_dots(const Scan *scan, size_t length)
{
  if (scan->at == scan->kept)
    return false;
  const char *before = scan->at - 1;
  return *before == '/' || (is_call(scan, before) && char_at(scan, scan->at + length) == ')');
}

static void dots(Scan *scan)
{
  size_t length = run_length(scan);
  if ((length == 3 || length == 4) && !is_code_dots(scan, length))
    put_instead(scan, 3, "…");
  else
    scan->at += length;
}

static void colon(Scan *scan)
{
  size_t length = 0;
  gunichar before = char_before(scan, scan->at);
  const char *emoji = NULL;
  if (scan->typography->emoji && !g_unichar_isalnum(before) && before != ':')
    emoji = emoji_find(scan->at + 1, (size_t)(scan->end - scan->at - 1), &length);
  if (emoji && !g_unichar_isalnum(char_at(scan, scan->at + length + 2)))
    put_instead(scan, length + 2, emoji);
  else
    scan->at++;
}

/* In French: the space of "Ah !", "« oui »". */
static void space(Scan *scan)
{
  gunichar before = char_before(scan, scan->at), sign = char_at(scan, scan->at + 1);
  bool ends = scan->at + 1 < scan->end && !is_wordly(char_at(scan, g_utf8_next_char(scan->at + 1)));
  if (before == 0xAB || (sign == 0xBB && !is_space(before)))
    put_instead(scan, 1, NARROW);
  else if (is_wordly(before) && ends && (sign == ';' || sign == '!' || sign == '?'))
    put_instead(scan, 1, NARROW);
  else if (is_wordly(before) && sign == ':' && is_space(char_at(scan, scan->at + 2)))
    put_instead(scan, 1, "\u00A0");
  else
    scan->at++;
}

static void scan_char(Scan *scan)
{
  switch (*scan->at) {
  case ':':
    colon(scan);
    break;
  case '"':
    double_quote(scan);
    break;
  case '\'':
    single_quote(scan);
    break;
  case '-':
    dashes(scan);
    break;
  case '.':
    dots(scan);
    break;
  default:
    space(scan);
  }
}

/* What scan_char looks at. */
static ByteMask is_sign(ByteBlock bytes)
{
  return (bytes == ':') | (bytes == '"') | (bytes == '\'') | (bytes == '-') | (bytes == '.');
}

static ByteMask is_french_sign(ByteBlock bytes)
{
  return is_sign(bytes) | (bytes == ' ');
}

static ByteMask is_colon(ByteBlock bytes)
{
  return bytes == ':';
}

static const char *next_sign(const Scan *scan)
{
  if (!scan->typography->quotes)
    return bytes_find(scan->at, scan->end, is_colon);
  if (scan->typography->french)
    return bytes_find(scan->at, scan->end, is_french_sign);
  return bytes_find(scan->at, scan->end, is_sign);
}

void typography_text(Typography *typography, const char *text, size_t length, gunichar next,
                     GString *out, TypographyPut put, void *data)
{
  Scan scan = {typography, text, text + length, text, next, out, put, data};
  while ((scan.at = next_sign(&scan)) < scan.end)
    scan_char(&scan);
  keep_until(&scan, scan.end);
}
