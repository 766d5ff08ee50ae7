#include "generator/model/markdown/markdown_attributes.h"
#include "generator/model/markdown/markdown_render.h"

#include <string.h>

bool is_figure(const Renderer *renderer, const cmark_node *paragraph)
{
  const cmark_node *image = paragraph->first_child;
  return !renderer->plain && renderer->most_words == 0 && image && !image->next &&
         image->type == CMARK_NODE_IMAGE && image->as.link.title.len > 0 &&
         (!paragraph->parent || paragraph->parent->type != CMARK_NODE_ITEM);
}

static bool in_figure(const Renderer *renderer, const cmark_node *image)
{
  return renderer->figure && image->parent == renderer->figure;
}

/* Readers who can't see it are told nothing of it. */
static void note_silent(Renderer *renderer, const cmark_node *image)
{
  if (!renderer->warnings || image->first_child)
    return;
  if (renderer->silent_images++ == 0)
    renderer->first_silent_image = line_of(renderer, image);
}

bool image_enter(Renderer *renderer, cmark_node *node)
{
  if (renderer->alt_of)
    return true;
  typography_pass(&renderer->typography, 'a');
  if (!renderer->plain && !renderer->excerpt)
    note_silent(renderer, node);
  if (in_figure(renderer, node)) {
    size_t begin = renderer->out->len;
    put(renderer, renderer->markup->figure);
    if (renderer->attributes)
      attributes_insert(renderer, node->parent, begin);
    renderer->has_extras = true;
  }
  put(renderer, renderer->markup->image);
  put_target(renderer, node, 'I');
  put(renderer, renderer->markup->image_alt);
  renderer->alt_of = node;
  return true;
}

static void put_length(Renderer *renderer, const char *key, const char *value)
{
  if (value)
    g_string_append_printf(renderer->out, " %s=\"%s\"", key, value);
}

static bool is_number(const char *value)
{
  return !value || !strchr(value, '%');
}

/* The size of a file of the site is looked up where the page is shown; of a width alone the
 * height follows, and the other way round. */
static void put_size(Renderer *renderer, const cmark_node *image)
{
  const cmark_chunk *url = &image->as.link.url;
  const NodeAttributes *said = attributes_of(renderer, image);
  const char *width = said ? attributes_get(said, "width") : NULL;
  const char *height = said ? attributes_get(said, "height") : NULL;
  bool has_file = !renderer->plain && url->len > 0 &&
                  target_is_inside((const char *)url->data, (size_t)url->len) &&
                  !memchr(url->data, MARK_LEAD[0], (size_t)url->len);
  if ((width && height) || (!has_file && (width || height)) || !is_number(width) ||
      !is_number(height)) {
    put_length(renderer, "width", width);
    put_length(renderer, "height", height);
  } else if (has_file && (width || height)) {
    g_autofree char *target = g_strdup_printf("%sx%s %.*s", width ? width : "",
                                              height ? height : "", url->len, url->data);
    put_slot(renderer, 'W', (const unsigned char *)target, strlen(target));
  } else if (has_file) {
    put_slot(renderer, 'D', url->data, (size_t)url->len);
  }
}

/* How it is loaded: when it comes into view, unless the author says otherwise. */
static void put_loading(Renderer *renderer, const cmark_node *image)
{
  const NodeAttributes *said = attributes_of(renderer, image);
  const char *loading = said ? attributes_get(said, "loading") : NULL;
  const char *decoding = said ? attributes_get(said, "decoding") : NULL;
  if (renderer->plain)
    return;
  put_length(renderer, "loading", loading ? loading : "lazy");
  put_length(renderer, "decoding", decoding ? decoding : "async");
}

static void put_caption(Renderer *renderer, const cmark_node *image)
{
  put(renderer, renderer->markup->caption);
  size_t length = (size_t)image->as.link.title.len;
  const char *title = marks_remove(renderer->inserts, renderer->arena,
                                   (const char *)image->as.link.title.data, &length, false);
  cmark_node text = {.type = CMARK_NODE_TEXT};
  text.as.literal = (cmark_chunk){.data = (unsigned char *)title, .len = (bufsize_t)length};
  text_begin(renderer);
  put_words(renderer, &text);
  text_end(renderer);
  put(renderer, renderer->markup->figure_end);
}

void image_leave(Renderer *renderer, cmark_node *node)
{
  if (renderer->alt_of != node)
    return;
  bool figure = in_figure(renderer, node);
  renderer->alt_of = NULL;
  if (!figure)
    put_title(renderer, node);
  put(renderer, renderer->markup->image_attributes);
  put_loading(renderer, node);
  put_attributes(renderer, node);
  put_size(renderer, node);
  put(renderer, renderer->markup->image_end);
  if (figure)
    put_caption(renderer, node);
}

void images_warn(Renderer *renderer)
{
  if (renderer->silent_images == 0 || !renderer->warnings)
    return;
  const char *file = renderer->options->file;
  if (renderer->silent_images == 1)
    warnings_add(renderer->warnings, file, renderer->first_silent_image, 0,
                 "this image has no text for those who can't see it: ![what it shows](…)");
  else
    warnings_add(renderer->warnings, file, renderer->first_silent_image, 0,
                 "%u images have no text for those who can't see them, this one first: "
                 "![what it shows](…)",
                 renderer->silent_images);
}
