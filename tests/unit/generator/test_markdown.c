/* What markdown_render gives beside the HTML, its caps, and a comparison with
 * cmark-gfm's own renderer over texts that are made up. */
#include "generator/model/markdown/markdown.h"
#include "generator/model/markdown/markdown_parse.h"
#include "generator/model/markdown/slots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <cmocka.h>
#include <pthread.h>
#include <string.h>

typedef struct Fixture {
  Arena *arena;
  Warnings *warnings;
  Error *error;
  MarkdownOptions options;
} Fixture;

static int set_up(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  fixture->warnings = warnings_new();
  fixture->options = (MarkdownOptions){.file = "a.md", .first_line = 5};
  *state = fixture;
  return 0;
}

static int tear_down(void **state)
{
  Fixture *fixture = *state;
  arena_free(fixture->arena);
  warnings_free(fixture->warnings);
  error_free(fixture->error);
  g_free(fixture);
  return 0;
}

static Markdown render(Fixture *fixture, const char *text)
{
  Markdown markdown;
  if (!markdown_render(&markdown, fixture->arena, text, strlen(text), &fixture->options,
                       fixture->warnings, &fixture->error))
    fail_msg("%s", fixture->error->what);
  return markdown;
}

static const Error *refuse(Fixture *fixture, const char *text, size_t length, int line,
                           const char *words)
{
  Markdown markdown;
  g_clear_pointer(&fixture->error, error_free);
  assert_false(markdown_render(&markdown, fixture->arena, text, length, &fixture->options, NULL,
                               &fixture->error));
  assert_non_null(fixture->error);
  assert_int_equal(fixture->error->kind, ERROR_SITE);
  assert_string_equal(fixture->error->file, "a.md");
  assert_non_null(fixture->error->hint);
  if (fixture->error->line != line || !strstr(fixture->error->what, words))
    fail_msg("%d: %s", fixture->error->line, fixture->error->what);
  return fixture->error;
}

/* `text` so often, then `end`. */
static char *repeat(const char *text, size_t times, const char *end)
{
  GString *out = g_string_new(NULL);
  for (size_t i = 0; i < times; i++)
    g_string_append(out, text);
  g_string_append(out, end);
  return g_string_free(out, FALSE);
}

/* --- results --- */

static void test_title(void **state)
{
  static const struct {
    const char *text, *title;
  } cases[] = {
      {"# The *Derby* `x`\n", "The Derby x"},
      {"Text\n\n# Late\n", "Late"},
      {"## First\n\n# Second\n", "Second"},
      {"## Only\n\nText\n", "Only"},
      {"Text\n\n## Not at the top\n", NULL},
      {"# Named {#n}\n", "Named"},
      {"#\n\nText\n", NULL},
      {"> # Quoted\n", NULL},
      {"", NULL},
  };
  Fixture *fixture = *state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Markdown markdown = render(fixture, cases[i].text);
    if (g_strcmp0(markdown.title, cases[i].title) != 0)
      fail_msg("%s: %s", cases[i].text, markdown.title);
  }
}

static void test_title_is_taken(void **state)
{
  Fixture *fixture = *state;
  fixture->options.take_title = true;
  Markdown markdown = render(fixture, "# The Derby {#d}\n\nText\n\n## Goals\n");
  assert_string_equal(markdown.title, "The Derby");
  assert_null(strstr(markdown.html, "Derby"));
  assert_non_null(strstr(markdown.html, "Goals"));
  assert_int_equal(markdown.heading_count, 1);
}

/* A first heading that repeats the title is not shown a second time. */
static void test_title_is_repeated(void **state)
{
  static const struct {
    const char *text;
    bool repeated;
  } cases[] = {
      {"# The Derby: who, when?\n", true},      {"# THE DERBY _who when_\n", true},
      {"# The Derby — “Who”, When!\n", true},   {"# The Derby, who\n", false},
      {"# The Derby, who, when else\n", false}, {"# ...\n", false},
      {"## The Derby: who, when?\n", false},    {"x\n\n# The Derby: who, when?\n", false},
  };
  Fixture *fixture = *state;
  fixture->options.title = "The Derby: who, when?";
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Markdown markdown = render(fixture, cases[i].text);
    if ((markdown.heading_count == 0) != cases[i].repeated)
      fail_msg("%s: %s", cases[i].text, markdown.html);
  }
}

static void test_headings(void **state)
{
  Fixture *fixture = *state;
  Markdown markdown = render(fixture, "# A & *b*\n\n### C\n\n> ## quoted\n\nD\n===\n");
  assert_int_equal(markdown.heading_count, 3);
  assert_int_equal(markdown.headings[0].level, 1);
  assert_string_equal(markdown.headings[0].id, "a--b");
  assert_string_equal(markdown.headings[0].text, "A & b");
  assert_int_equal(markdown.headings[1].level, 3);
  assert_string_equal(markdown.headings[2].text, "D");
}

static void test_links(void **state)
{
  Fixture *fixture = *state;
  Markdown markdown = render(fixture, "[a](b.md)\n\n- x\n- [c](d.md#e)\n  ![f](<g h.png>)\n\n"
                                      "| a |\n| - |\n| [i](/j/) |\n\n[k](https://l) [m](#n)\n");
  assert_int_equal(markdown.link_count, 5);
  assert_string_equal(markdown.links[4].target, "#n");
  assert_string_equal(markdown.links[0].target, "b.md");
  assert_int_equal(markdown.links[0].line, 5);
  assert_string_equal(markdown.links[1].target, "d.md#e");
  assert_int_equal(markdown.links[1].line, 8);
  assert_string_equal(markdown.links[2].target, "g h.png");
  assert_int_equal(markdown.links[2].line, 9);
  assert_string_equal(markdown.links[3].target, "/j/");
  assert_int_equal(markdown.links[3].line, 13);
}

static void test_words(void **state)
{
  static const struct {
    const char *text;
    int64_t words;
  } cases[] = {
      {"", 0},
      {"One two.\n", 2},
      {"don't re-use *em*phasis e.g. 3,5\n", 5},
      {"- a\n- b\n\n> c\n", 3},
      {"x <b>y</b> `code here`\n", 4},
      {"```\nthree more words\n```\n", 3},
      {"| a | b |\n| - | - |\n| c d | |\n", 4},
      {"Größe Straße\n", 2},
      {"日本語 カナ text\n", 6},
      {"— & – … !\n", 3}, /* dashes beyond ASCII count: rare, and cheap to accept */
      {"![alternative text](a.png) word\n", 1},
      {"a\nb  \nc\n", 3},
  };
  Fixture *fixture = *state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Markdown markdown = render(fixture, cases[i].text);
    if (markdown.words != cases[i].words)
      fail_msg("%s: %d", cases[i].text, (int)markdown.words);
  }
}

static void test_more(void **state)
{
  Fixture *fixture = *state;
  Markdown markdown = render(fixture, "One [a](b.md).\n\n<!--MORE-->\n\nTwo.\n");
  assert_true(markdown.has_more);
  assert_string_equal(markdown.summary, "<p>One <a href=\"\001Lb.md\002\">a</a>.</p>\n");
  assert_int_equal(markdown.link_count, 1);
  assert_false(render(fixture, "One\n").has_more);
}

static void test_no_summary_unless_asked(void **state)
{
  Fixture *fixture = *state;
  assert_string_equal(render(fixture, "One two three\n").summary, "");
  fixture->options.summary_words = 2;
  assert_string_equal(render(fixture, "One two three\n").summary, "<p>One two…</p>\n");
}

static void test_duplicate_id_warns(void **state)
{
  Fixture *fixture = *state;
  render(fixture, "# A {#x}\n\n# B {#x}\n");
  assert_int_equal(warnings_count(fixture->warnings), 1);
  const Error *warning = warnings_get(fixture->warnings, 0);
  assert_int_equal(warning->line, 7);
  assert_non_null(strstr(warning->what, "'x'"));
}

/* --- caps --- */

static void test_length(void **state)
{
  g_autofree char *text = g_malloc(MARKDOWN_LENGTH_MAX + 1);
  memset(text, 'a', MARKDOWN_LENGTH_MAX + 1);
  refuse(*state, text, MARKDOWN_LENGTH_MAX + 1, 0, "8 MiB");
}

static void test_depth(void **state)
{
  Fixture *fixture = *state;
  GString *text = g_string_new("Text\n\n");
  for (int i = 0; i < 60; i++)
    g_string_append_printf(text, "%*s- a\n", 2 * i, "");
  render(fixture, text->str);
  for (int i = 60; i < 70; i++)
    g_string_append_printf(text, "%*s- a\n", 2 * i, "");
  g_string_append(text, "the end\n");
  assert_in_range(text->len, 1, 10000);
  refuse(fixture, text->str, text->len, 5 + 2 + 63 - 1, "nested too deeply");
  g_string_free(text, TRUE);
}

static void test_depth_in_one_line(void **state)
{
  static const char *const markers[] = {"> ", ">", "- ", "1. ", "* + "};
  Fixture *fixture = *state;
  for (size_t i = 0; i < G_N_ELEMENTS(markers); i++) {
    g_autofree char *text = repeat(markers[i], 20000, "a");
    refuse(fixture, text, strlen(text), 5, "nested too deeply");
  }
  g_autofree char *rule = repeat("* ", 5000, "\n");
  assert_string_equal(render(fixture, rule).html, "<hr>\n");
}

static void test_old_line_ends_are_lines(void **state)
{
  GString *text = g_string_new(NULL);
  for (int i = 0; i < 5000; i++)
    g_string_append_printf(text, "%*s- a\r", 2 * MIN(i, 100), "");
  refuse(*state, text->str, text->len, 5 + 63 - 1, "nested too deeply");
  g_string_free(text, TRUE);
}

static void test_brackets(void **state)
{
  static const char *const attacks[] = {"![[]()", "a <?", "a <!A ", "[a](", "a <![CDATA["};
  Fixture *fixture = *state;
  for (size_t i = 0; i < G_N_ELEMENTS(attacks); i++) {
    g_autofree char *tail = repeat(attacks[i], 100000, "");
    g_autofree char *text = g_strconcat("One\n\n", tail, NULL);
    refuse(fixture, text, strlen(text), 7, "16384");
  }
}

/* 10 KB that would become 28 MB. */
static void test_table(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *head = repeat("a|", 2400, "\n|");
  g_autofree char *rule = repeat("-|", 2400, "\n");
  g_autofree char *rows = repeat("|a\n", 1000, "");
  g_autofree char *text = g_strconcat("|", head, rule, rows, NULL);
  Markdown markdown;
  assert_false(markdown_render(&markdown, fixture->arena, text, strlen(text), &fixture->options,
                               NULL, &fixture->error));
  assert_non_null(strstr(fixture->error->what, "beyond all measure"));
  assert_in_range(fixture->error->line, 5, 5 + 1002);
  assert_in_range(arena_size(fixture->arena), 0, 1 << 20);
}

static void test_large_table_is_fine(void **state)
{
  g_autofree char *head = repeat("a|", 20, "\n|");
  g_autofree char *rule = repeat("-|", 20, "\n");
  g_autofree char *row = repeat("1|", 20, "\n|");
  g_autofree char *rows = repeat(row, 2000, "");
  g_autofree char *text = g_strconcat("|", head, rule, "|", rows, NULL);
  render(*state, text);
}

/* 11 KB that would become 10 MB. */
static void test_references(void **state)
{
  g_autofree char *title = repeat("t", 5000, "\"\n\n");
  g_autofree char *uses = repeat("[a]", 2000, "\n");
  g_autofree char *text = g_strconcat("[a]: /u \"", title, uses, NULL);
  refuse(*state, text, strlen(text), 7, "beyond all measure");
}

/* So much that the tree alone would not fit. */
static void test_references_fill_memory(void **state)
{
  g_autofree char *title = repeat("t", 400000, "\"\n\n");
  g_autofree char *uses = repeat("[a]\n\n", 16000, "");
  g_autofree char *text = g_strconcat("[a]: /u \"", title, uses, NULL);
  refuse(*state, text, strlen(text), 0, "beyond all measure");
  /* cmark was left in the middle, and works as before. */
  assert_string_equal(render(*state, "~a~ [b] https://c.de\n").html,
                      "<p><del>a</del> [b] <a href=\"https://c.de\">https://c.de</a></p>\n");
}

static void test_deep_inlines_cost_no_stack(void **state)
{
  g_autofree char *open = repeat("*a **b ", 30000, "");
  g_autofree char *text = repeat("c** d* ", 30000, "\n");
  g_autofree char *both = g_strconcat(open, text, NULL);
  Fixture *fixture = *state;
  fixture->options.summary_words = 70;
  Markdown markdown;
  if (!markdown_render(&markdown, fixture->arena, both, strlen(both), &fixture->options, NULL,
                       &fixture->error))
    assert_non_null(strstr(fixture->error->what, "beyond all measure"));
}

/* --- against cmark-gfm's own renderer --- */

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

/* Pieces that mean something to Markdown, put together at random (the same each time). */
static const char *const PIECES[] = {
    "a",
    "b c",
    " ",
    "\n",
    "\n\n",
    "\n  ",
    "\n    ",
    "*",
    "**",
    "_",
    "`",
    "``",
    "[",
    "]",
    "(x)",
    "](/u)",
    "![",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "&amp;",
    "&",
    "\\",
    "#",
    "## ",
    "- ",
    "* ",
    "1. ",
    "> ",
    "|",
    "| - |",
    "\n|-|-|\n",
    "~",
    "~~",
    "[^1]",
    "\n[^1]: note\n",
    "www.a.de",
    "https://b.de/c",
    "d@e.de",
    "- [ ] ",
    "- [x] ",
    "\n```\n",
    "\n~~~js x\n",
    "\n---\n",
    "\n===\n",
    "[r]: /s 't'\n",
    "[r]",
    "\t",
    "  \n",
    "ü",
    "\"",
    "'",
    "%20",
    "{#id}",
    "<div>\n",
    "\r\n",
};

static char *make_up(uint32_t *seed, size_t pieces)
{
  GString *out = g_string_new(NULL);
  for (size_t i = 0; i < pieces; i++) {
    *seed = *seed * 1664525u + 1013904223u;
    g_string_append(out, PIECES[(*seed >> 8) % G_N_ELEMENTS(PIECES)]);
  }
  return g_string_free(out, FALSE);
}

static void test_plain_is_what_cmark_prints(void **state)
{
  Fixture *fixture = *state;
  fixture->options.plain = true;
  uint32_t seed = 1904;
  for (int i = 0; i < 4000; i++) {
    g_autofree char *text = make_up(&seed, 5 + (size_t)i % 60);
    Markdown markdown;
    if (!markdown_render(&markdown, fixture->arena, text, strlen(text), &fixture->options, NULL,
                         &fixture->error))
      fail_msg("%s: %s", text, fixture->error->what);
    char *oracle = render_by_cmark(text);
    if (strcmp(markdown.html, oracle) != 0)
      fail_msg("%s\n--- ours ---\n%s\n--- cmark ---\n%s", text, markdown.html, oracle);
    free(oracle);
    arena_clear(fixture->arena);
  }
}

/* --- threads --- */

enum { THREADS = 4, TEXTS = 150 };

typedef struct Hammer {
  char *texts[TEXTS];
  char *expected[TEXTS];
} Hammer;

static char *html_of(const char *text)
{
  g_autoptr(Arena) arena = arena_new();
  MarkdownOptions options = {.file = "a.md", .first_line = 1, .summary_words = 20};
  Markdown markdown;
  if (!markdown_render(&markdown, arena, text, strlen(text), &options, NULL, NULL))
    return g_strdup("refused");
  return g_strconcat(markdown.html, "\n=====\n", markdown.summary, NULL);
}

static void *hammer(void *data)
{
  const Hammer *work = data;
  size_t wrong = 0;
  for (size_t i = 0; i < TEXTS; i++) {
    g_autofree char *html = html_of(work->texts[i]);
    wrong += strcmp(html, work->expected[i]) != 0;
  }
  return GSIZE_TO_POINTER(wrong);
}

static void test_threads(void **state)
{
  (void)state;
  Hammer work;
  uint32_t seed = 7;
  for (size_t i = 0; i < TEXTS; i++) {
    work.texts[i] = make_up(&seed, 400);
    work.expected[i] = html_of(work.texts[i]);
  }
  pthread_t threads[THREADS];
  for (size_t i = 0; i < THREADS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, hammer, &work), 0);
  size_t wrong = 0;
  for (size_t i = 0; i < THREADS; i++) {
    void *result;
    pthread_join(threads[i], &result);
    wrong += GPOINTER_TO_SIZE(result);
  }
  for (size_t i = 0; i < TEXTS; i++) {
    g_free(work.texts[i]);
    g_free(work.expected[i]);
  }
  assert_int_equal(wrong, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  cmark_gfm_core_extensions_ensure_registered();
  const struct CMUnitTest tests[] = {
      TEST(test_title),
      TEST(test_title_is_taken),
      TEST(test_title_is_repeated),
      TEST(test_headings),
      TEST(test_links),
      TEST(test_words),
      TEST(test_more),
      TEST(test_no_summary_unless_asked),
      TEST(test_duplicate_id_warns),
      TEST(test_length),
      TEST(test_depth),
      TEST(test_depth_in_one_line),
      TEST(test_old_line_ends_are_lines),
      TEST(test_brackets),
      TEST(test_table),
      TEST(test_large_table_is_fine),
      TEST(test_references),
      TEST(test_references_fill_memory),
      TEST(test_deep_inlines_cost_no_stack),
      TEST(test_plain_is_what_cmark_prints),
      TEST(test_threads),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
