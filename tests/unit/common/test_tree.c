#include "common/formats/json.h"
#include "common/formats/tree.h"
#include "common/formats/yaml.h"

#include "tests/unit/common/tree_fixture.h"

#include <string.h>

static const Tree *yaml(Fixture *fixture, const char *text)
{
  g_clear_pointer(&fixture->error, error_free);
  fixture->document =
      (TreeDocument){.file = "a.yaml", .source = text, .source_length = strlen(text)};
  assert_true(yaml_parse(fixture->arena, text, strlen(text), 1, 65536, &fixture->document, NULL));
  return fixture->document.root;
}

static void check_error(Fixture *fixture, int line, int column, const char *what)
{
  assert_non_null(fixture->error);
  assert_string_equal(fixture->error->what, what);
  assert_string_equal(fixture->error->file, "a.yaml");
  assert_int_equal(fixture->error->line, line);
  assert_int_equal(fixture->error->column, column);
  assert_non_null(fixture->error->source_line);
  g_clear_pointer(&fixture->error, error_free);
}

static void test_get(void **state)
{
  const Tree *map = yaml(*state, "a: 1\nTitle: x\ntitle: y\n");
  assert_int_equal(tree_get(map, "a")->integer, 1);
  assert_null(tree_get(map, "A"));
  assert_null(tree_get(map, "b"));
  assert_int_equal(tree_get_ci(map, "A")->integer, 1);
  assert_string_equal(tree_get_ci(map, "title")->text, "y"); /* exact first */
  assert_string_equal(tree_get_ci(map, "TITLE")->text, "x");
  assert_null(tree_get(NULL, "a"));
  assert_null(tree_get(tree_get(map, "a"), "a"));
}

static void test_absent_values_leave_the_default(void **state)
{
  Fixture *fixture = *state;
  const Tree *map = yaml(fixture, "a: ~\n");
  bool flag = true;
  int64_t number = 7;
  const char *text = "kept";
  const char *const kept[] = {"kept", NULL};
  const char *const *texts = kept;
  DateTime time = {.seconds = 7};
  const Tree *const absent[] = {tree_get(map, "a"), NULL};
  for (int i = 0; i < 2; i++) {
    assert_true(tree_bool(&fixture->document, absent[i], "a", &flag, NULL) && flag);
    assert_true(tree_int(&fixture->document, absent[i], "a", 0, 1, &number, NULL));
    assert_true(tree_string(&fixture->document, absent[i], "a", &text, NULL));
    assert_true(tree_strings(&fixture->document, absent[i], "a", fixture->arena, &texts, NULL));
    assert_true(tree_datetime(&fixture->document, absent[i], "a", NULL, &time, NULL));
  }
  assert_int_equal(number, 7);
  assert_string_equal(text, "kept");
  assert_ptr_equal(texts, kept);
  assert_int_equal(time.seconds, 7);
}

static void test_bool(void **state)
{
  Fixture *fixture = *state;
  const Tree *map = yaml(fixture, "a: true\nb: yes\nc: [x]\n");
  bool flag = false;
  assert_true(tree_bool(&fixture->document, tree_get(map, "a"), "a", &flag, NULL) && flag);
  assert_false(tree_bool(&fixture->document, tree_get(map, "b"), "b", &flag, &fixture->error));
  check_error(fixture, 2, 4, "'b' should be true or false, not 'yes'");
  assert_false(tree_bool(&fixture->document, tree_get(map, "c"), "c", &flag, &fixture->error));
  check_error(fixture, 3, 4, "'c' should be true or false, not a list");
}

static void test_int(void **state)
{
  Fixture *fixture = *state;
  const Tree *map = yaml(fixture, "a: 10\nb: 11\nc: '1'\n");
  int64_t number = 0;
  assert_true(tree_int(&fixture->document, tree_get(map, "a"), "a", 1, 10, &number, NULL));
  assert_int_equal(number, 10);
  assert_false(
      tree_int(&fixture->document, tree_get(map, "b"), "b", 1, 10, &number, &fixture->error));
  check_error(fixture, 2, 4, "'b' should be between 1 and 10, not 11");
  assert_false(
      tree_int(&fixture->document, tree_get(map, "c"), "c", 1, 10, &number, &fixture->error));
  check_error(fixture, 3, 4, "'c' should be a whole number, not '1'");
  assert_int_equal(number, 10);
}

static void test_string(void **state)
{
  Fixture *fixture = *state;
  const Tree *map = yaml(fixture, "a: 1.10\nb: true\nc: {x: 1}\n");
  const char *text = NULL;
  assert_true(tree_string(&fixture->document, tree_get(map, "a"), "a", &text, NULL));
  assert_string_equal(text, "1.10");
  assert_true(tree_string(&fixture->document, tree_get(map, "b"), "b", &text, NULL));
  assert_string_equal(text, "true");
  assert_false(tree_string(&fixture->document, tree_get(map, "c"), "c", &text, &fixture->error));
  check_error(fixture, 3, 4, "'c' should be text, not a map of keys and values");
}

static void test_strings(void **state)
{
  Fixture *fixture = *state;
  const Tree *map = yaml(fixture, "a: one\nb: [x, 2, ~, y]\nc: [x, [y]]\nd: []\n");
  const char *const *texts = NULL;
  assert_true(
      tree_strings(&fixture->document, tree_get(map, "a"), "a", fixture->arena, &texts, NULL));
  assert_string_equal(texts[0], "one");
  assert_null(texts[1]);
  assert_true(
      tree_strings(&fixture->document, tree_get(map, "b"), "b", fixture->arena, &texts, NULL));
  assert_string_equal(texts[1], "2");
  assert_string_equal(texts[2], "y");
  assert_null(texts[3]);
  assert_true(
      tree_strings(&fixture->document, tree_get(map, "d"), "d", fixture->arena, &texts, NULL));
  assert_null(texts[0]);
  assert_false(tree_strings(&fixture->document, tree_get(map, "c"), "c", fixture->arena, &texts,
                            &fixture->error));
  check_error(fixture, 3, 8, "'c' should be a list of texts, not a list");
}

static void test_datetime(void **state)
{
  Fixture *fixture = *state;
  const Tree *map = yaml(fixture, "a: 2024-05-06\nb: soon\nc: 2024\n");
  DateTime time = {0};
  assert_true(tree_datetime(&fixture->document, tree_get(map, "a"), "a", NULL, &time, NULL));
  assert_int_equal(time.seconds, 1714953600);
  assert_false(
      tree_datetime(&fixture->document, tree_get(map, "b"), "b", NULL, &time, &fixture->error));
  assert_non_null(strstr(fixture->error->hint, "2024-05-06"));
  check_error(fixture, 2, 4, "'b' should be a date, not 'soon'");
  assert_false(
      tree_datetime(&fixture->document, tree_get(map, "c"), "c", NULL, &time, &fixture->error));
  check_error(fixture, 3, 4, "'c' should be a date, not '2024'");
}

static void test_only(void **state)
{
  Fixture *fixture = *state;
  static const char *const known[] = {"title", "theme", NULL};
  const Tree *map = yaml(fixture, "title: x\n  \ntitel:\n  a: b\n");
  assert_false(tree_only(&fixture->document, map, known, &fixture->error));
  assert_string_equal(fixture->error->hint, "did you mean 'title'?");
  check_error(fixture, 3, 1, "unknown key 'titel'"); /* the key's place */
  assert_false(tree_only(&fixture->document, map, known, NULL));
  assert_true(tree_only(&fixture->document, yaml(fixture, "theme: x"), known, NULL));
  assert_true(tree_only(&fixture->document, NULL, known, NULL));
}

static void test_copy_outlives_its_source(void **state)
{
  Fixture *fixture = *state;
  g_autoptr(Arena) other = arena_new();
  const Tree *map = yaml(fixture, "a: [1, {b: two}]\nc: 2.5\n");
  Digest digest = tree_digest(map);
  const Tree *copy = tree_copy(map, other);
  arena_clear(fixture->arena); /* the sanitizer tells if anything is shared */
  assert_true(tree_digest(copy) == digest);
  assert_string_equal(tree_get(tree_get(copy, "a")->items[1], "b")->text, "two");
  assert_int_equal(copy->key_places[1].line, 2);
}

static Digest digest_of(Fixture *fixture, const char *text)
{
  return tree_digest(yaml(fixture, text));
}

static void test_digest_sees_values_not_places(void **state)
{
  assert_true(digest_of(*state, "a: 1\nb: [x]") == digest_of(*state, "# c\na:   1\n\nb:\n- x"));
  const char *const all[] = {"a: 1",       "a: 2",      "a: '1'",    "b: 1",    "a: 1.0",
                             "a: [1]",     "a: {b: 1}", "a: ~",      "a: ''",   "a: true",
                             "a: [[], 1]", "a: [[1]]",  "a: [1, 1]", "a: 1.00", "- a\n- 1"};
  for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
    for (size_t j = 0; j < i; j++)
      assert_true(digest_of(*state, all[i]) != digest_of(*state, all[j]));
  }
}

static void test_to_json(void **state)
{
  g_autoptr(GString) out = g_string_new(NULL);
  tree_to_json(yaml(*state, "z: \"a\\\"b\\n</s>\"\na: [1, -2, 1.5, 0.1, 1e300, 3.0, .inf]\n"
                            "n: ~\nt: true\ne: {}\nl: []\nx: 0x10\n"),
               out);
  assert_string_equal(out->str, "{\"z\":\"a\\\"b\\n\\u003c/s\\u003e\","
                                "\"a\":[1,-2,1.5,0.1,1e+300,3.0,null],"
                                "\"n\":null,\"t\":true,\"e\":{},\"l\":[],\"x\":16}");
}

static void test_json_round_trip(void **state)
{
  Fixture *fixture = *state;
  const char *text = "{\"z\":[1,2.5,1e-07,\"ä\\u0000x\"],\"a\":{\"b\":null,\"c\":false}}";
  const char *good = "{\"z\":[1,2.5,1e-07,\"ä\\u0001x\"],\"a\":{\"b\":null,\"c\":false}}";
  TreeDocument document = {.file = "d.json"};
  assert_false(json_parse(fixture->arena, text, strlen(text), &document, NULL)); /* NUL */
  document = (TreeDocument){.file = "d.json"};
  assert_true(json_parse(fixture->arena, good, strlen(good), &document, NULL));
  g_autoptr(GString) out = g_string_new(NULL);
  tree_to_json(document.root, out);
  assert_string_equal(out->str, good);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_get),
      TEST(test_absent_values_leave_the_default),
      TEST(test_bool),
      TEST(test_int),
      TEST(test_string),
      TEST(test_strings),
      TEST(test_datetime),
      TEST(test_only),
      TEST(test_copy_outlives_its_source),
      TEST(test_digest_sees_values_not_places),
      TEST(test_to_json),
      TEST(test_json_round_trip),
  };
  return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
