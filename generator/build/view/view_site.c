/* view_site.c - `site`, and the URLs of the sitemap. */
#include "generator/build/view/views.h"

#include "generator/build/plan.h"
#include "generator/model/site/site_store.h"

#include <string.h>

enum { RECENT_POSTS = 5 };

void view_setting(Viewer *viewer, const char *field, bool by_lang)
{
  if (viewer->trace)
    viewer_read(viewer, viewer->facts->setting,
                by_lang ? viewer_lang_field(viewer, field) : viewer_field(viewer, field));
}

static void site_read(Viewer *viewer, const char *field)
{
  if (viewer->trace)
    viewer_read(viewer, viewer_site(viewer), viewer_field(viewer, field));
}

/* Every language of the site has a front, so this is never NULL. */
static const char *front_url(Viewer *viewer, const char *lang)
{
  const SiteList *front =
      lang == viewer->lang ? viewer_front(viewer) : site_front(viewer->facts->site, lang);
  return front->url;
}

static const SiteLanguage *language_of(const Viewer *viewer)
{
  return settings_language(viewer->facts->settings, viewer->lang);
}

static bool site_title(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  view_setting(viewer, "title", true);
  *out = value_string(language_of(viewer)->title);
  return true;
}

static bool site_description(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  view_setting(viewer, "description", true);
  *out = value_string(language_of(viewer)->description);
  return true;
}

static bool site_base_url(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  *out = value_string(viewer->facts->settings->base_url);
  return true;
}

static bool site_url(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  /* The first language's front page has no folder of its own. */
  view_setting(viewer, "languages", false);
  *out = value_string(front_url(viewer, viewer->lang));
  return true;
}

static bool site_json_feed_url(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  view_setting(viewer, "languages", false);
  *out = value_string(arena_concat(viewer->arena, front_url(viewer, viewer->lang), "feed.json"));
  return true;
}

static bool site_feed_url(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  view_setting(viewer, "languages", false);
  *out = value_string(arena_concat(viewer->arena, front_url(viewer, viewer->lang), "feed.xml"));
  return true;
}

static bool site_lang(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  view_setting(viewer, "languages", false);
  *out = value_string(viewer->facts->settings->languages[0].code);
  return true;
}

static bool site_params(Viewer *viewer, void *self, Value *out)
{
  const Settings *settings = viewer->facts->settings;
  (void)self;
  view_setting(viewer, "params", false);
  *out = settings->params ? value_from_tree(viewer->arena, settings->params)
                          : value_map(viewer->arena);
  return true;
}

static bool site_languages(Viewer *viewer, void *self, Value *out)
{
  (void)self;
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
  *out = list;
  return true;
}

static bool site_menu(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  const Settings *settings = viewer->facts->settings;
  const SiteLanguage *language = settings_language(settings, viewer->lang);
  const char *here = viewer->output ? viewer->output->url : "";
  view_setting(viewer, "menu", true);
  Value list = value_list(viewer->arena, language->menu_count);
  for (size_t i = 0; i < language->menu_count; i++) {
    const char *url = language->menu[i].url;
    if (url[0] == '/' && url[1] != '/')
      url = arena_concat(viewer->arena, settings->base_path, url);
    Value entry = value_map(viewer->arena);
    value_map_put(viewer->arena, entry, "title", value_string(language->menu[i].title));
    value_map_put(viewer->arena, entry, "url", value_string(url));
    value_map_put(viewer->arena, entry, "current", value_bool(strcmp(url, here) == 0));
    value_list_add(viewer->arena, list, entry);
  }
  *out = list;
  return true;
}

static bool site_recent(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  const SiteList *front = viewer_front(viewer);
  size_t count = MIN(front->count, (size_t)RECENT_POSTS);
  site_read(viewer, "recent");
  *out = view_list_pages(viewer, front, front->count - count, count, true);
  return true;
}

static bool site_pages(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  const GPtrArray *pages = site_standalone(viewer->facts->site);
  site_read(viewer, "pages");
  Value list = value_list(viewer->arena, 0);
  for (guint i = 0; i < pages->len; i++) {
    const SitePage *page = g_ptr_array_index(pages, i);
    if (strcmp(page->page.lang, viewer->lang) == 0)
      value_list_add(viewer->arena, list, view_page(viewer, page));
  }
  *out = list;
  return true;
}

static bool site_tags(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  site_read(viewer, "tags");
  *out = view_terms(viewer, LIST_TAG);
  return true;
}

static bool site_authors(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  site_read(viewer, "authors");
  *out = view_terms(viewer, LIST_AUTHOR);
  return true;
}

static bool site_series(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  site_read(viewer, "series");
  *out = view_terms(viewer, LIST_SERIES);
  return true;
}

/* --- a taxonomy: which terms there are is read when they are asked for -------------------- */

static bool taxonomy_name(Viewer *viewer, void *self, Value *out)
{
  (void)viewer;
  *out = value_string(((const SiteTaxonomy *)self)->name);
  return true;
}

static bool taxonomy_title(Viewer *viewer, void *self, Value *out)
{
  view_setting(viewer, "taxonomies", false);
  *out = value_string(((const SiteTaxonomy *)self)->title);
  return true;
}

static bool taxonomy_url(Viewer *viewer, void *self, Value *out)
{
  const SiteList *front = viewer_front(viewer);
  view_setting(viewer, "languages", false); /* where a language has its folder */
  *out = value_string(
      arena_printf(viewer->arena, "%s%s/", front->url, ((const SiteTaxonomy *)self)->name));
  return true;
}

static bool taxonomy_terms(Viewer *viewer, void *self, Value *out)
{
  *out = view_terms_of(viewer, ((const SiteTaxonomy *)self)->name);
  return true;
}

static const ViewField taxonomy_fields[] = {
    {{"name", &shape_text}, taxonomy_name},
    {{"title", &shape_text}, taxonomy_title},
    {{"url", &shape_url}, taxonomy_url},
    {{"terms", &shape_terms}, taxonomy_terms},
};
const Shape shape_taxonomy = {
    .kind = SHAPE_OBJECT, .name = "taxonomy", .fields = SHAPE_TABLE(taxonomy_fields)};

static const ObjectClass taxonomy_class = {
    .name = "taxonomy", .shape = &shape_taxonomy, .field = view_field};

Value view_taxonomy(Viewer *viewer, const SiteTaxonomy *taxonomy)
{
  return taxonomy ? value_object(viewer->arena, &taxonomy_class, (void *)taxonomy) : value_none();
}

static const Shape shape_taxonomies = {.kind = SHAPE_LIST, .item = &shape_taxonomy};

static bool site_taxonomies(Viewer *viewer, void *self, Value *out)
{
  const Settings *settings = viewer->facts->settings;
  (void)self;
  view_setting(viewer, "taxonomies", false);
  *out = value_list(viewer->arena, settings->taxonomy_count);
  for (size_t i = 0; i < settings->taxonomy_count; i++)
    value_list_add(viewer->arena, *out, view_taxonomy(viewer, &settings->taxonomies[i]));
  return true;
}

static bool site_categories(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  *out = view_terms_of(viewer, "categories");
  return true;
}

/* Years, the oldest first. */
static bool site_archives(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  site_read(viewer, "archives");
  *out = view_terms(viewer, LIST_YEAR);
  return true;
}

/* The branch that this is a look at, "" for a folder; none for the site itself. */
static bool site_preview(Viewer *viewer, void *self, Value *out)
{
  (void)self;
  view_setting(viewer, "preview", false);
  *out = value_string(viewer->facts->settings->preview);
  return true;
}

static const ShapeField language_fields[] = {
    {"code", &shape_text}, {"name", &shape_text}, {"url", &shape_url}, {"current", &shape_bool}};
static const Shape shape_language = {
    .kind = SHAPE_MAP, .name = "language", .fields = SHAPE_TABLE(language_fields)};
static const Shape shape_languages = {.kind = SHAPE_LIST, .item = &shape_language};

static const ShapeField menu_fields[] = {
    {"title", &shape_text}, {"url", &shape_url}, {"current", &shape_bool}};
static const Shape shape_menu_entry = {
    .kind = SHAPE_MAP, .name = "menu entry", .fields = SHAPE_TABLE(menu_fields)};
static const Shape shape_menu = {.kind = SHAPE_LIST, .item = &shape_menu_entry};

static const ViewField site_fields[] = {
    {{"title", &shape_text}, site_title},
    {{"description", &shape_text}, site_description},
    {{"base_url", &shape_url}, site_base_url},
    {{"url", &shape_url}, site_url},
    {{"feed_url", &shape_url}, site_feed_url},
    {{"json_feed_url", &shape_url}, site_json_feed_url},
    {{"lang", &shape_text}, site_lang},
    {{"languages", &shape_languages}, site_languages},
    {{"params", NULL}, site_params},
    {{"menu", &shape_menu}, site_menu},
    {{"preview", &shape_text}, site_preview},
    {{"categories", &shape_terms}, site_categories},
    {{"taxonomies", &shape_taxonomies}, site_taxonomies},
    {{"archives", &shape_terms}, site_archives},
    {{"tags", &shape_terms}, site_tags},
    {{"authors", &shape_authors}, site_authors},
    {{"series", &shape_terms}, site_series},
    {{"recent", &shape_pages}, site_recent},
    {{"pages", &shape_pages}, site_pages},
};

const Shape shape_site = {.kind = SHAPE_OBJECT, .name = "site", .fields = SHAPE_TABLE(site_fields)};

static const ObjectClass site_class = {.name = "site", .shape = &shape_site, .field = view_field};

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

/* Which URLs are in a part is one fact, read as a whole; when a page was changed, or else
 * published, is one of the page. */
Value view_urls(Viewer *viewer, const SitemapPart *part)
{
  g_autofree char *subject = g_strconcat("sitemap/", part->path, NULL);
  viewer_read_named(viewer, subject, "urls");
  Field updated = page_field_number(viewer->facts, "updated");
  Field published = page_field_number(viewer->facts, "date");
  Value list = value_list(viewer->arena, part->count);
  viewer->steps += part->count * VIEW_STEPS_URL;
  for (size_t i = 0; i < part->count; i++) {
    const SitemapEntry *entry = &part->entries[i];
    if (entry->row)
      viewer_read(viewer, subject_make(SUBJECT_PAGE, entry->row), updated);
    if (entry->row && !entry->updated)
      viewer_read(viewer, subject_make(SUBJECT_PAGE, entry->row), published);
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

Value view_redirects(Viewer *viewer)
{
  const Facts *facts = viewer->facts;
  viewer_read_named(viewer, "redirects", "pairs");
  Value list = value_list(viewer->arena, facts->redirect_count);
  for (size_t i = 0; i < facts->redirect_count; i++) {
    Value entry = value_map(viewer->arena);
    value_map_put(viewer->arena, entry, "from", value_string(facts->redirects[i].from));
    value_map_put(viewer->arena, entry, "to", value_string(facts->redirects[i].to));
    value_list_add(viewer->arena, list, entry);
  }
  return list;
}

static const ShapeField redirect_fields[] = {{"from", &shape_url}, {"to", &shape_url}};
static const Shape shape_redirect = {
    .kind = SHAPE_MAP, .name = "redirect", .fields = SHAPE_TABLE(redirect_fields)};
const Shape shape_redirects = {.kind = SHAPE_LIST, .item = &shape_redirect};

static const ShapeField url_fields[] = {{"url", &shape_url}, {"updated", &shape_date}};
static const Shape shape_url_entry = {
    .kind = SHAPE_MAP, .name = "address", .fields = SHAPE_TABLE(url_fields)};
const Shape shape_urls = {.kind = SHAPE_LIST, .item = &shape_url_entry};
