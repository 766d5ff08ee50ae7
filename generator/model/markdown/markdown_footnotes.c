#include "generator/model/markdown/markdown_render.h"

/* Notes are named by their label in plain GFM; on a site by their number, which
 * needs no escaping and is as stable as the order of the notes. */
static void put_name(Renderer *renderer, const cmark_chunk *label, unsigned number)
{
  if (renderer->plain) {
    put_href(renderer, label->data, (size_t)label->len);
    return;
  }
  if (renderer->scope > 0)
    g_string_append_printf(renderer->out, "%u-", renderer->scope);
  put_number(renderer, (int)number);
}

/* The number of a note as cmark printed it into its references. */
static unsigned number_of(const cmark_chunk *literal)
{
  unsigned number = 0;
  for (bufsize_t i = 0; i < literal->len && g_ascii_isdigit(literal->data[i]); i++)
    number = number * 10 + (unsigned)(literal->data[i] - '0');
  return number;
}

static bool enter_reference(Renderer *renderer, cmark_node *node)
{
  const MarkdownMarkup *markup = renderer->markup;
  if (renderer->excerpt || renderer->alt_of)
    return false;
  const cmark_chunk *label = &node->parent_footnote_def->as.literal;
  unsigned number = number_of(&node->as.literal);
  typography_pass(&renderer->typography, 'a');
  put(renderer, markup->note_link);
  put_name(renderer, label, number);
  put(renderer, markup->note_link_id);
  put_name(renderer, label, number);
  if (node->footnote.ref_ix > 1) {
    g_string_append_c(renderer->out, '-');
    put_number(renderer, node->footnote.ref_ix);
  }
  put(renderer, markup->note_link_text);
  put_escaped(renderer, node->as.literal.data, (size_t)node->as.literal.len);
  put(renderer, markup->note_link_end);
  return false;
}

bool footnotes_put_back(Renderer *renderer, const cmark_node *note)
{
  const MarkdownMarkup *markup = renderer->markup;
  if (renderer->note_linked >= renderer->note_number)
    return false;
  renderer->note_linked = renderer->note_number;
  for (int i = 1; i == 1 || i <= note->footnote.def_count; i++) {
    if (i > 1)
      g_string_append_c(renderer->out, ' ');
    put(renderer, markup->back);
    put_name(renderer, &note->as.literal, renderer->note_number);
    if (i == 1) {
      put(renderer, markup->back_text);
    } else {
      g_string_append_c(renderer->out, '-');
      put_number(renderer, i);
      put(renderer, markup->back_text_more);
      put_number(renderer, i);
      put(renderer, markup->back_number_end);
    }
    put(renderer, markup->back_end);
  }
  return true;
}

static bool enter_note(Renderer *renderer, cmark_node *node)
{
  if (renderer->note_number == 0)
    put(renderer, renderer->markup->notes);
  renderer->note_number++;
  put(renderer, renderer->markup->note);
  put_name(renderer, &node->as.literal, renderer->note_number);
  put(renderer, renderer->markup->note_named);
  return true;
}

static void leave_note(Renderer *renderer, cmark_node *node)
{
  if (footnotes_put_back(renderer, node))
    g_string_append_c(renderer->out, '\n');
  put(renderer, renderer->markup->note_end);
}

void footnotes_end(Renderer *renderer)
{
  if (renderer->note_number > 0)
    put(renderer, renderer->markup->notes_end);
}

const NodeHandler *footnote_handler(const cmark_node *node)
{
  static const NodeHandler note = {enter_note, leave_note}, reference = {enter_reference, NULL};
  return node->type == CMARK_NODE_FOOTNOTE_REFERENCE ? &reference : &note;
}
