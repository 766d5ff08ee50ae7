#include "common/formats/toml.h"

#include "tests/unit/common/tree_fixture.h"

#include <math.h>
#include <string.h>

/* What it means is compared with tomllib (tests/toml); here: places, messages, limits. */

static bool parse_bytes(Fixture *fixture, const char *text, size_t length, int first_line)
{
  g_clear_pointer(&fixture->error, error_free);
  fixture->document = (TreeDocument){.file = "a.toml", .source = text, .source_length = length};
  return toml_parse(fixture->arena, text, length, first_line, 65536, &fixture->document,
                    &fixture->error);
}

static const Tree *parse(void **state, const char *text)
{
  Fixture *fixture = *state;
  if (!parse_bytes(fixture, text, strlen(text), 1))
    fail_msg("refused: %s", fixture->error->what);
  return fixture->document.root;
}

static void refuse_at(void **state, const char *text, int line, int column, const char *words)
{
  Fixture *fixture = *state;
  if (parse_bytes(fixture, text, strlen(text), 1))
    fail_msg("accepted: %s", text);
  const Error *error = fixture->error;
  assert_int_equal(error->kind, ERROR_SITE);
  assert_string_equal(error->file, "a.toml");
  if (error->line != line || error->column != column || !strstr(error->what, words))
    fail_msg("%s: %d:%d: %s", text, error->line, error->column, error->what);
}

static void assert_place(const Tree *tree, int line, int column)
{
  assert_non_null(tree);
  if (tree->line != line || tree->column != column)
    fail_msg("it stands at %d:%d, not %d:%d", tree->line, tree->column, line, column);
}

static void test_kinds(void **state)
{
  const Tree *root = parse(state, "a = 1_000\nb = 1.5\nc = true\nd = \"x\"\ne = 2024-05-06\n"
                                  "f = -inf\ng = [1]\nh = {}\n");
  assert_int_equal(tree_get(root, "a")->integer, 1000);
  assert_string_equal(tree_get(root, "a")->text, "1_000");
  assert_true(tree_get(root, "b")->real == 1.5);
  assert_true(tree_get(root, "c")->boolean);
  assert_true(tree_get(root, "d")->quoted);
  assert_int_equal(tree_get(root, "e")->kind, TREE_STRING);
  assert_false(tree_get(root, "e")->quoted);
  assert_true(isinf(tree_get(root, "f")->real));
  assert_int_equal(tree_get(root, "g")->kind, TREE_LIST);
  assert_int_equal(tree_get(root, "h")->kind, TREE_MAP);
}

static void test_places(void **state)
{
  const Tree *root = parse(state, "a = 1\n  \"ü\" = [1, 2,\n   3]\n[t.u]\nv.w = '''x\ny'''\n"
                                  "z = \"ää\" # c\n[[l]]\n  k = {m = 1}\n");
  assert_place(tree_get(root, "a"), 1, 5);
  const Tree *list = tree_get(root, "ü");
  assert_place(list, 2, 9);
  assert_place(list->items[1], 2, 13);
  assert_place(list->items[2], 3, 4);
  assert_int_equal(root->key_places[1].line, 2);
  assert_int_equal(root->key_places[1].column, 3);
  const Tree *table = tree_get(tree_get(root, "t"), "u");
  assert_place(table, 4, 4);
  assert_place(tree_get(tree_get(table, "v"), "w"), 5, 7);
  assert_place(tree_get(table, "z"), 7, 5);
  assert_place(tree_get(tree_get(tree_get(root, "l")->items[0], "k"), "m"), 9, 12);
}

static void test_first_line(void **state)
{
  Fixture *fixture = *state;
  static const char text[] = "a = 1\nb = x\n";
  assert_false(parse_bytes(fixture, text, strlen(text), 11));
  assert_int_equal(fixture->error->line, 12);
  assert_int_equal(fixture->error->column, 5);
}

static void test_errors(void **state)
{
  refuse_at(state, "a = 1\nb = soon\n", 2, 5, "unknown value 'soon'");
  refuse_at(state, "a = True\n", 1, 5, "unknown value 'True'");
  refuse_at(state, "title: x\n", 1, 6, "a '=' should stand here");
  refuse_at(state, "a = 1\n\na = 2\n", 3, 1, "'a' stands here twice; the first is on line 1");
  refuse_at(state, "[a]\n[b]\n[a]\n", 3, 2, "'a' stands here twice; the first is on line 1");
  refuse_at(state, "a.b = 1\n[c]\n[a]\n", 3, 2, "twice; the first is on line 1");
  refuse_at(state, "a = {b = 1}\n[a.c]\n", 2, 2, "'a' is no table that more can be added to");
  refuse_at(state, "a = \"x\ny\"\n", 1, 7, "not closed on its line");
  refuse_at(state, "a = '''x\ny\n", 1, 5, "the text that begins here is not closed");
  refuse_at(state, "a = \"\\q\"\n", 1, 6, "unknown escape");
  refuse_at(state, "ä = 1\n", 1, 1, "a key should stand here");
  refuse_at(state, "a = 2024-02-30\n", 1, 5, "'2024-02-30' is no date or time");
  refuse_at(state, "a = [1 2]\n", 1, 8, "a ',' or the array's ']'");
  refuse_at(state, "a = {b = 1\n}\n", 1, 11, "a ',' or the table's '}'");
  refuse_at(state, "[a\nb = 1\n", 1, 3, "']' should end the header");
  refuse_at(state, "a = 1 b = 2\n", 1, 7, "the line should end here");
  refuse_at(state, "a = \"\x01\"\n", 1, 6, "control character U+0001");
  refuse_at(state, "a = {b = [1,\n 2], b = 3}\n", 2, 6, "'b' stands here twice");
}

static void test_hints(void **state)
{
  Fixture *fixture = *state;
  refuse_at(state, "title = A post\n", 1, 9, "unknown value 'A'");
  assert_non_null(strstr(fixture->error->hint, "quotes"));
  assert_string_equal(fixture->error->source_line, "title = A post");
  refuse_at(state, "path = \"C:\\new\\dir\"\n", 1, 15, "unknown escape");
  assert_non_null(strstr(fixture->error->hint, "single quotes"));
}

static void test_limits(void **state)
{
  refuse_at(state, "a = 9223372036854775808\n", 1, 5, "more than 64 bits");
  refuse_at(state, "a = 0xFFFFFFFFFFFFFFFF\n", 1, 5, "more than 64 bits");
  refuse_at(state, "a = \"\\u0000\"\n", 1, 6, "NUL");
  Fixture *fixture = *state;
  assert_false(parse_bytes(fixture, "a = \"\0\"", 7, 1));
  g_autoptr(GString) text = g_string_new("a = ");
  for (int i = 0; i < 64; i++)
    g_string_append_c(text, '[');
  for (int i = 0; i < 64; i++)
    g_string_append_c(text, ']');
  parse(state, text->str);
  g_string_insert_c(text, 4, '[');
  g_string_append_c(text, ']');
  refuse_at(state, text->str, 1, 69, "nested deeper than 64");
  g_string_assign(text, "a");
  for (int i = 0; i < 20000; i++)
    g_string_append(text, ".a");
  g_string_append(text, " = 1\n");
  assert_false(parse_bytes(fixture, text->str, text->len, 1));
  assert_non_null(strstr(fixture->error->what, "deeper than 64"));
  g_string_truncate(text, 0);
  for (int i = 0; i < 70000; i++)
    g_string_append_c(text, '\n');
  assert_false(parse_bytes(fixture, text->str, text->len, 1));
  assert_non_null(strstr(fixture->error->what, "longer than 64 KiB"));
}

/* A whole file of keys in one table must not take time squared. */
static void test_many_keys(void **state)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < 8000; i++)
    g_string_append_printf(text, "k%d=1\n", i);
  const Tree *root = parse(state, text->str);
  assert_int_equal(root->count, 8000);
  assert_place(root->items[7999], 8000, 7);
  g_string_append(text, "k77=2\n");
  refuse_at(state, text->str, 8001, 1, "the first is on line 78");
}

static void test_lower_case_z(void **state)
{
  assert_string_equal(tree_get(parse(state, "a = 2024-05-06t07:08:09z"), "a")->text,
                      "2024-05-06t07:08:09z");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_kinds, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_first_line, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_errors, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_hints, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_many_keys, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_lower_case_z, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
