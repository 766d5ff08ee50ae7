/* A walk that goes on gives what a fresh walk gives: merges, rewrites, shallow
 * clones. */
#include "tests/unit/generator/history_fixture.h"

#include <stdio.h>

#define ANN "Ann <ann@x>"
#define BOB "Bob <bob@x>"

static size_t walk_on(History *history, const Repo *repo, const char *expected)
{
  g_autofree char *got = update_and_compare(history, repo->root, NULL);
  if (expected)
    assert_string_equal(got, expected);
  return history_walked(history);
}

/* Merge `branch` into the one checked out, with exactly the files that lie there. */
static void merge_as_is(Repo *repo, const char *branch)
{
  repo->clock += 3600;
  git_run(repo, "add", "-A");
  g_autofree char *tree = git_output(repo, "write-tree");
  g_autofree char *commit =
      git_output(repo, "commit-tree", tree, "-p", "HEAD", "-p", branch, "-m", "merge");
  git_run(repo, "reset", "-q", "--hard", commit);
}

static void remove_path(const Repo *repo, const char *path)
{
  g_autofree char *full = g_build_filename(repo->root, path, NULL);
  assert_int_equal(remove(full), 0);
}

static void test_one_more_commit(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  g_autoptr(History) history = history_new();
  repo_write(repo, "a.md", "a");
  repo_commit(repo, ANN);
  repo_write(repo, "b.md", "b");
  repo_commit(repo, ANN);
  assert_int_equal(walk_on(history, repo, NULL), 2);
  repo_write(repo, "a.md", "more");
  repo_commit(repo, BOB);
  assert_int_equal(walk_on(history, repo,
                           "a.md 1h..3h by Ann <ann@x>, Bob <bob@x>\n"
                           "b.md 2h..2h by Ann <ann@x>\n"),
                   1);
  assert_int_equal(walk_on(history, repo, NULL), 0);
  repo_free(repo);
}

/* Work on a branch that was begun before the last walk, merged after it. */
static void test_branch(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  g_autoptr(History) history = history_new();
  repo_write(repo, "a.md", "a");
  repo_commit(repo, ANN);
  git_run(repo, "checkout", "-q", "-b", "side");
  repo_write(repo, "side.md", "side");
  repo_commit(repo, BOB);
  git_run(repo, "checkout", "-q", "main");
  repo_write(repo, "a.md", "a2");
  repo_commit(repo, ANN);
  assert_int_equal(walk_on(history, repo, "a.md 1h..3h by Ann <ann@x>\n"), 2);
  repo_write(repo, "side.md", "side");
  merge_as_is(repo, "side");
  assert_int_equal(walk_on(history, repo,
                           "a.md 1h..3h by Ann <ann@x>\n"
                           "side.md 2h..2h by Bob <bob@x>\n"),
                   2);
  repo_free(repo);
}

/* `git pull` makes one's own commit the first parent: the walk starts over. */
static void test_pull(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  g_autoptr(History) history = history_new();
  repo_write(repo, "a.md", "a");
  repo_commit(repo, ANN);
  git_run(repo, "branch", "own");
  repo_write(repo, "b.md", "b");
  repo_commit(repo, ANN);
  assert_int_equal(walk_on(history, repo, NULL), 2);
  git_run(repo, "checkout", "-q", "own");
  repo_write(repo, "c.md", "c");
  repo_commit(repo, BOB);
  repo_write(repo, "b.md", "b");
  merge_as_is(repo, "main");
  git_run(repo, "branch", "-f", "main");
  git_run(repo, "checkout", "-q", "main");
  assert_int_equal(walk_on(history, repo,
                           "a.md 1h..1h by Ann <ann@x>\n"
                           "b.md 2h..2h by Ann <ann@x>\n"
                           "c.md 3h..3h by Bob <bob@x>\n"),
                   4);
  repo_free(repo);
}

/* What only the merge itself added or removed counts; what it merely resolved does not. */
static void test_merge_with_changes_of_its_own(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  g_autoptr(History) history = history_new();
  repo_write(repo, "a.md", "a");
  repo_write(repo, "gone.md", "gone");
  repo_commit(repo, ANN);
  git_run(repo, "checkout", "-q", "-b", "side");
  repo_write(repo, "a.md", "side's");
  repo_commit(repo, BOB);
  git_run(repo, "checkout", "-q", "main");
  repo_write(repo, "a.md", "main's");
  repo_commit(repo, ANN);
  walk_on(history, repo, NULL);
  repo_write(repo, "a.md", "both");
  repo_write(repo, "new.md", "only in the merge");
  remove_path(repo, "gone.md");
  merge_as_is(repo, "side");
  walk_on(history, repo,
          "a.md 1h..3h by Ann <ann@x>, Bob <bob@x>\n"
          "new.md 4h..4h by Ann <ann@example.org>\n");
  repo_write(repo, "gone.md", "back");
  repo_commit(repo, BOB);
  walk_on(history, repo,
          "a.md 1h..3h by Ann <ann@x>, Bob <bob@x>\n"
          "gone.md 5h..5h by Bob <bob@x>\n"
          "new.md 4h..4h by Ann <ann@example.org>\n");
  repo_free(repo);
}

/* One branch removes or moves what the other one goes on with. */
static void test_merge_keeps(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  g_autoptr(History) history = history_new();
  repo_write(repo, "kept.md", "kept in spite of the branch");
  repo_write(repo, "moved.md", "moved by main, changed by the branch");
  repo_commit(repo, ANN);
  git_run(repo, "checkout", "-q", "-b", "side");
  remove_path(repo, "kept.md");
  repo_write(repo, "moved.md", "moved by main, changed by the branch: so");
  repo_commit(repo, BOB);
  git_run(repo, "checkout", "-q", "main");
  git_run(repo, "mv", "moved.md", "there.md");
  repo_commit(repo, ANN);
  walk_on(history, repo, NULL);
  repo_write(repo, "there.md", "moved by main, changed by the branch: so");
  merge_as_is(repo, "side");
  walk_on(history, repo,
          "kept.md 1h..1h by Ann <ann@x>\n"
          "there.md (moved.md) 1h..2h by Ann <ann@x>, Bob <bob@x> was moved.md\n");
  repo_write(repo, "kept.md", "kept and changed");
  repo_commit(repo, BOB);
  walk_on(history, repo,
          "kept.md 1h..5h by Ann <ann@x>, Bob <bob@x>\n"
          "there.md (moved.md) 1h..2h by Ann <ann@x>, Bob <bob@x> was moved.md\n");
  repo_free(repo);
}

/* Two branches move one file to different places, and the merge keeps both. */
static void test_merge_splits(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  g_autoptr(History) history = history_new();
  repo_write(repo, "a.md", "a");
  repo_commit(repo, ANN);
  git_run(repo, "checkout", "-q", "-b", "side");
  git_run(repo, "mv", "a.md", "side.md");
  repo_commit(repo, BOB);
  git_run(repo, "checkout", "-q", "main");
  git_run(repo, "mv", "a.md", "main.md");
  repo_commit(repo, ANN);
  walk_on(history, repo, "main.md (a.md) 1h..1h by Ann <ann@x> was a.md\n");
  repo_write(repo, "side.md", "a");
  merge_as_is(repo, "side");
  walk_on(history, repo,
          "main.md 1h..1h by Ann <ann@x> was a.md\n"
          "side.md (a.md) 1h..1h by Ann <ann@x> was a.md, main.md\n");
  repo_free(repo);
}

static void test_rewritten(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  g_autoptr(History) history = history_new();
  repo_write(repo, "a.md", "a");
  repo_commit(repo, ANN);
  repo_write(repo, "b.md", "b");
  repo_commit(repo, ANN);
  walk_on(history, repo, NULL);
  git_run(repo, "reset", "-q", "--hard", "HEAD~1");
  walk_on(history, repo, "a.md 1h..1h by Ann <ann@x>\n");
  repo_write(repo, "c.md", "c");
  repo_commit(repo, BOB);
  walk_on(history, repo,
          "a.md 1h..1h by Ann <ann@x>\n"
          "c.md 3h..3h by Bob <bob@x>\n");
  git_run(repo, "checkout", "-q", "--orphan", "fresh");
  repo_commit(repo, BOB);
  walk_on(history, repo,
          "a.md 4h..4h by Bob <bob@x>\n"
          "c.md 4h..4h by Bob <bob@x>\n");
  repo_free(repo);
}

static size_t count_warnings(const char *repository, const char *words)
{
  g_autoptr(History) history = history_new();
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) source = source_open_git(repository, NULL, NULL, warnings, NULL);
  assert_non_null(source);
  assert_true(history_update(history, source, NULL, NULL, warnings, NULL));
  size_t count = 0;
  for (size_t i = 0; i < warnings_count(warnings); i++)
    count += strstr(warnings_get(warnings, i)->what, words) != NULL;
  return count;
}

static void test_shallow(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  g_autoptr(History) history = history_new();
  for (int i = 0; i < 4; i++) {
    g_autofree char *text = g_strdup_printf("text %d", i);
    repo_write(repo, "a.md", text);
    repo_commit(repo, ANN);
  }
  g_autofree char *shallow = repo_beside(repo, "shallow");
  g_autofree char *url = g_strdup_printf("file://%s", repo->root);
  git_run(repo, "clone", "-q", "--depth", "2", url, shallow);
  g_free(update_and_compare(history, shallow, NULL));
  g_autofree char *partly = update_and_compare(history, shallow, NULL);
  assert_string_equal(partly, "a.md 3h..4h by Ann <ann@x>\n");
  assert_int_equal(count_warnings(shallow, "shallow clone"), 1);
  assert_int_equal(count_warnings(repo->root, "shallow clone"), 0);
  git_run(repo, "-C", shallow, "fetch", "-q", "--unshallow");
  g_autofree char *whole = update_and_compare(history, shallow, NULL);
  assert_string_equal(whole, "a.md 1h..4h by Ann <ann@x>\n");
  repo_free(repo);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_more_commit),
      cmocka_unit_test(test_branch),
      cmocka_unit_test(test_pull),
      cmocka_unit_test(test_merge_with_changes_of_its_own),
      cmocka_unit_test(test_merge_keeps),
      cmocka_unit_test(test_merge_splits),
      cmocka_unit_test(test_rewritten),
      cmocka_unit_test(test_shallow),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
