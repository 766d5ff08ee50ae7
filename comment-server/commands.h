/* commands.h - the commands of senf-comments, one a file (command_NAME.c).
 *
 * Each gets its arguments without the program's and the command's name, prints
 * its own errors, and returns the exit status: 0 done, 1 the data is wrong,
 * 2 the command line is wrong, 3 the machine failed.
 */
#ifndef SENF_COMMENT_SERVER_COMMANDS_H
#define SENF_COMMENT_SERVER_COMMANDS_H

#include "comment-server/store/store.h"
#include "common/system/program.h"

#include <glib.h>
#include <stdbool.h>

int command_serve(int argc, char **argv);
int command_moderator(int argc, char **argv);
int command_import(int argc, char **argv);
int command_export(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_markup(int argc, char **argv);

/* Which database, and how deep its threads may be: both stand in the server's
 * settings, so name these (--config), or the file itself (--database). */
typedef struct CommandDatabase {
  const char *file;   /* NULL: that of the settings, else comments.db */
  const char *config; /* NULL: no settings */
} CommandDatabase;

#define COMMAND_DATABASE_OPTIONS(database)                                                         \
  {                                                                                                \
      .name = "database",                                                                          \
      .kind = OPTION_TEXT,                                                                         \
      .value = &(database).file,                                                                   \
      .placeholder = "FILE",                                                                       \
      .help = "the database (default: that of the settings, else comments.db)",                    \
  },                                                                                               \
  {                                                                                                \
    .name = "config", .kind = OPTION_TEXT, .value = &(database).config, .placeholder = "FILE",     \
    .help = "the settings of the server"                                                           \
  }

/* The path of the database; g_free it. *levels (or NULL) as in StoreOptions. */
char *command_database(const CommandDatabase *database, int *levels, Error **error);

/* Opens the database with the real clock and randomness. `create`: make it when
 * it is not there; else that is an error. */
Store *command_store(const CommandDatabase *database, bool create, Error **error);

#endif
