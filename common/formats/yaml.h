/* yaml.h - YAML 1.1 as libyaml reads it, into a tree with places.
 *
 * Scalars are typed by the rules of YAML 1.2's core schema, and "yes", "no",
 * "on", "off" stay strings. Dates stay strings (tree_datetime reads them).
 * Aliases are refused, as are duplicate keys, keys that are no scalars,
 * nesting beyond 64 and more than one document; libyaml is quadratic there.
 */
#ifndef SENF_COMMON_FORMATS_YAML_H
#define SENF_COMMON_FORMATS_YAML_H

#include "common/formats/tree.h"

/* `text` is part of a file that starts at `first_line` (1 for a whole file);
 * document->file and source must be set for the messages. Fills document->root.
 * `limit` caps the text: 64 KiB for front matter. */
bool yaml_parse(Arena *arena, const char *text, size_t length, int first_line, size_t limit,
                TreeDocument *document, Error **error);

#endif
