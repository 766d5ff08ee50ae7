/* The small helpers below the language: number.h, text.h, map.h. */
#include "common/template/run/map.h"
#include "common/template/run/number.h"
#include "common/template/run/text.h"
#include "tests/unit/template/template_fixture.h"

#include <math.h>

static void check_float(double real, const char *expected)
{
  char text[NUMBER_TEXT];
  assert_int_equal(float_text(real, text), strlen(expected));
  assert_string_equal(text, expected);
}

static void test_float_text(void **state)
{
  (void)state;
  check_float(0.0, "0.0");
  check_float(-0.0, "-0.0");
  check_float(0.1, "0.1");
  check_float(1.0 / 3, "0.3333333333333333");
  check_float(1e15, "1000000000000000.0");
  check_float(1e16, "1e+16");
  check_float(1.5e-5, "1.5e-05");
  check_float(0.0001, "0.0001");
  check_float(5e-324, "5e-324");
  check_float(1.7976931348623157e308, "1.7976931348623157e+308");
  check_float((double)INFINITY, "inf");
  check_float(-(double)INFINITY, "-inf");
  check_float((double)NAN, "nan");
}

static void check_int(const char *text, int base, bool valid, int64_t expected, bool is_large)
{
  int64_t number = 0;
  bool large = false;
  assert_int_equal(int_parse(text, strlen(text), base, &number, &large), valid);
  if (valid) {
    assert_int_equal(large, is_large);
    if (!large)
      assert_true(number == expected);
  }
}

static void test_int_parse(void **state)
{
  (void)state;
  check_int("42", 10, true, 42, false);
  check_int(" -1_000\n", 10, true, -1000, false);
  check_int("0x1f", 16, true, 31, false);
  check_int("0x1f", 0, true, 31, false);
  check_int("\xd9\xa3", 10, true, 3, false); /* ARABIC-INDIC DIGIT THREE */
  check_int("-9223372036854775808", 10, true, INT64_MIN, false);
  check_int("9223372036854775808", 10, true, 0, true);
  check_int("", 10, false, 0, false);
  check_int("1__0", 10, false, 0, false);
  check_int("_1", 10, false, 0, false);
  check_int("010", 0, false, 0, false);
  check_int("8", 8, false, 0, false);
  check_int("1.0", 10, false, 0, false);
}

static void test_round(void **state)
{
  (void)state;
  assert_true(float_round(2.5, 0) == 2.0);
  assert_true(float_round(3.5, 0) == 4.0);
  assert_true(float_round(2.675, 2) == 2.67);
  assert_true(float_round(1250, -2) == 1200);
  assert_true(float_round(1e300, 5) == 1e300);
  char text[NUMBER_TEXT];
  assert_string_equal((int_text(INT64_MIN, text), text), "-9223372036854775808");
  assert_string_equal((digits_text(255, 16, true, text), text), "FF");
}

static void test_code_points(void **state)
{
  (void)state;
  const char text[] = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z"; /* a ä € 😀 z */
  size_t length = strlen(text);
  assert_int_equal(text_count(text, length), 5);
  assert_int_equal(text_offset(text, length, 0), 0);
  assert_int_equal(text_offset(text, length, 3), 6);
  assert_int_equal(text_offset(text, length, 9), length);
  assert_int_equal(text_find(text, length, "z", 1, 0), 10);
  assert_int_equal(text_find(text, length, "z", 1, 11), -1);
  assert_int_equal(text_find_last("abab", 4, "ab", 2), 2);
  const char *p = text + length;
  assert_int_equal(text_previous(text, &p), 'z');
  assert_int_equal(text_previous(text, &p), 0x1f600);
  assert_ptr_equal(p, text + 6);
}

/* Nothing behind the end of broken bytes is looked at. */
static void test_broken_text(void **state)
{
  (void)state;
  char *cut = g_memdup2("\xf0\x9f", 2);
  assert_true(text_count(cut, 2) <= 2);
  assert_true(text_width(cut, cut + 2) <= 2);
  assert_true(text_offset(cut, 2, 5) == 2);
  const char *p = cut;
  while (p < cut + 2)
    (void)text_next(&p, cut + 2);
  assert_ptr_equal(p, cut + 2);
  g_free(cut);
}

static void test_strip(void **state)
{
  (void)state;
  const char *text = "\xc2\xa0 a b\x1c\n";
  size_t length = strlen(text);
  text_strip(&text, &length);
  assert_int_equal(length, 3);
  assert_memory_equal(text, "a b", 3);
  assert_true(text_is_space(0x2028) && !text_is_space(0x200b));
  assert_true(text_is_line_end(0x85) && !text_is_line_end('\t'));
}

/* 1, 1.0 and true are one key; removed keys do not come back, in any order. */
static void test_map(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  Value map = value_map(arena), item;
  value_map_set(arena, map, value_int(1), value_string("one"));
  value_map_set(arena, map, value_bool(true), value_string("true"));
  assert_true(value_map_get(map, value_float(1.0), &item));
  assert_string_equal(item.text, "true");
  assert_int_equal(map.map->count, 1);
  for (int i = 2; i < 500; i++)
    value_map_set(arena, map, value_int(i), value_int(i * i));
  for (int i = 2; i < 500; i += 2)
    assert_true(map_remove(map.map, value_int(i), &item));
  assert_false(map_remove(map.map, value_int(2), &item));
  const MapEntry *entry;
  uint32_t at = 0, count = 0;
  int64_t last = 0;
  while ((entry = map_next(map.map, &at)) != NULL) {
    assert_true(entry->key.integer > last);
    last = entry->key.integer;
    count++;
  }
  assert_int_equal(count, 250);
  map_clear(map.map);
  assert_false(value_map_get(map, value_int(3), &item));
  uint32_t hash;
  assert_false(value_hash(value_list(arena, 0), &hash));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_float_text),  cmocka_unit_test(test_int_parse),
      cmocka_unit_test(test_round),       cmocka_unit_test(test_code_points),
      cmocka_unit_test(test_broken_text), cmocka_unit_test(test_strip),
      cmocka_unit_test(test_map),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
