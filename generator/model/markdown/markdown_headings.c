#include "generator/model/markdown/markdown_attributes.h"
#include "generator/model/markdown/markdown_render.h"

#include <string.h>

/* --- text --- */

static void append_plain(void *data, const char *text, size_t length)
{
  g_string_append_len(data, text, (gssize)length);
}

/* `typography` may be NULL: then the text stays as it is, as ids want it. */
static void append_text(const Renderer *renderer, Typography *typography, GString *out,
                        const cmark_node *node)
{
  size_t length = (size_t)node->as.literal.len;
  const char *text = (const char *)node->as.literal.data;
  switch ((cmark_node_type)node->type) {
  case CMARK_NODE_TEXT:
    text = marks_remove(renderer->inserts, renderer->arena, text, &length, false);
    if (typography && length > 0)
      typography_text(typography, text, length, node->next ? 'a' : ' ', out, append_plain, out);
    else
      append_plain(out, text, length);
    break;
  case CMARK_NODE_CODE:
    text = marks_remove(renderer->inserts, renderer->arena, text, &length, true);
    append_plain(out, text, length);
    break;
  case CMARK_NODE_SOFTBREAK:
  case CMARK_NODE_LINEBREAK:
    g_string_append_c(out, ' ');
    break;
  default:
    break;
  }
}

static const char *text_below(const Renderer *renderer, Typography *typography,
                              const cmark_node *root)
{
  g_autoptr(GString) out = g_string_new(NULL);
  const cmark_node *node = root->first_child;
  while (node) {
    append_text(renderer, typography, out, node);
    if (node->first_child) {
      node = node->first_child;
      continue;
    }
    while (node != root && !node->next)
      node = node->parent;
    node = node == root ? NULL : node->next;
  }
  if (typography)
    typography_end(typography, out);
  for (char *p = out->str; *p; p++) {
    if (*p == SLOT_BEGIN || *p == SLOT_END)
      *p = ' ';
  }
  return arena_strdup(renderer->arena, g_strstrip(out->str));
}

const char *node_text(const Renderer *renderer, const cmark_node *root)
{
  return text_below(renderer, NULL, root);
}

/* As readers see it. */
static const char *shown_text(const Renderer *renderer, const cmark_node *root)
{
  Typography typography = renderer->typography;
  typography_begin(&typography);
  return text_below(renderer, &typography, root);
}

/* --- ids --- */

/* As GitHub does: lower case; letters, digits, '_' and '-' of any script stay, a
 * space becomes '-', the rest goes. Links written for GitHub, Hugo and Zola hit. */
static char *github_id(const char *text)
{
  GString *id = g_string_new(NULL);
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == ' ')
      g_string_append_c(id, '-');
    else if (c == '-' || c == '_' || g_unichar_isalnum(c) || g_unichar_ismark(c))
      g_string_append_unichar(id, g_unichar_tolower(c));
  }
  if (strspn(id->str, "-") == id->len)
    g_string_assign(id, "section");
  return g_string_free(id, FALSE);
}

/* "id", "id-1", "id-2", as GitHub numbers them. Takes the id. */
static const char *unique_id(Renderer *renderer, char *id)
{
  char *unique = g_strdup(id);
  for (unsigned number = GPOINTER_TO_UINT(g_hash_table_lookup(renderer->ids, id));
       g_hash_table_contains(renderer->ids, unique);) {
    number++;
    g_free(unique);
    unique = g_strdup_printf("%s-%u", id, number);
    g_hash_table_insert(renderer->ids, g_strdup(id), GUINT_TO_POINTER(number));
  }
  const char *kept = arena_strdup(renderer->arena, unique);
  g_hash_table_insert(renderer->ids, unique, GUINT_TO_POINTER(0));
  g_free(id);
  return kept;
}

static void name_heading(Renderer *renderer, cmark_node *node, const cmark_node *document)
{
  const NodeAttributes *said = attributes_of(renderer, node);
  const char *written = said ? said->id : NULL;
  const char *text = node_text(renderer, node);
  if (written && renderer->warnings && g_hash_table_contains(renderer->ids, written))
    warnings_add(renderer->warnings, renderer->options->file, line_of(renderer, node), 0,
                 "the id '%s' is already that of something else", written);
  const char *id = unique_id(renderer, written ? g_strdup(written) : github_id(text));
  node->user_data = (void *)id;
  bool unlisted = said && (attributes_has_class(said, "no_toc") ||  /* as kramdown */
                           attributes_has_class(said, "unlisted")); /* and Pandoc have it */
  if (node->parent != document || unlisted) {
    g_ptr_array_add(renderer->anchors, (gpointer)id);
    return;
  }
  Heading heading = {.level = node->as.heading.level,
                     .id = id,
                     .text = shown_text(renderer, node),
                     .line = line_of(renderer, node)};
  g_array_append_val(renderer->headings, heading);
}

static bool holds_blocks(const cmark_node *node)
{
  return node->type == CMARK_NODE_DOCUMENT || node->type == CMARK_NODE_BLOCK_QUOTE ||
         node->type == CMARK_NODE_LIST || node->type == CMARK_NODE_ITEM ||
         node->type == CMARK_NODE_FOOTNOTE_DEFINITION;
}

void headings_name(Renderer *renderer, cmark_node *document)
{
  cmark_node *node = document;
  while (node) {
    if (node->type == CMARK_NODE_HEADING)
      name_heading(renderer, node, document);
    if (node->first_child && holds_blocks(node)) {
      node = node->first_child;
      continue;
    }
    while (node && !node->next)
      node = node->parent;
    node = node ? node->next : NULL;
  }
}

static int compare_lines(gconstpointer one, gconstpointer other)
{
  int line = ((const Heading *)one)->line, behind = ((const Heading *)other)->line;
  return (line > behind) - (line < behind);
}

/* Those of inner texts of shortcodes are found when these are rendered. Of one line, the
 * first found stays first: GLib's sort is stable. */
void headings_sort(GArray *headings)
{
  g_array_sort(headings, compare_lines);
}

/* --- the title --- */

static const char *title_text(Renderer *renderer, cmark_node *heading)
{
  const char *title = node_text(renderer, heading);
  return *title ? title : NULL;
}

/* The next letter or number, folded; 0 at the end. */
static gunichar next_wordly(const char **text)
{
  while (**text) {
    gunichar c = g_utf8_get_char(*text);
    *text = g_utf8_next_char(*text);
    if (g_unichar_isalnum(c) || g_unichar_ismark(c))
      return g_unichar_tolower(c);
  }
  return 0;
}

/* "Beware of versions _upgrade_" repeats "Beware of Versions - Upgrade". */
static bool is_repeated(const char *heading, const char *title)
{
  if (!title || strcmp(heading, title) == 0)
    return title != NULL;
  gunichar first = 0, one, other;
  do {
    one = next_wordly(&heading);
    other = next_wordly(&title);
    first = first ? first : one;
  } while (one && one == other);
  return first && one == other;
}

const char *headings_title(Renderer *renderer, cmark_node *document)
{
  cmark_node *found = document->first_child;
  while (found && !(found->type == CMARK_NODE_HEADING && found->as.heading.level == 1))
    found = found->next;
  if (!found && document->first_child && document->first_child->type == CMARK_NODE_HEADING)
    found = document->first_child; /* of any level, when the text begins with it */
  const char *title = found ? title_text(renderer, found) : NULL;
  bool repeated = title && found == document->first_child && found->as.heading.level == 1 &&
                  is_repeated(title, renderer->options->title);
  if (title && (renderer->options->take_title || repeated))
    cmark_node_unlink(found);
  return title;
}
