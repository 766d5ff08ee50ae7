/* publish_move.c - staged files and folders get their names in the site, by rename. */
#include "generator/build/publish/publish.h"

#include "common/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* From a folder to a folder: their paths, for messages, and their descriptors. */
typedef struct Move {
  const char *source, *target;
  int from, to;
} Move;

static bool move_all(const Move *move, Error **error);

static bool move_fail(const Move *move, const char *name, int number, Error **error)
{
  g_autofree char *path = g_build_filename(move->target, name, NULL);
  error_set_errno(error, number, "can't put '%s' in its place", path);
  if (number == EISDIR || number == ENOTEMPTY || number == EEXIST)
    error_hint(error, "a folder that is not senf's stands there: move it away and build again");
  else if (number == ENOTDIR)
    error_hint(error, "a file that is not senf's stands where a folder must be: move it away and "
                      "build again");
  else
    publish_hint(number, error);
  return false;
}

/* To a part of the output folder that lies on another file system: the bytes go beside
 * their place first. */
static bool move_copy(const Move *move, const char *name, const char *as, Error **error)
{
  g_autofree char *from = g_build_filename(move->source, name, NULL);
  g_autofree char *to = g_build_filename(move->target, as, NULL);
  size_t length;
  g_autofree char *bytes = file_read(from, PUBLISH_FILE_LIMIT, &length, error);
  if (!bytes || !file_write_atomic(to, bytes, length, 0644, error))
    return false;
  return unlinkat(move->from, name, 0) == 0 || move_fail(move, as, errno, error);
}

static bool move_file(const Move *move, const char *name, const char *as, Error **error)
{
  if (renameat(move->from, name, move->to, as) == 0)
    return true;
  /* An empty folder may be what removed files left. */
  if (errno == EISDIR && unlinkat(move->to, as, AT_REMOVEDIR) == 0 &&
      renameat(move->from, name, move->to, as) == 0)
    return true;
  return errno == EXDEV ? move_copy(move, name, as, error) : move_fail(move, as, errno, error);
}

/* --- folders ---------------------------------------------------------------------------- */

/* Into a folder that is there, or that can't be made by a rename. */
static bool move_into(const Move *move, const char *name, int from, Error **error)
{
  if (mkdirat(move->to, name, 0777) < 0 && errno != EEXIST)
    return move_fail(move, name, errno, error);
  int to = openat(move->to, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (to < 0)
    return move_fail(move, name, errno, error);
  g_autofree char *source = g_build_filename(move->source, name, NULL);
  g_autofree char *target = g_build_filename(move->target, name, NULL);
  const Move inner = {source, target, from, to};
  bool good = move_all(&inner, error);
  close(to);
  if (good && unlinkat(move->from, name, AT_REMOVEDIR) < 0)
    good = move_fail(move, name, errno, error);
  return good;
}

/* A folder that is not there yet comes with all that is in it, in one rename; and what
 * stands at its place is replaced only when it is an empty folder. */
static bool move_one(const Move *move, const char *name, Error **error)
{
  int from = openat(move->from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (from < 0)
    return errno == ENOTDIR ? move_file(move, name, name, error)
                            : move_fail(move, name, errno, error);
  bool good = renameat(move->from, name, move->to, name) == 0 || move_into(move, name, from, error);
  close(from);
  return good;
}

static int names_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, all before the first is moved. */
static GPtrArray *names_read(int folder, int *number)
{
  int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = again >= 0 ? fdopendir(again) : NULL;
  if (!dir) {
    *number = errno;
    if (again >= 0)
      close(again);
    return NULL;
  }
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  errno = 0;
  for (struct dirent *entry; (entry = readdir(dir)); errno = 0)
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
      g_ptr_array_add(names, g_strdup(entry->d_name));
  *number = errno;
  closedir(dir);
  if (*number == 0) {
    g_ptr_array_sort(names, names_compare);
    return names;
  }
  g_ptr_array_unref(names);
  return NULL;
}

static bool move_all(const Move *move, Error **error)
{
  int number = 0;
  GPtrArray *names = names_read(move->from, &number);
  if (!names) {
    error_set_errno(error, number, "can't read '%s'", move->source);
    return false;
  }
  bool good = true;
  for (guint i = 0; good && i < names->len; i++)
    good = move_one(move, g_ptr_array_index(names, i), error);
  g_ptr_array_unref(names);
  return good;
}

bool publish_move_tree(const char *output, int folder, Error **error)
{
  g_autofree char *source = g_build_filename(output, PUBLISH_TREE, NULL);
  int from = openat(folder, PUBLISH_TREE, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (from < 0 && errno == ENOENT)
    return true;
  if (from < 0) {
    error_set_errno(error, errno, "can't open '%s'", source);
    publish_hint(errno, error);
    return false;
  }
  const Move move = {source, output, from, folder};
  bool good = move_all(&move, error);
  close(from);
  return good;
}

/* --- one file --------------------------------------------------------------------------- */

/* The folder went away since the file was written, or another build moved it already. */
static bool move_far(const Move *move, const char *name, const char *as, Error **error)
{
  if (faccessat(move->from, name, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
    return errno == ENOENT || move_fail(move, as, errno, error);
  g_autofree char *path = g_build_filename(move->target, as, NULL);
  g_autofree char *parent = g_path_get_dirname(path);
  return dir_make(parent, error) && move_file(move, name, as, error);
}

bool publish_move_file(const char *output, int folder, const char *staged, const char *path,
                       Error **error)
{
  const Move move = {output, output, folder, folder};
  if (renameat(folder, staged, folder, path) == 0)
    return true;
  return errno == ENOENT ? move_far(&move, staged, path, error)
                         : move_file(&move, staged, path, error);
}
