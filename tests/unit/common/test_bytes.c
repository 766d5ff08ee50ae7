#include "common/bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static ByteMask is_quote(ByteBlock bytes)
{
  return (bytes == '"') | (bytes == '\'');
}

static ByteMask is_odd(ByteBlock bytes)
{
  return (bytes >= 0x80) | (bytes == 0);
}

static void test_finds_the_first(void **state)
{
  (void)state;
  enum { LONGEST = 70 };
  char text[LONGEST + 1];
  for (size_t length = 0; length <= LONGEST; length++) {
    memset(text, 'a', sizeof text);
    text[length] = '"'; /* behind the end */
    assert_ptr_equal(bytes_find(text, text + length, is_quote), text + length);
    for (size_t at = length; at-- > 0;) {
      text[at] = at % 2 ? '"' : '\'';
      assert_ptr_equal(bytes_find(text, text + length, is_quote), text + at);
    }
  }
}

static void test_does_not_read_behind_the_end(void **state)
{
  (void)state;
  for (size_t length = 1; length < 40; length++) {
    char *text = g_malloc(length); /* a sanitizer watches its end */
    memset(text, 'a', length);
    assert_ptr_equal(bytes_find(text, text + length, is_quote), text + length);
    assert_ptr_equal(bytes_find(text, text + length, is_odd), text + length);
    text[length - 1] = (char)0xC3;
    assert_ptr_equal(bytes_find(text, text + length, is_odd), text + length - 1);
    g_free(text);
  }
}

static void test_bits(void **state)
{
  (void)state;
  for (unsigned wanted = 0; wanted < 1u << BYTE_BLOCK; wanted++) {
    char text[BYTE_BLOCK];
    for (unsigned i = 0; i < BYTE_BLOCK; i++)
      text[i] = wanted >> i & 1 ? '"' : 'a';
    ByteMask mask = is_quote(byte_block(text));
    assert_int_equal(byte_mask_bits(mask), wanted);
    assert_int_equal(byte_mask_bits_anywhere(mask), wanted);
  }
}

static void test_part_of_a_block(void **state)
{
  (void)state;
  const char text[BYTE_BLOCK] = "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"";
  for (unsigned size = 0; size < BYTE_BLOCK; size++)
    assert_int_equal(byte_mask_bits(is_quote(byte_block_part(text, size))), (1u << size) - 1);
}

static void test_lines(void **state)
{
  (void)state;
  const char *text = "\na\n\nb\nc";
  assert_int_equal(bytes_lines(text, text), 0);
  assert_int_equal(bytes_lines(text, text + strlen(text)), 4);
  assert_int_equal(bytes_lines(text + 1, text + 2), 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_finds_the_first),
      cmocka_unit_test(test_does_not_read_behind_the_end),
      cmocka_unit_test(test_bits),
      cmocka_unit_test(test_part_of_a_block),
      cmocka_unit_test(test_lines),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
