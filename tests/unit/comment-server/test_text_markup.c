/* Readers' Markdown: the cases of markup_cases.txt, the limits, and attacks on time
 * and memory. Every result goes through markup_check. */
#include "comment-server/text/markup.h"
#include "common/files.h"
#include "tests/unit/comment-server/markup_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <time.h>

static MarkupStatus render(const char *text, size_t length, GString *html)
{
  MarkupStatus status = markup_render(text, length, html);
  const char *fault = markup_check(html->str, html->len);
  if (fault)
    fail_msg("%s\nin: %s", fault, html->str);
  return status;
}

static MarkupStatus render_text(const char *text)
{
  g_autoptr(GString) html = g_string_new(NULL);
  MarkupStatus status = render(text, strlen(text), html);
  assert_true(status == MARKUP_OK ? html->len > 0 : html->len == 0);
  return status;
}

/* --- the cases --- */

static void check_case(const char *text)
{
  g_auto(GStrv) parts = g_strsplit(text, "\n====\n", 2);
  assert_non_null(parts[0]);
  assert_non_null(parts[1]);
  char *name = parts[0];
  char *input = strchr(name, '\n');
  assert_non_null(input);
  *input++ = '\0';
  g_autoptr(GString) html = g_string_new(NULL);
  if (render(input, strlen(input), html) != MARKUP_OK)
    fail_msg("%s: refused", name);
  g_autofree char *expected =
      g_str_has_suffix(parts[1], "\n") ? g_strdup(parts[1]) : g_strconcat(parts[1], "\n", NULL);
  if (strcmp(html->str, expected) != 0)
    fail_msg("%s:\n%s\nexpected:\n%s", name, html->str, expected);
}

static void test_cases(void **state)
{
  (void)state;
  g_autofree char *folder = g_path_get_dirname(__FILE__);
  g_autofree char *path = g_build_filename(folder, "markup_cases.txt", NULL);
  size_t length;
  g_autofree char *text = file_read(path, 1 << 20, &length, NULL);
  assert_non_null(text);
  g_auto(GStrv) cases = g_strsplit(text, "\n>>>> ", -1);
  assert_true(g_strv_length(cases) > 25);
  for (char **one = cases + 1; *one; one++)
    check_case(*one);
}

/* --- the limits --- */

static char *repeat(const char *unit, size_t size)
{
  GString *text = g_string_new(NULL);
  while (text->len + strlen(unit) <= size)
    g_string_append(text, unit);
  return g_string_free(text, FALSE);
}

static void test_size_of_the_text(void **state)
{
  (void)state;
  g_autofree char *most = g_strnfill(MARKUP_INPUT_MAX, 'x');
  g_autofree char *more = g_strnfill(MARKUP_INPUT_MAX + 1, 'x');
  assert_int_equal(render_text(most), MARKUP_OK);
  assert_int_equal(render_text(more), MARKUP_TOO_LONG);
}

static void test_nothing_to_see(void **state)
{
  (void)state;
  static const char *const texts[] = {"",
                                      " \n\t\r\n",
                                      "***",
                                      "[a]: https://example.org/",
                                      "- \n- ",
                                      "#",
                                      "&nbsp;",
                                      "\xe2\x80\x8b",
                                      "&#x200b;",
                                      ">",
                                      "```\n```",
                                      "\xef\xbb\xbf",
                                      "\xe3\x85\xa4",
                                      "[](x:)",
                                      "\xe2\x80\xae\xc2\xad"};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    if (render_text(texts[i]) != MARKUP_EMPTY)
      fail_msg("'%s' is not empty", texts[i]);
}

static void test_what_is_no_text(void **state)
{
  (void)state;
  static const struct {
    const char *bytes;
    size_t length;
  } cases[] = {{"a\xff", 2},     {"a\xc3", 2},        {"a\0b", 3},         {"\xed\xa0\x80", 3},
               {"\xc0\xaf", 2},  {"a\x01", 2},        {"a\x1b[2J", 5},     {"a\x7f", 2},
               {"a\xc2\x85", 3}, {"\xef\xbf\xbe", 3}, {"\xef\xbf\xbf", 3}, {"\xf4\x90\x80\x80", 4}};
  g_autoptr(GString) html = g_string_new("kept");
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_int_equal(markup_render(cases[i].bytes, cases[i].length, html), MARKUP_NOT_TEXT);
  assert_string_equal(html->str, "kept");
}

static void test_line_ends_of_browsers(void **state)
{
  (void)state;
  g_autoptr(GString) html = g_string_new(NULL);
  assert_int_equal(render("a\r\nb\r\n\r\nc", 9, html), MARKUP_OK);
  assert_string_equal(html->str, "<p>a\nb</p>\n<p>c</p>\n");
}

static void test_depth(void **state)
{
  (void)state;
  for (int depth = 1; depth <= 40; depth++) {
    g_autofree char *quotes = repeat("> ", 2 * (size_t)depth);
    g_autofree char *text = g_strconcat(quotes, "x", NULL);
    assert_int_equal(render_text(text), depth <= MARKUP_DEPTH_MAX ? MARKUP_OK : MARKUP_TOO_DEEP);
  }
  static const char *const markers[] = {"> ", "- ", "* ", "+ ", "1. ", "1) ", ">", "> - "};
  for (size_t i = 0; i < G_N_ELEMENTS(markers); i++) {
    g_autofree char *prefix = repeat(markers[i], 4000);
    g_autofree char *text = g_strconcat(prefix, "x", NULL);
    assert_int_equal(render_text(text), MARKUP_TOO_DEEP);
  }
}

static void test_deep_emphasis(void **state)
{
  (void)state;
  g_autofree char *left = repeat("*a ", 60), *right = repeat(" b*", 60);
  g_autofree char *text = g_strconcat(left, right, NULL);
  assert_int_equal(render_text(text), MARKUP_TOO_DEEP);
}

static void test_a_long_rule_is_fine(void **state)
{
  (void)state;
  g_autofree char *rule = repeat("* ", 400);
  g_autofree char *text = g_strconcat("x\n\n", rule, NULL);
  assert_int_equal(render_text(text), MARKUP_OK);
}

static void test_size_of_the_html(void **state)
{
  (void)state;
  /* References grow: a short name stands for a long URL. */
  g_autofree char *path = g_strnfill(2000, 'x');
  g_autofree char *names = repeat("[a]", 3000);
  g_autofree char *text = g_strconcat("[a]: https://example.org/", path, "\n\n", names, NULL);
  g_autoptr(GString) html = g_string_new("kept");
  assert_int_equal(markup_render(text, strlen(text), html), MARKUP_TOO_LARGE);
  assert_string_equal(html->str, "kept");
}

static void test_status_names(void **state)
{
  (void)state;
  assert_string_equal(markup_status_name(MARKUP_OK), "ok");
  assert_string_equal(markup_status_name(MARKUP_TOO_LONG), "too-long");
  assert_string_equal(markup_status_name(MARKUP_TOO_LARGE), "too-large");
}

/* --- attacks on time --- */

static double seconds_of_cpu(void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void check_quick(const char *text, size_t length)
{
  g_autoptr(GString) html = g_string_new(NULL);
  double start = seconds_of_cpu();
  render(text, length, html);
  /* 1 ms without sanitizers; a hundred times that is still no weapon. */
  if (seconds_of_cpu() - start > 0.5)
    fail_msg("%.3f s for '%.40s…'", seconds_of_cpu() - start, text);
}

static void test_pathological_texts_are_quick(void **state)
{
  (void)state;
  static const char *const units[] = {
      ">",     "- ",           "* ",     "1. ",  "[",     "![",        "*a_",
      "*a ",   "**a ",         "`",      "<",    "<a ",   "&",         "\\",
      "[a](",  "[a]: b\n",     "[a][a]", "<!--", "<?",    "<![CDATA[", "_",
      "a**b",  "[ (](",        "- a\n ", "> - ", "\n- ",  "`a``",      "<!A ",
      "a\n",   "***a* ",       "](",     "[](",  " ",     "\t",        "http://",
      "h",     "https://a.b(", "(",      "~",    "&#1;",  "\n>",       "    \n",
      "```\n", "- \n",         "|",      "a_b*", "![[](", "<a@b.c>",   "\"'"};
  for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
    g_autofree char *text = repeat(units[i], MARKUP_INPUT_MAX);
    check_quick(text, strlen(text));
  }
}

static void test_deep_blocks_with_many_lines_are_quick(void **state)
{
  (void)state;
  static const char *const markers[] = {">", "* ", "- ", "1. ", "> - "};
  static const char *const lines[] = {"\n", "\nb", "\n\n", "\n>"};
  for (size_t i = 0; i < G_N_ELEMENTS(markers); i++) {
    for (size_t j = 0; j < G_N_ELEMENTS(lines); j++) {
      for (size_t size = 60; size < MARKUP_INPUT_MAX; size *= 4) {
        g_autofree char *prefix = repeat(markers[i], size);
        g_autofree char *rest = repeat(lines[j], MARKUP_INPUT_MAX - size - 1);
        g_autofree char *text = g_strconcat(prefix, "a", rest, NULL);
        check_quick(text, strlen(text));
      }
    }
  }
}

static void test_lists_by_indentation_are_quick(void **state)
{
  (void)state;
  g_autoptr(GString) text = g_string_new(NULL);
  for (size_t depth = 0; text->len + 2 * depth + 3 < MARKUP_INPUT_MAX; depth++)
    g_string_append_printf(text, "%*s- \n", (int)(2 * depth), "");
  check_quick(text->str, text->len);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cases),
      cmocka_unit_test(test_size_of_the_text),
      cmocka_unit_test(test_nothing_to_see),
      cmocka_unit_test(test_what_is_no_text),
      cmocka_unit_test(test_line_ends_of_browsers),
      cmocka_unit_test(test_depth),
      cmocka_unit_test(test_deep_emphasis),
      cmocka_unit_test(test_a_long_rule_is_fine),
      cmocka_unit_test(test_size_of_the_html),
      cmocka_unit_test(test_status_names),
      cmocka_unit_test(test_pathological_texts_are_quick),
      cmocka_unit_test(test_deep_blocks_with_many_lines_are_quick),
      cmocka_unit_test(test_lists_by_indentation_are_quick),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
