/* plural.h - which form of a word goes with a number.
 *
 * The cardinal rules of the Unicode CLDR for whole numbers, chosen by the first
 * part of a BCP 47 tag ("pt-BR" is "pt"). Languages without a rule of their own
 * here tell 1 from the rest, as most do.
 */
#ifndef SENF_COMMON_I18N_PLURAL_H
#define SENF_COMMON_I18N_PLURAL_H

#include <stdint.h>

typedef enum Plural {
  PLURAL_ZERO,
  PLURAL_ONE,
  PLURAL_TWO,
  PLURAL_FEW,
  PLURAL_MANY,
  PLURAL_OTHER,
  PLURAL_FORMS /* how many there are */
} Plural;

/* `count` is not negative. */
typedef Plural (*PluralRule)(int64_t count);

PluralRule plural_rule(const char *lang);

#endif
