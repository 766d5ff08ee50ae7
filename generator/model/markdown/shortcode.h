/* shortcode.h - Hugo's shortcodes: {{< name … >}} and {{% name %}}.
 *
 * A tag opens, closes ({{< /name >}}) or stands alone ({{< name />}}; an opening tag that
 * no tag closes stands alone too). Parameters are positional or named; values are bare
 * words, "quoted" with \" and \\, or `raw`. Bare true, false and whole numbers are no texts.
 *
 * In a page's HTML a shortcode is the S slot, which its template fills where the page is
 * shown (build/view_shortcode.c). Its fields:
 *   name, line, "1" if it stands within a line, "1" if there is an inner text, number on the
 *   page, for each parameter: kind (s, b, i), key ("" positional), value; then "" ;
 *   the inner text as it was written; the inner text as HTML (which holds slots).
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_SHORTCODE_H
#define SENF_GENERATOR_MODEL_MARKDOWN_SHORTCODE_H

#include "common/arena.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* How deep shortcodes may stand in one another, and how many a text may hold. */
#define SHORTCODE_DEPTH_MAX 16
#define SHORTCODES_MAX 10000

typedef enum ShortcodeKind {
  SHORTCODE_OPEN,
  SHORTCODE_CLOSE,
  SHORTCODE_ALONE,
} ShortcodeKind;

typedef struct ShortcodeParam {
  char kind;       /* 's' text, 'b' true or false, 'i' a whole number */
  const char *key; /* "" for a positional one */
  const char *value;
} ShortcodeParam;

typedef struct ShortcodeTag {
  ShortcodeKind kind;
  char delimiter; /* '<' or '%' */
  const char *name;
  const ShortcodeParam *params;
  size_t param_count;
  size_t length; /* of the whole tag */
} ShortcodeTag;

/* Whether a tag may begin here: "{{<" or "{{%". */
static inline bool shortcode_begins(const char *text, const char *end)
{
  return end - text >= 3 && text[0] == '{' && text[1] == '{' && (text[2] == '<' || text[2] == '%');
}

/* Read the tag that begins at `text`. False when it is none; *open says that it looks like
 * one which does not end. Strings are the arena's. */
bool shortcode_read(ShortcodeTag *tag, Arena *arena, const char *text, const char *end, bool *open);

/* An escaped one, whose inside stands between slash-star and star-slash: its length, and
 * the text that is meant. 0: it is none. */
size_t shortcode_escaped(Arena *arena, const char *text, const char *end, const char **meant);

typedef struct ShortcodeUse {
  const ShortcodeTag *tag;
  int line, number;
  bool is_inline, has_inner;
  const char *raw, *inner;
  size_t raw_length, inner_length;
} ShortcodeUse;

/* Append the S slot. */
void shortcode_put(GString *out, const ShortcodeUse *use);

#endif
