/* Files straight from packs: whole ones, differences, and what is left to libgit2. */
#include "tests/unit/generator/repo_fixture.h"

#include "generator/source/git_delta.h"
#include "generator/source/git_packs.h"

#include <stdio.h>
#include <sys/stat.h>

#define ALL SIZE_MAX

static void id_read(const char *hex, unsigned char id[20])
{
  assert_true(strlen(hex) >= 40);
  for (size_t i = 0; i < 20; i++)
    id[i] = (unsigned char)(g_ascii_xdigit_value(hex[2 * i]) << 4 |
                            g_ascii_xdigit_value(hex[2 * i + 1]));
}

static GitPacks *packs_of(const Repo *repo)
{
  g_autofree char *common = g_build_filename(repo->root, ".git", NULL);
  return git_packs_open(common);
}

/* The blob that `rev` names. */
static char *read_rev(const Repo *repo, const GitPacks *packs, const char *rev, size_t limit,
                      size_t *length)
{
  unsigned char id[20];
  g_autofree char *hex = git_output(repo, "rev-parse", rev);
  id_read(hex, id);
  return git_packs_read(packs, id, limit, length);
}

/* A text that packs badly, so that it is longer than what is read at first. */
static char *text_make(unsigned seed, size_t length)
{
  char *text = g_malloc(length + 1);
  for (size_t i = 0; i < length; i++) {
    seed = seed * 1103515245U + 12345U;
    text[i] = (char)('!' + (seed >> 16) % 90U);
  }
  text[length] = '\0';
  return text;
}

/* Versions of one text, each a little longer. */
enum { VERSIONS = 12 };

static Repo *repo_with_versions(size_t length)
{
  Repo *repo = repo_new("work");
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *begin = text_make(1, length);
  g_string_append(text, begin);
  for (int i = 0; i < VERSIONS; i++) {
    g_string_append_printf(text, "\nversion %d\n", i);
    repo_write(repo, "a.md", text->str);
    repo_write(repo, "empty.md", "");
    repo_commit(repo, "Ann <ann@example.org>");
  }
  return repo;
}

static void assert_versions(const Repo *repo, size_t length)
{
  g_autoptr(GitPacks) packs = packs_of(repo);
  g_autoptr(GString) expected = g_string_new(NULL);
  g_autofree char *begin = text_make(1, length);
  g_string_append(expected, begin);
  for (int i = 0; i < VERSIONS; i++) {
    size_t found;
    g_autofree char *rev = g_strdup_printf("HEAD~%d:a.md", VERSIONS - 1 - i);
    g_autofree char *text = read_rev(repo, packs, rev, ALL, &found);
    g_string_append_printf(expected, "\nversion %d\n", i);
    assert_non_null(text);
    assert_int_equal(found, expected->len);
    assert_string_equal(text, expected->str);
  }
  size_t found = 1;
  g_autofree char *empty = read_rev(repo, packs, "HEAD:empty.md", ALL, &found);
  assert_non_null(empty);
  assert_int_equal(found, 0);
}

static void test_differences(void **state)
{
  (void)state;
  static const char *const offsets[] = {"repack.useDeltaBaseOffset=true",
                                        "repack.useDeltaBaseOffset=false"};
  for (size_t i = 0; i < G_N_ELEMENTS(offsets); i++) {
    Repo *repo = repo_with_versions(3000);
    git_run(repo, "-c", offsets[i], "repack", "-q", "-adf", "--depth=50", "--window=50");
    assert_versions(repo, 3000);
    repo_free(repo);
  }
}

static void test_large(void **state)
{
  (void)state;
  Repo *repo = repo_with_versions(300000);
  git_run(repo, "repack", "-q", "-adf");
  assert_versions(repo, 300000);
  git_run(repo, "-c", "pack.compression=0", "repack", "-q", "-adF", "--window=0");
  assert_versions(repo, 300000);
  repo_free(repo);
}

static void test_several_packs(void **state)
{
  (void)state;
  Repo *repo = repo_new("work");
  for (int i = 0; i < 3; i++) {
    g_autofree char *name = g_strdup_printf("%d.md", i);
    repo_write(repo, name, name);
    repo_commit(repo, "Ann <ann@example.org>");
    git_run(repo, "repack", "-q", "-d");
  }
  g_autoptr(GitPacks) packs = packs_of(repo);
  for (int i = 0; i < 3; i++) {
    size_t length;
    g_autofree char *rev = g_strdup_printf("HEAD:%d.md", i);
    g_autofree char *text = read_rev(repo, packs, rev, ALL, &length);
    assert_string_equal(text, rev + strlen("HEAD:"));
  }
  repo_free(repo);
}

static void test_left_to_others(void **state)
{
  (void)state;
  size_t length;
  Repo *repo = repo_with_versions(100);
  g_autoptr(GitPacks) none = packs_of(repo);
  assert_null(read_rev(repo, none, "HEAD:a.md", ALL, &length));
  git_run(repo, "repack", "-q", "-ad");
  g_autoptr(GitPacks) packs = packs_of(repo);
  g_autofree char *text = read_rev(repo, packs, "HEAD:a.md", ALL, &length);
  assert_non_null(text);
  g_autofree char *fits = read_rev(repo, packs, "HEAD:a.md", length, &length);
  assert_non_null(fits);
  assert_null(read_rev(repo, packs, "HEAD:a.md", length - 1, &length));
  assert_null(read_rev(repo, packs, "HEAD:", ALL, &length));
  assert_null(read_rev(repo, packs, "HEAD", ALL, &length));
  repo_free(repo);
}

/* The one file in the folder of packs with this ending. */
static char *pack_path(const Repo *repo, const char *ending)
{
  g_autofree char *folder = g_build_filename(repo->root, ".git", "objects", "pack", NULL);
  GDir *names = g_dir_open(folder, 0, NULL);
  assert_non_null(names);
  const char *name;
  char *path = NULL;
  while (!path && (name = g_dir_read_name(names)) != NULL)
    if (g_str_has_suffix(name, ending))
      path = g_build_filename(folder, name, NULL);
  g_dir_close(names);
  assert_non_null(path);
  assert_int_equal(chmod(path, 0644), 0);
  return path;
}

/* g_file_set_contents would wait for the disk. */
static void bytes_write(const char *path, const char *bytes, size_t size)
{
  FILE *file = fopen(path, "we");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

/* What is damaged is not found, or right: what is packed has a checksum. An index has none
 * that a reader of one object would look at. */
static void assert_damaged(const Repo *repo, const unsigned char id[20], const char *expected)
{
  size_t length;
  g_autoptr(GitPacks) packs = packs_of(repo);
  g_autofree char *text = git_packs_read(packs, id, 1 << 20, &length);
  if (text && expected)
    assert_string_equal(text, expected);
}

/* Each byte of a file in turn is another; then its end is missing. */
static void damage(const Repo *repo, const char *ending, const char *expected)
{
  g_autofree char *path = pack_path(repo, ending);
  g_autofree char *bytes = NULL;
  size_t size;
  unsigned char id[20];
  g_autofree char *hex = git_output(repo, "rev-parse", "HEAD~5:a.md");
  id_read(hex, id);
  assert_true(g_file_get_contents(path, &bytes, &size, NULL));
  for (size_t i = 0; i < size; i++) {
    bytes[i] ^= 0x55;
    bytes_write(path, bytes, size);
    bytes[i] ^= 0x55;
    assert_damaged(repo, id, expected);
  }
  for (size_t i = 0; i < size; i += 7) {
    bytes_write(path, bytes, i);
    assert_damaged(repo, id, expected);
  }
  bytes_write(path, bytes, size);
}

static void test_damage(void **state)
{
  (void)state;
  Repo *repo = repo_with_versions(40);
  git_run(repo, "repack", "-q", "-adf", "--depth=50");
  g_autoptr(GitPacks) packs = packs_of(repo);
  size_t length;
  g_autofree char *expected = read_rev(repo, packs, "HEAD~5:a.md", ALL, &length);
  assert_non_null(expected);
  damage(repo, ".pack", expected);
  damage(repo, ".idx", NULL);
  repo_free(repo);
}

/* --- differences by themselves --------------------------------------------------------------- */

static char *apply(const char *base, const char *delta, size_t delta_length, size_t limit)
{
  size_t length;
  /* Of their own, so that a read behind the end is seen. */
  g_autofree unsigned char *copy = g_memdup2(delta, delta_length);
  char *text = git_delta_apply(base, strlen(base), copy, delta_length, limit, &length);
  if (text)
    assert_int_equal(strlen(text), length);
  return text;
}

#define APPLY(base, delta, limit) apply((base), (delta), sizeof(delta) - 1, (limit))

static void test_delta(void **state)
{
  (void)state;
  g_autofree char *copied = APPLY("abcdef", "\x06\x03\x91\x02\x03", ALL);
  assert_string_equal(copied, "cde");
  g_autofree char *both = APPLY("abcdef", "\x06\x05\x90\x02\x03xyz", ALL);
  assert_string_equal(both, "abxyz");
  assert_null(APPLY("abcdef", "\x06\x05\x90\x02\x03xyz", 4));
}

static void test_delta_damaged(void **state)
{
  (void)state;
  assert_null(APPLY("abcdef", "", ALL));
  assert_null(APPLY("abcdef", "\x06", ALL));
  assert_null(APPLY("abcdef", "\x07\x03\x91\x02\x03", ALL));
  assert_null(APPLY("abcdef", "\x06\x03\x91\x04\x03", ALL));
  assert_null(APPLY("abcdef", "\x06\x03\x91\x02", ALL));
  assert_null(APPLY("abcdef", "\x06\x03\x91\x02\x02", ALL));
  assert_null(APPLY("abcdef", "\x06\x02\x91\x02\x03", ALL));
  assert_null(APPLY("abcdef", "\x06\x03\x05xyz", ALL));
  assert_null(APPLY("abcdef", "\x06\x03\x00", ALL));
  assert_null(APPLY("abcdef", "\x86\x80\x80\x80\x80\x80\x80\x80\x80\x80", ALL));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_differences),   cmocka_unit_test(test_large),
      cmocka_unit_test(test_several_packs), cmocka_unit_test(test_left_to_others),
      cmocka_unit_test(test_damage),        cmocka_unit_test(test_delta),
      cmocka_unit_test(test_delta_damaged),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
