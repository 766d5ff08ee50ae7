/* bodies.h - the HTML of all pages, in one file beside build.db.
 *
 * Bodies are large and are needed one at a time, so they live neither in memory nor
 * in build.db: the file `bodies` of the state folder only grows during a build, and
 * build.db remembers where each page's body stands. When more of the file is idle than
 * used, the bodies move into a new one (bodies_compact.c). It is a cache: a body that
 * can't be read back (a crash lost it, the file is gone) is parsed again from the
 * source. bodies_read checks the digest, so a damaged file never reaches a page.
 *
 * First any number of threads append, then bodies_flush, then any number of threads read.
 */
#ifndef SENF_GENERATOR_BUILD_RECORD_BODIES_H
#define SENF_GENERATOR_BUILD_RECORD_BODIES_H

#include "common/arena.h"
#include "common/digest.h"
#include "common/error.h"

typedef struct Bodies Bodies;

typedef enum BodiesMode {
  BODIES_GROW,
  BODIES_FRESH, /* forget what is there */
  BODIES_READ,  /* the file stays as it is; what is appended stays in memory */
} BodiesMode;
Bodies *bodies_open(const char *path, BodiesMode mode, Error **error);
void bodies_close(Bodies *bodies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Bodies, bodies_close)

bool bodies_append(Bodies *bodies, const char *html, size_t length, uint64_t *offset,
                   Error **error);
/* Write what is pending; no other thread appends meanwhile. */
bool bodies_flush(Bodies *bodies, Error **error);
/* NULL when the bytes at `offset` are not what `digest` says. */
const char *bodies_read(Bodies *bodies, uint64_t offset, size_t length, Digest digest,
                        Arena *arena);
/* Bytes in the file, to decide when it holds too much that nobody needs. */
uint64_t bodies_size(const Bodies *bodies);

#endif
