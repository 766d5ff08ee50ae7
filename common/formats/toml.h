/* toml.h - TOML 1.0, into the tree that YAML and JSON give too.
 *
 * Whole numbers are 64 bits, hexadecimal and other notations included; inf and nan are
 * floats. Dates and times stay strings that are not quoted, as in YAML, once they were
 * checked (tree_datetime reads them). What no tree can hold is an error: a NUL in a
 * text, a number beyond 64 bits, nesting beyond 64 levels.
 * Source: https://toml.io/en/v1.0.0; the reference of the tests is Python's tomllib.
 */
#ifndef SENF_COMMON_FORMATS_TOML_H
#define SENF_COMMON_FORMATS_TOML_H

#include "common/formats/tree.h"

/* `text` is part of a file that starts at `first_line` (1 for a whole file);
 * document->file and source must be set for the messages. Fills document->root, a
 * TREE_MAP; an empty text is one without keys. `limit` caps the text, in bytes. */
bool toml_parse(Arena *arena, const char *text, size_t length, int first_line, size_t limit,
                TreeDocument *document, Error **error);

#endif
