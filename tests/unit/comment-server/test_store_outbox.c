#include "tests/unit/comment-server/store_fixture.h"

#include "comment-server/store/secret.h"

typedef struct Mark {
  OutboxKind kind;
  int64_t id;
  const char *reason;
  int count;
} Mark;

static bool run_add(StoreTx *tx, void *data, Error **error)
{
  Mark *mark = data;
  for (int i = 0; i < mark->count; i++)
    if (!outbox_add(tx, mark->kind, "posts/a.md", i, error))
      return false;
  return true;
}

static bool run_done(StoreTx *tx, void *data, Error **error)
{
  return outbox_done(tx, ((Mark *)data)->id, error);
}

static bool run_done_through(StoreTx *tx, void *data, Error **error)
{
  Mark *mark = data;
  return outbox_done_through(tx, mark->kind, mark->id, error);
}

static bool run_retry(StoreTx *tx, void *data, Error **error)
{
  Mark *mark = data;
  return outbox_retry(tx, mark->id, mark->reason, error);
}

static bool run_retry_through(StoreTx *tx, void *data, Error **error)
{
  Mark *mark = data;
  return outbox_retry_through(tx, mark->kind, mark->id, mark->reason, error);
}

static OutboxRows due(Fixture *fixture, OutboxKind kind, int limit)
{
  Error *error = NULL;
  OutboxRows rows = {0};
  Sql *db = store_reader_take(fixture->store, &error);
  outbox_due(db, kind, fixture->seconds, limit, fixture->arena, &rows, &error);
  store_reader_give(fixture->store, db);
  no_error(error);
  return rows;
}

static OutboxSummary summary(Fixture *fixture, OutboxKind kind)
{
  Error *error = NULL;
  OutboxSummary result = {0};
  Sql *db = store_reader_take(fixture->store, &error);
  outbox_summary(db, kind, fixture->seconds, &result, &error);
  store_reader_give(fixture->store, db);
  no_error(error);
  return result;
}

static void test_rows_come_in_order_and_by_kind(void **state)
{
  Fixture *fixture = *state;
  fixture_write(fixture, run_add, &(Mark){.kind = OUTBOX_MAIL, .count = 3});
  fixture_write(fixture, run_add, &(Mark){.kind = OUTBOX_REBUILD, .count = 2});
  OutboxRows rows = due(fixture, OUTBOX_MAIL, 2);
  assert_int_equal(rows.count, 2);
  assert_int_equal(rows.items[0].id, 1);
  assert_int_equal(rows.items[0].comment_id, 0);
  assert_int_equal(rows.items[1].comment_id, 1);
  assert_string_equal(rows.items[0].page_id, "posts/a.md");
  assert_string_equal(rows.items[0].error, "");
  assert_int_equal(rows.items[0].created_at, FIXTURE_START);
  assert_int_equal(due(fixture, OUTBOX_REBUILD, 10).count, 2);
  OutboxSummary figures = summary(fixture, OUTBOX_REBUILD);
  assert_int_equal(figures.waiting, 2);
  assert_int_equal(figures.due, 2);
  assert_int_equal(figures.fresh, 2);
  assert_int_equal(figures.last_id, 5);
  assert_int_equal(figures.next_due, 0);
}

static void test_done_rows_are_gone(void **state)
{
  Fixture *fixture = *state;
  fixture_write(fixture, run_add, &(Mark){.kind = OUTBOX_MAIL, .count = 3});
  fixture_write(fixture, run_add, &(Mark){.kind = OUTBOX_REBUILD, .count = 3});
  fixture_write(fixture, run_done, &(Mark){.id = 2});
  assert_int_equal(due(fixture, OUTBOX_MAIL, 9).count, 2);
  fixture_write(fixture, run_done_through, &(Mark){.kind = OUTBOX_REBUILD, .id = 5});
  OutboxRows left = due(fixture, OUTBOX_REBUILD, 9);
  assert_int_equal(left.count, 1);
  assert_int_equal(left.items[0].id, 6);
  assert_int_equal(due(fixture, OUTBOX_MAIL, 9).count, 2);
}

static void test_a_failure_puts_a_row_off_further_each_time(void **state)
{
  Fixture *fixture = *state;
  fixture_write(fixture, run_add, &(Mark){.kind = OUTBOX_MAIL, .count = 2});
  static const int64_t expected[] = {2, 4, 8, 16};
  for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
    fixture_write(fixture, run_retry, &(Mark){.id = 1, .reason = "no route"});
    OutboxSummary figures = summary(fixture, OUTBOX_MAIL);
    assert_int_equal(figures.next_due, fixture->seconds + expected[i]);
    assert_int_equal(figures.due, 1);
    assert_int_equal(figures.fresh, 1);
    atomic_fetch_add(&fixture->seconds, expected[i] - 1);
    assert_int_equal(due(fixture, OUTBOX_MAIL, 9).count, 1);
    atomic_fetch_add(&fixture->seconds, 1);
    OutboxRows rows = due(fixture, OUTBOX_MAIL, 9);
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows.items[0].attempts, i + 1);
    assert_string_equal(rows.items[0].error, "no route");
  }
}

static void test_a_failure_for_all(void **state)
{
  Fixture *fixture = *state;
  fixture_write(fixture, run_add, &(Mark){.kind = OUTBOX_REBUILD, .count = 3});
  fixture_write(fixture, run_retry_through,
                &(Mark){.kind = OUTBOX_REBUILD, .id = 2, .reason = "x"});
  OutboxSummary figures = summary(fixture, OUTBOX_REBUILD);
  assert_int_equal(figures.waiting, 3);
  assert_int_equal(figures.due, 1);
  assert_int_equal(figures.fresh, 1);
  assert_int_equal(figures.next_due, FIXTURE_START + 2);
}

static void test_backoff_doubles_up_to_ten_minutes(void **state)
{
  (void)state;
  assert_int_equal(outbox_backoff(1), 2);
  assert_int_equal(outbox_backoff(2), 4);
  assert_int_equal(outbox_backoff(9), 512);
  assert_int_equal(outbox_backoff(10), 600);
  assert_int_equal(outbox_backoff(1000000), 600);
}

static void test_a_secret_stays_the_same(void **state)
{
  Fixture *fixture = *state;
  unsigned char first[SECRET_SIZE], again[SECRET_SIZE], other[SECRET_SIZE];
  assert_true(secret_get(fixture->store, "csrf", first, NULL));
  assert_true(secret_get(fixture->store, "preview", other, NULL));
  fixture_reopen(fixture);
  assert_true(secret_get(fixture->store, "csrf", again, NULL));
  assert_memory_equal(first, again, SECRET_SIZE);
  assert_memory_not_equal(first, other, SECRET_SIZE);
}

static bool run_damage(StoreTx *tx, void *data, Error **error)
{
  (void)data;
  return sql_run(tx->db, error, "UPDATE secret SET value = x'00'", "");
}

static void test_a_damaged_secret_is_an_error(void **state)
{
  Fixture *fixture = *state;
  unsigned char secret[SECRET_SIZE];
  assert_true(secret_get(fixture->store, "csrf", secret, NULL));
  fixture_write(fixture, run_damage, NULL);
  g_autoptr(Error) error = NULL;
  assert_false(secret_get(fixture->store, "csrf", secret, &error));
  assert_non_null(strstr(error->what, "csrf"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      fixture_test(test_rows_come_in_order_and_by_kind),
      fixture_test(test_done_rows_are_gone),
      fixture_test(test_a_failure_puts_a_row_off_further_each_time),
      fixture_test(test_a_failure_for_all),
      fixture_test(test_a_secret_stays_the_same),
      fixture_test(test_a_damaged_secret_is_an_error),
      cmocka_unit_test(test_backoff_doubles_up_to_ten_minutes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
