#include "generator/source/source_internal.h"

#include "common/files.h"
#include "common/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Time stamps of files may be as coarse as two seconds (FAT), so a file that
 * changed less than this before it was read may change again unseen. */
#define RACY_NS (INT64_C(2) * 1000000000)

typedef struct Listing {
  Source *source;
  const char *const *skip;
  Warnings *warnings;
  int64_t trusted_before; /* a file's mtime in nanoseconds */
} Listing;

/* --- what a file holds --------------------------------------------------------------------------- */

/* A file that is being written while it is read is read again, so many times. */
#define ATTEMPTS 5

/* Hash an open file from its beginning. 1: done; 0: it changed meanwhile; -1: errno. */
static int hash_once(int fd, SourceStamp *stamp)
{
  struct stat look;
  if (lseek(fd, 0, SEEK_SET) < 0 || fstat(fd, &look) != 0)
    return -1;
  stamp->size = (uint64_t)look.st_size;
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
  char buffer[65536];
  int header = g_snprintf(buffer, sizeof buffer, "blob %" G_GUINT64_FORMAT, stamp->size) + 1;
  g_checksum_update(sum, (const guchar *)buffer, header);
  uint64_t total = 0;
  ssize_t got;
  while ((got = read(fd, buffer, sizeof buffer)) > 0) {
    if (total == 0)
      stamp->lfs = source_is_lfs_pointer(buffer, (size_t)got);
    g_checksum_update(sum, (const guchar *)buffer, got);
    total += (uint64_t)got;
  }
  gsize id_length = sizeof stamp->id;
  g_checksum_get_digest(sum, stamp->id, &id_length);
  return got < 0 ? -1 : total == stamp->size;
}

/* The id that git would give the file: SHA-1 over "blob SIZE\0" and its bytes.
 * `gone` is set when the file has vanished since it was listed. */
static bool hash_file(const char *path, SourceStamp *stamp, bool *gone, Error **error)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  *gone = fd < 0 && errno == ENOENT;
  if (*gone)
    return true;
  int result = fd < 0 ? -1 : 0;
  for (int attempt = 0; result == 0 && attempt < ATTEMPTS; attempt++)
    result = hash_once(fd, stamp);
  if (result < 0)
    error_set_errno(error, errno, "can't read '%s'", path);
  else if (result == 0)
    error_set(error, ERROR_MACHINE, "can't read '%s': it is being written all the time", path);
  if (fd >= 0)
    close(fd);
  return result == 1;
}

static bool same_look(const SourceStamp *stamp, const FileEntry *entry)
{
  return stamp && !stamp->young && stamp->size == (uint64_t)entry->size &&
         stamp->inode == entry->inode && stamp->mtime_ns == entry->mtime_ns;
}

/* Read it, and keep its stamp. `gone`: it has vanished. */
static bool look_at_file(Listing *listing, const FileEntry *entry, SourceStamp *look, bool *gone,
                         Error **error)
{
  Source *source = listing->source;
  *look = (SourceStamp){.size = (uint64_t)entry->size,
                        .inode = entry->inode,
                        .mtime_ns = entry->mtime_ns,
                        .young = entry->mtime_ns >= listing->trusted_before};
  g_autofree char *path = g_build_filename(source->folder, entry->path, NULL);
  if (!hash_file(path, look, gone, error))
    return false;
  if (*gone)
    return true;
  if (look->lfs)
    source_warn_lfs(entry->path, listing->warnings);
  if (source->stamps)
    source_stamps_put(source->stamps, entry->path, look);
  return true;
}

static bool list_changed_file(Listing *listing, const FileEntry *entry, Error **error)
{
  SourceStamp look;
  bool gone = false;
  if (!look_at_file(listing, entry, &look, &gone, error))
    return false;
  if (!gone)
    source_add(listing->source, entry->path, look.id, look.size);
  return true;
}

static bool list_file(Listing *listing, const FileEntry *entry, const SourceStamp *known,
                      Error **error)
{
  Source *source = listing->source;
  if (!same_look(known, entry))
    return list_changed_file(listing, entry, error);
  if (known->lfs)
    source_warn_lfs(entry->path, listing->warnings);
  source_stamps_see(source->stamps, known);
  source_add_known(source, known->path, known->id, known->size);
  return true;
}

static bool list_link(Listing *listing, const FileEntry *entry, Error **error)
{
  char target[4096];
  g_autofree char *path = g_build_filename(listing->source->folder, entry->path, NULL);
  ssize_t length = readlink(path, target, sizeof target);
  if (length < 0) {
    error_set_errno(error, errno, "can't read the symbolic link '%s'", path);
    return false;
  }
  source_add_link(listing->source, entry->path, target, (size_t)length);
  return true;
}

/* --- the walk -------------------------------------------------------------------------------------- */

static bool name_is_clean(Listing *listing, const char *path)
{
  const char *base = path_base(path);
  g_autofree char *folder = g_strndup(path, (size_t)(base - path));
  return source_name_is_clean(folder, base, listing->warnings);
}

static bool skip_dir(void *data, const char *path)
{
  Listing *listing = data;
  if (source_skips(listing->skip, path))
    return true;
  if (!name_is_clean(listing, path))
    return true;
  g_autofree char *inner = g_build_filename(listing->source->folder, path, ".git", NULL);
  if (access(inner, F_OK) != 0)
    return false;
  warnings_add(listing->warnings, path, 0, 0,
               "left out: a git repository of its own (a submodule)");
  return true;
}

static bool visit(void *data, const FileEntry *entry, Error **error)
{
  Listing *listing = data;
  const SourceStamps *stamps = listing->source->stamps;
  const SourceStamp *known = stamps ? source_stamps_get(stamps, entry->path) : NULL;
  /* A name that has a stamp was looked at before. */
  if (source_skips(listing->skip, entry->path) || (!known && !name_is_clean(listing, entry->path)))
    return true;
  switch (entry->kind) {
  case FILE_REGULAR:
    return list_file(listing, entry, known, error);
  case FILE_LINK:
    return list_link(listing, entry, error);
  case FILE_OTHER:
    warnings_add(listing->warnings, entry->path, 0, 0,
                 "left out: neither a file nor a folder (a socket, a pipe or a device)");
    return true;
  }
  return true;
}

/* --- what changed, by somebody who watches ------------------------------------------------------- */

/* Whether the walk would not come to the file, since a folder above it is left out. */
static bool is_left_out(Listing *listing, const char *path)
{
  for (const char *end = strchr(path, '/'); end; end = strchr(end + 1, '/')) {
    g_autofree char *folder = g_strndup(path, (size_t)(end - path));
    if (skip_dir(listing, folder))
      return true;
  }
  return source_skips(listing->skip, path);
}

/* `whole`: it is not enough to look at this file. */
static bool look_at_path(Listing *listing, const char *path, bool *whole, Error **error)
{
  SourceStamps *stamps = listing->source->stamps;
  const SourceStamp *known = source_stamps_get(stamps, path);
  struct stat status;
  /* It makes its folder a repository of its own, or no longer does. */
  *whole = strcmp(path_base(path), ".git") == 0;
  if (*whole || is_left_out(listing, path))
    return true;
  if (known)
    source_stamps_miss(stamps, known);
  else if (!name_is_clean(listing, path))
    return true;
  g_autofree char *full = g_build_filename(listing->source->folder, path, NULL);
  if (lstat(full, &status) != 0) {
    *whole = errno != ENOENT && errno != ENOTDIR;
    return true;
  }
  *whole = !S_ISREG(status.st_mode) && !(S_ISLNK(status.st_mode) && source_link_is_lock(path));
  if (!S_ISREG(status.st_mode))
    return true;
  FileEntry entry = {
      .path = path,
      .kind = FILE_REGULAR,
      .size = status.st_size,
      .mtime_ns = (int64_t)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec,
      .inode = status.st_ino,
  };
  SourceStamp look;
  bool gone = false;
  return look_at_file(listing, &entry, &look, &gone, error);
}

static void list_seen(void *data, const SourceStamp *stamp)
{
  source_add_known(data, stamp->path, stamp->id, stamp->size);
}

static char *folder_read(Source *source, const SourceEntry *entry, size_t limit, size_t *length,
                         Error **error)
{
  g_autofree char *path = g_build_filename(source->folder, entry->real, NULL);
  return file_read(path, limit, length, error);
}

static void folder_free(Source *source)
{
  source_stamps_free(source->stamps);
  g_free(source->folder);
}

static const SourceBackend folder_backend = {.read = folder_read, .free = folder_free};

/* This is the clock that the file system stamps files with, not the time that a
 * build is told; it decides which files are read again, never what comes out. */
static int64_t file_clock_ns(void)
{
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static Source *folder_new(const char *folder, SourceStamps *stamps)
{
  Source *source = source_new(&folder_backend);
  source->folder = g_strdup(folder);
  source->name = g_strdup(folder);
  source->stamps = stamps;
  return source;
}

Source *source_open_watched(const char *folder, const char *const *skip, SourceStamps *stamps,
                            const GPtrArray *paths, Warnings *warnings, Error **error)
{
  g_autoptr(Source) source = folder_new(folder, stamps);
  Listing listing = {
      .source = source,
      .skip = skip,
      .warnings = warnings,
      .trusted_before = file_clock_ns() - RACY_NS,
  };
  source_stamps_see_all(stamps);
  for (guint i = 0; i < paths->len; i++) {
    bool whole = false;
    if (!look_at_path(&listing, g_ptr_array_index(paths, i), &whole, error) || whole)
      return NULL;
  }
  source_stamps_visit(stamps, list_seen, source);
  return g_steal_pointer(&source);
}

Source *source_open_folder(const char *folder, const char *const *skip, SourceStamps *stamps,
                           Warnings *warnings, Error **error)
{
  if (!dir_exists(folder)) {
    source_stamps_free(stamps);
    error_set(error, ERROR_USAGE, "there is no folder '%s'", folder);
    return NULL;
  }
  g_autoptr(Source) source = folder_new(folder, stamps);
  Listing listing = {
      .source = source,
      .skip = skip,
      .warnings = warnings,
      .trusted_before = file_clock_ns() - RACY_NS,
  };
  if (!dir_walk(folder, skip_dir, visit, &listing, error)) {
    error_hint(error, "who builds must be allowed to read all files of the site");
    return NULL;
  }
  source_finish(source, warnings);
  return g_steal_pointer(&source);
}
