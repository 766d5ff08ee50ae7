/* convert_hugo.h - between the files of convert_hugo*.c. */
#ifndef SENF_GENERATOR_CONVERT_CONVERT_HUGO_H
#define SENF_GENERATOR_CONVERT_CONVERT_HUGO_H

#include "generator/convert/convert.h"

/* Fill convert->languages and convert->posts. */
void hugo_find_folders(Convert *convert);
/* The folder of content that a language's `contentDir` names, or NULL. g_free it. */
char *hugo_language_folder(const Convert *convert, const Tree *language);
/* `paths`, `permalink`, `addresses` … */
void hugo_put_addresses(Convert *convert);

/* `cascade` of the settings. */
void hugo_put_defaults(Convert *convert);
/* Whether a switch is said to be on. */
bool hugo_is_on(const Convert *convert, const char *name);

#endif
