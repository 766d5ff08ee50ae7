#include "common/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void test_same_in_every_run(void **state)
{
  (void)state;
  /* SipHash-2-4 under the key "senf: bytes 0001", computed by another program. */
  assert_true(digest_text("") == UINT64_C(0xcc9a43e67fbe186d));
  assert_true(digest_text("senf") == UINT64_C(0x652a88a8d22b47d6));
}

static void test_text_and_bytes(void **state)
{
  (void)state;
  assert_true(digest_text("abc") == digest_bytes("abc", 3));
  assert_true(digest_text("abc") != digest_text("abd"));
  assert_true(digest_text(NULL) != digest_text(""));
  assert_true(digest_text(NULL) == digest_text(NULL));
  assert_true(digest_bytes("a\0b", 3) != digest_bytes("a\0c", 3));
  assert_true(digest_bytes(NULL, 0) == digest_text(""));
}

static void test_mix_has_an_order(void **state)
{
  (void)state;
  assert_true(digest_mix(1, 2) != digest_mix(2, 1));
  assert_true(digest_mix(1, 2) == digest_mix(1, 2));
  assert_true(digest_mix(1, 2) != digest_mix(1, 3));
}

static Digest of_texts(const char *first, const char *second)
{
  Digester digester;
  digester_init(&digester);
  digester_add_text(&digester, first);
  digester_add_text(&digester, second);
  return digester_end(&digester);
}

static void test_pieces_are_framed(void **state)
{
  (void)state;
  assert_true(of_texts("ab", "c") != of_texts("a", "bc"));
  assert_true(of_texts("ab", "") != of_texts("", "ab"));
  assert_true(of_texts("ab", NULL) != of_texts("ab", ""));
  assert_true(of_texts("ab", "c") == of_texts("ab", "c"));
  assert_true(of_texts("a", "b") != of_texts("b", "a"));
}

static void test_numbers(void **state)
{
  (void)state;
  Digester one, two, text;
  digester_init(&one);
  digester_init(&two);
  digester_init(&text);
  digester_add_int(&one, -1);
  digester_add_int(&two, INT64_C(0xffffffff));
  digester_add_bytes(&text, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
  assert_true(digester_end(&one) != digester_end(&two));
  assert_true(digester_end(&one) != digester_end(&text));
  digester_add_int(&one, 0);
  Digest once = digester_end(&one);
  digester_add_int(&one, 0);
  assert_true(once != digester_end(&one));
}

static void test_hex(void **state)
{
  (void)state;
  char out[33];
  digest_hex("", 0, out); /* b2sum -l 128 */
  assert_string_equal(out, "cae66941d9efbd404e4d88758ea67670");
  digest_hex("abc", 3, out);
  assert_string_equal(out, "cf4ab791c62b8d2b2109c90275287816");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_same_in_every_run), cmocka_unit_test(test_text_and_bytes),
      cmocka_unit_test(test_mix_has_an_order),  cmocka_unit_test(test_pieces_are_framed),
      cmocka_unit_test(test_numbers),           cmocka_unit_test(test_hex),
  };
  return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
