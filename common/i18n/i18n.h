/* i18n.h - the strings of a language, from a theme's or a site's i18n/LANG.yaml.
 *
 * A file maps keys to texts. A text may hold {name} places. A key whose value is
 * a map with zero/one/two/few/many/other is a plural (CLDR cardinal rules; `zero`,
 * where it is given, holds for 0 in any language: "No comments yet").
 * `date.months`, `date.short_months`, `date.days`, `date.short_days` (from
 * Sunday) are lists, and so is `date.alone_months` for languages in which a month that
 * stands alone has another form; `date.formats` maps names (`long`, `short`, …) to
 * strftime patterns. Several files can be laid over each other: later ones win. What no
 * file has comes from the fallback, with the rules of the fallback's language.
 */
#ifndef SENF_COMMON_I18N_I18N_H
#define SENF_COMMON_I18N_I18N_H

#include "common/formats/tree.h"
#include "common/time/datetime.h"

#include <glib.h>

typedef struct Strings Strings;

/* `lang` is a BCP 47 tag; its first part chooses the plural rule. */
Strings *strings_new(const char *lang);
void strings_free(Strings *strings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Strings, strings_free)

/* Lay a parsed file over what is there. Fails on wrong types, with the place. */
bool strings_add(Strings *strings, const TreeDocument *document, Error **error);

/* All of it as bytes, and back; NULL when they are damaged. */
void strings_pack(const Strings *strings, GByteArray *out);
Strings *strings_unpack(const char *lang, const void *bytes, size_t length);
/* `fallback` must outlive `strings`, and has none itself. */
void strings_set_fallback(Strings *strings, const Strings *fallback);
/* The keys of the fallback that `strings` lacks: how many, and the first of them by name
 * (NULL when there is none). Date names count as one key each. */
size_t strings_missing(const Strings *strings, const char **first);
/* Whether `lang`, or what it is a variety of, is written in `file`: "pt" holds for "pt-BR"
 * (RFC 4647, section 3.4). */
bool strings_lang_covers(const char *file, const char *lang);

const char *strings_lang(const Strings *strings);
/* NULL when there is none. */
const char *strings_get(const Strings *strings, const char *key);
/* The form for `count`; falls back to `other`, then to a plain text. */
const char *strings_plural(const Strings *strings, const char *key, int64_t count);
const DateNames *strings_dates(const Strings *strings);
const char *strings_date_format(const Strings *strings, const char *name); /* or NULL */
/* Appends a value that is put into a text at a {place}: isolated (Unicode's FIRST STRONG
 * ISOLATE) where it runs in another direction than the language does, so that it leaves
 * what stands around it in order. Plain text; it is escaped afterwards. */
void strings_put_value(const Strings *strings, const char *value, size_t length, GString *out);
/* A digest over one key (all its forms), for facts. */
Digest strings_digest(const Strings *strings, const char *key);

#endif
