/* program.c - see program.h. */
#include "common/system/program.h"

#include "common/suggest.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static void help_print(const Program *program, FILE *out)
{
  fprintf(out, "usage: %s COMMAND [arguments]\n\n", program->name);
  for (const ProgramCommand *command = program->commands; command->name; command++)
    fprintf(out, "  %-10s %s\n", command->name, command->summary);
  fprintf(out, "\n'%s COMMAND --help' tells more about one of them.\n", program->name);
}

static int command_unknown(const Program *program, const char *name)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (const ProgramCommand *command = program->commands; command->name; command++)
    g_ptr_array_add(names, (gpointer)command->name);
  g_ptr_array_add(names, NULL);
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_USAGE, "there is no command '%s'", name);
  const char *nearest = suggest_nearest(name, (const char *const *)names->pdata);
  if (nearest)
    error_hint(&error, "did you mean '%s %s'?", program->name, nearest);
  else
    error_hint(&error, "'%s --help' lists the commands", program->name);
  return command_fail(error);
}

static bool is_help(const char *name)
{
  return strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0;
}

/* A reader that goes away is an error of the write, not the end of the program. The
 * locale stays "C", as a program starts: nothing here may depend on it. */
int program_run(const Program *program, int argc, char **argv)
{
  signal(SIGPIPE, SIG_IGN);
  if (argc < 2) {
    help_print(program, stderr);
    return ERROR_USAGE;
  }
  if (is_help(argv[1])) {
    help_print(program, stdout);
    return 0;
  }
  if (strcmp(argv[1], "--version") == 0) {
    printf("%s %s\n", program->name, SENF_VERSION);
    return 0;
  }
  if (strcmp(argv[1], "--describe") == 0) {
    for (const ProgramCommand *command = program->commands; command->name; command++)
      printf("%s\t%s\n", command->name, command->summary);
    return 0;
  }
  for (const ProgramCommand *command = program->commands; command->name; command++)
    if (strcmp(argv[1], command->name) == 0)
      return command->run(argc - 2, argv + 2);
  return command_unknown(program, argv[1]);
}

int command_fail(const Error *error)
{
  error_print(error, "error");
  return (int)error->kind;
}

static bool is_describe(int argc, char **argv)
{
  return argc == 1 && strcmp(argv[0], "--describe") == 0;
}

bool command_start(const Command *command, int argc, char **argv, GPtrArray *operands, int *status)
{
  g_autoptr(Error) error = NULL;
  bool help = false;
  *status = 0;
  if (is_describe(argc, argv)) {
    g_autoptr(GString) text = g_string_new(NULL);
    options_describe(command, text);
    fputs(text->str, stdout);
    return false;
  }
  if (!options_parse(command, argc, argv, operands, &help, &error)) {
    *status = command_fail(error);
    return false;
  }
  if (!help)
    return true;
  g_autoptr(GString) text = g_string_new(NULL);
  options_help(command, text);
  fputs(text->str, stdout);
  return false;
}
