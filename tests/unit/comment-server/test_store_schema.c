/* Opening what is there: nothing, an older schema, a newer one, another program's. */
#include "tests/unit/comment-server/store_fixture.h"

#include "comment-server/store/backup.h"
#include "comment-server/store/schema.h"

#include <sys/stat.h>

static int setup(void **state)
{
  *state = fixture_new();
  return 0;
}

#define bare_test(function) cmocka_unit_test_setup_teardown(function, setup, fixture_teardown)

static void write_script(Fixture *fixture, const char *script)
{
  Error *error = NULL;
  Sql *db = sql_open(fixture->path, SQL_WRITER, &error);
  if (db)
    sql_script(db, script, &error);
  sql_close(db);
  no_error(error);
}

static Error *refusal(Fixture *fixture)
{
  Error *error = NULL;
  StoreOptions options = {
      .path = fixture->path, .clock = &fixture->clock, .random = &fixture->random};
  fixture->store = store_open(&options, &error);
  assert_null(fixture->store);
  assert_non_null(error);
  return error;
}

static void test_each_step_follows_the_one_before(void **state)
{
  Fixture *fixture = *state;
  for (int64_t version = 1; version <= schema_version(); version++) {
    Error *error = NULL;
    Sql *db = sql_open(fixture->path, SQL_WRITER, &error);
    assert_true(schema_prepare_to(db, version, &error));
    assert_int_equal(sql_version(db), version);
    assert_true(schema_prepare_to(db, version, &error));
    sql_close(db);
  }
  fixture_open(fixture);
  publish(fixture, "p", 0, "x");
  fixture_reopen(fixture);
  assert_int_equal(fixture_int(fixture, "PRAGMA user_version"), schema_version());
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment"), 1);
}

static void test_a_newer_schema_is_refused_and_untouched(void **state)
{
  Fixture *fixture = *state;
  fixture_open(fixture);
  store_close(fixture->store);
  write_script(fixture, "PRAGMA user_version = 999");
  g_autoptr(Error) error = refusal(fixture);
  assert_int_equal(error->kind, ERROR_USAGE);
  assert_non_null(strstr(error->what, "999"));
  assert_non_null(error->hint);
  assert_int_equal(fixture_int(fixture, "PRAGMA user_version"), 999);
}

static void test_another_programs_database_is_refused_and_untouched(void **state)
{
  Fixture *fixture = *state;
  write_script(fixture, "CREATE TABLE bookmarks (url)");
  g_autoptr(Error) error = refusal(fixture);
  assert_non_null(strstr(error->what, "another program"));
  assert_non_null(strstr(error->what, fixture->path));
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM sqlite_schema"), 1);
}

static void test_no_database_at_all_is_refused(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *junk = g_strnfill(8192, 'x');
  assert_true(file_write(fixture->path, junk, 8192, 0600, false, NULL));
  g_autoptr(Error) error = refusal(fixture);
  assert_non_null(strstr(error->what, fixture->path));
  assert_true(file_equals(fixture->path, junk, 8192));
}

static void test_strangers_cannot_read_the_files(void **state)
{
  Fixture *fixture = *state;
  fixture_open(fixture);
  publish(fixture, "p", 0, "x");
  static const char *const ends[] = {"", "-wal", "-shm", "-writer"};
  for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
    g_autofree char *path = g_strconcat(fixture->path, ends[i], NULL);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07, 0);
  }
}

/* --- backup --- */

static void test_a_backup_is_complete_private_and_opens(void **state)
{
  Fixture *fixture = *state;
  fixture_open(fixture);
  publish(fixture, "p", 0, "x");
  g_autofree char *target = g_build_filename(fixture->folder, "backup.db", NULL);
  Error *error = NULL;
  assert_true(store_backup(fixture->path, target, false, &error));
  no_error(error);
  struct stat info;
  assert_int_equal(stat(target, &info), 0);
  assert_int_equal(info.st_mode & 0777, 0600);
  publish(fixture, "p", 0, "after the backup");

  store_close(fixture->store);
  g_free(fixture->path);
  fixture->path = g_steal_pointer(&target);
  fixture_open(fixture);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment"), 1);
  assert_int_equal(publish(fixture, "p", 0, "restored"), 2);
}

static void test_a_backup_overwrites_only_when_told_to(void **state)
{
  Fixture *fixture = *state;
  fixture_open(fixture);
  g_autofree char *target = g_build_filename(fixture->folder, "backup.db", NULL);
  assert_true(file_write(target, "dear", 4, 0600, false, NULL));
  g_autoptr(Error) error = NULL;
  assert_false(store_backup(fixture->path, target, false, &error));
  assert_int_equal(error->kind, ERROR_USAGE);
  assert_true(file_equals(target, "dear", 4));
  assert_true(store_backup(fixture->path, target, true, NULL));
  assert_false(file_equals(target, "dear", 4));
  g_autofree char *part = g_strconcat(target, ".part", NULL);
  assert_false(file_exists(part));
}

static void test_a_backup_of_nothing(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *target = g_build_filename(fixture->folder, "backup.db", NULL);
  g_autoptr(Error) error = NULL;
  assert_false(store_backup(fixture->path, target, false, &error));
  assert_non_null(strstr(error->what, fixture->path));
  assert_false(file_exists(target));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      bare_test(test_each_step_follows_the_one_before),
      bare_test(test_a_newer_schema_is_refused_and_untouched),
      bare_test(test_another_programs_database_is_refused_and_untouched),
      bare_test(test_no_database_at_all_is_refused),
      bare_test(test_strangers_cannot_read_the_files),
      bare_test(test_a_backup_is_complete_private_and_opens),
      bare_test(test_a_backup_overwrites_only_when_told_to),
      bare_test(test_a_backup_of_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
