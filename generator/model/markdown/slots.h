/* slots.h - places in a page's HTML that depend on where it is shown.
 *
 * A slot is SLOT_BEGIN, one letter, a text, SLOT_END: control characters that no
 * HTML may hold (markdown_render turns them in the input into U+FFFD). The text of an S
 * slot holds other slots; the others hold none.
 *
 *   L target   href of a link, as the author wrote it, when it may name a file of the
 *   I target   site; src of an image, likewise. Absolute URLs, "mailto:" and
 *              "#fragment" are no slots. The text is not escaped.
 *   D target   behind an image's attributes: width and height of that file.
 *   W 300x target   the same, where the author said one of them ("x200": the height).
 *   N          a prefix for ids and fragments of the body itself (headings,
 *              footnotes), so that several posts can share a page: "" on its own page.
 *   T key      a string of the theme's string files, as text.
 *   H fields   code that is to be highlighted (code_block.h).
 *   S fields   a shortcode (shortcode.h).
 *
 * Fields are texts behind one another, each with its length: "5:hello".
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_SLOTS_H
#define SENF_GENERATOR_MODEL_MARKDOWN_SLOTS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define SLOT_BEGIN '\x01'
#define SLOT_END '\x02'

/* Append the HTML with each slot filled by `fill`, which appends what stands there
 * (escaped for a double-quoted attribute). */
typedef void (*SlotFill)(void *data, char letter, const char *text, size_t length, GString *out);
void slots_fill(const char *html, size_t length, SlotFill fill, void *data, GString *out);

void slot_field_add(GString *out, const char *text, size_t length);
/* The next field; *at moves behind it. False at the end, or when what stands there is
 * none. */
bool slot_field_next(const char **at, const char *end, const char **text, size_t *length);
/* The same as a copy; NULL. g_free it. */
char *slot_field_take(const char **at, const char *end);

/* Width and height in pixels; 0: not said. */
typedef struct SlotSize {
  unsigned width, height;
} SlotSize;

/* The text of a W slot; *target goes on to its end. */
SlotSize slot_size_read(const char *text, size_t length, const char **target);
/* What is not said becomes what a file of this width and height has at the other. */
void slot_size_scale(SlotSize *size, int width, int height);
/* As attributes of an image: what is said. */
void slot_size_put(GString *out, const SlotSize *size);

#endif
