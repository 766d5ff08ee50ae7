/* test_feed_html.c - addresses in HTML made absolute, and what has no place in a feed. */
#include "generator/build/view/feed_html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void assert_feed(const char *html, const char *expected)
{
  /* Without a NUL behind it: reading past the end is seen by the sanitizer. */
  size_t length = strlen(html);
  g_autofree char *copy = g_memdup2(html, length);
  GString *out = g_string_new("");
  feed_html(out, copy, length, "https://a.example/b/c/");
  assert_string_equal(out->str, expected);
  g_string_free(out, TRUE);
}

static void test_addresses(void **state)
{
  (void)state;
  assert_feed("<p>Text & <b>more</b></p>", "<p>Text & <b>more</b></p>");
  assert_feed("<a href=\"d\" id=\"x\">", "<a href=\"https://a.example/b/c/d\" id=\"x\">");
  assert_feed("<a href='../d?e=\"f\"'>", "<a href='https://a.example/b/d?e=\"f\"'>");
  assert_feed("<a href=/d>", "<a href=\"https://a.example/d\">");
  assert_feed("<a href=\" #d \">", "<a href=\"https://a.example/b/c/#d\">");
  assert_feed("<a href=\"mailto:a@b\">", "<a href=\"mailto:a@b\">");
  assert_feed("<a href=\"//d/e?f&amp;g\">", "<a href=\"https://d/e?f&amp;g\">");
  assert_feed("<IMG SRC=\"d\" alt=\"/e\"/>", "<IMG SRC=\"https://a.example/b/c/d\" alt=\"/e\"/>");
  assert_feed("<a href>", "<a href>");
  assert_feed("<a href=\"\">", "<a href=\"\">");
  assert_feed("<!-- <a href=\"d\"> -->", "<!-- <a href=\"d\"> -->");
  assert_feed("<a href=\"d", "<a href=\"https://a.example/b/c/d");
}

static void test_srcset(void **state)
{
  (void)state;
  assert_feed("<img srcset=\"d 1x, /e 2x\">",
              "<img srcset=\"https://a.example/b/c/d 1x, https://a.example/e 2x\">");
  assert_feed("<img srcset=\"d\">", "<img srcset=\"https://a.example/b/c/d\">");
  assert_feed("<img srcset=\" d, e 100w \">",
              "<img srcset=\" https://a.example/b/c/d, https://a.example/b/c/e 100w \">");
  assert_feed("<img srcset=\"d,e 2x,\">", "<img srcset=\"https://a.example/b/c/d,e 2x,\">");
  assert_feed("<img srcset=\",\">", "<img srcset=\",\">");
}

static void test_hidden_links(void **state)
{
  (void)state;
  assert_feed("<h2>D<a class=\"anchor\" href=\"#d\" aria-hidden=\"true\"></a></h2>", "<h2>D</h2>");
  assert_feed("<a aria-hidden=\"true\">x<b>y</b></a>z", "z");
  assert_feed("<span aria-hidden=\"true\">x</span>", "<span>x</span>");
}

/* What no feed reader shows, or runs. */
static void test_what_goes(void **state)
{
  (void)state;
  assert_feed("a<script src=\"x.js\">if (a < b) \"</p>\";</script>b", "ab");
  assert_feed("a<STYLE>p {}</STYLE><link rel=x><meta a>b", "ab");
  assert_feed("<p style=\"color: red\" class=c onclick='x(\"y\")' ROLE=note>a</p>",
              "<p class=c>a</p>");
  assert_feed("<table tabindex=\"0\" aria-label=\"T\"><tr>", "<table><tr>");
  assert_feed("<p once style>", "<p>");
  assert_feed("<img alt=\"a\" style=\"x\"/>", "<img alt=\"a\"/>");
  assert_feed("<p style=\"x", "<p");
  assert_feed("<iframe src=\"//v.example/x?a&amp;b\" width=1>y</iframe>.",
              "<a href=\"https://v.example/x?a&amp;b\">https://v.example/x?a&amp;b</a>.");
  assert_feed("<iframe title='A film' src=f></iframe>",
              "<a href=\"https://a.example/b/c/f\">A film</a>");
  assert_feed("<iframe></iframe><object data=o><b>c</b></object>", "<b>c</b>");
  assert_feed("<textarea rows=2><p></textarea>", "<textarea rows=2><p></textarea>");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_addresses),
      cmocka_unit_test(test_srcset),
      cmocka_unit_test(test_hidden_links),
      cmocka_unit_test(test_what_goes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
