#include "generator/model/markdown/slots.h"
#include "generator/model/page/page.h"
#include "generator/model/page/page_mdx.h"

#include "common/formats/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

typedef struct Fixture {
  Arena *arena;
  Settings settings;
  Warnings *warnings;
  Error *error;
  const FileHistory *history;
  Page page;
} Fixture;

static void set_settings(Fixture *fixture, const char *text)
{
  TreeDocument document = {.file = "senf.yaml", .source = text, .source_length = strlen(text)};
  assert_true(
      yaml_parse(fixture->arena, text, strlen(text), 1, 1 << 20, &document, &fixture->error));
  if (!settings_read(&fixture->settings, fixture->arena, &document, &fixture->error))
    fail_msg("%s", fixture->error->what);
}

static int set_up(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  fixture->warnings = warnings_new();
  set_settings(fixture, "languages: [en, de]\n");
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

static bool parse_bytes(Fixture *fixture, const char *path, const char *text, size_t length)
{
  PageKind kind = g_str_has_prefix(path, "pages/") ? PAGE_PAGE : PAGE_POST;
  g_clear_pointer(&fixture->error, error_free);
  return page_parse(&fixture->page, fixture->arena, &fixture->settings, kind, path, text, length,
                    fixture->history, fixture->warnings, &fixture->error);
}

static const Page *parse(void **state, const char *path, const char *text)
{
  Fixture *fixture = *state;
  if (!parse_bytes(fixture, path, text, strlen(text)))
    fail_msg("%s: %s", text, fixture->error->what);
  return &fixture->page;
}

/* The front matter alone, of posts/a.md. */
static const Page *post(void **state, const char *front)
{
  g_autofree char *text = g_strdup_printf("---\n%s---\nText\n", front);
  return parse(state, "posts/a.md", text);
}

static const Error *refuse(void **state, const char *front, int line, const char *words)
{
  Fixture *fixture = *state;
  g_autofree char *text = g_strdup_printf("---\n%s---\nText\n", front);
  if (parse_bytes(fixture, "posts/a.md", text, strlen(text)))
    fail_msg("accepted: %s", front);
  const Error *error = fixture->error;
  assert_int_equal(error->kind, ERROR_SITE);
  assert_string_equal(error->file, "posts/a.md");
  if (error->line != line || !strstr(error->what, words))
    fail_msg("%s: %d: %s", front, error->line, error->what);
  return error;
}

static void expect_names(const char *const *names, const char *expected)
{
  g_autofree char *joined = g_strjoinv("|", (gchar **)names);
  assert_string_equal(joined, expected);
}

static void expect_date(const DateTime *date, const char *expected)
{
  g_autoptr(GString) out = g_string_new(NULL);
  if (date->set)
    datetime_rfc3339(date, out);
  assert_string_equal(out->str, expected);
}

/* --- front matter --- */

static void test_names_of_three_generators(void **state)
{
  static const char *const same[] = {
      "title: T\ndate: 2024-05-06\nlastmod: 2024-06-07\nexpiryDate: 2030-01-01\n"
      "description: D\naliases: [/old/]\ntags: [a, b]\ncategories: [c]\nauthor: Ada\n"
      "layout: wide\nimages: [x.png]\nseries: [S]\nweight: 3\ndraft: true\n",
      "title: T\ndate: 2024-05-06 00:00:00\nlast_modified_at: 2024-06-07\nexpires: 2030-01-01\n"
      "description: D\nredirect_from: /old/\ntags: a b\ncategory: c\nauthor: {name: Ada}\n"
      "layout: wide.html\nimage: {path: x.png}\nseries: S\nweight: 3\npublished: false\n",
      "title: T\ndate: 2024-05-06\nupdated: 2024-06-07\nexpiry: 2030-01-01\n"
      "description: D\naliases: [old]\ntaxonomies: {tags: [a, b], categories: [c]}\n"
      "authors: [Ada]\ntemplate: wide.html\nextra: {}\ncover: x.png\nseries: S\nweight: 3\n"
      "draft: true\n",
      "TITLE: T\nDate: 2024-05-06\nLastMod: 2024-06-07\nEXPIRY: 2030-01-01\nDescription: D\n"
      "Aliases: /old\nTags: 'a, b'\nCategories: c\nAuthors: [{name: Ada}]\nLayout: wide\n"
      "Thumbnail: x.png\nSeries: S\nseries_weight: 3\nDraft: true\n",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(same); i++) {
    const Page *page = post(state, same[i]);
    assert_string_equal(page->title, "T");
    expect_date(&page->date, "2024-05-06T00:00:00Z");
    expect_date(&page->updated, "2024-06-07T00:00:00Z");
    expect_date(&page->expiry, "2030-01-01T00:00:00Z");
    assert_string_equal(page->description, "D");
    expect_names(page->aliases, "old/");
    expect_names(page->tags, "a|b");
    expect_names(page->terms, "categories\tc");
    expect_names(page->authors, "Ada");
    assert_string_equal(page->layout, "wide");
    assert_string_equal(page->image, "x.png");
    assert_string_equal(page->series, "S");
    assert_int_equal(page->series_weight, 3);
    assert_true(page->draft);
    assert_null(page->extra);
  }
}

static void test_nothing_said(void **state)
{
  const Page *page = parse(state, "posts/my-first_post.md", "Text\n");
  assert_string_equal(page->title, "My first post");
  assert_string_equal(page->id, "posts/my-first_post.md");
  assert_string_equal(page->slug, "my-first_post");
  assert_string_equal(page->url, "/posts/my-first_post/");
  assert_string_equal(page->lang, "en");
  assert_string_equal(page->description, "");
  assert_string_equal(page->summary, "<p>Text</p>\n");
  assert_false(page->date.set || page->updated.set || page->expiry.set || page->draft);
  expect_names(page->authors, "");
  expect_names(page->tags, "");
  expect_names(page->aliases, "");
  assert_null(page->series);
  assert_int_equal(page->comments, PAGE_COMMENTS_OPEN);
  assert_int_equal(page->words, 1);
  assert_false(page->has_body_slots);
}

static void test_unknown_keys_are_kept(void **state)
{
  const Page *page = post(state, "title: T\nMathJax: true\nparams: {a: 1, b: [x]}\n"
                                 "extra: {c: {d: e}, a: 2}\ntaxonomies: {places: [y]}\n");
  assert_int_equal(page->extra->count, 5);
  assert_true(tree_get(page->extra, "MathJax")->boolean);
  assert_string_equal(tree_get(page->extra, "a")->text, "1");
  assert_string_equal(tree_get(tree_get(page->extra, "c"), "d")->text, "e");
  assert_string_equal(tree_get(page->extra, "places")->items[0]->text, "y");
}

static void test_tags(void **state)
{
  expect_names(post(state, "tags: one two\n")->tags, "one|two");
  expect_names(post(state, "tags: 'one two, three'\n")->tags, "one two|three");
  expect_names(post(state, "tags: [one two, 2024, One two]\n")->tags, "one two|2024");
  expect_names(post(state, "category: club life\ntags: [x]\n")->tags, "x");
  expect_names(post(state, "category: club life\n")->terms, "categories\tclub life");
  expect_names(post(state, "categories: a b\ncategory: c\n")->terms, "categories\ta|categories\tb");
  expect_names(post(state, "tags: ''\n")->tags, "");
  expect_names(post(state, "tags: []\n")->tags, "");
  expect_names(post(state, "tags: 2024\n")->tags, "2024");
  refuse(state, "tags: {a: b}\n", 2, "'tags'");
  refuse(state, "tags:\n  - a\n  - [b]\n", 4, "'tags'");
}

static void test_authors(void **state)
{
  expect_names(post(state, "author: Ada Lovelace, Grace Hopper\n")->authors,
               "Ada Lovelace|Grace Hopper");
  expect_names(post(state, "author: Foo, Inc.\n")->authors, "Foo, Inc.");
  expect_names(post(state, "authors: ['Foo, Bar', {id: ada, name: Ada}]\n")->authors,
               "Foo, Bar|ada");
  expect_names(post(state, "author: 'Ada (@ada)'\nauthors: [Grace, ada]\n")->authors,
               "Grace|ada|Ada (@ada)");
  refuse(state, "author: {nick: x}\n", 2, "'name'");
}

static void test_comments(void **state)
{
  assert_int_equal(post(state, "comments: true\n")->comments, PAGE_COMMENTS_OPEN);
  assert_int_equal(post(state, "comments: closed\n")->comments, PAGE_COMMENTS_CLOSED);
  assert_int_equal(post(state, "comments: false\n")->comments, PAGE_COMMENTS_OFF);
  assert_int_equal(post(state, "comments: OFF\n")->comments, PAGE_COMMENTS_OFF);
  assert_int_equal(post(state, "comments:\n")->comments, PAGE_COMMENTS_OPEN);
  assert_int_equal(parse(state, "pages/about.md", "x\n")->comments, PAGE_COMMENTS_OFF);
  assert_int_equal(parse(state, "pages/about.md", "---\ncomments: open\n---\n")->comments,
                   PAGE_COMMENTS_OPEN);
  refuse(state, "comments: maybe\n", 2, "open, closed or off");
}

static void test_texts_are_one_line(void **state)
{
  const Page *page = post(state, "title: \" a\\tb\\nc\\x01 \"\nsummary: |\n  one\n  two\n");
  assert_string_equal(page->title, "a b c");
  assert_string_equal(page->summary, "<p>one two</p>\n");
}

static void test_json(void **state)
{
  const Page *page =
      parse(state, "posts/a.md",
            "{\"title\": \"T\", \"date\": \"2024-05-06\", \"tags\": [\"a\"]}\nText\n");
  assert_string_equal(page->title, "T");
  expect_names(page->tags, "a");
  assert_string_equal(page->body, "<p>Text</p>\n");
}

/* --- dates --- */

static void test_dates(void **state)
{
  Fixture *fixture = *state;
  set_settings(fixture, "timezone: '+02:00'\n");
  expect_date(&post(state, "date: 2024-05-06\n")->date, "2024-05-06T00:00:00+02:00");
  expect_date(&post(state, "date: 2024-05-06T07:08:09.123Z\n")->date, "2024-05-06T07:08:09Z");
  expect_date(&post(state, "date: ''\n")->date, "");
  expect_date(&post(state, "pubDate: 2024-05-06\n")->date, "2024-05-06T00:00:00+02:00");
  expect_date(&post(state, "published: 2024-05-06\n")->date, "2024-05-06T00:00:00+02:00");
  /* what is held back is not shown earlier */
  expect_date(&post(state, "date: 2024-05-06\npublishDate: 2024-06-01\n")->date,
              "2024-06-01T00:00:00+02:00");
  expect_date(&post(state, "date: 2024-05-06\npublishDate: 2024-04-01\n")->date,
              "2024-05-06T00:00:00+02:00");
  expect_date(&parse(state, "posts/2024-05-06-x.md", "x\n")->date, "2024-05-06T00:00:00+02:00");
  expect_date(&parse(state, "posts/2024-05-06-x.md", "---\ndate: 2023-01-01\n---\n")->date,
              "2023-01-01T00:00:00+02:00");
  const Error *error = refuse(state, "title: x\ndate: soon\n", 3, "'date' should be a date");
  assert_int_equal(error->column, 7);
  assert_string_equal(error->source_line, "date: soon");
  refuse(state, "date: 2024-02-30\n", 2, "'date'");
  refuse(state, "expiry: [a]\n", 2, "'expiry'");
}

static void test_post_without_a_date_warns(void **state)
{
  Fixture *fixture = *state;
  post(state, "title: x\n");
  assert_int_equal(warnings_count(fixture->warnings), 1);
  assert_string_equal(warnings_get(fixture->warnings, 0)->file, "posts/a.md");
  parse(state, "pages/about.md", "x\n");
  parse(state, "posts/index.md", "x\n");
  post(state, "date: 2024-01-01\n");
  assert_int_equal(warnings_count(fixture->warnings), 1);
}

static DateTime at(const char *text)
{
  DateTime date;
  assert_true(datetime_parse(text, 0, &date));
  return date;
}

static void test_history(void **state)
{
  Fixture *fixture = *state;
  static const char *const former[] = {"posts/old.md", NULL};
  static const HistoryPerson people[] = {{"Ada", "ada@example.org"}, {"Grace", "g@example.org"}};
  FileHistory history = {.path = "posts/a.md",
                         .identity = "posts/old.md",
                         .added = at("2024-05-06T10:00:00+02:00"),
                         .changed = at("2024-05-07T09:00:00+02:00"),
                         .people = people,
                         .people_count = 2,
                         .writer_count = 1,
                         .former = former};
  fixture->history = &history;
  const Page *page = post(state, "title: x\n");
  assert_string_equal(page->id, "posts/old.md");
  expect_date(&page->date, "2024-05-06T10:00:00+02:00");
  expect_date(&page->updated, ""); /* within a day */
  expect_names(page->authors, "Ada");
  expect_names(page->aliases, "posts/old/");
  assert_string_equal(post(state, "id: own\n")->id, "own");
  expect_names(post(state, "author: Joan\n")->authors, "Joan");
  history.changed = at("2024-05-07T11:00:00+02:00");
  expect_date(&post(state, "title: x\n")->updated, "2024-05-07T11:00:00+02:00");
  expect_date(&post(state, "lastmod: 2024-05-06\n")->updated, "2024-05-06T00:00:00Z");
  expect_date(&post(state, "date: 2024-05-07\n")->updated, "");
  assert_int_equal(warnings_count(fixture->warnings), 0);
}

/* --- paths and URLs --- */

static void test_places(void **state)
{
  static const struct {
    const char *path, *url, *output, *slug, *lang, *key;
  } cases[] = {
      {"posts/release/v22.0.0.md", "/posts/release/v22.0.0/", "posts/release/v22.0.0/index.html",
       "v22.0.0", "en", "posts/release/v22.0.0"},
      {"posts/2024-05-06-derby.markdown", "/posts/derby/", "posts/derby/index.html", "derby", "en",
       "posts/2024-05-06-derby"},
      {"posts/2024-13-06-derby.md", "/posts/2024-13-06-derby/", "posts/2024-13-06-derby/index.html",
       "2024-13-06-derby", "en", "posts/2024-13-06-derby"},
      {"posts/2024-05-06.md", "/posts/2024-05-06/", "posts/2024-05-06/index.html", "2024-05-06",
       "en", "posts/2024-05-06"},
      {"posts/a/index.md", "/posts/a/", "posts/a/index.html", "a", "en", "posts/a"},
      {"posts/2024-05-06-a/index.de.md", "/de/posts/a/", "de/posts/a/index.html", "a", "de",
       "posts/2024-05-06-a"},
      {"posts/a.de.md", "/de/posts/a/", "de/posts/a/index.html", "a", "de", "posts/a"},
      {"posts/a.en.md", "/posts/a/", "posts/a/index.html", "a", "en", "posts/a"},
      {"posts/a.fr.md", "/posts/a.fr/", "posts/a.fr/index.html", "a.fr", "en", "posts/a.fr"},
      {"posts/A b & c!.mdx", "/posts/A-b-c/", "posts/A-b-c/index.html", "A-b-c", "en",
       "posts/A b & c!"},
      {"posts/größe.md", "/posts/gr%C3%B6%C3%9Fe/", "posts/größe/index.html", "größe", "en",
       "posts/größe"},
      {"posts/100% ?#.md", "/posts/100/", "posts/100/index.html", "100", "en", "posts/100% ?#"},
      {"posts/..md", "/posts/page/", "posts/page/index.html", "page", "en", "posts/."},
      {"posts/index.md", "/posts/", "posts/index.html", "", "en", "posts"},
      {"posts/release/_index.md", "/posts/release/", "posts/release/index.html", "release", "en",
       "posts/release"},
      {"pages/about.md", "/about/", "about/index.html", "about", "en", "pages/about"},
      {"pages/club/us.de.md", "/de/club/us/", "de/club/us/index.html", "us", "de", "pages/club/us"},
      {"pages/index.md", "/", "index.html", "", "en", "pages"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const Page *page = parse(state, cases[i].path, "---\ntitle: x\n---\n");
    assert_string_equal(page->path, cases[i].path);
    assert_string_equal(page->url, cases[i].url);
    assert_string_equal(page->output, cases[i].output);
    assert_string_equal(page->slug, cases[i].slug);
    assert_string_equal(page->lang, cases[i].lang);
    assert_string_equal(page->translation_key, cases[i].key);
  }
}

static void test_index_of_posts_is_a_page(void **state)
{
  assert_int_equal(parse(state, "posts/index.md", "x\n")->kind, PAGE_PAGE);
  assert_int_equal(parse(state, "posts/a/_index.md", "x\n")->kind, PAGE_PAGE);
  assert_int_equal(parse(state, "posts/a/index.md", "x\n")->kind, PAGE_POST);
}

static void test_base_path_and_folders(void **state)
{
  Fixture *fixture = *state;
  set_settings(fixture, "base_url: https://example.org/fan blog\n"
                        "paths: {posts: content/_posts}\n");
  const Page *page = parse(state, "content/_posts/a/b.md", "x\n");
  assert_string_equal(page->url, "/fan%20blog/posts/a/b/");
  assert_string_equal(page->output, "posts/a/b/index.html");
}

static void test_slug_and_url(void **state)
{
  static const struct {
    const char *front, *url, *output;
  } cases[] = {
      {"slug: derby\n", "/posts/derby/", "posts/derby/index.html"},
      {"slug: 2024\n", "/posts/2024/", "posts/2024/index.html"},
      {"slug: Der Sieg!\n", "/posts/Der-Sieg/", "posts/Der-Sieg/index.html"},
      {"url: /x/y/\n", "/x/y/", "x/y/index.html"},
      {"url: x/y\n", "/x/y/", "x/y/index.html"},
      {"permalink: /x/y.html\n", "/x/y.html", "x/y.html"},
      {"path: a b/ü\n", "/a%20b/%C3%BC/", "a b/ü/index.html"},
      {"url: /a%20b/%C3%BC/\n", "/a%20b/%C3%BC/", "a b/ü/index.html"},
      {"url: /a'b&c/\n", "/a%27b%26c/", "a'b&c/index.html"},
      {"url: /v1.0\n", "/v1.0/", "v1.0/index.html"},
      {"url: /\n", "/", "index.html"},
      {"lang: de\nurl: /x/\n", "/x/", "x/index.html"},
      {"lang: de\nslug: x\n", "/de/posts/x/", "de/posts/x/index.html"},
      {"permalink: /:year/:month/:title/\ntitle: Ein Tor\ndate: 2024-05-06\n", "/2024/05/ein-tor/",
       "2024/05/ein-tor/index.html"},
      {"url: /x/\nslug: y\npath: /z/\n", "/x/", "x/index.html"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const Page *page = post(state, cases[i].front);
    assert_string_equal(page->url, cases[i].url);
    assert_string_equal(page->output, cases[i].output);
  }
}

static void test_what_leaves_the_site_is_refused(void **state)
{
  static const struct {
    const char *front, *words;
  } cases[] = {
      {"slug: ../x\n", "'slug'"},
      {"slug: a/b\n", "'slug'"},
      {"slug: ..\n", "'slug'"},
      {"slug: /x\n", "'slug'"},
      {"slug: \"a\\x07b\"\n", "'slug'"},
      {"slug: '!!'\n", "'slug'"},
      {"url: ../x\n", "'url'"},
      {"url: /a/../b\n", "'url'"},
      {"url: //example.org/x\n", "'url'"},
      {"url: /a/./b\n", "'url'"},
      {"url: /%2e%2e/x\n", "'url'"},
      {"url: /%00\n", "'url'"},
      {"url: /a%0ab\n", "'url'"},
      {"url: \"/a\\x01b\"\n", "'url'"},
      {"url: https://example.org/x\n", "'url'"},
      {"url: /a?b\n", "'url'"},
      {"url: /a#b\n", "'url'"},
      {"url: /a\\..\\b\n", "'url'"},
      {"url: /%zz\n", "'url'"},
      {"url: /:yaer/:slug/\n", "'url'"},
      {"url: [a]\n", "'url'"},
      {"aliases: ../x\n", "'aliases'"},
      {"aliases: [/ok/, /a/../../b]\n", "'aliases'"},
      {"redirect_from: https://example.org/\n", "'redirect_from'"},
      {"aliases: [{a: b}]\n", "'aliases'"},
      {"layout: ../../etc/passwd\n", "'layout'"},
      {"layout: /etc/passwd\n", "'layout'"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_true(refuse(state, cases[i].front, 2, cases[i].words)->column > 0);
}

static void test_aliases(void **state)
{
  expect_names(post(state, "aliases: [/a/, b, /c.html, /d/e/, /f%20g, /a]\n")->aliases,
               "a/|b/|c.html|d/e/|f g/");
}

static void test_language(void **state)
{
  assert_string_equal(post(state, "lang: de\n")->lang, "de");
  assert_string_equal(post(state, "language: DE\n")->lang, "de");
  assert_string_equal(parse(state, "posts/a.de.md", "---\nlang: en\n---\n")->lang, "en");
  assert_string_equal(post(state, "translationKey: k\n")->translation_key, "k");
  assert_non_null(refuse(state, "lang: fr\n", 2, "'fr'")->hint);
}

static void test_permalink_setting(void **state)
{
  Fixture *fixture = *state;
  set_settings(fixture, "permalink: /:section/:year/:slug.html\npage_permalink: /p/:slug/\n"
                        "languages: [en, de]\n");
  const Page *page = parse(state, "posts/a/2024-05-06-b.md", "x\n");
  assert_string_equal(page->url, "/a/2024/b.html");
  assert_string_equal(parse(state, "posts/2024-05-06-b.de.md", "x\n")->url, "/de/2024/b.html");
  assert_string_equal(parse(state, "pages/x.md", "x\n")->url, "/p/x/");
  assert_string_equal(parse(state, "posts/index.md", "x\n")->url, "/posts/");
  assert_false(parse_bytes(fixture, "posts/b.md", "x\n", 2));
  assert_non_null(strstr(fixture->error->what, "without a date"));
}

/* --- body --- */

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

/* --- MDX --- */

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

/* --- visibility --- */

static void test_visibility(void **state)
{
  Fixture *fixture = *state;
  int64_t noon = at("2024-05-06T12:00:00Z").seconds;
  const Page *page = post(state, "date: 2024-05-06T12:00:00Z\nexpiry: 2024-05-07T12:00:00Z\n");
  assert_false(page_is_visible(page, noon - 1, true, false));
  assert_true(page_is_visible(page, noon - 1, false, true));
  assert_true(page_is_visible(page, noon, false, false));
  assert_true(page_is_visible(page, noon + 86399, false, false));
  assert_false(page_is_visible(page, noon + 86400, true, true));
  page = post(state, "draft: true\n");
  assert_false(page_is_visible(page, noon, false, true));
  assert_true(page_is_visible(page, noon, true, false));
  page = parse(state, "pages/a.md", "---\ndate: 2030-01-01\n---\n");
  assert_true(page_is_visible(page, noon, false, false));
  assert_int_equal(fixture->page.kind, PAGE_PAGE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_names_of_three_generators),
      TEST(test_nothing_said),
      TEST(test_unknown_keys_are_kept),
      TEST(test_tags),
      TEST(test_authors),
      TEST(test_comments),
      TEST(test_texts_are_one_line),
      TEST(test_json),
      TEST(test_dates),
      TEST(test_post_without_a_date_warns),
      TEST(test_history),
      TEST(test_places),
      TEST(test_index_of_posts_is_a_page),
      TEST(test_base_path_and_folders),
      TEST(test_slug_and_url),
      TEST(test_what_leaves_the_site_is_refused),
      TEST(test_aliases),
      TEST(test_language),
      TEST(test_permalink_setting),
      TEST(test_title_from_heading),
      TEST(test_summary),
      TEST(test_links_and_slots),
      TEST(test_markdown_errors_show_the_line),
      TEST(test_no_utf8),
      TEST(test_mdx),
      TEST(test_mdx_notes),
      TEST(test_mdx_code_is_left_alone),
      TEST(test_mdx_warns_once),
      TEST(test_visibility),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
