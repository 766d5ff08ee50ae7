#include "common/strutil.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void check_bad(const char *text, size_t length, int line, int column, const char *what)
{
  g_autoptr(Error) error = NULL;
  assert_false(text_check_utf8(text, length, "a.md", &error));
  assert_int_equal(error->kind, ERROR_SITE);
  assert_string_equal(error->file, "a.md");
  assert_int_equal(error->line, line);
  assert_int_equal(error->column, column);
  assert_non_null(strstr(error->what, what));
}

static void test_utf8(void **state)
{
  (void)state;
  assert_true(text_check_utf8("", 0, "a.md", NULL));
  assert_true(text_check_utf8("ä日本\n😀", strlen("ä日本\n😀"), "a.md", NULL));
  check_bad("a\nbä\xff", 6, 2, 3, "0xFF");
  check_bad("\xc3", 1, 1, 1, "0xC3");
  check_bad("\xed\xa0\x80", 3, 1, 1, "0xED"); /* a surrogate */
  check_bad("\xc0\xaf", 2, 1, 1, "0xC0");     /* an overlong slash */
  check_bad("x\0y", 3, 1, 2, "NUL");
}

static void check_slug(const char *text, const char *lang, const char *expected)
{
  g_autofree char *slug = text_slug(text, lang);
  assert_string_equal(slug, expected);
}

static void test_slug_of_latin_text(void **state)
{
  (void)state;
  check_slug("Hello, World!", "en", "hello-world");
  check_slug("  --a  &  b--  ", "en", "a-b");
  check_slug("C++ & C#", "en", "c-c");
  check_slug("don't", "en", "dont");
  check_slug("l’été", "fr", "lete");
  check_slug("snake_case.txt", "en", "snake-case-txt");
  check_slug("2024", "en", "2024");
  check_slug("", "en", "");
  check_slug("!?…", "en", "");
  check_slug("../../etc/passwd", "en", "etc-passwd");
}

static void test_slug_follows_the_language(void **state)
{
  (void)state;
  check_slug("Größe", "de", "groesse");
  check_slug("Größe", "en", "grosse");
  check_slug("GRÖẞE", "de", "groesse");
  check_slug("Ärger", "de-AT", "aerger");
  check_slug("Gro\xcc\x88\xc3\x9f"
             "e",
             "de", "groesse"); /* o and a combining diaeresis */
  check_slug("Ångström", NULL, "angstrom");
  check_slug("Łódź", "pl", "lodz");
}

static void test_slug_keeps_other_scripts(void **state)
{
  (void)state;
  check_slug("Привет, Мир", "ru", "привет-мир");
  check_slug("日本語 テスト", "ja", "日本語-テスト");
  check_slug("हिन्दी भाषा", "hi", "हिन्दी-भाषा");
  check_slug("Ελλάδα", "el", "ελλάδα");
}

static void test_slug_of_broken_bytes(void **state)
{
  (void)state;
  check_slug("a\xff"
             "b",
             "en", "a-b");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_utf8),
      cmocka_unit_test(test_slug_of_latin_text),
      cmocka_unit_test(test_slug_follows_the_language),
      cmocka_unit_test(test_slug_keeps_other_scripts),
      cmocka_unit_test(test_slug_of_broken_bytes),
  };
  return cmocka_run_group_tests_name("strutil", tests, NULL, NULL);
}
