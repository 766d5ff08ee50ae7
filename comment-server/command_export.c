/* command_export.c - all comments as JSON lines. */
#include "comment-server/commands.h"
#include "comment-server/transfer/export_file.h"
#include "common/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool export_to(const CommandDatabase *database, FILE *out, Error **error)
{
  g_autoptr(Store) store = command_store(database, false, error);
  if (!store)
    return false;
  size_t count;
  Sql *db = store_reader_take(store, error);
  bool ok = db && export_file_write(db, out, &count, error);
  store_reader_give(store, db);
  return ok;
}

/* Beside the target, then renamed: never half a file. It holds e-mail addresses,
 * so it is its owner's alone. */
static bool export_to_file(const CommandDatabase *database, const char *path, Error **error)
{
  g_autofree char *part = g_strconcat(path, ".part", NULL);
  int descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  FILE *out = descriptor < 0 ? NULL : fdopen(descriptor, "w");
  if (!out) {
    error_set_errno(error, errno, "can't write '%s'", part);
    return false;
  }
  bool ok = export_to(database, out, error);
  if (ok && (fsync(descriptor) != 0 || rename(part, path) != 0)) {
    error_set_errno(error, errno, "can't write '%s'", path);
    ok = false;
  }
  fclose(out);
  if (!ok)
    unlink(part);
  g_autofree char *folder = g_path_get_dirname(path);
  return ok && dir_sync(folder, error);
}

int command_export(int argc, char **argv)
{
  CommandDatabase database = {0};
  const Option options[] = {COMMAND_DATABASE_OPTIONS(database), {.name = NULL}};
  const Command command = {
      .usage = "senf-comments export [FILE] [options]",
      .summary = "All comments, of every status, as JSON lines that import understands.",
      .details = "Without FILE, or with -, they go to stdout. Passwords, sessions and the log of\n"
                 "actions are not part of it: 'backup' copies these, too.",
      .options = options,
      .operands_max = 1,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  const char *path = operands->len ? g_ptr_array_index(operands, 0) : "-";
  g_autoptr(Error) error = NULL;
  bool ok = strcmp(path, "-") == 0 ? export_to(&database, stdout, &error)
                                   : export_to_file(&database, path, &error);
  return ok ? 0 : command_fail(error);
}
