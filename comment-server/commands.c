/* commands.c - what the commands share. */
#include "comment-server/commands.h"

#include "comment-server/settings.h"
#include "common/files.h"

char *command_database(const CommandDatabase *database, int *levels, Error **error)
{
  g_autoptr(Arena) arena = arena_new();
  Settings settings = {.database = "comments.db"};
  if (database->config && !settings_load(database->config, arena, &settings, error))
    return NULL;
  if (levels)
    *levels = (int)settings.levels;
  return g_strdup(database->file ? database->file : settings.database);
}

Store *command_store(const CommandDatabase *database, bool create, Error **error)
{
  StoreOptions options = {.clock = &clock_system, .random = &random_system};
  g_autofree char *path = command_database(database, &options.levels, error);
  if (!path)
    return NULL;
  if (!create && !file_exists(path)) {
    error_set(error, ERROR_USAGE, "there is no database '%s'", path);
    error_hint(error, "name it with --database FILE, or the settings with --config FILE");
    return NULL;
  }
  options.path = path;
  return store_open(&options, error);
}
