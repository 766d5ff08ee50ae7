/* link_check.c - links of changed pages that lead to no page and to no file. */
#include "generator/build/context.h"

#include "generator/model/links.h"

#include "common/paths.h"

#include <string.h>

/* Only what is surely meant as a file of the source: "x.md", "../img/x.png". A path from
 * the root may be a URL that somebody else serves. */
static bool link_is_missing(Build *build, const SitePage *page, const char *target, char **path)
{
  PageKind kind;
  *path = link_source_path(page->page.path, target, NULL);
  if (!*path)
    return false;
  const SitePage *found = site_page_by_path(build->site, *path);
  if (found)
    return !found->visible && page->visible;
  if (g_hash_table_contains(build->facts.files, *path))
    return false;
  return file_is_page(&build->settings, *path, &kind) ||
         (target[0] != '/' && strchr(path_base(*path), '.'));
}

static void link_warn(Build *build, const SitePage *page, const PageLink *link, const char *path)
{
  const SitePage *found = site_page_by_path(build->site, path);
  Error *warning = NULL;
  if (found)
    error_set(&warning, ERROR_SITE, "the link to '%s' leads to a page that is not shown",
              link->target);
  else
    error_set(&warning, ERROR_SITE, "the link to '%s' leads nowhere: there is no %s", link->target,
              path);
  error_at(&warning, page->page.path, link->line, 0);
  warnings_take(build->result->warnings, warning);
}

void build_check_links(Build *build)
{
  for (guint i = 0; i < build->site->pages->len; i++) {
    const SitePage *page = g_ptr_array_index(build->site->pages, i);
    if (!g_hash_table_contains(build->new_rows, page))
      continue;
    for (size_t j = 0; j < page->page.link_count; j++) {
      g_autofree char *path = NULL;
      if (link_is_missing(build, page, page->page.links[j].target, &path))
        link_warn(build, page, &page->page.links[j], path);
    }
  }
}
