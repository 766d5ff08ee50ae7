/* vocabulary.h - all words of the language, as the engine knows them: for `senf render
 * --list`, and for the test that the handbook has each of them. */
#ifndef SENF_COMMON_TEMPLATE_CHECK_VOCABULARY_H
#define SENF_COMMON_TEMPLATE_CHECK_VOCABULARY_H

#include "common/template/template.h"

#include <glib.h>

/* Append a line "KIND NAME" for each word, in byte order: the kinds are tag, filter,
 * test, function, and text, list, tuple, map for the methods of those. What the host
 * added to the set is among them. */
void template_vocabulary(const TemplateSet *set, GString *out);

#endif
