/* main.c - the command table of senf-comments. */
#include "comment-server/commands.h"

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
    {"serve", command_serve, "take comments and serve the site"},
    {"moderator", command_moderator, "add, list and remove moderators, set passwords"},
    {"import", command_import, "comments from a file of JSON lines"},
    {"export", command_export, "all comments as JSON lines"},
    {"backup", command_backup, "a copy of the database, also while the server runs"},
    {"markup", command_markup, "a reader's Markdown to safe HTML"},
};

static void help_print(FILE *out)
{
  fputs("usage: senf-comments COMMAND [arguments]\n\n", out);
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
    fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
  fputs("\n'senf-comments COMMAND --help' tells more about one of them.\n", out);
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
    error_hint(&error, "did you mean 'senf-comments %s'?", nearest);
  else
    error_hint(&error, "'senf-comments --help' lists the commands");
  return command_fail(error);
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "C");
  signal(SIGPIPE, SIG_IGN);
  if (argc < 2) {
    help_print(stderr);
    return ERROR_USAGE;
  }
  const char *name = argv[1];
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
    help_print(stdout);
    return 0;
  }
  if (strcmp(name, "--version") == 0) {
    puts("senf-comments " SENF_VERSION);
    return 0;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
    if (strcmp(name, commands[i].name) == 0)
      return commands[i].run(argc - 2, argv + 2);
  }
  return command_unknown(name);
}
