/* markdown_page.c - a page that is written in HTML, as a tree of one block, or of three with
 * a <!--more--> between. */
#include "generator/model/markdown/markdown_render.h"

#include <string.h>

static cmark_node *add(Arena *arena, cmark_node *parent, cmark_node_type type)
{
  cmark_node *node = arena_new_of(arena, cmark_node);
  node->type = (uint16_t)type;
  node->start_line = node->end_line = 1;
  node->parent = parent;
  if (!parent)
    return node;
  node->prev = parent->last_child;
  if (node->prev)
    node->prev->next = node;
  else
    parent->first_child = node;
  parent->last_child = node;
  return node;
}

static void add_html(Arena *arena, cmark_node *document, const char *text, size_t length)
{
  if (length == 0)
    return;
  cmark_node *node = add(arena, document, CMARK_NODE_HTML_BLOCK);
  node->as.literal.data = (unsigned char *)arena_strndup(arena, text, length);
  node->as.literal.len = (bufsize_t)length;
}

/* The first comment that says "more"; or NULL. */
static const char *find_more(const char *text, size_t length, size_t *comment_length)
{
  const char *end = text + length;
  for (const char *at = text; (at = memmem(at, (size_t)(end - at), "<!--", 4)); at += 4) {
    const char *close = memmem(at, (size_t)(end - at), "-->", 3);
    if (!close)
      return NULL;
    cmark_chunk chunk = {.data = (unsigned char *)at, .len = (bufsize_t)(close + 3 - at)};
    if (is_more_comment(&chunk)) {
      *comment_length = (size_t)chunk.len;
      return at;
    }
  }
  return NULL;
}

cmark_node *markdown_page_tree(Arena *arena, const char *text, size_t length)
{
  cmark_node *document = add(arena, NULL, CMARK_NODE_DOCUMENT);
  size_t more_length = 0;
  const char *more = find_more(text, length, &more_length);
  size_t before = more ? (size_t)(more - text) : length;
  add_html(arena, document, text, before);
  if (more) {
    add_html(arena, document, more, more_length);
    add_html(arena, document, more + more_length, length - before - more_length);
  }
  return document;
}
