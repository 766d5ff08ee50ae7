/* bodies_compact.c - bodies that no page has any more leave the file. */
#include "generator/build/context.h"

#include <stdlib.h>
#include <unistd.h>

/* As many bytes may be idle as are used, and these on top. */
enum { IDLE_LIMIT = 4 * 1024 * 1024 };

char *build_bodies_path(const Build *build)
{
  int64_t number = build->record ? record_meta_int(build->record, "bodies", 0) : 0;
  return number ? g_strdup_printf("%s/bodies.%lld", build->options->state, (long long)number)
                : g_build_filename(build->options->state, "bodies", NULL);
}

static uint64_t used_bytes(const Build *build)
{
  uint64_t used = 0;
  for (guint i = 0; i < build->site->pages->len; i++)
    used += ((const SitePage *)g_ptr_array_index(build->site->pages, i))->page.body_length;
  return used;
}

/* In the order of the file, so that it is read from front to back. */
static int compare_offsets(gconstpointer a, gconstpointer b)
{
  const SitePage *first = *(const SitePage *const *)a, *second = *(const SitePage *const *)b;
  return (first->body_offset > second->body_offset) - (first->body_offset < second->body_offset);
}

static bool move_body(Build *build, Bodies *fresh, SitePage *page, Error **error)
{
  g_autoptr(Arena) arena = arena_new();
  uint64_t offset = 0;
  const char *html = bodies_read(build->facts.bodies, page->body_offset, page->page.body_length,
                                 page->page.body_digest, arena);
  if (!html) {
    error_set(error, ERROR_MACHINE, "the stored text of %s is damaged", page->page.path);
    build->bodies_lost = true;
    return false;
  }
  if (!bodies_append(fresh, html, page->page.body_length, &offset, error))
    return false;
  page->body_offset = offset;
  return record_set_body_offset(build->record, page->row, offset, error);
}

/* The file has another name, so that the record, which tells the name and the offsets in
 * one transaction, never meets a file that it does not mean. */
bool build_compact_bodies(Build *build, char **idle, Error **error)
{
  *idle = NULL;
  if (bodies_size(build->facts.bodies) <= 2 * used_bytes(build) + IDLE_LIMIT)
    return true;
  g_autofree char *old = build_bodies_path(build);
  if (!record_set_meta_int(build->record, "bodies", record_meta_int(build->record, "bodies", 0) + 1,
                           error))
    return false;
  g_autofree char *path = build_bodies_path(build);
  g_autoptr(Bodies) fresh = bodies_open(path, BODIES_FRESH, error);
  if (!fresh)
    return false;
  g_autoptr(GPtrArray) pages = g_ptr_array_copy(build->site->pages, NULL, NULL);
  g_ptr_array_sort(pages, compare_offsets);
  for (guint i = 0; i < pages->len; i++)
    if (!move_body(build, fresh, g_ptr_array_index(pages, i), error))
      return false;
  *idle = g_steal_pointer(&old);
  return bodies_flush(fresh, error);
}
