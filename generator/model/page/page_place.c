#include "generator/model/page/page_place.h"

#include "generator/model/page/address.h"
#include "generator/model/page/permalink.h"
#include "generator/model/settings/areas.h"

#include "common/escape.h"
#include "common/paths.h"
#include "common/strutil.h"

#include <string.h>

/* --- segments --- */

/* Append each segment of a folder, "/" between them. */
static void append_segments(GString *out, AddressStyle style, const char *folder)
{
  g_auto(GStrv) parts = g_strsplit(folder, "/", -1);
  for (size_t i = 0; parts[i]; i++) {
    g_autofree char *segment = address_part(style, parts[i]);
    if (*segment == '\0')
      continue;
    if (out->len > 0 && out->str[out->len - 1] != '/')
      g_string_append_c(out, '/');
    g_string_append(out, segment);
  }
}

const char *page_place_slug(Arena *arena, const Settings *settings, PageKind area, const char *name)
{
  g_autofree char *slug = area == PAGE_POST ? address_slug(settings->addresses, name)
                                            : address_part(settings->addresses, name);
  return arena_strdup(arena, slug);
}

/* --- what a path says --- */

/* Cut "YYYY-MM-DD-" off the name; false when no date of the calendar stands there. */
static bool take_date(const char **name, const TimeZone *zone, DateTime *out)
{
  static const char pattern[] = "dddd-dd-dd";
  const char *text = *name;
  for (size_t i = 0; pattern[i]; i++) {
    if (pattern[i] == 'd' ? !g_ascii_isdigit(text[i]) : text[i] != '-')
      return false;
  }
  const char *rest = text + strlen(pattern);
  if (*rest != '-' && *rest != '_' && *rest != '\0')
    return false;
  char day[sizeof pattern];
  g_strlcpy(day, text, sizeof day);
  if (!datetime_read(day, zone, out))
    return false;
  *name = *rest ? rest + 1 : text;
  return true;
}

/* Cut ".en" off the path when the site has that language. */
static const char *take_language(char *path, const Settings *settings)
{
  char *dot = strrchr(path, '.');
  if (!dot || strchr(dot, '/'))
    return NULL;
  for (size_t i = 0; i < settings->language_count; i++) {
    if (g_ascii_strcasecmp(settings->languages[i].code, dot + 1) == 0) {
      *dot = '\0';
      return settings->languages[i].code;
    }
  }
  return NULL;
}

static bool is_index(const char *name)
{
  return strcmp(name, "index") == 0 || strcmp(name, "_index") == 0;
}

/* It stands for its folder: cut the name off the path. */
static void cut_index(PagePlace *place, char *key)
{
  if (!is_index(path_base(key)))
    return;
  place->is_folder = true;
  place->is_top = place->is_index = path_base(key)[0] == '_';
  char *slash = strrchr(key, '/');
  *(slash ? slash : key) = '\0';
}

static bool below(const char *path, const char *folder)
{
  size_t length = strlen(folder);
  return strncmp(path, folder, length) == 0 && path[length] == '/';
}

void page_place_read(PagePlace *place, Arena *arena, const Settings *settings, PageKind kind,
                     const char *path)
{
  *place = (PagePlace){.area = kind, .section = "", .name = "", .filename = "", .root = ""};
  Area area;
  area_find(&area, settings, path, true);
  g_autofree char *plain = area_plain_path(&area, path);
  char *key = arena_strdup(arena, plain);
  char *extension = (char *)path_extension(key);
  if (*extension)
    extension[-1] = '\0';
  place->lang = take_language(key, settings);
  if (!place->lang)
    place->lang = area.lang;
  cut_index(place, key);
  place->key = key;
  place->is_draft = *settings->drafts_dir && below(plain, settings->drafts_dir);
  if (area.folder) {
    place->root = area.folder->to;
    place->permalink = area.folder->permalink;
  }
  if (strlen(key) <= area.skip) {
    place->is_top = true;
    return;
  }
  char *section = arena_strdup(arena, key + area.skip);
  char *slash = strrchr(section, '/');
  place->name = slash ? slash + 1 : section;
  if (slash)
    *slash = '\0';
  place->section = slash ? section : "";
  place->filename = place->name;
  take_date(&place->name, settings->timezone, &place->date);
}

/* --- paths that an author wrote --- */

static bool fail_written(const TreeDocument *document, const Tree *value, const char *name,
                         const char *text, Error **error)
{
  tree_error(error, document, value, "'%s' should be a path on this site, not '%s'", name, text);
  error_hint(error, "write it from the site's front page on, as /old/name/, without '..'");
  return false;
}

static bool names_file(const char *path)
{
  static const char *const extensions[] = {"html", "htm", "xhtml", "xml", "txt", "json", "php"};
  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++) {
    if (g_ascii_strcasecmp(path_extension(path), extensions[i]) == 0)
      return true;
  }
  return false;
}

bool page_place_written(const TreeDocument *document, const Tree *value, const char *name,
                        Arena *arena, const char **out, Error **error)
{
  const char *text = NULL;
  if (!tree_string(document, value, name, &text, error))
    return false;
  text = text ? text : "";
  if (strpbrk(text, "?#\\") || strstr(text, "//"))
    return fail_written(document, value, name, text, error);
  g_autoptr(GString) path = g_string_new(NULL);
  const char *begin = *text == '/' ? text + 1 : text;
  if (!unescape_url(path, begin, strlen(begin), false))
    return fail_written(document, value, name, text, error);
  bool folder = path->len == 0 || path->str[path->len - 1] == '/';
  if (folder && path->len > 0)
    g_string_truncate(path, path->len - 1);
  if (path->len > 0 && !path_is_clean(path->str))
    return fail_written(document, value, name, text, error);
  if (path->len > 0 && (folder || !names_file(path->str)))
    g_string_append_c(path, '/');
  *out = arena_strndup(arena, path->str, path->len);
  return true;
}

const char *page_place_section(Arena *arena, const Settings *settings, const PagePlace *place)
{
  g_autoptr(GString) path = g_string_new(NULL);
  append_segments(path, settings->addresses, place->root);
  append_segments(path, settings->addresses, place->section);
  return arena_strndup(arena, path->str, path->len);
}

/* --- the URL --- */

/* From a path such as "posts/a/" or "old.html". */
static void set_url(Page *page, Arena *arena, const Settings *settings, const char *path)
{
  g_autoptr(GString) url = g_string_new(settings->base_path);
  g_string_append_c(url, '/');
  for (const char *p = path; *p;) { /* by segments: "?" and "%" in a name are escaped */
    size_t length = strcspn(p, "/");
    escape_url_part(url, p, length);
    p += length;
    if (*p) {
      g_string_append_c(url, '/');
      p++;
    }
  }
  bool folder = *path == '\0' || g_str_has_suffix(path, "/");
  page->url = arena_strndup(arena, url->str, url->len);
  page->output = folder ? arena_printf(arena, "%sindex.html", path) : arena_strdup(arena, path);
}

static char *default_path(const Page *page, AddressStyle style, const PagePlace *place)
{
  GString *path = g_string_new(NULL);
  append_segments(path, style, place->root);
  append_segments(path, style, place->section);
  append_segments(path, style, page->slug);
  if (path->len > 0)
    g_string_append_c(path, '/');
  return g_string_free(path, FALSE);
}

static char *categories_of(const Page *page, AddressStyle style, bool slugified)
{
  GString *categories = g_string_new(NULL);
  for (size_t i = 0; page->terms && page->terms[i]; i++) {
    if (!g_str_has_prefix(page->terms[i], "categories\t"))
      continue;
    const char *name = page->terms[i] + strlen("categories\t");
    g_autofree char *slug = slugified ? address_term(style, name, page->lang)
                                      : address_category(style, name, page->lang);
    g_string_append_printf(categories, "%s%s", categories->len ? "/" : "", slug);
  }
  return g_string_free(categories, FALSE);
}

/* NULL when the pattern needs a date that there is not. */
static char *pattern_path(const Page *page, AddressStyle style, const char *pattern,
                          const PagePlace *place)
{
  g_autoptr(GString) section = g_string_new(NULL);
  append_segments(section, style, place->section);
  /* Jekyll's title is that of the file. */
  g_autofree char *title =
      style == ADDRESS_JEKYLL ? g_strdup(page->slug) : address_term(style, page->title, page->lang);
  g_autofree char *filename = address_part(style, place->filename);
  g_autofree char *categories = categories_of(page, style, false);
  g_autofree char *slugified = categories_of(page, style, true);
  PermalinkValues values = {.slug = page->slug,
                            .has_slug = place->has_slug,
                            .section = section->str,
                            .title = title,
                            .filename = filename,
                            .categories = categories,
                            .slugified_categories = slugified,
                            .date = page->date};
  g_autoptr(GString) filled = g_string_new(NULL);
  if (!permalink_expand(pattern, &values, filled))
    return NULL;
  GString *path = g_string_new(NULL);
  append_segments(path, style, filled->str); /* also drops the empty ones */
  if (path->len > 0 && !names_file(path->str))
    g_string_append_c(path, '/');
  return g_string_free(path, FALSE);
}

static char *path_of(const Page *page, Arena *arena, const Settings *settings,
                     const PagePlace *place, const char *pattern, bool whole, Error **error)
{
  AddressStyle style = settings->addresses;
  g_autofree char *path =
      *pattern ? pattern_path(page, style, pattern, place) : default_path(page, style, place);
  if (!path && page->draft) /* its date comes with its publication */
    path = default_path(page, style, place);
  if (!path) {
    error_set(error, ERROR_SITE, "a page without a date can't have a URL like '%s'", pattern);
    error_at(error, page->path, 1, 0);
    error_hint(error, "give it a 'date' or a 'url' in its front matter");
    return NULL;
  }
  if (whole)
    return g_steal_pointer(&path);
  return g_strconcat(settings_language_prefix(settings, arena, page->lang), path, NULL);
}

/* Jekyll's permalinks may hold places; anything else is the path itself. */
static bool own_url(Page *page, Arena *arena, const Settings *settings, const PagePlace *place,
                    const TreeDocument *document, const Tree *url, Error **error)
{
  if (!strchr(url->text, ':')) {
    const char *path = NULL;
    if (!page_place_written(document, url, "url", arena, &path, error))
      return false;
    set_url(page, arena, settings, path);
    return true;
  }
  g_autofree char *problem = permalink_check(url->text);
  if (problem || strstr(url->text, "://")) {
    tree_error(error, document, url, "'url' should be a path on this site, not '%s'", url->text);
    error_hint(error, "write it as /2024/my-page/; the places it may hold are %s",
               permalink_places());
    return false;
  }
  g_autofree char *path = path_of(page, arena, settings, place, url->text, true, error);
  if (path)
    set_url(page, arena, settings, path);
  return path != NULL;
}

bool page_place_url(Page *page, Arena *arena, const Settings *settings, const PagePlace *place,
                    const TreeDocument *document, const Tree *url, Error **error)
{
  if (url)
    return own_url(page, arena, settings, place, document, url, error);
  const char *pattern = page->kind == PAGE_POST ? settings->permalink : settings->page_permalink;
  if (place->permalink)
    pattern = place->permalink;
  bool index = settings->addresses == ADDRESS_JEKYLL && place->is_folder;
  if (place->is_top || index)
    pattern = "";
  g_autofree char *path = path_of(page, arena, settings, place, pattern, false, error);
  if (path)
    set_url(page, arena, settings, path);
  return path != NULL;
}

/* --- aliases --- */

static const char *beside(const Page *page, Arena *arena, const char *alias)
{
  size_t length = strlen(page->output);
  if (g_str_has_suffix(page->output, "/index.html"))
    length -= strlen("/index.html");
  g_autofree char *from = g_strndup(page->output, length);
  g_autofree char *path = path_resolve(from, alias);
  while (!path && g_str_has_prefix(alias, "../")) { /* at the root, ".." stays there */
    alias += strlen("../");
    path = path_resolve(from, alias);
  }
  if (!path || !*path)
    return NULL;
  return arena_printf(arena, "%s%s", path, names_file(path) ? "" : "/");
}

void page_place_aliases(Page *page, Arena *arena, const Settings *settings)
{
  size_t count = 0, kept = 0;
  if (settings->addresses != ADDRESS_HUGO && settings->addresses != ADDRESS_HUGO_CASED)
    return;
  while (page->aliases[count])
    count++;
  const char **aliases = arena_new_array(arena, const char *, count + 1);
  for (size_t i = 0; i < count; i++) {
    const char *alias = page->aliases[i];
    if (g_str_has_prefix(alias, PAGE_ALIAS_BESIDE))
      alias = beside(page, arena, alias + strlen(PAGE_ALIAS_BESIDE));
    if (alias)
      aliases[kept++] = alias;
  }
  page->aliases = aliases;
}
