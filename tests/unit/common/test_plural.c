#include "common/i18n/plural.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>

/* For each language the form of 0 to 30 and of some larger numbers, from the
 * samples of the CLDR: z(ero), o(ne), t(wo), f(ew), m(any), x for other. */
static const int64_t LARGE[] = {100, 101, 102, 103, 111, 112, 121, 122, 1000000};

static const struct {
  const char *lang, *small, *large;
} CASES[] = {
    {"en", "xoxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxx"},
    {"de", "xoxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxx"},
    {"ja", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxx"},
    {"fr", "ooxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxm"},
    {"es", "xoxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxm"},
    {"hi", "ooxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxx"},
    {"ru", "mofffmmmmmmmmmmmmmmmmofffmmmmmm", "moffmmofm"},
    {"hr", "xofffxxxxxxxxxxxxxxxxofffxxxxxx", "xoffxxofx"},
    {"pl", "mofffmmmmmmmmmmmmmmmmmfffmmmmmm", "mmffmmmfm"},
    {"cs", "xofffxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxx"},
    {"sl", "xotffxxxxxxxxxxxxxxxxxxxxxxxxxx", "xotfxxxxx"},
    {"lt", "xoffffffffxxxxxxxxxxxoffffffffx", "xoffxxofx"},
    {"lv", "zoxxxxxxxxzzzzzzzzzzzoxxxxxxxxz", "zoxxzzoxz"},
    {"ro", "foffffffffffffffffffxxxxxxxxxxx", "xfffffxxx"},
    {"is", "xoxxxxxxxxxxxxxxxxxxxoxxxxxxxxx", "xoxxxxoxx"},
    {"ar", "zotffffffffmmmmmmmmmmmmmmmmmmmm", "xxxfmmmmx"},
    {"he", "xotxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxx"},
    {"ga", "xotffffmmmmxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxx"},
    {"cy", "zotfxxmxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxx"},
    {"mt", "fotffffffffmmmmmmmmmxxxxxxxxxxx", "xxxfmmxxx"},
};

static const char LETTERS[] = "zotfmx"; /* in the order of Plural */

static void check(const char *lang, const char *small, const char *large)
{
  PluralRule rule = plural_rule(lang);
  for (int n = 0; small[n]; n++) {
    if (LETTERS[rule(n)] != small[n])
      fail_msg("%s: %d is '%c', not '%c'", lang, n, LETTERS[rule(n)], small[n]);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(LARGE); i++) {
    if (LETTERS[rule(LARGE[i])] != large[i])
      fail_msg("%s: %d is '%c', not '%c'", lang, (int)LARGE[i], LETTERS[rule(LARGE[i])], large[i]);
  }
}

static void test_rules(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++)
    check(CASES[i].lang, CASES[i].small, CASES[i].large);
}

static void test_tags(void **state)
{
  (void)state;
  assert_ptr_equal(plural_rule("pt-BR"), plural_rule("pt"));
  assert_ptr_equal(plural_rule("RU"), plural_rule("ru"));
  assert_ptr_equal(plural_rule("zh-Hant-TW"), plural_rule("ja"));
  assert_ptr_equal(plural_rule("xx"), plural_rule("en"));
  assert_ptr_equal(plural_rule(""), plural_rule("en"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rules),
      cmocka_unit_test(test_tags),
  };
  return cmocka_run_group_tests_name("plural", tests, NULL, NULL);
}
