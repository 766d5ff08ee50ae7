#include "generator/model/markdown.h"

#include "generator/model/markdown_parse.h"
#include "generator/model/markdown_render.h"

#include <string.h>

/* What a text may become: escapes make at most six bytes of one, table cells more. */
#define OUTPUT_BASE ((size_t)1 << 20)
#define OUTPUT_FACTOR 16

/* The control characters of slots may not come from the text. Most texts hold none and are
 * taken as they are. */
static const char *without_slots(Arena *arena, const char *text, size_t *length)
{
  if (!memchr(text, SLOT_BEGIN, *length) && !memchr(text, SLOT_END, *length))
    return text;
  GString *clean = g_string_sized_new(*length + 64);
  for (size_t i = 0; i < *length; i++) {
    if (text[i] == SLOT_BEGIN || text[i] == SLOT_END)
      g_string_append(clean, "\xEF\xBF\xBD");
    else
      g_string_append_c(clean, text[i]);
  }
  *length = clean->len;
  const char *kept = arena_strndup(arena, clean->str, clean->len);
  g_string_free(clean, TRUE);
  return kept;
}

static bool render_body(Renderer *renderer, cmark_node *document, Error **error)
{
  int line = 0;
  if (renderer_walk(renderer, document, &line)) {
    footnotes_end(renderer);
    return true;
  }
  error_set(error, ERROR_SITE, "this text grows beyond all measure as HTML");
  error_at(error, renderer->options->file, line > 0 ? renderer->options->first_line + line - 1 : 0,
           0);
  error_hint(error, "a table with very many columns, or a long link definition that is used very "
                    "often, does that");
  return false;
}

static void keep_results(Markdown *out, Renderer *renderer)
{
  Arena *arena = renderer->arena;
  out->html_length = renderer->out->len;
  out->html = arena_strndup(arena, renderer->out->str, renderer->out->len);
  out->words = renderer->count.words;
  out->has_more = renderer->has_more;
  out->heading_count = renderer->headings->len;
  out->headings =
      arena_memdup(arena, renderer->headings->data, renderer->headings->len * sizeof(Heading));
  out->link_count = renderer->links->len;
  out->links = arena_memdup(arena, renderer->links->data, renderer->links->len * sizeof(PageLink));
}

static bool render_tree(Markdown *out, Renderer *renderer, cmark_node *document, Error **error)
{
  if (!renderer->plain) {
    out->title = headings_title(renderer, document);
    headings_name(renderer, document);
  }
  if (!render_body(renderer, document, error))
    return false;
  keep_results(out, renderer);
  if (!renderer->plain)
    out->summary = summary_render(renderer, document);
  return true;
}

bool markdown_render(Markdown *out, Arena *arena, const char *text, size_t length,
                     const MarkdownOptions *options, Warnings *warnings, Error **error)
{
  *out = (Markdown){.html = "", .summary = ""};
  g_autoptr(Arena) tree = arena_new();
  if (!options->plain && length <= MARKDOWN_LENGTH_MAX)
    text = without_slots(tree, text, &length);
  cmark_node *document =
      markdown_parse(tree, text, length, options->file, MAX(options->first_line, 1), error);
  if (!document)
    return false;
  Renderer renderer = {
      .out = g_string_sized_new(length + length / 2 + 256),
      .arena = arena,
      .markup = options->plain ? &markdown_plain : &markdown_site,
      .options = options,
      .warnings = warnings,
      .plain = options->plain,
      .limit = OUTPUT_BASE + OUTPUT_FACTOR * length,
      .ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .headings = g_array_new(FALSE, FALSE, sizeof(Heading)),
      .links = g_array_new(FALSE, FALSE, sizeof(PageLink)),
  };
  bool rendered = render_tree(out, &renderer, document, error);
  g_string_free(renderer.out, TRUE);
  g_hash_table_unref(renderer.ids);
  g_array_unref(renderer.headings);
  g_array_unref(renderer.links);
  return rendered;
}
