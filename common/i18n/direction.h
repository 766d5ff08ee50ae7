/* direction.h - which way a language and a letter run. */
#ifndef SENF_COMMON_I18N_DIRECTION_H
#define SENF_COMMON_I18N_DIRECTION_H

#include <glib.h>
#include <stdbool.h>

/* "rtl" or "ltr", for the dir attribute, of a BCP 47 tag: by its script where one is
 * named ("ku-Arab"), else by the language. */
const char *lang_direction(const char *lang);

/* Whether a letter is one of Hebrew, Arabic, Syriac, Thaana, N'Ko … (Unicode's bidi classes
 * R and AL, by blocks). */
bool char_is_right_to_left(gunichar letter);

#endif
