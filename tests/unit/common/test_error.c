#include "common/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

static char *formatted(const Error *error)
{
  GString *out = g_string_new(NULL);
  error_format(error, "error", false, out);
  return g_string_free(out, FALSE);
}

static void test_set_formats_and_keeps_kind(void **state)
{
  (void)state;
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_USAGE, "unknown %s '%s'", "option", "--x");
  assert_int_equal(error->kind, 2);
  assert_string_equal(error->what, "unknown option '--x'");
  g_autofree char *text = formatted(error);
  assert_string_equal(text, "error: unknown option '--x'\n");
}

static void test_null_receiver_is_fine(void **state)
{
  (void)state;
  error_set(NULL, ERROR_SITE, "lost");
  error_set_errno(NULL, ENOENT, "lost");
  error_at(NULL, "a", 1, 1);
  error_hint(NULL, "none");
  Error *none = NULL;
  error_at(&none, "a", 1, 1);
  error_source(&none, "a", 1);
  error_note(&none, "none");
  error_prefix(&none, "none");
  assert_null(none);
  Error *moved = NULL;
  error_set(&moved, ERROR_SITE, "freed");
  error_move(NULL, moved);
}

static void test_errno_text(void **state)
{
  (void)state;
  g_autoptr(Error) error = NULL;
  error_set_errno(&error, ENOSPC, "can't write '%s'", "a.html");
  assert_int_equal(error->kind, ERROR_MACHINE);
  assert_string_equal(error->what, "can't write 'a.html': No space left on device");
}

static void test_place_caret_notes_hint(void **state)
{
  (void)state;
  const char *text = "title: a\r\ndate: soon\r\n";
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_SITE, "unknown date 'soon'");
  error_at(&error, "posts/a.md", 2, 7);
  error_source(&error, text, strlen(text));
  error_note(&error, "included from %s", "b:1");
  error_hint(&error, "write 2024-05-06");
  error_hint(&error, "not this one");
  g_autofree char *out = formatted(error);
  assert_string_equal(out, "error: posts/a.md:2:7: unknown date 'soon'\n"
                           "  date: soon\n"
                           "        ^\n"
                           "  included from b:1\n"
                           "  hint: write 2024-05-06\n");
}

static void test_known_place_stays(void **state)
{
  (void)state;
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_SITE, "x");
  error_at(&error, "inner.html", 3, 4);
  error_at(&error, "outer.html", 9, 9);
  assert_string_equal(error->file, "inner.html");
  assert_int_equal(error->line, 3);
  assert_int_equal(error->column, 4);
}

static void test_line_without_file_takes_file_later(void **state)
{
  (void)state;
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_SITE, "x");
  error_at(&error, NULL, 3, 4);
  error_at(&error, "a.yaml", 0, 0);
  g_autofree char *out = formatted(error);
  assert_string_equal(out, "error: a.yaml:3:4: x\n");
}

static void test_caret_below_wide_and_tab(void **state)
{
  (void)state;
  const char *text = "\t日本 x";
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_SITE, "x");
  error_at(&error, "f", 1, 5);
  error_source(&error, text, strlen(text));
  g_autofree char *out = formatted(error);
  /* a tab is two columns, each of the two characters too, and a space */
  assert_string_equal(out, "error: f:1:5: x\n    日本 x\n         ^\n");
}

static void test_long_line_is_cut(void **state)
{
  (void)state;
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < 100000; i++)
    g_string_append_c(text, 'a');
  text->str[50000] = '#';
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_SITE, "x");
  error_at(&error, "f", 1, 50001);
  error_source(&error, text->str, text->len);
  g_autofree char *out = formatted(error);
  assert_true(strlen(out) < 300);
  char **lines = g_strsplit(out, "\n", -1);
  const char *hash = strchr(lines[1], '#');
  assert_non_null(hash);
  assert_int_equal(g_utf8_strlen(lines[1], hash - lines[1]), strchr(lines[2], '^') - lines[2]);
  g_strfreev(lines);
}

static void test_nothing_dangerous_reaches_the_terminal(void **state)
{
  (void)state;
  const char *text = "a\033[2Jb\xff\xc2\x9b";
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_SITE, "bad '%s'", "\033]0;x\007");
  error_at(&error, "f\033", 1, 7);
  error_source(&error, text, strlen(text));
  g_autofree char *out = formatted(error);
  assert_null(strchr(out, '\033'));
  assert_null(strchr(out, '\007'));
  assert_true(g_utf8_validate(out, -1, NULL));
}

static void test_source_beyond_the_text(void **state)
{
  (void)state;
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_SITE, "x");
  error_at(&error, "f", 7, 1);
  error_source(&error, "one\ntwo", 7);
  assert_null(error->source_line);
}

static void test_prefix_copy_move(void **state)
{
  (void)state;
  g_autoptr(Error) error = NULL;
  Error *inner = NULL;
  error_set(&inner, ERROR_SITE, "b");
  error_note(&inner, "n");
  error_move(&error, inner);
  error_prefix(&error, "%s: ", "a");
  g_autoptr(Error) copy = error_copy(error);
  assert_string_equal(copy->what, "a: b");
  assert_ptr_not_equal(copy->what, error->what);
  assert_string_equal(g_ptr_array_index(copy->notes, 0), "n");
}

static void test_colors(void **state)
{
  (void)state;
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_SITE, "x");
  g_autoptr(GString) out = g_string_new(NULL);
  error_format(error, "warning", true, out);
  assert_non_null(strstr(out->str, "\033["));
  assert_non_null(strstr(out->str, "warning"));
}

static void test_warnings_once_and_in_order(void **state)
{
  (void)state;
  g_autoptr(Warnings) warnings = warnings_new();
  warnings_add(warnings, "b", 1, 1, "first");
  warnings_add(warnings, "a", 1, 1, "second");
  warnings_add(warnings, "b", 1, 1, "first");
  warnings_add(warnings, "b", 2, 1, "first");
  assert_int_equal(warnings_count(warnings), 3);
  assert_string_equal(warnings_get(warnings, 0)->what, "first");
  assert_string_equal(warnings_get(warnings, 1)->what, "second");
  assert_int_equal(warnings_get(warnings, 2)->line, 2);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_set_formats_and_keeps_kind),
      cmocka_unit_test(test_null_receiver_is_fine),
      cmocka_unit_test(test_errno_text),
      cmocka_unit_test(test_place_caret_notes_hint),
      cmocka_unit_test(test_known_place_stays),
      cmocka_unit_test(test_line_without_file_takes_file_later),
      cmocka_unit_test(test_caret_below_wide_and_tab),
      cmocka_unit_test(test_long_line_is_cut),
      cmocka_unit_test(test_nothing_dangerous_reaches_the_terminal),
      cmocka_unit_test(test_source_beyond_the_text),
      cmocka_unit_test(test_prefix_copy_move),
      cmocka_unit_test(test_colors),
      cmocka_unit_test(test_warnings_once_and_in_order),
  };
  return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
