/* archetype.h - files that a new site or a new post starts from.
 *
 * They are templates with a few variables, in themes/senf/archetypes (or in the
 * site's own archetypes/), so that what an author reads stands there and not here.
 */
#ifndef SENF_GENERATOR_ARCHETYPE_H
#define SENF_GENERATOR_ARCHETYPE_H

#include "common/error.h"

#include <stddef.h>

/* A name and its text; both outlive the call. */
typedef struct ArchetypeText {
  const char *name, *text;
} ArchetypeText;

/* The path of "site/senf.yaml" among the program's own archetypes; g_free. Fails
 * when the program's data is not where it should be. */
char *archetype_find(const char *name, Error **error);

/* The file at `path`, rendered; g_free. */
char *archetype_render(const char *path, const ArchetypeText *texts, size_t count, Error **error);

/* Write a file that must not exist yet, and the folders above it. */
bool archetype_write(const char *path, const char *text, int mode, Error **error);

#endif
