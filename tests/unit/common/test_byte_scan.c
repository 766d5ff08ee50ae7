/* Each scan against the plain definition, with each byte at each place of a block. */
#include "common/byte_scan.h"
#include "common/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

enum { LONGEST = 40 };

static bool html(unsigned char c)
{
  return c == '&' || c == '<' || c == '>' || c == '"' || c == '\'';
}
static bool json(unsigned char c)
{
  return c < 0x20 || c > 0x7E || c == '\\' || html(c);
}
static bool xml(unsigned char c)
{
  return c == 0xEF || (c < 0x20 && c != 0x09 && c != 0x0A && c != 0x0D);
}
static bool word(unsigned char c)
{
  return c <= 0x20 || c > 0x7E;
}

static void check(size_t (*scan)(const char *, size_t), bool (*stops)(unsigned char))
{
  char text[LONGEST];
  for (size_t length = 0; length <= LONGEST; length++)
    for (size_t at = 0; at < length; at++)
      for (int c = 0; c < 256; c++) {
        memset(text, 'x', length);
        text[at] = (char)c;
        bool next = at + 1 < length; /* nothing behind the first hit matters */
        if (next)
          text[at + 1] = '\x01';
        size_t behind = next && stops('\x01') ? at + 1 : length;
        size_t plain = stops((unsigned char)c) ? at : behind;
        assert_int_equal(scan(text, length), plain);
      }
  memset(text, 'x', sizeof text);
  assert_int_equal(scan(text, sizeof text), sizeof text);
  assert_int_equal(scan(text, 0), 0);
}

static void test_html(void **state)
{
  (void)state;
  check(scan_html, html);
}
static void test_json(void **state)
{
  (void)state;
  check(scan_json, json);
}
static void test_xml(void **state)
{
  (void)state;
  check(scan_xml, xml);
}
static void test_word(void **state)
{
  (void)state;
  check(scan_word, word);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_html),
      cmocka_unit_test(test_json),
      cmocka_unit_test(test_xml),
      cmocka_unit_test(test_word),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
