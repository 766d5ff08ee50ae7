/* commands.h - the commands of senf, one file each.
 *
 * Each gets its arguments without the program's and its own name and returns the
 * exit status (common/error.h: 0, 1 site, 2 usage, 3 machine).
 */
#ifndef SENF_GENERATOR_COMMANDS_H
#define SENF_GENERATOR_COMMANDS_H

#include "common/system/program.h"

int command_init(int argc, char **argv);
int command_new(int argc, char **argv);
int command_build(int argc, char **argv);
int command_plan(int argc, char **argv);
int command_why(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_check(int argc, char **argv);
int command_list(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_render(int argc, char **argv);
int command_markdown(int argc, char **argv);

#endif
