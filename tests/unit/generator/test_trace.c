/* test_trace.c - what an output read, kept once, in order, as bytes and back. */
#include "generator/build/trace.h"

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

static void test_bytes_and_back(void **state)
{
  (void)state;
  Trace trace, back;
  trace_init(&trace);
  trace_init(&back);
  for (int64_t i = 1; i < 300; i++) {
    SubjectKind kind = i % 3 ? SUBJECT_PAGE : SUBJECT_COMMENTS;
    trace_add(&trace, subject_make(kind, i * i * 1000003), (Field)(i % 5),
              kind == SUBJECT_COMMENTS ? UINT64_C(0xfedcba9876543210) ^ (Digest)i : 0);
  }
  trace_sort(&trace);
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  trace_pack(&trace, bytes);
  assert_true(trace_unpack(&back, bytes->data, bytes->len));
  assert_int_equal(back.count, trace.count);
  assert_memory_equal(back.entries, trace.entries, trace.count * sizeof(TraceEntry));
  /* Every way to cut it short is noticed, and every byte that flips. */
  for (size_t length = 1; length < bytes->len; length++)
    assert_false(trace_unpack(&back, bytes->data, length));
  for (size_t i = 0; i < bytes->len; i++) {
    bytes->data[i] ^= 0x10;
    assert_false(trace_unpack(&back, bytes->data, bytes->len));
    bytes->data[i] ^= 0x10;
  }
  trace_release(&trace);
  trace_release(&back);
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
      cmocka_unit_test(test_bytes_and_back),
      cmocka_unit_test(test_cleared_trace_is_empty_and_usable),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
