/* code_block.h - code with a language, numbered and marked lines.
 *
 * Behind the language stand options as Hugo and Zola write them:
 *
 *     ```go {linenos=true, hl_lines=[1,"3-5"], linenostart=10}
 *     ```js {1,3-5}
 *     ```rust,linenos,hl_lines=1 3-5
 *
 * Where code is to be highlighted, a body holds the H slot, which is filled where the page
 * is shown (build/highlight.h). Its fields: language, options, the code itself.
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_CODE_BLOCK_H
#define SENF_GENERATOR_MODEL_MARKDOWN_CODE_BLOCK_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum { CODE_RANGES_MAX = 64, CODE_LANGUAGE_MAX = 32 };

typedef struct CodeOptions {
  char language[CODE_LANGUAGE_MAX + 1]; /* "" when none is named, or the name is none */
  bool numbers;
  int first; /* number of the first line */
  struct {
    int from, to; /* from 1, of the block */
  } marked[CODE_RANGES_MAX];
  size_t marked_count;
} CodeOptions;

/* What stands behind the fence: the language, and the options. */
void code_options_read(CodeOptions *options, const char *info, size_t length);
/* Options alone, as {{< highlight >}} has them. */
void code_options_add(CodeOptions *options, const char *text, size_t length);
/* Whether lines are to be numbered or marked. */
bool code_has_lines(const CodeOptions *options);

/* Append the H slot. */
void code_slot(GString *out, const CodeOptions *options, const char *code, size_t length);
/* The other way. *code points into the text. */
bool code_slot_read(CodeOptions *options, const char *text, size_t length, const char **code,
                    size_t *code_length);

/* Append the lines of `html`, numbered and marked. No element reaches over a line's end. */
void code_lines(GString *out, const CodeOptions *options, const char *html, size_t length);

#endif
