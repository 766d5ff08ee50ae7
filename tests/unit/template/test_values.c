#include "tests/unit/template/template_fixture.h"

#include "common/formats/json.h"
#include "common/template/run/map.h"
#include "common/template/run/number.h"

#include <math.h>

static void test_maps(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  Value map = value_map(arena), out;
  for (int i = 0; i < 1000; i++)
    value_map_set(arena, map, value_int(i), value_int(i * i));
  for (int i = 0; i < 1000; i++) {
    assert_true(value_map_get(map, value_int(i), &out));
    assert_int_equal(out.integer, i * i);
  }
  assert_false(value_map_get(map, value_int(1000), &out));
  value_map_set(arena, map, value_int(5), value_none());
  assert_int_equal(map.map->count, 1000);
  assert_true(map_remove(map.map, value_int(5), &out));
  assert_int_equal(out.kind, VALUE_NONE);
  assert_false(value_map_get(map, value_int(5), &out));
  assert_true(value_map_get(map, value_float(6.0), &out));
  assert_int_equal(out.integer, 36);
}

static void test_map_order(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  Value map = value_map(arena), out;
  value_map_put(arena, map, "z", value_int(1));
  value_map_put(arena, map, "a", value_int(2));
  value_map_put(arena, map, "z", value_int(3));
  uint32_t at = 0;
  assert_memory_equal(map_next(map.map, &at)->key.text, "z", 1);
  assert_memory_equal(map_next(map.map, &at)->key.text, "a", 1);
  assert_null(map_next(map.map, &at));
  assert_true(value_map_get(map, value_string("z"), &out));
  assert_int_equal(out.integer, 3);
}

static void check_float(double real, const char *expected)
{
  char text[NUMBER_TEXT];
  text[float_text(real, text)] = '\0';
  assert_string_equal(text, expected);
}

static void test_floats(void **state)
{
  (void)state;
  check_float(0.0, "0.0");
  check_float(-0.0, "-0.0");
  check_float(1.0, "1.0");
  check_float(0.1, "0.1");
  check_float(0.1 + 0.2, "0.30000000000000004");
  check_float(100.0, "100.0");
  check_float(123456789.125, "123456789.125");
  check_float(1e15, "1000000000000000.0");
  check_float(1e16, "1e+16");
  check_float(1.5e16, "1.5e+16");
  check_float(1e-4, "0.0001");
  check_float(1.25e-5, "1.25e-05");
  check_float(5e-324, "5e-324");
  check_float(1.7976931348623157e308, "1.7976931348623157e+308");
  check_float((double)NAN, "nan");
  check_float(-INFINITY, "-inf");
}

static void test_numbers(void **state)
{
  (void)state;
  int64_t integer;
  bool large;
  double real;
  assert_true(int_parse(" -1_000 ", 8, 10, &integer, &large));
  assert_int_equal(integer, -1000);
  assert_true(int_parse("9223372036854775808", 19, 10, &integer, &large) && large);
  assert_true(int_parse("-9223372036854775808", 20, 10, &integer, &large) && !large);
  assert_false(int_parse("1__0", 4, 10, &integer, &large));
  assert_false(int_parse("", 0, 10, &integer, &large));
  assert_false(int_parse("0x", 2, 16, &integer, &large));
  assert_true(float_parse("1e3", 3, &real) && real == 1000.0);
  assert_false(float_parse("0x10", 4, &real));
  assert_false(float_parse("e3", 2, &real));
  assert_true(float_round(2.5, 0) == 2.0 && float_round(2.675, 2) == 2.67);
  assert_true(float_round(1250.0, -2) == 1200.0);
}

static void test_tree(void **state)
{
  (void)state;
  static const char json[] = "{\"a\": [1, 2.5, \"x\", null, true], \"b\": {\"c\": \"d\"}}";
  Fixture fixture = {0};
  const char *const files[] = {"page", "{{ v }}", NULL};
  TreeDocument document;
  fixture_open(&fixture, files);
  assert_true(json_parse(fixture.arena, json, strlen(json), &document, NULL));
  TemplateVariable variable = {"v", value_from_tree(fixture.arena, document.root)};
  fixture.render.variables = &variable;
  fixture.render.variable_count = 1;
  fixture_expect(&fixture, "{'a': [1, 2.5, 'x', None, True], 'b': {'c': 'd'}}");
  assert_int_equal(value_from_tree(fixture.arena, NULL).kind, VALUE_NONE);
  fixture_close(&fixture);
}

/* A list that outlives the render is not the template's to change. */
static void test_frozen(void **state)
{
  (void)state;
  g_autoptr(Arena) site = arena_new();
  Fixture fixture = {0};
  const char *const files[] = {"page", "{% do l.append(1) %}", NULL};
  fixture_open(&fixture, files);
  TemplateVariable variable = {"l", value_list(site, 1)};
  fixture.render.variables = &variable;
  fixture.render.variable_count = 1;
  fixture_expect_error(&fixture, "page", 1, 9, "belongs to the site");
  variable.value = value_list(fixture.arena, 1);
  fixture_expect(&fixture, "");
  assert_int_equal(variable.value.list->count, 1);
  fixture_close(&fixture);
}

static void test_escaping_by_name(void **state)
{
  (void)state;
  static const struct {
    const char *name;
    int autoescape;
    bool escaped;
  } cases[] = {{"a.html", -1, true}, {"a.xml", -1, true},    {"a.SVG", -1, true},
               {"a.txt", -1, false}, {"html", -1, false},    {"a.html", 0, false},
               {"a.txt", 1, true},   {"feed.atom", -1, true}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Fixture fixture = {.options = {.autoescape = cases[i].autoescape}};
    const char *const files[] = {cases[i].name, "{{ '<' }}", NULL};
    fixture_open(&fixture, files);
    fixture_expect(&fixture, cases[i].escaped ? "&lt;" : "<");
    fixture_close(&fixture);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_maps),
      cmocka_unit_test(test_map_order),
      cmocka_unit_test(test_floats),
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_tree),
      cmocka_unit_test(test_frozen),
      cmocka_unit_test(test_escaping_by_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
