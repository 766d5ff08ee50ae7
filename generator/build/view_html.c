/* view_html.c - a page's HTML where it is shown: links and ids filled in. */
#include "generator/build/views.h"

#include "generator/build/feed_html.h"
#include "generator/build/plan.h"
#include "generator/model/links.h"
#include "generator/model/slots.h"

#include "common/escape.h"

#include <string.h>

typedef struct Filling {
  Viewer *viewer;
  const SitePage *page; /* or NULL */
  const char *prefix;   /* of ids, when the page is not on its own page */
} Filling;

const char *view_absolute(const Viewer *viewer, const char *url)
{
  if (url[0] != '/' || url[1] == '/')
    return url;
  return arena_printf(viewer->arena, "%s%s", viewer->facts->origin, url);
}

const char *view_link(Viewer *viewer, const SitePage *page, const char *target)
{
  const Facts *facts = viewer->facts;
  g_autofree char *suffix = NULL;
  g_autofree char *path = link_source_path(page->page.path, target, &suffix);
  if (path) {
    /* Where it leads depends on where the page stands, and a page can be moved. */
    if (target[0] != '/')
      viewer_read(viewer, subject_make(SUBJECT_PAGE, page->row),
                  page_field_number(facts, "source_path"), digest_text(page->page.path));
    g_autofree char *subject = g_strconcat("path/", path, NULL);
    viewer_read_named(viewer, subject, "url");
    bool is_file = facts_has_file(facts, path);
    const char *url = link_url(facts->site, path, is_file, viewer->arena);
    if (url)
      return arena_printf(viewer->arena, "%s%s", url, suffix);
  }
  return link_as_written(facts->site, target, viewer->arena);
}

static void fill(void *data, char letter, const char *text, size_t length, GString *out)
{
  Filling *filling = data;
  if (letter == 'N') {
    g_string_append(out, filling->prefix);
    return;
  }
  const char *target = arena_strndup(filling->viewer->arena, text, length);
  const char *url =
      filling->page ? view_link(filling->viewer, filling->page, target)
                    : link_as_written(filling->viewer->facts->site, target, filling->viewer->arena);
  GString *escaped = g_string_sized_new(strlen(url) + 16);
  escape_url(escaped, url, strlen(url));
  escape_html(out, escaped->str, escaped->len);
  g_string_free(escaped, TRUE);
}

static Value filled_value(Filling *filling, const char *html, size_t length)
{
  if (!memchr(html, SLOT_BEGIN, length))
    return value_markup(html, length);
  GString *out = g_string_sized_new(length + 256);
  slots_fill(html, length, fill, filling, out);
  const char *filled = arena_strndup(filling->viewer->arena, out->str, out->len);
  Value value = value_markup(filled, out->len);
  g_string_free(out, TRUE);
  return value;
}

Value view_html(Viewer *viewer, const SitePage *page, const char *html, size_t length)
{
  Filling filling = {.viewer = viewer, .page = page, .prefix = ""};
  char prefix[24];
  if (!viewer->output || viewer->output->page != page) {
    g_snprintf(prefix, sizeof prefix, "p%08x-",
               (unsigned)(digest_text(page->page.id) & 0xffffffffU));
    filling.prefix = prefix;
  }
  return filled_value(&filling, html, length);
}

/* An address that may stand within quotes of either kind. */
static char *base_url(Viewer *viewer, const SitePage *page)
{
  GString *url = g_string_new(NULL);
  const char *absolute = view_absolute(viewer, page->page.url);
  escape_url(url, absolute, strlen(absolute));
  g_string_replace(url, "'", "%27", 0);
  return g_string_free(url, FALSE);
}

/* In a feed each page stands alone, so its ids need no prefix. */
Value view_feed_html(Viewer *viewer, const SitePage *page, const char *html, size_t length)
{
  Filling filling = {.viewer = viewer, .page = page, .prefix = ""};
  Value filled = filled_value(&filling, html, length);
  GString *out = g_string_sized_new(filled.length + 256);
  g_autofree char *base = base_url(viewer, page);
  feed_html(out, filled.text, filled.length, base);
  Value value = value_markup(arena_strndup(viewer->arena, out->str, out->len), out->len);
  g_string_free(out, TRUE);
  return value;
}

Value view_fragment(Viewer *viewer, const char *html, size_t length, const char *prefix)
{
  Filling filling = {
      .viewer = viewer, .page = viewer->output ? viewer->output->page : NULL, .prefix = prefix};
  return filled_value(&filling, html, length);
}
