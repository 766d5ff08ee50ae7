#include "generator/source/source_internal.h"

#include "common/escape.h"
#include "common/paths.h"

#include <stdlib.h>
#include <string.h>

/* Links that name links: more than anybody needs, few enough to end a circle. */
#define LINK_HOPS 16

static const char lfs_opener[] = "version https://git-lfs.github.com/spec/v1\n";

Source *source_new(const SourceBackend *backend)
{
  Source *source = g_new0(Source, 1);
  source->backend = backend;
  source->arena = arena_new();
  source->entries = g_array_new(FALSE, TRUE, sizeof(SourceEntry));
  source->links = g_array_new(FALSE, TRUE, sizeof(SourceLink));
  return source;
}

void source_free(Source *source)
{
  if (!source)
    return;
  source->backend->free(source);
  g_array_unref(source->entries);
  g_array_unref(source->links);
  g_free(source->name);
  arena_free(source->arena);
  g_free(source);
}

static void add_entry(Source *source, const char *path, const char *real,
                      const unsigned char id[20], uint64_t size)
{
  SourceEntry entry = {.file = {.path = path, .size = size}, .real = real};
  memcpy(entry.file.id, id, sizeof entry.file.id);
  g_array_append_val(source->entries, entry);
}

void source_add(Source *source, const char *path, const unsigned char id[20], uint64_t size)
{
  source_add_known(source, arena_strdup(source->arena, path), id, size);
}

void source_add_known(Source *source, const char *path, const unsigned char id[20], uint64_t size)
{
  add_entry(source, path, path, id, size);
}

/* Emacs marks a file that somebody edits by a link `.#name` that leads nowhere. */
bool source_link_is_lock(const char *path)
{
  return g_str_has_prefix(path_base(path), ".#");
}

void source_add_link(Source *source, const char *path, const char *target, size_t target_length)
{
  if (source_link_is_lock(path))
    return;
  SourceLink link = {
      .path = arena_strdup(source->arena, path),
      .target = arena_strndup(source->arena, target, target_length),
  };
  g_array_append_val(source->links, link);
}

/* --- order and search -------------------------------------------------------------------- */

static int compare_entries(const void *a, const void *b)
{
  return strcmp(((const SourceEntry *)a)->file.path, ((const SourceEntry *)b)->file.path);
}

static int compare_links(const void *a, const void *b)
{
  return strcmp(((const SourceLink *)a)->path, ((const SourceLink *)b)->path);
}

static const SourceEntry *find_entry(const Source *source, const char *path)
{
  SourceEntry key = {.file = {.path = path}};
  if (source->entries->len == 0)
    return NULL;
  return bsearch(&key, source->entries->data, source->entries->len, sizeof key, compare_entries);
}

static const SourceLink *find_link(const Source *source, const char *path)
{
  SourceLink key = {.path = path};
  if (source->links->len == 0)
    return NULL;
  return bsearch(&key, source->links->data, source->links->len, sizeof key, compare_links);
}

/* --- symbolic links ------------------------------------------------------------------------ */

static void warn_link(const SourceLink *link, const char *what, Warnings *warnings)
{
  g_autoptr(GString) target = g_string_new(NULL);
  escape_log(target, link->target, strlen(link->target));
  warnings_add(warnings, link->path, 0, 0, "left out: a symbolic link to '%s', %s", target->str,
               what);
}

/* The file that a link names at last, or NULL with a warning. */
static const SourceEntry *follow_link(const Source *source, const SourceLink *first,
                                      Warnings *warnings)
{
  const SourceLink *link = first;
  for (int hop = 0; hop < LINK_HOPS; hop++) {
    g_autofree char *path = path_resolve(link->path, link->target);
    if (!path) {
      warn_link(first, "which leads out of the site", warnings);
      return NULL;
    }
    const SourceEntry *entry = find_entry(source, path);
    if (entry)
      return entry;
    link = find_link(source, path);
    if (!link) {
      warn_link(first, "which is no file of the site", warnings);
      return NULL;
    }
  }
  warn_link(first, "which leads back to itself", warnings);
  return NULL;
}

/* A listing mostly comes in order. */
static bool entries_are_sorted(const GArray *entries)
{
  for (guint i = 1; i < entries->len; i++)
    if (compare_entries(&g_array_index(entries, SourceEntry, i - 1),
                        &g_array_index(entries, SourceEntry, i)) > 0)
      return false;
  return true;
}

void source_finish(Source *source, Warnings *warnings)
{
  if (!entries_are_sorted(source->entries))
    g_array_sort(source->entries, compare_entries);
  g_array_sort(source->links, compare_links);
  g_autoptr(GArray) followed = g_array_new(FALSE, TRUE, sizeof(SourceEntry));
  for (guint i = 0; i < source->links->len; i++) {
    const SourceLink *link = &g_array_index(source->links, SourceLink, i);
    const SourceEntry *real = follow_link(source, link, warnings);
    if (!real)
      continue;
    SourceEntry entry = *real;
    entry.file.path = link->path;
    g_array_append_val(followed, entry);
  }
  if (followed->len == 0)
    return;
  g_array_append_vals(source->entries, followed->data, followed->len);
  g_array_sort(source->entries, compare_entries);
}

/* --- names ----------------------------------------------------------------------------------- */

bool source_skips(const char *const *skip, const char *path)
{
  if (strcmp(path_base(path), ".git") == 0 || strcmp(path, ".senf") == 0)
    return true;
  for (size_t i = 0; skip && skip[i]; i++)
    if (strcmp(path, skip[i]) == 0)
      return true;
  return false;
}

bool source_name_is_clean(const char *folder, const char *name, Warnings *warnings)
{
  if (path_is_clean(name) && !strchr(name, '/'))
    return true;
  g_autoptr(GString) shown = g_string_new(folder);
  g_autofree char *valid = g_utf8_make_valid(name, -1);
  escape_log(shown, valid, strlen(valid));
  warnings_add(warnings, shown->str, 0, 0,
               "left out: its name holds control characters or is no UTF-8; rename it");
  return false;
}

bool source_is_lfs_pointer(const char *bytes, size_t length)
{
  size_t opener = sizeof lfs_opener - 1;
  return length >= opener && length < SOURCE_LFS_POINTER_MAX &&
         memcmp(bytes, lfs_opener, opener) == 0;
}

void source_warn_lfs(const char *path, Warnings *warnings)
{
  warnings_add(warnings, path, 0, 0,
               "is kept by git LFS: its pointer text is published in its place; "
               "take it out of LFS (git lfs migrate export) or host it elsewhere");
}

/* --- the listing ---------------------------------------------------------------------------- */

size_t source_count(Source *source)
{
  return source->entries->len;
}

const SourceFile *source_file(Source *source, size_t index)
{
  return &g_array_index(source->entries, SourceEntry, index).file;
}

const SourceFile *source_find(Source *source, const char *path)
{
  const SourceEntry *entry = find_entry(source, path);
  return entry ? &entry->file : NULL;
}

char *source_read(Source *source, const SourceFile *file, size_t limit, size_t *length,
                  Error **error)
{
  return source->backend->read(source, (const SourceEntry *)file, limit, length, error);
}

bool source_has_links(const Source *source)
{
  return source->links->len > 0;
}

const char *source_commit(Source *source)
{
  return source->commit[0] ? source->commit : NULL;
}

const char *source_name(Source *source)
{
  return source->name;
}

struct git_repository *source_repository(Source *source)
{
  return source->repository;
}
