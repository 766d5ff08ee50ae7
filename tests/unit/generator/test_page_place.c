/* test_page_place.c - where a page stands: address, output, slug, language, aliases. */
#include "tests/unit/generator/page_fixture.h"

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

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_places),
      TEST(test_index_of_posts_is_a_page),
      TEST(test_base_path_and_folders),
      TEST(test_slug_and_url),
      TEST(test_what_leaves_the_site_is_refused),
      TEST(test_aliases),
      TEST(test_language),
      TEST(test_permalink_setting),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
