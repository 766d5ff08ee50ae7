/* program.h - a program as a table of commands.
 *
 *     static const ProgramCommand commands[] = {{"build", command_build, "…"}, …, {0}};
 *     int main(int argc, char **argv)
 *     {
 *       return program_run(&(Program){"senf", commands}, argc, argv);
 *     }
 *
 * "PROGRAM --help", "--version" and an unknown command ("did you mean") are answered
 * here; so is "--describe" as the only argument of the program or of a command, which
 * tells completion scripts and the manual what there is (options.h). What commands share
 * stands here too: they are the only ones to print.
 */
#ifndef SENF_COMMON_SYSTEM_PROGRAM_H
#define SENF_COMMON_SYSTEM_PROGRAM_H

#include "common/error.h"
#include "common/system/options.h"

#ifndef SENF_VERSION
#define SENF_VERSION "0.1.0"
#endif

typedef struct ProgramCommand {
  const char *name;
  /* Gets its arguments without the program's and its own name; returns the exit status. */
  int (*run)(int argc, char **argv);
  const char *summary;
} ProgramCommand;

typedef struct Program {
  const char *name;
  const ProgramCommand *commands; /* ends with a NULL name */
} Program;

int program_run(const Program *program, int argc, char **argv);

/* Print the error and give its exit status. */
int command_fail(const Error *error);

/* Parse a command's options; prints the help or the error. True: go on. False: leave
 * with *status. */
bool command_start(const Command *command, int argc, char **argv, GPtrArray *operands, int *status);

#endif
