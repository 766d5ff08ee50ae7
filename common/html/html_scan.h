/* html_scan.h - the pieces of HTML, in order and without a copy.
 *
 *     HtmlScan scan;
 *     html_scan_init(&scan, html, length);
 *     HtmlPiece piece;
 *     while (html_scan_next(&scan, &piece)) …
 *
 * All pieces together are the input, byte for byte. It is cut as a browser's tokenizer
 * cuts it (HTML standard, 13.2.5), with one more caution: a script that holds "<!--" has
 * states of its own there, so from such a script on all is HTML_RAW. Entities are left
 * alone. It never fails: any bytes are some HTML.
 */
#ifndef SENF_COMMON_HTML_HTML_SCAN_H
#define SENF_COMMON_HTML_HTML_SCAN_H

#include <stdbool.h>
#include <stddef.h>

typedef enum HtmlKind {
  HTML_TEXT,
  HTML_START,   /* <p class="x"> */
  HTML_END,     /* </p> */
  HTML_COMMENT, /* <!-- … --> */
  HTML_OTHER,   /* <!DOCTYPE html>, <?xml … ?>, </ > */
  HTML_RAW,     /* what is in script, style, textarea, title and the like */
} HtmlKind;

typedef struct HtmlPiece {
  HtmlKind kind;
  const char *at;
  size_t length;
  const char *name; /* of START and END: as it is written */
  size_t name_length;
  bool lines; /* there may be a newline between its attributes */
} HtmlPiece;

typedef struct HtmlScan {
  const char *at, *end;
  const char *raw; /* the name of the element whose text comes, or NULL */
} HtmlScan;

void html_scan_init(HtmlScan *scan, const char *html, size_t length);
bool html_scan_next(HtmlScan *scan, HtmlPiece *piece);

/* Whether a name as it is written is `wanted`, which is in small letters. A look at the first
 * letter is enough for most. */
bool html_name_is(const char *name, size_t length, const char *wanted);
static inline bool html_name_may_be(const char *name, size_t length, const char *wanted)
{
  return length > 0 && (name[0] | 0x20) == wanted[0] && html_name_is(name, length, wanted);
}

/* Whether a tag has this name; `name` in small letters. */
static inline bool html_is(const HtmlPiece *piece, const char *name)
{
  return (piece->kind == HTML_START || piece->kind == HTML_END) &&
         html_name_may_be(piece->name, piece->name_length, name);
}

typedef struct HtmlAttribute {
  const char *name, *value; /* value NULL: none */
  size_t name_length, value_length;
} HtmlAttribute;

/* The attributes of a start tag: begin with *at = NULL. */
bool html_attribute(const HtmlPiece *piece, const char **at, HtmlAttribute *out);
static inline bool html_attribute_is(const HtmlAttribute *attribute, const char *name)
{
  return html_name_may_be(attribute->name, attribute->name_length, name);
}

/* Space as HTML has it: tab, newline, form feed, carriage return, space. */
static inline bool html_space(char c)
{
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

#endif
