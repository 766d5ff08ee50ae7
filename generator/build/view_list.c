/* view_list.c - tags, series, authors, and numbered pages of lists. */
#include "generator/build/views.h"

#include "generator/model/site_store.h"

#include <string.h>

/* Reading a field of a list records it under the list's name. */
static void list_read(Viewer *viewer, const SiteList *list, const char *field)
{
  if (!viewer->trace)
    return;
  g_autofree char *subject = g_strconcat("list/", list->key, NULL);
  viewer_read_named(viewer, subject, field);
}

static const char *feed_url(Viewer *viewer, const SiteList *list)
{
  return arena_printf(viewer->arena, "%sfeed.xml", list->url);
}

/* --- a tag or a series ------------------------------------------------------------------ */

typedef struct Term {
  SiteList *list;
  const SitePage *page; /* its place in a series; or NULL */
} Term;

static const char *const term_names[] = {"name",     "slug",     "url",   "count",
                                         "feed_url", "position", "items", NULL};

static bool term_get(TemplateRun *run, void *self, const char *name, Value *out)
{
  Viewer *viewer = view_viewer(run);
  const Term *term = self;
  SiteList *list = term->list;
  if (strcmp(name, "name") == 0) {
    list_read(viewer, list, "name");
    *out = value_string(list->name);
  } else if (strcmp(name, "slug") == 0) {
    *out = value_string(list->slug);
  } else if (strcmp(name, "url") == 0) {
    list_read(viewer, list, "url");
    *out = value_string(list->url);
  } else if (strcmp(name, "feed_url") == 0) {
    list_read(viewer, list, "url");
    *out = value_string(feed_url(viewer, list));
  } else if (strcmp(name, "count") == 0) {
    list_read(viewer, list, "count");
    *out = value_int((int64_t)list->count);
  } else if (strcmp(name, "position") == 0 && term->page) {
    *out = value_int(term->page->series_position);
  } else if (strcmp(name, "items") == 0 && list->kind == LIST_SERIES) {
    g_autofree char *subject = g_strconcat("listpage/0/", list->key, NULL);
    viewer_read_named(viewer, subject, "items");
    *out = view_list_pages(viewer, list, 0, list->count, false);
  } else {
    return false;
  }
  return true;
}

static const ObjectClass term_class = {.name = "term", .fields = term_names, .get = term_get};

Value view_term(Viewer *viewer, SiteList *list, const SitePage *page)
{
  Term *term = arena_new_of(viewer->arena, Term);
  *term = (Term){list, page};
  return value_object(viewer->arena, &term_class, term);
}

Value view_terms(Viewer *viewer, ListKind kind)
{
  g_autoptr(GPtrArray) lists = site_lists_of(viewer->facts->site, kind, viewer->lang);
  Value list = value_list(viewer->arena, lists->len);
  for (guint i = 0; i < lists->len; i++) {
    SiteList *one = g_ptr_array_index(lists, i);
    value_list_add(viewer->arena, list,
                   kind == LIST_AUTHOR ? view_author(viewer, one->author)
                                       : view_term(viewer, one, NULL));
  }
  return list;
}

/* --- an author -------------------------------------------------------------------------- */

static const char *const author_names[] = {"id",     "name", "bio",   "website",
                                           "avatar", "url",  "count", NULL};

static void author_read(Viewer *viewer, const SiteAuthor *author, const char *field, bool by_lang)
{
  if (!viewer->trace)
    return;
  g_autofree char *subject = g_strconcat("author/", author->id, NULL);
  g_autofree char *full = by_lang ? g_strconcat(field, "/", viewer->lang, NULL) : NULL;
  viewer_read_named(viewer, subject, full ? full : field);
}

static const SiteList *author_list(Viewer *viewer, const SiteAuthor *author)
{
  g_autofree char *key = g_strdup_printf("%s/author/%s", viewer->lang, author->id);
  return site_list(viewer->facts->site, key);
}

static bool author_get(TemplateRun *run, void *self, const char *name, Value *out)
{
  Viewer *viewer = view_viewer(run);
  const SiteAuthor *author = self;
  if (strcmp(name, "id") == 0) {
    *out = value_string(author->id);
    return true;
  }
  const SiteList *list = author_list(viewer, author);
  bool by_lang = strcmp(name, "url") == 0 || strcmp(name, "count") == 0;
  author_read(viewer, author, name, by_lang);
  if (strcmp(name, "name") == 0)
    *out = value_string(author->name);
  else if (strcmp(name, "bio") == 0)
    *out = value_markup(author->bio, strlen(author->bio));
  else if (strcmp(name, "website") == 0)
    *out = value_string(author->website);
  else if (strcmp(name, "avatar") == 0)
    *out = value_string(author->avatar);
  else if (strcmp(name, "url") == 0)
    *out = value_string(list ? list->url : "");
  else if (strcmp(name, "count") == 0)
    *out = value_int(list ? (int64_t)list->count : 0);
  else
    return false;
  return true;
}

static const ObjectClass author_class = {
    .name = "author", .fields = author_names, .get = author_get};

Value view_author(Viewer *viewer, SiteAuthor *author)
{
  return value_object(viewer->arena, &author_class, author);
}

/* --- a numbered page of a list, or its feed ---------------------------------------------- */

typedef struct ListPage {
  SiteList *list;
  size_t number;
  bool feed;
} ListPage;

static const char *const list_names[] = {"title",  "items",     "number",    "count",     "total",
                                         "url",    "newer_url", "older_url", "first_url", "term",
                                         "author", "series",    "feed_url",  "kind",      NULL};

static void listpage_read(Viewer *viewer, const ListPage *page, const char *field)
{
  if (!viewer->trace)
    return;
  g_autofree char *subject =
      page->feed ? g_strconcat("feed/", page->list->key, NULL)
                 : g_strdup_printf("listpage/%zu/%s", page->number, page->list->key);
  viewer_read_named(viewer, subject, field);
}

static Value list_items(Viewer *viewer, const ListPage *page)
{
  const Facts *facts = viewer->facts;
  size_t first, count;
  listpage_read(viewer, page, "items");
  if (page->feed)
    count = feed_slice(facts->settings, page->list, &first);
  else
    count = site_list_slice(facts->site, page->list, page->number, &first);
  return view_list_pages(viewer, page->list, first, count, page->list->kind != LIST_SERIES);
}

/* The page with newer posts: the next number, or the unnumbered newest page. */
static const char *newer_url(Viewer *viewer, const ListPage *page)
{
  if (page->number == 0 || page->feed)
    return "";
  listpage_read(viewer, page, "newer");
  size_t newer = page->number == page->list->archive_count ? 0 : page->number + 1;
  return site_list_url(viewer->facts->site, page->list, newer, viewer->arena);
}

static const char *older_url(Viewer *viewer, const ListPage *page)
{
  if (page->feed)
    return "";
  listpage_read(viewer, page, "older");
  size_t older = page->number == 0 ? page->list->archive_count : page->number - 1;
  return older ? site_list_url(viewer->facts->site, page->list, older, viewer->arena) : "";
}

static bool list_url_get(Viewer *viewer, const ListPage *page, const char *name, Value *out)
{
  const SiteList *list = page->list;
  if (strcmp(name, "url") == 0)
    *out = value_string(site_list_url(viewer->facts->site, list, page->number, viewer->arena));
  else if (strcmp(name, "newer_url") == 0)
    *out = value_string(newer_url(viewer, page));
  else if (strcmp(name, "older_url") == 0)
    *out = value_string(older_url(viewer, page));
  else if (strcmp(name, "first_url") == 0)
    *out = value_string(page->number && !page->feed ? list->url : "");
  else if (strcmp(name, "feed_url") == 0)
    *out = value_string(feed_url(viewer, list));
  else
    return false;
  return true;
}

static const char *const list_kind_names[] = {"front", "tag", "author", "series"};

static bool list_get(TemplateRun *run, void *self, const char *name, Value *out)
{
  Viewer *viewer = view_viewer(run);
  const ListPage *page = self;
  SiteList *list = page->list;
  if (list_url_get(viewer, page, name, out))
    return true;
  if (strcmp(name, "items") == 0) {
    *out = list_items(viewer, page);
  } else if (strcmp(name, "title") == 0) {
    list_read(viewer, list, "name");
    *out = value_string(list->name);
  } else if (strcmp(name, "kind") == 0) {
    *out = value_string(list_kind_names[list->kind]);
  } else if (strcmp(name, "number") == 0) {
    *out = value_int((int64_t)page->number);
  } else if (strcmp(name, "count") == 0) {
    listpage_read(viewer, page, "pages");
    *out = value_int((int64_t)list->archive_count + 1);
  } else if (strcmp(name, "total") == 0) {
    list_read(viewer, list, "count");
    *out = value_int((int64_t)list->count);
  } else if (strcmp(name, "term") == 0) {
    *out = list->kind == LIST_TAG ? view_term(viewer, list, NULL) : value_none();
  } else if (strcmp(name, "series") == 0) {
    *out = list->kind == LIST_SERIES ? view_term(viewer, list, NULL) : value_none();
  } else if (strcmp(name, "author") == 0) {
    *out = list->author ? view_author(viewer, list->author) : value_none();
  } else {
    return false;
  }
  return true;
}

static const ObjectClass list_class = {.name = "list", .fields = list_names, .get = list_get};

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
