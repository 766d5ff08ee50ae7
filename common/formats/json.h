/* json.h - JSON as jansson reads it, into the tree that YAML gives too.
 *
 * Values and keys carry their places, as in YAML. Duplicate keys are refused.
 */
#ifndef SENF_COMMON_FORMATS_JSON_H
#define SENF_COMMON_FORMATS_JSON_H

#include "common/formats/tree.h"

bool json_parse(Arena *arena, const char *text, size_t length, TreeDocument *document,
                Error **error);

#endif
