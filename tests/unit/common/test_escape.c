#include "common/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

typedef void (*Escape)(GString *out, const char *text, size_t length);

static void check(Escape escape, const char *text, const char *expected)
{
  g_autoptr(GString) out = g_string_new("<");
  escape(out, text, strlen(text));
  assert_int_equal(out->str[0], '<'); /* appended to what was there */
  assert_string_equal(out->str + 1, expected);
}

static void test_html(void **state)
{
  (void)state;
  check(escape_html, "", "");
  check(escape_html, "plain ä", "plain ä");
  check(escape_html, "&<>\"'", "&amp;&lt;&gt;&#34;&#39;");
  check(escape_html, "a&amp;b", "a&amp;amp;b");
  check(escape_html, "x<", "x&lt;");
}

static void test_html_takes_nul(void **state)
{
  (void)state;
  g_autoptr(GString) out = g_string_new(NULL);
  escape_html(out, "a\0<", 3);
  assert_int_equal(out->len, 6);
  assert_memory_equal(out->str, "a\0&lt;", 6);
}

static void test_xml(void **state)
{
  (void)state;
  check(escape_xml, "<&\t\r\n>", "&lt;&amp;\t\r\n&gt;");
  check(escape_xml, "a\x01z\x1f", "a\xef\xbf\xbdz\xef\xbf\xbd");
  check(escape_xml, "\xef\xbf\xbe", "\xef\xbf\xbd");   /* U+FFFE */
  check(escape_xml, "\xef\xbf\xbfq", "\xef\xbf\xbdq"); /* U+FFFF */
  check(escape_xml, "\xef\xbf\xbc", "\xef\xbf\xbc");   /* U+FFFC may stand */
  check(escape_xml, "\xef\xbf", "\xef\xbf");           /* cut short: not read beyond */
  check(escape_xml, "日本", "日本");
}

static void test_url_part(void **state)
{
  (void)state;
  check(escape_url_part, "aZ0-._~", "aZ0-._~");
  check(escape_url_part, "a/b?c=d&e f+%", "a%2Fb%3Fc%3Dd%26e%20f%2B%25");
  check(escape_url_part, "ä", "%C3%A4");
  g_autoptr(GString) out = g_string_new(NULL);
  escape_url_part(out, "\0", 1);
  assert_string_equal(out->str, "%00");
}

static void test_url(void **state)
{
  (void)state;
  check(escape_url, "/a/b?x=1&y=2#z", "/a/b?x=1&y=2#z");
  check(escape_url, "/a b\"c'd<e>", "/a%20b%22c%27d%3Ce%3E");
  check(escape_url, "/ä", "/%C3%A4");
  check(escape_url, "/%C3%a4", "/%C3%a4");
  check(escape_url, "100%", "100%25");
  check(escape_url, "%2", "%252");
  check(escape_url, "%zz", "%25zz");
  check(escape_url, "\\[`", "%5C%5B%60");
  check(escape_url, "http://[::1]:80/[x]", "http://[::1]:80/%5Bx%5D");
  check(escape_url, "//[::1]/", "//[::1]/");
  check(escape_url, "/x//[a]", "/x//%5Ba%5D");
  check(escape_url, "\n\t", "%0A%09");
}

static void test_json(void **state)
{
  (void)state;
  check(escape_json, "a\"b\\c", "a\\\"b\\\\c");
  check(escape_json, "\n\r\t\b\f\x01", "\\n\\r\\t\\b\\f\\u0001");
  check(escape_json, "</script>", "\\u003c/script\\u003e");
  check(escape_json, "&'", "\\u0026\\u0027");
  check(escape_json, "\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa", "\\u2028\\u2029\xe2\x80\xaa");
  check(escape_json, "\xe2\x80", "\xe2\x80");
}

static void test_log(void **state)
{
  (void)state;
  check(escape_log, "a b ä", "a b ä");
  check(escape_log, "one\ntwo\r\x1b[", "one\\x0Atwo\\x0D\\x1B[");
  check(escape_log, "\\\"", "\\\\\\\"");
  check(escape_log,
        "\xc2\x9b"
        "1",
        "\\x9B1");
  check(escape_log, "\xc2\xa0", "\xc2\xa0");
}

static void check_unescape(const char *text, bool plus, bool good, const char *expected)
{
  g_autoptr(GString) out = g_string_new(NULL);
  assert_int_equal(unescape_url(out, text, strlen(text), plus), good);
  if (expected)
    assert_string_equal(out->str, expected);
}

static void test_unescape(void **state)
{
  (void)state;
  check_unescape("a%20b+c", false, true, "a b+c");
  check_unescape("a%20b+c%2B", true, true, "a b c+");
  check_unescape("%C3%a4", false, true, "ä");
  check_unescape("%2525", false, true, "%25");
  check_unescape("%", false, false, "%");
  check_unescape("%4", false, false, "%4");
  check_unescape("%4g", false, false, "%4g");
  check_unescape("a%00b", false, false, NULL);
}

static void test_part_round_trip(void **state)
{
  (void)state;
  char all[255];
  for (int i = 0; i < 255; i++)
    all[i] = (char)(i + 1);
  g_autoptr(GString) there = g_string_new(NULL);
  g_autoptr(GString) back = g_string_new(NULL);
  escape_url_part(there, all, sizeof all);
  assert_true(unescape_url(back, there->str, there->len, true));
  assert_int_equal(back->len, sizeof all);
  assert_memory_equal(back->str, all, sizeof all);
}

static void test_clean_xml(void **state)
{
  (void)state;
  GString *text = g_string_new(NULL);
  g_string_append_len(text, "<a>\x01\t\xef\xbf\xbf\xef\xbf\xbd\0\n</a>", 17);
  clean_xml(text);
  assert_string_equal(text->str, "<a>\xef\xbf\xbd\t\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\n</a>");
  g_string_free(text, TRUE);
}

/* It looks at eight bytes at a time: what is to go may stand anywhere among them. */
static void test_clean_xml_at_every_place(void **state)
{
  (void)state;
  static const char *const bad[] = {"\x1f", "\xef\xbf\xbe", "\x01\x02"};
  static const char *const good[] = {"\xef\xbf\xbd", "\xef\xbf\xbd", "\xef\xbf\xbd\xef\xbf\xbd"};
  for (int before = 0; before < 20; before++)
    for (int after = 0; after < 20; after++)
      for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *left = g_strnfill((gsize)before, ' ');
        g_autofree char *right = g_strnfill((gsize)after, '\xf0');
        g_autofree char *clean = g_strconcat(left, good[i], right, NULL);
        GString *text = g_string_new(left);
        g_string_append(text, bad[i]);
        g_string_append(text, right);
        clean_xml(text);
        assert_string_equal(text->str, clean);
        g_string_free(text, TRUE);
      }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_html),
      cmocka_unit_test(test_html_takes_nul),
      cmocka_unit_test(test_xml),
      cmocka_unit_test(test_url_part),
      cmocka_unit_test(test_url),
      cmocka_unit_test(test_json),
      cmocka_unit_test(test_log),
      cmocka_unit_test(test_unescape),
      cmocka_unit_test(test_part_round_trip),
      cmocka_unit_test(test_clean_xml),
      cmocka_unit_test(test_clean_xml_at_every_place),
  };
  return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
