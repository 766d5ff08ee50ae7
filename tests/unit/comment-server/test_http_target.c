#include "comment-server/http/fields.h"
#include "comment-server/http/target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

static HttpDecode decode(const char *text, HttpFields *fields, Arena *arena)
{
  *fields = (HttpFields){0};
  return http_fields_decode(fields, arena, text, strlen(text));
}

static void test_decode(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  HttpFields fields;
  assert_int_equal(decode("name=Ada+L.&text=a%26b%3D%0D%0Ac&empty=&flag&&x=%C3%A4", &fields, arena),
                   HTTP_DECODED);
  assert_int_equal(fields.count, 5);
  assert_string_equal(http_fields_get(&fields, "name"), "Ada L.");
  assert_string_equal(http_fields_get(&fields, "text"), "a&b=\r\nc");
  assert_string_equal(http_fields_get(&fields, "empty"), "");
  assert_string_equal(http_fields_get(&fields, "flag"), "");
  assert_string_equal(http_fields_get(&fields, "x"), "ä");
  assert_null(http_fields_get(&fields, "Name"));
  assert_int_equal(decode("", &fields, arena), HTTP_DECODED);
  assert_int_equal(fields.count, 0);
}

static void test_decode_refuses(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    HttpDecode status;
  } cases[] = {
      {"a=%00", HTTP_DECODE_MALFORMED},   {"a=%", HTTP_DECODE_MALFORMED},
      {"a=%4", HTTP_DECODE_MALFORMED},    {"%zz=1", HTTP_DECODE_MALFORMED},
      {"a=%ff", HTTP_DECODE_NOT_UTF8},    {"%c3=1", HTTP_DECODE_NOT_UTF8},
      {"a=\xe4", HTTP_DECODE_NOT_UTF8},   {"a=%ed%a0%80", HTTP_DECODE_NOT_UTF8},
      {"a=1&a=2", HTTP_DECODE_DUPLICATE}, {"a=1&%61=2", HTTP_DECODE_DUPLICATE},
  };
  g_autoptr(Arena) arena = arena_new();
  HttpFields fields;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_int_equal(decode(cases[i].text, &fields, arena), cases[i].status);
  fields = (HttpFields){0};
  assert_int_equal(http_fields_decode(&fields, arena, "a=\0b", 4), HTTP_DECODE_MALFORMED);
}

static void test_decode_counts(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < HTTP_FIELDS_MAX; i++)
    g_string_append_printf(text, "f%d=%d&", i, i);
  HttpFields fields;
  assert_int_equal(decode(text->str, &fields, arena), HTTP_DECODED);
  assert_int_equal(fields.count, HTTP_FIELDS_MAX);
  g_string_append(text, "one_more=1");
  assert_int_equal(decode(text->str, &fields, arena), HTTP_DECODE_TOO_MANY);
}

static void test_cookies(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  HttpFields cookies = {0};
  http_fields_cookies(&cookies, arena, "a=1; b=x=y ;  ; =z; c; d=");
  assert_int_equal(cookies.count, 3);
  assert_string_equal(http_fields_get(&cookies, "a"), "1");
  assert_string_equal(http_fields_get(&cookies, "b"), "x=y");
  assert_string_equal(http_fields_get(&cookies, "d"), "");
  http_fields_cookies(&cookies, arena, NULL);
  assert_int_equal(cookies.count, 3);
}

static void test_target(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  HttpTarget target;
  assert_true(http_target_parse(&target, arena, "/a%2Fb/%C3%A4//c/?x=1&y=%20"));
  assert_string_equal(target.path, "/a%2Fb/%C3%A4//c/");
  assert_int_equal(target.segment_count, 5);
  assert_string_equal(target.segments[0], "a/b");
  assert_string_equal(target.segments[1], "ä");
  assert_string_equal(target.segments[2], "");
  assert_string_equal(target.segments[4], "");
  assert_string_equal(target.query, "x=1&y=%20");
  assert_string_equal(http_fields_get(&target.arguments, "y"), " ");
  assert_true(http_target_parse(&target, arena, "http://example.org"));
  assert_string_equal(target.path, "/");
  assert_true(http_target_parse(&target, arena, "HTTPS://example.org:1/x?q=1"));
  assert_string_equal(target.path, "/x");
}

static void test_target_refuses(void **state)
{
  (void)state;
  static const char *const bad[] = {
      "",          "*",        "a",        "/a b",     "/%00",   "/%",         "/%4",     "/a\x7f",
      "/\xe4",     "/%ff",     "/a#b",     "/.",       "/..",    "/a/../b",    "/%2e%2e", "/a/%2e/",
      "http:///x", "ftp://a/", "/x?a=%00", "/x?a=%ff", "/x?a&a", "http://a#x", "/a\tb",
  };
  g_autoptr(Arena) arena = arena_new();
  HttpTarget target;
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_false(http_target_parse(&target, arena, bad[i]));
  assert_false(http_target_parse(&target, arena, NULL));
}

static void test_target_depth(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  g_autofree char *deep = g_strnfill(10000, '/');
  HttpTarget target;
  assert_true(http_target_parse(&target, arena, deep));
  assert_int_equal(target.segment_count, HTTP_SEGMENTS_MAX + 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_decode),        cmocka_unit_test(test_decode_refuses),
      cmocka_unit_test(test_decode_counts), cmocka_unit_test(test_cookies),
      cmocka_unit_test(test_target),        cmocka_unit_test(test_target_refuses),
      cmocka_unit_test(test_target_depth),
  };
  return cmocka_run_group_tests_name("http fields and target", tests, NULL, NULL);
}
