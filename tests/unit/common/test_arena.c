#include "common/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void test_zeroed_and_aligned(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  for (size_t size = 0; size < 300; size++) {
    unsigned char *bytes = arena_alloc(arena, size);
    assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
    for (size_t i = 0; i < size; i++)
      assert_int_equal(bytes[i], 0);
    memset(bytes, 0xff, size);
  }
}

static void test_pieces_do_not_overlap(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  enum { PIECES = 2000 };
  unsigned char *pieces[PIECES];
  size_t sizes[PIECES];
  for (size_t i = 0; i < PIECES; i++) {
    sizes[i] = i * 7 % 501 + (i % 100 == 0 ? 300000 : 0); /* shared and own blocks */
    pieces[i] = arena_alloc(arena, sizes[i]);
    memset(pieces[i], (int)(i & 0xff), sizes[i]);
  }
  for (size_t i = 0; i < PIECES; i++) {
    for (size_t j = 0; j < sizes[i]; j += 13)
      assert_int_equal(pieces[i][j], i & 0xff);
  }
}

static void test_clear_keeps_one_block_and_zeroes_again(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  size_t kept = 0;
  for (int round = 0; round < 50; round++) {
    char *text = arena_alloc(arena, 100);
    for (int i = 0; i < 100; i++)
      assert_int_equal(text[i], 0);
    memset(text, 'x', 100);
    for (int i = 0; i < 1000; i++)
      memset(arena_alloc(arena, 1000), 'y', 1000);
    arena_alloc(arena, 5 << 20);
    assert_true(arena_size(arena) > 6000000);
    arena_clear(arena);
    assert_in_range(arena_size(arena), 1, (1 << 20) + 4096);
    assert_true(round == 0 || arena_size(arena) == kept);
    kept = arena_size(arena);
  }
}

static void test_copies(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  assert_null(arena_strdup(arena, NULL));
  assert_string_equal(arena_strdup(arena, "text"), "text");
  assert_string_equal(arena_strndup(arena, "text", 2), "te");
  assert_string_equal(arena_strndup(arena, NULL, 0), "");
  assert_memory_equal(arena_memdup(arena, "a\0b", 3), "a\0b", 3);
  assert_non_null(arena_memdup(arena, NULL, 0));
  assert_string_equal(arena_printf(arena, "%s-%d", "x", 7), "x-7");
  g_autofree char *lengthy = g_strnfill(200000, 'z');
  assert_string_equal(arena_printf(arena, "%s", lengthy), lengthy);
}

static void test_growth_is_bounded(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  for (int i = 0; i < 100000; i++)
    arena_alloc(arena, 64);
  /* 6.4 MB handed out; the sanitizer's gaps add a quarter. */
  assert_true(arena_size(arena) < (size_t)11 << 20);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_zeroed_and_aligned),
      cmocka_unit_test(test_pieces_do_not_overlap),
      cmocka_unit_test(test_clear_keeps_one_block_and_zeroes_again),
      cmocka_unit_test(test_copies),
      cmocka_unit_test(test_growth_is_bounded),
  };
  return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
