/* page_mdx_note.h - the components of MDX that are a box with a note in it.
 *
 *     <Callout type="warning" title="Mind the gap">     {{< note warning "Mind the gap" >}}
 *
 * Blogs call theirs Alert, AlertBox, Callout, Admonition or Aside, or by the kind: Note, Tip,
 * Warning. What they mean is our shortcode note.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_PAGE_MDX_NOTE_H
#define SENF_GENERATOR_MODEL_PAGE_PAGE_MDX_NOTE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define MDX_NOTE_END "{{< /note >}}"

/* Whether a component of this name is such a box. */
bool mdx_note_is(const char *name, size_t length);
/* Append the tag that opens the shortcode; the attributes stand between `at` and `end`. */
void mdx_note_put(GString *out, const char *name, size_t length, const char *at, const char *end);

#endif
