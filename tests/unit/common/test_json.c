#include "common/formats/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static bool parse(Arena *arena, const char *text, TreeDocument *document, Error **error)
{
  *document = (TreeDocument){.file = "d.json"};
  return json_parse(arena, text, strlen(text), document, error);
}

static void test_kinds_and_order(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  TreeDocument document;
  assert_true(parse(arena,
                    "{\"z\": \"12\", \"a\": 12, \"m\": 1.0, \"t\": true, \"n\": null, "
                    "\"l\": [1, [2]], \"o\": {\"k\": -9223372036854775808}}",
                    &document, NULL));
  const Tree *root = document.root;
  assert_int_equal(root->count, 7);
  assert_string_equal(root->keys[0], "z");
  assert_string_equal(root->keys[1], "a");
  assert_true(root->items[0]->kind == TREE_STRING && root->items[0]->quoted);
  assert_int_equal(root->items[1]->kind, TREE_INT);
  assert_string_equal(root->items[1]->text, "12");
  assert_int_equal(root->items[2]->kind, TREE_FLOAT);
  assert_string_equal(root->items[2]->text, "1.0");
  assert_true(root->items[3]->boolean);
  assert_int_equal(root->items[4]->kind, TREE_NULL);
  assert_int_equal(root->items[5]->items[1]->items[0]->integer, 2);
  assert_true(tree_get(root->items[6], "k")->integer == INT64_MIN);
}

static void test_any_root(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  TreeDocument document;
  assert_true(parse(arena, "\"x\"", &document, NULL));
  assert_string_equal(document.root->text, "x");
  assert_true(parse(arena, " [] ", &document, NULL));
  assert_int_equal(document.root->count, 0);
}

static void assert_place(const Tree *tree, int line, int column)
{
  if (tree->line != line || tree->column != column)
    fail_msg("it stands at %d:%d, not %d:%d", tree->line, tree->column, line, column);
}

static void test_places(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  TreeDocument document;
  assert_true(parse(arena,
                    " {\"a\": 1,\n  \"\u00fc\\\"b\" : [true, \"x\\\\\", {}],\n\n"
                    "\"c\":{\"d\":[[],-1.5e3]}}",
                    &document, NULL));
  const Tree *root = document.root;
  assert_place(root, 1, 2);
  assert_place(root->items[0], 1, 8);
  assert_place(root->items[1], 2, 12);
  assert_int_equal(root->key_places[1].line, 2);
  assert_int_equal(root->key_places[1].column, 3);
  assert_place(root->items[1]->items[1], 2, 19);
  assert_place(root->items[1]->items[2], 2, 26);
  const Tree *list = root->items[2]->items[0];
  assert_place(list, 4, 10);
  assert_place(list->items[0], 4, 11);
  assert_place(list->items[1], 4, 14);
}

static void check_refused(const char *text, int line)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Error) error = NULL;
  TreeDocument document;
  if (parse(arena, text, &document, &error))
    fail_msg("accepted: %s", text);
  assert_int_equal(error->kind, ERROR_SITE);
  assert_string_equal(error->file, "d.json");
  assert_int_equal(error->line, line);
  assert_non_null(strstr(error->what, "broken JSON: "));
}

static void test_refused(void **state)
{
  (void)state;
  check_refused("", 1);
  check_refused("{\"a\": 1,\n \"a\": 2}", 2);
  check_refused("{\"a\":\n\n1,}", 3);
  check_refused("[1] [2]", 1);
  check_refused("{a: 1}", 1);
  check_refused("[\"\xff\"]", 1);
  check_refused("[01]", 1);
  check_refused("[123456789012345678901234567890]", 1);
  check_refused("// x\n1", 1);
}

static void test_message_shows_the_line(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Error) error = NULL;
  TreeDocument document;
  assert_false(parse(arena, "{\n  \"a\" 1\n}", &document, &error));
  assert_string_equal(error->source_line, "  \"a\" 1");
}

static void test_depth(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  TreeDocument document;
  g_autofree char *text = g_strnfill(130, '[');
  memset(text + 65, ']', 65);
  assert_true(parse(arena, text, &document, NULL));
  g_autofree char *deep = g_strnfill(132, '[');
  memset(deep + 66, ']', 66);
  g_autoptr(Error) error = NULL;
  assert_false(parse(arena, deep, &document, &error));
  g_autofree char *attack = g_strnfill(1000000, '[');
  assert_false(parse(arena, attack, &document, NULL));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_kinds_and_order), cmocka_unit_test(test_any_root),
      cmocka_unit_test(test_refused),         cmocka_unit_test(test_message_shows_the_line),
      cmocka_unit_test(test_depth),           cmocka_unit_test(test_places),
  };
  return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
