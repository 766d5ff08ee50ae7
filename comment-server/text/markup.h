/* markup.h - a reader's Markdown to safe HTML.
 *
 * CommonMark (plain cmark; no extensions), rendered by an allow-list over the
 * tree: p em strong code pre ul ol li blockquote a br hr. A link is kept when
 * its scheme is http, https or mailto, and gets rel="nofollow ugc noopener";
 * any other link is its text. A heading becomes a strong paragraph, an image a
 * link to it, raw HTML visible text. http and https URLs in plain text become
 * links. No class, id, style or event attribute can come out; the only
 * attributes are href, rel and start.
 *
 * The HTML is made once, when a comment is written, stored, and never parsed
 * again. The function is pure: same text, same bytes; any thread may call it.
 */
#ifndef SENF_COMMENT_SERVER_TEXT_MARKUP_H
#define SENF_COMMENT_SERVER_TEXT_MARKUP_H

#include <glib.h>
#include <stddef.h>

enum {
  MARKUP_INPUT_MAX = 8 * 1024,   /* bytes */
  MARKUP_OUTPUT_MAX = 64 * 1024, /* bytes */
  MARKUP_DEPTH_MAX = 16,         /* quotes, lists, emphasis within each other */
};

typedef enum MarkupStatus {
  MARKUP_OK,
  MARKUP_EMPTY,     /* nothing that a reader would see */
  MARKUP_TOO_LONG,  /* beyond MARKUP_INPUT_MAX */
  MARKUP_NOT_TEXT,  /* no UTF-8, or control characters other than tab and newlines */
  MARKUP_TOO_DEEP,  /* beyond MARKUP_DEPTH_MAX */
  MARKUP_TOO_LARGE, /* the HTML would be beyond MARKUP_OUTPUT_MAX */
} MarkupStatus;

/* Appends to `html`, which is unchanged unless MARKUP_OK. Line ends may be CRLF,
 * as browsers send them. */
MarkupStatus markup_render(const char *text, size_t length, GString *html);

/* "too-long" …: for the name of a string in i18n files and for messages. */
const char *markup_status_name(MarkupStatus status);

#endif
