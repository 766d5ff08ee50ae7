#include "generator/model/slots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void show(void *data, char letter, const char *text, size_t length, GString *out)
{
  (*(int *)data)++;
  g_string_append_printf(out, "{%c:%.*s}", letter, (int)length, text);
}

static void expect(const char *html, size_t length, const char *expected, int count)
{
  int slots = 0;
  g_autoptr(GString) out = g_string_new("+");
  slots_fill(html, length, show, &slots, out);
  assert_string_equal(out->str, expected);
  assert_int_equal(slots, count);
}

#define EXPECT(html, expected, count) expect(html, sizeof html - 1, expected, count)

static void test_fill(void **state)
{
  (void)state;
  EXPECT("", "+", 0);
  EXPECT("<p>no slot</p>", "+<p>no slot</p>", 0);
  EXPECT("<a href=\"\001Lb.md#c\002\">", "+<a href=\"{L:b.md#c}\">", 1);
  EXPECT("\001N\002x\001N\002\001Ii\002", "+{N:}x{N:}{I:i}", 3);
  EXPECT("\001L\"<&\002", "+{L:\"<&}", 1);
}

static void test_only_the_length_counts(void **state)
{
  (void)state;
  expect("ab\001N\002cd", 6, "+ab{N:}c", 1);
}

/* Bytes from a damaged store end at the damage. */
static void test_cut_off(void **state)
{
  (void)state;
  EXPECT("a\001", "+a", 0);
  EXPECT("a\001L", "+a", 0);
  EXPECT("a\001Lb.md", "+a", 0);
  EXPECT("a\002b", "+a\002b", 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fill),
      cmocka_unit_test(test_only_the_length_counts),
      cmocka_unit_test(test_cut_off),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
