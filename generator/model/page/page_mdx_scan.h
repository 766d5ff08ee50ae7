/* page_mdx_scan.h - where the pieces of MDX end; JavaScript as far as its end is looked for. */
#ifndef SENF_GENERATOR_MODEL_PAGE_PAGE_MDX_SCAN_H
#define SENF_GENERATOR_MODEL_PAGE_PAGE_MDX_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* Behind the brace that closes the one at `begin`; NULL when there is none. */
const char *mdx_braces_end(const char *begin, const char *end);
/* Behind the '>' of a tag, whose name ends at `begin`; NULL when it has none. */
const char *mdx_tag_end(const char *begin, const char *end);
/* Of the name of a component or an element that begins at `text`; 0: none does. */
size_t mdx_name_length(const char *text, const char *end);

/* Behind the line's newline. */
const char *mdx_line_end(const char *line, const char *end);
bool mdx_is_blank(const char *line, const char *end);

#endif
