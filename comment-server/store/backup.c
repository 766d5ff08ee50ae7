/* backup.c - see backup.h. */
#include "comment-server/store/backup.h"

#include "common/files.h"
#include "common/system/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* VACUUM INTO wants an empty file or none; made here first, so that nobody else
 * can read it. */
static bool make_private(const char *path, Error **error)
{
  unlink(path);
  int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    error_set_errno(error, errno, "can't write '%s'", path);
    return false;
  }
  close(descriptor);
  return true;
}

/* The reader's connection is query_only, which forbids VACUUM INTO. */
static bool copy_into(const char *database, const char *path, Error **error)
{
  g_autoptr(Sql) db = sql_open(database, SQL_READER, error);
  return db != NULL && sql_script(db, "PRAGMA query_only = OFF", error) &&
         sql_run(db, error, "VACUUM INTO ?", "s", path);
}

static bool check_copy(const char *path, Error **error)
{
  g_autoptr(Sql) db = sql_open(path, SQL_READER, error);
  if (!db)
    return false;
  SqlQuery *query = sql_query(db, "PRAGMA integrity_check(1)", "");
  bool good = sql_next(query) && g_strcmp0(sql_text(query, 0), "ok") == 0;
  g_autofree char *what = good ? NULL : g_strdup(sql_text(query, 0));
  if (!sql_end(query, error))
    return false;
  if (!good)
    error_set(error, ERROR_SITE, "the database is damaged: %s", what ? what : "no answer");
  return good;
}

static bool sync_file(const char *path, Error **error)
{
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  bool ok = descriptor >= 0 && fsync(descriptor) == 0;
  if (!ok)
    error_set_errno(error, errno, "can't write '%s'", path);
  if (descriptor >= 0)
    close(descriptor);
  return ok;
}

static bool move_into_place(const char *from, const char *target, bool replace, Error **error)
{
  /* link fails when the name is taken, also by somebody who was faster. */
  if (replace ? rename(from, target) != 0 : link(from, target) != 0) {
    error_set_errno(error, errno, "can't write '%s'", target);
    if (!replace && errno == EEXIST)
      error_hint(error, "--replace overwrites it");
    return false;
  }
  g_autofree char *folder = g_path_get_dirname(target);
  return dir_sync(folder, error);
}

bool store_backup(const char *database, const char *target, bool replace, Error **error)
{
  if (!replace && file_exists(target)) {
    error_set(error, ERROR_USAGE, "'%s' is there already", target);
    error_hint(error, "--replace overwrites it");
    return false;
  }
  g_autofree char *part = g_strconcat(target, ".part", NULL);
  bool ok = make_private(part, error) && copy_into(database, part, error) &&
            check_copy(part, error) && sync_file(part, error) &&
            move_into_place(part, target, replace, error);
  unlink(part);
  return ok;
}
