/* highlight.h - code in colours, by Pygments, a program that runs beside a build.
 *
 * It is started when the first piece of code is met that is not in the cache, at most once a
 * build: the cache in the state folder (highlight.db) knows what each piece became under
 * which version, so that most builds never start it. Which version there is, is known
 * without starting it as long as the files and folders that it came from look the same.
 *
 * The version is an input of the pages that show code (the fact `highlighter: version`):
 * without Pygments it is "", and code is shown as it is. Any thread may ask.
 *
 * SENF_PYTHON names another Python than /usr/bin/python3 or the first one of PATH.
 */
#ifndef SENF_GENERATOR_BUILD_INPUT_HIGHLIGHT_H
#define SENF_GENERATOR_BUILD_INPUT_HIGHLIGHT_H

#include "common/error.h"

#include <glib.h>

typedef struct Highlighter Highlighter;

/* Opens nothing yet. With `writable` false the cache is only read. */
Highlighter *highlighter_new(const char *state, bool writable);
/* Keeps what is new. NULL is fine. */
void highlighter_free(Highlighter *highlighter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Highlighter, highlighter_free)

/* "2.14.0"; "" when there is none; another text once it failed in this build. Lives as long
 * as the highlighter. */
const char *highlighter_version(Highlighter *highlighter);

/* Whether anybody asked for the version. */
bool highlighter_is_known(Highlighter *highlighter);

/* Append the code as HTML. False: in this language, or at all, it can't; nothing is appended. */
bool highlighter_code(Highlighter *highlighter, const char *language, const char *code,
                      size_t length, GString *out);

/* Why it gave up, once; NULL: it did not. */
const char *highlighter_failure(const Highlighter *highlighter);

#endif
