/* names.h - numbers for the names of subjects and fields.
 *
 * The same name has the same number as long as build.db lives. New names get the
 * next numbers in memory; the record (record.h) loads and saves the table. Any
 * thread may ask.
 */
#ifndef SENF_GENERATOR_BUILD_NAMES_H
#define SENF_GENERATOR_BUILD_NAMES_H

#include "generator/build/trace.h"

typedef struct Names Names;

Names *names_new(void);
void names_free(Names *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Names, names_free)

/* The number of a name, from 1; a new one when it is not known. The name is copied. */
int64_t names_number(Names *names, const char *name);
/* NULL when no name has this number. Lives as long as the table. */
const char *names_name(Names *names, int64_t number);
/* For loading: give a name its number. Numbers that were added so are not new. */
void names_restore(Names *names, int64_t number, const char *name);
/* Visit the names that came since the last call, and count them as known. */
void names_take_new(Names *names, void (*visit)(void *data, int64_t number, const char *name),
                    void *data);
int64_t names_highest(Names *names);
/* The highest number that is not new. */
int64_t names_saved(Names *names);

#endif
