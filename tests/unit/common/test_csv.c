#include "common/formats/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static char *as_json(const char *text)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Error) error = NULL;
  size_t length = strlen(text);
  TreeDocument document = {.file = "a.csv", .source = text, .source_length = length};
  if (!csv_parse(arena, text, length, &document, &error))
    return g_strdup_printf("%d:%d: %s", error->line, error->column, error->what);
  GString *out = g_string_new(NULL);
  tree_to_json(document.root, out);
  return g_string_free(out, FALSE);
}

static void check(const char *text, const char *expected)
{
  g_autofree char *got = as_json(text);
  assert_string_equal(got, expected);
}

static void test_tables(void **state)
{
  (void)state;
  check("a,b\n1,2\n3,4\n", "[{\"a\":\"1\",\"b\":\"2\"},{\"a\":\"3\",\"b\":\"4\"}]");
  check("a,b\r\n1,2\r\n", "[{\"a\":\"1\",\"b\":\"2\"}]");
  check("a,b\n1,2", "[{\"a\":\"1\",\"b\":\"2\"}]");
  check("", "[]");
  check("a,b\n", "[]");
  check("\xEF\xBB\xBF"
        "a\nx\n",
        "[{\"a\":\"x\"}]");
  check("a;b\n1,5;2\n", "[{\"a\":\"1,5\",\"b\":\"2\"}]");
  check("a\tb\n1\t2\n", "[{\"a\":\"1\",\"b\":\"2\"}]");
  check("a,b\n\n1,\n\n", "[{\"a\":\"1\",\"b\":\"\"}]");
  check("a,b\n1\n", "[{\"a\":\"1\",\"b\":\"\"}]");
  check("a,b\n\"x, y\",\"he said \"\"no\"\"\"\n",
        "[{\"a\":\"x, y\",\"b\":\"he said \\\"no\\\"\"}]");
  check("a,b\n\"x\ny\",2\n", "[{\"a\":\"x\\ny\",\"b\":\"2\"}]");
  check("a\n\"\"\n", "[{\"a\":\"\"}]");
  check("a\nx\"y\n", "[{\"a\":\"x\\\"y\"}]");
}

static void test_errors(void **state)
{
  (void)state;
  check("a,b\n1,2,3\n", "2:5: this line has 3 fields, the first line names 2 columns");
  check("ä,b,ä\n", "1:5: two columns have the name 'ä'");
  check("a,b\n1,\"x\n\n", "2:3: the quote that begins here is not closed");
  check("a,b\n\"x\"y,2\n", "2:4: a field in quotes should end here");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tables),
      cmocka_unit_test(test_errors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
