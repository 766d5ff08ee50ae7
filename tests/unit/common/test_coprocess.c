#include "common/system/coprocess.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

enum { LONG = 20000 };

static Coprocess *start(const char *script)
{
  const char *const argv[] = {"/bin/sh", "-c", script, NULL};
  Error *error = NULL;
  Coprocess *helper = coprocess_start(argv, NULL, &error);
  assert_null(error);
  assert_non_null(helper);
  return helper;
}

static void test_questions(void **state)
{
  (void)state;
  g_autoptr(Coprocess) helper = start("while read -r line; do echo \"<$line>\"; printf abc; done");
  for (int i = 0; i < 3; i++) {
    g_autoptr(GString) out = g_string_new("+");
    assert_true(coprocess_write(helper, "hello\n", 6, LONG));
    g_autofree char *line = coprocess_line(helper, 100, LONG);
    assert_string_equal(line, "<hello>");
    assert_true(coprocess_read(helper, 3, out, LONG));
    assert_string_equal(out->str, "+abc");
  }
}

/* More than a socket holds, both ways. */
static void test_much(void **state)
{
  (void)state;
  enum { SIZE = 3 << 20 };
  g_autoptr(Coprocess) helper = start("head -c 3145728 >/dev/null; head -c 3145728 /dev/zero");
  g_autofree char *bytes = g_malloc0(SIZE);
  g_autoptr(GString) out = g_string_new(NULL);
  assert_true(coprocess_write(helper, bytes, SIZE, LONG));
  assert_true(coprocess_read(helper, SIZE, out, LONG));
  assert_int_equal(out->len, SIZE);
}

static void test_one_that_ends(void **state)
{
  (void)state;
  g_autoptr(Coprocess) helper = start("echo one; exec true");
  g_autoptr(GString) out = g_string_new(NULL);
  g_autofree char *line = coprocess_line(helper, 100, LONG);
  assert_string_equal(line, "one");
  assert_null(coprocess_line(helper, 100, LONG));
  assert_false(coprocess_read(helper, 1, out, LONG));
  g_autofree char *bytes = g_malloc0(1 << 20);
  assert_false(coprocess_write(helper, bytes, 1 << 20, LONG)); /* and no signal ends us */
}

static void test_one_that_is_silent(void **state)
{
  (void)state;
  g_autoptr(Coprocess) helper = start("read -r line");
  assert_null(coprocess_line(helper, 100, 1));
}

static void test_a_line_that_is_too_long(void **state)
{
  (void)state;
  g_autoptr(Coprocess) helper = start("head -c 100000 /dev/zero | tr '\\0' x; read -r line");
  assert_null(coprocess_line(helper, 1000, LONG));
}

static void test_no_such_program(void **state)
{
  (void)state;
  const char *const argv[] = {"/nonexistent/program", NULL};
  g_autoptr(Error) error = NULL;
  assert_null(coprocess_start(argv, NULL, &error));
  assert_int_equal(error->kind, ERROR_MACHINE);
  assert_non_null(strstr(error->what, "/nonexistent/program"));
  coprocess_stop(NULL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_questions),
      cmocka_unit_test(test_much),
      cmocka_unit_test(test_one_that_ends),
      cmocka_unit_test(test_one_that_is_silent),
      cmocka_unit_test(test_a_line_that_is_too_long),
      cmocka_unit_test(test_no_such_program),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
