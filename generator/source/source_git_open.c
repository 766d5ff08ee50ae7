/* Opening a repository and a revision, with errors that say what a user can do. */
#include "generator/source/source.h"
#include "generator/source/source_git.h"

#include "common/files.h"
#include "common/suggest.h"

#include <glib.h>
#include <string.h>

/* How many branches a message lists. */
#define BRANCHES_SHOWN 12

/* --- the repository -------------------------------------------------------------------------------- */

static void fail_not_owned(const char *path, Error **error)
{
  g_autofree char *full = g_canonicalize_filename(path, NULL);
  error_set(error, ERROR_MACHINE,
            "the repository '%s' belongs to another user, so git does not trust it", path);
  error_hint(error,
             "run as its owner, or say that you trust it: "
             "git config --global --add safe.directory %s",
             full);
}

static void fail_open(const char *path, int code, Error **error)
{
  const git_error *last = git_error_last();
  const char *message = last && last->message ? last->message : "unknown reason";
  if (!dir_exists(path)) {
    error_set(error, ERROR_USAGE, "there is no folder '%s'", path);
  } else if (code == GIT_EOWNER || strstr(message, "safe.directory")) {
    fail_not_owned(path, error);
  } else if (strstr(message, "objectformat")) {
    error_set(error, ERROR_SITE, "the repository '%s' uses SHA-256, which is not supported", path);
    error_hint(error, "use one with SHA-1 (git init --object-format=sha1), "
                      "or build its files with --worktree");
  } else if (code == GIT_ENOTFOUND) {
    error_set(error, ERROR_USAGE, "'%s' is no git repository", path);
    error_hint(error, "build its files with --worktree, or make it a repository: git -C %s init",
               path);
  } else {
    error_set(error, ERROR_MACHINE, "can't open the repository '%s': %s", path, message);
    error_hint(error, "see what git says: git -C %s status; all in it must be readable", path);
  }
}

git_repository *source_git_open_repository(const char *path, Error **error)
{
  git_repository *repository = NULL;
  int code = git_repository_open(&repository, path);
  if (code == 0)
    return repository;
  fail_open(path, code, error);
  return NULL;
}

/* --- the revision ---------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of local branches, or of tags; sorted, NULL-ended. */
static char **list_refs(git_repository *repository, const char *prefix)
{
  GPtrArray *names = g_ptr_array_new();
  git_strarray refs = {0};
  if (git_reference_list(&refs, repository) == 0)
    for (size_t i = 0; i < refs.count; i++)
      if (g_str_has_prefix(refs.strings[i], prefix))
        g_ptr_array_add(names, g_strdup(refs.strings[i] + strlen(prefix)));
  git_strarray_dispose(&refs);
  g_ptr_array_sort(names, compare_names);
  g_ptr_array_add(names, NULL);
  return (char **)g_ptr_array_free(names, FALSE);
}

static char *join_some(char **names)
{
  GString *out = g_string_new(NULL);
  guint count = g_strv_length(names);
  for (guint i = 0; i < count && i < BRANCHES_SHOWN; i++)
    g_string_append_printf(out, "%s%s", i ? ", " : "", names[i]);
  if (count > BRANCHES_SHOWN)
    g_string_append_printf(out, " and %u more", count - BRANCHES_SHOWN);
  return g_string_free(out, FALSE);
}

/* libgit2 sees no refs at all then. */
static bool fail_packed_refs(const char *path, Error **error)
{
  g_autofree char *git_dir = source_discover(path);
  if (!git_dir || !source_packed_refs_are_damaged(git_dir))
    return false;
  error_set(error, ERROR_SITE, "'%s/packed-refs', which names branches and tags, is damaged",
            git_dir);
  error_hint(error, "see what git says: git -C %s fsck; or put the file back from a backup", path);
  return true;
}

/* HEAD names a branch that no commit was made on. */
static void fail_unborn(git_repository *repository, const char *path, Error **error)
{
  if (fail_packed_refs(path, error))
    return;
  g_auto(GStrv) branches = list_refs(repository, "refs/heads/");
  git_reference *head = NULL;
  const char *target = NULL;
  if (git_reference_lookup(&head, repository, "HEAD") == 0)
    target = git_reference_symbolic_target(head);
  const char *branch =
      target && g_str_has_prefix(target, "refs/heads/") ? target + strlen("refs/heads/") : "main";
  if (branches[0]) {
    g_autofree char *all = join_some(branches);
    error_set(error, ERROR_SITE, "HEAD of '%s' names the branch '%s', which does not exist", path,
              branch);
    error_hint(error,
               "its branches are: %s; choose one with --rev, or for good: "
               "git -C %s symbolic-ref HEAD refs/heads/%s",
               all, path, branches[0]);
  } else if (git_repository_is_bare(repository)) {
    error_set(error, ERROR_SITE, "the repository '%s' has no commits yet", path);
    error_hint(error, "push to it: git push %s HEAD:%s", path, branch);
  } else {
    error_set(error, ERROR_SITE, "the repository '%s' has no commits yet", path);
    error_hint(error, "make one: git add . && git commit -m 'first post'; "
                      "or build the files as they are with --worktree");
  }
  git_reference_free(head);
}

/* A ref whose object is not there. */
static bool fail_missing(const char *path, const char *rev, Error **error)
{
  g_autofree char *id = source_quick_commit(path, rev);
  if (!id)
    return false;
  error_set(error, ERROR_SITE, "'%s' of '%s' names the commit %.10s, which is missing", rev, path,
            id);
  error_hint(error, "check the repository with: git -C %s fsck; or clone it anew", path);
  return true;
}

static void fail_unknown(git_repository *repository, const char *path, const char *rev,
                         Error **error)
{
  if (fail_missing(path, rev, error) || fail_packed_refs(path, error))
    return;
  g_auto(GStrv) branches = list_refs(repository, "refs/heads/");
  g_auto(GStrv) tags = list_refs(repository, "refs/tags/");
  g_autofree char *all = join_some(branches);
  const char *near = suggest_nearest(rev, (const char *const *)branches);
  if (!near)
    near = suggest_nearest(rev, (const char *const *)tags);
  error_set(error, ERROR_USAGE, "'%s' has no branch, tag or commit '%s'", path, rev);
  if (near)
    error_hint(error, "did you mean '%s'? its branches are: %s", near, all);
  else if (branches[0])
    error_hint(error, "its branches are: %s", all);
  else
    error_hint(error, "it has no commits yet");
}

static void fail_unreadable(const char *path, const char *rev, int code, Error **error)
{
  if (code == GIT_EAMBIGUOUS) {
    error_set(error, ERROR_USAGE, "'%s' is the beginning of several ids in '%s'", rev, path);
    error_hint(error, "write more of it");
    return;
  }
  const git_error *last = git_error_last();
  error_set(error, ERROR_SITE, "can't read '%s' of '%s': %s", rev, path,
            last && last->message ? last->message : "unknown reason");
  error_hint(error, "check the repository with: git fsck");
}

git_commit *source_git_find_commit(git_repository *repository, const char *path, const char *rev,
                                   Error **error)
{
  git_object *object = NULL, *commit = NULL;
  bool is_head = !rev || strcmp(rev, "HEAD") == 0;
  int code = git_revparse_single(&object, repository, is_head ? "HEAD" : rev);
  if (code != 0) {
    if (is_head && git_repository_head_unborn(repository) == 1)
      fail_unborn(repository, path, error);
    else if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC)
      fail_unknown(repository, path, is_head ? "HEAD" : rev, error);
    else
      fail_unreadable(path, is_head ? "HEAD" : rev, code, error);
    return NULL;
  }
  if (git_object_peel(&commit, object, GIT_OBJECT_COMMIT) != 0)
    error_set(error, ERROR_USAGE, "'%s' in '%s' is a %s, not a commit", is_head ? "HEAD" : rev,
              path, git_object_type2string(git_object_type(object)));
  git_object_free(object);
  return (git_commit *)commit;
}

/* --- its name --------------------------------------------------------------------------------------- */

char *source_git_describe(git_repository *repository, const char *path, const char *rev,
                          const char *commit)
{
  git_reference *head = NULL;
  g_autofree char *branch = NULL;
  if (rev && strcmp(rev, "HEAD") != 0)
    branch = g_strdup(rev);
  else if (git_repository_head(&head, repository) == 0 && git_reference_is_branch(head))
    branch = g_strdup(git_reference_shorthand(head));
  git_reference_free(head);
  if (!branch || g_str_has_prefix(commit, branch))
    return g_strdup_printf("%s at %.7s", path, commit);
  return g_strdup_printf("%s at %s (%.7s)", path, branch, commit);
}
