/* view_list.c - tags, series, and numbered pages of lists. */
#include "generator/build/view/views.h"

#include "generator/model/site/site_store.h"

#include <string.h>

/* Reading a field of a list records it under the list's name. */
static void list_read(Viewer *viewer, const SiteList *list, const char *field)
{
  if (viewer->trace)
    viewer_read(viewer, viewer_thing(viewer, list, "list", list->key), viewer_field(viewer, field));
}

Value view_feed_url(Viewer *viewer, const SiteList *list, const char *file)
{
  return value_string(list ? arena_concat(viewer->arena, list->url, file) : "");
}

/* --- a tag or a series ------------------------------------------------------------------ */

typedef struct Term {
  SiteList *list;
  const SitePage *page; /* its place in a series; or NULL */
} Term;

static bool term_name(Viewer *viewer, void *self, Value *out)
{
  SiteList *list = ((const Term *)self)->list;
  list_read(viewer, list, "name");
  *out = value_string(list->name);
  return true;
}

static bool term_slug(Viewer *viewer, void *self, Value *out)
{
  (void)viewer;
  *out = value_string(((const Term *)self)->list->slug);
  return true;
}

static bool term_url(Viewer *viewer, void *self, Value *out)
{
  SiteList *list = ((const Term *)self)->list;
  list_read(viewer, list, "url");
  *out = value_string(list->url);
  return true;
}

static bool term_feed_url(Viewer *viewer, void *self, Value *out)
{
  SiteList *list = ((const Term *)self)->list;
  list_read(viewer, list, "url");
  *out = view_feed_url(viewer, list, "feed.xml");
  return true;
}

static bool term_json_feed_url(Viewer *viewer, void *self, Value *out)
{
  SiteList *list = ((const Term *)self)->list;
  list_read(viewer, list, "url");
  *out = view_feed_url(viewer, list, "feed.json");
  return true;
}

static bool term_count(Viewer *viewer, void *self, Value *out)
{
  SiteList *list = ((const Term *)self)->list;
  list_read(viewer, list, "count");
  *out = value_int((int64_t)list->count);
  return true;
}

static bool term_position(Viewer *viewer, void *self, Value *out)
{
  const Term *term = self;
  (void)viewer;
  if (!term->page)
    return false;
  *out = value_int(term->page->series_position);
  return true;
}

static bool term_items(Viewer *viewer, void *self, Value *out)
{
  SiteList *list = ((const Term *)self)->list;
  if (list->kind != LIST_SERIES)
    return false;
  g_autofree char *subject = g_strconcat("listpage/0/", list->key, NULL);
  viewer_read_named(viewer, subject, "items");
  *out = view_list_pages(viewer, list, 0, list->count, false);
  return true;
}

static bool term_taxonomy(Viewer *viewer, void *self, Value *out)
{
  (void)viewer;
  *out = value_string(((const Term *)self)->list->taxonomy);
  return true;
}

/* The first day of a year or month of the archives. */
static bool archive_date(Viewer *viewer, const SiteList *list, Value *out)
{
  DateParts parts = {.month = 1, .day = 1};
  char *rest;
  if (list->kind != LIST_YEAR && list->kind != LIST_MONTH)
    return false;
  parts.year = (int)g_ascii_strtoull(list->name, &rest, 10);
  if (*rest == '-')
    parts.month = (int)g_ascii_strtoull(rest + 1, NULL, 10);
  DateTime *date = arena_new_of(viewer->arena, DateTime);
  datetime_from_parts(&parts, 0, date);
  date->has_time = false;
  *out = view_date(viewer, date);
  return true;
}

static bool term_date(Viewer *viewer, void *self, Value *out)
{
  return archive_date(viewer, ((const Term *)self)->list, out);
}

/* Of a year. */
static bool term_months(Viewer *viewer, void *self, Value *out)
{
  const SiteList *year = ((const Term *)self)->list;
  if (year->kind != LIST_YEAR)
    return false;
  g_autofree char *subject = g_strconcat("site/", year->lang, NULL);
  viewer_read_named(viewer, subject, "archives");
  g_autoptr(GPtrArray) lists = site_lists_of(viewer->facts->site, LIST_MONTH, year->lang);
  *out = value_list(viewer->arena, 12);
  for (guint i = 0; i < lists->len; i++) {
    SiteList *month = g_ptr_array_index(lists, i);
    if (g_str_has_prefix(month->name, year->name))
      value_list_add(viewer->arena, *out, view_term(viewer, month, NULL));
  }
  return true;
}

static const ViewField term_fields[] = {
    {{"name", &shape_text}, term_name},
    {{"slug", &shape_text}, term_slug},
    {{"url", &shape_url}, term_url},
    {{"count", &shape_number}, term_count},
    {{"feed_url", &shape_url}, term_feed_url},
    {{"json_feed_url", &shape_url}, term_json_feed_url},
    {{"position", &shape_number}, term_position},
    {{"items", &shape_pages}, term_items},
    {{"taxonomy", &shape_text}, term_taxonomy},
    {{"date", &shape_date}, term_date},
    {{"months", &shape_terms}, term_months},
};

const Shape shape_term = {.kind = SHAPE_OBJECT, .name = "term", .fields = SHAPE_TABLE(term_fields)};
const Shape shape_terms = {.kind = SHAPE_LIST, .item = &shape_term};

static const ObjectClass term_class = {.name = "term", .shape = &shape_term, .field = view_field};

Value view_term(Viewer *viewer, SiteList *list, const SitePage *page)
{
  Term *term = arena_take(viewer->arena, sizeof *term);
  *term = (Term){list, page};
  return value_object(viewer->arena, &term_class, term);
}

Value view_terms_of(Viewer *viewer, const char *taxonomy)
{
  bool tags = strcmp(taxonomy, "tags") == 0;
  g_autofree char *subject = g_strconcat("site/", viewer->lang, NULL);
  viewer_read_named(viewer, subject, tags ? "tags" : "terms");
  g_autoptr(GPtrArray) lists =
      site_lists_of(viewer->facts->site, tags ? LIST_TAG : LIST_TERM, viewer->lang);
  Value list = value_list(viewer->arena, lists->len);
  viewer->steps += lists->len * VIEW_STEPS_ITEM;
  for (guint i = 0; i < lists->len; i++) {
    SiteList *one = g_ptr_array_index(lists, i);
    if (strcmp(one->taxonomy, taxonomy) == 0)
      value_list_add(viewer->arena, list, view_term(viewer, one, NULL));
  }
  return list;
}

Value view_terms(Viewer *viewer, ListKind kind)
{
  g_autoptr(GPtrArray) lists = site_lists_of(viewer->facts->site, kind, viewer->lang);
  Value list = value_list(viewer->arena, lists->len);
  viewer->steps += lists->len * VIEW_STEPS_ITEM;
  for (guint i = 0; i < lists->len; i++) {
    SiteList *one = g_ptr_array_index(lists, i);
    value_list_add(viewer->arena, list,
                   kind == LIST_AUTHOR ? view_author(viewer, one->author)
                                       : view_term(viewer, one, NULL));
  }
  return list;
}

/* --- a numbered page of a list, or its feed ---------------------------------------------- */

typedef struct ListPage {
  SiteList *list;
  size_t number;
  bool feed;
} ListPage;

static void listpage_read(Viewer *viewer, const ListPage *page, const char *field)
{
  if (!viewer->trace)
    return;
  g_autofree char *subject =
      page->feed ? g_strconcat("feed/", page->list->key, NULL)
                 : g_strdup_printf("listpage/%zu/%s", page->number, page->list->key);
  viewer_read_named(viewer, subject, field);
}

static bool list_items(Viewer *viewer, void *self, Value *out)
{
  const ListPage *page = self;
  const Facts *facts = viewer->facts;
  size_t first, count;
  listpage_read(viewer, page, "items");
  if (page->feed)
    count = feed_slice(facts->settings, page->list, &first);
  else
    count = site_list_slice(facts->site, page->list, page->number, &first);
  *out = view_list_pages(viewer, page->list, first, count, page->list->kind != LIST_SERIES);
  return true;
}

static bool list_url(Viewer *viewer, void *self, Value *out)
{
  const ListPage *page = self;
  *out = value_string(site_list_url(viewer->facts->site, page->list, page->number, viewer->arena));
  return true;
}

/* The page with newer posts: the next number, or the unnumbered newest page. */
static bool list_newer_url(Viewer *viewer, void *self, Value *out)
{
  const ListPage *page = self;
  *out = value_string("");
  if (page->number == 0 || page->feed)
    return true;
  listpage_read(viewer, page, "newer");
  size_t newer = page->number == page->list->archive_count ? 0 : page->number + 1;
  *out = value_string(site_list_url(viewer->facts->site, page->list, newer, viewer->arena));
  return true;
}

static bool list_older_url(Viewer *viewer, void *self, Value *out)
{
  const ListPage *page = self;
  *out = value_string("");
  if (page->feed)
    return true;
  listpage_read(viewer, page, "older");
  size_t older = page->number == 0 ? page->list->archive_count : page->number - 1;
  if (older)
    *out = value_string(site_list_url(viewer->facts->site, page->list, older, viewer->arena));
  return true;
}

static bool list_first_url(Viewer *viewer, void *self, Value *out)
{
  const ListPage *page = self;
  (void)viewer;
  *out = value_string(page->number && !page->feed ? page->list->url : "");
  return true;
}

static bool list_feed_url(Viewer *viewer, void *self, Value *out)
{
  *out = view_feed_url(viewer, ((const ListPage *)self)->list, "feed.xml");
  return true;
}

static bool list_json_feed_url(Viewer *viewer, void *self, Value *out)
{
  *out = view_feed_url(viewer, ((const ListPage *)self)->list, "feed.json");
  return true;
}

static bool list_title(Viewer *viewer, void *self, Value *out)
{
  const SiteList *list = ((const ListPage *)self)->list;
  list_read(viewer, list, "name");
  *out = value_string(list->name);
  return true;
}

static bool list_kind(Viewer *viewer, void *self, Value *out)
{
  static const char *const names[] = {"front", "tag",  "author", "series",
                                      "term",  "year", "month",  "section"};
  (void)viewer;
  *out = value_string(names[((const ListPage *)self)->list->kind]);
  return true;
}

static bool list_number(Viewer *viewer, void *self, Value *out)
{
  (void)viewer;
  *out = value_int((int64_t)((const ListPage *)self)->number);
  return true;
}

static bool list_count(Viewer *viewer, void *self, Value *out)
{
  const ListPage *page = self;
  listpage_read(viewer, page, "pages");
  *out = value_int((int64_t)page->list->archive_count + 1);
  return true;
}

static bool list_total(Viewer *viewer, void *self, Value *out)
{
  const SiteList *list = ((const ListPage *)self)->list;
  list_read(viewer, list, "count");
  *out = value_int((int64_t)list->count);
  return true;
}

static bool list_term(Viewer *viewer, void *self, Value *out)
{
  SiteList *list = ((const ListPage *)self)->list;
  *out = list->taxonomy ? view_term(viewer, list, NULL) : value_none();
  return true;
}

static bool list_series(Viewer *viewer, void *self, Value *out)
{
  SiteList *list = ((const ListPage *)self)->list;
  *out = list->kind == LIST_SERIES ? view_term(viewer, list, NULL) : value_none();
  return true;
}

static bool list_author(Viewer *viewer, void *self, Value *out)
{
  const SiteList *list = ((const ListPage *)self)->list;
  *out = list->author ? view_author(viewer, list->author) : value_none();
  return true;
}

static bool list_date(Viewer *viewer, void *self, Value *out)
{
  return archive_date(viewer, ((const ListPage *)self)->list, out);
}

/* An _index.md: on the newest page of the list. */
static bool list_page(Viewer *viewer, void *self, Value *out)
{
  const SiteList *list = ((const ListPage *)self)->list;
  list_read(viewer, list, "text");
  *out = view_page_or_none(viewer, list->text);
  return true;
}

static bool list_taxonomy(Viewer *viewer, void *self, Value *out)
{
  const char *name = ((const ListPage *)self)->list->taxonomy;
  *out = view_taxonomy(viewer, name ? settings_taxonomy(viewer->facts->settings, name) : NULL);
  return true;
}

static const ViewField list_fields[] = {
    {{"title", &shape_text}, list_title},
    {{"kind", &shape_text}, list_kind},
    {{"items", &shape_pages}, list_items},
    {{"number", &shape_number}, list_number},
    {{"count", &shape_number}, list_count},
    {{"total", &shape_number}, list_total},
    {{"url", &shape_url}, list_url},
    {{"newer_url", &shape_url}, list_newer_url},
    {{"older_url", &shape_url}, list_older_url},
    {{"first_url", &shape_url}, list_first_url},
    {{"feed_url", &shape_url}, list_feed_url},
    {{"json_feed_url", &shape_url}, list_json_feed_url},
    {{"term", &shape_term}, list_term},
    {{"author", &shape_author}, list_author},
    {{"series", &shape_term}, list_series},
    {{"taxonomy", &shape_taxonomy}, list_taxonomy},
    {{"date", &shape_date}, list_date},
    {{"page", &shape_page}, list_page},
};

const Shape shape_list = {.kind = SHAPE_OBJECT, .name = "list", .fields = SHAPE_TABLE(list_fields)};

static const ObjectClass list_class = {.name = "list", .shape = &shape_list, .field = view_field};

static Value list_value(Viewer *viewer, SiteList *list, size_t number, bool feed)
{
  ListPage *page = arena_new_of(viewer->arena, ListPage);
  *page = (ListPage){list, number, feed};
  return value_object(viewer->arena, &list_class, page);
}

Value view_list(Viewer *viewer, SiteList *list, size_t number)
{
  return list_value(viewer, list, number, false);
}

Value view_feed(Viewer *viewer, SiteList *list)
{
  return list_value(viewer, list, 0, true);
}
