/* What was put in is found again, and nothing else; also after the map has grown. */
#include "common/text_map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void test_finds_what_is_there(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  TextMap map;
  char text[] = "post.by";
  int first = 1, second = 2;
  text_map_init(&map, arena);
  assert_null(text_map_get(&map, text, strlen(text)));
  text_map_set(&map, text, strlen(text), &first);
  text_map_set(&map, text, 4, &second);
  text[0] = 'x'; /* it was copied */
  assert_null(text_map_get(&map, text, strlen(text)));
  assert_ptr_equal(text_map_get(&map, "post.by", 7), &first);
  assert_ptr_equal(text_map_get(&map, "post.by", 4), &second);
  assert_null(text_map_get(&map, "post.by", 5));
  assert_null(text_map_get(&map, "", 0));
  text_map_set(&map, "", 0, &first);
  assert_ptr_equal(text_map_get(&map, "", 0), &first);
}

static void test_first_value_stays(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  TextMap map;
  int first = 1, second = 2;
  text_map_init(&map, arena);
  text_map_set(&map, "a", 1, &first);
  text_map_set(&map, "a", 1, &second);
  assert_ptr_equal(text_map_get(&map, "a", 1), &first);
}

static void test_grows(void **state)
{
  enum { MANY = 3000 };
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  TextMap map;
  text_map_init(&map, arena);
  for (gsize i = 1; i <= MANY; i++) {
    g_autofree char *text = g_strdup_printf("list/de/tag/%zu", i);
    text_map_set(&map, text, strlen(text), GSIZE_TO_POINTER(i));
  }
  for (gsize i = 1; i <= MANY; i++) {
    g_autofree char *text = g_strdup_printf("list/de/tag/%zu", i);
    assert_int_equal(GPOINTER_TO_SIZE(text_map_get(&map, text, strlen(text))), i);
  }
  assert_int_equal(map.count, MANY);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_finds_what_is_there),
      cmocka_unit_test(test_first_value_stays),
      cmocka_unit_test(test_grows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
