/* source.h - names and bytes of a site, from a git commit or from a folder.
 *
 *     Source *source = source_open_git("site.git", "main", &error);
 *     for each i: source_file(source, i)->path, ->id      sorted by path in byte order
 *     text = source_read(source, file, limit, &length, &error);
 *
 * Nothing is checked out. Paths are clean (common/paths.h); names that are not
 * (control characters, no UTF-8) are left out with a warning. A symbolic link is
 * followed when it stays inside the site and names a file there; the entry then
 * has the id and size of what it names; else it is left out with a warning, which
 * says where it leads. An LFS pointer is listed as what it is, with a warning.
 * `.git`, `.senf` and the names in `skip` (relative folders: the output, the
 * state) are not entered.
 *
 * source_read may be called by several threads at once. Everything else belongs
 * to the thread that opened the source. Files beyond `limit` fail as ERROR_SITE.
 */
#ifndef SENF_GENERATOR_SOURCE_SOURCE_H
#define SENF_GENERATOR_SOURCE_SOURCE_H

#include "common/error.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Source Source;

typedef struct SourceFile {
  const char *path; /* lives as long as the source */
  uint64_t size;    /* bytes; 0 when the source does not know it without reading (git) */
  /* Names the content: the git blob id of the bytes, for folders too, so that the
   * same site has the same ids either way. 20 bytes. */
  unsigned char id[20];
} SourceFile;

/* A commit of a repository (bare or not). `rev` is anything that git understands
 * ("main", "HEAD~2", an id); NULL: HEAD. Errors say what a user can do: no
 * repository there, no commits yet, no such branch (with the nearest and the list
 * of branches), owned by another user. */
Source *source_open_git(const char *repository, const char *rev, const char *const *skip,
                        Warnings *warnings, Error **error);

/* The files as they are. `stamps` (or NULL: none are kept) is what an earlier run knows, so
 * that unchanged files are not read again: see source_stamps below. They belong to the
 * source from now on, also when it can't be opened. */
typedef struct SourceStamps SourceStamps;
Source *source_open_folder(const char *folder, const char *const *skip, SourceStamps *stamps,
                           Warnings *warnings, Error **error);

/* The folder as `stamps` say, but for `paths` (of char *, relative to it), which are looked
 * at: for somebody who watches it, and knows that nothing else changed. Symbolic links have
 * no stamps, so that there were none is known too. NULL without an error: that is not enough,
 * it has to be looked at as a whole. The stamps are its own from now on, either way. */
Source *source_open_watched(const char *folder, const char *const *skip, SourceStamps *stamps,
                            const GPtrArray *paths, Warnings *warnings, Error **error);

/* The same without the list of files, which grows with the site: it holds `.mailmap` and
 * what source_git_add says. */
Source *source_open_git_bare(const char *repository, const char *rev, Error **error);
void source_git_add(Source *source, const char *path, const unsigned char id[20]);

/* Whether symbolic links were followed: one file's bytes then stand at several paths. */
bool source_has_links(const Source *source);

void source_free(Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)

size_t source_count(Source *source);
const SourceFile *source_file(Source *source, size_t index);
/* NULL when there is none. */
const SourceFile *source_find(Source *source, const char *path);

/* The bytes, with a NUL behind them that `length` does not count; g_free them. */
char *source_read(Source *source, const SourceFile *file, size_t limit, size_t *length,
                  Error **error);

/* The commit as 40 hexadecimal digits; NULL for a folder. */
const char *source_commit(Source *source);
/* How messages name the source: "site.git at main (1a2b3c4)" or the folder. */
const char *source_name(Source *source);
/* libgit2's repository for the history walk; NULL for a folder. */
struct git_repository;
struct git_repository *source_repository(Source *source);

/* Find the repository that `path` is in or is (".git" folder of a work tree, or a
 * bare one); NULL without an error when it is none. Cheap: no libgit2. g_free. */
char *source_discover(const char *path);

/* Whether `path` looks as if it were a repository, or had one, that can't be read: parts are
 * missing, a ".git" file leads nowhere, or the permission lacks. */
bool source_is_broken_repository(const char *path);

/* Whether the file of packed refs in a git folder holds what git never writes. */
bool source_packed_refs_are_damaged(const char *git_dir);

/* The commit that `rev` (NULL: HEAD) names, read from the refs alone (loose and
 * packed) in microseconds and without libgit2; NULL when that needs more (an
 * expression such as HEAD~2, a worktree's indirection). g_free. */
char *source_quick_commit(const char *repository, const char *rev);

/* What a folder's files looked like: size, mtime, inode and the id of each. A
 * stamp younger than the file system's clock can tell apart is not trusted
 * ("racily clean", as in git): such a file is read again, and compared by its id. Kept by the
 * caller between runs, as bytes of all files and of those that changed since these were written.
 * NULL bytes: none. */
SourceStamps *source_stamps_new(const void *bytes, size_t length, const void *changes,
                                size_t changes_length);
void source_stamps_free(SourceStamps *stamps);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SourceStamps, source_stamps_free)
/* Of an open folder: the files that are new or hold something else than the stamps said, of
 * SourceFile *, in no order; g_ptr_array_unref. NULL when some are gone. */
GPtrArray *source_stamps_changed(Source *source);
/* Whether the stamps are others than those that it was opened with. */
bool source_stamps_are_fresh(const Source *source);
/* Those of a folder, as they are now; source_stamps_free. The source is only freed after it. */
SourceStamps *source_stamps_take(Source *source);
/* The bytes of all files, or of those that changed since the former were written: NULL when
 * these are more than `limit`, or files are gone. g_byte_array_unref. */
GByteArray *source_stamps_save(Source *source);
GByteArray *source_stamps_save_changes(Source *source, size_t limit);

#endif
