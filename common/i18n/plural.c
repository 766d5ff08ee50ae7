#include "common/i18n/plural.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static Plural rule_none(int64_t n)
{
  (void)n;
  return PLURAL_OTHER;
}

static Plural rule_one(int64_t n)
{
  return n == 1 ? PLURAL_ONE : PLURAL_OTHER;
}

static Plural rule_zero_one(int64_t n)
{
  return n <= 1 ? PLURAL_ONE : PLURAL_OTHER;
}

static Plural rule_millions(int64_t n)
{
  return n == 1 ? PLURAL_ONE : n != 0 && n % 1000000 == 0 ? PLURAL_MANY : PLURAL_OTHER;
}

static Plural rule_zero_one_millions(int64_t n)
{
  return n <= 1 ? PLURAL_ONE : n % 1000000 == 0 ? PLURAL_MANY : PLURAL_OTHER;
}

static bool ends_few(int64_t n)
{
  return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
}

static bool ends_one(int64_t n)
{
  return n % 10 == 1 && n % 100 != 11;
}

static Plural rule_east_slavic(int64_t n)
{
  return ends_one(n) ? PLURAL_ONE : ends_few(n) ? PLURAL_FEW : PLURAL_MANY;
}

static Plural rule_south_slavic(int64_t n)
{
  return ends_one(n) ? PLURAL_ONE : ends_few(n) ? PLURAL_FEW : PLURAL_OTHER;
}

static Plural rule_polish(int64_t n)
{
  return n == 1 ? PLURAL_ONE : ends_few(n) ? PLURAL_FEW : PLURAL_MANY;
}

static Plural rule_czech(int64_t n)
{
  return n == 1 ? PLURAL_ONE : n >= 2 && n <= 4 ? PLURAL_FEW : PLURAL_OTHER;
}

static Plural rule_slovenian(int64_t n)
{
  switch (n % 100) {
  case 1:
    return PLURAL_ONE;
  case 2:
    return PLURAL_TWO;
  case 3:
  case 4:
    return PLURAL_FEW;
  default:
    return PLURAL_OTHER;
  }
}

static Plural rule_lithuanian(int64_t n)
{
  if (n % 100 >= 11 && n % 100 <= 19)
    return PLURAL_OTHER;
  return n % 10 == 1 ? PLURAL_ONE : n % 10 >= 2 ? PLURAL_FEW : PLURAL_OTHER;
}

static Plural rule_latvian(int64_t n)
{
  if (n % 10 == 0 || (n % 100 >= 11 && n % 100 <= 19))
    return PLURAL_ZERO;
  return ends_one(n) ? PLURAL_ONE : PLURAL_OTHER;
}

static Plural rule_romanian(int64_t n)
{
  return n == 1                                      ? PLURAL_ONE
         : n == 0 || (n % 100 >= 1 && n % 100 <= 19) ? PLURAL_FEW
                                                     : PLURAL_OTHER;
}

static Plural rule_icelandic(int64_t n)
{
  return ends_one(n) ? PLURAL_ONE : PLURAL_OTHER;
}

static Plural rule_arabic(int64_t n)
{
  if (n <= 2)
    return (Plural)(PLURAL_ZERO + n);
  return n % 100 >= 3 && n % 100 <= 10 ? PLURAL_FEW : n % 100 >= 11 ? PLURAL_MANY : PLURAL_OTHER;
}

static Plural rule_hebrew(int64_t n)
{
  return n == 1 ? PLURAL_ONE : n == 2 ? PLURAL_TWO : PLURAL_OTHER;
}

static Plural rule_irish(int64_t n)
{
  return n == 1              ? PLURAL_ONE
         : n == 2            ? PLURAL_TWO
         : n >= 3 && n <= 6  ? PLURAL_FEW
         : n >= 7 && n <= 10 ? PLURAL_MANY
                             : PLURAL_OTHER;
}

static Plural rule_welsh(int64_t n)
{
  return n <= 2   ? (Plural)(PLURAL_ZERO + n)
         : n == 3 ? PLURAL_FEW
         : n == 6 ? PLURAL_MANY
                  : PLURAL_OTHER;
}

static Plural rule_maltese(int64_t n)
{
  if (n == 1 || n == 2)
    return n == 1 ? PLURAL_ONE : PLURAL_TWO;
  if (n == 0 || (n % 100 >= 3 && n % 100 <= 10))
    return PLURAL_FEW;
  return n % 100 >= 11 && n % 100 <= 19 ? PLURAL_MANY : PLURAL_OTHER;
}

/* Languages that are not here follow rule_one, as most of the rest do. */
static const struct {
  const char *langs; /* between spaces */
  PluralRule rule;
} RULES[] = {
    {" ja zh ko vi th id ms lo my jv su yue yo wo ", rule_none},
    {" hy hi bn fa gu kn zu am as ak ln mg pa ti ", rule_zero_one},
    {" fr pt ", rule_zero_one_millions},
    {" es it ca ", rule_millions},
    {" ru uk be ", rule_east_slavic},
    {" hr sr bs sh ", rule_south_slavic},
    {" pl ", rule_polish},
    {" cs sk ", rule_czech},
    {" sl dsb hsb ", rule_slovenian},
    {" lt ", rule_lithuanian},
    {" lv ", rule_latvian},
    {" ro mo ", rule_romanian},
    {" is mk ", rule_icelandic},
    {" ar ", rule_arabic},
    {" he iw ", rule_hebrew},
    {" ga ", rule_irish},
    {" cy ", rule_welsh},
    {" mt ", rule_maltese},
};

PluralRule plural_rule(const char *lang)
{
  g_autofree char *first = g_ascii_strdown(lang, (gssize)strcspn(lang, "-_"));
  g_autofree char *spaced = g_strdup_printf(" %s ", first);
  for (size_t i = 0; i < G_N_ELEMENTS(RULES); i++) {
    if (strstr(RULES[i].langs, spaced))
      return RULES[i].rule;
  }
  return rule_one;
}
