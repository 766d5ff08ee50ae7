/* slots.h - places in a page's HTML that depend on where it is shown.
 *
 * A slot is SLOT_BEGIN, one letter, a text, SLOT_END: control characters that no
 * HTML may hold (markdown_render turns them in the input into U+FFFD).
 *
 *   L target   href of a link, as the author wrote it, when it may name a file of the
 *   I target   site; src of an image, likewise. Absolute URLs, "mailto:" and
 *              "#fragment" are no slots. The text is not escaped.
 *   N          a prefix for ids and fragments of the body itself (headings,
 *              footnotes), so that several posts can share a page: "" on its own page.
 */
#ifndef SENF_GENERATOR_MODEL_SLOTS_H
#define SENF_GENERATOR_MODEL_SLOTS_H

#include <glib.h>
#include <stddef.h>

#define SLOT_BEGIN '\x01'
#define SLOT_END '\x02'

/* Append the HTML with each slot filled by `fill`, which appends what stands there
 * (escaped for a double-quoted attribute). */
typedef void (*SlotFill)(void *data, char letter, const char *text, size_t length, GString *out);
void slots_fill(const char *html, size_t length, SlotFill fill, void *data, GString *out);

#endif
