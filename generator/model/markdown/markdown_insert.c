#include "generator/model/markdown/markdown_attributes.h"
#include "generator/model/markdown/markdown_render.h"

#include "generator/model/math/math.h"

#include <string.h>

/* --- formulas --- */

typedef struct MathPlace {
  Renderer *renderer;
  int line;
} MathPlace;

static void math_warn(void *data, int line, const char *what)
{
  const MathPlace *place = data;
  if (place->renderer->warnings)
    warnings_add(place->renderer->warnings, place->renderer->options->file, place->line + line, 0,
                 "%s", what);
}

void put_math(Renderer *renderer, const char *tex, size_t length, bool display, int line)
{
  MathPlace place = {renderer, line};
  g_autofree char *clean = g_strndup(tex, length);
  for (char *p = clean; *p; p++)
    if ((unsigned char)*p < ' ' && !g_ascii_isspace(*p))
      *p = ' ';
  if (display)
    put(renderer, renderer->markup->formula);
  math_render(renderer->out, clean, strlen(clean), display, math_warn, &place);
  if (display)
    put(renderer, renderer->markup->formula_end);
  renderer->has_extras = true;
}

/* --- shortcodes --- */

static bool is_highlight(const Insert *insert)
{
  return insert->paired && strcmp(insert->tag.name, "highlight") == 0;
}

/* {{< highlight go "linenos=true" >}} is a block of code. */
static void put_highlight(Renderer *renderer, const Insert *insert)
{
  CodeOptions options = {.first = 1};
  const char *language = insert->tag.param_count > 0 ? insert->tag.params[0].value : "";
  const char *code = insert->text;
  size_t length = insert->text_length;
  code_options_read(&options, language, strlen(language));
  for (size_t i = 1; i < insert->tag.param_count; i++) {
    const ShortcodeParam *param = &insert->tag.params[i];
    g_autofree char *text = g_strconcat(param->key, *param->key ? "=" : "", param->value, NULL);
    code_options_add(&options, text, strlen(text));
  }
  const char *line = memchr(code, '\n', length);
  if (line && strspn(code, " \t\r") == (size_t)(line - code)) {
    length -= (size_t)(line + 1 - code);
    code = line + 1;
  }
  put_code(renderer, &options, options.language, strlen(options.language), code, length);
}

/* "<p>…</p>\n" alone: of a text within a line the tags go. */
static void unwrap(GString *html)
{
  static const char open[] = "<p>", close[] = "</p>\n";
  if (!g_str_has_prefix(html->str, open) || !g_str_has_suffix(html->str, close) ||
      strstr(html->str + 3, open))
    return;
  g_string_truncate(html, html->len - (sizeof close - 1));
  g_string_erase(html, 0, sizeof open - 1);
}

static bool render_inner(Renderer *renderer, const Insert *insert, GString *html)
{
  MarkdownOptions options = *renderer->options;
  Inserts inserts;
  InsertOptions finding = {.file = options.file,
                           .first_line = insert->inner_line,
                           .math = options.features.math,
                           .strict = options.features.strict};
  size_t length = insert->text_length;
  options.first_line = insert->inner_line;
  const char *text = inserts_find(&inserts, renderer->arena, insert->text, &length, &finding,
                                  renderer->warnings, &renderer->failure);
  g_autoptr(Arena) tree = arena_new();
  cmark_node *document = text ? markdown_parse(tree, text, length, options.file, options.first_line,
                                               &renderer->failure)
                              : NULL;
  if (!document)
    return false;
  Renderer child = *renderer;
  child.out = html;
  child.options = &options;
  child.inserts = &inserts;
  child.figure = child.boxed = child.alt_of = NULL;
  child.note_number = child.note_linked = 0;
  child.scope = ++*renderer->scopes;
  child.depth++;
  child.attributes = NULL;
  child.limit = renderer->limit > renderer->out->len ? renderer->limit - renderer->out->len : 0;
  attributes_take(&child, document, text, length);
  if (!child.excerpt)
    headings_name(&child, document);
  int line = 0;
  bool good = renderer_walk(&child, document, &line);
  if (child.attributes)
    g_hash_table_unref(child.attributes);
  footnotes_end(&child);
  renderer->count.words = child.count.words;
  renderer->outline_depth = child.outline_depth;
  memcpy(renderer->outline, child.outline, sizeof child.outline);
  renderer->has_code = renderer->has_code || child.has_code;
  renderer->has_extras = renderer->has_extras || child.has_extras;
  renderer->silent_images = child.silent_images;
  renderer->first_silent_image = child.first_silent_image;
  renderer->failure = child.failure;
  return good;
}

static void note_use(Renderer *renderer, const Insert *insert)
{
  for (guint i = 0; renderer->shortcodes && i < renderer->shortcodes->len; i++)
    if (strcmp(g_array_index(renderer->shortcodes, PageShortcode, i).name, insert->tag.name) == 0)
      return;
  PageShortcode use = {insert->tag.name, insert->line};
  if (renderer->shortcodes)
    g_array_append_val(renderer->shortcodes, use);
}

static void put_shortcode(Renderer *renderer, const Insert *insert)
{
  g_autoptr(GString) inner = g_string_new(NULL);
  note_use(renderer, insert);
  int number = (*renderer->shortcode_number)++;
  if (renderer->depth >= SHORTCODE_DEPTH_MAX) {
    if (!renderer->failure) {
      error_set(&renderer->failure, ERROR_SITE, "shortcodes stand more than %d deep in one another",
                SHORTCODE_DEPTH_MAX);
      error_at(&renderer->failure, renderer->options->file, insert->line, 0);
      error_hint(&renderer->failure, "perhaps one of them is not closed");
    }
    return;
  }
  if (insert->paired && !render_inner(renderer, insert, inner))
    return;
  bool one_line = !memchr(insert->text, '\n', insert->text_length);
  if (insert->is_inline || one_line)
    unwrap(inner);
  ShortcodeUse use = {.tag = &insert->tag,
                      .line = insert->line,
                      .number = number,
                      .is_inline = insert->is_inline,
                      .has_inner = insert->paired,
                      .raw = insert->text,
                      .raw_length = insert->text_length,
                      .inner = inner->str,
                      .inner_length = inner->len};
  shortcode_put(renderer->out, &use);
  renderer->has_extras = true;
}

void put_insert(Renderer *renderer, Insert *insert)
{
  if (insert->html && !renderer->excerpt) {
    g_string_append_len(renderer->out, insert->html, (gssize)insert->html_length);
    return;
  }
  GString *out = renderer->out;
  size_t limit = renderer->limit;
  renderer->out = g_string_new(NULL);
  renderer->limit = limit > out->len ? limit - out->len : 0;
  if (insert->kind == INSERT_MATH || insert->kind == INSERT_MATH_DISPLAY)
    put_math(renderer, insert->text, insert->text_length, insert->kind == INSERT_MATH_DISPLAY,
             insert->line);
  else if (is_highlight(insert))
    put_highlight(renderer, insert);
  else
    put_shortcode(renderer, insert);
  if (!renderer->excerpt) { /* an excerpt has no ids */
    insert->html = arena_strndup(renderer->arena, renderer->out->str, renderer->out->len);
    insert->html_length = renderer->out->len;
  }
  g_string_append_len(out, renderer->out->str, (gssize)renderer->out->len);
  g_string_free(renderer->out, TRUE);
  renderer->out = out;
  renderer->limit = limit;
}

static bool is_block_mark(const Mark *mark)
{
  return mark->insert &&
         (mark->insert->kind == INSERT_SHORTCODE || mark->insert->kind == INSERT_MATH_DISPLAY);
}

static bool text_is_inserts(const Inserts *inserts, const cmark_node *text, size_t *count)
{
  const unsigned char *at = text->as.literal.data, *end = at + text->as.literal.len;
  while (at < end) {
    Mark mark;
    if (*at == ' ' || *at == '\t') {
      at++;
      continue;
    }
    if (!mark_read(&mark, inserts, at, (size_t)(end - at)) || !is_block_mark(&mark))
      return false;
    at += mark.length;
    (*count)++;
  }
  return true;
}

bool holds_only_inserts(const Renderer *renderer, const cmark_node *paragraph)
{
  size_t count = 0;
  if (!renderer->inserts || renderer->inserts->count == 0)
    return false;
  for (const cmark_node *node = paragraph->first_child; node; node = node->next) {
    if (node->type == CMARK_NODE_SOFTBREAK || node->type == CMARK_NODE_LINEBREAK)
      continue;
    if (node->type != CMARK_NODE_TEXT || !text_is_inserts(renderer->inserts, node, &count))
      return false;
  }
  return count > 0;
}
