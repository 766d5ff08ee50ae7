/* test_record.c - build.db: rows and readers, names, the journal, foreign and damaged files. */
#include "generator/build/record/record.h"

#include "generator/build/publish/publish.h"

#include "common/files.h"
#include "common/system/sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Fixture {
  char *state;
  Warnings *warnings;
  Arena *arena;
} Fixture;

static int setup(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->state = g_build_filename(g_get_tmp_dir(), "record-XXXXXX", NULL);
  assert_non_null(mkdtemp(fixture->state));
  fixture->warnings = warnings_new();
  fixture->arena = arena_new();
  *state = fixture;
  return 0;
}

static int teardown(void **state)
{
  Fixture *fixture = *state;
  dir_remove(fixture->state, NULL);
  warnings_free(fixture->warnings);
  arena_free(fixture->arena);
  g_free(fixture->state);
  g_free(fixture);
  return 0;
}

static Record *open_record(Fixture *fixture, bool *fresh)
{
  Error *error = NULL;
  Record *record = record_open(fixture->state, true, fresh, fixture->warnings, &error);
  assert_null(error);
  assert_non_null(record);
  return record;
}

static int64_t put_output(Record *record, NameTable *subjects, const char *path, const Trace *reads)
{
  OutputRow row = {.path = path, .plan = 1, .hash = 2, .size = 3};
  assert_true(record_put_output(record, &row, reads, "new", subjects, NULL));
  return row.row;
}

static bool count_reader(void *data, int64_t output, const Trace *reads, Error **error)
{
  (void)error;
  assert_non_null(reads);
  *(int64_t *)data = *(int64_t *)data * 10 + output;
  return true;
}

/* What was read of the other subject is left out. */
static bool count_setting(void *data, int64_t output, const Trace *reads, Error **error)
{
  assert_int_equal(reads->count, 1);
  assert_int_equal(reads->entries[0].field, 1);
  return count_reader(data, output, reads, error);
}

static int64_t readers(Record *record, Subject subject)
{
  int64_t outputs = 0;
  assert_true(record_visit_readers(record, subject, count_reader, &outputs, NULL));
  return outputs;
}

static void test_readers_follow_the_last_reading(void **state)
{
  Fixture *fixture = *state;
  bool fresh;
  g_autoptr(Record) record = open_record(fixture, &fresh);
  g_autoptr(NameTable) subjects = name_table_new();
  assert_true(fresh);
  Trace reads;
  trace_init(&reads);
  trace_add(&reads, subject_make(SUBJECT_PAGE, 5), 1, 7);
  trace_add(&reads, subject_make(SUBJECT_PAGE, 6), 1, 8);
  int64_t output = put_output(record, subjects, "a/index.html", &reads);
  assert_int_equal(readers(record, subject_make(SUBJECT_PAGE, 5)), output);
  trace_clear(&reads);
  trace_add(&reads, subject_make(SUBJECT_PAGE, 6), 1, 9);
  OutputRow row = {.row = output, .path = "a/index.html"};
  assert_true(record_put_output(record, &row, &reads, "again", subjects, NULL));
  assert_int_equal(readers(record, subject_make(SUBJECT_PAGE, 5)), 0);
  assert_int_equal(readers(record, subject_make(SUBJECT_PAGE, 6)), output);
  assert_true(record_remove_output(record, output, NULL));
  assert_int_equal(readers(record, subject_make(SUBJECT_PAGE, 6)), 0);
  trace_release(&reads);
}

/* Readings come back as they were written, and by each way there is. */
static void test_readings_come_back(void **state)
{
  Fixture *fixture = *state;
  bool fresh;
  g_autoptr(NameTable) subjects = name_table_new();
  Record *record = open_record(fixture, &fresh);
  Trace reads, again;
  trace_init(&reads);
  trace_init(&again);
  for (int64_t page = 1; page <= 3000; page++)
    for (Field field = 1; field <= 1 + page % 3; field++)
      trace_add(&reads, subject_make(SUBJECT_PAGE, page), field, 0);
  trace_add(&reads, subject_make(SUBJECT_COMMENTS, 2), 1, UINT64_MAX);
  trace_add(&reads, subject_make(SUBJECT_COMMENTS, 2), 2, 77);
  trace_sort(&reads);
  assert_true(record_begin(record, NULL));
  put_output(record, subjects, "a", &reads);
  assert_true(record_commit(record, NULL));
  record_close(record);
  record = open_record(fixture, &fresh);
  OutputRow row;
  const char *reason = NULL;
  assert_true(record_find_output(record, fixture->arena, "a", &row, &again, &reason, NULL));
  assert_int_equal(again.count, reads.count);
  for (size_t i = 0; i < reads.count; i++) {
    assert_int_equal(again.entries[i].subject, reads.entries[i].subject);
    assert_int_equal(again.entries[i].field, reads.entries[i].field);
    assert_true(again.entries[i].digest == reads.entries[i].digest);
  }
  assert_int_equal(readers(record, subject_make(SUBJECT_PAGE, 3000)), row.row);
  record_close(record);
  trace_release(&reads);
  trace_release(&again);
}

/* What a transaction that was rolled back wrote is not known afterwards. */
static void test_a_rollback_forgets_readers_and_fields(void **state)
{
  Fixture *fixture = *state;
  bool fresh;
  g_autoptr(Record) record = open_record(fixture, &fresh);
  g_autoptr(NameTable) subjects = name_table_new();
  Trace reads;
  trace_init(&reads);
  trace_add(&reads, subject_make(SUBJECT_PAGE, 5), 1, 0);
  assert_true(record_begin(record, NULL));
  put_output(record, subjects, "a", &reads);
  record_rollback(record);
  assert_int_equal(readers(record, subject_make(SUBJECT_PAGE, 5)), 0);
  int64_t output = put_output(record, subjects, "a", &reads);
  assert_int_equal(readers(record, subject_make(SUBJECT_PAGE, 5)), output);
  trace_release(&reads);
}

/* So many readers that their row leaves its page of the file; most of them go again. */
static void test_many_readers(void **state)
{
  enum { OUTPUTS = 3000 };
  Fixture *fixture = *state;
  bool fresh;
  g_autoptr(Record) record = open_record(fixture, &fresh);
  g_autoptr(NameTable) subjects = name_table_new();
  Subject author = subject_make(SUBJECT_NAMED, name_table_number(subjects, "author/a"));
  Trace reads;
  trace_init(&reads);
  trace_add(&reads, author, 1, 0);
  assert_true(record_begin(record, NULL));
  for (int i = 0; i < OUTPUTS; i++) {
    g_autofree char *path = g_strdup_printf("%d", i);
    put_output(record, subjects, path, &reads);
  }
  assert_true(record_commit(record, NULL));
  assert_true(record_begin(record, NULL));
  for (int64_t row = OUTPUTS - 1; row > 1; row--)
    assert_true(record_remove_output(record, row, NULL));
  assert_true(record_commit(record, NULL));
  assert_int_equal(readers(record, author), 10 + OUTPUTS);
  assert_false(record_has_lost(record));
  trace_release(&reads);
}

/* Everybody reads settings and templates: an index of that would be as large as all. */
static void test_readers_of_common_subjects_are_not_indexed(void **state)
{
  Fixture *fixture = *state;
  bool fresh;
  g_autoptr(Record) record = open_record(fixture, &fresh);
  g_autoptr(NameTable) subjects = name_table_new();
  Subject setting = subject_make(SUBJECT_NAMED, name_table_number(subjects, "setting"));
  Subject list = subject_make(SUBJECT_NAMED, name_table_number(subjects, "list/de/tag/a"));
  Trace reads;
  trace_init(&reads);
  trace_add(&reads, setting, 1, 7);
  trace_add(&reads, list, 1, 7);
  int64_t output = put_output(record, subjects, "a", &reads);
  assert_int_equal(readers(record, setting), 0);
  assert_int_equal(readers(record, list), output);
  int64_t outputs = 0;
  g_autoptr(GArray) asked = g_array_new(FALSE, FALSE, sizeof(Subject));
  g_array_append_val(asked, setting);
  assert_true(record_visit_all_readers(record, asked, count_setting, &outputs, NULL));
  assert_int_equal(outputs, output);
  trace_release(&reads);
}

static void test_names_keep_their_numbers(void **state)
{
  Fixture *fixture = *state;
  bool fresh;
  Record *record = open_record(fixture, &fresh);
  NameTable *subjects = name_table_new(), *fields = name_table_new();
  int64_t setting = name_table_number(subjects, "setting"),
          title = name_table_number(fields, "title");
  g_autoptr(GByteArray) known = g_byte_array_new();
  g_byte_array_append(known, (const guint8 *)"facts", 5);
  assert_true(record_put_subject(record, setting, "setting", known, NULL));
  assert_true(record_put_field(record, title, "title", NULL));
  name_table_free(subjects);
  name_table_free(fields);
  record_close(record);
  record = open_record(fixture, &fresh);
  assert_false(fresh);
  subjects = name_table_new();
  fields = name_table_new();
  assert_true(record_load_names(record, subjects, fields, NULL));
  assert_int_equal(name_table_number(subjects, "setting"), setting);
  assert_int_equal(name_table_number(fields, "title"), title);
  assert_true(name_table_number(subjects, "templates") > setting);
  g_byte_array_set_size(known, 0);
  assert_true(record_find_facts(record, setting, known));
  assert_int_equal(known->len, 5);
  assert_memory_equal(known->data, "facts", 5);
  name_table_free(subjects);
  name_table_free(fields);
  record_close(record);
}

static void write_text(const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname(path);
  assert_true(dir_make(parent, NULL));
  assert_true(file_write(path, text, strlen(text), 0644, false, NULL));
}

static bool has_text(const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  return file_equals(path, text, strlen(text));
}

/* Steps that were done before the crash and steps that were not: doing all of them
 * once more gives the same. */
static void test_an_interrupted_journal_is_finished(void **state)
{
  Fixture *fixture = *state;
  bool fresh;
  g_autoptr(Record) record = open_record(fixture, &fresh);
  g_autofree char *output = g_build_filename(fixture->state, "out", NULL);
  g_autofree char *boot = publish_boot_id();
  write_text(output, "old/index.html", "old");
  write_text(output, "done/index.html", "new one");
  write_text(output, PUBLISH_STAGE "/1", "new two");
  write_text(output, "tags/a/index.html", "tag a");
  write_text(output, "empty/er/gone", "");
  g_autofree char *gone = g_build_filename(output, "empty/er/gone", NULL);
  assert_int_equal(unlink(gone), 0);
  write_text(output, PUBLISH_TREE "/tags/b/index.html", "tag b");
  write_text(output, PUBLISH_TREE "/tags/a/2/index.html", "tag a 2");
  write_text(output, PUBLISH_TREE "/tags/feed.xml", "feed");
  write_text(output, PUBLISH_TREE "/empty/er/index.html", "er");
  assert_true(record_set_meta(record, "output", output, NULL));
  assert_true(record_journal_add(record, "old/index.html", NULL, NULL));
  assert_true(record_set_meta(record, "boot", boot, NULL));
  assert_true(record_journal_add(record, ".", PUBLISH_TREE, NULL));
  assert_true(record_journal_add(record, "done/index.html", PUBLISH_STAGE "/0", NULL));
  assert_true(record_journal_add(record, "deep/er/index.html", PUBLISH_STAGE "/1", NULL));
  for (int round = 0; round < 2; round++) {
    Error *error = NULL;
    assert_true(publish_recover(record, &error));
    assert_null(error);
    assert_true(has_text(output, "done/index.html", "new one"));
    assert_true(has_text(output, "deep/er/index.html", "new two"));
    assert_true(has_text(output, "tags/a/index.html", "tag a"));
    assert_true(has_text(output, "tags/a/2/index.html", "tag a 2"));
    assert_true(has_text(output, "tags/b/index.html", "tag b"));
    assert_true(has_text(output, "tags/feed.xml", "feed"));
    assert_true(has_text(output, "empty/er/index.html", "er"));
    assert_int_equal(publish_doubt(record), PUBLISH_DOUBTFUL);
    g_autofree char *old = g_build_filename(output, "old", NULL);
    g_autofree char *stage = g_build_filename(output, PUBLISH_STAGE, NULL);
    assert_false(dir_exists(old));
    assert_false(dir_exists(stage));
  }
  assert_int_equal(record_journal_count(record), 0);
}

/* What was staged before the machine was started anew may be half on the disk. */
static void test_after_a_restart_nothing_staged_is_published(void **state)
{
  Fixture *fixture = *state;
  bool fresh;
  g_autoptr(Record) record = open_record(fixture, &fresh);
  g_autofree char *output = g_build_filename(fixture->state, "out", NULL);
  write_text(output, "old/index.html", "old");
  write_text(output, "index.html", "whole");
  write_text(output, PUBLISH_STAGE "/0", "");
  write_text(output, PUBLISH_TREE "/new/index.html", "");
  assert_true(record_set_meta(record, "output", output, NULL));
  assert_true(record_set_meta(record, "boot", "the one before", NULL));
  assert_true(record_journal_add(record, "old/index.html", NULL, NULL));
  assert_true(record_journal_add(record, ".", PUBLISH_TREE, NULL));
  assert_true(record_journal_add(record, "index.html", PUBLISH_STAGE "/0", NULL));
  assert_true(publish_recover(record, NULL));
  assert_true(has_text(output, "index.html", "whole"));
  g_autofree char *old = g_build_filename(output, "old", NULL);
  g_autofree char *fresh_folder = g_build_filename(output, "new", NULL);
  assert_false(dir_exists(old));
  assert_false(dir_exists(fresh_folder));
  assert_int_equal(publish_doubt(record), PUBLISH_DOUBTFUL);
}

static void assert_in_the_way(Fixture *fixture, const char *what, const char *hint)
{
  bool fresh;
  g_autoptr(Record) record = open_record(fixture, &fresh);
  g_autofree char *output = g_build_filename(fixture->state, "out", NULL);
  g_autofree char *boot = publish_boot_id();
  assert_true(record_set_meta(record, "output", output, NULL));
  assert_true(record_set_meta(record, "boot", boot, NULL));
  assert_true(record_journal_add(record, ".", PUBLISH_TREE, NULL));
  g_autoptr(Error) error = NULL;
  assert_false(publish_recover(record, &error));
  assert_int_equal(error->kind, ERROR_MACHINE);
  assert_non_null(strstr(error->what, what));
  assert_non_null(strstr(error->hint, hint));
}

static void test_a_foreign_file_in_the_way_stays(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *output = g_build_filename(fixture->state, "out", NULL);
  write_text(output, "a/b", "foreign");
  write_text(output, PUBLISH_TREE "/a/b/index.html", "ours");
  assert_in_the_way(fixture, "out/a/b'", "a file that is not senf's");
  assert_true(has_text(output, "a/b", "foreign"));
}

static void test_a_foreign_folder_in_the_way_stays(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *output = g_build_filename(fixture->state, "out", NULL);
  write_text(output, "a/b/c", "foreign");
  write_text(output, PUBLISH_TREE "/a/b", "ours");
  assert_in_the_way(fixture, "out/a/b'", "a folder that is not senf's");
  assert_true(has_text(output, "a/b/c", "foreign"));
}

static void test_a_journal_never_leaves_the_output_folder(void **state)
{
  Fixture *fixture = *state;
  bool fresh;
  g_autoptr(Record) record = open_record(fixture, &fresh);
  g_autofree char *output = g_build_filename(fixture->state, "out", NULL);
  write_text(fixture->state, "precious", "stays");
  write_text(output, PUBLISH_STAGE "/0", "evil");
  assert_true(record_set_meta(record, "output", output, NULL));
  assert_true(record_journal_add(record, "../precious", PUBLISH_STAGE "/0", NULL));
  g_autoptr(Error) error = NULL;
  assert_false(publish_recover(record, &error));
  assert_non_null(strstr(error->what, "outside"));
  assert_true(has_text(fixture->state, "precious", "stays"));
}

static void assert_starts_over(Fixture *fixture)
{
  bool fresh;
  g_autoptr(Record) record = open_record(fixture, &fresh);
  assert_non_null(record);
  assert_true(fresh);
  assert_int_equal(warnings_count(fixture->warnings), 1);
  assert_non_null(strstr(warnings_get(fixture->warnings, 0)->what, "building from nothing"));
}

static void test_another_version_starts_over(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *path = g_build_filename(fixture->state, "build.db", NULL);
  Sql *db = sql_open(path, SQL_WRITER, NULL);
  assert_true(sql_set_version(db, 9999, NULL));
  sql_close(db);
  assert_starts_over(fixture);
}

static void test_a_damaged_file_starts_over(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *noise = g_strnfill(8192, 'x');
  write_text(fixture->state, "build.db", noise);
  assert_starts_over(fixture);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_readers_follow_the_last_reading),
      TEST(test_readings_come_back),
      TEST(test_a_rollback_forgets_readers_and_fields),
      TEST(test_many_readers),
      TEST(test_readers_of_common_subjects_are_not_indexed),
      TEST(test_names_keep_their_numbers),
      TEST(test_an_interrupted_journal_is_finished),
      TEST(test_after_a_restart_nothing_staged_is_published),
      TEST(test_a_foreign_file_in_the_way_stays),
      TEST(test_a_foreign_folder_in_the_way_stays),
      TEST(test_a_journal_never_leaves_the_output_folder),
      TEST(test_another_version_starts_over),
      TEST(test_a_damaged_file_starts_over),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
