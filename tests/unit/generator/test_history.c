/* Dates, people, identities and former names of files. */
#include "tests/unit/generator/history_fixture.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define ANN "Ann <ann@x>"
#define BOB "Bob <bob@x>"

static void assert_history(const Repo *repo, const char *expected)
{
  g_autoptr(History) history = history_new();
  g_autofree char *got = update_history(history, repo->root, NULL);
  assert_string_equal(got, expected);
}

static void move(const Repo *repo, const char *from, const char *to)
{
  g_autofree char *old_path = g_build_filename(repo->root, from, NULL);
  g_autofree char *new_path = g_build_filename(repo->root, to, NULL);
  g_autofree char *folder = g_path_get_dirname(new_path);
  assert_true(dir_make(folder, NULL));
  assert_int_equal(rename(old_path, new_path), 0);
}

static void delete_file(const Repo *repo, const char *path)
{
  g_autofree char *full = g_build_filename(repo->root, path, NULL);
  assert_int_equal(unlink(full), 0);
}

/* --- dates and people ---------------------------------------------------------------------------- */

static void test_dates_and_people(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "posts/a.md", "a");
  repo_commit(repo, ANN);
  repo_write(repo, "posts/b.md", "b");
  repo_commit(repo, ANN);
  repo_write(repo, "posts/a.md", "a2");
  repo_commit(repo, BOB);
  repo_write(repo, "posts/a.md", "a3");
  repo_commit(repo, ANN);
  assert_history(repo, "posts/a.md 1h..4h by Ann <ann@x>, Bob <bob@x>\n"
                       "posts/b.md 2h..2h by Ann <ann@x>\n");
  repo_free(repo);
}

static void test_offset_is_kept(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "a");
  repo_commit(repo, ANN);
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) source = source_open_git(repo->root, NULL, NULL, warnings, NULL);
  g_autoptr(History) history = history_new();
  assert_null(history_commit(history));
  assert_true(history_update(history, source, NULL, NULL, warnings, NULL));
  const FileHistory *file = history_find(history, "a.md");
  assert_true(file->added.set && file->added.has_time);
  assert_int_equal(file->added.offset, 60);
  assert_int_equal(file->added.seconds, REPO_EPOCH + 3600);
  assert_string_equal(history_commit(history), source_commit(source));
  assert_null(history_find(history, "b.md"));
  repo_free(repo);
}

static void test_mailmap(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "a");
  repo_commit(repo, "ann <ann@old>");
  repo_write(repo, "a.md", "b");
  repo_commit(repo, BOB);
  repo_write(repo, "a.md", "c");
  repo_commit(repo, "Annie <ANN@x>");
  assert_history(repo, "a.md 1h..3h by ann <ann@old>, Bob <bob@x>, Annie <ANN@x>\n");
  repo_write(repo, ".mailmap", "Ann Bee <ann@x> <ann@old>\nAnn Bee <ann@x>\n");
  repo_commit(repo, BOB);
  assert_history(repo, ".mailmap 4h..4h by Bob <bob@x>\n"
                       "a.md 1h..3h by Ann Bee <ann@x>, Bob <bob@x>\n");
  repo_free(repo);
}

/* A commit as an old or careless tool left it, below one as they should be. */
static void commit_raw(Repo *repo, const char *author, const char *extra)
{
  g_autofree char *tree = git_output(repo, "write-tree");
  g_autofree char *text = g_strdup_printf(
      "tree %s\nauthor %s\ncommitter C <c@x> 1704067200 +0000\n%s\nmessage\n", tree, author, extra);
  g_autofree char *id =
      git_in(repo, repo->root, ANN, text,
             (const char *[]){"hash-object", "-t", "commit", "-w", "--stdin", "--literally", NULL});
  g_autofree char *tip = git_output(repo, "commit-tree", tree, "-p", id, "-m", "sound");
  git_run(repo, "update-ref", "refs/heads/main", tip);
}

static void test_odd_authors(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "a");
  git_run(repo, "add", "-A");
  commit_raw(repo, "J\xfcrgen <j@x> 1704070800 +0000", "encoding ISO-8859-1\n");
  assert_history(repo, "a.md 1h..1h by Jürgen <j@x>\n");
  commit_raw(repo, "J\xfcrgen <j@x> 1704070800 +0000", "");
  assert_history(repo, "a.md 1h..1h by J\xef\xbf\xbdrgen <j@x>\n");
  commit_raw(repo, "A <b <c@x> 1704070800 +0000", "");
  assert_history(repo, "a.md 1h..1h by A <b <c@x>\n");
  commit_raw(repo, "Nobody <> 1704070800 -9999", "");
  assert_history(repo, "a.md 1h..1h by Nobody <>\n");
  commit_raw(repo, "nothing at all", "");
  assert_history(repo, "a.md -473352h..-473352h by  <>\n");
  commit_raw(repo, "Z <z@x> 99999999999999999999 +0000", "");
  g_autoptr(History) history = history_new();
  g_autofree char *far = update_history(history, repo->root, NULL);
  assert_non_null(strstr(far, " by Z <z@x>"));
  repo_free(repo);
}

/* --- renames -------------------------------------------------------------------------------------- */

static const char essay[] =
    "---\ntitle: An essay\n---\nThe first paragraph stands here. It has two "
    "sentences.\n\nThe second paragraph is another one.\n\nThe third ends it "
    "all, and nobody knows why.\n";

static void test_moved(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "posts/a.md", essay);
  repo_commit(repo, ANN);
  move(repo, "posts/a.md", "posts/2024/b.md");
  repo_commit(repo, BOB);
  repo_write(repo, "unrelated.md", "x");
  repo_commit(repo, BOB);
  assert_history(repo, "posts/2024/b.md (posts/a.md) 1h..1h by Ann <ann@x> was posts/a.md\n"
                       "unrelated.md 3h..3h by Bob <bob@x>\n");
  move(repo, "posts/2024/b.md", "posts/a.md");
  repo_commit(repo, BOB);
  assert_history(repo, "posts/a.md 1h..1h by Ann <ann@x> was posts/2024/b.md\n"
                       "unrelated.md 3h..3h by Bob <bob@x>\n");
  repo_free(repo);
}

static void test_moved_and_changed(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "posts/a.md", essay);
  repo_commit(repo, ANN);
  move(repo, "posts/a.md", "posts/b.md");
  g_autoptr(GString) text = g_string_new(essay);
  g_string_replace(text, "title: An essay", "title: An essay, revised", 0);
  g_string_append(text, "One more line.\n");
  repo_write(repo, "posts/b.md", text->str);
  repo_commit(repo, BOB);
  assert_history(repo, "posts/b.md (posts/a.md) 1h..2h by Ann <ann@x>, Bob <bob@x> was "
                       "posts/a.md\n");
  repo_free(repo);
}

/* One post goes, another comes: what front matters share is no likeness. */
static void test_replaced(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "posts/a.md", essay);
  repo_commit(repo, ANN);
  delete_file(repo, "posts/a.md");
  repo_write(repo, "posts/b.md",
             "---\ntitle: An essay\n---\nQuite another text, of somebody else, on another day.\n\n"
             "It goes on for a while and has nothing in common with what stood here.\n");
  repo_commit(repo, BOB);
  assert_history(repo, "posts/b.md 2h..2h by Bob <bob@x>\n");
  repo_free(repo);
}

/* Equal bytes: those with the same file name belong together; empty files only so. */
static void test_choice_of_equals(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "one/x.md", "same");
  repo_write(repo, "two/y.md", "same");
  repo_write(repo, "one/.keep", "");
  repo_write(repo, "one/empty.md", "");
  repo_commit(repo, ANN);
  move(repo, "one/x.md", "three/x.md");
  move(repo, "two/y.md", "a/y.md");
  move(repo, "one/.keep", "three/.keep");
  move(repo, "one/empty.md", "three/other.md");
  repo_commit(repo, BOB);
  assert_history(repo, "a/y.md (two/y.md) 1h..1h by Ann <ann@x> was two/y.md\n"
                       "three/.keep (one/.keep) 1h..1h by Ann <ann@x> was one/.keep\n"
                       "three/other.md 2h..2h by Bob <bob@x>\n"
                       "three/x.md (one/x.md) 1h..1h by Ann <ann@x> was one/x.md\n");
  repo_free(repo);
}

static void test_best_likeness_wins(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "one\ntwo\nthree\nfour\nfive\nsix\n");
  repo_write(repo, "b.md", "one\ntwo\nthree\nfour\nFIVE\nSIX\n");
  repo_commit(repo, ANN);
  delete_file(repo, "a.md");
  delete_file(repo, "b.md");
  repo_write(repo, "c.md", "one\ntwo\nthree\nfour\nFIVE\nsix!\n");
  repo_write(repo, "d.md", "one\ntwo\nthree\nfour\nfive\nseven\n");
  repo_commit(repo, ANN);
  assert_history(repo, "c.md (b.md) 1h..2h by Ann <ann@x> was b.md\n"
                       "d.md (a.md) 1h..2h by Ann <ann@x> was a.md\n");
  repo_free(repo);
}

/* --- identities ---------------------------------------------------------------------------------- */

static void test_deleted_and_added_again(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", essay);
  repo_write(repo, "b.md", "b");
  repo_commit(repo, ANN);
  delete_file(repo, "a.md");
  repo_commit(repo, ANN);
  repo_write(repo, "a.md", essay);
  repo_commit(repo, BOB);
  assert_history(repo, "a.md 3h..3h by Bob <bob@x>\nb.md 1h..1h by Ann <ann@x>\n");
  repo_free(repo);
}

static void test_identity_is_taken(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", essay);
  repo_commit(repo, ANN);
  move(repo, "a.md", "b.md");
  repo_commit(repo, ANN);
  repo_write(repo, "a.md", "the second of that name");
  repo_commit(repo, BOB);
  assert_history(repo, "a.md (a.md#2) 3h..3h by Bob <bob@x>\n"
                       "b.md (a.md) 1h..1h by Ann <ann@x> was a.md\n");
  move(repo, "a.md", "c.md");
  repo_commit(repo, BOB);
  repo_write(repo, "a.md", "a third text, unlike the others");
  repo_commit(repo, BOB);
  assert_history(repo, "a.md (a.md#3) 5h..5h by Bob <bob@x>\n"
                       "b.md (a.md) 1h..1h by Ann <ann@x> was a.md\n"
                       "c.md (a.md#2) 3h..3h by Bob <bob@x> was a.md\n");
  delete_file(repo, "b.md"); /* with it the identity is free again */
  delete_file(repo, "a.md");
  repo_commit(repo, BOB);
  repo_write(repo, "a.md", "back again, with nothing in common");
  repo_commit(repo, BOB);
  assert_history(repo, "a.md 7h..7h by Bob <bob@x>\n"
                       "c.md (a.md#2) 3h..3h by Bob <bob@x> was a.md\n");
  repo_free(repo);
}

static void test_file_becomes_folder(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "about", essay);
  repo_commit(repo, ANN);
  move(repo, "about", "about.old");
  move(repo, "about.old", "about/index.md");
  repo_commit(repo, ANN);
  assert_history(repo, "about/index.md (about) 1h..1h by Ann <ann@x> was about\n");
  repo_free(repo);
}

/* --- the rest -------------------------------------------------------------------------------------- */

static void test_mode_is_no_change(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "a");
  repo_commit(repo, ANN);
  g_autofree char *path = g_build_filename(repo->root, "a.md", NULL);
  assert_int_equal(chmod(path, 0755), 0);
  repo_commit(repo, BOB);
  assert_history(repo, "a.md 1h..1h by Ann <ann@x>\n");
  repo_free(repo);
}

static bool is_post(void *data, const char *path)
{
  return g_str_has_prefix(path, (const char *)data);
}

static void test_wanted(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "drafts/a.md", essay);
  repo_write(repo, "static/x.css", "x");
  repo_commit(repo, ANN);
  move(repo, "drafts/a.md", "posts/a.md");
  repo_commit(repo, ANN);
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) source = source_open_git(repo->root, NULL, NULL, warnings, NULL);
  g_autoptr(History) history = history_new();
  assert_true(history_update(history, source, is_post, (void *)"posts/", warnings, NULL));
  assert_null(history_find(history, "static/x.css"));
  assert_string_equal(history_find(history, "posts/a.md")->identity, "drafts/a.md");
  /* What is wanted can change without a new commit. */
  assert_true(history_update(history, source, is_post, (void *)"static/", warnings, NULL));
  assert_non_null(history_find(history, "static/x.css"));
  assert_int_equal(history_walked(history), 0);
  repo_free(repo);
}

static void test_folder_has_none(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("site");
  repo_write(repo, "a.md", "a");
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) source = source_open_folder(repo->root, NULL, NULL, warnings, NULL);
  g_autoptr(History) history = history_new();
  assert_true(history_update(history, source, NULL, NULL, warnings, NULL));
  assert_null(history_find(history, "a.md"));
  assert_null(history_commit(history));
  repo_free(repo);
}

static void test_damaged_bytes(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", essay);
  repo_commit(repo, ANN);
  move(repo, "a.md", "b.md");
  repo_commit(repo, BOB);
  g_autoptr(History) history = history_new();
  g_free(update_history(history, repo->root, NULL));
  g_autoptr(GByteArray) good = history_save(history);
  assert_true(history_load(history, good->data, good->len));
  assert_non_null(history_commit(history));
  for (guint i = 0; i < good->len; i++) {
    g_autofree guint8 *bad = g_memdup2(good->data, good->len);
    bad[i] ^= 0x10;
    assert_false(history_load(history, bad, good->len));
    assert_null(history_commit(history));
    assert_false(history_load(history, good->data, i));
  }
  assert_false(history_load(history, NULL, 0));
  g_free(update_and_compare(history, repo->root, NULL));
  repo_free(repo);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dates_and_people),
      cmocka_unit_test(test_offset_is_kept),
      cmocka_unit_test(test_mailmap),
      cmocka_unit_test(test_odd_authors),
      cmocka_unit_test(test_moved),
      cmocka_unit_test(test_moved_and_changed),
      cmocka_unit_test(test_replaced),
      cmocka_unit_test(test_choice_of_equals),
      cmocka_unit_test(test_best_likeness_wins),
      cmocka_unit_test(test_deleted_and_added_again),
      cmocka_unit_test(test_identity_is_taken),
      cmocka_unit_test(test_file_becomes_folder),
      cmocka_unit_test(test_mode_is_no_change),
      cmocka_unit_test(test_wanted),
      cmocka_unit_test(test_folder_has_none),
      cmocka_unit_test(test_damaged_bytes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
