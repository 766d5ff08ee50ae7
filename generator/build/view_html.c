/* view_html.c - a page's HTML where it is shown: links and ids filled in. */
#include "generator/build/views.h"

#include "generator/build/plan.h"
#include "generator/model/links.h"
#include "generator/model/slots.h"

#include "common/escape.h"

#include <string.h>

typedef struct Filling {
  Viewer *viewer;
  const SitePage *page;
  bool absolute;
  char prefix[24]; /* of ids, when the page is not on its own page */
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
  const char *url = view_link(filling->viewer, filling->page, target);
  if (filling->absolute)
    url = view_absolute(filling->viewer, url);
  GString *escaped = g_string_sized_new(strlen(url) + 16);
  escape_url(escaped, url, strlen(url));
  escape_html(out, escaped->str, escaped->len);
  g_string_free(escaped, TRUE);
}

Value view_html(Viewer *viewer, const SitePage *page, const char *html, size_t length,
                bool absolute)
{
  if (!memchr(html, SLOT_BEGIN, length))
    return value_markup(html, length);
  Filling filling = {.viewer = viewer, .page = page, .absolute = absolute};
  if (!viewer->output || viewer->output->page != page || absolute)
    g_snprintf(filling.prefix, sizeof filling.prefix, "p%08x-",
               (unsigned)(digest_text(page->page.id) & 0xffffffffU));
  GString *out = g_string_sized_new(length + 256);
  slots_fill(html, length, fill, &filling, out);
  const char *filled = arena_strndup(viewer->arena, out->str, out->len);
  Value value = value_markup(filled, out->len);
  g_string_free(out, TRUE);
  return value;
}
