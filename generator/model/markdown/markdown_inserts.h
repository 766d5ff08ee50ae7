/* markdown_inserts.h - what stands in Markdown and is no Markdown: shortcodes, formulas.
 *
 * They are found before cmark sees the text, because it would take them apart: each
 * becomes a mark, a few characters for private use that no author writes. Where the
 * renderer meets a mark it writes what the insert became; in code, where a mark was not
 * meant, it writes what the author wrote. Marks also stand for characters that a `\`
 * protects from typography.
 *
 * Fences, code spans, comments, <script>, <pre> and the like are passed over; formulas
 * and escapes also in tags and in link targets.
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_INSERTS_H
#define SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_INSERTS_H

#include "generator/model/markdown/shortcode.h"

#include "common/error.h"

/* U+10FFFC number U+10FFFD; and U+10FFF0 … for the escapes. */
#define MARK_LEAD "\xF4\x8F\xBF"
#define MARK_LENGTH 4

typedef enum InsertKind {
  INSERT_LITERAL, /* an escaped shortcode: text */
  INSERT_SHORTCODE,
  INSERT_MATH,         /* within a line */
  INSERT_MATH_DISPLAY, /* a block of its own */
} InsertKind;

typedef struct Insert {
  InsertKind kind;
  const char *source; /* as it was written */
  size_t length;
  const char *text; /* literal: what is meant; math: without dollars; a shortcode's inner text */
  size_t text_length;
  int line; /* in the file */
  int inner_line;
  ShortcodeTag tag;
  bool paired;      /* there is an inner text */
  bool is_inline;   /* no line of its own */
  const char *html; /* with slots; NULL until the renderer first meets it */
  size_t html_length;
} Insert;

typedef struct Inserts {
  Insert *items;
  size_t count;
  /* How many lines the marks took: behind line `line` of the marked text there are `less`
   * fewer than in the file. */
  struct InsertLines {
    int line, less;
  } * lines;
  size_t line_count;
} Inserts;

typedef struct InsertOptions {
  const char *file;
  int first_line;
  bool math;
  bool strict; /* a broken shortcode is an error, else a warning */
} InsertOptions;

/* The text with marks, in the arena; *length is updated. NULL with an error for shortcodes
 * that are closed but were not opened, or too many. */
const char *inserts_find(Inserts *inserts, Arena *arena, const char *text, size_t *length,
                         const InsertOptions *options, Warnings *warnings, Error **error);

/* The line in the file of line `line` (from 1) of the marked text. */
int inserts_line(const Inserts *inserts, int first_line, int line);

typedef struct Mark {
  size_t length;        /* of the mark */
  const Insert *insert; /* or NULL: an escape */
  const char *text;     /* what is meant, and what was written */
  const char *source;
} Mark;

/* Read the mark that begins at `text`; false when there is none. */
bool mark_read(Mark *mark, const Inserts *inserts, const unsigned char *text, size_t length);

/* The text without marks, in the arena or itself: what was meant, or what was written. */
const char *marks_remove(const Inserts *inserts, Arena *arena, const char *text, size_t *length,
                         bool as_written);

#endif
