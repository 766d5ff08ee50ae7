#include "generator/model/page/permalink.h"
#include "generator/model/settings/settings.h"

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
  Error *error;
} Fixture;

static int set_up(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  *state = fixture;
  return 0;
}

static int tear_down(void **state)
{
  Fixture *fixture = *state;
  arena_free(fixture->arena);
  error_free(fixture->error);
  g_free(fixture);
  return 0;
}

static bool read_text(Fixture *fixture, const char *text)
{
  TreeDocument document = {.file = "senf.yaml", .source = text, .source_length = strlen(text)};
  g_clear_pointer(&fixture->error, error_free);
  if (!yaml_parse(fixture->arena, text, strlen(text), 1, 1 << 20, &document, &fixture->error))
    fail_msg("%s: %s", text, fixture->error->what);
  return settings_read(&fixture->settings, fixture->arena, &document, &fixture->error);
}

static const Settings *accept(void **state, const char *text)
{
  Fixture *fixture = *state;
  if (!read_text(fixture, text))
    fail_msg("%s: %s", text, fixture->error->what);
  return &fixture->settings;
}

static const Error *refuse(void **state, const char *text, int line, const char *words)
{
  Fixture *fixture = *state;
  if (read_text(fixture, text))
    fail_msg("accepted: %s", text);
  const Error *error = fixture->error;
  assert_int_equal(error->kind, ERROR_SITE);
  assert_string_equal(error->file, "senf.yaml");
  assert_non_null(error->source_line);
  if (error->line != line || error->column == 0 || !strstr(error->what, words))
    fail_msg("%s: %d:%d: %s", text, error->line, error->column, error->what);
  return error;
}

static void expect_defaults(const Settings *settings)
{
  assert_string_equal(settings->title, "A blog");
  assert_string_equal(settings->description, "");
  assert_string_equal(settings->base_url, "http://localhost:8080");
  assert_string_equal(settings->base_path, "");
  assert_string_equal(settings->theme, "senf");
  assert_string_equal(settings->timezone->name, "UTC");
  assert_int_equal(settings->language_count, 1);
  assert_string_equal(settings->languages[0].code, "en");
  assert_string_equal(settings->languages[0].title, "A blog");
  assert_string_equal(settings->languages[0].direction, "ltr");
  assert_int_equal(settings->pagination, 10);
  assert_int_equal(settings->feed_items, 20);
  assert_int_equal(settings->summary_words, 70);
  assert_string_equal(settings->permalink, "");
  assert_string_equal(settings->posts.items[0].from, "posts");
  assert_string_equal(settings->authors_dir, "authors");
  assert_true(settings->comments);
  assert_int_equal(settings->comments_close_days, 0);
  assert_null(settings->params);
}

static void test_defaults(void **state)
{
  Fixture *fixture = *state;
  assert_true(settings_read(&fixture->settings, fixture->arena, NULL, &fixture->error));
  expect_defaults(&fixture->settings);
  expect_defaults(accept(state, ""));
  expect_defaults(accept(state, "# nothing\n"));
  expect_defaults(accept(state, "title:\ncomments:\npaths:\nlanguages:\nmenu:\n"));
}

static void test_all_of_them(void **state)
{
  const Settings *settings = accept(state, "title: Stand\n"
                                           "description: 2024\n"
                                           "base_url: https://example.org/blog/\n"
                                           "theme: mine\n"
                                           "timezone: \"+05:30\"\n"
                                           "pagination: 7\n"
                                           "feed_items: 1000\n"
                                           "summary_words: 10\n"
                                           "permalink: /:year/:slug/\n"
                                           "page_permalink: /p/:slug.html\n"
                                           "params: {color: red, list: [1, 2]}\n"
                                           "paths: {posts: ./content/posts/, static: assets}\n"
                                           "comments: {enabled: false, close_after_days: 90}\n");
  assert_string_equal(settings->title, "Stand");
  assert_string_equal(settings->description, "2024");
  assert_string_equal(settings->base_url, "https://example.org/blog");
  assert_string_equal(settings->base_path, "/blog");
  assert_int_equal(settings->timezone->offset, 330);
  assert_int_equal(settings->pagination, 7);
  assert_string_equal(settings->permalink, "/:year/:slug/");
  assert_string_equal(settings->page_permalink, "/p/:slug.html");
  assert_string_equal(tree_get(settings->params, "color")->text, "red");
  assert_string_equal(settings->posts.items[0].from, "content/posts");
  assert_string_equal(settings->pages.items[0].from, "pages");
  assert_string_equal(settings->statics.items[0].from, "assets");
  assert_false(settings->comments);
  assert_int_equal(settings->comments_close_days, 90);
}

static void test_short_forms(void **state)
{
  assert_false(accept(state, "comments: false\n")->comments);
  assert_true(accept(state, "comments: true\n")->comments);
  assert_string_equal(accept(state, "languages: de\n")->languages[0].code, "de");
  assert_string_equal(accept(state, "paths: {posts: .}\n")->posts.items[0].from, "");
}

static void test_base_url(void **state)
{
  static const struct {
    const char *text, *url, *path;
  } cases[] = {
      {"https://example.org", "https://example.org", ""},
      {"http://localhost:8080/", "http://localhost:8080", ""},
      {"https://example.org/a/b//", "https://example.org/a/b", "/a/b"},
      {"https://[::1]:80/x", "https://[::1]:80/x", "/x"},
      {"https://example.org/ü", "https://example.org/%C3%BC", "/%C3%BC"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strdup_printf("base_url: '%s'\n", cases[i].text);
    const Settings *settings = accept(state, text);
    assert_string_equal(settings->base_url, cases[i].url);
    assert_string_equal(settings->base_path, cases[i].path);
  }
  static const char *const wrong[] = {
      "example.org",
      "ftp://example.org",
      "https://",
      "https:///x",
      "https://a b",
      "https://example.org/?x",
      "https://example.org/#x",
      "https://example.org/../x",
      "/blog",
      "https://user@example.org",
      "javascript:alert(1)",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autofree char *text = g_strdup_printf("base_url: '%s'\n", wrong[i]);
    assert_non_null(refuse(state, text, 1, "base_url")->hint);
  }
}

static void test_timezone(void **state)
{
  static const struct {
    const char *text;
    int minutes;
  } cases[] = {{"UTC", 0},        {"Z", 0},          {"'+02:00'", 120},
               {"'-0930'", -570}, {"'+14:00'", 840}, {"Asia/Tokyo", 540}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strdup_printf("timezone: %s\n", cases[i].text);
    assert_int_equal(timezone_offset(accept(state, text)->timezone, 0), cases[i].minutes);
  }
  static const char *const wrong[] = {
      "Europe/Berlim", "2",         "'+2'", "'+15:00'", "../etc/passwd", "'+02:60'",
      "'02:00'",       "'+02:00x'", "''",   "Europe",   "tzdata.zi",     "Europe/"};
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autofree char *text = g_strdup_printf("timezone: %s\n", wrong[i]);
    refuse(state, text, 1, "there is no time zone");
  }
}

static void test_languages(void **state)
{
  const Settings *settings =
      accept(state, "title: Stand\n"
                    "description: Ours\n"
                    "languages:\n"
                    "  - de\n"
                    "  - {code: pt-BR, name: Português, title: Arquibancada}\n"
                    "  - code: ar\n"
                    "    menu: [{title: a, url: /ar/}]\n"
                    "  - az-Arab\n"
                    "menu:\n"
                    "  - {title: About, url: /about/}\n"
                    "  - {title: 2024, url: https://example.org}\n");
  assert_int_equal(settings->language_count, 4);
  const SiteLanguage *german = settings_language(settings, "de");
  assert_string_equal(german->name, "de");
  assert_string_equal(german->title, "Stand");
  assert_string_equal(german->description, "Ours");
  assert_int_equal(german->menu_count, 2);
  assert_string_equal(german->menu[1].title, "2024");
  assert_string_equal(german->menu[1].url, "https://example.org");
  assert_string_equal(settings_language(settings, "pt-BR")->name, "Português");
  assert_string_equal(settings_language(settings, "pt-BR")->title, "Arquibancada");
  assert_string_equal(settings_language(settings, "ar")->direction, "rtl");
  assert_int_equal(settings_language(settings, "ar")->menu_count, 1);
  assert_string_equal(settings_language(settings, "az-Arab")->direction, "rtl");
  assert_null(settings_language(settings, "fr"));
}

static void test_menu_of_each_language(void **state)
{
  const Settings *settings = accept(state, "menu:\n"
                                           "  de: [{title: Über, url: /ueber/}]\n"
                                           "languages: [de, en]\n");
  assert_int_equal(settings->languages[0].menu_count, 1);
  assert_int_equal(settings->languages[1].menu_count, 0);
}

static void test_mistakes(void **state)
{
  static const struct {
    const char *text;
    int line;
    const char *words, *hint;
  } cases[] = {
      {"titel: x\n", 1, "'titel'", "'title'"},
      {"a: 1\n", 1, "'a'", NULL},
      {"comments: {enable: true}\n", 1, "'enable'", "'enabled'"},
      {"comments: [a]\n", 1, "'comments'", "close_after_days"},
      {"paths: posts\n", 1, "'paths'", "posts, pages"},
      {"paths:\n  post: x\n", 2, "'post'", "'posts'"},
      {"title: [a]\n", 1, "'title'", NULL},
      {"pagination: 0\n", 1, "between 1 and 1000", NULL},
      {"pagination: ten\n", 1, "whole number", NULL},
      {"x: 1\npagination: 10\n", 1, "'x'", NULL},
      {"comments:\n  close_after_days: -1\n", 2, "between", NULL},
      {"paths: {posts: ../other}\n", 1, "inside the site", NULL},
      {"paths: {posts: /etc}\n", 1, "inside the site", NULL},
      {"params: 3\n", 1, "'params'", NULL},
      {"languages: []\n", 1, "at least one", NULL},
      {"languages: [de, de]\n", 1, "twice", NULL},
      {"languages: [d]\n", 1, "'d'", "pt-BR"},
      {"languages: [de_DE]\n", 1, "'de_DE'", "pt-BR"},
      {"languages: [../x]\n", 1, "'../x'", "pt-BR"},
      {"languages: [{name: x}]\n", 1, "code", "pt-BR"},
      {"languages: [{code: de, titel: x}]\n", 1, "'titel'", "'title'"},
      {"menu: x\n", 1, "list of items", "title"},
      {"menu: [{title: x}]\n", 1, "'url'", "url"},
      {"menu: [{title: x, url: y, icon: z}]\n", 1, "'icon'", NULL},
      {"menu: {fr: []}\n", 1, "'fr'", NULL},
      {"permalink: /:year/\n", 1, ":slug, :title or :filename", ":year"},
      {"permalink: /:yaer/:slug/\n", 1, "':yaer'", ":year"},
      {"permalink: /../:slug/\n", 1, "no path", ":slug"},
      {"- a\n", 1, "name: value", NULL},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const Error *error = refuse(state, cases[i].text, cases[i].line, cases[i].words);
    if (cases[i].hint && (!error->hint || !strstr(error->hint, cases[i].hint)))
      fail_msg("%s: hint: %s", cases[i].text, error->hint);
  }
}

static void test_digests(void **state)
{
  const Settings *settings = accept(state, "title: A\n");
  Digest parse = settings->parse_digest, all = settings->digest;
  settings = accept(state, "title: B\n");
  assert_int_equal(settings->parse_digest, parse);
  assert_int_not_equal(settings->digest, all);
  static const char *const parsing[] = {
      "timezone: '+01:00'\n", "languages: [en, de]\n",
      "permalink: /:slug/\n", "base_url: https://example.org/x\n",
      "summary_words: 71\n",  "paths: {posts: p}\n",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(parsing); i++)
    assert_int_not_equal(accept(state, parsing[i])->parse_digest, parse);
  /* The document may go; nothing points into it. */
  settings = accept(state, "title: A\n");
  assert_int_equal(settings->digest, all);
}

/* --- permalinks --- */

static void test_permalink_expand(void **state)
{
  (void)state;
  PermalinkValues values = {.slug = "v22.0.0", .section = "release", .title = "node-22"};
  g_autoptr(GString) out = g_string_new(NULL);
  assert_true(permalink_expand("/:section/:slug/", &values, out));
  assert_string_equal(out->str, "/release/v22.0.0/");
  assert_false(permalink_expand("/:year/:slug/", &values, out));
  assert_true(datetime_parse("2024-05-06T23:30:00-02:00", 0, &values.date));
  g_string_truncate(out, 0);
  assert_true(permalink_expand(":year/:month/:day/:title.html", &values, out));
  assert_string_equal(out->str, "2024/05/06/node-22.html"); /* the author's day */
  values.title = "";
  g_string_truncate(out, 0);
  assert_true(permalink_expand(":title", &values, out));
  assert_string_equal(out->str, "v22.0.0");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_defaults),
      TEST(test_all_of_them),
      TEST(test_short_forms),
      TEST(test_base_url),
      TEST(test_timezone),
      TEST(test_languages),
      TEST(test_menu_of_each_language),
      TEST(test_mistakes),
      TEST(test_digests),
      TEST(test_permalink_expand),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
