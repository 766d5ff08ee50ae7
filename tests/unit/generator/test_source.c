/* A commit and a folder give the same names, ids and bytes, and leave out the same. */
#include "tests/unit/generator/repo_fixture.h"

#include "generator/source/source.h"

#include <pthread.h>
#include <unistd.h>

static Source *open_git(const Repo *repo, const char *rev, const char *const *skip,
                        Warnings *warnings)
{
  g_autoptr(Error) error = NULL;
  Source *source = source_open_git(repo->root, rev, skip, warnings, &error);
  if (!source)
    fail_msg("%s", error->what);
  return source;
}

static Source *open_folder(const Repo *repo, const char *const *skip, Warnings *warnings)
{
  g_autoptr(Error) error = NULL;
  Source *source = source_open_folder(repo->root, skip, NULL, warnings, &error);
  if (!source)
    fail_msg("%s", error->what);
  return source;
}

/* "path id-in-hex\n" for each file. */
static char *listing(Source *source)
{
  GString *out = g_string_new(NULL);
  for (size_t i = 0; i < source_count(source); i++) {
    const SourceFile *file = source_file(source, i);
    g_string_append_printf(out, "%s ", file->path);
    for (size_t k = 0; k < sizeof file->id; k++)
      g_string_append_printf(out, "%02x", file->id[k]);
    g_string_append_c(out, '\n');
  }
  return g_string_free(out, FALSE);
}

static char *read_text(Source *source, const char *path)
{
  size_t length = 0;
  g_autoptr(Error) error = NULL;
  const SourceFile *file = source_find(source, path);
  assert_non_null(file);
  char *text = source_read(source, file, 1 << 20, &length, &error);
  assert_non_null(text);
  assert_int_equal(length, strlen(text));
  return text;
}

static void assert_reads(Source *source, const char *path, const char *expected)
{
  g_autofree char *text = read_text(source, path);
  assert_string_equal(text, expected);
}

/* Some warning about `file` says `words`. */
static void assert_warned(const Warnings *warnings, const char *file, const char *words)
{
  for (size_t i = 0; i < warnings_count(warnings); i++) {
    const Error *warning = warnings_get(warnings, i);
    if (g_strcmp0(warning->file, file) == 0 && strstr(warning->what, words))
      return;
  }
  fail_msg("no warning about %s says '%s'", file, words);
}

static void link_to(const Repo *repo, const char *target, const char *path)
{
  g_autofree char *full = g_build_filename(repo->root, path, NULL);
  assert_int_equal(symlink(target, full), 0);
}

/* --- tests ------------------------------------------------------------------------------------- */

static void test_same_either_way(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "senf.yaml", "title: x\n");
  repo_write(repo, "posts/b.md", "b");
  repo_write(repo, "posts/a.md", "a");
  repo_write(repo, "posts.md", "");
  repo_write(repo, "posts-more/z.md", "Grüße");
  repo_commit(repo, "Ann <ann@example.org>");
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) git = open_git(repo, NULL, NULL, warnings);
  g_autoptr(Source) folder = open_folder(repo, NULL, warnings);
  g_autofree char *from_git = listing(git), *from_folder = listing(folder);
  assert_string_equal(from_git, from_folder);
  g_autofree char *id = git_output(repo, "rev-parse", "HEAD:posts/a.md");
  assert_non_null(strstr(from_git, id));
  assert_int_equal(source_count(git), 5);
  assert_string_equal(source_file(git, 0)->path, "posts-more/z.md");
  assert_string_equal(source_file(git, 1)->path, "posts.md");
  assert_reads(git, "posts/b.md", "b");
  assert_reads(folder, "posts/b.md", "b");
  assert_reads(git, "posts.md", "");
  assert_null(source_find(git, "posts"));
  assert_null(source_find(folder, "posts/c.md"));
  assert_int_equal(warnings_count(warnings), 0);
  g_autofree char *head = git_output(repo, "rev-parse", "HEAD");
  assert_string_equal(source_commit(git), head);
  assert_null(source_commit(folder));
  assert_non_null(source_repository(git));
  assert_null(source_repository(folder));
  repo_free(repo);
}

static void test_name(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "a");
  repo_commit(repo, "Ann <ann@example.org>");
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) head = open_git(repo, NULL, NULL, warnings);
  g_autofree char *expected = g_strdup_printf("%s at main (%.7s)", repo->root, source_commit(head));
  assert_string_equal(source_name(head), expected);
  g_autoptr(Source) by_id = open_git(repo, source_commit(head), NULL, warnings);
  g_autofree char *short_name = g_strdup_printf("%s at %.7s", repo->root, source_commit(head));
  assert_string_equal(source_name(by_id), short_name);
  git_run(repo, "checkout", "-q", "--detach");
  g_autoptr(Source) detached = open_git(repo, NULL, NULL, warnings);
  assert_string_equal(source_name(detached), short_name);
  repo_free(repo);
}

static void test_revisions(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "old");
  repo_commit(repo, "Ann <ann@example.org>");
  git_run(repo, "tag", "-a", "-m", "one", "v1");
  repo_write(repo, "a.md", "new");
  repo_commit(repo, "Ann <ann@example.org>");
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) tag = open_git(repo, "v1", NULL, warnings);
  assert_reads(tag, "a.md", "old");
  g_autoptr(Source) before = open_git(repo, "HEAD~1", NULL, warnings);
  assert_reads(before, "a.md", "old");
  g_autoptr(Source) now = open_git(repo, "main", NULL, warnings);
  assert_reads(now, "a.md", "new");
  repo_free(repo);
}

static void test_bare_and_worktree(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "text");
  repo_commit(repo, "Ann <ann@example.org>");
  g_autofree char *bare = repo_beside(repo, "bare.git");
  g_autofree char *tree = repo_beside(repo, "tree");
  git_run(repo, "clone", "-q", "--bare", ".", bare);
  git_run(repo, "worktree", "add", "-q", "-b", "side", tree);
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) from_bare = source_open_git(bare, NULL, NULL, warnings, NULL);
  assert_non_null(from_bare);
  assert_reads(from_bare, "a.md", "text");
  g_autoptr(Source) from_tree = source_open_git(tree, NULL, NULL, warnings, NULL);
  assert_non_null(from_tree);
  assert_reads(from_tree, "a.md", "text");
  repo_free(repo);
}

static void test_skip(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "a");
  repo_write(repo, "public/index.html", "x");
  repo_write(repo, "publicity/b.md", "b");
  repo_write(repo, ".senf/build.db", "x");
  repo_write(repo, "deep/er/out/c.md", "c");
  repo_write(repo, "deep/er/d.md", "d");
  repo_commit(repo, "Ann <ann@example.org>");
  static const char *const skip[] = {"public", "deep/er/out", NULL};
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) git = open_git(repo, NULL, skip, warnings);
  g_autoptr(Source) folder = open_folder(repo, skip, warnings);
  g_autofree char *from_git = listing(git), *from_folder = listing(folder);
  assert_string_equal(from_git, from_folder);
  assert_int_equal(source_count(git), 3);
  assert_null(source_find(git, "public/index.html"));
  assert_non_null(source_find(git, "publicity/b.md"));
  assert_null(source_find(folder, "deep/er/out/c.md"));
  repo_free(repo);
}

static void write_links(const Repo *repo)
{
  repo_write(repo, "shared/text.md", "shared");
  repo_write(repo, "posts/own.md", "own");
  link_to(repo, "../shared/text.md", "posts/link.md");
  link_to(repo, "link.md", "posts/second.md");
  link_to(repo, "../../secret", "posts/out.md");
  link_to(repo, "/etc/passwd", "posts/absolute.md");
  link_to(repo, "../shared", "posts/folder");
  link_to(repo, "nothing.md", "posts/dangling.md");
  link_to(repo, "b.md", "posts/circle-a.md");
  link_to(repo, "b.md", "posts/b.md");
}

static void test_links(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  write_links(repo);
  repo_commit(repo, "Ann <ann@example.org>");
  g_autofree char *secret = repo_beside(repo, "secret");
  assert_true(g_file_set_contents(secret, "secret", -1, NULL));
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) git = open_git(repo, NULL, NULL, warnings);
  assert_int_equal(warnings_count(warnings), 6);
  assert_warned(warnings, "posts/out.md", "'../../secret', which leads out of the site");
  assert_warned(warnings, "posts/absolute.md", "leads out of the site");
  assert_warned(warnings, "posts/folder", "is no file of the site");
  assert_warned(warnings, "posts/dangling.md", "is no file of the site");
  assert_warned(warnings, "posts/b.md", "leads back to itself");
  assert_warned(warnings, "posts/circle-a.md", "leads back to itself");
  g_autoptr(Source) folder = open_folder(repo, NULL, warnings);
  assert_int_equal(warnings_count(warnings), 6); /* the same ones */
  g_autofree char *from_git = listing(git), *from_folder = listing(folder);
  assert_string_equal(from_git, from_folder);
  assert_int_equal(source_count(git), 4);
  assert_reads(git, "posts/link.md", "shared");
  assert_reads(git, "posts/second.md", "shared");
  assert_reads(folder, "posts/link.md", "shared");
  assert_reads(folder, "posts/second.md", "shared");
  assert_memory_equal(source_find(git, "posts/second.md")->id,
                      source_find(git, "shared/text.md")->id, 20);
  repo_free(repo);
}

static void test_lfs(void **state)
{
  (void)state;
  static const char pointer[] = "version https://git-lfs.github.com/spec/v1\n"
                                "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca2"
                                "4d17e2393\nsize 12345\n";
  Repo *repo = repo_new("work");
  repo_write(repo, "static/big.jpg", pointer);
  repo_write(repo, "static/small.jpg", "jpeg");
  repo_write(repo, "static/.gitattributes", "*.jpg filter=lfs diff=lfs merge=lfs -text\n");
  g_autofree char *blob = git_output(repo, "hash-object", "-w", "static/big.jpg");
  g_autofree char *info = g_strdup_printf("100644,%s,static/big.jpg", blob);
  git_run(repo, "add", "static/.gitattributes");
  git_run(repo, "update-index", "--add", "--cacheinfo", info);
  git_run(repo, "commit", "-q", "-m", "large files");
  g_autoptr(Warnings) from_git = warnings_new();
  g_autoptr(Source) git = open_git(repo, NULL, NULL, from_git);
  assert_int_equal(warnings_count(from_git), 1);
  assert_warned(from_git, "static/big.jpg", "git LFS");
  assert_reads(git, "static/big.jpg", pointer);
  g_autoptr(Warnings) from_folder = warnings_new();
  g_autoptr(Source) folder = open_folder(repo, NULL, from_folder);
  assert_non_null(folder);
  assert_int_equal(warnings_count(from_folder), 1);
  assert_warned(from_folder, "static/big.jpg", "git LFS");
  repo_free(repo);
}

static void test_submodule(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "a.md", "a");
  repo_commit(repo, "Ann <ann@example.org>");
  g_autofree char *head = git_output(repo, "rev-parse", "HEAD");
  g_autofree char *info = g_strdup_printf("160000,%s,themes/other", head);
  git_run(repo, "update-index", "--add", "--cacheinfo", info);
  git_run(repo, "commit", "-q", "-m", "submodule");
  repo_write(repo, "themes/other/b.md", "b");
  g_autofree char *inner = g_build_filename(repo->root, "themes", "other", NULL);
  git_run(repo, "init", "-q", inner);
  g_autoptr(Warnings) from_git = warnings_new();
  g_autoptr(Source) git = open_git(repo, NULL, NULL, from_git);
  assert_int_equal(source_count(git), 1);
  assert_warned(from_git, "themes/other", "submodule");
  g_autoptr(Warnings) from_folder = warnings_new();
  g_autoptr(Source) folder = open_folder(repo, NULL, from_folder);
  assert_non_null(folder);
  assert_int_equal(source_count(folder), 1);
  assert_warned(from_folder, "themes/other", "submodule");
  repo_free(repo);
}

static void test_unclean_names(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  repo_write(repo, "good.md", "x");
  repo_write(repo, "new\nline.md", "x");
  repo_write(repo, "posts/latin\xe4.md", "x");
  repo_write(repo, "bad\tfolder/a.md", "x");
  repo_commit(repo, "Ann <ann@example.org>");
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) git = open_git(repo, NULL, NULL, warnings);
  assert_int_equal(source_count(git), 1);
  assert_int_equal(warnings_count(warnings), 3);
  assert_warned(warnings, "new\\x0Aline.md", "left out");
  g_autoptr(Source) folder = open_folder(repo, NULL, warnings);
  assert_int_equal(source_count(folder), 1);
  assert_int_equal(warnings_count(warnings), 3);
  repo_free(repo);
}

static void test_limit(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  g_autofree char *large = g_strnfill(5000, 'x');
  repo_write(repo, "large.md", large);
  repo_commit(repo, "Ann <ann@example.org>");
  g_autoptr(Warnings) warnings = warnings_new();
  Source *sources[] = {open_git(repo, NULL, NULL, warnings), open_folder(repo, NULL, warnings)};
  for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
    g_autoptr(Error) error = NULL;
    size_t length = 0;
    const SourceFile *file = source_find(sources[i], "large.md");
    assert_null(source_read(sources[i], file, 4999, &length, &error));
    assert_int_equal(error->kind, ERROR_SITE);
    g_autofree char *all = source_read(sources[i], file, 5000, &length, NULL);
    assert_non_null(all);
    assert_int_equal(length, 5000);
    source_free(sources[i]);
  }
  repo_free(repo);
}

/* --- several threads ----------------------------------------------------------------------------- */

#define THREADS 4
#define FILES 60

static void *read_everything(void *data)
{
  Source *source = data;
  uintptr_t wrong = 0;
  for (int round = 0; round < 5; round++) {
    for (size_t i = 0; i < source_count(source); i++) {
      size_t length = 0;
      const SourceFile *file = source_file(source, i);
      g_autofree char *text = source_read(source, file, 1 << 20, &length, NULL);
      g_autofree char *expected = g_strdup_printf("text of %s\n", file->path);
      wrong += !text || strcmp(text, expected) != 0;
    }
  }
  return (void *)wrong;
}

static void test_threads(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  for (int i = 0; i < FILES; i++) {
    g_autofree char *path = g_strdup_printf("posts/%d.md", i);
    g_autofree char *text = g_strdup_printf("text of %s\n", path);
    repo_write(repo, path, text);
  }
  repo_commit(repo, "Ann <ann@example.org>");
  git_run(repo, "repack", "-adq");
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) source = open_git(repo, NULL, NULL, warnings);
  assert_int_equal(source_count(source), FILES);
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, read_everything, source), 0);
  for (int i = 0; i < THREADS; i++) {
    void *wrong = NULL;
    pthread_join(threads[i], &wrong);
    assert_null(wrong);
  }
  repo_free(repo);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_same_either_way),
      cmocka_unit_test(test_name),
      cmocka_unit_test(test_revisions),
      cmocka_unit_test(test_bare_and_worktree),
      cmocka_unit_test(test_skip),
      cmocka_unit_test(test_links),
      cmocka_unit_test(test_lfs),
      cmocka_unit_test(test_submodule),
      cmocka_unit_test(test_unclean_names),
      cmocka_unit_test(test_limit),
      cmocka_unit_test(test_threads),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
