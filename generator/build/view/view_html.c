/* view_html.c - a page's HTML where it is shown: its slots filled in. */
#include "generator/build/view/view_fill.h"

#include "generator/build/plan.h"
#include "generator/build/view/feed_html.h"
#include "generator/model/markdown/code_block.h"
#include "generator/model/markdown/slots.h"
#include "generator/model/site/links.h"

#include "common/escape.h"

#include <string.h>

const char *view_absolute(const Viewer *viewer, const char *url)
{
  if (url[0] != '/' || url[1] == '/')
    return url;
  return arena_concat(viewer->arena, viewer->facts->origin, url);
}

static void fill_link(const Filling *filling, const char *text, size_t length, GString *out)
{
  const char *target = arena_strndup(filling->viewer->arena, text, length);
  const char *url =
      filling->page ? view_link(filling->viewer, filling->page, target)
                    : link_as_written(filling->viewer->facts->site, target, filling->viewer->arena);
  GString *escaped = g_string_sized_new(strlen(url) + 16);
  escape_url(escaped, url, strlen(url));
  escape_html(out, escaped->str, escaped->len);
  g_string_free(escaped, TRUE);
}

static void fill_size(const Filling *filling, const char *text, size_t length, GString *out)
{
  ImageSize size;
  const char *target = arena_strndup(filling->viewer->arena, text, length);
  if (filling->page && view_image_size(filling->viewer, filling->page, target, &size))
    g_string_append_printf(out, " width=\"%d\" height=\"%d\"", size.width, size.height);
}

/* The author said the width or the height: the other one follows from the file. */
static void fill_scaled(const Filling *filling, const char *text, size_t length, GString *out)
{
  ImageSize file;
  const char *target;
  SlotSize size = slot_size_read(text, length, &target);
  target = arena_strndup(filling->viewer->arena, target, (size_t)(text + length - target));
  if (filling->page && view_image_size(filling->viewer, filling->page, target, &file))
    slot_size_scale(&size, file.width, file.height);
  slot_size_put(out, &size);
}

/* --- strings and code ---------------------------------------------------------------------- */

/* A theme without the string shows the last word of its key. */
static void fill_string(const Filling *filling, const char *text, size_t length, GString *out)
{
  Viewer *viewer = filling->viewer;
  const char *key = arena_strndup(viewer->arena, text, length);
  const char *found = view_string(viewer, key), *dot = strrchr(key, '.');
  if (!found)
    found = dot ? dot + 1 : key;
  escape_html(out, found, strlen(found));
}

static void fill_code(const Filling *filling, const char *text, size_t length, GString *out)
{
  Viewer *viewer = filling->viewer;
  CodeOptions options;
  const char *code;
  size_t code_length;
  if (!code_slot_read(&options, text, length, &code, &code_length))
    return;
  if (filling->feed) {
    escape_html(out, code, code_length);
    return;
  }
  g_autoptr(GString) html = g_string_sized_new(code_length * 2);
  if (!highlighter_code(viewer->facts->highlighter, options.language, code, code_length, html))
    escape_html(html, code, code_length);
  viewer_read_named(viewer, "highlighter", "version");
  if (code_has_lines(&options))
    code_lines(out, &options, html->str, html->len);
  else
    g_string_append_len(out, html->str, (gssize)html->len);
}

/* --- all ------------------------------------------------------------------------------------- */

void fill_slot(void *data, char letter, const char *text, size_t length, GString *out)
{
  Filling *filling = data;
  switch (letter) {
  case 'N':
    g_string_append(out, filling->prefix);
    break;
  case 'L':
  case 'I':
    fill_link(filling, text, length, out);
    break;
  case 'D':
    fill_size(filling, text, length, out);
    break;
  case 'W':
    fill_scaled(filling, text, length, out);
    break;
  case 'T':
    fill_string(filling, text, length, out);
    break;
  case 'H':
    fill_code(filling, text, length, out);
    break;
  case 'S':
    fill_shortcode(filling, text, length, out);
    break;
  default:
    break;
  }
}

/* A shortcode that shows the body that it stands in would have no end. */
static bool is_too_deep(Viewer *viewer)
{
  int depth = 0;
  for (const Filling *filling = viewer->filling; filling; filling = filling->outer)
    depth++;
  if (depth < FILLING_DEPTH_MAX)
    return false;
  if (!viewer->error) {
    error_set(&viewer->error, ERROR_SITE, "a shortcode shows the text that it stands in");
    if (viewer->filling->page)
      error_at(&viewer->error, viewer->filling->page->page.path, 0, 0);
    error_hint(&viewer->error, "its template reads the body or the summary of a page");
  }
  return true;
}

static Value filled_value(Filling *filling, const char *html, size_t length)
{
  Viewer *viewer = filling->viewer;
  if (!memchr(html, SLOT_BEGIN, length))
    return value_markup(html, length);
  if (is_too_deep(viewer))
    return value_markup("", 0);
  GString *out = g_string_sized_new(length + 256);
  filling->outer = viewer->filling;
  viewer->filling = filling;
  slots_fill(html, length, fill_slot, filling, out);
  viewer->filling = filling->outer;
  const char *filled = arena_strndup(viewer->arena, out->str, out->len);
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
  Filling filling = {.viewer = viewer, .page = page, .prefix = "", .feed = true};
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
