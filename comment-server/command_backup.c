/* command_backup.c - a copy of comments.db. */
#include "comment-server/commands.h"
#include "comment-server/store/backup.h"

int command_backup(int argc, char **argv)
{
  CommandDatabase database = {0};
  bool replace = false;
  const Option options[] = {
      COMMAND_DATABASE_OPTIONS(database),
      {.name = "replace", .kind = OPTION_FLAG, .value = &replace, .help = "overwrite FILE"},
      {.name = NULL},
  };
  const Command command = {
      .usage = "senf-comments backup FILE [options]",
      .summary = "A checked copy of the database, also while the server runs.",
      .details = "FILE appears complete or not at all. It holds e-mail addresses and password\n"
                 "hashes: only its owner can read it. To restore, stop the server, put FILE in\n"
                 "the place of the database, and remove the files DATABASE-wal and DATABASE-shm.",
      .options = options,
      .operands_min = 1,
      .operands_max = 1,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  g_autoptr(Error) error = NULL;
  g_autofree char *path = command_database(&database, NULL, &error);
  if (!path || !store_backup(path, g_ptr_array_index(operands, 0), replace, &error))
    return command_fail(error);
  return 0;
}
