/* publish.c - the journal's steps: rename and remove. */
#include "generator/build/publish.h"

#include "common/files.h"
#include "common/paths.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Folders that became empty go too, up to the output folder. */
static void remove_empty_parents(const char *output, const char *path)
{
  g_autofree char *parent = g_path_get_dirname(path);
  while (strcmp(parent, ".") != 0) {
    g_autofree char *full = g_build_filename(output, parent, NULL);
    if (rmdir(full) < 0)
      return;
    char *next = g_path_get_dirname(parent);
    g_free(parent);
    parent = next;
  }
}

static bool step_remove(const char *output, const char *path, Error **error)
{
  g_autofree char *full = g_build_filename(output, path, NULL);
  if (unlink(full) < 0 && errno != ENOENT && errno != ENOTDIR && errno != EISDIR) {
    error_set_errno(error, errno, "can't remove %s", full);
    return false;
  }
  remove_empty_parents(output, path);
  return true;
}

static bool step_rename(const char *output, const char *path, const char *staged, Error **error)
{
  g_autofree char *from = g_build_filename(output, staged, NULL);
  g_autofree char *to = g_build_filename(output, path, NULL);
  if (rename(from, to) == 0)
    return true;
  if (errno == ENOENT) {
    /* Either the folder is missing, or an interrupted build did this step already. */
    if (!file_exists(from))
      return true;
    g_autofree char *folder = g_path_get_dirname(to);
    if (!dir_make(folder, error))
      return false;
    if (rename(from, to) == 0)
      return true;
  }
  error_set_errno(error, errno, "can't put %s in its place", to);
  if (dir_exists(to))
    error_hint(error, "a folder that is not senf's stands there; move it away");
  return false;
}

static bool step_do(void *data, const char *path, const char *staged, Error **error)
{
  const char *output = data;
  if (!path_is_clean(path)) {
    error_set(error, ERROR_MACHINE, "the journal names a file outside the output folder: %s", path);
    return false;
  }
  return staged ? step_rename(output, path, staged, error) : step_remove(output, path, error);
}

bool publish_recover(Record *record, Error **error)
{
  if (record_journal_count(record) == 0)
    return true;
  g_autofree char *output = record_meta(record, "output");
  if (!output)
    return record_journal_clear(record, error);
  g_autofree char *stage = g_build_filename(output, PUBLISH_STAGE, NULL);
  return record_journal_visit(record, step_do, output, error) && dir_remove(stage, error) &&
         record_journal_clear(record, error);
}

char *publish_boot_id(void)
{
  size_t length;
  char *text = file_read("/proc/sys/kernel/random/boot_id", 128, &length, NULL);
  return text ? g_strchomp(text) : g_strdup("");
}

bool publish_after_boot(Record *record)
{
  g_autofree char *now = publish_boot_id();
  g_autofree char *then = record_meta(record, "boot");
  return !then || strcmp(now, then) != 0;
}
