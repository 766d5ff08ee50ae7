#include "common/paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

static void test_is_clean(void **state)
{
  (void)state;
  assert_true(path_is_clean("a"));
  assert_true(path_is_clean("a/b.c/ä"));
  assert_true(path_is_clean("...") && path_is_clean(".git/x") && path_is_clean("..a"));
  const char *const bad[] = {"",     "/a",  "a/",   "a//b",  ".",      "..",  "a/./b",
                             "a/..", "../", "a\nb", "a\x7f", "a\xff/", "./a", "a\xc2\x85"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_false(path_is_clean(bad[i]));
}

static void check_clean(const char *path, const char *expected)
{
  g_autofree char *clean = path_clean(path);
  if (expected)
    assert_string_equal(clean, expected);
  else
    assert_null(clean);
  assert_true(!clean || !*clean || path_is_clean(clean));
}

static void test_clean(void **state)
{
  (void)state;
  check_clean("", "");
  check_clean(".", "");
  check_clean("a/..", "");
  check_clean("a//b/./c/", "a/b/c");
  check_clean("a/b/../c", "a/c");
  check_clean("a/../b/../c", "c");
  check_clean("...", "...");
  check_clean("..", NULL);
  check_clean("a/../..", NULL);
  check_clean("a/../../a", NULL);
  check_clean("/etc/passwd", NULL);
  check_clean("//host/x", NULL);
  check_clean("a\x01", NULL);
  check_clean("a\xc0\xaf", NULL);
}

static void check_resolve(const char *from, const char *relative, const char *expected)
{
  g_autofree char *found = path_resolve(from, relative);
  if (expected)
    assert_string_equal(found, expected);
  else
    assert_null(found);
}

static void test_resolve(void **state)
{
  (void)state;
  check_resolve("posts/a.md", "../img/x.png", "img/x.png");
  check_resolve("posts/a.md", "b.md", "posts/b.md");
  check_resolve("a.md", "b.md", "b.md");
  check_resolve("posts/", "b.md", "posts/b.md");
  check_resolve("posts/a.md", ".", "posts");
  check_resolve("posts/a.md", "../../x", NULL);
  check_resolve("posts/a.md", "/x", NULL);
  check_resolve("a.md", "/x", NULL);
}

static void test_parts(void **state)
{
  (void)state;
  assert_string_equal(path_base("a/b.md"), "b.md");
  assert_string_equal(path_base("b.md"), "b.md");
  assert_string_equal(path_base("a/"), "");
  assert_string_equal(path_extension("a.b/c.tar.gz"), "gz");
  assert_string_equal(path_extension("a.b/c"), "");
  assert_string_equal(path_extension("a/.git"), "");
  assert_string_equal(path_extension("a."), "");
}

static void test_match(void **state)
{
  (void)state;
  static const struct {
    const char *pattern, *path;
    bool matches;
  } cases[] = {
      {"posts/**.md", "posts/a.md", true},
      {"posts/**.md", "posts/x/y/a.md", true},
      {"posts/**.md", "posts/a.txt", false},
      {"posts/**.md", "posts.md", false},
      {"static/**", "static/a/b.css", true},
      {"static/**", "static", false},
      {"static/**", "staticx/a", false},
      {"*.md", "a.md", true},
      {"*.md", "x/a.md", false},
      {"**/*.md", "a.md", true},
      {"**/*.md", "x/y/a.md", true},
      {"**/*.md", "x/y/a.mdx", false},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/xb", false},
      {"a/**/b", "ab", false},
      {"a?c", "abc", true},
      {"a?c", "aäc", true},
      {"a?c", "a/c", false},
      {"a?c", "ac", false},
      {"[a-c]x", "bx", true},
      {"[a-c]x", "dx", false},
      {"[!a-c]x", "dx", true},
      {"[!a-c]x", "/x", false},
      {"[]]", "]", true},
      {"[", "[", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"", "", true},
      {"", "a", false},
      {"*", "", true},
      {"**", "a/b", true},
      {"a", "a", true},
      {"a", "A", false},
      {"a", "ab", false},
      {"*a*b*", "xxaxxbxx", true},
      {"*a*b*", "xxbxxaxx", false},
      {"\xff", "\xff", false},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    if (path_match(cases[i].pattern, cases[i].path) != cases[i].matches)
      fail_msg("'%s' and '%s'", cases[i].pattern, cases[i].path);
  }
}

static void test_no_pattern_is_slow(void **state)
{
  (void)state;
  g_autofree char *path = g_strnfill(2000, 'a');
  g_autoptr(GString) pattern = g_string_new(NULL);
  for (int i = 0; i < 200; i++)
    g_string_append(pattern, "*a");
  g_string_append(pattern, "b"); /* backtracking would never end */
  assert_false(path_match(pattern->str, path));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_is_clean), cmocka_unit_test(test_clean),
      cmocka_unit_test(test_resolve),  cmocka_unit_test(test_parts),
      cmocka_unit_test(test_match),    cmocka_unit_test(test_no_pattern_is_slow),
  };
  return cmocka_run_group_tests_name("paths", tests, NULL, NULL);
}
