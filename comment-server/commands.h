/* commands.h - the commands of senf-comments, one a file (command_NAME.c).
 *
 * Each gets its arguments without the program's and the command's name, prints
 * its own errors, and returns the exit status: 0 done, 1 the data is wrong,
 * 2 the command line is wrong, 3 the machine failed.
 */
#ifndef SENF_COMMENT_SERVER_COMMANDS_H
#define SENF_COMMENT_SERVER_COMMANDS_H

#include "common/error.h"
#include "common/options.h"

#include <glib.h>
#include <stdbool.h>

int command_serve(int argc, char **argv);
int command_moderator(int argc, char **argv);
int command_import(int argc, char **argv);
int command_export(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_markup(int argc, char **argv);

/* Parse, print help or the error. True: go on; false: leave with *status. */
bool command_start(const Command *command, int argc, char **argv, GPtrArray *operands, int *status);
/* Print the error and give its exit status. */
int command_fail(const Error *error);

#endif
