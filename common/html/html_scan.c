/* html_scan.c - the tokenizer's states, as far as the borders of pieces depend on them. */
#include "common/html/html_scan.h"

#include <glib.h>
#include <string.h>

/* What is in these is text up to their end tag. */
static const char *const raw_names[] = {"script", "style",   "textarea", "title",    "xmp",
                                        "iframe", "noembed", "noframes", "plaintext"};

void html_scan_init(HtmlScan *scan, const char *html, size_t length)
{
  *scan = (HtmlScan){.at = html, .end = html + length};
}

bool html_name_is(const char *name, size_t length, const char *wanted)
{
  return strlen(wanted) == length && g_ascii_strncasecmp(name, wanted, length) == 0;
}

/* --- tags ------------------------------------------------------------------------------- */

/* Behind a value that begins at `at`; the end when its quote is not closed. */
static const char *value_end(const char *at, const char *end, bool *quoted)
{
  *quoted = at < end && (*at == '"' || *at == '\'');
  if (*quoted) {
    const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));
    return close ? close + 1 : end;
  }
  while (at < end && !html_space(*at) && *at != '>')
    at++;
  return at;
}

static const char *space_end(const char *at, const char *end)
{
  while (at < end && html_space(*at))
    at++;
  return at;
}

/* The attribute at `at`, behind the one before it; NULL at '>' or the end. */
static const char *attribute_read(const char *at, const char *end, HtmlAttribute *out)
{
  while (at < end && (html_space(*at) || *at == '/'))
    at++;
  if (at == end || *at == '>')
    return NULL;
  *out = (HtmlAttribute){.name = at};
  /* A '=' that stands first belongs to the name. */
  do
    at++;
  while (at < end && !html_space(*at) && *at != '/' && *at != '>' && *at != '=');
  out->name_length = (size_t)(at - out->name);
  const char *equals = space_end(at, end);
  if (equals == end || *equals != '=')
    return at;
  bool quoted;
  const char *value = space_end(equals + 1, end);
  at = value_end(value, end, &quoted);
  out->value = value + quoted;
  out->value_length = (size_t)(at - out->value);
  if (quoted && out->value_length > 0 && at[-1] == *value)
    out->value_length--;
  return at;
}

bool html_attribute(const HtmlPiece *piece, const char **at, HtmlAttribute *out)
{
  const char *end = piece->at + piece->length;
  if (piece->kind != HTML_START)
    return false;
  const char *next = attribute_read(*at ? *at : piece->name + piece->name_length, end, out);
  if (!next)
    return false;
  *at = next;
  return true;
}

/* Behind the '>' of a tag whose name is read; the end when there is none. */
static const char *tag_end(const char *at, const char *end)
{
  HtmlAttribute attribute;
  for (;;) {
    while (at < end && (html_space(*at) || *at == '/'))
      at++;
    if (at == end)
      return end;
    if (*at == '>')
      return at + 1;
    at = attribute_read(at, end, &attribute);
  }
}

/* What a byte is within a tag. */
enum { IN_NAME = 1, IS_LETTER = 2 };

static const unsigned char bytes[256] = {
    ['0' ... '9'] = IN_NAME | IS_LETTER,
    ['a' ... 'z'] = IN_NAME | IS_LETTER,
    ['A' ... 'Z'] = IN_NAME | IS_LETTER,
    ['-'] = IN_NAME,
    ['_'] = IN_NAME,
    [':'] = IN_NAME,
    ['.'] = IN_NAME,
    [' '] = IN_NAME,
    ['/'] = IN_NAME,
    [0x80 ... 0xff] = IN_NAME,
};

/* Nearly all tags have names of letters and values in quotes: their end is found without
 * a look at each attribute. NULL for one that is written in another way. */
static const char *plain_tag_end(const char *at, const char *end, bool *lines)
{
  while (at < end) {
    if (bytes[(unsigned char)*at] & IN_NAME) {
      at++;
    } else if (*at == '>') {
      return at + 1;
    } else if (*at == '\n') {
      *lines = true;
      at++;
    } else if (*at == '=' && end - at > 2 && (at[1] == '"' || at[1] == '\'') &&
               bytes[(unsigned char)at[-1]] & IS_LETTER) {
      const char *close = memchr(at + 2, at[1], (size_t)(end - at - 2));
      if (!close)
        return NULL;
      at = close + 1;
    } else {
      return NULL;
    }
  }
  return NULL;
}

static const char *name_end(const char *at, const char *end)
{
  while (at < end && ((bytes[(unsigned char)*at] & IS_LETTER) ||
                      (!html_space(*at) && *at != '/' && *at != '>')))
    at++;
  return at;
}

/* --- comments and the like ---------------------------------------------------------------- */

static const char *behind(const char *at, const char *end, char what)
{
  const char *found = memchr(at, what, (size_t)(end - at));
  return found ? found + 1 : end;
}

/* `at` stands on "<!--"; "<!-->" and "<!--->" are whole comments. */
static const char *comment_end(const char *at, const char *end)
{
  const char *text = at + 4;
  if (text < end && *text == '>')
    return text + 1;
  if (end - text >= 2 && text[0] == '-' && text[1] == '>')
    return text + 2;
  while ((text = memchr(text, '>', (size_t)(end - text))) != NULL) {
    const char *dash = text[-1] == '!' ? text - 1 : text;
    if (dash - at >= 6 && dash[-1] == '-' && dash[-2] == '-')
      return text + 1;
    text++;
  }
  return end;
}

/* --- raw text ----------------------------------------------------------------------------- */

static const char *raw_end(const char *at, const char *end, const char *name)
{
  size_t length = strlen(name);
  for (; (at = memchr(at, '<', (size_t)(end - at))) != NULL; at++) {
    if ((size_t)(end - at) <= length + 2 || at[1] != '/' ||
        g_ascii_strncasecmp(at + 2, name, length) != 0)
      continue;
    char next = at[2 + length];
    if (html_space(next) || next == '/' || next == '>')
      return at;
  }
  return end;
}

static const char *raw_name(const HtmlPiece *tag)
{
  /* A look at the first letter, so that most tags are done. */
  switch (tag->name[0] | 0x20) {
  case 's':
  case 't':
  case 'x':
  case 'i':
  case 'n':
  case 'p':
    break;
  default:
    return NULL;
  }
  for (size_t i = 0; tag->name_length > 2 && i < G_N_ELEMENTS(raw_names); i++)
    if ((tag->name[1] | 0x20) == raw_names[i][1] &&
        html_name_is(tag->name, tag->name_length, raw_names[i]))
      return raw_names[i];
  return NULL;
}

static bool has_comment(const char *at, const char *end)
{
  for (; (at = memchr(at, '<', (size_t)(end - at))) != NULL; at++)
    if (end - at >= 4 && memcmp(at, "<!--", 4) == 0)
      return true;
  return false;
}

static void raw_read(HtmlScan *scan, HtmlPiece *piece)
{
  const char *name = scan->raw, *start = scan->at;
  scan->at = strcmp(name, "plaintext") == 0 ? scan->end : raw_end(start, scan->end, name);
  if (strcmp(name, "script") == 0 && has_comment(start, scan->at))
    scan->at = scan->end;
  scan->raw = NULL;
  *piece = (HtmlPiece){.kind = HTML_RAW, .at = start, .length = (size_t)(scan->at - start)};
}

/* --- one piece ---------------------------------------------------------------------------- */

static void tag_read(HtmlScan *scan, HtmlPiece *piece, HtmlKind kind, const char *name)
{
  const char *end = name_end(name, scan->end);
  piece->kind = kind;
  piece->name = name;
  piece->name_length = (size_t)(end - name);
  const char *behind_tag = plain_tag_end(end, scan->end, &piece->lines);
  if (!behind_tag) {
    behind_tag = tag_end(end, scan->end);
    piece->lines = true;
  }
  scan->at = behind_tag;
  if (kind == HTML_START)
    scan->raw = raw_name(piece);
}

/* True when markup begins at scan->at, which stands on '<'; then it is read. */
static bool markup_read(HtmlScan *scan, HtmlPiece *piece)
{
  const char *at = scan->at, *end = scan->end;
  char next = at + 1 < end ? at[1] : 0, after = at + 2 < end ? at[2] : 0;
  if (g_ascii_isalpha(next)) {
    tag_read(scan, piece, HTML_START, at + 1);
  } else if (next == '/' && g_ascii_isalpha(after)) {
    tag_read(scan, piece, HTML_END, at + 2);
  } else if (next == '!' && end - at >= 4 && at[2] == '-' && at[3] == '-') {
    piece->kind = HTML_COMMENT;
    scan->at = comment_end(at, end);
  } else if (next == '!' || next == '?' || (next == '/' && after)) {
    piece->kind = HTML_OTHER;
    scan->at = behind(at, end, '>');
  } else {
    return false;
  }
  return true;
}

/* Behind a text that begins at `at`, which may be a '<' that begins nothing. */
static const char *text_end(const char *at, const char *end)
{
  while ((at = memchr(at + 1, '<', (size_t)(end - at - 1))) != NULL && at + 1 < end) {
    char next = at[1];
    if (g_ascii_isalpha(next) || next == '/' || next == '!' || next == '?')
      return at;
  }
  return end;
}

bool html_scan_next(HtmlScan *scan, HtmlPiece *piece)
{
  if (scan->at == scan->end)
    return false;
  const char *start = scan->at;
  if (scan->raw && raw_end(start, scan->end, scan->raw) > start) {
    raw_read(scan, piece);
    return true;
  }
  scan->raw = NULL;
  *piece = (HtmlPiece){.kind = HTML_TEXT, .at = start};
  if (*start != '<' || !markup_read(scan, piece))
    scan->at = text_end(start, scan->end);
  piece->length = (size_t)(scan->at - start);
  return true;
}
