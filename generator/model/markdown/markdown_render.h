/* markdown_render.h - cmark's tree to HTML: what the renderer's files share.
 *
 * renderer_walk enters and leaves each node below and including `root` without
 * recursion, so that depth costs no stack. Each kind of node has a handler in a
 * table: blocks in markdown_render.c, inlines in markdown_inline.c, tables and
 * footnotes in files of their own.
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_RENDER_H
#define SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_RENDER_H

#include "generator/model/markdown/code_block.h"
#include "generator/model/markdown/markdown.h"
#include "generator/model/markdown/markdown_html.h"
#include "generator/model/markdown/markdown_inserts.h"
#include "generator/model/markdown/markdown_parse.h"
#include "generator/model/markdown/slots.h"
#include "generator/model/markdown/typography.h"

#include <glib.h>

/* Counting goes on over adjacent texts, since cmark splits them at special
 * characters. */
typedef struct WordCount {
  int64_t words;
  bool inside; /* a word */
} WordCount;

typedef struct Renderer {
  GString *out;
  Arena *arena; /* for results */
  const MarkdownMarkup *markup;
  const MarkdownOptions *options;
  Warnings *warnings; /* or NULL */
  bool plain;
  size_t limit; /* of out */
  WordCount count;
  Inserts *inserts; /* or NULL */
  Typography typography;
  int quiet;      /* how deep in raw HTML that is code: no typography there */
  int depth;      /* of shortcodes in one another */
  Error *failure; /* of an insert: the walk stops */
  /* An excerpt for other pages: no ids, no fragments, no notes; and no raw HTML, no
   * code blocks and at most this many words if `most_words` is not 0. */
  bool excerpt;
  int64_t most_words;
  bool stops_at_more;
  bool stopped; /* the excerpt is full: leave what is open, enter nothing */

  const cmark_node *alt_of; /* the image whose text is being written as its alt */
  const cmark_node *boxed;  /* the paragraph that stands in a task's label */
  const cmark_node *figure; /* the paragraph that is one image with a caption */
  GArray *alerts;           /* of cmark_node *: quotes that are alerts and are open */
  int first_silent_image;   /* line of the first image without a text; 0: none */
  unsigned silent_images;
  /* The levels, as written, of the headings around this place; the page's title is above. */
  unsigned char outline[6];
  int outline_depth;
  const char *table_heading; /* id of the latest heading, or NULL */
  int table_column;
  bool table_body_open;
  unsigned note_number, note_linked;
  unsigned scope;   /* of the notes: 0 for the text, else the number of an inner text */
  unsigned *scopes; /* how many there are */
  int *shortcode_number;

  GHashTable *attributes; /* of nodes: cmark_node * -> NodeAttributes; NULL: there are none */
  GHashTable *ids;        /* of the headings: char * -> GUINT (next number) */
  GArray *headings;       /* of Heading */
  GArray *links;          /* of PageLink */
  GPtrArray *anchors;     /* of const char * */
  GArray *shortcodes;     /* of PageShortcode */
  bool has_code, has_extras;
  bool has_more; /* a <!--more--> was passed */
} Renderer;

/* False to leave the children out. */
typedef bool (*EnterNode)(Renderer *renderer, cmark_node *node);
typedef void (*LeaveNode)(Renderer *renderer, cmark_node *node);

typedef struct NodeHandler {
  EnterNode enter;
  LeaveNode leave;
} NodeHandler;

/* False when the output passed the limit; *line is where. */
bool renderer_walk(Renderer *renderer, cmark_node *root, int *line);

/* Handlers by the number of the kind, and those of the extensions; NULL for none. */
const NodeHandler *inline_handler(const cmark_node *node);
const NodeHandler *table_handler(const cmark_node *node);
const NodeHandler *footnote_handler(const cmark_node *node);

/* --- output --- */

static inline void put(Renderer *renderer, const char *markup)
{
  g_string_append(renderer->out, markup);
}
/* A new line, unless one has just begun. */
void put_line(Renderer *renderer);
void put_number(Renderer *renderer, int number);
/* Text and attribute values. The slots' control characters become U+FFFD. put_text writes
 * what marks stand for: in an attribute as text. */
void put_text(Renderer *renderer, const cmark_chunk *text);
void put_escaped(Renderer *renderer, const unsigned char *text, size_t length);
/* Text with its typography and inserts; `node` says what follows. (markdown_text.c) */
void put_words(Renderer *renderer, const cmark_node *node);
/* Whether a text is "https://example.org", in a link to just that. */
bool is_url(const cmark_node *text);
/* A block of text begins: its quotes are its own. */
void text_begin(Renderer *renderer);
void text_end(Renderer *renderer);
/* What was written as code, without marks; in the arena or itself. */
const char *code_text(const Renderer *renderer, const cmark_chunk *code, size_t *length);
/* What an insert became, with slots; it is made when it is first asked for.
 * (markdown_insert.c) */
void put_insert(Renderer *renderer, Insert *insert);
/* Nothing but inserts that are blocks. */
bool holds_only_inserts(const Renderer *renderer, const cmark_node *paragraph);
/* A block of code: pre and code. (markdown_code.c) */
void put_code(Renderer *renderer, const CodeOptions *options, const char *info, size_t info_length,
              const char *code, size_t length);
void put_code_node(Renderer *renderer, cmark_node *node);
/* A formula. */
void put_math(Renderer *renderer, const char *tex, size_t length, bool display, int line);

/* --- quotes that are alerts (markdown_alert.c) --- */

/* True when it is one: then its opening is written, and its mark taken off its text. */
bool alert_open(Renderer *renderer, cmark_node *quote);
bool alert_close(Renderer *renderer, const cmark_node *quote);

/* --- images (markdown_image.c) --- */

bool image_enter(Renderer *renderer, cmark_node *node);
void image_leave(Renderer *renderer, cmark_node *node);
/* The paragraph is one image with a title: a figure. */
bool is_figure(const Renderer *renderer, const cmark_node *paragraph);
/* One warning for all images without a text. */
void images_warn(Renderer *renderer);

/* A URL for href or src, not a slot. */
void put_href(Renderer *renderer, const unsigned char *url, size_t length);
/* A link's or image's target that may name a file of the site: the slot L or I, and a
 * PageLink at `line`. */
bool target_is_inside(const char *target, size_t length);
void put_inside(Renderer *renderer, char letter, const char *target, size_t length, int line);
/* The target of a link or image, whatever it is. */
void put_target(Renderer *renderer, const cmark_node *node, char letter);
void put_title(Renderer *renderer, const cmark_node *node);
/* The line of a node in its file. */
int line_of(const Renderer *renderer, const cmark_node *node);
/* Raw HTML (markdown_raw.c). */
void put_raw(Renderer *renderer, const cmark_chunk *html, int line);
/* 1 for a tag that opens an element in which text is code, -1 for one that closes it. */
int html_code_change(const cmark_chunk *tag);
/* An excerpt that is full ends with an ellipsis behind its last word. */
void put_ellipsis(Renderer *renderer);
/* A slot; its text may hold anything. */
void put_slot(Renderer *renderer, char letter, const unsigned char *text, size_t length);

/* An excerpt that is full stops before markup that would hold no word: true, and what
 * is open is closed. */
bool inline_stops(Renderer *renderer, const cmark_node *node);

/* --- notes (markdown_footnotes.c) --- */

/* The links back, once for each note; true when they were written now. */
bool footnotes_put_back(Renderer *renderer, const cmark_node *note);
void footnotes_end(Renderer *renderer);

/* --- headings (markdown_headings.c) --- */

/* Give each heading of the document its id (node->user_data, a string of the arena). */
void headings_name(Renderer *renderer, cmark_node *document);
/* By their places in the file. */
void headings_sort(GArray *headings);
/* The text of the heading that titles the document, or NULL. Unlinks it when the
 * options say so. */
const char *headings_title(Renderer *renderer, cmark_node *document);
/* The text of the inlines below a node without markup, in the arena. */
const char *node_text(const Renderer *renderer, const cmark_node *node);

/* --- words (markdown_words.c) --- */

/* How much of the text there is before word `most` + 1 begins. */
size_t words_count(WordCount *count, const unsigned char *text, size_t length, int64_t most);

/* --- summaries (markdown_summary.c) --- */

/* What stands above <!--more-->, else the first paragraphs. */
const char *summary_render(const Renderer *body, cmark_node *document);

bool is_more_comment(const cmark_chunk *html);
void pass_more(Renderer *renderer);

/* --- markdown_page.c --- */

/* The tree of a page that is written in HTML. */
cmark_node *markdown_page_tree(Arena *arena, const char *text, size_t length);

#endif
