/* strutil.h - UTF-8 checks and slugs. */
#ifndef SENF_COMMON_STRUTIL_H
#define SENF_COMMON_STRUTIL_H

#include "common/error.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Fails with file, line and column of the first byte that is no UTF-8, or of a
 * NUL. */
bool text_check_utf8(const char *text, size_t length, const char *file, Error **error);

/* A name for URLs: lower case, letters and digits of any script, '-' between
 * words; transliterated by the language's rules where there are some ("Größe"
 * is "groesse" in de, "grosse" in en). "" when nothing is left. g_free it. */
char *text_slug(const char *text, const char *lang);

#endif
