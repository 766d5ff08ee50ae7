#include "generator/model/markdown/markdown_render.h"

#include <cmark-gfm-core-extensions.h>
#include <string.h>

static bool is_head(const cmark_node *row)
{
  return cmark_gfm_extensions_get_table_row_is_header((cmark_node *)row);
}

static void put_on_line(Renderer *renderer, const char *markup)
{
  put_line(renderer);
  put(renderer, markup);
}

/* A table is named by the heading above it, if there is one. */
static bool enter_table(Renderer *renderer, cmark_node *node)
{
  (void)node;
  renderer->table_body_open = false;
  put_line(renderer);
  if (!renderer->table_heading || renderer->excerpt) {
    put(renderer, renderer->markup->table);
    return true;
  }
  put(renderer, renderer->markup->table_named);
  put_escaped(renderer, (const unsigned char *)renderer->table_heading,
              strlen(renderer->table_heading));
  put(renderer, renderer->markup->table_named_end);
  return true;
}

static void leave_table(Renderer *renderer, cmark_node *node)
{
  (void)node;
  if (renderer->table_body_open)
    put_on_line(renderer, renderer->markup->body_end);
  put_on_line(renderer, renderer->markup->table_end);
  put_line(renderer);
  renderer->table_body_open = false;
}

static bool enter_row(Renderer *renderer, cmark_node *node)
{
  renderer->table_column = 0;
  if (is_head(node)) {
    put_on_line(renderer, renderer->markup->head);
  } else if (!renderer->table_body_open) {
    put_on_line(renderer, renderer->markup->body);
    renderer->table_body_open = true;
  }
  put_on_line(renderer, renderer->markup->row);
  return true;
}

static void leave_row(Renderer *renderer, cmark_node *node)
{
  put_on_line(renderer, renderer->markup->row_end);
  if (is_head(node))
    put_on_line(renderer, renderer->markup->head_end);
}

/* An empty head cell is no head: nothing would be announced. */
static bool is_head_cell(const Renderer *renderer, const cmark_node *cell)
{
  return is_head(cell->parent) && (renderer->plain || cell->first_child);
}

static bool enter_cell(Renderer *renderer, cmark_node *node)
{
  const MarkdownMarkup *markup = renderer->markup;
  const uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(node->parent->parent);
  int columns = cmark_gfm_extensions_get_table_columns(node->parent->parent);
  int column = renderer->table_column++;
  renderer->count.inside = false;
  text_begin(renderer);
  put_on_line(renderer, is_head_cell(renderer, node) ? markup->head_cell : markup->cell);
  switch (column < columns ? alignments[column] : 0) {
  case 'l':
    put(renderer, markup->align_left);
    break;
  case 'c':
    put(renderer, markup->align_center);
    break;
  case 'r':
    put(renderer, markup->align_right);
    break;
  default:
    g_string_append_c(renderer->out, '>');
  }
  return true;
}

static void leave_cell(Renderer *renderer, cmark_node *node)
{
  bool head = is_head_cell(renderer, node);
  text_end(renderer);
  put(renderer, head ? renderer->markup->head_cell_end : renderer->markup->cell_end);
}

const NodeHandler *table_handler(const cmark_node *node)
{
  static const NodeHandler table = {enter_table, leave_table}, row = {enter_row, leave_row},
                           cell = {enter_cell, leave_cell};
  if (node->type == CMARK_NODE_TABLE_CELL)
    return &cell;
  if (node->type == CMARK_NODE_TABLE_ROW)
    return &row;
  return node->type == CMARK_NODE_TABLE ? &table : NULL;
}
