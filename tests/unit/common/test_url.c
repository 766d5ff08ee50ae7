/* test_url.c - the examples of RFC 3986, sections 5.4.1 and 5.4.2. */
#include "common/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct Example {
  const char *reference, *meant;
} Example;

static void assert_resolved(const char *base, const char *reference, const char *meant)
{
  GString *out = g_string_new("");
  url_resolve(out, base, reference, strlen(reference));
  assert_string_equal(out->str, meant);
  g_string_free(out, TRUE);
}

static void test_examples(void **state)
{
  (void)state;
  static const Example examples[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
      {"http:g", "http:g"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(examples); i++)
    assert_resolved("http://a/b/c/d;p?q", examples[i].reference, examples[i].meant);
}

static void test_bases(void **state)
{
  (void)state;
  assert_resolved("http://a", "g", "http://a/g");
  assert_resolved("http://a", "#g", "http://a#g");
  assert_resolved("http://a?q", "g", "http://a/g");
  assert_resolved("https://a/b/#c", "d//e", "https://a/b/d//e");
  assert_resolved("https://a/b/", "x:y", "x:y");
  assert_resolved("https://a/b/", "./x:y", "https://a/b/x:y");
  assert_resolved("/a/b/", "../c.png", "/a/c.png");
  assert_resolved("/a/b/", "/c.png", "/c.png");
}

static void test_schemes(void **state)
{
  (void)state;
  assert_true(url_has_scheme("mailto:a@b", 10));
  assert_true(url_has_scheme("a+b-c.1:", 8));
  assert_false(url_has_scheme("a/b:c", 5));
  assert_false(url_has_scheme(":a", 2));
  assert_false(url_has_scheme("1a:b", 4));
  assert_false(url_has_scheme("abc:", 3));
  assert_false(url_has_scheme("", 0));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_examples),
      cmocka_unit_test(test_bases),
      cmocka_unit_test(test_schemes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
