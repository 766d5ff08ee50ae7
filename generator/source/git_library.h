/* git_library.h - libgit2's functions, from a library that is loaded when it is needed.
 *
 * Include this in place of <git2.h>. git_library_load comes before the first call; after
 * it the functions are called by their own names.
 */
#ifndef SENF_GENERATOR_SOURCE_GIT_LIBRARY_H
#define SENF_GENERATOR_SOURCE_GIT_LIBRARY_H

#include "common/system/library.h"

#include <git2.h>

/* clang-format off */
#define GIT_FUNCTIONS(X)                                                                           \
  X(git_commit_free) X(git_commit_id) X(git_commit_tree_id) X(git_error_last) X(git_libgit2_init)  \
  X(git_libgit2_opts) X(git_libgit2_shutdown) X(git_mailmap_free) X(git_mailmap_from_buffer)       \
  X(git_mailmap_resolve) X(git_object_free) X(git_object_peel) X(git_object_type)                  \
  X(git_object_type2string) X(git_odb_free) X(git_odb_object_data) X(git_odb_object_dup)           \
  X(git_odb_object_free) X(git_odb_object_id) X(git_odb_object_size) X(git_odb_object_type)        \
  X(git_odb_read) X(git_odb_read_header) X(git_oid_cmp) X(git_oid_equal) X(git_oid_fromraw)        \
  X(git_oid_fromstr) X(git_oid_fromstrn) X(git_oid_tostr) X(git_reference_free)                    \
  X(git_reference_is_branch) X(git_reference_list) X(git_reference_lookup)                         \
  X(git_reference_shorthand) X(git_reference_symbolic_target) X(git_repository_commondir)          \
  X(git_repository_free) X(git_repository_head) X(git_repository_head_unborn)                      \
  X(git_repository_is_bare) X(git_repository_odb) X(git_repository_open) X(git_revparse_single)    \
  X(git_strarray_dispose)

typedef struct GitLibrary {
  GIT_FUNCTIONS(LIBRARY_MEMBER)
} GitLibrary;
/* clang-format on */

/* Any thread may call it, and again. Starts libgit2 too. */
bool git_library_load(Error **error);

const GitLibrary *git_library(void);

/* The file that fills the table needs the plain names. */
#ifndef GIT_LIBRARY_PLAIN
#define git_commit_free (git_library()->git_commit_free)
#define git_commit_id (git_library()->git_commit_id)
#define git_commit_tree_id (git_library()->git_commit_tree_id)
#define git_error_last (git_library()->git_error_last)
#define git_libgit2_init (git_library()->git_libgit2_init)
#define git_libgit2_opts (git_library()->git_libgit2_opts)
#define git_libgit2_shutdown (git_library()->git_libgit2_shutdown)
#define git_mailmap_free (git_library()->git_mailmap_free)
#define git_mailmap_from_buffer (git_library()->git_mailmap_from_buffer)
#define git_mailmap_resolve (git_library()->git_mailmap_resolve)
#define git_object_free (git_library()->git_object_free)
#define git_object_peel (git_library()->git_object_peel)
#define git_object_type (git_library()->git_object_type)
#define git_object_type2string (git_library()->git_object_type2string)
#define git_odb_free (git_library()->git_odb_free)
#define git_odb_object_data (git_library()->git_odb_object_data)
#define git_odb_object_dup (git_library()->git_odb_object_dup)
#define git_odb_object_free (git_library()->git_odb_object_free)
#define git_odb_object_id (git_library()->git_odb_object_id)
#define git_odb_object_size (git_library()->git_odb_object_size)
#define git_odb_object_type (git_library()->git_odb_object_type)
#define git_odb_read (git_library()->git_odb_read)
#define git_odb_read_header (git_library()->git_odb_read_header)
#define git_oid_cmp (git_library()->git_oid_cmp)
#define git_oid_equal (git_library()->git_oid_equal)
#define git_oid_fromraw (git_library()->git_oid_fromraw)
#define git_oid_fromstr (git_library()->git_oid_fromstr)
#define git_oid_fromstrn (git_library()->git_oid_fromstrn)
#define git_oid_tostr (git_library()->git_oid_tostr)
#define git_reference_free (git_library()->git_reference_free)
#define git_reference_is_branch (git_library()->git_reference_is_branch)
#define git_reference_list (git_library()->git_reference_list)
#define git_reference_lookup (git_library()->git_reference_lookup)
#define git_reference_shorthand (git_library()->git_reference_shorthand)
#define git_reference_symbolic_target (git_library()->git_reference_symbolic_target)
#define git_repository_commondir (git_library()->git_repository_commondir)
#define git_repository_free (git_library()->git_repository_free)
#define git_repository_head (git_library()->git_repository_head)
#define git_repository_head_unborn (git_library()->git_repository_head_unborn)
#define git_repository_is_bare (git_library()->git_repository_is_bare)
#define git_repository_odb (git_library()->git_repository_odb)
#define git_repository_open (git_library()->git_repository_open)
#define git_revparse_single (git_library()->git_revparse_single)
#define git_strarray_dispose (git_library()->git_strarray_dispose)
#endif

#endif
