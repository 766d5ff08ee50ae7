#include "generator/model/page/page.h"

#include "common/formats/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

typedef struct Fixture {
  Arena *arena;
  Page page;
  GByteArray *bytes;
} Fixture;

static const char *const AUTHORS[] = {"Ada", "Grace", NULL};
static const char *const TAGS[] = {"", "größe", NULL};
static const char *const NONE[] = {NULL};
static const Heading HEADINGS[] = {{1, "a", "A", 0}, {6, "b", "", 0}};
static const PageLink LINKS[] = {{"b.md", 3}, {"", G_MAXINT}};
static const PageShortcode SHORTCODES[] = {{"note", 3}, {"b", G_MAXINT}};

static const Tree *tree_of(Arena *arena, const char *json)
{
  TreeDocument document = {.file = "json"};
  assert_true(json_parse(arena, json, strlen(json), &document, NULL));
  return document.root;
}

/* Every member has a value of its own, and the extremes are among them. */
static int set_up(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  fixture->page = (Page){
      .kind = PAGE_PAGE,
      .path = "posts/a.md",
      .id = "id",
      .lang = "pt-BR",
      .translation_key = "key",
      .slug = "slug",
      .url = "/posts/a/",
      .output = "posts/a/index.html",
      .title = "Title",
      .description = "",
      .summary = "<p>\001Lb.md\002</p>",
      .date = {.seconds = -62135596800, .offset = -840, .set = true, .has_time = true},
      .updated = {.seconds = 253402300799, .offset = 840, .set = true, .has_time = false},
      .expiry = {.set = false},
      .draft = true,
      .authors = AUTHORS,
      .tags = TAGS,
      .series = "Series",
      .series_weight = INT64_MIN,
      .aliases = NONE,
      .comments = PAGE_COMMENTS_OFF,
      .image = NULL,
      .layout = "wide",
      .redirect_to = "https://example.org/there/",
      .no_sitemap = true,
      .extra = tree_of(fixture->arena, "{\"a\": [1, -2.5, true, null, \"t\", {}], \"b\": \"\"}"),
      .headings = HEADINGS,
      .heading_count = G_N_ELEMENTS(HEADINGS),
      .links = LINKS,
      .link_count = G_N_ELEMENTS(LINKS),
      .anchors = TAGS,
      .shortcodes = SHORTCODES,
      .shortcode_count = G_N_ELEMENTS(SHORTCODES),
      .has_code = true,
      .has_extras = true,
      .words = INT64_MAX,
      .has_body_slots = true,
      .body = "left out",
      .body_length = 8,
      .body_digest = UINT64_MAX,
  };
  fixture->bytes = g_byte_array_new();
  page_pack(&fixture->page, fixture->bytes);
  *state = fixture;
  return 0;
}

static int tear_down(void **state)
{
  Fixture *fixture = *state;
  g_byte_array_unref(fixture->bytes);
  arena_free(fixture->arena);
  g_free(fixture);
  return 0;
}

static void expect_strings(const char *const *one, const char *const *two)
{
  assert_true(g_strv_equal((const gchar *const *)one, (const gchar *const *)two));
}

static void expect_dates(const DateTime *one, const DateTime *two)
{
  assert_int_equal(one->set, two->set);
  assert_int_equal(one->seconds, two->seconds);
  assert_int_equal(one->offset, two->offset);
  assert_int_equal(one->has_time, two->has_time);
}

static void test_there_and_back(void **state)
{
  Fixture *fixture = *state;
  const Page *page = &fixture->page;
  Page back;
  assert_true(page_unpack(&back, fixture->arena, fixture->bytes->data, fixture->bytes->len));
  assert_int_equal(back.kind, page->kind);
  assert_string_equal(back.path, page->path);
  assert_string_equal(back.id, page->id);
  assert_string_equal(back.lang, page->lang);
  assert_string_equal(back.translation_key, page->translation_key);
  assert_string_equal(back.slug, page->slug);
  assert_string_equal(back.url, page->url);
  assert_string_equal(back.output, page->output);
  assert_string_equal(back.title, page->title);
  assert_string_equal(back.description, "");
  assert_string_equal(back.summary, page->summary);
  expect_dates(&back.date, &page->date);
  expect_dates(&back.updated, &page->updated);
  expect_dates(&back.expiry, &page->expiry);
  assert_true(back.draft);
  expect_strings(back.authors, AUTHORS);
  expect_strings(back.tags, TAGS);
  expect_strings(back.aliases, NONE);
  assert_string_equal(back.series, page->series);
  assert_true(back.series_weight == INT64_MIN);
  assert_int_equal(back.comments, PAGE_COMMENTS_OFF);
  assert_null(back.image);
  assert_string_equal(back.layout, "wide");
  assert_string_equal(back.redirect_to, "https://example.org/there/");
  assert_true(back.no_sitemap);
  assert_int_equal(tree_digest(back.extra), tree_digest(page->extra));
  assert_true(back.words == INT64_MAX);
  assert_true(back.has_body_slots);
  assert_true(back.has_code && back.has_extras);
  assert_null(back.body);
  assert_int_equal(back.body_length, 8);
  assert_true(back.body_digest == UINT64_MAX);
}

static void test_lists(void **state)
{
  Fixture *fixture = *state;
  Page back;
  assert_true(page_unpack(&back, fixture->arena, fixture->bytes->data, fixture->bytes->len));
  assert_int_equal(back.heading_count, 2);
  assert_int_equal(back.headings[1].level, 6);
  assert_string_equal(back.headings[0].id, "a");
  assert_string_equal(back.headings[0].text, "A");
  assert_int_equal(back.link_count, 2);
  assert_string_equal(back.links[0].target, "b.md");
  assert_int_equal(back.links[1].line, G_MAXINT);
  expect_strings(back.anchors, TAGS);
  assert_int_equal(back.shortcode_count, 2);
  assert_string_equal(back.shortcodes[0].name, "note");
  assert_int_equal(back.shortcodes[1].line, G_MAXINT);
  assert_int_equal(page_digest(&back), page_digest(&fixture->page));
}

/* Nothing is copied: texts point into the bytes. */
static void test_texts_are_not_copied(void **state)
{
  Fixture *fixture = *state;
  Page back;
  assert_true(page_unpack(&back, fixture->arena, fixture->bytes->data, fixture->bytes->len));
  const char *begin = (const char *)fixture->bytes->data, *end = begin + fixture->bytes->len;
  assert_true(back.title > begin && back.title < end);
  assert_true(back.tags[1] > begin && back.tags[1] < end);
}

static void test_cut_off(void **state)
{
  Fixture *fixture = *state;
  for (size_t length = 0; length < fixture->bytes->len; length++) {
    Page back;
    g_autofree char *exact = g_memdup2(fixture->bytes->data, length); /* so that reading on shows */
    assert_false(page_unpack(&back, fixture->arena, exact, length));
  }
  g_byte_array_append(fixture->bytes, (const guint8 *)"", 1);
  Page back;
  assert_false(page_unpack(&back, fixture->arena, fixture->bytes->data, fixture->bytes->len));
}

/* Any byte changed: refused, or a page that can be packed again. */
static void test_damaged(void **state)
{
  Fixture *fixture = *state;
  size_t refused = 0;
  for (size_t i = 0; i < fixture->bytes->len; i++) {
    for (unsigned bit = 0; bit < 8; bit++) {
      Page back;
      fixture->bytes->data[i] ^= (guint8)(1u << bit);
      if (page_unpack(&back, fixture->arena, fixture->bytes->data, fixture->bytes->len))
        page_digest(&back);
      else
        refused++;
      fixture->bytes->data[i] ^= (guint8)(1u << bit);
    }
  }
  assert_in_range(refused, fixture->bytes->len, fixture->bytes->len * 8 - 1);
  fixture->bytes->data[0]++; /* another version */
  Page back;
  assert_false(page_unpack(&back, fixture->arena, fixture->bytes->data, fixture->bytes->len));
}

static void test_digest_sees_every_member(void **state)
{
  Fixture *fixture = *state;
  Digest before = page_digest(&fixture->page);
  Page page = fixture->page;
#define CHANGED(member, value)                                                                     \
  do {                                                                                             \
    page = fixture->page;                                                                          \
    page.member = value;                                                                           \
    assert_true(page_digest(&page) != before);                                                     \
  } while (0)
  CHANGED(kind, PAGE_POST);
  CHANGED(path, "x");
  CHANGED(id, "x");
  CHANGED(lang, "x");
  CHANGED(translation_key, "x");
  CHANGED(slug, "x");
  CHANGED(url, "x");
  CHANGED(output, "x");
  CHANGED(title, "x");
  CHANGED(description, "x");
  CHANGED(summary, "x");
  CHANGED(date.seconds, 1);
  CHANGED(date.offset, 1);
  CHANGED(date.has_time, false);
  CHANGED(updated.set, false);
  CHANGED(expiry.set, true);
  CHANGED(draft, false);
  CHANGED(authors, TAGS);
  CHANGED(tags, NONE);
  CHANGED(series, NULL);
  CHANGED(series_weight, 1);
  CHANGED(aliases, TAGS);
  CHANGED(comments, PAGE_COMMENTS_CLOSED);
  CHANGED(image, "");
  CHANGED(layout, NULL);
  CHANGED(extra, NULL);
  CHANGED(heading_count, 1);
  CHANGED(link_count, 1);
  CHANGED(words, 1);
  CHANGED(has_body_slots, false);
  CHANGED(has_code, false);
  CHANGED(has_extras, false);
  CHANGED(shortcode_count, 1);
  CHANGED(anchors, AUTHORS);
  CHANGED(body_length, 9);
  CHANGED(body_digest, 1);
#undef CHANGED
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_there_and_back), TEST(test_lists),   TEST(test_texts_are_not_copied),
      TEST(test_cut_off),        TEST(test_damaged), TEST(test_digest_sees_every_member),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
