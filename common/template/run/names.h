/* names.h - names, each once per set (internal).
 *
 * Equal names are equal pointers, so that looking one up compares an address.
 * A name also knows the global function of that name, if there is one.
 */
#ifndef SENF_COMMON_TEMPLATE_RUN_NAMES_H
#define SENF_COMMON_TEMPLATE_RUN_NAMES_H

#include "common/template/parse/node.h"

typedef struct Names Names;

/* The names live in `arena`. */
Names *names_new(Arena *arena);
void names_free(Names *names);

/* Not for two threads at once. */
const Name *names_intern(Names *names, const char *text, size_t length);
/* Make it the name of a global function. */
void names_set_function(Names *names, const char *text, const struct HostFunction *function);
/* NULL: no such name so far. */
const Name *names_find(const Names *names, const char *text);

#endif
