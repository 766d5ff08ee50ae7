#include "common/formats/yaml.h"

#include "tests/unit/common/tree_fixture.h"

#include <math.h>
#include <string.h>

static bool parse_bytes(Fixture *fixture, const char *text, size_t length)
{
  g_clear_pointer(&fixture->error, error_free);
  fixture->document = (TreeDocument){.file = "a.yaml", .source = text, .source_length = length};
  return yaml_parse(fixture->arena, text, length, 1, 65536, &fixture->document, &fixture->error);
}

static const Tree *parse(void **state, const char *text)
{
  Fixture *fixture = *state;
  if (!parse_bytes(fixture, text, strlen(text)))
    fail_msg("refused: %s", fixture->error->what);
  return fixture->document.root;
}

static const Error *refuse_at(void **state, const char *text, int line, int column,
                              const char *words)
{
  Fixture *fixture = *state;
  if (parse_bytes(fixture, text, strlen(text)))
    fail_msg("accepted: %s", text);
  const Error *error = fixture->error;
  assert_int_equal(error->kind, ERROR_SITE);
  assert_string_equal(error->file, "a.yaml");
  if (error->line != line || error->column != column || !strstr(error->what, words))
    fail_msg("%s: %d:%d: %s", text, error->line, error->column, error->what);
  return error;
}

static void test_empty(void **state)
{
  assert_int_equal(parse(state, "")->kind, TREE_NULL);
  assert_int_equal(parse(state, "# only a comment\n")->kind, TREE_NULL);
  assert_int_equal(parse(state, "---\n")->kind, TREE_NULL);
  assert_int_equal(parse(state, "\xef\xbb\xbf"
                                "a: 1\n")
                       ->kind,
                   TREE_MAP);
}

static void test_scalar_kinds(void **state)
{
  static const struct {
    const char *text;
    TreeKind kind;
  } cases[] = {
      {"null", TREE_NULL},
      {"~", TREE_NULL},
      {"", TREE_NULL},
      {"true", TREE_BOOL},
      {"FALSE", TREE_BOOL},
      {"yes", TREE_STRING},
      {"no", TREE_STRING},
      {"on", TREE_STRING},
      {"off", TREE_STRING},
      {"y", TREE_STRING},
      {"tRue", TREE_STRING},
      {"12", TREE_INT},
      {"-12", TREE_INT},
      {"+12", TREE_INT},
      {"0x1F", TREE_INT},
      {"0o17", TREE_INT},
      {"012", TREE_INT},
      {"1_000", TREE_STRING},
      {"1.5", TREE_FLOAT},
      {".5", TREE_FLOAT},
      {"1.", TREE_FLOAT},
      {"1e3", TREE_FLOAT},
      {"-1.5E-3", TREE_FLOAT},
      {".inf", TREE_FLOAT},
      {"-.Inf", TREE_FLOAT},
      {".nan", TREE_FLOAT},
      {".", TREE_STRING},
      {"1e", TREE_STRING},
      {"1.2.3", TREE_STRING},
      {"12:30", TREE_STRING},
      {"2024-05-06", TREE_STRING},
      {"0x", TREE_STRING},
      {"-", TREE_LIST},
      {"'12'", TREE_STRING},
      {"\"true\"", TREE_STRING},
      {"!!str 12", TREE_STRING},
      {"! 12", TREE_STRING},
      {"!!int '12'", TREE_INT},
      {"!!float 12", TREE_FLOAT},
      {"99999999999999999999", TREE_FLOAT},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strdup_printf("a:\n  %s\n", cases[i].text);
    const Tree *value = tree_get(parse(state, text), "a");
    if (value->kind != cases[i].kind)
      fail_msg("'%s' is of kind %d", cases[i].text, value->kind);
  }
}

static void test_scalar_values(void **state)
{
  const Tree *map = parse(state, "a: 0x1F\nb: 0o17\nc: -012\nd: -1.5e2\ne: .inf\nf: True\n"
                                 "g: 9223372036854775807\nh: '12'\ni: 1.10\nj: -.INF\n");
  assert_int_equal(tree_get(map, "a")->integer, 31);
  assert_int_equal(tree_get(map, "b")->integer, 15);
  assert_int_equal(tree_get(map, "c")->integer, -12);
  assert_true(tree_get(map, "d")->real == -150.0);
  assert_true(isinf(tree_get(map, "e")->real) && tree_get(map, "e")->real > 0);
  assert_true(tree_get(map, "f")->boolean);
  assert_true(tree_get(map, "g")->integer == INT64_MAX);
  assert_true(tree_get(map, "h")->quoted);
  assert_string_equal(tree_get(map, "i")->text, "1.10");
  assert_true(tree_get(map, "j")->real < 0);
}

static void test_structure_order_and_places(void **state)
{
  const Tree *map =
      parse(state, "z: 1\n\"ä\": x\nlist:\n  - one\n  - two: 2\nflow: {b: 1, a: [x]}\n"
                   "text: |\n  two\n  lines\n");
  assert_int_equal(map->count, 5);
  assert_string_equal(map->keys[0], "z");
  assert_string_equal(map->keys[1], "ä");
  assert_string_equal(tree_get(map, "text")->text, "two\nlines\n");
  const Tree *list = tree_get(map, "list");
  assert_int_equal(list->count, 2);
  assert_string_equal(list->items[0]->text, "one");
  assert_int_equal(list->items[0]->line, 4);
  assert_int_equal(list->items[0]->column, 5);
  assert_int_equal(tree_get(list->items[1], "two")->integer, 2);
  assert_string_equal(tree_get(map, "flow")->keys[0], "b");
  assert_int_equal(map->key_places[1].line, 2);
  assert_int_equal(map->items[1]->column, 6); /* counted in characters */
}

static void test_places_count_from_the_first_line(void **state)
{
  Fixture *fixture = *state;
  const char *file = "---\ntitle: a\ndate: [\n---\n";
  fixture->document = (TreeDocument){.file = "p.md", .source = file, .source_length = strlen(file)};
  assert_false(
      yaml_parse(fixture->arena, file + 4, 17, 2, 65536, &fixture->document, &fixture->error));
  assert_int_equal(fixture->error->line, 3);
  g_clear_pointer(&fixture->error, error_free);
  assert_true(
      yaml_parse(fixture->arena, file + 4, 9, 2, 65536, &fixture->document, &fixture->error));
  assert_int_equal(tree_get(fixture->document.root, "title")->line, 2);
}

static void test_refused(void **state)
{
  refuse_at(state, "a: 1\nb: 2\na: 3\n", 3, 1, "'a' stands here twice; the first is on line 1");
  refuse_at(state, "x: {a: 1, a: 2}\n", 1, 11, "twice");
  refuse_at(state, "a: &x 1\nb: *x\n", 2, 4, "aliases");
  refuse_at(state, "*x : 1\n", 1, 1, "aliases");
  refuse_at(state, "? [a]\n: 1\n", 1, 3, "key must be plain text");
  refuse_at(state, "a: 1\n---\nb: 2\n", 2, 1, "second YAML document");
  refuse_at(state, "?\n: 1\n", 1, 2, "a key is missing");
  refuse_at(state, "a: !foo 1\n", 1, 4, "unknown YAML tag '!foo'");
  refuse_at(state, "a: !!int x\n", 1, 4, "does not fit");
  refuse_at(state, "a: !!set {x}\n", 1, 4, "unknown YAML tag");
  refuse_at(state, "a: \"x\\0y\"\n", 1, 4, "NUL");
}

static void test_broken_syntax_has_place_line_and_hint(void **state)
{
  const Error *error = refuse_at(state, "ok: 1\ntitle: a: b\n", 2, 9, "mapping values");
  assert_string_equal(error->source_line, "title: a: b");
  assert_non_null(strstr(error->hint, "quotes"));
  error = refuse_at(state, "a:\n\tb: 1\n", 2, 1, "broken YAML");
  assert_non_null(strstr(error->hint, "tabs"));
  refuse_at(state, "a: [1, 2\nb: 3\n", 1, 4, "this '[' is not closed");
  refuse_at(state, "b: 1\na: {b: 2\n", 2, 4, "this '{' is not closed");
  refuse_at(state, "a: [1, [2]\n\nb: 3\n", 1, 4, "this '[' is not closed");
  refuse_at(state, "\xc3\xa4: [", 1, 4, "this '[' is not closed");
  refuse_at(state, "a: [1, , 2]\n", 1, 8, "broken YAML");
  refuse_at(state, "a: 'x\n", 1, 4, "this quote is not closed");
  refuse_at(state, "a: \"\\q\"\n", 1, 5, "broken YAML");
}

static void test_bad_bytes_have_their_place(void **state)
{
  refuse_at(state, "a: 1\nb: \xff\n", 2, 4, "0xFF");
  refuse_at(state, "a: 1\nbä: \x01\n", 2, 5, "control characters");
  Fixture *fixture = *state;
  assert_false(parse_bytes(fixture, "a: \0", 4));
}

static void test_depth(void **state)
{
  g_autofree char *good = g_strnfill(128, '[');
  memset(good + 64, ']', 64);
  assert_int_equal(parse(state, good)->kind, TREE_LIST);
  g_autofree char *bad = g_strnfill(65000, '[');
  refuse_at(state, bad, 1, 65, "deeper than 64");
  g_autoptr(GString) maps = g_string_new(NULL);
  for (int i = 0; i < 70; i++)
    g_string_append(maps, "{a: ");
  refuse_at(state, maps->str, 1, 64 * 4 + 1, "deeper than 64");
}

static void test_size_limit(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *text = g_strnfill(65537, '#');
  assert_true(parse_bytes(fixture, text, 65536));
  assert_false(parse_bytes(fixture, text, 65537));
  assert_non_null(strstr(fixture->error->what, "64 KiB"));
}

/* Each start of a document parses or fails; nothing else. */
static void test_every_prefix(void **state)
{
  Fixture *fixture = *state;
  const char text[] = "a: &x {b: [1, 'two', \"th\\u0072ee\"]}\nc:\n  - !!str 4\n  - |\n   x\n"
                      "  - >-\n   y\n# z\n? d\n: ~\n...\n";
  for (size_t length = 0; length < sizeof text; length++) {
    g_autofree char *copy = g_memdup2(text, length ? length : 1); /* for the sanitizer */
    if (!parse_bytes(fixture, copy, length))
      assert_true(fixture->error->line > 0);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_empty),
      TEST(test_scalar_kinds),
      TEST(test_scalar_values),
      TEST(test_structure_order_and_places),
      TEST(test_places_count_from_the_first_line),
      TEST(test_refused),
      TEST(test_broken_syntax_has_place_line_and_hint),
      TEST(test_bad_bytes_have_their_place),
      TEST(test_depth),
      TEST(test_size_limit),
      TEST(test_every_prefix),
  };
  return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}
