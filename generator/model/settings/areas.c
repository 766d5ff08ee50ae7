#include "generator/model/settings/areas.h"

#include "common/paths.h"

#include <string.h>

/* --- folders ---------------------------------------------------------------------------- */

/* True for the folder (or single file) and what is below it; "" holds all. */
static bool holds(const char *folder, const char *path)
{
  size_t length = strlen(folder);
  return length == 0 ||
         (strncmp(path, folder, length) == 0 && (path[length] == '/' || !path[length]));
}

/* What the root leaves out. */
static bool is_hidden(const char *path)
{
  if (strcmp(path, "senf.yaml") == 0)
    return true;
  for (const char *part = path; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL) {
    if (*part == '_' || *part == '.') {
      bool index = g_str_has_prefix(part, "_index.") && !strchr(part, '/');
      if (!index)
        return true;
    }
  }
  return false;
}

static bool is_excluded(const Settings *settings, const char *path)
{
  for (size_t i = 0; settings->exclude[i]; i++) {
    const char *one = settings->exclude[i];
    if ((*one && holds(one, path)) || path_match(one, path))
      return true;
  }
  return false;
}

typedef struct Best {
  Area *area;
  const char *path;
  size_t length;
  bool found;
} Best;

static void consider(Best *best, AreaKind kind, const SiteFolder *folder, const char *name)
{
  size_t length = strlen(name);
  if ((best->found && length <= best->length) || !holds(name, best->path) ||
      (length == 0 && is_hidden(best->path)))
    return;
  best->found = true;
  best->length = length;
  best->area->kind = kind;
  best->area->folder = folder;
  best->area->skip = length > 0 ? length + 1 : 0;
}

static void consider_all(Best *best, AreaKind kind, const SiteFolders *folders)
{
  for (size_t i = 0; i < folders->count; i++)
    consider(best, kind, &folders->items[i], folders->items[i].from);
}

/* --- languages ---------------------------------------------------------------------------- */

static void find_language(Area *area, const Settings *settings, const char *path)
{
  if (settings->language_count < 2)
    return;
  for (const char *part = path, *slash; (slash = strchr(part, '/')); part = slash + 1) {
    size_t length = (size_t)(slash - part);
    for (size_t i = 0; i < settings->language_count; i++) {
      const char *folder = settings->languages[i].folder;
      if (strlen(folder) != length || g_ascii_strncasecmp(folder, part, length) != 0)
        continue;
      area->lang = settings->languages[i].code;
      area->lang_at = (size_t)(part - path);
      area->lang_length = length + 1;
      return;
    }
  }
}

char *area_plain_path(const Area *area, const char *path)
{
  if (!area->lang)
    return g_strdup(path);
  return g_strdup_printf("%.*s%s", (int)area->lang_at, path,
                         path + area->lang_at + area->lang_length);
}

/* --- all ------------------------------------------------------------------------------------ */

/* What stands beside the profiles of people is published, and they are not. */
static bool is_picture(const Settings *settings, const char *path)
{
  static const gchar *const profiles[] = {"yaml", "yml", "md", "toml", "json", "", NULL};
  return holds(settings->authors_dir, path) && !g_strv_contains(profiles, path_extension(path));
}

void area_find(Area *area, const Settings *settings, const char *path, bool is_page)
{
  memset(area, 0, sizeof *area);
  if (is_excluded(settings, path))
    return;
  if (is_page)
    find_language(area, settings, path);
  g_autofree char *plain = area->lang ? area_plain_path(area, path) : NULL;
  Best best = {.area = area, .path = plain ? plain : path};
  const char *const others[] = {settings->templates_dir, settings->i18n_dir, settings->authors_dir,
                                settings->data_dir, "themes"};
  for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
    consider(&best, AREA_OTHER, NULL, others[i]);
  consider_all(&best, AREA_POSTS, &settings->posts);
  consider_all(&best, AREA_PAGES, &settings->pages);
  consider_all(&best, AREA_STATIC, &settings->statics);
  if (best.found && !area->folder && is_picture(settings, path)) {
    area->kind = AREA_STATIC;
    area->folder = &settings->people;
  }
}

static void add_folders(GString *scope, const SiteFolders *folders)
{
  for (size_t i = 0; i < folders->count; i++)
    g_string_append_printf(scope, "%s:%s:%s|", folders->items[i].from, folders->items[i].to,
                           folders->items[i].permalink ? folders->items[i].permalink : "");
  g_string_append_c(scope, '\n');
}

char *areas_scope(const Settings *settings)
{
  GString *scope = g_string_new(NULL);
  add_folders(scope, &settings->posts);
  add_folders(scope, &settings->pages);
  add_folders(scope, &settings->statics);
  for (size_t i = 0; settings->exclude[i]; i++)
    g_string_append_printf(scope, "%s|", settings->exclude[i]);
  g_string_append_printf(scope, "\n%d|%s|%s|%s|%s\n", settings->html_posts, settings->templates_dir,
                         settings->i18n_dir, settings->authors_dir, settings->data_dir);
  for (size_t i = 0; i < settings->language_count; i++)
    g_string_append_printf(scope, "%s:%s|", settings->languages[i].code,
                           settings->languages[i].folder);
  return g_string_free(scope, FALSE);
}
