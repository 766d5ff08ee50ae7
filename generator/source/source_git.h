/* source_git.h - what the files that speak to libgit2 share.
 *
 * Trees are read as the bytes that git stores ("MODE SP NAME NUL ID", sorted): a
 * tree of thousands of entries is walked without an allocation.
 */
#ifndef SENF_GENERATOR_SOURCE_GIT_H
#define SENF_GENERATOR_SOURCE_GIT_H

#include "generator/source/git_library.h"

#include "common/error.h"

typedef struct SourceGitCursor {
  const unsigned char *next, *end;
  /* The entry that source_git_tree_next found; pointers into the tree. */
  unsigned mode;
  const char *name; /* NUL-ended; NULL behind the last */
  size_t name_length;
  const unsigned char *id; /* 20 bytes */
  bool damaged;
} SourceGitCursor;

static inline SourceGitCursor source_git_tree(const void *bytes, size_t length)
{
  const unsigned char *begin = (const unsigned char *)bytes;
  return (SourceGitCursor){.next = begin, .end = begin + length};
}
/* False behind the last entry, and when the tree is damaged. */
bool source_git_tree_next(SourceGitCursor *cursor);
/* Pass the entries that follow in both with the same bytes: source_git_tree_next finds those
 * behind them. */
void source_git_tree_skip_same(SourceGitCursor *a, SourceGitCursor *b);

/* "can't read WHAT ID: libgit2's last message"; always false. */
bool source_git_fail(Error **error, const char *what, const char *id);

/* --- source_git_open.c --------------------------------------------------------------------- */

git_repository *source_git_open_repository(const char *path, Error **error);
/* `path` names the repository in messages. */
git_commit *source_git_find_commit(git_repository *repository, const char *path, const char *rev,
                                   Error **error);
/* "site.git at main (1a2b3c4)"; g_free. */
char *source_git_describe(git_repository *repository, const char *path, const char *rev,
                          const char *commit);

#endif
