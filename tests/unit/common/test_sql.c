#include "common/files.h"
#include "common/system/sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Fixture {
  char *folder, *path;
  Sql *db;
} Fixture;

static int set_up(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->folder = mkdtemp(g_build_filename(g_get_tmp_dir(), "senf-sql-XXXXXX", NULL));
  fixture->path = g_build_filename(fixture->folder, "a.db", NULL);
  fixture->db = sql_open(fixture->path, SQL_WRITER, NULL);
  *state = fixture;
  return fixture->db && sql_script(fixture->db,
                                   "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT UNIQUE, "
                                   "data, real); CREATE TABLE u(t REFERENCES t(id));",
                                   NULL)
             ? 0
             : -1;
}

static int tear_down(void **state)
{
  Fixture *fixture = *state;
  sql_close(fixture->db);
  dir_remove(fixture->folder, NULL);
  g_free(fixture->path);
  g_free(fixture->folder);
  g_free(fixture);
  return 0;
}

static int64_t count_rows(Sql *db)
{
  int64_t count = -1;
  assert_true(sql_get_int(db, NULL, &count, "SELECT count(*) FROM t", ""));
  return count;
}

static bool add(Sql *db, const char *name, Error **error)
{
  return sql_run(db, error, "INSERT INTO t(name) VALUES (?)", "s", name);
}

static void test_pragmas(void **state)
{
  Fixture *fixture = *state;
  int64_t value = 0;
  assert_true(sql_get_int(fixture->db, NULL, &value, "PRAGMA synchronous", ""));
  assert_int_equal(value, 2);
  assert_true(sql_get_int(fixture->db, NULL, &value, "PRAGMA foreign_keys", ""));
  assert_int_equal(value, 1);
  SqlQuery *query = sql_query(fixture->db, "PRAGMA journal_mode", "");
  assert_true(sql_next(query));
  assert_string_equal(sql_text(query, 0), "wal");
  assert_true(sql_end(query, NULL));
}

static void test_values_round_trip(void **state)
{
  Fixture *fixture = *state;
  Sql *db = fixture->db;
  const char *nasty = "Robert'); DROP TABLE t;--";
  assert_true(sql_run(db, NULL, "INSERT INTO t(id, name, data, real) VALUES (?, ?, ?, ?)", "isbf",
                      INT64_MIN, nasty, "a\0b", (size_t)3, 0.1));
  assert_true(sql_last_id(db) == INT64_MIN);
  assert_true(sql_run(db, NULL, "INSERT INTO t(id, name, data, real) VALUES (?, ?, ?, ?)", "isbn",
                      INT64_C(7), NULL, NULL, (size_t)0));
  SqlQuery *query = sql_query(db, "SELECT id, name, data, real FROM t ORDER BY id", "");
  assert_true(sql_next(query));
  assert_true(sql_int(query, 0) == INT64_MIN);
  assert_string_equal(sql_text(query, 1), nasty);
  size_t length = 0;
  const void *blob = sql_blob(query, 2, &length);
  assert_int_equal(length, 3);
  assert_memory_equal(blob, "a\0b", 3);
  assert_true(sql_real(query, 3) == 0.1);
  assert_true(sql_next(query));
  assert_null(sql_text(query, 1));
  assert_true(sql_is_null(query, 1));
  assert_false(sql_is_null(query, 2)); /* an empty blob is a value */
  assert_true(sql_is_null(query, 3));
  assert_false(sql_next(query));
  assert_false(sql_next(query)); /* stays at the end */
  assert_true(sql_end(query, NULL));
  assert_true(sql_run(db, NULL, "DELETE FROM t", ""));
  assert_int_equal(sql_changes(db), 2);
}

static void test_get_int_without_row(void **state)
{
  Fixture *fixture = *state;
  int64_t value = 7;
  assert_true(
      sql_get_int(fixture->db, NULL, &value, "SELECT id FROM t WHERE id = ?", "i", INT64_C(1)));
  assert_int_equal(value, 7);
}

/* The same statement inside its own loop. */
static void test_nested_query(void **state)
{
  Fixture *fixture = *state;
  static const char text[] = "SELECT id FROM t WHERE id > ? ORDER BY id";
  for (int i = 0; i < 3; i++)
    assert_true(add(fixture->db, NULL, NULL));
  int pairs = 0;
  SqlQuery *outer = sql_query(fixture->db, text, "i", INT64_C(0));
  while (sql_next(outer)) {
    SqlQuery *inner = sql_query(fixture->db, text, "i", sql_int(outer, 0));
    while (sql_next(inner))
      pairs++;
    assert_true(sql_end(inner, NULL));
  }
  assert_true(sql_end(outer, NULL));
  assert_int_equal(pairs, 3);
}

/* A text that is not a literal must not meet another one's statement. */
static void test_reused_address(void **state)
{
  Fixture *fixture = *state;
  char text[40];
  int64_t value = 0;
  strcpy(text, "SELECT 1");
  assert_true(sql_get_int(fixture->db, NULL, &value, text, ""));
  assert_int_equal(value, 1);
  strcpy(text, "SELECT 2");
  assert_true(sql_get_int(fixture->db, NULL, &value, text, ""));
  assert_int_equal(value, 2);
}

static void test_failures(void **state)
{
  Fixture *fixture = *state;
  g_autoptr(Error) syntax = NULL;
  SqlQuery *query = sql_query(fixture->db, "SELECT x FROM nowhere", "");
  assert_false(sql_next(query));
  assert_false(sql_end(query, &syntax));
  assert_non_null(strstr(syntax->what, "nowhere"));
  assert_true(add(fixture->db, "a", NULL));
  g_autoptr(Error) twice = NULL;
  assert_false(add(fixture->db, "a", &twice));
  assert_non_null(strstr(twice->what, "UNIQUE"));
  assert_true(add(fixture->db, "b", NULL)); /* the statement still works */
  g_autoptr(Error) foreign = NULL;
  assert_false(sql_run(fixture->db, &foreign, "INSERT INTO u VALUES (?)", "i", INT64_C(99)));
  assert_non_null(strstr(foreign->what, "FOREIGN KEY"));
  assert_false(sql_is_corrupt(fixture->db));
  assert_false(sql_script(fixture->db, "SELECT 1; nonsense;", NULL));
}

static void test_transactions(void **state)
{
  Fixture *fixture = *state;
  assert_true(sql_begin(fixture->db, NULL));
  assert_true(add(fixture->db, "a", NULL));
  sql_rollback(fixture->db);
  assert_int_equal(count_rows(fixture->db), 0);
  sql_rollback(fixture->db); /* none is open: fine */
  assert_true(sql_begin(fixture->db, NULL));
  assert_true(add(fixture->db, "a", NULL));
  assert_true(sql_commit(fixture->db, NULL));
  assert_int_equal(count_rows(fixture->db), 1);
}

static void test_failed_commit_rolls_back(void **state)
{
  Fixture *fixture = *state;
  assert_true(sql_begin(fixture->db, NULL));
  assert_true(
      sql_script(fixture->db, "PRAGMA defer_foreign_keys = ON; INSERT INTO u VALUES (99);", NULL));
  assert_true(add(fixture->db, "a", NULL));
  g_autoptr(Error) error = NULL;
  assert_false(sql_commit(fixture->db, &error));
  assert_non_null(strstr(error->what, "FOREIGN KEY"));
  assert_int_equal(count_rows(fixture->db), 0);
  assert_true(sql_begin(fixture->db, NULL)); /* nothing is open any more */
  sql_rollback(fixture->db);
}

static void test_version(void **state)
{
  Fixture *fixture = *state;
  assert_int_equal(sql_version(fixture->db), 0);
  assert_true(sql_set_version(fixture->db, 42, NULL));
  assert_int_equal(sql_version(fixture->db), 42);
}

static void test_reader_sees_and_cannot_write(void **state)
{
  Fixture *fixture = *state;
  assert_true(add(fixture->db, "a", NULL));
  g_autoptr(Sql) reader = sql_open(fixture->path, SQL_READER, NULL);
  assert_int_equal(count_rows(reader), 1);
  assert_true(add(fixture->db, "b", NULL)); /* while the reader is open */
  assert_int_equal(count_rows(reader), 2);
  assert_true(sql_begin(reader, NULL)); /* one view of all */
  assert_int_equal(count_rows(reader), 2);
  assert_true(add(fixture->db, "c", NULL));
  assert_int_equal(count_rows(reader), 2);
  assert_true(sql_commit(reader, NULL));
  assert_int_equal(count_rows(reader), 3);
  assert_false(add(reader, "d", NULL));
  assert_false(sql_script(reader, "PRAGMA user_version = 9", NULL));
  assert_int_equal(count_rows(fixture->db), 3);
}

static int64_t file_size(Fixture *fixture, const char *suffix)
{
  g_autofree char *path = g_strconcat(fixture->path, suffix, NULL);
  struct stat status;
  return stat(path, &status) == 0 ? status.st_size : -1;
}

/* Read the one row as a user who may write nothing there; root gives up its power
 * for that. */
static bool stranger_reads_one_row(Fixture *fixture)
{
  pid_t child = fork();
  if (child == 0) {
    bool stranger = getuid() != 0 || setresuid(65534, 65534, 65534) == 0;
    Sql *reader = stranger ? sql_open(fixture->path, SQL_READER, NULL) : NULL;
    int64_t count = 0;
    bool good = reader && sql_get_int(reader, NULL, &count, "SELECT count(*) FROM t", "");
    sql_close(reader);
    _exit(good && count == 1 ? 0 : 1);
  }
  int status = 1;
  return waitpid(child, &status, 0) == child && status == 0;
}

/* The writer runs, and is gone in order: its -wal and -shm stay for those who may
 * not make them, and a reader changes nothing. */
static void test_reader_without_the_right_to_write(void **state)
{
  Fixture *fixture = *state;
  assert_true(add(fixture->db, "a", NULL));
  chmod(fixture->folder, 0555);
  assert_true(stranger_reads_one_row(fixture));
  chmod(fixture->folder, 0755);
  sql_close(g_steal_pointer(&fixture->db));
  assert_true(file_size(fixture, "-wal") >= 0);
  assert_true(file_size(fixture, "-shm") >= 0);
  chmod(fixture->folder, 0555);
  assert_true(stranger_reads_one_row(fixture));
  chmod(fixture->folder, 0755);
  assert_true(file_size(fixture, "-wal") >= 0);
  assert_true(file_size(fixture, "-shm") >= 0);
}

/* A writer that is killed leaves its last commits in the -wal file alone. */
static void test_reader_after_the_writer_was_killed(void **state)
{
  Fixture *fixture = *state;
  sql_close(g_steal_pointer(&fixture->db));
  pid_t child = fork();
  if (child == 0) {
    Sql *db = sql_open(fixture->path, SQL_WRITER, NULL);
    bool added = db && add(db, "a", NULL) && sql_begin(db, NULL) && add(db, "lost", NULL);
    if (!added)
      _exit(1);
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status));
  int64_t wal = file_size(fixture, "-wal");
  assert_true(wal > 0);
  Sql *reader = sql_open(fixture->path, SQL_READER, NULL);
  assert_int_equal(count_rows(reader), 1);
  sql_close(reader);
  assert_int_equal(file_size(fixture, "-wal"), wal); /* not checkpointed */
}

static void test_open_failures(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *missing = g_build_filename(fixture->folder, "missing.db", NULL);
  g_autoptr(Error) none = NULL;
  assert_null(sql_open(missing, SQL_READER, &none));
  assert_int_equal(none->kind, ERROR_SITE);
  assert_false(file_exists(missing));
  g_autofree char *foreign = g_build_filename(fixture->folder, "foreign.db", NULL);
  g_autofree char *text = g_strnfill(5000, 'x');
  assert_true(file_write(foreign, text, 5000, 0600, false, NULL));
  for (int mode = SQL_WRITER; mode <= SQL_READER; mode++) {
    g_autoptr(Error) error = NULL;
    assert_null(sql_open(foreign, (SqlMode)mode, &error));
    assert_int_equal(error->kind, ERROR_SITE);
    assert_non_null(strstr(error->what, "no SQLite database"));
  }
  assert_true(file_equals(foreign, text, 5000));
  g_autofree char *nowhere = g_build_filename(fixture->folder, "no/where.db", NULL);
  g_autoptr(Error) error = NULL;
  assert_null(sql_open(nowhere, SQL_WRITER, &error));
  assert_int_equal(error->kind, ERROR_MACHINE);
}

static void test_damage_is_noticed(void **state)
{
  Fixture *fixture = *state;
  for (int i = 0; i < 2000; i++)
    assert_true(add(fixture->db, NULL, NULL));
  assert_true(sql_script(fixture->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL));
  sql_close(g_steal_pointer(&fixture->db));
  size_t length = 0;
  g_autofree char *bytes = file_read(fixture->path, 1 << 24, &length, NULL);
  memset(bytes + 4096, 0x5a, length - 4096);
  assert_true(file_write(fixture->path, bytes, length, 0600, false, NULL));
  g_autoptr(Sql) reader = sql_open(fixture->path, SQL_READER, NULL);
  assert_non_null(reader);
  assert_false(sql_is_corrupt(reader));
  int64_t count;
  g_autoptr(Error) error = NULL;
  assert_false(sql_get_int(reader, &error, &count, "SELECT sum(id) FROM t", ""));
  assert_true(sql_is_corrupt(reader));
  assert_int_equal(error->kind, ERROR_SITE);
}

static void test_in_memory(void **state)
{
  (void)state;
  g_autoptr(Sql) db = sql_open(":memory:", SQL_WRITER, NULL);
  assert_non_null(db);
  assert_non_null(sql_handle(db));
  assert_true(sql_script(db, "CREATE TABLE x(y)", NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_pragmas),
      TEST(test_values_round_trip),
      TEST(test_get_int_without_row),
      TEST(test_nested_query),
      TEST(test_reused_address),
      TEST(test_failures),
      TEST(test_transactions),
      TEST(test_failed_commit_rolls_back),
      TEST(test_version),
      TEST(test_reader_sees_and_cannot_write),
      TEST(test_reader_without_the_right_to_write),
      TEST(test_reader_after_the_writer_was_killed),
      TEST(test_open_failures),
      TEST(test_damage_is_noticed),
      TEST(test_in_memory),
  };
  return cmocka_run_group_tests_name("sql", tests, NULL, NULL);
}
