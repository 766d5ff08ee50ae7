/* Attributes in braces: how they are read, what is told of them, and the outline and ids
 * that headings share with those in shortcodes. */
#include "generator/model/markdown/attributes.h"
#include "generator/model/markdown/markdown.h"
#include "generator/model/markdown/slots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void test_reading(void **state)
{
  static const struct {
    const char *text;
    size_t length;
    const char *id, *classes, *width;
  } cases[] = {
      {"{#a}", 4, "a", NULL, NULL},
      {"{ #a.b .c .d } x", 14, "a.b", "c d", NULL},
      {"{: .c.d width=\"3 }\"}", 20, NULL, "c d", NULL},
      {"{width=30px class='a b' .c}", 27, NULL, "a b c", "30"},
      {"{width=50%}", 11, NULL, NULL, "50%"},
      {"{width=5em .x}", 14, NULL, "x", NULL},
      {"{id=x width=1 width=2}", 22, "x", NULL, "1"},
      {"{-}", 3, NULL, NULL, NULL},
      {"{:toc}", 6, NULL, NULL, NULL},
      {"{größe=1 .größe}", 20, NULL, "größe", NULL},
      {"{}", 0, NULL, NULL, NULL},
      {"{: }", 0, NULL, NULL, NULL},
      {"{toc}", 0, NULL, NULL, NULL},
      {"{#}", 0, NULL, NULL, NULL},
      {"{.}", 0, NULL, NULL, NULL},
      {"{a=}", 0, NULL, NULL, NULL},
      {"{a=\"b}", 0, NULL, NULL, NULL},
      {"{.a", 0, NULL, NULL, NULL},
      {"{.a\n}", 0, NULL, NULL, NULL},
      {"{.a, .b}", 0, NULL, NULL, NULL},
      {"", 0, NULL, NULL, NULL},
  };
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    NodeAttributes read;
    const char *text = cases[i].text;
    size_t length = attributes_read(&read, arena, text, strlen(text));
    if (length != cases[i].length)
      fail_msg("%s: %zu", text, length);
    if (length == 0)
      continue;
    if (g_strcmp0(read.id, cases[i].id) != 0 || g_strcmp0(read.classes, cases[i].classes) != 0 ||
        g_strcmp0(attributes_get(&read, "width"), cases[i].width) != 0)
      fail_msg("%s: %s, %s", text, read.id, read.classes);
  }
}

static void test_too_many(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(GString) text = g_string_new("{");
  NodeAttributes read;
  for (int i = 0; i < ATTRIBUTES_MAX; i++)
    g_string_append_printf(text, "data-%d=x ", i);
  g_autofree char *full = g_strconcat(text->str, "}", NULL);
  assert_int_equal(attributes_read(&read, arena, full, strlen(full)), strlen(full));
  assert_int_equal(read.count, ATTRIBUTES_MAX);
  g_string_append(text, "data-more=x}");
  assert_int_equal(attributes_read(&read, arena, text->str, text->len), 0);
}

static void test_classes(void **state)
{
  (void)state;
  NodeAttributes said = {.classes = "ab no_toc b"};
  assert_true(attributes_has_class(&said, "ab"));
  assert_true(attributes_has_class(&said, "no_toc"));
  assert_true(attributes_has_class(&said, "b"));
  assert_false(attributes_has_class(&said, "a"));
  assert_false(attributes_has_class(&said, "toc"));
  assert_false(attributes_has_class(&(NodeAttributes){0}, "a"));
}

static void test_sizes(void **state)
{
  static const struct {
    const char *text;
    int width, height; /* of the file */
    const char *written;
  } cases[] = {
      {"300x a b.png", 600, 400, " width=\"300\" height=\"200\""},
      {"x100 a.png", 600, 400, " width=\"150\" height=\"100\""},
      {"1x a.png", 600, 4, " width=\"1\" height=\"1\""},
      {"300x a.png", 0, 0, " width=\"300\""},
      {"x7 a.png", 0, 0, " height=\"7\""},
      {"999999999x a.png", 1, 99999, " width=\"99999\" height=\"99999\""},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    const char *target;
    SlotSize size = slot_size_read(cases[i].text, strlen(cases[i].text), &target);
    assert_ptr_equal(target, strchr(cases[i].text, ' ') + 1);
    slot_size_scale(&size, cases[i].width, cases[i].height);
    slot_size_put(out, &size);
    assert_string_equal(out->str, cases[i].written);
  }
}

/* --- in a text --- */

typedef struct Fixture {
  Arena *arena;
  Warnings *warnings;
} Fixture;

static int set_up(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  fixture->warnings = warnings_new();
  *state = fixture;
  return 0;
}

static int tear_down(void **state)
{
  Fixture *fixture = *state;
  arena_free(fixture->arena);
  warnings_free(fixture->warnings);
  g_free(fixture);
  return 0;
}

static Markdown render(Fixture *fixture, const char *text)
{
  Markdown markdown;
  Error *error = NULL;
  MarkdownOptions options = {.file = "a.md", .first_line = 1, .summary_words = 20};
  if (!markdown_render(&markdown, fixture->arena, text, strlen(text), &options, fixture->warnings,
                       &error))
    fail_msg("%s", error->what);
  return markdown;
}

static void test_what_is_left_out_is_told(void **state)
{
  static const struct {
    const char *text, *what;
    int line;
  } cases[] = {
      {"x\n\n![a](b.png){: onclick=\"x()\"}\n",
       "the attribute 'onclick=\"x()\"' is left out: it is not one for this, or not harmless", 3},
      {"# a {width=3}\n",
       "the attribute 'width=\"3\"' is left out: it is not one for this, or not harmless", 1},
      {"a\n{:refdef}\n", "'{:refdef}' is left out: nothing of that name is known", 1},
      {"# a {#b}\n\n*c*{#b}\n", "the id 'b' is already that of something else", 1},
  };
  Fixture *fixture = *state;
  for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
    render(fixture, cases[i].text);
    assert_int_equal(warnings_count(fixture->warnings), i + 1);
    assert_string_equal(warnings_get(fixture->warnings, i)->what, cases[i].what);
    assert_int_equal(warnings_get(fixture->warnings, i)->line, cases[i].line);
  }
}

static void test_ids_are_anchors(void **state)
{
  Markdown markdown = render(*state, "*a*{#b} and [c](#b)\n\n- d\n{#e}\n");
  assert_string_equal(markdown.anchors[0], "b");
  assert_string_equal(markdown.anchors[1], "e");
  assert_null(markdown.anchors[2]);
  assert_non_null(strstr(markdown.html, "href=\"#\001N\002b\""));
  assert_non_null(strstr(markdown.html, "<ul id=\"\001N\002e\">"));
}

/* Where an excerpt stands there are other pages' ids. */
static void test_summary_has_no_ids(void **state)
{
  Markdown markdown = render(*state, "*a*{#b .c} x\n{#p .q}\n");
  assert_string_equal(markdown.summary, "<p class=\"q\"><em class=\"c\">a</em> x</p>\n");
}

static const char outline[] = "## A\n\n"
                              "{{% note %}}\n### Same\n{{% /note %}}\n\n"
                              "## B\n\n"
                              "{{< details >}}\n### Same {.x}\n\n{{< note >}}\n#### Deep\n"
                              "{{< /note >}}\n{{< /details >}}\n\n"
                              "### Same\n\n"
                              "{{< note >}}\n## Hidden {.no_toc}\n{{< /note >}}\n";

static void test_headings_of_shortcodes(void **state)
{
  static const struct {
    int level;
    const char *text, *id;
  } expected[] = {{2, "A", "a"},         {3, "Same", "same-1"}, {2, "B", "b"},
                  {3, "Same", "same-2"}, {4, "Deep", "deep"},   {3, "Same", "same"}};
  Markdown markdown = render(*state, outline);
  assert_int_equal(markdown.heading_count, G_N_ELEMENTS(expected));
  for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
    assert_int_equal(markdown.headings[i].level, expected[i].level);
    assert_string_equal(markdown.headings[i].text, expected[i].text);
    assert_string_equal(markdown.headings[i].id, expected[i].id);
  }
  assert_string_equal(markdown.anchors[0], "hidden");
  assert_null(markdown.anchors[1]);
}

/* kramdown's place for a table of contents: the theme has one of its own. */
static void test_contents_list_goes(void **state)
{
  Markdown markdown = render(*state, "* a list\n{:toc}\n\nText.\n");
  assert_string_equal(markdown.html, "<p>Text.</p>\n");
  markdown = render(*state, "> 1. a list\n> {:toc}\n\nText.\n");
  assert_string_equal(markdown.html, "<blockquote>\n</blockquote>\n<p>Text.</p>\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_reading),      cmocka_unit_test(test_too_many),
      cmocka_unit_test(test_classes),      cmocka_unit_test(test_sizes),
      TEST(test_what_is_left_out_is_told), TEST(test_ids_are_anchors),
      TEST(test_summary_has_no_ids),       TEST(test_headings_of_shortcodes),
      TEST(test_contents_list_goes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
