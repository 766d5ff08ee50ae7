/* test_page_text.c - what the text gives: title, summary, links, errors; and MDX. */
#include "tests/unit/generator/page_fixture.h"

#include "generator/model/page/page_mdx.h"

static void test_title_from_heading(void **state)
{
  const Page *page = parse(state, "posts/a.md", "# The *Derby*\n\nText\n\n## Goals\n");
  assert_string_equal(page->title, "The Derby");
  assert_null(strstr(page->body, "Derby"));
  assert_int_equal(page->heading_count, 1);
  page = parse(state, "posts/a.md", "---\ntitle: T\n---\n\n# *T*\n\nText\n\n# T\n");
  assert_int_equal(page->heading_count, 1); /* said twice, shown once */
  page = parse(state, "posts/a.md", "---\ntitle: T\n---\n# The Derby\n");
  assert_string_equal(page->title, "T");
  assert_non_null(strstr(page->body, "Derby"));
}

static void test_summary(void **state)
{
  assert_string_equal(post(state, "description: A & b\n")->summary, "<p>A &amp; b</p>\n");
  const Page *page =
      parse(state, "posts/a.md", "---\ndescription: D\n---\nOne\n\n<!--more-->\n\nTwo\n");
  assert_string_equal(page->summary, "<p>One</p>\n");
  assert_string_equal(page->description, "D");
  page = post(state, "summary: S\ndescription: D\n");
  assert_string_equal(page->summary, "<p>S</p>\n");
  assert_string_equal(page->description, "D");
  assert_string_equal(post(state, "excerpt: E\n")->description, "E");
}

static void test_links_and_slots(void **state)
{
  const Page *page = parse(state, "posts/a.md", "---\ntitle: x\n---\n\n[a](b.md)\n");
  assert_true(page->has_body_slots);
  assert_int_equal(page->link_count, 1);
  assert_int_equal(page->links[0].line, 5);
  assert_int_equal(page->body_digest, digest_content(page->body, page->body_length));
}

static void test_markdown_errors_show_the_line(void **state)
{
  Fixture *fixture = *state;
  GString *text = g_string_new("---\ntitle: x\n---\n");
  for (int i = 0; i < 70; i++)
    g_string_append_printf(text, "%*s- a\n", 2 * i, "");
  assert_false(parse_bytes(fixture, "posts/a.md", text->str, text->len));
  g_string_free(text, TRUE);
  assert_int_equal(fixture->error->line, 3 + 63);
  assert_non_null(fixture->error->source_line);
}

static void test_no_utf8(void **state)
{
  Fixture *fixture = *state;
  assert_false(parse_bytes(fixture, "posts/a.md", "ok\nb\377d\n", 7));
  assert_int_equal(fixture->error->line, 2);
  assert_int_equal(fixture->error->column, 2);
  assert_false(parse_bytes(fixture, "posts/a.md", "a\0b", 3));
}

static const char *mdx(void **state, const char *text)
{
  return parse(state, "posts/a.mdx", text)->body;
}

static void test_mdx(void **state)
{
  static const struct {
    const char *text, *html;
  } cases[] = {
      {"<Box level=\"info\" title='>'>\n\nWatch *out*.\n\n</Box>\n",
       "<p>Watch <em>out</em>.</p>\n"},
      {"<Box>\n  one\n</Box>\ntwo\n", "<p>one</p>\n<p>two</p>\n"},
      {"<Tabs>\n  <Tab>\n    text\n  </Tab>\n</Tabs>\n", "<p>text</p>\n"},
      {"a <Icon.Ball size={{x: '}'}} /> b\n", "<p>a  b</p>\n"},
      {"import X from './x'\nimport {\n  Y\n} from 'y'\n\nText\n", "<p>Text</p>\n"},
      {"export const a = {\n  b: 1,\n};\n\nText\n", "<p>Text</p>\n"},
      {"Text\nimport nothing\n", "<p>Text\nimport nothing</p>\n"},
      {"important\n", "<p>important</p>\n"},
      {"a{/* gone */}b{' '}c{\"d\"}\n", "<p>ab cd</p>\n"},
      {"<>a</>\n", "<p>a</p>\n"},
      {"`<Box>` and `` {x} `<Y>` ``\n",
       "<p><code>&lt;Box&gt;</code> and <code>{x} `&lt;Y&gt;`</code></p>\n"},
      {"\\<Box> 1 < B\n", "<p>&lt;Box&gt; 1 &lt; B</p>\n"},
      {"<div>\n<Box/>\n</div>\n", "<div>\n</div>\n"},
      {"<div className=\"x\" style={{a: 1}} id={'y'} title=\"className=\">\n*z*\n</div>\n",
       "<div class=\"x\"  id='y' title=\"className=\">\n*z*\n</div>\n"},
      {"<https://a.de/b> <br/> a <b\n",
       "<p><a href=\"https://a.de/b\">https://a.de/b</a> <br/> a &lt;b</p>\n"},
      {"<Box\n  a={`>`}\n  b\n>\n\ntext\n\n</Box>\n", "<p>text</p>\n"},
      {"a <Icon\n  b='c'\n/> d\n", "<p>a  d</p>\n"},
      {"1. <math>\n     <mi>x</mi>\n   </math>\n   is *x*\n",
       "<ol>\n<li><math> <mi>x</mi> </math>\nis <em>x</em></li>\n</ol>\n"},
      {"<Box a=\n\nopen\n", "<p>&lt;Box a=</p>\n<p>open</p>\n"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const char *html = mdx(state, cases[i].text);
    if (strcmp(html, cases[i].html) != 0)
      fail_msg("%s\n--- gives ---\n%s", cases[i].text, html);
  }
}

static void test_mdx_notes(void **state)
{
  Fixture *fixture = *state;
  static const struct {
    const char *text, *read;
  } cases[] = {
      {"<AlertBox level=\"info\" title=\"!\">\n  Some\n  text.\n\n  More.\n</AlertBox>\n\nEnd\n",
       "{{< note note \"!\" >}}\nSome\ntext.\n\nMore.\n{{< /note >}}\n\nEnd\n"},
      {"<Callout\n  x='type=\"tip\"'\n  type={'danger'}\n>\ntext\n</Callout>\n",
       "{{< note caution >}}\ntext\n{{< /note >}}\n"},
      {"<Warning title='a \"b\" \\c'>text</Warning>\n",
       "{{< note warning \"a \\\"b\\\" \\\\c\" >}}text{{< /note >}}\n"},
      {"<Note>\n\n<Note>\nin\n</Note>\n<Note/>\n\n</Note>\n",
       "{{< note note >}}\n\n{{< note note >}}\nin\n{{< /note >}}\n\n\n{{< /note >}}\n"},
      {"a <Note>b</Note>\n", "a b\n"},
      {"<Note>a</Note> b\n", "a b\n"},
      {"<Note>\nopen\n", "\nopen\n"},
      {"<Alert type='odd' title=''>\na\n</Alert>\n", "{{< note note >}}\na\n{{< /note >}}\n"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    size_t length = strlen(cases[i].text);
    const char *read = page_mdx_read(fixture->arena, cases[i].text, &length, "a.mdx", 1, NULL);
    if (strcmp(read, cases[i].read) != 0)
      fail_msg("%s\n--- gives ---\n%s", cases[i].text, read);
  }
}

static void test_mdx_code_is_left_alone(void **state)
{
  const char *html = mdx(state, "```\nimport a\n<Box>{x}</Box>\n```\n\n<Box>\n  ~~~\n  <Y/>\n"
                                "  ~~~\n</Box>\n");
  assert_string_equal(html, "<pre tabindex=\"0\"><code>import a\n"
                            "&lt;Box&gt;{x}&lt;/Box&gt;\n</code></pre>\n"
                            "<pre tabindex=\"0\"><code>&lt;Y/&gt;\n</code></pre>\n");
}

static void test_mdx_warns_once(void **state)
{
  Fixture *fixture = *state;
  parse(state, "posts/2024-05-06-a.mdx",
        "---\ntitle: x\n---\n<Box>\n\na\n</Box>\n\n<Box/> <Icon/>\n\n{a.b} {c}\n\n[l](m.md)\n");
  assert_int_equal(warnings_count(fixture->warnings), 3);
  assert_int_equal(warnings_get(fixture->warnings, 0)->line, 4);
  assert_non_null(strstr(warnings_get(fixture->warnings, 0)->what, "<Box>"));
  assert_int_equal(warnings_get(fixture->warnings, 1)->line, 9);
  assert_int_equal(warnings_get(fixture->warnings, 2)->line, 11);
  assert_int_equal(fixture->page.links[0].line, 13); /* lines keep their numbers */
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_title_from_heading),
      TEST(test_summary),
      TEST(test_links_and_slots),
      TEST(test_markdown_errors_show_the_line),
      TEST(test_no_utf8),
      TEST(test_mdx),
      TEST(test_mdx_notes),
      TEST(test_mdx_code_is_left_alone),
      TEST(test_mdx_warns_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
