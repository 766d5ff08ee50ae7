/* page_former.c - former paths to former URLs, by the rules of today. */
#include "generator/model/page/page_former.h"

#include "generator/model/page/page_place.h"
#include "generator/model/site/links.h"

#include <string.h>

/* The output file that the page would have had at `path`; NULL when none. */
static const char *former_output(const Page *page, Arena *arena, const Settings *settings,
                                 const TreeDocument *document, const char *path, bool has_slug)
{
  PageKind kind;
  PagePlace place;
  if (!file_is_page(settings, path, &kind))
    return NULL;
  page_place_read(&place, arena, settings, kind, path);
  place.has_slug = has_slug;
  Page former = *page;
  if (place.lang)
    former.lang = place.lang;
  if (!has_slug)
    former.slug = page_place_slug(arena, settings, place.area, place.name);
  return page_place_url(&former, arena, settings, &place, document, NULL, NULL) ? former.output
                                                                                : NULL;
}

static bool is_among(const GPtrArray *names, const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (strcmp(g_ptr_array_index(names, i), name) == 0)
      return true;
  return false;
}

void page_former_add(Page *page, Arena *arena, const Settings *settings,
                     const TreeDocument *document, const FileHistory *history, bool has_slug)
{
  g_autoptr(GPtrArray) aliases = g_ptr_array_new();
  for (size_t i = 0; page->aliases[i]; i++)
    g_ptr_array_add(aliases, (gpointer)page->aliases[i]);
  for (size_t i = 0; history->former[i]; i++) {
    const char *output =
        former_output(page, arena, settings, document, history->former[i], has_slug);
    if (!output || strcmp(output, page->output) == 0)
      continue;
    size_t length = strlen(output);
    const char *alias = g_str_has_suffix(output, "/index.html")
                            ? arena_strndup(arena, output, length - strlen("index.html"))
                            : output;
    if (!is_among(aliases, alias))
      g_ptr_array_add(aliases, (gpointer)alias);
  }
  const char **array = arena_new_array(arena, const char *, aliases->len + 1);
  for (guint i = 0; i < aliases->len; i++)
    array[i] = g_ptr_array_index(aliases, i);
  page->aliases = array;
}
