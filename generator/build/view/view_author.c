/* view_author.c - a person who writes here. */
#include "generator/build/view/views.h"

#include "generator/model/site/links.h"

#include <string.h>

static void author_read(Viewer *viewer, const SiteAuthor *author, const char *field, bool by_lang)
{
  if (viewer->trace)
    viewer_read(viewer, viewer_thing(viewer, author, "author", author->id),
                by_lang ? viewer_lang_field(viewer, field) : viewer_field(viewer, field));
}

static bool author_id(Viewer *viewer, void *self, Value *out)
{
  (void)viewer;
  *out = value_string(((const SiteAuthor *)self)->id);
  return true;
}

/* Fields that are text of the profile. */
#define AUTHOR_TEXT(member)                                                                        \
  static bool author_##member(Viewer *viewer, void *self, Value *out)                              \
  {                                                                                                \
    const SiteAuthor *author = self;                                                               \
    author_read(viewer, author, #member, false);                                                   \
    *out = value_string(author->member);                                                           \
    return true;                                                                                   \
  }
AUTHOR_TEXT(name)
AUTHOR_TEXT(website)

/* A file beside the profile, or an address. */
static bool author_avatar(Viewer *viewer, void *self, Value *out)
{
  const SiteAuthor *author = self;
  Site *site = viewer->facts->site;
  author_read(viewer, author, "avatar", false);
  if (!author->avatar_is_file) {
    *out = value_string(link_as_written(site, author->avatar, viewer->arena));
    return true;
  }
  g_autofree char *subject = g_strconcat("path/", author->avatar, NULL);
  viewer_read_named(viewer, subject, "url");
  bool is_file = facts_has_file(viewer->facts, author->avatar);
  const char *url = link_url(site, author->avatar, is_file, viewer->arena);
  *out = value_string(url ? url : "");
  return true;
}

static bool author_bio(Viewer *viewer, void *self, Value *out)
{
  const SiteAuthor *author = self;
  const char *bio = site_author_bio(author, viewer->lang);
  author_read(viewer, author, "bio", true);
  *out = value_markup(bio, strlen(bio));
  return true;
}

static bool author_url(Viewer *viewer, void *self, Value *out)
{
  const SiteList *list = viewer_author_list(viewer, self);
  author_read(viewer, self, "url", true);
  *out = value_string(list ? list->url : "");
  return true;
}

static bool author_feed_url(Viewer *viewer, void *self, Value *out)
{
  author_read(viewer, self, "url", true);
  *out = view_feed_url(viewer, viewer_author_list(viewer, self), "feed.xml");
  return true;
}

static bool author_json_feed_url(Viewer *viewer, void *self, Value *out)
{
  author_read(viewer, self, "url", true);
  *out = view_feed_url(viewer, viewer_author_list(viewer, self), "feed.json");
  return true;
}

static bool author_count(Viewer *viewer, void *self, Value *out)
{
  const SiteList *list = viewer_author_list(viewer, self);
  author_read(viewer, self, "count", true);
  *out = value_int(list ? (int64_t)list->count : 0);
  return true;
}

static const ViewField author_fields[] = {
    {{"id", &shape_text}, author_id},
    {{"name", &shape_text}, author_name},
    {{"bio", &shape_markup}, author_bio},
    {{"website", &shape_url}, author_website},
    {{"avatar", &shape_url}, author_avatar},
    {{"url", &shape_url}, author_url},
    {{"feed_url", &shape_url}, author_feed_url},
    {{"json_feed_url", &shape_url}, author_json_feed_url},
    {{"count", &shape_number}, author_count},
};

const Shape shape_author = {
    .kind = SHAPE_OBJECT, .name = "author", .fields = SHAPE_TABLE(author_fields)};
const Shape shape_authors = {.kind = SHAPE_LIST, .item = &shape_author};

static const ObjectClass author_class = {
    .name = "author", .shape = &shape_author, .field = view_field};

Value view_author(Viewer *viewer, SiteAuthor *author)
{
  return value_object(viewer->arena, &author_class, author);
}
