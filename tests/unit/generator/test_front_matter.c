#include "generator/model/page/front_matter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

typedef struct Fixture {
  Arena *arena;
  Error *error;
} Fixture;

static int set_up(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  *state = fixture;
  return 0;
}

static int tear_down(void **state)
{
  Fixture *fixture = *state;
  arena_free(fixture->arena);
  error_free(fixture->error);
  g_free(fixture);
  return 0;
}

/* The body must be `body`, on `line`; gives the root. */
static const Tree *accept(void **state, const char *text, const char *body, int line)
{
  Fixture *fixture = *state;
  FrontMatter front;
  if (!front_matter_read(&front, fixture->arena, "a.md", text, strlen(text), &fixture->error))
    fail_msg("%s: %s", text, fixture->error->what);
  assert_string_equal(text + front.body_offset, body);
  if (front.body_line != line)
    fail_msg("%s: the body begins on line %d", text, front.body_line);
  return front.document.root;
}

static const Error *refuse(void **state, const char *text, int line, const char *words)
{
  Fixture *fixture = *state;
  FrontMatter front;
  g_clear_pointer(&fixture->error, error_free);
  assert_false(
      front_matter_read(&front, fixture->arena, "a.md", text, strlen(text), &fixture->error));
  assert_int_equal(fixture->error->kind, ERROR_SITE);
  assert_string_equal(fixture->error->file, "a.md");
  if (fixture->error->line != line || !strstr(fixture->error->what, words))
    fail_msg("%s: %d: %s", text, fixture->error->line, fixture->error->what);
  return fixture->error;
}

static void test_none(void **state)
{
  static const char *const texts[] = {
      "",        "Text\n", "\n---\na: 1\n---\n", "----\na: 1\n",
      "--- x\n", "- a\n",  "{% raw %}\n",        "{{< figure >}}\n",
      "{",       "++\n",   "**bold**",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    assert_int_equal(accept(state, texts[i], texts[i], 1)->kind, TREE_NULL);
}

static void test_yaml(void **state)
{
  const Tree *root = accept(state, "---\ntitle: A\ntags: [b]\n---\n\nText\n", "\nText\n", 5);
  assert_int_equal(root->kind, TREE_MAP);
  assert_string_equal(tree_get(root, "title")->text, "A");
  assert_int_equal(tree_get(root, "tags")->line, 3);
}

static void test_ends_of_yaml(void **state)
{
  accept(state, "---\na: 1\n---", "", 4);
  accept(state, "---\na: 1\n...\nText", "Text", 4);
  accept(state, "---  \na: 1\n--- \t\nText", "Text", 4);
  accept(state, "---\r\na: 1\r\n---\r\nText\r\n", "Text\r\n", 4);
  accept(state, "---\na: |\n  x\n  ---\n---\nText", "Text", 6);
  assert_int_equal(accept(state, "---\n---\nText", "Text", 3)->kind, TREE_NULL);
  assert_int_equal(accept(state, "---\n# nothing\n---\nText", "Text", 4)->kind, TREE_NULL);
}

static void test_byte_order_mark(void **state)
{
  accept(state, "\xEF\xBB\xBFText", "Text", 1);
  assert_int_equal(accept(state, "\xEF\xBB\xBF---\na: 1\n---\nText", "Text", 4)->kind, TREE_MAP);
}

static void test_json(void **state)
{
  const Tree *root =
      accept(state, "{\n  \"title\": \"A } \\\" {\",\n  \"x\": {}\n}\n\nText", "\nText", 5);
  assert_string_equal(tree_get(root, "title")->text, "A } \" {");
  assert_int_equal(accept(state, "{}\nText", "Text", 2)->kind, TREE_MAP);
  accept(state, "{\"a\": 1} Text", " Text", 1);
}

static void test_toml(void **state)
{
  const Tree *root = accept(
      state, "+++\ntitle = 'A'\ndate = 2024-05-06\n[extra]\nx = \"+++\"\n+++\n\nText", "\nText", 7);
  assert_string_equal(tree_get(root, "title")->text, "A");
  assert_string_equal(tree_get(tree_get(root, "extra"), "x")->text, "+++");
  assert_int_equal(accept(state, "+++\n+++\nText", "Text", 3)->count, 0);
  root = accept(state, "+++\r\na = '''\r\nx\r\ny'''\r\n+++ \r\nText", "Text", 6);
  assert_string_equal(tree_get(root, "a")->text, "x\ny");
}

static void test_refused(void **state)
{
  const Error *error = refuse(state, "---\ntitle: A\n\nText\n", 1, "has no end");
  assert_non_null(error->hint);
  assert_string_equal(error->source_line, "---");
  error = refuse(state, "+++\ntitle = \"A\"\n\nText\n", 1, "has no end");
  assert_string_equal(error->source_line, "+++");
  error = refuse(state, "+++\ntitle = A\n+++\n", 2, "unknown value 'A'");
  assert_int_equal(error->column, 9);
  refuse(state, "+++\ntitle = 'A'\ntitle = 'B'\n+++\n", 3, "twice; the first is on line 2");
  refuse(state, "{\n  \"a\": 1,\n  \"a\": 2}\n", 3, "duplicate");
  refuse(state, "{\"a\": 1\nText", 1, "has no end");
  refuse(state, "---\n- a\n---\n", 2, "key: value");
  refuse(state, "---\njust words\n---\n", 2, "key: value");
  error = refuse(state, "---\na: [1\n---\n", 2, "not closed");
  assert_int_equal(error->column, 4);
  refuse(state, "---\na: 1\na: 2\n---\n", 3, "a");
  refuse(state, "{\"a\": nope}\n", 1, "");
}

static void test_size_is_capped(void **state)
{
  g_autoptr(GString) text = g_string_new("---\na: ");
  for (int i = 0; i < 70000; i++)
    g_string_append_c(text, 'x');
  g_string_append(text, "\n---\n");
  refuse(state, text->str, 2, "64");
  g_string_assign(text, "{\"a\": \"");
  for (int i = 0; i < 70000; i++)
    g_string_append_c(text, 'x');
  g_string_append(text, "\"}\n");
  refuse(state, text->str, 1, "64");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_none), TEST(test_yaml), TEST(test_ends_of_yaml), TEST(test_byte_order_mark),
      TEST(test_json), TEST(test_toml), TEST(test_refused),      TEST(test_size_is_capped),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
