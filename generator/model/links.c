/* links.c - from a link's target to a URL. */
#include "generator/model/links.h"

#include "generator/model/areas.h"

#include "common/escape.h"
#include "common/paths.h"

#include <string.h>

/* "a.md?x#y" → length of "a.md". */
static size_t target_path_length(const char *target)
{
  return strcspn(target, "?#");
}

char *link_source_path(const char *from, const char *target, char **suffix)
{
  size_t length = target_path_length(target);
  if (length == 0 || strstr(target, "://") || g_str_has_prefix(target, "//"))
    return NULL;
  GString *plain = g_string_new(NULL);
  char *path = NULL;
  if (unescape_url(plain, target, length, false)) {
    if (plain->str[0] == '/')
      path = path_clean(plain->str + 1);
    else
      path = path_resolve(from, plain->str);
  }
  g_string_free(plain, TRUE);
  if (path && !*path) {
    g_free(path);
    return NULL;
  }
  if (path && suffix)
    *suffix = g_strdup(target + length);
  return path;
}

char *file_output(const Settings *settings, const char *path)
{
  Area area;
  area_find(&area, settings, path, false);
  if (!area.folder)
    return NULL;
  if (strcmp(area.folder->from, path) == 0) /* a single file */
    return g_strdup(area.folder->to);
  const char *inside = path + area.skip;
  return *area.folder->to ? g_build_filename(area.folder->to, inside, NULL) : g_strdup(inside);
}

bool file_is_page(const Settings *settings, const char *path, PageKind *kind)
{
  static const char *const extensions[] = {"md", "markdown", "mdx"};
  bool is_page = false;
  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
    is_page |= strcmp(path_extension(path), extensions[i]) == 0;
  if (!is_page || path_base(path)[0] == '.')
    return false;
  Area area;
  area_find(&area, settings, path, true);
  *kind = area.kind == AREA_POSTS ? PAGE_POST : PAGE_PAGE;
  return area.kind == AREA_POSTS || area.kind == AREA_PAGES;
}

const char *link_url(Site *site, const char *source_path, bool is_file, Arena *arena)
{
  const SitePage *page = site_page_by_path(site, source_path);
  if (page && page->visible)
    return page->page.url;
  g_autofree char *output = is_file ? file_output(site->settings, source_path) : NULL;
  if (page || !output)
    return NULL;
  GString *url = g_string_new(site->settings->base_path);
  g_string_append_c(url, '/');
  escape_url(url, output, strlen(output));
  const char *result = arena_strdup(arena, url->str);
  g_string_free(url, TRUE);
  return result;
}

const char *link_as_written(const Site *site, const char *target, Arena *arena)
{
  const char *base = site->settings->base_path;
  if (target[0] != '/' || target[1] == '/' || !*base ||
      (g_str_has_prefix(target, base) && target[strlen(base)] == '/'))
    return target;
  return arena_printf(arena, "%s%s", base, target);
}
