/* Markdown of any bytes: what is plain is what cmark-gfm's own renderer prints, up to
 * the caps; a site's HTML holds no slot that the text forged, its slots are well formed,
 * and excerpts carry no ids. */
#include "generator/model/markdown/markdown.h"
#include "generator/model/markdown/slots.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *render_by_cmark(const char *text, size_t length)
{
  static const char *const extensions[] = {"table", "strikethrough", "autolink", "tasklist"};
  int options = CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES;
  cmark_parser *parser = cmark_parser_new(options);
  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
  cmark_parser_feed(parser, text, length);
  cmark_node *document = cmark_parser_finish(parser);
  char *html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser));
  cmark_node_free(document);
  cmark_parser_free(parser);
  return html;
}

static void check_plain(const char *text, size_t length)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Error) error = NULL;
  MarkdownOptions options = {.plain = true, .file = "a.md", .first_line = 1};
  Markdown markdown;
  if (!markdown_render(&markdown, arena, text, length, &options, NULL, &error)) {
    g_assert(error->what && error->hint);
    return;
  }
  char *oracle = render_by_cmark(text, length);
  if (strcmp(markdown.html, oracle) != 0) {
    g_printerr("ours:\n%s\ncmark's:\n%s", markdown.html, oracle);
    abort(); /* g_error's trap would leave no input behind */
  }
  free(oracle);
}

static void count_slot(void *data, char letter, const char *text, size_t length, GString *out)
{
  (void)out;
  (*(size_t *)data)++;
  g_assert(strchr("LIDWNTHS", letter));
  g_assert((letter == 'N') == (length == 0));
  g_assert(letter == 'S' || !memchr(text, SLOT_BEGIN, length));
}

static size_t count_slots(const char *html, size_t length)
{
  size_t slots = 0;
  g_autoptr(GString) out = g_string_new(NULL);
  slots_fill(html, length, count_slot, &slots, out);
  g_assert(!memchr(out->str, SLOT_BEGIN, out->len) && !memchr(out->str, SLOT_END, out->len));
  return slots;
}

static size_t inside_links(const Markdown *markdown)
{
  size_t count = 0;
  for (size_t i = 0; i < markdown->link_count; i++)
    count += markdown->links[i].target[0] != '#';
  return count;
}

static void check_site(const char *text, size_t length, const char *lang)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Warnings) warnings = warnings_new();
  MarkdownOptions options = {.file = "a.md", .first_line = 1, .summary_words = 10, .lang = lang};
  if (lang)
    options.features = (MarkdownFeatures){.smart = true,
                                          .emoji = true,
                                          .math = true,
                                          .highlight = true,
                                          .external_rel = "nofollow",
                                          .origin = "https://example.org"};
  Markdown markdown;
  if (!markdown_render(&markdown, arena, text, length, &options, warnings, NULL))
    return;
  g_assert(g_utf8_validate(markdown.html, (gssize)markdown.html_length, NULL));
  g_assert(g_utf8_validate(markdown.summary, -1, NULL));
  size_t slots = count_slots(markdown.html, markdown.html_length);
  g_assert(markdown.shortcode_count > 0 || slots >= inside_links(&markdown));
  count_slots(markdown.summary, strlen(markdown.summary));
  g_assert(!strstr(markdown.summary, "id=\""
                                     "\001N\002"));
  for (size_t i = 0; i < markdown.link_count; i++)
    g_assert(markdown.links[i].line > 0 && *markdown.links[i].target);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  cmark_gfm_core_extensions_ensure_registered();
  check_plain((const char *)data, size);
  if (g_utf8_validate((const char *)data, (gssize)size, NULL)) {
    check_site((const char *)data, size, NULL);
    check_site((const char *)data, size, size % 2 ? "de" : "fr");
  }
  return 0;
}
