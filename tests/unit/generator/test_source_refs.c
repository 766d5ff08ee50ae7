/* Finding repositories and commits by files alone agrees with git. */
#include "tests/unit/generator/repo_fixture.h"

#include "generator/source/source.h"

#include <unistd.h>

static Repo *repo_with_commit(void)
{
  Repo *repo = repo_new("work");
  repo_write(repo, "posts/a.md", "a");
  repo_commit(repo, "Ann <ann@example.org>");
  return repo;
}

static void assert_discovers(const char *from, const char *expected)
{
  g_autofree char *found = source_discover(from);
  if (!expected) {
    assert_null(found);
    return;
  }
  assert_non_null(found);
  g_autofree char *full = g_canonicalize_filename(found, NULL);
  assert_string_equal(full, expected);
}

static void test_discover(void **state)
{
  (void)state;
  Repo *repo = repo_with_commit();
  g_autofree char *git_dir = g_build_filename(repo->root, ".git", NULL);
  g_autofree char *posts = g_build_filename(repo->root, "posts", NULL);
  g_autofree char *nothing = g_build_filename(repo->root, "nothing", NULL);
  g_autofree char *bare = repo_beside(repo, "bare.git");
  g_autofree char *inside = g_build_filename(bare, "refs", NULL);
  git_run(repo, "clone", "-q", "--bare", ".", bare);
  assert_discovers(repo->root, git_dir);
  assert_discovers(git_dir, git_dir);
  assert_discovers(posts, git_dir);
  assert_discovers(bare, bare);
  assert_discovers(inside, bare);
  assert_discovers(repo->scratch, NULL);
  assert_discovers(nothing, NULL);
  repo_free(repo);
}

static void test_discover_relative(void **state)
{
  (void)state;
  Repo *repo = repo_with_commit();
  g_autofree char *before = g_get_current_dir();
  g_autofree char *git_dir = g_build_filename(repo->root, ".git", NULL);
  assert_int_equal(chdir(repo->root), 0);
  assert_discovers(".", git_dir);
  assert_discovers("posts", git_dir);
  assert_int_equal(chdir("posts"), 0);
  assert_discovers(".", git_dir);
  assert_int_equal(chdir(before), 0);
  repo_free(repo);
}

static void test_discover_worktree(void **state)
{
  (void)state;
  Repo *repo = repo_with_commit();
  g_autofree char *tree = repo_beside(repo, "tree");
  g_autofree char *expected = g_build_filename(repo->root, ".git", "worktrees", "tree", NULL);
  git_run(repo, "worktree", "add", "-q", "-b", "side", tree);
  assert_discovers(tree, expected);
  repo_free(repo);
}

static void assert_quick(const char *repository, const char *rev, const char *expected)
{
  g_autofree char *commit = source_quick_commit(repository, rev);
  if (expected)
    assert_string_equal(commit ? commit : "(nothing)", expected);
  else
    assert_null(commit);
}

static void test_quick_loose(void **state)
{
  (void)state;
  Repo *repo = repo_with_commit();
  git_run(repo, "branch", "feature/one");
  g_autofree char *first = git_output(repo, "rev-parse", "HEAD");
  repo_commit(repo, "Ann <ann@example.org>");
  g_autofree char *second = git_output(repo, "rev-parse", "HEAD");
  g_autofree char *git_dir = g_build_filename(repo->root, ".git", NULL);
  assert_quick(repo->root, NULL, second);
  assert_quick(git_dir, NULL, second);
  assert_quick(repo->root, "HEAD", second);
  assert_quick(repo->root, "main", second);
  assert_quick(repo->root, "refs/heads/main", second);
  assert_quick(repo->root, "feature/one", first);
  git_run(repo, "checkout", "-q", "--detach", first);
  assert_quick(repo->root, NULL, first);
  repo_free(repo);
}

static void test_quick_packed(void **state)
{
  (void)state;
  Repo *repo = repo_with_commit();
  git_run(repo, "branch", "feature/one");
  git_run(repo, "tag", "-a", "-m", "one", "aaa"); /* a peeled line stands in the file, too */
  g_autofree char *first = git_output(repo, "rev-parse", "HEAD");
  git_run(repo, "pack-refs", "--all");
  assert_quick(repo->root, NULL, first);
  assert_quick(repo->root, "feature/one", first);
  repo_commit(repo, "Ann <ann@example.org>"); /* a loose ref over the packed one */
  g_autofree char *second = git_output(repo, "rev-parse", "HEAD");
  assert_quick(repo->root, NULL, second);
  assert_quick(repo->root, "one", NULL);
  repo_free(repo);
}

/* Whatever needs more than the refs is left to libgit2. */
static void test_quick_refuses(void **state)
{
  (void)state;
  Repo *repo = repo_with_commit();
  git_run(repo, "branch", "both");
  repo_commit(repo, "Ann <ann@example.org>");
  git_run(repo, "tag", "both");
  git_run(repo, "tag", "-a", "-m", "one", "v1");
  git_run(repo, "branch", "abcd");
  g_autofree char *tree = repo_beside(repo, "tree");
  git_run(repo, "worktree", "add", "-q", "-b", "side", tree);
  g_autofree char *id = git_output(repo, "rev-parse", "HEAD");
  static const char *const refused[] = {
      "HEAD~1",  "main^", "main@{0}",    "v1",  "both",      "abcd", "../HEAD",
      "nothing", "",      "refs/heads/", ":/x", "HEAD:a.md", "-x",   "ORIG_HEAD"};
  for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
    assert_quick(repo->root, refused[i], NULL);
  assert_quick(repo->root, id, NULL);
  assert_quick(tree, NULL, NULL);
  assert_quick(repo->scratch, NULL, NULL);
  repo_free(repo);
}

static void test_quick_unborn(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  assert_quick(repo->root, NULL, NULL);
  git_run(repo, "symbolic-ref", "refs/heads/main", "refs/heads/other");
  git_run(repo, "symbolic-ref", "refs/heads/other", "refs/heads/main");
  assert_quick(repo->root, NULL, NULL);
  repo_free(repo);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_discover),          cmocka_unit_test(test_discover_relative),
      cmocka_unit_test(test_discover_worktree), cmocka_unit_test(test_quick_loose),
      cmocka_unit_test(test_quick_packed),      cmocka_unit_test(test_quick_refuses),
      cmocka_unit_test(test_quick_unborn),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
