/* html_minify.c - one pass over the pieces; what is written is never ahead of what is
 * read. */
#include "common/html_minify.h"

#include "common/html_scan.h"

#include <glib.h>
#include <string.h>

typedef struct Minify {
  char *out;
  const char *text; /* where the last text ended */
  const char *keep; /* the element that is left alone, or NULL */
  int depth;        /* how many of them are open */
} Minify;

/* White space counts in these (textarea, script and style are raw text anyway). */
static const char *const kept_names[] = {"pre", "code", "samp", "kbd", "listing"};

static void put(Minify *minify, const char *text, size_t length)
{
  if (minify->out != text)
    memmove(minify->out, text, length);
  minify->out += length;
}

/* One character for a run of spaces; none when the text before a comment ended with one. */
static void put_space(Minify *minify, const char *at, size_t length)
{
  if (length == 0)
    return;
  char one = length == 1 ? *at : memchr(at, '\n', length) ? '\n' : ' ';
  if (minify->text != minify->out || !html_space(minify->out[-1]))
    *minify->out++ = one;
  else if (one == '\n')
    minify->out[-1] = one;
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
  put(minify, first, (size_t)(last - first));
  put_space(minify, last, (size_t)(end - last));
  minify->text = minify->out;
}

/* A tag that is laid out over lines: one space between its attributes. */
static void put_tag_lines(Minify *minify, const HtmlPiece *piece)
{
  const char *at = NULL, *end = piece->at + piece->length;
  HtmlAttribute attribute;
  put(minify, piece->at, 1 + piece->name_length);
  const char *written = piece->name + piece->name_length;
  while (html_attribute(piece, &at, &attribute)) {
    *minify->out++ = ' ';
    put(minify, attribute.name, (size_t)(at - attribute.name));
    written = at;
  }
  while (written < end && html_space(*written))
    written++;
  /* An unquoted value must not swallow the slash. */
  if (written < end && *written == '/' && html_space(written[-1]))
    *minify->out++ = ' ';
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

static const char *kept_name(const HtmlPiece *piece)
{
  /* The first letters of all, so that most tags are done with one look. */
  if (!strchr("pcsklPCSKL", piece->name[0]))
    return NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(kept_names); i++)
    if (html_is(piece, kept_names[i]))
      return kept_names[i];
  return NULL;
}

/* A piece is looked at before it is written, for its place may be written over. */
static void put_start(Minify *minify, const HtmlPiece *piece)
{
  minify->keep = kept_name(piece);
  minify->depth = 1;
  if (memchr(piece->at, '\n', piece->length) && tag_has_room(piece))
    put_tag_lines(minify, piece);
  else
    put(minify, piece->at, piece->length);
}

/* A program reads it, or it keeps two texts apart that would mean something else
 * together: "&am<!-- -->p;". */
static bool comment_stays(const Minify *minify, const HtmlPiece *piece)
{
  if (piece->length > 4 && (piece->at[4] == '#' || piece->at[4] == '!' ||
                            strncmp(piece->at + 4, "[if", MIN(3, piece->length - 4)) == 0))
    return true;
  return minify->text == minify->out && !html_space(minify->out[-1]);
}

/* Within an element that is left alone. */
static void put_kept(Minify *minify, const HtmlPiece *piece)
{
  if (html_is(piece, minify->keep)) {
    minify->depth += piece->kind == HTML_START ? 1 : -1;
    if (minify->depth == 0)
      minify->keep = NULL;
  }
  put(minify, piece->at, piece->length);
}

static void put_piece(Minify *minify, const HtmlPiece *piece)
{
  if (minify->keep)
    put_kept(minify, piece);
  else if (piece->kind == HTML_TEXT)
    put_text(minify, piece);
  else if (piece->kind == HTML_START)
    put_start(minify, piece);
  else if (piece->kind != HTML_COMMENT || comment_stays(minify, piece))
    put(minify, piece->at, piece->length);
}

size_t html_minify(char *html, size_t length)
{
  Minify minify = {.out = html, .text = NULL};
  HtmlScan scan;
  HtmlPiece piece;
  html_scan_init(&scan, html, length);
  while (html_scan_next(&scan, &piece))
    put_piece(&minify, &piece);
  return (size_t)(minify.out - html);
}
