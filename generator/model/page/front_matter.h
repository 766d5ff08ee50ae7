/* front_matter.h - where the front matter of a file is, and what kind.
 *
 * YAML between "---" lines, TOML between "+++" lines, or a JSON object, at the very
 * beginning of the file (a byte order mark is passed over).
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_FRONT_MATTER_H
#define SENF_GENERATOR_MODEL_PAGE_FRONT_MATTER_H

#include "common/formats/tree.h"

typedef struct FrontMatter {
  TreeDocument document; /* root is a TREE_MAP, or TREE_NULL when there is none */
  size_t body_offset;    /* where the Markdown begins in the text */
  int body_line;         /* its line, from 1 */
} FrontMatter;

bool front_matter_read(FrontMatter *out, Arena *arena, const char *file, const char *text,
                       size_t length, Error **error);

#endif
