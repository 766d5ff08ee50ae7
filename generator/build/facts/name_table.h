/* name_table.h - numbers for the names of subjects and fields.
 *
 * The same name has the same number as long as build.db lives. New names get the
 * next numbers in memory; the record (record.h) loads and saves the table. Any
 * thread may ask.
 */
#ifndef SENF_GENERATOR_BUILD_FACTS_NAME_TABLE_H
#define SENF_GENERATOR_BUILD_FACTS_NAME_TABLE_H

#include "generator/build/facts/trace.h"

typedef struct NameTable NameTable;

NameTable *name_table_new(void);
void name_table_free(NameTable *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NameTable, name_table_free)

/* Names that are looked up when they are asked for, instead of restored all at once. Both
 * give 0 or NULL for what is not there; numbers above `highest` are new. */
typedef struct NameStore {
  int64_t (*number)(void *data, const char *name);
  char *(*name)(void *data, int64_t number); /* g_free it */
  void *data;
} NameStore;
void name_table_set_store(NameTable *names, const NameStore *store, int64_t highest);

/* The number of a name, from 1; a new one when it is not known. The name is copied. */
int64_t name_table_number(NameTable *names, const char *name);
/* NULL when no name has this number. Lives as long as the table. */
const char *name_table_name(NameTable *names, int64_t number);
/* For loading: give a name its number. Numbers that were added so are not new. */
void name_table_restore(NameTable *names, int64_t number, const char *name);
/* Visit the names that came since the last call, and count them as known. */
void name_table_take_new(NameTable *names,
                         void (*visit)(void *data, int64_t number, const char *name), void *data);
int64_t name_table_highest(NameTable *names);
/* The highest number that is not new. */
int64_t name_table_saved(NameTable *names);

#endif
