#include "comment-server/http/head.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

/* What libmicrohttpd leaves of a head that is made of these lines: the line ends
 * and the first colon of each line become NULs. */
static GString *parsed(const char *request_line, const char *headers)
{
  GString *out = g_string_new(request_line);
  for (gsize i = 0; i < out->len; i++) {
    if (out->str[i] == ' ')
      out->str[i] = '\0';
  }
  g_string_append_len(out, "\0\0", 2);
  bool colon = false;
  for (const char *c = headers; *c; c++) {
    if (*c == '\r' || *c == '\n' || (*c == ':' && !colon))
      g_string_append_c(out, '\0');
    else
      g_string_append_c(out, *c);
    colon = *c == '\n' ? false : colon || *c == ':';
  }
  g_string_append_len(out, "\0\0", 2);
  return out;
}

static bool check(const char *headers, HttpFields *fields, Arena *arena)
{
  g_autoptr(GString) head = parsed("GET /x HTTP/1.1", headers);
  *fields = (HttpFields){0};
  return http_head_check(head->str, head->len, "GET", "/x", "HTTP/1.1", fields, arena);
}

static void test_good(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  HttpFields fields;
  assert_true(
      check("Host: a:80\r\nAccept:*/*\r\nX-Empty:\r\nX-Space: \t b c \t \r\n", &fields, arena));
  assert_int_equal(fields.count, 4);
  assert_string_equal(http_fields_header(&fields, "host"), "a:80");
  assert_string_equal(http_fields_header(&fields, "ACCEPT"), "*/*");
  assert_string_equal(http_fields_header(&fields, "x-empty"), "");
  assert_string_equal(http_fields_header(&fields, "X-Space"), "b c");
  assert_true(check("", &fields, arena));
}

static void test_refused(void **state)
{
  (void)state;
  static const char *const bad[] = {
      "Host: a\n", /* a bare LF */
      "Host: a\r\nX: b\nY: c\r\n",
      "Host : a\r\n", /* a space before the colon */
      " Host: a\r\n", /* a folded line */
      "X: a\r\n b\r\n",
      "X: a\r\n\tb\r\n",
      ": a\r\n",      /* no name */
      "X(: a\r\n",    /* no token */
      "X\r\n",        /* no colon */
      "X: a\x01\r\n", /* a control character */
      "X: a\x7f\r\n",
      "X: a\rb\r\n", /* a bare CR */
  };
  g_autoptr(Arena) arena = arena_new();
  HttpFields fields;
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_false(check(bad[i], &fields, arena));
}

static void test_nul_refused(void **state)
{
  (void)state;
  static const struct {
    const char *bytes;
    size_t length;
  } bad[] = {
      {"A\0 x\0y\0\0\0\0", 10},                 /* inside a value */
      {"A\0 x\0\0B: y\0\0\0\0", 14},            /* pretending to be a line's end */
      {"A\0 x\0\0\0Content-Length: 5\0\0", 26}, /* pretending to be the head's end */
      {"A\0 x\0\0", 6},                         /* without an end */
      {"A\0 x\0\0\0", 7},
  };
  g_autoptr(Arena) arena = arena_new();
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    static const char line[] = "GET\0/x\0HTTP/1.1\0\0";
    g_autoptr(GString) head = g_string_new_len(line, sizeof line - 1);
    g_string_append_len(head, bad[i].bytes, (gssize)bad[i].length);
    HttpFields fields = {0};
    assert_false(http_head_check(head->str, head->len, "GET", "/x", "HTTP/1.1", &fields, arena));
  }
}

static void test_request_line(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  HttpFields fields = {0};
  g_autoptr(GString) spaced = parsed("GET  /x HTTP/1.1", "Host: a\r\n");
  assert_false(http_head_check(spaced->str, spaced->len, "GET", "/x", "HTTP/1.1", &fields, arena));
  g_autoptr(GString) after = parsed("GET /x  HTTP/1.1", "Host: a\r\n");
  assert_false(http_head_check(after->str, after->len, "GET", "/x", "HTTP/1.1", &fields, arena));
  g_autoptr(GString) method = parsed("G@T /x HTTP/1.1", "Host: a\r\n");
  assert_false(http_head_check(method->str, method->len, "G@T", "/x", "HTTP/1.1", &fields, arena));
}

static HttpFraming framing(const char *version, const char *const *names, uint64_t *length)
{
  g_autoptr(Arena) arena = arena_new();
  HttpFields fields = {0};
  for (; *names; names += 2)
    http_fields_add(&fields, arena, names[0], names[1], strlen(names[1]));
  return http_head_framing(&fields, version, length);
}

#define FRAMING(version, length, ...)                                                              \
  framing(version, (const char *const[]){__VA_ARGS__, NULL}, length)

static void test_framing(void **state)
{
  (void)state;
  uint64_t length = 1;
  assert_int_equal(FRAMING("HTTP/1.1", &length, "Host", "a"), HTTP_FRAMING_GOOD);
  assert_int_equal(length, 0);
  assert_int_equal(FRAMING("HTTP/1.1", &length, "Host", "a", "Content-Length", "12"),
                   HTTP_FRAMING_GOOD);
  assert_int_equal(length, 12);
  assert_int_equal(FRAMING("HTTP/1.0", &length, "X", "a"), HTTP_FRAMING_GOOD);
  assert_int_equal(FRAMING("HTTP/1.1", &length, "Host", "a", "Transfer-Encoding", "chunked"),
                   HTTP_FRAMING_CHUNKED);
}

static void test_framing_refused(void **state)
{
  (void)state;
  uint64_t n;
  assert_int_equal(FRAMING("HTTP/1.1", &n, "X", "a"), HTTP_FRAMING_MALFORMED);
  assert_int_equal(FRAMING("HTTP/1.1", &n, "Host", "a", "host", "a"), HTTP_FRAMING_MALFORMED);
  assert_int_equal(FRAMING("HTTP/1.1", &n, "Host", "a, b"), HTTP_FRAMING_MALFORMED);
  assert_int_equal(
      FRAMING("HTTP/1.1", &n, "Host", "a", "Content-Length", "1", "Transfer-Encoding", "chunked"),
      HTTP_FRAMING_MALFORMED);
  assert_int_equal(
      FRAMING("HTTP/1.1", &n, "Host", "a", "Content-Length", "1", "content-length", "1"),
      HTTP_FRAMING_MALFORMED);
  assert_int_equal(FRAMING("HTTP/1.0", &n, "Transfer-Encoding", "chunked"), HTTP_FRAMING_MALFORMED);
  static const char *const lengths[] = {"", "-1", "+1", "1,1", "0x1", "1 ", "99999999999999999999"};
  for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++)
    assert_int_equal(FRAMING("HTTP/1.1", &n, "Host", "a", "Content-Length", lengths[i]),
                     HTTP_FRAMING_MALFORMED);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_good),        cmocka_unit_test(test_refused),
      cmocka_unit_test(test_nul_refused), cmocka_unit_test(test_request_line),
      cmocka_unit_test(test_framing),     cmocka_unit_test(test_framing_refused),
  };
  return cmocka_run_group_tests_name("http head", tests, NULL, NULL);
}
