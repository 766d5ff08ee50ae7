#include "generator/model/markdown/markdown_render.h"

#include <string.h>

void text_begin(Renderer *renderer)
{
  renderer->quiet = 0;
  typography_begin(&renderer->typography);
}

void text_end(Renderer *renderer)
{
  typography_end(&renderer->typography, renderer->out);
}

/* --- what stands behind a text --- */

static gunichar first_char(const cmark_node *text)
{
  size_t length = (size_t)text->as.literal.len;
  if (length == 0)
    return ' ';
  gunichar c = g_utf8_get_char_validated((const char *)text->as.literal.data, (gssize)length);
  return c < 0x110000 ? c : 'a';
}

static gunichar char_behind(const cmark_node *node)
{
  while (node && !node->next && (node->type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE)
    node = node->parent;
  const cmark_node *next = node ? node->next : NULL;
  if (!next || (next->type & CMARK_NODE_TYPE_MASK) != CMARK_NODE_TYPE_INLINE ||
      next->type == CMARK_NODE_SOFTBREAK || next->type == CMARK_NODE_LINEBREAK)
    return ' ';
  return next->type == CMARK_NODE_TEXT ? first_char(next) : 'a';
}

bool is_url(const cmark_node *node)
{
  const cmark_node *link = node->parent;
  if (!link || link->type != CMARK_NODE_LINK || link->first_child != link->last_child)
    return false;
  const cmark_chunk *url = &link->as.link.url, *text = &node->as.literal;
  return text->len > 0 && url->len >= text->len &&
         memcmp(url->data + url->len - text->len, text->data, (size_t)text->len) == 0;
}

/* --- pieces between marks --- */

typedef struct Words {
  Renderer *renderer;
  const cmark_node *node;
  bool raw; /* no typography */
} Words;

static void put_piece(void *data, const char *text, size_t length)
{
  put_escaped(data, (const unsigned char *)text, length);
}

/* Of an excerpt: what still fits. True when it was cut. */
static bool shorten(Renderer *renderer, const char *text, size_t *length)
{
  size_t whole = *length;
  *length = words_count(&renderer->count, (const unsigned char *)text, whole,
                        renderer->most_words > 0 ? renderer->most_words : G_MAXINT64);
  bool cut = *length < whole;
  while (cut && *length > 0 && strchr(" \n\t\"'([{", text[*length - 1]))
    (*length)--; /* nor an opening quote or bracket */
  return cut;
}

static void put_plain(const Words *words, const char *text, size_t length, gunichar next)
{
  Renderer *renderer = words->renderer;
  if (length == 0 || renderer->stopped)
    return;
  bool cut = !renderer->alt_of && shorten(renderer, text, &length);
  if (words->raw) {
    put_escaped(renderer, (const unsigned char *)text, length);
    typography_pass(&renderer->typography, 'a');
  } else if (length > 0) {
    typography_text(&renderer->typography, text, length, cut ? ' ' : next, renderer->out, put_piece,
                    renderer);
  }
  if (cut)
    put_ellipsis(renderer);
}

static void put_mark(const Words *words, const Mark *mark)
{
  Renderer *renderer = words->renderer;
  const Insert *insert = mark->insert;
  if (!insert) {
    put_escaped(renderer, (const unsigned char *)mark->text, strlen(mark->text));
    typography_pass(&renderer->typography, g_utf8_get_char(mark->text));
    return;
  }
  typography_pass(&renderer->typography, 'a');
  if (insert->kind == INSERT_LITERAL)
    put_escaped(renderer, (const unsigned char *)insert->text, insert->text_length);
  else if (renderer->alt_of && insert->kind != INSERT_SHORTCODE)
    put_escaped(renderer, (const unsigned char *)insert->source, insert->length);
  else if (!renderer->alt_of && (renderer->most_words == 0 || insert->kind == INSERT_MATH))
    put_insert(renderer, (Insert *)insert);
}

static gunichar char_at(const char *at, const char *end, const cmark_node *node,
                        const Inserts *inserts)
{
  Mark mark;
  if (at == end)
    return char_behind(node);
  if (mark_read(&mark, inserts, (const unsigned char *)at, (size_t)(end - at)))
    return mark.insert ? 'a' : g_utf8_get_char(mark.text);
  return g_utf8_get_char(at);
}

static void put_marked(const Words *words, const char *text, const char *end)
{
  const Inserts *inserts = words->renderer->inserts;
  while (text < end) {
    Mark mark;
    const char *stop = inserts ? memchr(text, MARK_LEAD[0], (size_t)(end - text)) : NULL;
    while (stop && !mark_read(&mark, inserts, (const unsigned char *)stop, (size_t)(end - stop)))
      stop = memchr(stop + 1, MARK_LEAD[0], (size_t)(end - stop - 1));
    const char *until = stop ? stop : end;
    put_plain(words, text, (size_t)(until - text), char_at(until, end, words->node, inserts));
    if (!stop)
      return;
    put_mark(words, &mark);
    text = stop + mark.length;
  }
}

void put_words(Renderer *renderer, const cmark_node *node)
{
  const cmark_chunk *text = &node->as.literal;
  if (text->len == 0)
    return;
  if (renderer->plain) {
    put_escaped(renderer, text->data, (size_t)text->len);
    return;
  }
  Words words = {renderer, node, renderer->quiet > 0 || is_url(node)};
  put_marked(&words, (const char *)text->data, (const char *)text->data + text->len);
}

const char *code_text(const Renderer *renderer, const cmark_chunk *code, size_t *length)
{
  *length = (size_t)code->len;
  return marks_remove(renderer->inserts, renderer->arena, (const char *)code->data, length, true);
}
