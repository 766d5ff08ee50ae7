#include "generator/model/markdown/slots.h"

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

/* A shortcode's slot holds others: they belong to it. */
static void test_nested(void **state)
{
  (void)state;
  EXPECT("a\001Sx\001Ly\002z\002b", "+a{S:x\001Ly\002z}b", 1);
  EXPECT("\001Sx\001Ly\002", "+", 0);
}

static void test_fields(void **state)
{
  (void)state;
  g_autoptr(GString) out = g_string_new(NULL);
  slot_field_add(out, "a:b", 3);
  slot_field_add(out, "", 0);
  slot_field_add(out, "12", 2);
  assert_string_equal(out->str, "3:a:b0:2:12");
  const char *at = out->str, *end = at + out->len, *text;
  size_t length;
  g_autofree char *first = slot_field_take(&at, end), *second = slot_field_take(&at, end);
  assert_string_equal(first, "a:b");
  assert_string_equal(second, "");
  assert_true(slot_field_next(&at, end, &text, &length));
  assert_memory_equal(text, "12", length);
  assert_false(slot_field_next(&at, end, &text, &length));
}

static void test_damaged_fields(void **state)
{
  (void)state;
  static const char *const damaged[] = {"",    "x", ":", "3", "3:ab", "99999999999999999999:a",
                                        "-1:a"};
  for (size_t i = 0; i < G_N_ELEMENTS(damaged); i++) {
    const char *at = damaged[i], *end = at + strlen(at), *text;
    size_t length;
    assert_false(slot_field_next(&at, end, &text, &length));
    assert_ptr_equal(at, damaged[i]);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fill),    cmocka_unit_test(test_only_the_length_counts),
      cmocka_unit_test(test_cut_off), cmocka_unit_test(test_nested),
      cmocka_unit_test(test_fields),  cmocka_unit_test(test_damaged_fields),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
