/* markdown.h - an author's Markdown to HTML, by cmark-gfm and a renderer of ours.
 *
 * The tree is cmark-gfm's (tables, footnotes, task lists, strikethrough, autolinks,
 * not tagfilter: authors are trusted with HTML); the HTML is ours: heading ids,
 * anchors, footnote ids with a namespace, labelled task lists, slots for links into
 * the site (slots.h), scrollable tables, alerts, figures, typography, formulas, shortcodes.
 * With `plain` it is GFM and nothing of ours, byte for byte as the specification's
 * examples show.
 *
 * A typo must not hang a build: size, nesting and output are capped, with an error
 * that names the line. Thread safe (markdown_parse.c says how).
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_H
#define SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_H

#include "generator/model/page/page.h"

/* What a site may choose: settings of the group `markdown` and `links`. */
typedef struct MarkdownFeatures {
  bool smart, emoji, math, highlight;
  bool strict;              /* broken and unknown shortcodes are errors */
  const char *external_rel; /* of links to other sites; "" none */
  bool external_tab;        /* they open in a tab of their own */
  const char *origin;       /* base_url: what begins so is no other site; NULL: none */
} MarkdownFeatures;

typedef struct MarkdownOptions {
  bool plain;
  bool html; /* the text is HTML already; shortcodes and links in it are ours all the same */
  MarkdownFeatures features;
  const char *lang;      /* of the text, for its typography; NULL: English */
  const char *file;      /* for messages */
  int first_line;        /* of the text in the file */
  int64_t summary_words; /* 0: no summary without <!--more--> */
  bool take_title;       /* the heading that gives the title is left out of the body */
  const char *title;     /* of the page, or NULL: a level 1 heading that begins the text and
                            says the same is left out too */
} MarkdownOptions;

typedef struct Markdown {
  const char *html; /* with slots unless plain */
  size_t html_length;
  const char *summary; /* up to <!--more-->, else the first paragraphs; with slots */
  bool has_more;       /* a <!--more--> stood there */
  const char *title;   /* plain text of the first level 1 heading, else of a heading that the
                          text begins with, or NULL */
  const Heading *headings;
  size_t heading_count;
  const PageLink *links;
  size_t link_count;
  const char *const *anchors; /* ids beside those of the headings, NULL-ended */
  const PageShortcode *shortcodes;
  size_t shortcode_count;
  bool has_code;   /* highlighted, numbered or marked */
  bool has_extras; /* alerts, figures, formulas, shortcodes: they have a style of their own */
  int64_t words;
} Markdown;

/* The text is UTF-8 (text_check_utf8). */
bool markdown_render(Markdown *out, Arena *arena, const char *text, size_t length,
                     const MarkdownOptions *options, Warnings *warnings, Error **error);

#endif
