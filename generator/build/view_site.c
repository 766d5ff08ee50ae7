/* view_site.c - `site`, and the URLs of the sitemap. */
#include "generator/build/views.h"

#include "generator/build/plan.h"
#include "generator/model/site_store.h"

#include <string.h>

static const char *const site_names[] = {"title",   "description", "base_url", "url",   "feed_url",
                                         "lang",    "languages",   "params",   "menu",  "tags",
                                         "authors", "series",      "recent",   "pages", NULL};

enum { RECENT_POSTS = 5 };

void view_setting(Viewer *viewer, const char *field, bool by_lang)
{
  if (!viewer->trace)
    return;
  g_autofree char *full = by_lang ? g_strconcat(field, "/", viewer->lang, NULL) : NULL;
  Field number = (Field)name_table_number(viewer->facts->fields, full ? full : field);
  viewer_read(viewer, viewer->facts->setting, number,
              fact_digest(viewer, viewer->facts->setting, number));
}

static void site_read(Viewer *viewer, const char *field)
{
  if (!viewer->trace)
    return;
  g_autofree char *subject = g_strconcat("site/", viewer->lang, NULL);
  viewer_read_named(viewer, subject, field);
}

/* Every language of the site has a front, so this is never NULL. */
static const char *front_url(Viewer *viewer, const char *lang)
{
  return site_front(viewer->facts->site, lang)->url;
}

static Value languages_value(Viewer *viewer)
{
  const Settings *settings = viewer->facts->settings;
  view_setting(viewer, "languages", false);
  Value list = value_list(viewer->arena, settings->language_count);
  for (size_t i = 0; i < settings->language_count; i++) {
    const SiteLanguage *language = &settings->languages[i];
    Value entry = value_map(viewer->arena);
    value_map_put(viewer->arena, entry, "code", value_string(language->code));
    value_map_put(viewer->arena, entry, "name", value_string(language->name));
    value_map_put(viewer->arena, entry, "url", value_string(front_url(viewer, language->code)));
    value_map_put(viewer->arena, entry, "current",
                  value_bool(strcmp(language->code, viewer->lang) == 0));
    value_list_add(viewer->arena, list, entry);
  }
  return list;
}

static Value menu_value(Viewer *viewer)
{
  const Settings *settings = viewer->facts->settings;
  const SiteLanguage *language = settings_language(settings, viewer->lang);
  const char *here = viewer->output ? viewer->output->url : "";
  view_setting(viewer, "menu", true);
  Value list = value_list(viewer->arena, language->menu_count);
  for (size_t i = 0; i < language->menu_count; i++) {
    const char *url = language->menu[i].url;
    if (url[0] == '/' && url[1] != '/')
      url = arena_printf(viewer->arena, "%s%s", settings->base_path, url);
    Value entry = value_map(viewer->arena);
    value_map_put(viewer->arena, entry, "title", value_string(language->menu[i].title));
    value_map_put(viewer->arena, entry, "url", value_string(url));
    value_map_put(viewer->arena, entry, "current", value_bool(strcmp(url, here) == 0));
    value_list_add(viewer->arena, list, entry);
  }
  return list;
}

static Value recent_value(Viewer *viewer)
{
  const SiteList *front = site_front(viewer->facts->site, viewer->lang);
  size_t count = MIN(front->count, (size_t)RECENT_POSTS);
  site_read(viewer, "recent");
  return view_list_pages(viewer, front, front->count - count, count, true);
}

static Value standalone_value(Viewer *viewer)
{
  const GPtrArray *pages = site_standalone(viewer->facts->site);
  site_read(viewer, "pages");
  Value list = value_list(viewer->arena, 0);
  for (guint i = 0; i < pages->len; i++) {
    const SitePage *page = g_ptr_array_index(pages, i);
    if (strcmp(page->page.lang, viewer->lang) == 0)
      value_list_add(viewer->arena, list, view_page(viewer, page));
  }
  return list;
}

static bool site_setting_get(Viewer *viewer, const char *name, Value *out)
{
  const Settings *settings = viewer->facts->settings;
  const SiteLanguage *language = settings_language(settings, viewer->lang);
  if (strcmp(name, "title") == 0) {
    view_setting(viewer, "title", true);
    *out = value_string(language->title);
  } else if (strcmp(name, "description") == 0) {
    view_setting(viewer, "description", true);
    *out = value_string(language->description);
  } else if (strcmp(name, "base_url") == 0) {
    *out = value_string(settings->base_url);
  } else if (strcmp(name, "url") == 0) {
    /* The first language's front page has no folder of its own. */
    view_setting(viewer, "languages", false);
    *out = value_string(front_url(viewer, viewer->lang));
  } else if (strcmp(name, "feed_url") == 0) {
    view_setting(viewer, "languages", false);
    *out = value_string(arena_printf(viewer->arena, "%sfeed.xml", front_url(viewer, viewer->lang)));
  } else if (strcmp(name, "lang") == 0) {
    view_setting(viewer, "languages", false);
    *out = value_string(settings->languages[0].code);
  } else if (strcmp(name, "params") == 0) {
    view_setting(viewer, "params", false);
    *out = settings->params ? value_from_tree(viewer->arena, settings->params)
                            : value_map(viewer->arena);
  } else {
    return false;
  }
  return true;
}

static bool site_get(TemplateRun *run, void *self, const char *name, Value *out)
{
  (void)self;
  Viewer *viewer = view_viewer(run);
  if (site_setting_get(viewer, name, out))
    return true;
  if (strcmp(name, "languages") == 0) {
    *out = languages_value(viewer);
  } else if (strcmp(name, "menu") == 0) {
    *out = menu_value(viewer);
  } else if (strcmp(name, "recent") == 0) {
    *out = recent_value(viewer);
  } else if (strcmp(name, "pages") == 0) {
    *out = standalone_value(viewer);
  } else if (strcmp(name, "tags") == 0) {
    site_read(viewer, "tags");
    *out = view_terms(viewer, LIST_TAG);
  } else if (strcmp(name, "authors") == 0) {
    site_read(viewer, "authors");
    *out = view_terms(viewer, LIST_AUTHOR);
  } else if (strcmp(name, "series") == 0) {
    site_read(viewer, "series");
    *out = view_terms(viewer, LIST_SERIES);
  } else {
    return false;
  }
  return true;
}

static const ObjectClass site_class = {.name = "site", .fields = site_names, .get = site_get};

Value view_site(Viewer *viewer)
{
  return value_object(viewer->arena, &site_class, viewer->facts->site);
}

static void urls_add(Viewer *viewer, Value list, const char *url, const DateTime *updated)
{
  Value entry = value_map(viewer->arena);
  value_map_put(viewer->arena, entry, "url", value_string(view_absolute(viewer, url)));
  value_map_put(viewer->arena, entry, "updated",
                updated ? view_date(viewer, updated) : value_none());
  value_list_add(viewer->arena, list, entry);
}

/* Which URLs are in a part is one fact, read as a whole; when a page was changed is one of
 * the page. */
Value view_urls(Viewer *viewer, const SitemapPart *part)
{
  const DateTime never = {0};
  g_autofree char *subject = g_strconcat("sitemap/", part->path, NULL);
  viewer_read_known(viewer, subject, "urls", part->digest);
  Field updated = page_field_number(viewer->facts, "updated");
  Value list = value_list(viewer->arena, part->count);
  for (size_t i = 0; i < part->count; i++) {
    const SitemapEntry *entry = &part->entries[i];
    if (entry->row)
      viewer_read(viewer, subject_make(SUBJECT_PAGE, entry->row), updated,
                  view_date_digest(entry->updated ? &entry->date : &never));
    urls_add(viewer, list, entry->url, entry->row ? &entry->date : NULL);
  }
  return list;
}

Value view_sitemaps(Viewer *viewer)
{
  const Sitemap *sitemap = viewer->facts->sitemap;
  if (!sitemap) {
    site_need_all(viewer->facts->site);
    return value_list(viewer->arena, 0);
  }
  viewer_read_named(viewer, "sitemap/index", "urls");
  Value list = value_list(viewer->arena, sitemap->count);
  for (size_t i = 0; i < sitemap->count; i++) {
    const char *path = arena_printf(viewer->arena, "%s/%s", viewer->facts->settings->base_path,
                                    sitemap->parts[i].path);
    urls_add(viewer, list, path, NULL);
  }
  return list;
}
