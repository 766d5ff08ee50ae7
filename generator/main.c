/* main.c - senf's command table. */
#include "generator/commands.h"

#include "common/suggest.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#ifndef SENF_VERSION
#define SENF_VERSION "0.1.0"
#endif

typedef struct CommandEntry {
  const char *name;
  int (*run)(int argc, char **argv);
  const char *summary;
} CommandEntry;

static const CommandEntry commands[] = {
    {"init", command_init, "a new site, or a repository to push to"},
    {"new", command_new, "a new post"},
    {"build", command_build, "build the site, or bring it up to date"},
    {"plan", command_plan, "what build would do, and why"},
    {"why", command_why, "what an output file read"},
    {"verify", command_verify, "prove that the output equals a full build"},
    {"serve", command_serve, "preview, rebuilt and reloaded on save"},
    {"render", command_render, "render one template"},
    {"markdown", command_markdown, "Markdown to HTML"},
};

static void help_print(FILE *out)
{
  fputs("usage: senf COMMAND [arguments]\n\n", out);
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
    fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
  fputs("\n'senf COMMAND --help' tells more about one of them.\n", out);
}

static int command_unknown(const char *name)
{
  const char *names[G_N_ELEMENTS(commands) + 1] = {0};
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
    names[i] = commands[i].name;
  g_autoptr(Error) error = NULL;
  error_set(&error, ERROR_USAGE, "there is no command '%s'", name);
  const char *nearest = suggest_nearest(name, names);
  if (nearest)
    error_hint(&error, "did you mean 'senf %s'?", nearest);
  else
    error_hint(&error, "'senf --help' lists the commands");
  return command_fail(error);
}

int command_fail(const Error *error)
{
  error_print(error, "error");
  return (int)error->kind;
}

bool command_options(const Command *command, int argc, char **argv, GPtrArray *operands,
                     int *status)
{
  g_autoptr(Error) error = NULL;
  bool help = false;
  if (!options_parse(command, argc, argv, operands, &help, &error)) {
    *status = command_fail(error);
    return false;
  }
  if (!help)
    return true;
  GString *text = g_string_new(NULL);
  options_help(command, text);
  fputs(text->str, stdout);
  g_string_free(text, TRUE);
  *status = 0;
  return false;
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "C");
  signal(SIGPIPE, SIG_IGN);
  if (argc < 2) {
    help_print(stderr);
    return ERROR_USAGE;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
      strcmp(argv[1], "help") == 0) {
    help_print(stdout);
    return 0;
  }
  if (strcmp(argv[1], "--version") == 0) {
    puts("senf " SENF_VERSION);
    return 0;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
    if (strcmp(argv[1], commands[i].name) == 0)
      return commands[i].run(argc - 2, argv + 2);
  return command_unknown(argv[1]);
}
