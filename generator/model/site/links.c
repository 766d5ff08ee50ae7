/* links.c - from a link's target to a URL. */
#include "generator/model/site/links.h"

#include "generator/model/settings/areas.h"

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

/* --- candidates --- */

static void add_below(GPtrArray *paths, const char *folder, const char *path)
{
  g_autofree char *joined = *folder ? g_strconcat(folder, "/", path, NULL) : g_strdup(path);
  char *clean = path_is_clean(joined) ? g_steal_pointer(&joined) : path_clean(joined);
  bool known = !clean || !*clean;
  for (guint i = 0; !known && i < paths->len; i++)
    known = strcmp(g_ptr_array_index(paths, i), clean) == 0;
  if (known)
    g_free(clean);
  else
    g_ptr_array_add(paths, clean);
}

/* Below each folder, and the one that it is in. */
static void add_around(GPtrArray *paths, const SiteFolders *folders, const char *path)
{
  for (size_t i = 0; i < folders->count; i++) {
    g_autofree char *parent = g_path_get_dirname(folders->items[i].from);
    add_below(paths, strcmp(parent, ".") == 0 ? "" : parent, path);
    add_below(paths, folders->items[i].from, path);
  }
}

static bool is_markdown(const char *path)
{
  static const char *const extensions[] = {"md", "markdown", "mdx"};
  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
    if (strcmp(path_extension(path), extensions[i]) == 0)
      return true;
  return false;
}

/* Where the copied file comes from that is published as `path`. */
static void add_copied(GPtrArray *paths, const SiteFolders *folders, const char *path)
{
  for (size_t i = 0; i < folders->count; i++) {
    const SiteFolder *folder = &folders->items[i];
    size_t length = strlen(folder->to);
    if (length == 0)
      add_below(paths, folder->from, path);
    else if (strncmp(path, folder->to, length) == 0 && path[length] == '/')
      add_below(paths, folder->from, path + length + 1);
  }
}

GPtrArray *link_candidates(const Settings *settings, const char *from, const char *target,
                           char **suffix)
{
  bool zola = g_str_has_prefix(target, "@/");
  const char *plain = zola ? target + 1 : target;
  char *path = link_source_path(from, plain, suffix);
  if (!path)
    return NULL;
  GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
  if (!zola)
    add_below(paths, "", path);
  if (*plain == '/' && is_markdown(path)) {
    add_around(paths, &settings->posts, path);
    add_around(paths, &settings->pages, path);
  } else if (*plain == '/' && *path_extension(path)) {
    add_copied(paths, &settings->statics, path);
  }
  g_free(path);
  return paths;
}

/* Among posts and pages the folders have the names that they have in the addresses of pages. */
static char *beside_page(const Settings *settings, const char *inside)
{
  if (settings->addresses == ADDRESS_SENF)
    return NULL;
  GString *path = g_string_new(NULL);
  g_auto(GStrv) parts = g_strsplit(inside, "/", -1);
  for (size_t i = 0; parts[i]; i++) {
    g_autofree char *part =
        parts[i + 1] ? address_part(settings->addresses, parts[i]) : g_strdup(parts[i]);
    if (*part)
      g_string_append_printf(path, "%s%s", path->len ? "/" : "", part);
  }
  return g_string_free(path, FALSE);
}

char *file_output(const Settings *settings, const char *path)
{
  Area area;
  area_find(&area, settings, path, false);
  if (!area.folder)
    return NULL;
  if (strcmp(area.folder->from, path) == 0) /* a single file */
    return g_strdup(area.folder->to);
  g_autofree char *named =
      area.kind == AREA_STATIC ? NULL : beside_page(settings, path + area.skip);
  const char *inside = named ? named : path + area.skip;
  return *area.folder->to ? g_build_filename(area.folder->to, inside, NULL) : g_strdup(inside);
}

bool file_is_html(const char *path)
{
  const char *extension = path_extension(path);
  return g_ascii_strcasecmp(extension, "html") == 0 || g_ascii_strcasecmp(extension, "htm") == 0;
}

bool file_is_page(const Settings *settings, const char *path, PageKind *kind)
{
  static const char *const extensions[] = {"md", "markdown", "mdx"};
  bool is_page = false;
  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
    is_page |= strcmp(path_extension(path), extensions[i]) == 0;
  bool html = settings->html_posts && file_is_html(path);
  if ((!is_page && !html) || path_base(path)[0] == '.')
    return false;
  Area area;
  area_find(&area, settings, path, true);
  *kind = area.kind == AREA_POSTS ? PAGE_POST : PAGE_PAGE;
  return area.kind == AREA_POSTS || (area.kind == AREA_PAGES && !html);
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
  return arena_concat(arena, base, target);
}
