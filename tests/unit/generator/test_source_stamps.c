/* Files that look as before are not read again, and never wrongly so. */
#include "tests/unit/generator/repo_fixture.h"

#include "generator/source/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static Source *open_with(const Repo *repo, GByteArray *bytes)
{
  g_autoptr(Error) error = NULL;
  g_autoptr(Warnings) warnings = warnings_new();
  SourceStamps *stamps =
      source_stamps_new(bytes ? bytes->data : NULL, bytes ? bytes->len : 0, NULL, 0);
  Source *source = source_open_folder(repo->root, NULL, stamps, warnings, &error);
  if (!source)
    fail_msg("%s", error->what);
  return source;
}

static GByteArray *stamps_of(const Repo *repo)
{
  g_autoptr(Source) source = open_with(repo, NULL);
  return source_stamps_save(source);
}

static void set_mtime(const Repo *repo, const char *path, time_t when)
{
  g_autofree char *full = g_build_filename(repo->root, path, NULL);
  struct timespec times[2] = {{.tv_sec = when}, {.tv_sec = when}};
  assert_int_equal(utimensat(AT_FDCWD, full, times, 0), 0);
}

/* Change the bytes, keep the inode. */
static void overwrite(const Repo *repo, const char *path, const char *text)
{
  g_autofree char *full = g_build_filename(repo->root, path, NULL);
  int fd = open(full, O_WRONLY | O_TRUNC);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, text, strlen(text)), strlen(text));
  close(fd);
}

static void assert_id_of(Source *source, const char *path, const char *text)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
  g_autofree char *header = g_strdup_printf("blob %zu", strlen(text));
  g_checksum_update(sum, (const guchar *)header, (gssize)strlen(header) + 1);
  g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text));
  unsigned char id[20];
  gsize length = sizeof id;
  g_checksum_get_digest(sum, id, &length);
  assert_memory_equal(source_find(source, path)->id, id, 20);
}

static void test_old_files_are_trusted(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("site");
  repo_write(repo, "a.md", "old");
  set_mtime(repo, "a.md", 1000000000);
  g_autoptr(GByteArray) bytes = stamps_of(repo);
  overwrite(repo, "a.md", "new"); /* same size, inode and, pretended, time */
  set_mtime(repo, "a.md", 1000000000);
  g_autoptr(Source) source = open_with(repo, bytes);
  assert_id_of(source, "a.md", "old");
  repo_free(repo);
}

static void test_each_look_counts(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("site");
  static const char *const names[] = {"time.md", "size.md", "inode.md"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    repo_write(repo, names[i], "old");
    set_mtime(repo, names[i], 1000000000);
  }
  g_autoptr(GByteArray) bytes = stamps_of(repo);
  overwrite(repo, "time.md", "new");
  set_mtime(repo, "time.md", 1000000001);
  overwrite(repo, "size.md", "newer");
  set_mtime(repo, "size.md", 1000000000);
  repo_write(repo, "inode.md", "new"); /* by rename: another inode */
  set_mtime(repo, "inode.md", 1000000000);
  g_autoptr(Source) source = open_with(repo, bytes);
  assert_id_of(source, "time.md", "new");
  assert_id_of(source, "size.md", "newer");
  assert_id_of(source, "inode.md", "new");
  repo_free(repo);
}

/* A file changed just before it was read may change again within the same tick. */
static void test_young_files_are_not_trusted(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("site");
  repo_write(repo, "a.md", "old");
  time_t now = time(NULL);
  set_mtime(repo, "a.md", now);
  repo_write(repo, "future.md", "old");
  set_mtime(repo, "future.md", now + 86400);
  g_autoptr(GByteArray) bytes = stamps_of(repo);
  overwrite(repo, "a.md", "new");
  set_mtime(repo, "a.md", now);
  overwrite(repo, "future.md", "new");
  set_mtime(repo, "future.md", now + 86400);
  g_autoptr(Source) source = open_with(repo, bytes);
  assert_id_of(source, "a.md", "new");
  assert_id_of(source, "future.md", "new");
  repo_free(repo);
}

/* A file that came a moment before a build and went before the next one is missed. */
static void test_young_files_are_missed(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("site");
  repo_write(repo, "old.md", "old");
  set_mtime(repo, "old.md", 1000000000);
  repo_write(repo, "young.md", "young");
  g_autoptr(GByteArray) bytes = stamps_of(repo);
  g_autoptr(Source) same = open_with(repo, bytes);
  g_autoptr(GPtrArray) none = source_stamps_changed(same);
  assert_non_null(none);
  assert_int_equal(none->len, 0);
  g_autofree char *path = g_build_filename(repo->root, "young.md", NULL);
  assert_int_equal(unlink(path), 0);
  g_autoptr(Source) gone = open_with(repo, bytes);
  assert_null(source_stamps_changed(gone));
  repo_free(repo);
}

/* Stamps survive runs that trust them, and those of removed files go. */
static void test_stamps_are_carried_on(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("site");
  repo_write(repo, "a.md", "old");
  repo_write(repo, "gone.md", "x");
  set_mtime(repo, "a.md", 1000000000);
  set_mtime(repo, "gone.md", 1000000000);
  g_autoptr(GByteArray) first = stamps_of(repo);
  g_autofree char *gone = g_build_filename(repo->root, "gone.md", NULL);
  assert_int_equal(unlink(gone), 0);
  g_autoptr(Source) again = open_with(repo, first);
  g_autoptr(GByteArray) second = source_stamps_save(again);
  assert_true(second->len < first->len);
  overwrite(repo, "a.md", "new");
  set_mtime(repo, "a.md", 1000000000);
  g_autoptr(Source) source = open_with(repo, second);
  assert_id_of(source, "a.md", "old");
  repo_free(repo);
}

/* Damaged bytes are no stamps: everything is read again. */
static void test_damaged_stamps(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("site");
  repo_write(repo, "a.md", "old");
  set_mtime(repo, "a.md", 1000000000);
  g_autoptr(GByteArray) good = stamps_of(repo);
  overwrite(repo, "a.md", "new");
  set_mtime(repo, "a.md", 1000000000);
  for (guint i = 0; i < good->len; i++) {
    g_autoptr(GByteArray) bad = g_byte_array_new();
    g_byte_array_append(bad, good->data, good->len);
    bad->data[i] ^= 1;
    g_autoptr(Source) flipped = open_with(repo, bad);
    assert_id_of(flipped, "a.md", "new");
    g_byte_array_set_size(bad, i);
    g_autoptr(Source) cut = open_with(repo, bad);
    assert_id_of(cut, "a.md", "new");
  }
  repo_free(repo);
}

/* The bytes of all files, and those of the changes since. */
typedef struct Kept {
  GByteArray *all, *changes;
} Kept;

static Source *open_kept(const Repo *repo, const Kept *kept)
{
  g_autoptr(Warnings) warnings = warnings_new();
  SourceStamps *stamps =
      source_stamps_new(kept->all->data, kept->all->len, kept->changes->data, kept->changes->len);
  return source_open_folder(repo->root, NULL, stamps, warnings, NULL);
}

/* The paths that changed since; NULL: some are gone. Keeps the changes. */
static char *changed(const Repo *repo, Kept *kept)
{
  g_autoptr(Source) source = open_kept(repo, kept);
  g_autoptr(GPtrArray) files = source_stamps_changed(source);
  GByteArray *changes = source_stamps_save_changes(source, 2);
  assert_true((changes != NULL) == (files != NULL));
  if (!files)
    return NULL;
  g_byte_array_unref(kept->changes);
  kept->changes = changes;
  GString *paths = g_string_new(NULL);
  for (guint i = 0; i < files->len; i++)
    g_string_append_printf(paths, "%s ", ((const SourceFile *)g_ptr_array_index(files, i))->path);
  return g_string_free(paths, FALSE);
}

static void assert_changed(const Repo *repo, Kept *kept, const char *expected)
{
  g_autofree char *paths = changed(repo, kept);
  if (expected)
    assert_string_equal(paths, expected);
  else
    assert_null(paths);
}

static void test_changes(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("site");
  repo_write(repo, "a.md", "old");
  repo_write(repo, "b.md", "old");
  set_mtime(repo, "a.md", 1000000000);
  set_mtime(repo, "b.md", 1000000000);
  Kept kept = {stamps_of(repo), g_byte_array_new()};
  assert_changed(repo, &kept, "");
  overwrite(repo, "b.md", "newer");
  assert_changed(repo, &kept, "b.md ");
  assert_changed(repo, &kept, ""); /* young, so it is read again: the same */
  overwrite(repo, "b.md", "other");
  assert_changed(repo, &kept, "b.md ");
  repo_write(repo, "c.md", "new");
  assert_changed(repo, &kept, "c.md ");
  g_autoptr(Source) source = open_kept(repo, &kept);
  assert_null(source_stamps_save_changes(source, 1)); /* two are more than one */
  g_byte_array_unref(kept.all);
  g_byte_array_unref(kept.changes);
  repo_free(repo);
}

static void test_other_kinds_and_unreadable(void **state)
{
  (void)state;
  Repo *repo = repo_new_folder("site");
  repo_write(repo, "a.md", "a");
  g_autofree char *pipe_path = g_build_filename(repo->root, "pipe", NULL);
  assert_int_equal(mkfifo(pipe_path, 0600), 0);
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) source = source_open_folder(repo->root, NULL, NULL, warnings, NULL);
  assert_non_null(source);
  assert_int_equal(source_count(source), 1);
  assert_int_equal(warnings_count(warnings), 1);
  assert_string_equal(warnings_get(warnings, 0)->file, "pipe");
  repo_free(repo);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_old_files_are_trusted),
      cmocka_unit_test(test_each_look_counts),
      cmocka_unit_test(test_young_files_are_not_trusted),
      cmocka_unit_test(test_young_files_are_missed),
      cmocka_unit_test(test_stamps_are_carried_on),
      cmocka_unit_test(test_damaged_stamps),
      cmocka_unit_test(test_changes),
      cmocka_unit_test(test_other_kinds_and_unreadable),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
