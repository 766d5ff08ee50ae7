/* test_page.c - what the front matter and the history say of a page, and when it is shown. */
#include "tests/unit/generator/page_fixture.h"

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
      TEST(test_visibility),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
