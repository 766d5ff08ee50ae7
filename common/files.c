#include "common/files.h"

#include "common/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each level of a walk holds a descriptor. */
#define DEEPEST 200

static bool fail_at(Error **error, int number, const char *doing, const char *path)
{
  if (number == ENOENT || number == ENOTDIR)
    error_set(error, ERROR_SITE, "there is no '%s'", path);
  else
    error_set_errno(error, number, "can't %s '%s'", doing, path);
  return false;
}

static bool close_noting(int fd, int *number)
{
  if (close(fd) == 0 || errno == EINTR)
    return true;
  *number = errno;
  return false;
}

/* --- reading --- */

static int open_regular(const char *path, struct stat *status, Error **error)
{
  /* O_NONBLOCK: a FIFO without a writer must not hold us. */
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    fail_at(error, errno, "read", path);
    return -1;
  }
  if (fstat(fd, status) != 0) {
    fail_at(error, errno, "read", path);
  } else if (S_ISDIR(status->st_mode)) {
    error_set(error, ERROR_SITE, "'%s' is a folder, not a file", path);
  } else if (!S_ISREG(status->st_mode)) {
    error_set(error, ERROR_SITE, "'%s' is no regular file", path);
  } else {
    return fd;
  }
  close(fd);
  return -1;
}

/* Read until the end or until `size` bytes are there. */
static ssize_t read_fully(int fd, char *bytes, size_t size)
{
  size_t done = 0;
  while (done < size) {
    ssize_t got = read(fd, bytes + done, size - done);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return -1;
    if (got == 0)
      break;
    done += (size_t)got;
  }
  return (ssize_t)done;
}

char *file_size_text(uint64_t size)
{
  static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
  size_t unit = 0;
  while (unit + 1 < G_N_ELEMENTS(units) && size > 0 && size % 1024 == 0) {
    size /= 1024;
    unit++;
  }
  return g_strdup_printf("%" G_GUINT64_FORMAT " %s", size, units[unit]);
}

static char *too_large(const char *path, size_t limit, Error **error)
{
  g_autofree char *most = file_size_text(limit);
  error_set(error, ERROR_SITE, "'%s' is larger than %s", path, most);
  return NULL;
}

char *file_read(const char *path, size_t limit, size_t *length, Error **error)
{
  struct stat status;
  int fd = open_regular(path, &status, error);
  if (fd < 0)
    return NULL;
  if ((uint64_t)status.st_size > limit) {
    close(fd);
    return too_large(path, limit, error);
  }
  /* One byte more than stat told, to see that the file ends there; files of
   * /proc tell 0, and a file may grow. */
  size_t size = (size_t)status.st_size + 1, done = 0;
  g_autofree char *bytes = g_malloc(size + 1);
  for (;;) {
    ssize_t got = read_fully(fd, bytes + done, size - done);
    if (got < 0) {
      fail_at(error, errno, "read", path);
      close(fd);
      return NULL;
    }
    done += (size_t)got;
    if (done < size || done > limit)
      break;
    size = MIN(size * 2 + 4096, limit + 1);
    bytes = g_realloc(bytes, size + 1);
  }
  close(fd);
  if (done > limit)
    return too_large(path, limit, error);
  bytes[done] = '\0';
  if (length)
    *length = done;
  return g_steal_pointer(&bytes);
}

bool file_equals(const char *path, const void *bytes, size_t length)
{
  struct stat status;
  int fd = open_regular(path, &status, NULL);
  if (fd < 0)
    return false;
  bool same = (uint64_t)status.st_size == length;
  char buffer[16384];
  size_t done = 0;
  while (same && done < length) {
    ssize_t got = read_fully(fd, buffer, MIN(sizeof buffer, length - done));
    same = got > 0 && memcmp(buffer, (const char *)bytes + done, (size_t)got) == 0;
    done += got > 0 ? (size_t)got : 0;
  }
  close(fd);
  return same;
}

bool file_exists(const char *path)
{
  struct stat status;
  return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

bool dir_exists(const char *path)
{
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* --- writing --- */

static bool write_fully(int fd, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t put = write(fd, bytes, length);
    if (put < 0 && errno == EINTR)
      continue;
    if (put < 0)
      return false;
    bytes += put;
    length -= (size_t)put;
  }
  return true;
}

/* Write, sync and close `fd`; on a failure the file is removed, unless it is a
 * device or a pipe, which we did not make. */
static bool fill_and_close(int fd, const char *path, const void *bytes, size_t length, bool sync,
                           Error **error)
{
  int number = 0;
  struct stat status;
  if (!write_fully(fd, bytes, length) || (sync && fsync(fd) != 0))
    number = errno;
  bool ours = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  close_noting(fd, &number);
  if (number == 0)
    return true;
  if (ours)
    unlink(path);
  error_set_errno(error, number, "can't write '%s'", path);
  return false;
}

bool file_write(const char *path, const void *bytes, size_t length, int mode, bool sync,
                Error **error)
{
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (mode_t)mode);
  if (fd < 0) {
    error_set_errno(error, errno, "can't write '%s'", path);
    return false;
  }
  return fill_and_close(fd, path, bytes, length, sync, error);
}

/* The folder of `path`, as it may be opened. */
static char *folder_of(const char *path)
{
  const char *base = path_base(path);
  if (base == path)
    return g_strdup(".");
  size_t length = (size_t)(base - path);
  return g_strndup(path, length > 1 ? length - 1 : 1);
}

/* A new file beside `path`; its name tells whose it is and never is too long. */
static int open_beside(const char *path, int mode, char **name, Error **error)
{
  g_autofree char *folder = folder_of(path);
  for (int attempt = 0; attempt < 1000; attempt++) {
    g_autofree char *beside =
        g_strdup_printf("%s/.%.180s.%d.%d.tmp", folder, path_base(path), (int)getpid(), attempt);
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
    if (fd >= 0) {
      *name = g_steal_pointer(&beside);
      return fd;
    }
    if (errno != EEXIST)
      break;
  }
  error_set_errno(error, errno, "can't write '%s'", path);
  return -1;
}

bool file_write_atomic(const char *path, const void *bytes, size_t length, int mode, Error **error)
{
  g_autofree char *beside = NULL;
  int fd = open_beside(path, mode, &beside, error);
  if (fd < 0 || !fill_and_close(fd, beside, bytes, length, true, error))
    return false;
  if (rename(beside, path) != 0) {
    int number = errno;
    unlink(beside);
    error_set_errno(error, number, "can't write '%s'", path);
    return false;
  }
  g_autofree char *folder = folder_of(path);
  return dir_sync(folder, error);
}

/* --- folders --- */

static bool make_one(const char *path, Error **error)
{
  if (mkdir(path, 0777) == 0)
    return true;
  int number = errno;
  if (number == EEXIST && dir_exists(path))
    return true;
  if (number == EEXIST || number == ENOTDIR)
    error_set(error, ERROR_MACHINE, "can't make the folder '%s': a file is in its way", path);
  else
    error_set_errno(error, number, "can't make the folder '%s'", path);
  return false;
}

bool dir_make(const char *path, Error **error)
{
  if (dir_exists(path))
    return true;
  g_autofree char *part = g_strdup(path);
  for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    if (!dir_exists(part) && !make_one(part, error))
      return false;
    *slash = '/';
  }
  return make_one(path, error);
}

bool dir_sync(const char *path, Error **error)
{
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int number = fd < 0 ? errno : 0;
  /* Some file systems can't sync a folder and say EINVAL. */
  if (fd >= 0 && fsync(fd) != 0 && errno != EINVAL)
    number = errno;
  if (fd >= 0)
    close(fd);
  if (number != 0)
    error_set_errno(error, number, "can't sync the folder '%s'", path);
  return number == 0;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder in byte order. Takes over `fd`. */
static GPtrArray *read_names(int fd, int *number)
{
  DIR *dir = fdopendir(fd);
  if (!dir) {
    *number = errno;
    close(fd);
    return NULL;
  }
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  for (;;) {
    errno = 0;
    struct dirent *entry = readdir(dir);
    if (!entry)
      break;
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
      g_ptr_array_add(names, g_strdup(entry->d_name));
  }
  *number = errno;
  closedir(dir);
  if (*number != 0) {
    g_ptr_array_unref(names);
    return NULL;
  }
  g_ptr_array_sort(names, compare_names);
  return names;
}

/* Names of the folder behind `fd`, which stays open. */
static GPtrArray *names_of(int fd, const char *path, Error **error)
{
  int number = 0;
  int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  GPtrArray *names = again >= 0 ? read_names(again, &number) : NULL;
  if (!names)
    error_set_errno(error, again >= 0 ? number : errno, "can't read the folder '%s'", path);
  return names;
}

static bool remove_inside(int fd, const char *path, int depth, Error **error);

static bool remove_entry(int fd, const char *name, const char *path, int depth, Error **error)
{
  if (unlinkat(fd, name, 0) == 0 || errno == ENOENT)
    return true;
  int number = errno;
  if (number == EISDIR || number == EPERM) {
    int inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner >= 0) {
      bool emptied = remove_inside(inner, path, depth + 1, error);
      close(inner);
      if (!emptied)
        return false;
      if (unlinkat(fd, name, AT_REMOVEDIR) == 0 || errno == ENOENT)
        return true;
      number = errno;
    } else if (errno != ENOTDIR) {
      number = errno;
    }
  }
  error_set_errno(error, number, "can't remove '%s'", path);
  return false;
}

static bool remove_inside(int fd, const char *path, int depth, Error **error)
{
  if (depth > DEEPEST) {
    error_set(error, ERROR_MACHINE, "can't remove '%s': nested too deep", path);
    return false;
  }
  g_autoptr(GPtrArray) names = names_of(fd, path, error);
  if (!names)
    return false;
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index(names, i);
    g_autofree char *inner = g_strconcat(path, "/", name, NULL);
    if (!remove_entry(fd, name, inner, depth, error))
      return false;
  }
  return true;
}

bool dir_remove(const char *path, Error **error)
{
  return remove_entry(AT_FDCWD, path, path, 0, error);
}

/* --- walking --- */

typedef struct Walk {
  bool (*skip_dir)(void *data, const char *path);
  FileVisit visit;
  void *data;
} Walk;

static bool walk_folder(const Walk *walk, int fd, const char *path, int depth, Error **error);

static bool walk_inner(const Walk *walk, int fd, const char *name, const char *path, int depth,
                       Error **error)
{
  if (walk->skip_dir && walk->skip_dir(walk->data, path))
    return true;
  if (depth >= DEEPEST) {
    error_set(error, ERROR_SITE, "'%s' is nested too deep (%d folders)", path, DEEPEST);
    return false;
  }
  int inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (inner < 0 && errno == ENOENT)
    return true; /* removed while we walk */
  if (inner < 0) {
    error_set_errno(error, errno, "can't read the folder '%s'", path);
    return false;
  }
  bool done = walk_folder(walk, inner, path, depth + 1, error);
  close(inner);
  return done;
}

static bool walk_entry(const Walk *walk, int fd, const char *name, const char *path, int depth,
                       Error **error)
{
  struct stat status;
  if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT)
      return true;
    error_set_errno(error, errno, "can't read '%s'", path);
    return false;
  }
  if (S_ISDIR(status.st_mode))
    return walk_inner(walk, fd, name, path, depth, error);
  FileEntry entry = {
      .path = path,
      .kind = S_ISREG(status.st_mode)   ? FILE_REGULAR
              : S_ISLNK(status.st_mode) ? FILE_LINK
                                        : FILE_OTHER,
      .executable = S_ISREG(status.st_mode) && (status.st_mode & S_IXUSR),
      .size = status.st_size,
      .mtime_ns = (int64_t)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec,
      .inode = status.st_ino,
  };
  return walk->visit(walk->data, &entry, error);
}

static bool walk_folder(const Walk *walk, int fd, const char *path, int depth, Error **error)
{
  g_autoptr(GPtrArray) names = names_of(fd, *path ? path : ".", error);
  if (!names)
    return false;
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index(names, i);
    g_autofree char *inner = *path ? g_strconcat(path, "/", name, NULL) : g_strdup(name);
    if (!walk_entry(walk, fd, name, inner, depth, error))
      return false;
  }
  return true;
}

bool dir_walk(const char *root, bool (*skip_dir)(void *data, const char *path), FileVisit visit,
              void *data, Error **error)
{
  int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return fail_at(error, errno, "read the folder", root);
  Walk walk = {skip_dir, visit, data};
  bool done = walk_folder(&walk, fd, "", 0, error);
  close(fd);
  return done;
}
