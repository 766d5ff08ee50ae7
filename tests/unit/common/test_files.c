#include "common/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each test has an empty folder of its own: *state. */
static int set_up(void **state)
{
  g_autofree char *folder = g_build_filename(g_get_tmp_dir(), "senf-files-XXXXXX", NULL);
  *state = mkdtemp(g_steal_pointer(&folder));
  return *state ? 0 : -1;
}

static int tear_down(void **state)
{
  bool removed = dir_remove(*state, NULL) && !dir_exists(*state);
  g_free(*state);
  return removed ? 0 : -1;
}

static char *in(void **state, const char *name)
{
  return g_build_filename(*state, name, NULL);
}

static void put(void **state, const char *name, const char *text)
{
  g_autofree char *path = in(state, name);
  g_autofree char *folder = g_path_get_dirname(path);
  assert_true(dir_make(folder, NULL));
  assert_true(file_write(path, text, strlen(text), 0644, false, NULL));
}

static void test_read_write(void **state)
{
  g_autofree char *path = in(state, "a");
  assert_true(file_write(path, "a\0b", 3, 0640, true, NULL));
  size_t length = 0;
  g_autofree char *text = file_read(path, 100, &length, NULL);
  assert_int_equal(length, 3);
  assert_memory_equal(text, "a\0b\0", 4);
  struct stat status;
  assert_int_equal(stat(path, &status), 0);
  assert_int_equal(status.st_mode & 0777, 0640);
  assert_true(file_write(path, "", 0, 0640, false, NULL)); /* truncates */
  g_autofree char *empty = file_read(path, 100, &length, NULL);
  assert_int_equal(length, 0);
  assert_string_equal(empty, "");
}

static void check_unreadable(const char *path, size_t limit, ErrorKind kind, const char *words)
{
  g_autoptr(Error) error = NULL;
  size_t length = 0;
  assert_null(file_read(path, limit, &length, &error));
  assert_int_equal(error->kind, kind);
  assert_non_null(strstr(error->what, words));
  assert_non_null(strstr(error->what, path));
}

static void test_read_limit(void **state)
{
  put(state, "a", "12345");
  g_autofree char *path = in(state, "a");
  g_autofree char *text = file_read(path, 5, NULL, NULL);
  assert_string_equal(text, "12345");
  check_unreadable(path, 4, ERROR_SITE, "larger than 4 bytes");
}

static void test_read_of_no_file(void **state)
{
  g_autofree char *missing = in(state, "missing");
  check_unreadable(missing, 10, ERROR_SITE, "there is no");
  check_unreadable(*state, 10, ERROR_SITE, "folder");
  g_autofree char *fifo = in(state, "fifo");
  assert_int_equal(mkfifo(fifo, 0600), 0);
  check_unreadable(fifo, 10, ERROR_SITE, "regular"); /* and does not hang */
}

/* Files of /proc say that they are empty. */
static void test_read_of_unknown_size(void **state)
{
  (void)state;
  size_t length = 0;
  g_autofree char *text = file_read("/proc/self/maps", 1 << 20, &length, NULL);
  assert_non_null(text);
  assert_true(length > 4096);
  g_autoptr(Error) error = NULL;
  assert_null(file_read("/proc/self/maps", 1000, &length, &error));
  assert_non_null(strstr(error->what, "larger"));
}

static void test_atomic(void **state)
{
  put(state, "d/a", "old");
  g_autofree char *path = in(state, "d/a");
  struct stat before, after;
  assert_int_equal(stat(path, &before), 0);
  assert_true(file_write_atomic(path, "new", 3, 0600, NULL));
  assert_int_equal(stat(path, &after), 0);
  assert_true(before.st_ino != after.st_ino); /* replaced, not overwritten */
  assert_int_equal(after.st_mode & 0777, 0600);
  assert_true(file_equals(path, "new", 3));
  g_autofree char *folder = in(state, "d");
  GDir *dir = g_dir_open(folder, 0, NULL);
  assert_string_equal(g_dir_read_name(dir), "a");
  assert_null(g_dir_read_name(dir)); /* nothing is left beside it */
  g_dir_close(dir);
}

static void test_atomic_with_longest_name(void **state)
{
  g_autofree char *name = g_strnfill(255, 'n');
  g_autofree char *path = in(state, name);
  assert_true(file_write_atomic(path, "x", 1, 0600, NULL));
  assert_true(file_equals(path, "x", 1));
}

static void test_atomic_failure_leaves_nothing(void **state)
{
  put(state, "d/inside/x", "x");
  g_autofree char *path = in(state, "d/inside"); /* a folder can't be replaced */
  g_autoptr(Error) error = NULL;
  assert_false(file_write_atomic(path, "x", 1, 0600, &error));
  assert_int_equal(error->kind, ERROR_MACHINE);
  g_autofree char *folder = in(state, "d");
  GDir *dir = g_dir_open(folder, 0, NULL);
  assert_string_equal(g_dir_read_name(dir), "inside");
  assert_null(g_dir_read_name(dir));
  g_dir_close(dir);
  g_autofree char *nowhere = in(state, "no/where");
  assert_false(file_write_atomic(nowhere, "x", 1, 0600, NULL));
}

static void test_full_disk(void **state)
{
  g_autofree char *link = in(state, "full"); /* never the device by its own name */
  assert_int_equal(symlink("/dev/full", link), 0);
  g_autoptr(Error) error = NULL;
  assert_false(file_write(link, "x", 1, 0600, false, &error));
  assert_int_equal(error->kind, ERROR_MACHINE);
  assert_non_null(strstr(error->what, "No space left"));
  struct stat status;
  assert_int_equal(lstat(link, &status), 0); /* a device is not ours to remove */
}

static void test_equals(void **state)
{
  g_autofree char *big = g_strnfill(100000, 'b');
  put(state, "a", big);
  g_autofree char *path = in(state, "a");
  assert_true(file_equals(path, big, 100000));
  assert_false(file_equals(path, big, 99999));
  big[99999] = 'c';
  assert_false(file_equals(path, big, 100000));
  assert_false(file_equals(*state, "", 0));
  g_autofree char *missing = in(state, "missing");
  assert_false(file_equals(missing, "", 0));
}

static void test_dir_make(void **state)
{
  g_autofree char *deep = in(state, "a/b//c/");
  assert_true(dir_make(deep, NULL));
  assert_true(dir_make(deep, NULL));
  assert_true(dir_exists(deep));
  assert_false(file_exists(deep));
  put(state, "file", "x");
  g_autofree char *blocked = in(state, "file/x");
  g_autoptr(Error) error = NULL;
  assert_false(dir_make(blocked, &error));
  assert_int_equal(error->kind, ERROR_MACHINE);
  assert_non_null(strstr(error->what, "in its way"));
}

static void test_dir_remove_does_not_follow_links(void **state)
{
  put(state, "keep/a", "x");
  put(state, "gone/b/c", "x");
  g_autofree char *keep = in(state, "keep");
  g_autofree char *link = in(state, "gone/link");
  assert_int_equal(symlink(keep, link), 0);
  g_autofree char *gone = in(state, "gone");
  assert_true(dir_remove(gone, NULL));
  assert_false(dir_exists(gone));
  g_autofree char *kept = in(state, "keep/a");
  assert_true(file_exists(kept));
  assert_true(dir_remove(gone, NULL)); /* nothing there is fine */
  g_autofree char *root_link = in(state, "root-link");
  assert_int_equal(symlink(keep, root_link), 0);
  assert_true(dir_remove(root_link, NULL));
  assert_true(file_exists(kept));
}

typedef struct Seen {
  GString *text;
  int stop_after;
} Seen;

static bool note(void *data, const FileEntry *entry, Error **error)
{
  Seen *seen = data;
  g_string_append_printf(seen->text, "%s:%d:%d:%d\n", entry->path, entry->kind, entry->executable,
                         (int)entry->size);
  assert_true(entry->inode != 0 && entry->mtime_ns > INT64_C(1000000000) * 1000000000);
  if (--seen->stop_after != 0)
    return true;
  error_set(error, ERROR_SITE, "stopped");
  return false;
}

static bool skip_git(void *data, const char *path)
{
  (void)data;
  return strcmp(path, "a/.git") == 0;
}

static void test_walk(void **state)
{
  /* 'Z' < 'a' < 'ä' in bytes; "a.b" < "a/…" does not count: names are sorted
   * in each folder. */
  put(state, "a/z", "12");
  put(state, "a/.git/config", "");
  put(state, "a.b", "1");
  put(state, "Z", "");
  put(state, "ä", "");
  put(state, "empty/x", "");
  g_autofree char *inside = in(state, "empty/x");
  unlink(inside);
  g_autofree char *script = in(state, "run");
  assert_true(file_write(script, "x", 1, 0755, false, NULL));
  g_autofree char *link = in(state, "link");
  assert_int_equal(symlink("a", link), 0); /* to a folder, and not entered */
  g_autofree char *fifo = in(state, "fifo");
  assert_int_equal(mkfifo(fifo, 0755), 0);
  Seen seen = {.text = g_string_new(NULL)};
  assert_true(dir_walk(*state, skip_git, note, &seen, NULL));
  assert_string_equal(seen.text->str, "Z:0:0:0\na/z:0:0:2\na.b:0:0:1\nfifo:2:0:0\nlink:1:0:1\n"
                                      "run:0:1:1\nä:0:0:0\n");
  g_string_free(seen.text, TRUE);
}

static void test_walk_stops(void **state)
{
  put(state, "a", "");
  put(state, "b/c", "");
  put(state, "d", "");
  Seen seen = {.text = g_string_new(NULL), .stop_after = 2};
  g_autoptr(Error) error = NULL;
  assert_false(dir_walk(*state, NULL, note, &seen, &error));
  assert_string_equal(error->what, "stopped");
  assert_string_equal(seen.text->str, "a:0:0:0\nb/c:0:0:0\n");
  g_string_free(seen.text, TRUE);
  g_autofree char *missing = in(state, "missing");
  g_autoptr(Error) none = NULL;
  assert_false(dir_walk(missing, NULL, note, &seen, &none));
  assert_int_equal(none->kind, ERROR_SITE);
}

static void test_sync(void **state)
{
  assert_true(dir_sync(*state, NULL));
  g_autofree char *missing = in(state, "missing");
  assert_false(dir_sync(missing, NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_read_write),
      TEST(test_read_limit),
      TEST(test_read_of_no_file),
      TEST(test_read_of_unknown_size),
      TEST(test_atomic),
      TEST(test_atomic_with_longest_name),
      TEST(test_atomic_failure_leaves_nothing),
      TEST(test_full_disk),
      TEST(test_equals),
      TEST(test_dir_make),
      TEST(test_dir_remove_does_not_follow_links),
      TEST(test_walk),
      TEST(test_walk_stops),
      TEST(test_sync),
  };
  return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
