/* order.c - see order.h. */
#include "comment-server/transfer/order.h"

#include <stdarg.h>
#include <string.h>

static bool fail(const ImportFile *file, const ImportLine *line, Error **error, const char *format,
                 ...) G_GNUC_PRINTF(4, 5);

static bool fail(const ImportFile *file, const ImportLine *line, Error **error, const char *format,
                 ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  error_set(error, ERROR_SITE, "%s", what);
  error_at(error, file->path, line->number, 0);
  return false;
}

/* id → line, as index + 1. */
static bool index_ids(const ImportFile *file, GHashTable *ids, Error **error)
{
  for (size_t i = 0; i < file->count; i++) {
    const ImportLine *line = &file->lines[i];
    if (!line->id)
      continue;
    size_t other = GPOINTER_TO_SIZE(g_hash_table_lookup(ids, line->id));
    if (other) {
      fail(file, line, error, "the id '%s' is taken", line->id);
      error_hint(error, "line %d has it, too", file->lines[other - 1].number);
      return false;
    }
    g_hash_table_insert(ids, (gpointer)line->id, GSIZE_TO_POINTER(i + 1));
  }
  return true;
}

static bool find_parents(ImportFile *file, GHashTable *ids, Error **error)
{
  for (size_t i = 0; i < file->count; i++) {
    ImportLine *line = &file->lines[i];
    if (!line->parent)
      continue;
    size_t parent = GPOINTER_TO_SIZE(g_hash_table_lookup(ids, line->parent));
    if (!parent)
      return fail(file, line, error, "there is no comment with the id '%s'", line->parent);
    line->parent_index = parent - 1;
    if (strcmp(file->lines[parent - 1].comment.page_id, line->comment.page_id) != 0)
      return fail(file, line, error, "the parent '%s' is on another page", line->parent);
  }
  return true;
}

enum { UNSEEN, ON_PATH, PLACED };

/* Goes up from a line to the first ancestor that has its place, then back down.
 * `path` has room for all lines. */
static bool place_with_parents(ImportFile *file, size_t start, unsigned char *state, size_t *path,
                               size_t *placed, Error **error)
{
  size_t length = 0;
  for (size_t at = start; state[at] != PLACED; at = file->lines[at].parent_index) {
    if (state[at] == ON_PATH)
      return fail(file, &file->lines[at], error, "the comment '%s' answers itself in a circle",
                  file->lines[at].id);
    state[at] = ON_PATH;
    path[length++] = at;
    if (!file->lines[at].parent)
      break;
  }
  while (length > 0) {
    state[path[--length]] = PLACED;
    file->order[(*placed)++] = path[length];
  }
  return true;
}

bool import_file_order(ImportFile *file, Arena *arena, Error **error)
{
  g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
  if (!index_ids(file, ids, error) || !find_parents(file, ids, error))
    return false;
  file->order = arena_new_array(arena, size_t, file->count + 1);
  g_autofree unsigned char *state = g_new0(unsigned char, file->count + 1);
  g_autofree size_t *path = g_new(size_t, file->count + 1);
  size_t placed = 0;
  for (size_t i = 0; i < file->count; i++)
    if (!place_with_parents(file, i, state, path, &placed, error))
      return false;
  return true;
}
