/* files.h - whole files, read and written safely.
 *
 * Errors are ERROR_MACHINE with the path in the sentence, except that a missing
 * file or a too large one is ERROR_SITE (its owner can mend that).
 */
#ifndef SENF_COMMON_FILES_H
#define SENF_COMMON_FILES_H

#include "common/error.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Read all of a regular file, at most `limit` bytes. The result ends with a NUL
 * that `length` does not count; g_free it. */
char *file_read(const char *path, size_t limit, size_t *length, Error **error);

/* "16 MiB", for messages: in the largest unit that tells it exactly. g_free it. */
char *file_size_text(uint64_t size);

/* Write beside, fsync, rename: a reader sees the old bytes or the new ones. The
 * folder is synced too. */
bool file_write_atomic(const char *path, const void *bytes, size_t length, int mode, Error **error);
/* Write a fresh file; `sync`: fsync before it is closed. */
bool file_write(const char *path, const void *bytes, size_t length, int mode, bool sync,
                Error **error);

/* True when the file exists with exactly these bytes. */
bool file_equals(const char *path, const void *bytes, size_t length);
bool file_exists(const char *path);
bool dir_exists(const char *path);

/* mkdir -p */
bool dir_make(const char *path, Error **error);
/* fsync a folder, so that names in it survive a crash. */
bool dir_sync(const char *path, Error **error);
/* rm -r; a symbolic link is removed, not followed. Nothing there is fine. */
bool dir_remove(const char *path, Error **error);

/* Walk a folder depth first in byte order of the names. Symbolic links and other
 * special files are reported by their kind, never followed. Paths are relative
 * to `root`, with '/'. Return false from `visit` to stop with its error. */
typedef enum FileKind { FILE_REGULAR, FILE_LINK, FILE_OTHER } FileKind;
typedef struct FileEntry {
  const char *path;
  FileKind kind;
  bool executable;
  int64_t size;
  int64_t mtime_ns;
  uint64_t inode;
} FileEntry;
typedef bool (*FileVisit)(void *data, const FileEntry *entry, Error **error);
/* `skip_dir` (or NULL) says which folders not to enter. */
bool dir_walk(const char *root, bool (*skip_dir)(void *data, const char *path), FileVisit visit,
              void *data, Error **error);

#endif
