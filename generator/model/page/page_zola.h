/* page_zola.h - Zola's shortcodes as those of shortcode.h.
 *
 *     {{ name(key="value", n=3) }}          {{< name key="value" n=3 >}}
 *     {% name() %} text {% end %}           {{% name %}} text {{% /name %}}
 *
 * Those between slash-star and star-slash lose these, and are text. Code blocks and code
 * spans are left alone but for that. Lines keep their numbers.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_PAGE_ZOLA_H
#define SENF_GENERATOR_MODEL_PAGE_PAGE_ZOLA_H

#include "common/arena.h"

#include <stddef.h>

/* The Markdown, in the arena; *length is updated. */
const char *page_zola_read(Arena *arena, const char *text, size_t *length);

#endif
