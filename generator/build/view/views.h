/* views.h - the objects that templates see, over the facts.
 *
 * Each answers an attribute with a value and records the fact that it read. Inner
 * values (another page, a tag) are objects again, so reading `page.next.title` reads
 * two facts: which page is next, and that page's title.
 */
#ifndef SENF_GENERATOR_BUILD_VIEW_VIEWS_H
#define SENF_GENERATOR_BUILD_VIEW_VIEWS_H

#include "generator/build/facts/facts.h"

#include "common/template/template.h"

/* A row of the table that a class is made of: what templates may ask for, what it is
 * (checked when templates are loaded), and how it is answered. False: there is none
 * here, and it is undefined. */
typedef struct ViewField {
  ShapeField field;
  bool (*value)(Viewer *viewer, void *self, Value *out);
} ViewField;

/* ObjectClass.field for a shape whose rows are ViewFields. */
bool view_field(TemplateRun *run, void *self, const ShapeField *field, Value *out);

extern const Shape shape_page, shape_author, shape_term, shape_list, shape_site, shape_comment,
    shape_date;
/* Lists of them. */
extern const Shape shape_pages, shape_authors, shape_terms, shape_comments, shape_urls;

/* A template that shows much may take long: so many steps for each page or comment, and for
 * each address of the sitemap, on top of the setting. */
enum { VIEW_STEPS_ITEM = 1000, VIEW_STEPS_URL = 100 };

Value view_page(Viewer *viewer, const SitePage *page);
/* none for NULL */
Value view_page_or_none(Viewer *viewer, const SitePage *page);
Value view_pages(Viewer *viewer, SitePage *const *pages, size_t count, bool newest_first);
/* Pages first … first + count - 1 of a list. */
Value view_list_pages(Viewer *viewer, const SiteList *list, size_t first, size_t count,
                      bool newest_first);
Value view_author(Viewer *viewer, SiteAuthor *author);
/* The address of a list's feed, which stands beside its page; "" for no list. */
Value view_feed_url(Viewer *viewer, const SiteList *list, const char *file);
/* A tag, or a series when `page` says where it stands in it. */
Value view_term(Viewer *viewer, SiteList *list, const SitePage *page);
/* A numbered page of a list; a feed of it. */
Value view_list(Viewer *viewer, SiteList *list, size_t number);
Value view_feed(Viewer *viewer, SiteList *list);
Value view_site(Viewer *viewer);
Value view_data(Viewer *viewer);
/* All lists of a kind in the viewer's language, in the order of their keys. */
Value view_terms(Viewer *viewer, ListKind kind);
/* The terms of a taxonomy in the viewer's language; recorded. */
Value view_terms_of(Viewer *viewer, const char *taxonomy);
/* none for NULL */
Value view_taxonomy(Viewer *viewer, const SiteTaxonomy *taxonomy);
extern const Shape shape_taxonomy;
/* The URLs of a part of the sitemap; those of all parts. */
Value view_urls(Viewer *viewer, const SitemapPart *part);
Value view_sitemaps(Viewer *viewer);
/* All aliases: from, to. */
Value view_redirects(Viewer *viewer);
extern const Shape shape_redirects;
Value view_comment(Viewer *viewer, const Comment *comment);
/* none when it is not set */
Value view_date(Viewer *viewer, const DateTime *date);

/* Record that a setting is read: "params", or with `by_lang` "title" of the viewer's
 * language (facts_named.c). */
void view_setting(Viewer *viewer, const char *field, bool by_lang);

/* A page's HTML with its slots filled for this viewer; and for a feed. */
Value view_html(Viewer *viewer, const SitePage *page, const char *html, size_t length);
Value view_feed_html(Viewer *viewer, const SitePage *page, const char *html, size_t length);
/* A link or image of a page, resolved and recorded; text in the arena. */
const char *view_link(Viewer *viewer, const SitePage *page, const char *target);

/* The URL of the page that Hugo's ref names: a path, with or without its extension, or a
 * name that only one page has. NULL: there is none. */
const char *view_ref(Viewer *viewer, const SitePage *page, const char *target);
/* The size of an image of a page, recorded; false when it is not known. */
bool view_image_size(Viewer *viewer, const SitePage *page, const char *target, ImageSize *out);
/* The functions of view_links.c. */
void view_links_register(TemplateSet *set);
/* A string of the viewer's language, recorded; NULL: there is none. */
const char *view_string(Viewer *viewer, const char *key);
/* Record that a template took part (TemplateRender.used; the host is the viewer). */
void view_template_used(void *host, const char *name);
/* Fill *error for a shortcode without a template. */
void shortcode_unknown(Error **error, const Theme *theme, const char *name, const char *path,
                       int line);

/* A URL path as an absolute URL; what is absolute stays. */
const char *view_absolute(const Viewer *viewer, const char *url);

/* HTML with slots that belongs to no page, such as the text of a setting: links are
 * left as they are written, or go by the page that is rendered; `prefix` is for ids. */
Value view_fragment(Viewer *viewer, const char *html, size_t length, const char *prefix);

/* "{name} wrote" with name=… from the keywords; what has no value stays. */
Value view_fill_places(TemplateRun *run, Value form, const Arguments *arguments);
/* Minutes, at least one. */
int64_t view_reading_time(int64_t words);

/* TemplateRender.translate: the strings of the viewer's language know the text by
 * itself, or as "CONTEXT|TEXT". */
const char *view_translate(void *host, const char *context, const char *text, const char *plural,
                           int64_t count);

/* Of views_register: the filters of view_filters.c. */
void view_filters_register(TemplateSet *set);
/* The variables that the templates of this viewer's output see; `out` has room for
 * VIEW_VARIABLES. */
enum { VIEW_VARIABLES = 16 };
size_t view_variables(Viewer *viewer, TemplateVariable *out);
/* All that there are, for checks. */
extern const ShapeTable view_variable_table;

/* Add the generator's functions and filters (t, asset, date, absolute_url, …). */
void views_register(TemplateSet *set);

static inline Viewer *view_viewer(TemplateRun *run)
{
  return template_host(run);
}

#endif
