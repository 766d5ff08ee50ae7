/* options.h - a command's options as a table.
 *
 * "--name VALUE", "--name=VALUE", "-n VALUE", "--flag", "--" ends them; options
 * and operands may mix. An unknown option fails with "did you mean". `--help` is
 * known to all: options_parse then sets *help and succeeds.
 */
#ifndef SENF_COMMON_SYSTEM_OPTIONS_H
#define SENF_COMMON_SYSTEM_OPTIONS_H

#include "common/error.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum OptionKind { OPTION_FLAG, OPTION_TEXT, OPTION_INT } OptionKind;

typedef struct Option {
  const char *name; /* without "--" */
  char letter;      /* or 0 */
  OptionKind kind;
  void *value;             /* bool *, const char **, int64_t * */
  const char *placeholder; /* "DIR", "N"; NULL for flags */
  const char *help;        /* one line */
  int64_t min, max;        /* OPTION_INT */
} Option;

typedef struct Command {
  const char *usage;     /* "senf build [SOURCE] [options]" */
  const char *summary;   /* one line */
  const char *details;   /* paragraphs after the options, or NULL */
  const Option *options; /* ends with a NULL name */
  int operands_min, operands_max;
} Command;

/* `argv` without the program's and the command's name. `operands` gets pointers
 * into argv. Errors are ERROR_USAGE. */
bool options_parse(const Command *command, int argc, char **argv, GPtrArray *operands, bool *help,
                   Error **error);
/* The help of one command, on one screen. */
void options_help(const Command *command, GString *out);

/* The same for programs: lines of fields with a tab between them, "usage TEXT", "summary
 * TEXT", "details TEXT" for each line of them, and "option --NAME -L PLACEHOLDER HELP" for
 * each option (the letter and the placeholder may be empty). */
void options_describe(const Command *command, GString *out);

#endif
