/* render.h - cmark's tree to HTML, by an allow-list. For markup.c. */
#ifndef SENF_COMMENT_SERVER_TEXT_RENDER_H
#define SENF_COMMENT_SERVER_TEXT_RENDER_H

#include <cmark.h>
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Appends to `out` until it holds more than `limit` bytes; false then. *visible
 * becomes true when there is anything that a reader would see. */
bool render_tree(cmark_node *document, size_t limit, GString *out, bool *visible);

#endif
