#include "generator/model/markdown/markdown_render.h"

#include <string.h>

/* Quotes that begin with [!NOTE] and the like, as GitHub has them. What they are called
 * stands in the theme's string files, unless the author says it behind the mark. */
static const char *const KINDS[] = {"note", "tip", "important", "warning", "caution"};

/* The text of the quote's first line up to its mark, in its first text: "[!NOTE]". */
static cmark_node *mark_node(const cmark_node *quote)
{
  const cmark_node *paragraph = quote->first_child;
  cmark_node *text =
      paragraph && paragraph->type == CMARK_NODE_PARAGRAPH ? paragraph->first_child : NULL;
  return text && text->type == CMARK_NODE_TEXT && text->as.literal.len > 3 ? text : NULL;
}

/* The kind of alert, and the length of its mark; NULL: it is none. */
static const char *mark_kind(const cmark_node *text, size_t *length)
{
  const char *at = (const char *)text->as.literal.data;
  size_t rest = (size_t)text->as.literal.len;
  if (rest < 4 || at[0] != '[' || at[1] != '!')
    return NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(KINDS); i++) {
    size_t name = strlen(KINDS[i]);
    *length = name + 3;
    if (rest >= *length && g_ascii_strncasecmp(at + 2, KINDS[i], name) == 0 &&
        at[name + 2] == ']' && (rest == *length || at[*length] == ' '))
      return KINDS[i];
  }
  return NULL;
}

static bool ends_line(const cmark_node *node)
{
  return !node || node->type == CMARK_NODE_SOFTBREAK || node->type == CMARK_NODE_LINEBREAK;
}

/* The rest of the first line is the title; without one, the kind's own. */
static void put_alert_title(Renderer *renderer, cmark_node *text, size_t mark, const char *kind)
{
  const char *rest = (const char *)text->as.literal.data + mark;
  size_t length = (size_t)text->as.literal.len - mark;
  while (length > 0 && *rest == ' ') {
    rest++;
    length--;
  }
  if (length == 0 && ends_line(text->next)) {
    g_autofree char *key = g_strconcat("alert.", kind, NULL);
    put_slot(renderer, 'T', (const unsigned char *)key, strlen(key));
    return;
  }
  text->as.literal.data = (unsigned char *)rest;
  text->as.literal.len = (bufsize_t)length;
  text_begin(renderer);
  for (cmark_node *node = text; !ends_line(node); node = node->next) {
    int line;
    if (!renderer_walk(renderer, node, &line))
      return;
  }
  text_end(renderer);
}

static void take_first_line(cmark_node *text)
{
  cmark_node *node = text;
  while (!ends_line(node)) {
    cmark_node *next = node->next;
    cmark_node_unlink(node);
    node = next;
  }
  cmark_node *paragraph = node ? node->parent : NULL;
  if (node)
    cmark_node_unlink(node);
  if (paragraph && !paragraph->first_child)
    cmark_node_unlink(paragraph);
}

static void put_opening(Renderer *renderer, const char *kind)
{
  put(renderer, renderer->markup->alert);
  put(renderer, kind);
  put(renderer, renderer->markup->alert_title);
}

/* A quote that was an alert once stays one: its summary is rendered from the same tree. */
bool alert_open(Renderer *renderer, cmark_node *quote)
{
  size_t length;
  cmark_node *text = quote->user_data ? NULL : mark_node(quote);
  const char *kind = text ? mark_kind(text, &length) : NULL;
  if (!kind && !quote->user_data)
    return false;
  if (!kind) { /* the summary: the title is kept with it */
    put(renderer, quote->user_data);
    return true;
  }
  size_t begin = renderer->out->len;
  cmark_node *paragraph = text->parent;
  put_opening(renderer, kind);
  put_alert_title(renderer, text, length, kind);
  put(renderer, renderer->markup->alert_title_end);
  take_first_line(text);
  if (!paragraph->first_child && paragraph->parent)
    cmark_node_unlink(paragraph);
  quote->user_data =
      arena_strndup(renderer->arena, renderer->out->str + begin, renderer->out->len - begin);
  renderer->has_extras = true;
  return true;
}

bool alert_close(Renderer *renderer, const cmark_node *quote)
{
  if (!quote->user_data)
    return false;
  put(renderer, renderer->markup->alert_end);
  return true;
}
