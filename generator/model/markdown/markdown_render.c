#include "generator/model/markdown/markdown_render.h"
#include "generator/model/markdown/markdown_attributes.h"

#include "common/bytes.h"

#include <string.h>

/* --- output --- */

void put_line(Renderer *renderer)
{
  const GString *out = renderer->out;
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c(renderer->out, '\n');
}

void put_number(Renderer *renderer, int number)
{
  char text[16];
  g_snprintf(text, sizeof text, "%d", number);
  put(renderer, text);
}

/* What stands for a byte in text; NULL: itself. */
static const char *entity(unsigned char byte, bool plain)
{
  switch (byte) {
  case '"':
    return "&quot;";
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case SLOT_BEGIN:
  case SLOT_END:
    return plain ? NULL : "\xEF\xBF\xBD";
  default:
    return NULL;
  }
}

/* Bytes that entity() may have something for. */
static ByteMask is_special(ByteBlock bytes)
{
  return (bytes == '"') | (bytes == '&') | (bytes == '<') | (bytes == '>') | (bytes == SLOT_BEGIN) |
         (bytes == SLOT_END);
}

void put_escaped(Renderer *renderer, const unsigned char *text, size_t length)
{
  if (length == 0) /* then there may be no text at all */
    return;
  const char *begin = (const char *)text, *end = begin + length;
  for (const char *at = begin; (at = bytes_find(at, end, is_special)) < end; at++) {
    const char *instead = entity((unsigned char)*at, renderer->plain);
    if (!instead)
      continue;
    g_string_append_len(renderer->out, begin, at - begin);
    put(renderer, instead);
    begin = at + 1;
  }
  g_string_append_len(renderer->out, begin, end - begin);
}

void put_text(Renderer *renderer, const cmark_chunk *text)
{
  size_t length = (size_t)text->len;
  const char *plain =
      marks_remove(renderer->inserts, renderer->arena, (const char *)text->data, &length, false);
  put_escaped(renderer, (const unsigned char *)plain, length);
}

/* What a URL may hold as it stands; the rest becomes %XX, as in cmark. */
static bool is_url_char(unsigned char byte)
{
  return g_ascii_isalnum(byte) || (byte && strchr("!#$%()*+,-./:;=?@_~", byte));
}

void put_href(Renderer *renderer, const unsigned char *url, size_t length)
{
  size_t begin = 0;
  if (length == 0)
    return;
  for (size_t i = 0; i < length; i++) {
    if (is_url_char(url[i]))
      continue;
    g_string_append_len(renderer->out, (const char *)url + begin, (gssize)(i - begin));
    begin = i + 1;
    if (url[i] == '&')
      put(renderer, "&amp;");
    else if (url[i] == '\'')
      put(renderer, "&#x27;");
    else
      g_string_append_printf(renderer->out, "%%%02X", url[i]);
  }
  g_string_append_len(renderer->out, (const char *)url + begin, (gssize)(length - begin));
}

void put_slot(Renderer *renderer, char letter, const unsigned char *text, size_t length)
{
  g_string_append_c(renderer->out, SLOT_BEGIN);
  g_string_append_c(renderer->out, letter);
  for (size_t i = 0; i < length; i++) {
    if (text[i] == SLOT_BEGIN || text[i] == SLOT_END)
      put(renderer, "\xEF\xBF\xBD");
    else
      g_string_append_c(renderer->out, (char)text[i]);
  }
  g_string_append_c(renderer->out, SLOT_END);
}

/* --- blocks --- */

static bool enter_document(Renderer *renderer, cmark_node *node)
{
  (void)renderer;
  (void)node;
  return true;
}

static bool enter_quote(Renderer *renderer, cmark_node *node)
{
  put_line(renderer);
  if (renderer->plain || !alert_open(renderer, node))
    put(renderer, renderer->markup->quote);
  return true;
}

static void leave_quote(Renderer *renderer, cmark_node *node)
{
  put_line(renderer);
  if (!renderer->plain && alert_close(renderer, node))
    return;
  put(renderer, renderer->markup->quote_end);
}

static bool enter_list(Renderer *renderer, cmark_node *node)
{
  const MarkdownMarkup *markup = renderer->markup;
  put_line(renderer);
  if (node->as.list.list_type == CMARK_BULLET_LIST) {
    put(renderer, markup->list);
  } else if (node->as.list.start == 1) {
    put(renderer, markup->ordered);
  } else {
    put(renderer, markup->ordered_start);
    put_number(renderer, node->as.list.start);
    put(renderer, markup->ordered_start_end);
  }
  return true;
}

static void leave_list(Renderer *renderer, cmark_node *node)
{
  bool bullets = node->as.list.list_type == CMARK_BULLET_LIST;
  put(renderer, bullets ? renderer->markup->list_end : renderer->markup->ordered_end);
}

static void put_task_box(Renderer *renderer, const cmark_node *item)
{
  put(renderer, item->as.list.checked ? renderer->markup->task_checked : renderer->markup->task);
}

static bool enter_item(Renderer *renderer, cmark_node *node)
{
  put_line(renderer);
  bool task = node->extension != NULL; /* items have no other extension */
  if (!task) {
    put(renderer, renderer->markup->item);
  } else if (renderer->plain) {
    put_task_box(renderer, node);
  } else {
    put(renderer, renderer->markup->task_open);
    if (node->first_child && node->first_child->type == CMARK_NODE_PARAGRAPH)
      renderer->boxed = node->first_child;
    else
      put_task_box(renderer, node);
  }
  return true;
}

static void leave_item(Renderer *renderer, cmark_node *node)
{
  (void)node;
  put(renderer, renderer->markup->item_end);
}

/* Of a tight list's item: without <p>. */
static bool is_tight(const cmark_node *paragraph)
{
  const cmark_node *list = paragraph->parent ? paragraph->parent->parent : NULL;
  return list && list->type == CMARK_NODE_LIST && list->as.list.tight;
}

/* What is no paragraph on a page: a figure, a shortcode that makes blocks, a formula. */
static bool is_bare(const Renderer *renderer, const cmark_node *paragraph)
{
  return is_tight(paragraph) || renderer->figure == paragraph ||
         holds_only_inserts(renderer, paragraph);
}

static bool enter_paragraph(Renderer *renderer, cmark_node *node)
{
  renderer->count.inside = false;
  text_begin(renderer);
  if (is_figure(renderer, node))
    renderer->figure = node;
  if (!is_tight(node))
    put_line(renderer);
  if (!is_bare(renderer, node))
    put(renderer, renderer->markup->paragraph);
  if (renderer->boxed == node) {
    put(renderer, renderer->markup->task_label);
    put_task_box(renderer, node->parent);
  }
  return true;
}

static void leave_paragraph(Renderer *renderer, cmark_node *node)
{
  bool bare = is_bare(renderer, node);
  text_end(renderer);
  if (renderer->boxed == node) {
    put(renderer, renderer->markup->task_label_end);
    renderer->boxed = NULL;
  }
  if (bare) {
    renderer->figure = NULL;
    return;
  }
  if (node->parent && node->parent->type == CMARK_NODE_FOOTNOTE_DEFINITION && !node->next) {
    g_string_append_c(renderer->out, ' ');
    footnotes_put_back(renderer, node->parent);
  }
  put(renderer, renderer->markup->paragraph_end);
}

/* The level that a heading is shown at: below the title none is left out, so that the page
 * has an outline for those who listen to it. "### a" alone becomes <h2>; a second title
 * (of level 1) stays what it is. */
static int outline_level(Renderer *renderer, int written)
{
  while (renderer->outline_depth > 0 && renderer->outline[renderer->outline_depth - 1] >= written)
    renderer->outline_depth--;
  if (written > 1)
    renderer->outline[renderer->outline_depth++] = (unsigned char)written;
  return renderer->outline_depth + 1;
}

static bool enter_heading(Renderer *renderer, cmark_node *node)
{
  const char *id = renderer->plain || renderer->excerpt ? NULL : node->user_data;
  renderer->count.inside = false;
  if (!renderer->plain && !renderer->excerpt)
    node->as.heading.level = outline_level(renderer, node->as.heading.level);
  text_begin(renderer);
  put_line(renderer);
  g_string_append_printf(renderer->out, id ? "<h%d id=\"" SLOT_N_TEXT : "<h%d",
                         node->as.heading.level);
  if (id) {
    put_escaped(renderer, (const unsigned char *)id, strlen(id));
    g_string_append_c(renderer->out, '"');
  }
  g_string_append_c(renderer->out, '>');
  return true;
}

static void leave_heading(Renderer *renderer, cmark_node *node)
{
  const char *id = renderer->plain || renderer->excerpt ? NULL : node->user_data;
  text_end(renderer);
  if (id) {
    put(renderer, renderer->markup->anchor);
    put_href(renderer, (const unsigned char *)id, strlen(id));
    put(renderer, renderer->markup->anchor_end);
    renderer->table_heading = id;
  }
  g_string_append_printf(renderer->out, "</h%d>\n", node->as.heading.level);
}

static bool enter_code(Renderer *renderer, cmark_node *node)
{
  if (renderer->most_words == 0)
    put_code_node(renderer, node);
  return true;
}

void pass_more(Renderer *renderer)
{
  renderer->has_more = true;
  renderer->stopped = renderer->stops_at_more;
}

static bool enter_html(Renderer *renderer, cmark_node *node)
{
  const cmark_chunk *html = &node->as.literal;
  if (!renderer->plain && is_more_comment(html)) {
    pass_more(renderer);
    return true;
  }
  if (renderer->most_words > 0)
    return true;
  put_line(renderer);
  put_raw(renderer, html, line_of(renderer, node));
  put_line(renderer);
  return true;
}

static bool enter_rule(Renderer *renderer, cmark_node *node)
{
  (void)node;
  put_line(renderer);
  put(renderer, renderer->markup->rule);
  return true;
}

/* By the number of the kind; see cmark_node_type. Custom blocks do not come from parsing. */
static const NodeHandler BLOCKS[] = {
    [CMARK_NODE_DOCUMENT & CMARK_NODE_VALUE_MASK] = {enter_document, NULL},
    [CMARK_NODE_BLOCK_QUOTE & CMARK_NODE_VALUE_MASK] = {enter_quote, leave_quote},
    [CMARK_NODE_LIST & CMARK_NODE_VALUE_MASK] = {enter_list, leave_list},
    [CMARK_NODE_ITEM & CMARK_NODE_VALUE_MASK] = {enter_item, leave_item},
    [CMARK_NODE_CODE_BLOCK & CMARK_NODE_VALUE_MASK] = {enter_code, NULL},
    [CMARK_NODE_HTML_BLOCK & CMARK_NODE_VALUE_MASK] = {enter_html, NULL},
    [CMARK_NODE_PARAGRAPH & CMARK_NODE_VALUE_MASK] = {enter_paragraph, leave_paragraph},
    [CMARK_NODE_HEADING & CMARK_NODE_VALUE_MASK] = {enter_heading, leave_heading},
    [CMARK_NODE_THEMATIC_BREAK & CMARK_NODE_VALUE_MASK] = {enter_rule, NULL},
};

/* --- the walk --- */

static const NodeHandler *handler_of(const cmark_node *node)
{
  static const NodeHandler none = {NULL, NULL};
  const NodeHandler *handler = NULL;
  size_t number = node->type & CMARK_NODE_VALUE_MASK;
  if ((node->type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE)
    handler = inline_handler(node);
  else if (node->type == CMARK_NODE_FOOTNOTE_DEFINITION)
    handler = footnote_handler(node);
  else if (number < G_N_ELEMENTS(BLOCKS))
    handler = &BLOCKS[number];
  else
    handler = table_handler(node);
  return handler ? handler : &none;
}

bool renderer_walk(Renderer *renderer, cmark_node *root, int *line)
{
  cmark_node *node = root;
  for (bool entering = true;;) {
    const NodeHandler *handler = handler_of(node);
    if (entering && renderer->most_words > 0 && inline_stops(renderer, node)) {
      entering = false;
      node = node->parent;
      continue;
    }
    if (entering) {
      size_t begin = renderer->out->len;
      bool inside = !handler->enter || handler->enter(renderer, node);
      if (renderer->attributes)
        attributes_insert(renderer, node, begin);
      if (renderer->out->len > renderer->limit || renderer->failure) {
        *line = node->start_line;
        return false;
      }
      if (inside && node->first_child && !renderer->stopped) {
        node = node->first_child;
        continue;
      }
    }
    if (handler->leave)
      handler->leave(renderer, node);
    if (node == root)
      return true;
    entering = node->next != NULL && !renderer->stopped;
    node = entering ? node->next : node->parent;
  }
}
