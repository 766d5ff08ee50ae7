/* cascades.h - what the _index.md files of a site hand down to the pages below (cascade.h).
 *
 * A build on the long way reads them all before it parses; one on the short way goes by the
 * record, and gives up when such a file changed what it hands down.
 */
#ifndef SENF_GENERATOR_BUILD_INPUT_CASCADES_H
#define SENF_GENERATOR_BUILD_INPUT_CASCADES_H

#include "generator/build/context.h"

/* Read them from the source into build->settings. */
bool cascades_read(Build *build, Error **error);
bool cascades_commit(Build *build, Error **error);

/* From the record; false when it has none that can be read. */
bool cascades_load(Build *build);
/* Whether a changed file hands down what the record says. */
bool cascades_unchanged(Build *build, const SourceFile *file);

#endif
