/* builtin.h - how the language's own filters, tests, functions and methods are
 * declared (internal to common/template).
 *
 * Each is a row of a table: its name, how many arguments it takes at least, and
 * the names of its parameters. Arguments are bound to parameters before the
 * call, at load where they are written out; one that was not given has the kind
 * VALUE_MISSING. Those that take anything get the Arguments as they are.
 */
#ifndef SENF_COMMON_TEMPLATE_WORDS_BUILTIN_H
#define SENF_COMMON_TEMPLATE_WORDS_BUILTIN_H

#include "common/template/run/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BUILTIN_PARAMETERS = 6 };

typedef struct Builtin {
  const char *name;
  uint8_t required; /* arguments that must be given */
  uint8_t count;    /* parameters */
  const char *parameters[BUILTIN_PARAMETERS];
  bool (*call)(TemplateRun *run, Value self, const Value *arguments, Value *out);
  /* instead of `call`, for those that take any arguments */
  bool (*call_any)(TemplateRun *run, Value self, const Arguments *arguments, Value *out);
  /* NULL, or prints what `call` gives, which is markup: a long text is not copied then */
  bool (*print)(TemplateRun *run, Value self, const Value *arguments);
} Builtin;

/* The tables; NULL for an unknown name. */
const Builtin *builtin_filter(const char *name);
const Builtin *builtin_test(const char *name);
const Builtin *builtin_function(const char *name);
const Builtin *builtin_text_method(const char *name);
const Builtin *builtin_list_method(const char *name);
const Builtin *builtin_tuple_method(const char *name);
const Builtin *builtin_map_method(const char *name);

/* All names of a table for "did you mean", NULL-ended, g_free it. */
const char **builtin_filter_names(void);
const char **builtin_test_names(void);
const char **builtin_function_names(void);

/* Call with arguments that are known only now. */
bool builtin_call(TemplateRun *run, const Builtin *builtin, Value self, const Arguments *arguments,
                  Value *out);

#endif
