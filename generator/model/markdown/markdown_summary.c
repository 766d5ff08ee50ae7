#include "generator/model/markdown/markdown_render.h"

#include <string.h>

bool is_more_comment(const cmark_chunk *html)
{
  static const char name[] = "more";
  const char *text = (const char *)html->data;
  const char *end = text + html->len;
  while (end > text && g_ascii_isspace(end[-1]))
    end--;
  if (end - text < 11 || memcmp(text, "<!--", 4) != 0 || memcmp(end - 3, "-->", 3) != 0)
    return false;
  text += 4;
  end -= 3;
  while (text < end && *text == ' ')
    text++;
  while (end > text && end[-1] == ' ')
    end--;
  return end - text == sizeof name - 1 && g_ascii_strncasecmp(text, name, sizeof name - 1) == 0;
}

static void walk_block(Renderer *renderer, cmark_node *block)
{
  int line = 0;
  renderer_walk(renderer, block, &line); /* past the limit, the body has failed before */
}

static void render_until_more(Renderer *renderer, cmark_node *document)
{
  renderer->stops_at_more = true;
  for (cmark_node *block = document->first_child; block && !renderer->stopped; block = block->next)
    walk_block(renderer, block);
}

/* Text that begins with a list or a quotation has no better beginning. */
static bool may_begin(const cmark_node *block)
{
  return block->type == CMARK_NODE_LIST || block->type == CMARK_NODE_BLOCK_QUOTE;
}

/* Whole paragraphs while they fit; the first that does not fit is cut, unless there is
 * little room left for it. */
static void render_paragraphs(Renderer *renderer, cmark_node *document, int64_t most)
{
  renderer->most_words = most;
  for (cmark_node *block = document->first_child; block && !renderer->stopped;
       block = block->next) {
    bool begins = renderer->count.words == 0 && may_begin(block);
    if (block->type != CMARK_NODE_PARAGRAPH && !begins)
      continue;
    if (renderer->count.words * 4 >= most * 3)
      return;
    size_t before = renderer->out->len;
    int64_t words = renderer->count.words;
    walk_block(renderer, block);
    if (renderer->count.words == words) /* an image alone, a row of dashes */
      g_string_truncate(renderer->out, before);
    else if (block->type == CMARK_NODE_LIST)
      return; /* what follows belongs to something else */
  }
}

const char *summary_render(const Renderer *body, cmark_node *document)
{
  bool more = body->has_more;
  if (!more && body->options->summary_words == 0)
    return "";
  g_autoptr(GString) out = g_string_new(NULL);
  Renderer renderer = {
      .out = out,
      .arena = body->arena,
      .markup = body->markup,
      .options = body->options,
      .limit = body->limit,
      .excerpt = true,
      .inserts = body->inserts,
      .attributes = body->attributes,
      .typography = body->typography,
      .depth = body->depth,
      .scopes = body->scopes,
      .shortcode_number = body->shortcode_number,
  };
  if (more)
    render_until_more(&renderer, document);
  else
    render_paragraphs(&renderer, document, body->options->summary_words);
  return arena_strndup(body->arena, out->str, out->len);
}
