/* page_mdx.h - MDX read as Markdown.
 *
 * MDX mixes Markdown with components that only its own program can run. What can
 * be read is kept: tags of components go, their children stay; import and export
 * statements, comments and string expressions are resolved. Lines keep their
 * numbers. Code blocks and code spans are left alone.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_PAGE_MDX_H
#define SENF_GENERATOR_MODEL_PAGE_PAGE_MDX_H

#include "common/arena.h"
#include "common/error.h"

/* The Markdown, in the arena; *length is updated. Warns, at the first use, of each
 * component and once of expressions that are shown as text. */
const char *page_mdx_read(Arena *arena, const char *text, size_t *length, const char *file,
                          int first_line, Warnings *warnings);

#endif
