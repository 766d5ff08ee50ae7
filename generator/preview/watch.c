/* watch.c - inotify over a tree of folders. */
#include "generator/preview/watch.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  QUIET_MS = 5,
  EVENTS = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ATTRIB,
  SETTLED = IN_CLOSE_WRITE | IN_MOVED_TO, /* the file holds what it is to hold */
};

struct Watch {
  int descriptor;
  char *root;
  GHashTable *folders; /* watch descriptor → relative path, "" for the root */
  char **skip;
  GHashTable *paths;     /* those that changed */
  GHashTable *unsettled; /* of them, those that were made, or are away for the moment */
  bool anything;         /* more may have changed than `paths` */
};

static bool watch_skips(const Watch *watch, const char *path)
{
  if (strcmp(path, ".git/objects") == 0 || strcmp(path, "objects") == 0)
    return true;
  for (size_t i = 0; watch->skip && watch->skip[i]; i++)
    if (strcmp(path, watch->skip[i]) == 0)
      return true;
  return false;
}

static char *join(const char *folder, const char *name)
{
  return *folder ? g_strconcat(folder, "/", name, NULL) : g_strdup(name);
}

/* A folder that is gone again by the time it is looked at is no error. */
static bool watch_add(Watch *watch, const char *path, Error **error)
{
  g_autofree char *full = g_build_filename(watch->root, path, NULL);
  int number = inotify_add_watch(watch->descriptor, full, EVENTS | IN_ONLYDIR);
  if (number < 0 && (errno == ENOENT || errno == ENOTDIR))
    return true;
  if (number < 0) {
    error_set_errno(error, errno, "can't watch %s", full);
    if (errno == ENOSPC)
      error_hint(error, "raise the sysctl fs.inotify.max_user_watches");
    return false;
  }
  g_hash_table_replace(watch->folders, GINT_TO_POINTER(number), g_strdup(path));
  DIR *dir = opendir(full);
  if (!dir)
    return true;
  bool good = true;
  for (struct dirent *entry = readdir(dir); good && entry; entry = readdir(dir)) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
      continue;
    g_autofree char *below = join(path, entry->d_name);
    g_autofree char *below_full = g_build_filename(watch->root, below, NULL);
    struct stat status;
    if (lstat(below_full, &status) == 0 && S_ISDIR(status.st_mode) && !watch_skips(watch, below))
      good = watch_add(watch, below, error);
  }
  closedir(dir);
  return good;
}

Watch *watch_open(const char *root, const char *const *skip, Error **error)
{
  Watch *watch = g_new0(Watch, 1);
  watch->root = g_strdup(root);
  watch->skip = g_strdupv((char **)skip);
  watch->folders = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  watch->paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  watch->unsettled = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  watch->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (watch->descriptor < 0) {
    error_set_errno(error, errno, "can't watch %s", root);
    watch_close(watch);
    return NULL;
  }
  if (!watch_add(watch, "", error)) {
    watch_close(watch);
    return NULL;
  }
  return watch;
}

void watch_close(Watch *watch)
{
  if (!watch)
    return;
  if (watch->descriptor >= 0)
    close(watch->descriptor);
  g_hash_table_unref(watch->unsettled);
  g_hash_table_unref(watch->paths);
  g_hash_table_unref(watch->folders);
  g_strfreev(watch->skip);
  g_free(watch->root);
  g_free(watch);
}

/* A folder that comes, goes or gets a new name takes along what is in it. */
static bool watch_note_folder(Watch *watch, const char *path, uint32_t mask, Error **error)
{
  watch->anything = true;
  return !(mask & (IN_CREATE | IN_MOVED_TO)) || watch_add(watch, path, error);
}

static void watch_note_file(Watch *watch, const char *path, uint32_t mask)
{
  g_hash_table_add(watch->paths, g_strdup(path));
  if (mask & SETTLED)
    g_hash_table_remove(watch->unsettled, path);
  else
    g_hash_table_add(watch->unsettled, g_strdup(path));
}

/* False: failed. `relevant`: it was about something that is not skipped. */
static bool watch_note(Watch *watch, const struct inotify_event *event, bool *relevant,
                       Error **error)
{
  const char *folder = g_hash_table_lookup(watch->folders, GINT_TO_POINTER(event->wd));
  if (event->mask & (IN_Q_OVERFLOW | IN_UNMOUNT)) {
    watch->anything = *relevant = true;
    return true;
  }
  g_autofree char *path = folder && event->len ? join(folder, event->name) : NULL;
  if (!path || watch_skips(watch, path))
    return true;
  *relevant = true;
  if (event->mask & IN_ISDIR)
    return watch_note_folder(watch, path, event->mask, error);
  watch_note_file(watch, path, event->mask);
  return true;
}

/* Whether the events were about something that is not skipped. */
static bool watch_take(Watch *watch, Error **error)
{
  char buffer[16384] __attribute__((aligned(__alignof__(struct inotify_event))));
  bool relevant = false;
  ssize_t length;
  while ((length = read(watch->descriptor, buffer, sizeof buffer)) > 0)
    for (char *at = buffer; at < buffer + length;) {
      struct inotify_event *event = (struct inotify_event *)(void *)at;
      at += sizeof *event + event->len;
      if (!watch_note(watch, event, &relevant, error))
        return false;
    }
  return relevant;
}

bool watch_pending(const Watch *watch)
{
  struct pollfd file = {watch->descriptor, POLLIN, 0};
  return poll(&file, 1, 0) > 0;
}

GPtrArray *watch_paths(Watch *watch)
{
  GPtrArray *paths = watch->anything ? NULL : g_ptr_array_new_with_free_func(g_free);
  GHashTableIter iter;
  gpointer path;
  g_hash_table_iter_init(&iter, watch->paths);
  while (paths && g_hash_table_iter_next(&iter, &path, NULL))
    g_ptr_array_add(paths, g_strdup(path));
  g_hash_table_remove_all(watch->paths);
  g_hash_table_remove_all(watch->unsettled);
  watch->anything = false;
  return paths;
}

/* Nothing says that more will follow. */
static bool watch_settled(const Watch *watch)
{
  return !watch->anything && g_hash_table_size(watch->paths) > 0 &&
         g_hash_table_size(watch->unsettled) == 0 && !watch_pending(watch);
}

WatchAnswer watch_wait(Watch *watch, bool changed, int idle_ms, int stop, Error **error)
{
  for (;;) {
    struct pollfd files[2] = {{watch->descriptor, POLLIN, 0}, {stop, POLLIN, 0}};
    int ready = poll(files, 2, changed ? QUIET_MS : idle_ms);
    if (ready < 0 && errno != EINTR) {
      error_set_errno(error, errno, "can't wait for changes");
      return WATCH_FAILED;
    }
    if (files[1].revents)
      return WATCH_STOPPED;
    if (ready == 0)
      return changed ? WATCH_CHANGED : WATCH_IDLE;
    if (ready > 0 && watch_take(watch, error))
      changed = true;
    if (error && *error)
      return WATCH_FAILED;
    if (changed && watch_settled(watch))
      return WATCH_CHANGED;
  }
}
