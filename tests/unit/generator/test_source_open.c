/* What a user reads when a repository or a revision can't be opened. */
#include "tests/unit/generator/repo_fixture.h"

#include "generator/source/source.h"

#include <sys/stat.h>
#include <unistd.h>

/* libgit2 1.5.1 leaks a match of each setting of a repository with extensions. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
  return "leak:libpcre2\n";
}

static void assert_contains(const char *text, const char *part)
{
  if (!text || !strstr(text, part))
    fail_msg("'%s' should say '%s'", text ? text : "(nothing)", part);
}

/* Opening fails with this kind, these words in the sentence and these in the hint. */
static void assert_fails(const char *path, const char *rev, ErrorKind kind, const char *what,
                         const char *hint)
{
  g_autoptr(Error) error = NULL;
  g_autoptr(Warnings) warnings = warnings_new();
  assert_null(source_open_git(path, rev, NULL, warnings, &error));
  assert_non_null(error);
  assert_int_equal(error->kind, kind);
  assert_contains(error->what, what);
  if (hint)
    assert_contains(error->hint, hint);
}

static Repo *repo_with_branches(void)
{
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "a");
  repo_commit(repo, "Ann <ann@example.org>");
  git_run(repo, "branch", "drafts");
  git_run(repo, "tag", "release");
  return repo;
}

static void test_no_folder(void **state)
{
  (void)state;
  assert_fails("/nowhere/at/all", NULL, ERROR_USAGE, "there is no folder '/nowhere/at/all'", NULL);
}

static void test_no_repository(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("plain");
  assert_fails(repo->root, NULL, ERROR_USAGE, "is no git repository", "--worktree");
  repo_free(repo);
}

static void test_no_folder_to_list(void **state)
{
  (void)state;
  g_autoptr(Error) error = NULL;
  g_autoptr(Warnings) warnings = warnings_new();
  assert_null(source_open_folder("/nowhere/at/all", NULL, NULL, warnings, &error));
  assert_int_equal(error->kind, ERROR_USAGE);
  assert_contains(error->what, "there is no folder '/nowhere/at/all'");
}

static void test_no_commits(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  assert_fails(repo->root, NULL, ERROR_SITE, "has no commits yet", "git add . && git commit");
  assert_fails(repo->root, "HEAD", ERROR_SITE, "has no commits yet", "git add . && git commit");
  assert_fails(repo->root, "main", ERROR_USAGE, "no branch, tag or commit 'main'", "no commits");
  g_autofree char *bare = repo_beside(repo, "bare.git");
  git_run(repo, "init", "-q", "--bare", "-b", "trunk", bare);
  assert_fails(bare, NULL, ERROR_SITE, "has no commits yet", "git push");
  assert_fails(bare, NULL, ERROR_SITE, "has no commits yet", "HEAD:trunk");
  repo_free(repo);
}

static void test_head_names_no_branch(void **state)
{
  (void)state;
  Repo *repo = repo_with_branches();
  git_run(repo, "symbolic-ref", "HEAD", "refs/heads/master");
  assert_fails(repo->root, NULL, ERROR_SITE, "names the branch 'master', which does not exist",
               "its branches are: drafts, main; choose one with --rev");
  repo_free(repo);
}

static void test_no_such_branch(void **state)
{
  (void)state;
  Repo *repo = repo_with_branches();
  assert_fails(repo->root, "mian", ERROR_USAGE, "no branch, tag or commit 'mian'",
               "did you mean 'main'? its branches are: drafts, main");
  assert_fails(repo->root, "relaese", ERROR_USAGE, "'relaese'", "did you mean 'release'?");
  assert_fails(repo->root, "quite-different", ERROR_USAGE, "'quite-different'",
               "its branches are: drafts, main");
  assert_fails(repo->root, "main~~x", ERROR_USAGE, "'main~~x'", NULL);
  assert_fails(repo->root, "", ERROR_USAGE, "''", NULL);
  assert_fails(repo->root, "HEAD:a.md", ERROR_USAGE, "is a blob, not a commit", NULL);
  repo_free(repo);
}

static void test_sha256(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("work");
  git_run(repo, "init", "-q", "--object-format=sha256");
  assert_fails(repo->root, NULL, ERROR_SITE, "uses SHA-256", "--object-format=sha1");
  repo_free(repo);
}

/* Only root can make a repository that belongs to another; others look at one of root's. */
static void test_not_owned(void **state)
{
  (void)state;
  Repo *repo = repo_with_branches();
  if (geteuid() == 0) {
    g_autofree char *inner = g_build_filename(repo->root, ".git", NULL);
    assert_int_equal(chown(inner, 65534, 65534), 0);
    assert_int_equal(chown(repo->root, 65534, 65534), 0);
    assert_fails(repo->root, NULL, ERROR_MACHINE, "belongs to another user",
                 "git config --global --add safe.directory /");
  }
  repo_free(repo);
}

/* The first object of the commit's tree is gone: an error, no crash. */
static void test_missing_objects(void **state)
{
  (void)state;
  Repo *repo = repo_with_branches();
  g_autofree char *tree = git_output(repo, "rev-parse", "HEAD^{tree}");
  g_autofree char *path = g_strdup_printf("%s/.git/objects/%.2s/%s", repo->root, tree, tree + 2);
  assert_int_equal(unlink(path), 0);
  assert_fails(repo->root, NULL, ERROR_SITE, "can't read a folder", "git fsck");
  repo_free(repo);
}

static void test_missing_blob(void **state)
{
  (void)state;
  Repo *repo = repo_with_branches();
  g_autofree char *blob = git_output(repo, "rev-parse", "HEAD:a.md");
  g_autofree char *path = g_strdup_printf("%s/.git/objects/%.2s/%s", repo->root, blob, blob + 2);
  assert_int_equal(unlink(path), 0);
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) source = source_open_git(repo->root, NULL, NULL, warnings, NULL);
  assert_non_null(source);
  g_autoptr(Error) error = NULL;
  size_t length = 0;
  assert_null(source_read(source, source_find(source, "a.md"), 100, &length, &error));
  assert_contains(error->what, "can't read a file");
  assert_string_equal(error->file, "a.md");
  repo_free(repo);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_no_folder),
      cmocka_unit_test(test_no_repository),
      cmocka_unit_test(test_no_folder_to_list),
      cmocka_unit_test(test_no_commits),
      cmocka_unit_test(test_head_names_no_branch),
      cmocka_unit_test(test_no_such_branch),
      cmocka_unit_test(test_sha256),
      cmocka_unit_test(test_not_owned),
      cmocka_unit_test(test_missing_objects),
      cmocka_unit_test(test_missing_blob),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
