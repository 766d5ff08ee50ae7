/* Which keys of front matter look like slips of the pen. */
#include "generator/model/page/page_keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const KNOWN[] = {"title",  "date",        "tags",       "draft",  "slug",
                                    "author", "publishDate", "expiryDate", "series", NULL};

static void expect(const char *name, const char *near)
{
  const char *found = page_key_near(name, KNOWN, false);
  if (near)
    assert_string_equal(found ? found : "(none)", near);
  else
    assert_null(found);
}

static void test_slips(void **state)
{
  (void)state;
  expect("tgas", "tags");
  expect("tagss", "tags");
  expect("tas", "tags");
  expect("TITEL", "title");
  expect("tittle", "title");
  expect("darft", "draft");
  expect("drift", "draft");
  expect("adte", "date");
  expect("publish_date", "publishDate");
  expect("expiry-date", "expiryDate");
}

/* Another letter in a short word, or at the beginning of one, makes another word. */
static void test_other_words(void **state)
{
  (void)state;
  const char *const others[] = {"rate",     "date2x", "tabs", "plug", "hero", "t",    "",
                                "subtitle", "data",   "math", "toc",  "type", "übrig"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    expect(others[i], NULL);
}

static void test_plurals(void **state)
{
  (void)state;
  expect("authors", "author");
  assert_null(page_key_near("authors", KNOWN, true));
  assert_string_equal(page_key_near("autho", KNOWN, true), "author");
}

static void test_idle(void **state)
{
  (void)state;
  assert_non_null(page_key_idle("outputs"));
  assert_non_null(page_key_idle("LINKTITLE"));
  assert_null(page_key_idle("title"));
  expect("menu", NULL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_slips),
      cmocka_unit_test(test_other_words),
      cmocka_unit_test(test_plurals),
      cmocka_unit_test(test_idle),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
