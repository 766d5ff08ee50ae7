#include "common/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const char *const NAMES[] = {"title", "draft", "date", "tags", "description", "url", NULL};

static void test_near_names(void **state)
{
  (void)state;
  assert_string_equal(suggest_nearest("titel", NAMES), "title"); /* two swapped: one step */
  assert_string_equal(suggest_nearest("drft", NAMES), "draft");
  assert_string_equal(suggest_nearest("descripton", NAMES), "description");
  assert_string_equal(suggest_nearest("tagss", NAMES), "tags");
  assert_string_equal(suggest_nearest("Date", NAMES), "date");
  assert_string_equal(suggest_nearest("ulr", NAMES), "url");
}

static void test_far_names(void **state)
{
  (void)state;
  assert_null(suggest_nearest("layout", NAMES));
  assert_null(suggest_nearest("xy", NAMES));
  assert_null(suggest_nearest("", NAMES));
  assert_null(suggest_nearest("title", (const char *const[]){NULL}));
}

static void test_nearest_wins_and_first_of_equals(void **state)
{
  (void)state;
  assert_string_equal(suggest_nearest("page", (const char *const[]){"pagex", "page", NULL}),
                      "page");
  assert_string_equal(suggest_nearest("pag", (const char *const[]){"pagx", "pagy", NULL}), "pagx");
}

static void test_long_names(void **state)
{
  (void)state;
  char name[500];
  memset(name, 'a', sizeof name - 1);
  name[sizeof name - 1] = '\0';
  assert_null(suggest_nearest(name, NAMES));
  assert_null(suggest_nearest("aaaa", (const char *const[]){name, NULL}));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_near_names),
      cmocka_unit_test(test_far_names),
      cmocka_unit_test(test_nearest_wins_and_first_of_equals),
      cmocka_unit_test(test_long_names),
  };
  return cmocka_run_group_tests_name("suggest", tests, NULL, NULL);
}
