/* git_packs.h - files of a repository, straight from its packs.
 *
 * A full build reads every file once, and most of what libgit2 then does is zlib's work.
 * libdeflate does it in a third of the time, for it is given the whole of an object and the
 * room for all of it. What is not in a pack of the repository itself is libgit2's: loose
 * objects, those of an alternate, and any of which something looks wrong, so that errors
 * are told in one place.
 *
 * Formats: gitformat-pack(5), packs of version 2 with indexes of version 2.
 */
#ifndef SENF_GENERATOR_SOURCE_GIT_PACKS_H
#define SENF_GENERATOR_SOURCE_GIT_PACKS_H

#include <glib.h>
#include <stddef.h>

typedef struct GitPacks GitPacks;

/* The packs that are there now. `common`: the folder that holds `objects`. */
GitPacks *git_packs_open(const char *common);
void git_packs_free(GitPacks *packs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GitPacks, git_packs_free)

/* The bytes of a blob of at most `limit` bytes, with a NUL behind them (g_free), and their
 * number; NULL when it is not found. Any thread may call it. */
char *git_packs_read(const GitPacks *packs, const unsigned char id[20], size_t limit,
                     size_t *length);

#endif
