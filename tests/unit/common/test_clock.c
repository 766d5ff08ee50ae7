#include "common/time/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

static void test_system_clock(void **state)
{
  (void)state;
  int64_t before = (int64_t)time(NULL) * 1000000;
  int64_t now = clock_now(&clock_system);
  /* time() may lag behind by a tick of the kernel. */
  assert_true(now >= before && now < before + 60 * 1000000);
  int64_t first = clock_monotonic(&clock_system);
  int64_t later = clock_monotonic(&clock_system);
  while (later == first)
    later = clock_monotonic(&clock_system);
  assert_true(later > first && later < first + 60 * 1000000);
}

static void test_system_random(void **state)
{
  (void)state;
  unsigned char one[1000] = {0}, two[1000] = {0};
  random_fill(&random_system, one, sizeof one);
  random_fill(&random_system, two, sizeof two);
  assert_memory_not_equal(one, two, sizeof one);
  int seen[256] = {0}, kinds = 0;
  for (size_t i = 0; i < sizeof one; i++)
    kinds += seen[one[i]]++ == 0;
  assert_true(kinds > 200); /* 1000 draws out of 256: about 251 */
  random_fill(&random_system, one, 0);
}

static int64_t fixed(void *data)
{
  return *(int64_t *)data;
}

static void test_handed_in(void **state)
{
  (void)state;
  int64_t at = 77;
  Clock clock = {fixed, fixed, &at};
  assert_int_equal(clock_now(&clock), 77);
  assert_int_equal(clock_monotonic(&clock), 77);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_system_clock),
      cmocka_unit_test(test_system_random),
      cmocka_unit_test(test_handed_in),
  };
  return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
