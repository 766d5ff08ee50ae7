/* html_minify.c - one pass over the pieces; what is written is never ahead of what is
 * read. */
#include "common/html/html_minify.h"

#include "common/html/html_scan.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum { PRE, CODE, SAMP, KBD, LISTING, KEPT };

typedef struct Minify {
  char *out;
  const char *from, *to; /* what goes out next, still in its place */
  bool text;             /* a text was the last */
  bool kept;             /* within an element that is left alone: nothing changes */
  int open[KEPT];        /* of each of kept_names: how many are open */
  int level;             /* elements that are open within */
  bool odd;              /* from here on all is left alone */
} Minify;

/* White space counts in these (textarea, script and style are raw text anyway). */
static const char *const kept_names[KEPT] = {
    [PRE] = "pre", [CODE] = "code", [SAMP] = "samp", [KBD] = "kbd", [LISTING] = "listing"};

static void flush(Minify *minify)
{
  size_t length = (size_t)(minify->to - minify->from);
  if (minify->out != minify->from)
    memmove(minify->out, minify->from, length);
  minify->out += length;
  minify->from = minify->to;
}

/* Most of a page stays as it is, and is moved in large runs. */
static void put(Minify *minify, const char *text, size_t length)
{
  if (minify->to != text) {
    flush(minify);
    minify->from = text;
  }
  minify->to = text + length;
}

static void put_char(Minify *minify, char c)
{
  flush(minify);
  *minify->out++ = c;
}

/* One character for a run of spaces; none when the text before a comment ended with one. */
static void put_space(Minify *minify, const char *at, size_t length)
{
  if (length == 0)
    return;
  if (minify->text) {
    flush(minify);
    if (html_space(minify->out[-1])) {
      if (memchr(at, '\n', length))
        minify->out[-1] = '\n';
      return;
    }
  }
  if (length == 1) {
    put(minify, at, 1);
    return;
  }
  const char *newline = memchr(at, '\n', length);
  put(minify, newline ? newline : at, newline || *at == ' ' ? 1 : 0);
  if (!newline && *at != ' ')
    put_char(minify, ' ');
}

static void put_text(Minify *minify, const HtmlPiece *piece)
{
  const char *at = piece->at, *end = at + piece->length;
  const char *first = at, *last = end;
  while (first < end && html_space(*first))
    first++;
  while (last > first && html_space(last[-1]))
    last--;
  put_space(minify, at, (size_t)(first - at));
  if (first < last) {
    put(minify, first, (size_t)(last - first));
    minify->text = false;
    put_space(minify, last, (size_t)(end - last));
  }
  minify->text = true;
}

/* A tag that is laid out over lines: one space between its attributes. */
static void put_tag_lines(Minify *minify, const HtmlPiece *piece)
{
  const char *at = NULL, *end = piece->at + piece->length;
  HtmlAttribute attribute;
  put(minify, piece->at, 1 + piece->name_length);
  const char *written = piece->name + piece->name_length;
  while (html_attribute(piece, &at, &attribute)) {
    put_char(minify, ' ');
    put(minify, attribute.name, (size_t)(at - attribute.name));
    written = at;
  }
  while (written < end && html_space(*written))
    written++;
  /* An unquoted value must not swallow the slash. */
  if (written < end && *written == '/' && html_space(written[-1]))
    put_char(minify, ' ');
  put(minify, written, (size_t)(end - written));
}

/* Two attributes need a space between them. Where the source has none the tag would
 * grow, and a name that begins with '=' would become the value of the one before. */
static bool tag_has_room(const HtmlPiece *piece)
{
  const char *at = NULL, *behind = piece->name + piece->name_length;
  HtmlAttribute attribute;
  while (html_attribute(piece, &at, &attribute)) {
    if (attribute.name == behind || *attribute.name == '=')
      return false;
    behind = at;
  }
  return piece->at[piece->length - 1] == '>';
}

/* Elements without an end tag. */
static bool is_void(const HtmlPiece *piece)
{
  static const char *const names[] = {"area",  "base", "br",   "col",    "embed", "hr", "img",
                                      "input", "link", "meta", "source", "track", "wbr"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (html_is(piece, names[i]))
      return true;
  return false;
}

/* Which of kept_names the tag has; KEPT: none. Each begins with another letter. */
static int kept_name(const HtmlPiece *piece)
{
  enum { LETTER = 0x1F }; /* the bits that small and capital letters share */
  static const unsigned char behind[LETTER + 1] = {
      ['p' & LETTER] = PRE + 1, ['c' & LETTER] = CODE + 1,    ['s' & LETTER] = SAMP + 1,
      ['k' & LETTER] = KBD + 1, ['l' & LETTER] = LISTING + 1,
  };
  int kept = behind[piece->name[0] & LETTER] - 1;
  return kept >= 0 && html_is(piece, kept_names[kept]) ? kept : KEPT;
}

/* Follow the elements that are left alone. Where tags do not fit within one, a browser
 * may see its end elsewhere: then all that follows is left alone too. */
static void follow_kept(Minify *minify, const HtmlPiece *piece)
{
  int step = piece->kind == HTML_END ? -1 : 1, sum = 0, named = kept_name(piece);
  if (!minify->kept && named == KEPT)
    return;
  if (named < KEPT)
    minify->open[named] += step;
  for (size_t i = 0; i < KEPT; i++)
    sum += abs(minify->open[i]);
  if (step < 0 || !is_void(piece))
    minify->level += step;
  minify->kept = minify->level > 0 || sum > 0;
  minify->odd = minify->odd || minify->level < 0 || (minify->level == 0) != (sum == 0);
}

/* A program reads it, or it keeps two texts apart that would mean something else
 * together: "&am<!-- -->p;". */
static bool comment_stays(const Minify *minify, const HtmlPiece *piece)
{
  if (piece->length > 4 && (piece->at[4] == '#' || piece->at[4] == '!' ||
                            strncmp(piece->at + 4, "[if", MIN(3, piece->length - 4)) == 0))
    return true;
  return minify->text && !html_space(minify->to > minify->from ? minify->to[-1] : minify->out[-1]);
}

/* Within SVG and MathML it is text to its own end, elsewhere a comment to the next '>'. */
static bool is_cdata(const HtmlPiece *piece)
{
  return piece->kind == HTML_OTHER && piece->length > 2 && piece->at[1] == '!' &&
         piece->at[2] == '[';
}

static void put_piece(Minify *minify, const HtmlPiece *piece)
{
  bool alone = minify->kept || minify->odd;
  /* Before it is put: a tag that gets shorter may move over its own name. */
  if (piece->kind == HTML_START || piece->kind == HTML_END)
    follow_kept(minify, piece);
  if (alone) {
    put(minify, piece->at, piece->length);
  } else if (piece->kind == HTML_TEXT) {
    put_text(minify, piece);
    return;
  } else if (piece->kind == HTML_COMMENT && !comment_stays(minify, piece)) {
    return;
  } else if (piece->kind == HTML_START && piece->lines && memchr(piece->at, '\n', piece->length) &&
             tag_has_room(piece)) {
    put_tag_lines(minify, piece);
  } else {
    put(minify, piece->at, piece->length);
  }
  minify->text = false;
  minify->odd = minify->odd || is_cdata(piece);
}

size_t html_minify(char *html, size_t length)
{
  Minify minify = {.out = html, .from = html, .to = html};
  HtmlScan scan;
  HtmlPiece piece;
  html_scan_init(&scan, html, length);
  while (html_scan_next(&scan, &piece))
    put_piece(&minify, &piece);
  flush(&minify);
  return (size_t)(minify.out - html);
}
