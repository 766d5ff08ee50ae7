/* command_import.c - comments from JSON lines. */
#include "comment-server/commands.h"
#include "comment-server/transfer/import_file.h"
#include "common/files.h"

#include <stdio.h>

enum { FILE_LIMIT = 1024 * 1024 * 1024 };

static bool import_all(const CommandDatabase *database, const char *path, ImportSummary *summary,
                       Error **error)
{
  size_t length;
  g_autofree char *text = file_read(path, FILE_LIMIT, &length, error);
  if (!text)
    return false;
  g_autoptr(Arena) arena = arena_new();
  ImportFile file;
  if (!import_file_parse(path, text, length, arena, &file, error))
    return false;
  g_autoptr(Store) store = command_store(database, true, error);
  if (!store)
    return false;
  ImportJob job = {.file = &file};
  if (!store_write_wait(store, import_file_run, &job, error))
    return false;
  *summary = job.summary;
  return true;
}

int command_import(int argc, char **argv)
{
  CommandDatabase database = {0};
  bool quiet = false;
  const Option options[] = {
      COMMAND_DATABASE_OPTIONS(database),
      {.name = "quiet",
       .letter = 'q',
       .kind = OPTION_FLAG,
       .value = &quiet,
       .help = "say nothing when all went well"},
      {.name = NULL},
  };
  const Command command = {
      .usage = "senf-comments import FILE [options]",
      .summary = "Comments from a file of JSON lines: all of the file, or nothing.",
      .details =
          "Each line is one object: page, author, text (Markdown) and created (RFC 3339) are "
          "required; id, parent (the id it answers), email, website, label, edited and status "
          "(pending, approved, rejected, spam, deleted; default: approved) are not.\n"
          "A comment that is there already (same page, author, time and text) is skipped, so "
          "the same file can be imported again.",
      .options = options,
      .operands_min = 1,
      .operands_max = 1,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  ImportSummary summary = {0};
  g_autoptr(Error) error = NULL;
  if (!import_all(&database, g_ptr_array_index(operands, 0), &summary, &error))
    return command_fail(error);
  if (!quiet)
    printf("%zu imported, %zu were there already, %zu page%s changed\n", summary.stored,
           summary.known, summary.pages, summary.pages == 1 ? "" : "s");
  return 0;
}
