#include "generator/model/markdown/markdown.h"

#include "generator/model/markdown/markdown_attributes.h"
#include "generator/model/markdown/markdown_parse.h"
#include "generator/model/markdown/markdown_render.h"

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
  bool whole = renderer_walk(renderer, document, &line) && !renderer->failure;
  if (whole) {
    footnotes_end(renderer);
    images_warn(renderer);
    return true;
  }
  if (renderer->failure) {
    error_move(error, g_steal_pointer(&renderer->failure));
    return false;
  }
  error_set(error, ERROR_SITE, "this text grows beyond all measure as HTML");
  line = line > 0 ? inserts_line(renderer->inserts, renderer->options->first_line, line) : 0;
  error_at(error, renderer->options->file, line, 0);
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
  headings_sort(renderer->headings);
  out->heading_count = renderer->headings->len;
  out->headings =
      arena_memdup(arena, renderer->headings->data, renderer->headings->len * sizeof(Heading));
  out->link_count = renderer->links->len;
  out->links = arena_memdup(arena, renderer->links->data, renderer->links->len * sizeof(PageLink));
  out->shortcode_count = renderer->shortcodes->len;
  out->shortcodes = arena_memdup(arena, renderer->shortcodes->data,
                                 renderer->shortcodes->len * sizeof(PageShortcode));
  g_ptr_array_add(renderer->anchors, NULL);
  out->anchors =
      arena_memdup(arena, renderer->anchors->pdata, renderer->anchors->len * sizeof(char *));
  out->has_code = renderer->has_code;
  out->has_extras = renderer->has_extras;
}

static bool render_tree(Markdown *out, Renderer *renderer, cmark_node *document, const char *text,
                        size_t length, Error **error)
{
  if (!renderer->plain) {
    if (!renderer->options->html)
      attributes_take(renderer, document, text, length);
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

static const char *find_inserts(Inserts *inserts, Arena *arena, const char *text, size_t *length,
                                const MarkdownOptions *options, Warnings *warnings, Error **error)
{
  const MarkdownFeatures *features = &options->features;
  InsertOptions finding = {.file = options->file,
                           .first_line = MAX(options->first_line, 1),
                           .math = features->math,
                           .strict = features->strict};
  return inserts_find(inserts, arena, text, length, &finding, warnings, error);
}

bool markdown_render(Markdown *out, Arena *arena, const char *text, size_t length,
                     const MarkdownOptions *options, Warnings *warnings, Error **error)
{
  static const char *const none[] = {NULL};
  *out = (Markdown){.html = "", .summary = "", .anchors = none};
  g_autoptr(Arena) tree = arena_new();
  Inserts inserts = {0};
  unsigned scopes = 0;
  int shortcode_number = 0;
  if (!options->plain && length <= MARKDOWN_LENGTH_MAX) {
    text = without_slots(tree, text, &length);
    text = find_inserts(&inserts, arena, text, &length, options, warnings, error);
    if (!text)
      return false;
  }
  cmark_node *document =
      options->html && length <= MARKDOWN_LENGTH_MAX
          ? markdown_page_tree(tree, text, length)
          : markdown_parse(tree, text, length, options->file, MAX(options->first_line, 1), error);
  if (!document)
    return false;
  Renderer renderer = {
      .inserts = options->plain ? NULL : &inserts,
      .scopes = &scopes,
      .shortcode_number = &shortcode_number,
      .anchors = g_ptr_array_new(),
      .shortcodes = g_array_new(FALSE, FALSE, sizeof(PageShortcode)),
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
  typography_init(&renderer.typography, options->lang, options->features.smart,
                  options->features.emoji);
  bool rendered = render_tree(out, &renderer, document, text, length, error);
  error_free(renderer.failure);
  g_ptr_array_unref(renderer.anchors);
  g_array_unref(renderer.shortcodes);
  g_string_free(renderer.out, TRUE);
  g_hash_table_unref(renderer.ids);
  if (renderer.attributes)
    g_hash_table_unref(renderer.attributes);
  g_array_unref(renderer.headings);
  g_array_unref(renderer.links);
  return rendered;
}
