/* view_page_parts.c - the contents of a page, and its comments. */
#include "generator/build/view/view_page.h"

#include <string.h>

Digest page_toc_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < page->page.heading_count; i++) {
    digester_add_int(&digester, page->page.headings[i].level);
    digester_add_text(&digester, page->page.headings[i].id);
    digester_add_text(&digester, page->page.headings[i].text);
  }
  return digester_end(&digester);
}

/* Headings nest by their level: one goes into the list of the nearest higher one. */
void page_toc_value(Viewer *viewer, const SitePage *page, Value *out)
{
  Arena *arena = viewer->arena;
  Value lists[7];
  int levels[7], depth = 0;
  lists[0] = *out = value_list(arena, page->page.heading_count);
  levels[0] = 0;
  for (size_t i = 0; i < page->page.heading_count; i++) {
    const Heading *heading = &page->page.headings[i];
    while (depth > 0 && levels[depth] >= heading->level)
      depth--;
    Value entry = value_map(arena), children = value_list(arena, 0);
    value_map_put(arena, entry, "level", value_int(heading->level));
    value_map_put(arena, entry, "id", value_string(heading->id));
    value_map_put(arena, entry, "text", value_string(heading->text));
    value_map_put(arena, entry, "children", children);
    value_list_add(arena, lists[depth], entry);
    if (depth < 6) {
      depth++;
      lists[depth] = children;
      levels[depth] = heading->level;
    }
  }
}

static const ShapeField toc_fields[];
static const Shape shape_toc_entry = {
    .kind = SHAPE_MAP, .name = "heading", .fields = {toc_fields, sizeof(ShapeField), 4}};
const Shape shape_page_toc = {.kind = SHAPE_LIST, .item = &shape_toc_entry};
static const ShapeField toc_fields[] = {{"level", &shape_number},
                                        {"id", &shape_text},
                                        {"text", &shape_text},
                                        {"children", &shape_page_toc}};

/* Feeds stand beside pages that are the index of a folder (plan.c). */
Digest page_comment_feed_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  return digest_mix(page->comments_shown, digest_text(page->page.url));
}
static void comment_feed(Viewer *viewer, const SitePage *page, const char *file, Value *out)
{
  view_setting(viewer, "comment_feeds", false);
  bool there = viewer->facts->settings->comment_feeds && page->comments_shown &&
               g_str_has_suffix(page->page.url, "/");
  *out = value_string(there ? arena_concat(viewer->arena, page->page.url, file) : "");
}
void page_comment_feed_value(Viewer *viewer, const SitePage *page, Value *out)
{
  comment_feed(viewer, page, "comments.xml", out);
}
void page_comment_json_feed_value(Viewer *viewer, const SitePage *page, Value *out)
{
  comment_feed(viewer, page, "comments.json", out);
}

void page_comments_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = value_list(viewer->arena, 0);
  const Comments *comments = viewer_comments(viewer, page);
  if (!comments)
    return;
  viewer_read_comments(viewer, page, viewer->facts->comments_thread, comments->digest);
  viewer->steps += comments->count * VIEW_STEPS_ITEM;
  for (size_t i = 0; i < comments->top_count; i++)
    value_list_add(viewer->arena, *out, view_comment(viewer, comments->top[i]));
}

void page_comment_count_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = value_int(0);
  const Comments *comments = viewer_comments(viewer, page);
  if (!comments)
    return;
  viewer_read_comments(viewer, page, viewer->facts->comments_count, digest_mix(7, comments->count));
  *out = value_int((int64_t)comments->count);
}
