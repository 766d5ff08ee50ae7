/* markdown_parse.h - Markdown to cmark-gfm's tree, with caps.
 *
 * The tree lives in the arena, which takes over all of cmark's allocations: there
 * is nothing to free, and what a tree may take is bounded. cmark-gfm has no caps
 * of its own in this version: 10 KB of table can make 28 MB of cells, and reference
 * links copy their target as often as they are used.
 *
 * The renderer reads the nodes' members, which <cmark-gfm/node.h> declares: the
 * accessors copy every text that they hand out.
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_PARSE_H
#define SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_PARSE_H

#include "common/arena.h"
#include "common/error.h"

#include <cmark-gfm/node.h>

/* The extensions' library exports these; Debian does not install its header. */
extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW, CMARK_NODE_TABLE_CELL,
    CMARK_NODE_STRIKETHROUGH;

/* Beyond these a text is refused. */
#define MARKDOWN_LENGTH_MAX ((size_t)8 << 20)
#define MARKDOWN_DEPTH_MAX 64

/* NULL with an error that names `file` and, where it is known, the line, counted
 * from `first_line`. Thread safe. */
cmark_node *markdown_parse(Arena *arena, const char *text, size_t length, const char *file,
                           int first_line, Error **error);

#endif
