/* publish.c - the journal, done and done again. */
#include "generator/build/publish/publish.h"

#include "generator/build/publish/mark.h"

#include "common/files.h"
#include "common/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BOOT_INTERRUPTED "interrupted"

typedef struct Publisher {
  const char *output;
  int folder;       /* its descriptor */
  bool only_remove; /* the staged bytes can't be trusted */
} Publisher;

/* Folders that became empty go too, up to the output folder. */
static void remove_empty_parents(int folder, const char *path)
{
  g_autofree char *parent = g_path_get_dirname(path);
  while (strcmp(parent, ".") != 0 && unlinkat(folder, parent, AT_REMOVEDIR) == 0) {
    char *next = g_path_get_dirname(parent);
    g_free(parent);
    parent = next;
  }
}

void publish_hint(int number, Error **error)
{
  if (number == ENOSPC || number == EDQUOT)
    error_hint(error, "the disk or the quota is full: make room, then build again");
  else if (number == EACCES || number == EPERM || number == EROFS)
    error_hint(error, "the output folder (--output) and all in it must be writable");
  else
    error_hint(error, "when that is mended, build again: senf goes on where it stopped");
}

static bool step_remove(const Publisher *publisher, const char *path, Error **error)
{
  if (unlinkat(publisher->folder, path, 0) < 0 && errno != ENOENT && errno != ENOTDIR &&
      errno != EISDIR) {
    int number = errno;
    error_set_errno(error, number, "can't remove '%s/%s'", publisher->output, path);
    publish_hint(number, error);
    return false;
  }
  remove_empty_parents(publisher->folder, path);
  return true;
}

static bool step_do(void *data, const char *path, const char *staged, Error **error)
{
  const Publisher *publisher = data;
  bool tree = staged && strcmp(staged, PUBLISH_TREE) == 0;
  if (!tree && !path_is_clean(path)) {
    error_set(error, ERROR_MACHINE, "the journal names a file outside the output folder: %s", path);
    return false;
  }
  if (!staged)
    return step_remove(publisher, path, error);
  if (publisher->only_remove)
    return true;
  return tree ? publish_move_tree(publisher->output, publisher->folder, error)
              : publish_move_file(publisher->output, publisher->folder, staged, path, error);
}

/* An output folder that somebody has removed takes no steps. */
static bool steps_do(Record *record, const char *output, bool only_remove, Error **error)
{
  Publisher publisher = {output, open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC), only_remove};
  if (publisher.folder < 0 && errno == ENOENT)
    return true;
  if (publisher.folder < 0) {
    int number = errno;
    error_set_errno(error, number, "can't open the output folder '%s'", output);
    publish_hint(number, error);
    return false;
  }
  g_autofree char *stage = g_build_filename(output, PUBLISH_STAGE, NULL);
  bool good = mark_begin(output, publisher.folder, error) &&
              record_journal_visit(record, step_do, &publisher, error) &&
              (only_remove || mark_end(record, output, publisher.folder, error)) &&
              dir_remove(stage, error);
  close(publisher.folder);
  return good;
}

/* What was staged and is not needed. */
static bool stage_remove(const char *output, Error **error)
{
  g_autofree char *stage = g_build_filename(output, PUBLISH_STAGE, NULL);
  if (dir_remove(stage, error))
    return true;
  error_hint(error, "the output folder (--output) and all in it must be writable");
  return false;
}

bool publish_run(Record *record, bool compared, Error **error)
{
  g_autofree char *output = record_meta(record, "output");
  if (!output)
    return true;
  if (record_journal_count(record) > 0 || (compared && mark_state(record, output) != MARK_SAME))
    return steps_do(record, output, false, error) && record_journal_clear(record, error);
  return stage_remove(output, error);
}

static bool is_another_boot(Record *record)
{
  g_autofree char *now = publish_boot_id();
  g_autofree char *then = record_meta(record, "boot");
  return !then || strcmp(now, then) != 0;
}

static bool journal_finish(Record *record, Error **error)
{
  if (!record_begin(record, error))
    return false;
  if (record_set_meta(record, "boot", BOOT_INTERRUPTED, error) &&
      record_journal_clear(record, error) && record_commit(record, error))
    return true;
  record_rollback(record);
  return false;
}

bool publish_recover(Record *record, Error **error)
{
  g_autofree char *output = record_meta(record, "output");
  if (!output)
    return true;
  if (record_journal_count(record) == 0)
    return stage_remove(output, error);
  /* A journal that came back with a backup knows nothing of what stands there now. */
  return (mark_state(record, output) == MARK_OTHER ||
          steps_do(record, output, is_another_boot(record), error)) &&
         journal_finish(record, error);
}

char *publish_boot_id(void)
{
  size_t length;
  char *text = file_read("/proc/sys/kernel/random/boot_id", 128, &length, NULL);
  return text ? g_strchomp(text) : g_strdup("");
}

PublishDoubt publish_doubt(Record *record)
{
  g_autofree char *output = record_meta(record, "output");
  g_autofree char *list = output ? g_build_filename(output, PUBLISH_LIST, NULL) : NULL;
  if (!list)
    return PUBLISH_DOUBTFUL;
  MarkState mark = mark_state(record, output);
  if (mark == MARK_BEFORE || mark == MARK_OTHER)
    return PUBLISH_OTHER;
  if (is_another_boot(record) || !file_exists(list))
    return PUBLISH_DOUBTFUL;
  return mark == MARK_SAME ? PUBLISH_SURE : PUBLISH_OTHER;
}
