/* page_keys.h - keys of front matter that nothing here reads: those that Hugo, Jekyll and Zola
 * give a meaning to, those that their themes commonly read, and those that are misspelt.
 *
 * Any key may stand in front matter, for templates (page.extra). So only a near miss of a key
 * that means something is worth a warning, and a key that many themes have is none.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_PAGE_KEYS_H
#define SENF_GENERATOR_MODEL_PAGE_PAGE_KEYS_H

#include <stdbool.h>

/* Why a key that makes another generator do something does nothing here; NULL: it is no such
 * key. Names are compared without regard to case. */
const char *page_key_idle(const char *name);

/* The one of `names` (NULL-ended) that `name` is probably meant to be: a letter too many, too
 * few, another or two swapped, or other separators ("publish_date"). NULL for what is none of
 * these, for keys that themes read, and for plurals when `plural_is_own`. */
const char *page_key_near(const char *name, const char *const *names, bool plural_is_own);

#endif
