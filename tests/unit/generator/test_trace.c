/* test_trace.c - what an output read, kept once, in order, as bytes and back. */
#include "generator/build/facts/trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_a_fact_is_kept_once(void **state)
{
  (void)state;
  Trace trace;
  trace_init(&trace);
  trace_add(&trace, subject_make(SUBJECT_PAGE, 7), 3, 111);
  trace_add(&trace, subject_make(SUBJECT_PAGE, 7), 3, 111);
  trace_add(&trace, subject_make(SUBJECT_COMMENTS, 7), 3, 222);
  assert_int_equal(trace.count, 2);
  trace_release(&trace);
}

static void test_order_of_reading_does_not_matter(void **state)
{
  (void)state;
  Trace one, two;
  trace_init(&one);
  trace_init(&two);
  for (int i = 0; i < 500; i++) {
    trace_add(&one, subject_make(SUBJECT_NAMED, i % 90), (Field)(i % 7), (Digest)i * 31);
    int j = 499 - i;
    trace_add(&two, subject_make(SUBJECT_NAMED, j % 90), (Field)(j % 7), (Digest)(j % 630) * 31);
  }
  assert_int_equal(one.count, two.count);
  trace_sort(&one);
  trace_sort(&two);
  for (size_t i = 0; i < one.count; i++) {
    assert_int_equal(one.entries[i].subject, two.entries[i].subject);
    assert_int_equal(one.entries[i].field, two.entries[i].field);
  }
  trace_release(&one);
  trace_release(&two);
}

static void test_a_copy_has_the_entries(void **state)
{
  (void)state;
  Trace trace, copy;
  trace_init(&trace);
  for (int64_t i = 300; i > 0; i--)
    trace_add(&trace, subject_make(SUBJECT_PAGE, i), (Field)(i % 5), 0);
  trace_sort(&trace);
  trace_copy(&trace, &copy);
  assert_int_equal(copy.count, trace.count);
  assert_memory_equal(copy.entries, trace.entries, trace.count * sizeof(TraceEntry));
  trace_clear(&trace);
  assert_int_equal(copy.count, 300);
  assert_int_equal(copy.entries[0].subject, subject_make(SUBJECT_PAGE, 1));
  trace_release(&trace);
  trace_release(&copy);
}

static void test_cleared_trace_is_empty_and_usable(void **state)
{
  (void)state;
  Trace trace;
  trace_init(&trace);
  trace_clear(&trace);
  trace_add(&trace, subject_make(SUBJECT_COMMENTS, 1), 1, 1);
  trace_clear(&trace);
  assert_int_equal(trace.count, 0);
  trace_add(&trace, subject_make(SUBJECT_COMMENTS, 1), 1, 2);
  assert_int_equal(trace.count, 1);
  assert_int_equal(trace.entries[0].digest, 2);
  trace_release(&trace);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_fact_is_kept_once),
      cmocka_unit_test(test_order_of_reading_does_not_matter),
      cmocka_unit_test(test_a_copy_has_the_entries),
      cmocka_unit_test(test_cleared_trace_is_empty_and_usable),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
