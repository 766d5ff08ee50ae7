#include "generator/model/markdown/markdown_attributes.h"

#include <string.h>

/* Where attributes stand:
 *   behind an image, a link, `code` or *emphasis*, without a space between;
 *   at the end of a heading;
 *   on a line of their own below a block, or, with a colon, above it.
 * What is read is taken off the text. */

typedef struct Taking {
  Renderer *renderer;
  const char *text, *end; /* as the parser was given it */
  const char *at;         /* the beginning of line `line` */
  int line;
  GPtrArray *gone; /* of cmark_node *: lists in whose place a table of contents was meant */
} Taking;

/* --- texts in a row: the parser splits them at special characters --- */

static bool is_text(const cmark_node *node)
{
  return node && node->type == CMARK_NODE_TEXT;
}

static bool is_break(const cmark_node *node)
{
  return node && (node->type == CMARK_NODE_SOFTBREAK || node->type == CMARK_NODE_LINEBREAK);
}

/* From `first` to the last text in the row. */
static GString *texts_from(const cmark_node *first)
{
  GString *all = g_string_new(NULL);
  for (; is_text(first); first = first->next)
    g_string_append_len(all, (const char *)first->as.literal.data, first->as.literal.len);
  return all;
}

/* What holds marks is meant as text. */
static size_t read_said(NodeAttributes *said, const Renderer *renderer, const char *text,
                        size_t length)
{
  size_t taken = attributes_read(said, renderer->arena, text, length);
  return g_strstr_len(text, (gssize)taken, MARK_LEAD) ? 0 : taken;
}

static void take_bytes(cmark_node *first, size_t length)
{
  while (first && length > 0) {
    cmark_node *next = first->next;
    size_t part = MIN(length, (size_t)first->as.literal.len);
    first->as.literal.data += part;
    first->as.literal.len -= (bufsize_t)part;
    length -= part;
    if (first->as.literal.len == 0)
      cmark_node_unlink(first);
    first = next;
  }
}

/* --- keeping --- */

static void warn(const Renderer *renderer, const cmark_node *node, const NodeAttribute *item)
{
  if (renderer->warnings)
    warnings_add(renderer->warnings, renderer->options->file, line_of(renderer, node), 0,
                 "the attribute '%s=\"%s\"' is left out: it is not one for this, or not harmless",
                 item->key, item->value);
}

static unsigned use_for(const cmark_node *node)
{
  if (node->type == CMARK_NODE_IMAGE)
    return ATTRIBUTE_IMAGE;
  if (node->type == CMARK_NODE_LINK)
    return ATTRIBUTE_LINK;
  return node->type == CMARK_NODE_LIST ? ATTRIBUTE_LIST : 0;
}

static NodeAttributes *kept_for(Renderer *renderer, const cmark_node *node)
{
  if (!renderer->attributes)
    renderer->attributes = g_hash_table_new(NULL, NULL);
  renderer->has_extras = true; /* the theme has rules for some classes */
  NodeAttributes *kept = g_hash_table_lookup(renderer->attributes, node);
  if (!kept) {
    kept = arena_new_of(renderer->arena, NodeAttributes);
    g_hash_table_insert(renderer->attributes, (gpointer)node, kept);
  }
  return kept;
}

/* Links lead to it as to a heading. */
static bool id_add(Renderer *renderer, const cmark_node *node, const char *id)
{
  if (node->type == CMARK_NODE_HEADING) /* is named later */
    return true;
  if (!renderer->ids) /* an excerpt has none */
    return false;
  if (g_hash_table_contains(renderer->ids, id)) {
    if (renderer->warnings)
      warnings_add(renderer->warnings, renderer->options->file, line_of(renderer, node), 0,
                   "the id '%s' is already that of something else", id);
    return false;
  }
  g_hash_table_insert(renderer->ids, g_strdup(id), GUINT_TO_POINTER(0));
  g_ptr_array_add(renderer->anchors, (gpointer)id);
  return true;
}

static void add_name(Renderer *renderer, const cmark_node *node, const NodeAttributes *said)
{
  if (!said->id && !said->classes)
    return;
  NodeAttributes *kept = kept_for(renderer, node);
  if (said->id && !kept->id && id_add(renderer, node, said->id))
    kept->id = said->id;
  if (said->classes)
    kept->classes = kept->classes
                        ? arena_printf(renderer->arena, "%s %s", kept->classes, said->classes)
                        : said->classes;
}

static void add_items(Renderer *renderer, const cmark_node *node, const NodeAttributes *said)
{
  NodeAttributes *kept = said->count > 0 ? kept_for(renderer, node) : NULL;
  for (size_t i = 0; i < said->count; i++) {
    const NodeAttribute *item = &said->items[i];
    if (!(item->use & (use_for(node) | ATTRIBUTE_ANY)))
      warn(renderer, node, item);
    else if (kept->count < ATTRIBUTES_MAX && !attributes_get(kept, item->key))
      kept->items[kept->count++] = *item;
  }
}

/* kramdown's "{:toc}" below a list: the theme has its own place for the table of contents. */
static void take_word(const Taking *taking, cmark_node *node, const char *word)
{
  const Renderer *renderer = taking->renderer;
  if (strcmp(word, "toc") == 0 && node->type == CMARK_NODE_LIST)
    g_ptr_array_add(taking->gone, node);
  else if (renderer->warnings)
    warnings_add(renderer->warnings, renderer->options->file, line_of(renderer, node), 0,
                 "'{:%s}' is left out: nothing of that name is known", word);
}

/* An image that is a paragraph: the paragraph (or figure) has the name, the image the rest. */
static void keep(const Taking *taking, cmark_node *node, const NodeAttributes *said)
{
  Renderer *renderer = taking->renderer;
  cmark_node *named = node, *other = node;
  if (node->type == CMARK_NODE_IMAGE && node->parent && is_figure(renderer, node->parent))
    named = node->parent;
  if (node->type == CMARK_NODE_PARAGRAPH && node->first_child && !node->first_child->next &&
      node->first_child->type == CMARK_NODE_IMAGE)
    other = node->first_child;
  if (said->name)
    take_word(taking, node, said->name);
  add_name(renderer, named, said);
  add_items(renderer, other, said);
}

/* --- behind an inline --- */

static bool may_have(const cmark_node *node)
{
  return node->type == CMARK_NODE_IMAGE || node->type == CMARK_NODE_LINK ||
         node->type == CMARK_NODE_CODE || node->type == CMARK_NODE_EMPH ||
         node->type == CMARK_NODE_STRONG || node->type == CMARK_NODE_STRIKETHROUGH;
}

static bool take_behind(const Taking *taking, cmark_node *node)
{
  cmark_node *text = node->next;
  if (!is_text(text) || text->as.literal.len == 0 || text->as.literal.data[0] != '{')
    return false;
  g_autoptr(GString) all = texts_from(text);
  NodeAttributes said;
  size_t length = read_said(&said, taking->renderer, all->str, all->len);
  if (length == 0 || (!said.colon && attributes_unknown(&said, use_for(node))))
    return false;
  take_bytes(text, length);
  keep(taking, node, &said);
  return true;
}

/* --- headings --- */

static void trim_end(cmark_node *block)
{
  cmark_node *last = block->last_child;
  while (is_text(last) && last->as.literal.len > 0 &&
         last->as.literal.data[last->as.literal.len - 1] == ' ')
    last->as.literal.len--;
  if (is_text(last) && last->as.literal.len == 0)
    cmark_node_unlink(last);
}

static void take_end(const Taking *taking, cmark_node *heading)
{
  cmark_node *first = heading->last_child;
  if (!is_text(first))
    return;
  while (is_text(first->prev))
    first = first->prev;
  g_autoptr(GString) all = texts_from(first);
  size_t length = all->len;
  while (length > 0 && all->str[length - 1] == ' ')
    length--;
  const char *brace = length > 0 && all->str[length - 1] == '}' ? strrchr(all->str, '{') : NULL;
  size_t before = brace ? (size_t)(brace - all->str) : 0;
  NodeAttributes said;
  if (!brace || read_said(&said, taking->renderer, brace, length - before) != length - before)
    return;
  while (first && (size_t)first->as.literal.len <= before) {
    before -= (size_t)first->as.literal.len;
    first = first->next;
  }
  if (!first)
    return;
  for (cmark_node *next = first->next; next; next = first->next)
    cmark_node_unlink(next);
  first->as.literal.len = (bufsize_t)before;
  trim_end(heading);
  keep(taking, heading, &said);
}

/* --- on a line of their own --- */

static const char *line_begin(Taking *taking, int line)
{
  if (line < taking->line) {
    taking->line = 1;
    taking->at = taking->text;
  }
  for (; taking->line < line && taking->at < taking->end; taking->line++) {
    const char *newline = memchr(taking->at, '\n', (size_t)(taking->end - taking->at));
    taking->at = newline ? newline + 1 : taking->end;
  }
  return taking->at;
}

static int quotes_around(const cmark_node *node)
{
  int quotes = 0;
  while ((node = node->parent))
    quotes += node->type == CMARK_NODE_BLOCK_QUOTE;
  return quotes;
}

/* A line that begins at the margin belongs to what stands there: to the list, not to its last
 * item. The margin may be that of a quote. */
static cmark_node *block_meant(Taking *taking, cmark_node *paragraph)
{
  const char *at = line_begin(taking, paragraph->end_line);
  int leave = quotes_around(paragraph);
  for (; at < taking->end && *at == '>'; leave--)
    at += at + 1 < taking->end && at[1] == ' ' ? 2 : 1;
  cmark_node *block = paragraph;
  if (at == taking->end || *at != '{')
    return block;
  while (block->parent && !block->next) {
    bool quote = block->parent->type == CMARK_NODE_BLOCK_QUOTE;
    if (quote ? leave-- <= 0
              : block->parent->type != CMARK_NODE_LIST && block->parent->type != CMARK_NODE_ITEM)
      break;
    block = block->parent;
  }
  return block;
}

/* All that the row of texts says is attributes that are understood. */
static bool read_line(const Taking *taking, const cmark_node *first, NodeAttributes *said)
{
  if (!is_text(first) || first->as.literal.len == 0 || first->as.literal.data[0] != '{')
    return false;
  g_autoptr(GString) all = texts_from(first);
  while (all->len > 0 && g_ascii_isspace(all->str[all->len - 1]))
    g_string_truncate(all, all->len - 1);
  size_t length = read_said(said, taking->renderer, all->str, all->len);
  return length > 0 && length == all->len &&
         (said->colon || !attributes_unknown(said, ATTRIBUTE_IMAGE | ATTRIBUTE_LIST));
}

static cmark_node *last_line(const cmark_node *paragraph)
{
  cmark_node *first = paragraph->last_child;
  while (first && is_text(first) && is_text(first->prev))
    first = first->prev;
  return first;
}

static bool touches(const cmark_node *above, const cmark_node *below)
{
  if (!above || !below)
    return false;
  int gap = below->start_line - above->end_line;
  return gap == 1 || (gap == 2 && above->type == CMARK_NODE_HEADING); /* an underlined one */
}

/* A paragraph that says nothing else belongs to the block that it touches. */
static bool take_paragraph(const Taking *taking, cmark_node *paragraph, const NodeAttributes *said)
{
  cmark_node *above = paragraph->prev, *below = paragraph->next;
  cmark_node *block = touches(above, paragraph)                  ? above
                      : said->colon && touches(paragraph, below) ? below
                      : said->colon                              ? above
                                                                 : NULL;
  if (!block || block->type == CMARK_NODE_HTML_BLOCK)
    return false;
  cmark_node_unlink(paragraph);
  keep(taking, block, said);
  return true;
}

/* True when nothing of the paragraph is left. */
static bool take_below(Taking *taking, cmark_node *paragraph)
{
  NodeAttributes said;
  cmark_node *first = last_line(paragraph);
  if (!read_line(taking, first, &said))
    return false;
  if (!first->prev)
    return take_paragraph(taking, paragraph, &said);
  if (!is_break(first->prev))
    return false;
  cmark_node *block = block_meant(taking, paragraph), *line = first->prev;
  if (block == paragraph && paragraph->parent->type == CMARK_NODE_ITEM &&
      paragraph->parent->parent->as.list.tight)
    block = paragraph->parent; /* which has no tag */
  while (line) {
    cmark_node *next = line->next;
    cmark_node_unlink(line);
    line = next;
  }
  keep(taking, block, &said);
  return false;
}

/* kramdown's line above a paragraph. */
static void take_above(const Taking *taking, cmark_node *paragraph)
{
  NodeAttributes said;
  cmark_node *node = paragraph->first_child;
  if (!read_line(taking, node, &said) || !said.colon)
    return;
  while (is_text(node))
    node = node->next;
  if (!is_break(node))
    return;
  while (paragraph->first_child != node)
    cmark_node_unlink(paragraph->first_child);
  cmark_node_unlink(node);
  keep(taking, paragraph, &said);
}

/* A line below a table is a row of it. */
static void take_row(const Taking *taking, cmark_node *table)
{
  NodeAttributes said;
  cmark_node *row = table->last_child, *cell = row && row->prev ? row->first_child : NULL;
  if (!cell || !read_line(taking, cell->first_child, &said))
    return;
  for (const cmark_node *text = cell->first_child; text; text = text->next)
    if (!is_text(text))
      return;
  for (const cmark_node *other = cell->next; other; other = other->next)
    if (other->first_child)
      return;
  cmark_node_unlink(row);
  keep(taking, table, &said);
}

/* --- all --- */

/* True when the node was taken away. */
static bool take(Taking *taking, cmark_node *node)
{
  if (node->type == CMARK_NODE_HEADING)
    take_end(taking, node);
  else if (node->type == CMARK_NODE_TABLE)
    take_row(taking, node);
  else if (may_have(node))
    while (take_behind(taking, node))
      ;
  else if (node->type == CMARK_NODE_PARAGRAPH) {
    take_above(taking, node);
    return take_below(taking, node);
  }
  return false;
}

static cmark_node *node_after(cmark_node *node, bool inside)
{
  if (inside && node->first_child)
    return node->first_child;
  while (node && !node->next)
    node = node->parent;
  return node ? node->next : NULL;
}

void attributes_take(Renderer *renderer, cmark_node *document, const char *text, size_t length)
{
  if (!memchr(text, '{', length))
    return;
  Taking taking = {renderer, text, text + length, text, 1, g_ptr_array_new()};
  for (cmark_node *node = document; node;) {
    cmark_node *above = node->prev ? node->prev : node->parent;
    bool inside = above && above == node->parent;
    if (take(&taking, node))
      node = inside ? node_after(above, true) : node_after(above, false);
    else
      node = node_after(node, true);
  }
  for (guint i = 0; i < taking.gone->len; i++)
    cmark_node_unlink(taking.gone->pdata[i]);
  g_ptr_array_unref(taking.gone);
}
