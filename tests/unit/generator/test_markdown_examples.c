/* The examples in tests/markdown, each a case of its own. What is plain must also be
 * what cmark-gfm's own renderer prints. */
#include "generator/model/markdown/markdown.h"
#include "generator/model/markdown/slots.h"

#include "common/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <cmocka.h>
#include <string.h>

typedef struct Example {
  char *name;
  char *markdown, *html;
  bool plain;
} Example;

/* --- reading --- */

/* "␉" and the like to what they stand for. */
static char *decode(const char *text, size_t length)
{
  static const struct {
    const char *shown, *meant;
  } marks[] = {{"␉", "\t"}, {"␍", "\r"}, {"␁", "\x01"}, {"␂", "\x02"}, {"⏎\n", ""}};
  g_autoptr(GString) out = g_string_new_len(text, (gssize)length);
  for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
    g_string_replace(out, marks[i].shown, marks[i].meant, 0);
  return g_strdup(out->str);
}

static const char *find(const char *text, const char *what)
{
  const char *found = strstr(text, what);
  assert_non_null(found);
  return found;
}

static void add_example(GArray *examples, const char *text, size_t length, bool plain)
{
  g_autofree char *part = g_strndup(text, length);
  const char *name_end = find(part, "\n");
  const char *middle = find(part, "\n@@\n");
  Example example = {
      .name = g_strndup(part, (size_t)(name_end - part)),
      .markdown = decode(name_end + 1, middle < name_end + 1 ? 0 : (size_t)(middle - name_end)),
      .html = decode(middle + 4, strlen(middle + 4)),
      .plain = plain,
  };
  g_array_append_val(examples, example);
}

static void read_examples(GArray *examples, const char *file, bool plain)
{
  size_t length;
  g_autofree char *text = file_read(file, 1 << 20, &length, NULL);
  if (!text)
    g_error("%s can't be read", file);
  const char *next = strstr(text, "\n@@@ ");
  while (next) {
    const char *begin = next + strlen("\n@@@ ");
    next = strstr(begin, "\n@@@ ");
    add_example(examples, begin, next ? (size_t)(next - begin) : strlen(begin), plain);
  }
}

/* --- running --- */

static void show_slot(void *data, char letter, const char *text, size_t length, GString *out)
{
  (void)data;
  g_string_append_printf(out, length > 0 ? "⟦%c %.*s⟧" : "⟦%c%.*s⟧", letter, (int)length, text);
}

/* "(summary of N words)" in the name; 0: the body is shown. */
static int64_t summary_words(const char *name)
{
  const char *words = strstr(name, "(summary of ");
  return words ? g_ascii_strtoll(words + strlen("(summary of "), NULL, 10) : 0;
}

/* "(smart de)", "(emoji)", "(math)", "(external)" in the name turn these on. */
static void set_features(MarkdownOptions *options, const char *name, char *lang)
{
  const char *smart = strstr(name, "(smart");
  options->features = (MarkdownFeatures){.smart = smart != NULL,
                                         .emoji = strstr(name, "(emoji)") != NULL,
                                         .math = strstr(name, "(math)") != NULL,
                                         .highlight = strstr(name, "(highlight)") != NULL,
                                         .strict = true,
                                         .origin = "https://example.org"};
  if (smart && sscanf(smart, "(smart %7[^)])", lang) == 1)
    options->lang = lang;
  if (strstr(name, "(external)")) {
    options->features.external_rel = "nofollow noopener";
    options->features.external_tab = true;
  }
}

static char *render(const Example *example)
{
  char lang[8] = "";
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Error) error = NULL;
  Markdown markdown;
  MarkdownOptions options = {.plain = example->plain,
                             .file = "example",
                             .first_line = 1,
                             .summary_words = summary_words(example->name)};
  set_features(&options, example->name, lang);
  if (!markdown_render(&markdown, arena, example->markdown, strlen(example->markdown), &options,
                       NULL, &error))
    fail_msg("%s", error->what);
  assert_int_equal(strlen(markdown.html), markdown.html_length);
  const char *html = options.summary_words ? markdown.summary : markdown.html;
  g_autoptr(GString) out = g_string_new(NULL);
  slots_fill(html, strlen(html), show_slot, NULL, out);
  return g_strdup(out->str);
}

static char *render_by_cmark(const char *text)
{
  static const char *const extensions[] = {"table", "strikethrough", "autolink", "tasklist"};
  int options = CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES;
  cmark_parser *parser = cmark_parser_new(options);
  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
  cmark_parser_feed(parser, text, strlen(text));
  cmark_node *document = cmark_parser_finish(parser);
  char *html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser));
  cmark_node_free(document);
  cmark_parser_free(parser);
  return html;
}

static void test_example(void **state)
{
  const Example *example = *state;
  g_autofree char *html = render(example);
  assert_string_equal(html, example->html);
  if (!example->plain)
    return;
  char *oracle = render_by_cmark(example->markdown);
  assert_string_equal(html, oracle);
  free(oracle);
}

int main(void)
{
  cmark_gfm_core_extensions_ensure_registered();
  g_autoptr(GArray) examples = g_array_new(FALSE, FALSE, sizeof(Example));
  read_examples(examples, "tests/markdown/plain.txt", true);
  read_examples(examples, "tests/markdown/site.txt", false);
  if (examples->len < 180) /* or the files were not read as they are written */
    g_error("only %u examples", examples->len);
  g_autofree struct CMUnitTest *tests = g_new0(struct CMUnitTest, examples->len);
  for (guint i = 0; i < examples->len; i++) {
    Example *example = &g_array_index(examples, Example, i);
    tests[i] = (struct CMUnitTest){
        .name = example->name, .test_func = test_example, .initial_state = example};
  }
  int failed = _cmocka_run_group_tests("markdown examples", tests, examples->len, NULL, NULL);
  for (guint i = 0; i < examples->len; i++) {
    Example *example = &g_array_index(examples, Example, i);
    g_free(example->name);
    g_free(example->markdown);
    g_free(example->html);
  }
  return failed;
}
