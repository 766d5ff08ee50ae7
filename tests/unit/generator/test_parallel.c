/* test_parallel.c - many threads over a row of things, and what one at a time keeps of them. */
#include "generator/build/context.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { COUNT = 2000, NEVER = COUNT };

typedef struct Row {
  size_t bad_work, bad_keep; /* the index that fails; NEVER: none */
  bool worked[COUNT];
  gint workers; /* begun and not ended */
  gint keeping;
  size_t kept[COUNT];
  size_t kept_count;
  bool crowded; /* two kept at once, or kept what was not done */
} Row;

static void *row_begin(Build *build, void *shared)
{
  (void)build;
  Row *row = shared;
  g_atomic_int_inc(&row->workers);
  return g_new0(size_t, 1);
}

static void row_end(Build *build, void *shared, void *worker)
{
  (void)build;
  Row *row = shared;
  g_atomic_int_add(&row->workers, -1);
  g_free(worker);
}

/* Some take longer than others, so that they are done in another order. */
static bool row_work(Build *build, void *shared, void *worker, size_t index)
{
  (void)build;
  Row *row = shared;
  size_t *sum = worker;
  for (size_t i = 0; i < (index % 7) * 200; i++)
    *sum = *sum * 31 + i;
  row->worked[index] = true;
  return index != row->bad_work;
}

static bool row_keep(Build *build, void *shared, size_t index)
{
  (void)build;
  Row *row = shared;
  row->crowded = row->crowded || g_atomic_int_add(&row->keeping, 1) != 0 || !row->worked[index];
  row->kept[row->kept_count++] = index;
  g_atomic_int_add(&row->keeping, -1);
  return index != row->bad_keep;
}

static Row *row_run(int jobs, bool keeps, size_t bad_work, size_t bad_keep)
{
  const WorkerClass class = {row_begin, row_work, keeps ? row_keep : NULL, row_end};
  Build build = {.jobs = jobs};
  Row *row = g_new0(Row, 1);
  row->bad_work = bad_work;
  row->bad_keep = bad_keep;
  build_parallel(&build, COUNT, &class, row);
  assert_int_equal(row->workers, 0);
  assert_false(row->crowded);
  for (size_t i = 0; i < row->kept_count; i++)
    assert_int_equal(row->kept[i], i);
  return row;
}

static void test_all_are_kept_in_order(void **state)
{
  (void)state;
  for (int jobs = 1; jobs <= 8; jobs++) {
    Row *row = row_run(jobs, true, NEVER, NEVER);
    assert_int_equal(row->kept_count, COUNT);
    g_free(row);
  }
}

static void test_without_keeping_all_is_done(void **state)
{
  (void)state;
  Row *row = row_run(4, false, NEVER, NEVER);
  for (size_t i = 0; i < COUNT; i++)
    assert_true(row->worked[i]);
  g_free(row);
}

static void test_what_failed_is_not_kept_nor_what_follows(void **state)
{
  (void)state;
  for (int jobs = 1; jobs <= 8; jobs++) {
    Row *row = row_run(jobs, true, 1000, NEVER);
    assert_int_equal(row->kept_count, 1000);
    for (size_t i = 0; i < 1000; i++)
      assert_true(row->worked[i]);
    g_free(row);
  }
}

static void test_nothing_follows_what_could_not_be_kept(void **state)
{
  (void)state;
  for (int jobs = 1; jobs <= 8; jobs++) {
    Row *row = row_run(jobs, true, NEVER, 500);
    assert_int_equal(row->kept_count, 501);
    g_free(row);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_all_are_kept_in_order),
      cmocka_unit_test(test_without_keeping_all_is_done),
      cmocka_unit_test(test_what_failed_is_not_kept_nor_what_follows),
      cmocka_unit_test(test_nothing_follows_what_could_not_be_kept),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
