/* check_html.h - where in an HTML text a value stands (internal).
 *
 * A small tokenizer over the text of a template, after the one of the HTML standard
 * (https://html.spec.whatwg.org/#tokenization) as far as a place needs it.
 */
#ifndef SENF_COMMON_TEMPLATE_CHECK_CHECK_HTML_H
#define SENF_COMMON_TEMPLATE_CHECK_CHECK_HTML_H

#include <stdbool.h>
#include <stddef.h>

typedef enum HtmlState {
  HTML_TEXT,
  HTML_OPEN, /* behind '<' */
  HTML_TAG,  /* its name */
  HTML_BEFORE_NAME,
  HTML_NAME, /* of an attribute */
  HTML_AFTER_NAME,
  HTML_BEFORE_VALUE,
  HTML_QUOTED, /* a value; `quote` says which */
  HTML_UNQUOTED,
  HTML_COMMENT,
  HTML_RAW, /* the text of a script or a style */
} HtmlState;

typedef struct Html {
  bool off; /* no HTML: nothing is followed */
  HtmlState state;
  char quote;
  bool closing;                /* the tag is an end tag */
  bool value_begun;            /* something of the attribute's value came */
  char tag[16], attribute[24]; /* in lower case, cut */
  char last[3];                /* of comments: the last characters */
  size_t matched;              /* of "</script" */
} Html;

typedef enum HtmlPlace {
  PLACE_TEXT, /* also quoted attributes in general */
  PLACE_UNQUOTED,
  PLACE_SCRIPT,
  PLACE_STYLE, /* an element or an attribute */
  PLACE_EVENT, /* onclick="…" */
  PLACE_URL,   /* the begin of an attribute that holds an address */
} HtmlPlace;

void html_feed(Html *html, const char *text, size_t length);
HtmlPlace html_place(const Html *html);
/* A value was printed here. */
void html_value(Html *html);

#endif
