/* library.h - shared libraries that are loaded when they are first needed.
 *
 * A build that follows an approved comment takes a few milliseconds and needs neither git
 * nor HTTP; linking against these two (and the thirty libraries behind them) at each start
 * took three of them. A library is used through a table of its functions, which a
 * header of the user's declares with the types of the library's own header:
 *
 *     #define GIT_FUNCTIONS(X) X(git_odb_read) X(git_odb_free)
 *     typedef struct GitLibrary { GIT_FUNCTIONS(LIBRARY_MEMBER) } GitLibrary;
 *
 *     #define LIBRARY_TABLE GitLibrary
 *     static const LibraryFunction functions[] = {GIT_FUNCTIONS(LIBRARY_FUNCTION)};
 *     library_load("libgit2.so.1.5", functions, G_N_ELEMENTS(functions), &table, &error)
 *
 * What was loaded stays until the process ends.
 */
#ifndef SENF_COMMON_SYSTEM_LIBRARY_H
#define SENF_COMMON_SYSTEM_LIBRARY_H

#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct LibraryFunction {
  const char *name;
  size_t offset; /* of the pointer in the table */
} LibraryFunction;

#define LIBRARY_MEMBER(function) __typeof__(function) *function;
#define LIBRARY_FUNCTION(function) {#function, offsetof(LIBRARY_TABLE, function)},

/* Fill the pointers of `table`. Fails (ERROR_MACHINE) when the library or one of its
 * functions is not there. */
bool library_load(const char *soname, const LibraryFunction *functions, size_t count, void *table,
                  Error **error);

#endif
