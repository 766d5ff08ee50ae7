/* test_sitemap.c - which addresses are in which part, and what a change touches. */
#include "generator/model/site/sitemap.h"

#include "tests/unit/generator/site_fixture.h"

static const Sitemap *made(Fixture *fixture, bool may_index)
{
  const SiteMoment moment = {.now = START + 1000 * DAY};
  Site *site = site_new(fixture->arena, &fixture->settings);
  for (guint i = 0; i < fixture->site->pages->len; i++) {
    SitePage *page =
        arena_memdup(fixture->arena, g_ptr_array_index(fixture->site->pages, i), sizeof(SitePage));
    site_add_page(site, page);
  }
  assert_true(site_assemble(site, &moment, NULL, NULL));
  const Sitemap *sitemap = sitemap_make(site, may_index);
  site_free(site);
  return sitemap;
}

/* "sitemap-1.xml: /a/ /b/; …" */
static const char *shown(Fixture *fixture, const Sitemap *sitemap)
{
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < sitemap->count; i++) {
    g_string_append_printf(text, "%s%s:", i ? "; " : "", sitemap->parts[i].path);
    for (size_t j = 0; j < sitemap->parts[i].count; j++)
      g_string_append_printf(text, " %s", sitemap->parts[i].entries[j].url);
  }
  const char *result = arena_strdup(fixture->arena, text->str);
  g_string_free(text, TRUE);
  return result;
}

static void test_small(void **state)
{
  Fixture *fixture = *state;
  const Sitemap *empty = made(fixture, true);
  assert_false(empty->index);
  assert_string_equal(shown(fixture, empty), "sitemap.xml: /");
  add_page(fixture, PAGE_POST, "a", 1);
  const Sitemap *sitemap = made(fixture, true);
  assert_false(sitemap->index);
  assert_string_equal(shown(fixture, sitemap), "sitemap.xml: /a/ /");
  assert_null(sitemap->parts[0].entries[1].updated);
}

static void test_parts(void **state)
{
  Fixture *fixture = *state;
  add_page(fixture, PAGE_POST, "c", 3);
  add_page(fixture, PAGE_POST, "a", 1);
  add_page(fixture, PAGE_PAGE, "about", 2);
  add_page(fixture, PAGE_POST, "b", 3);
  add_page(fixture, PAGE_POST, "undated", 0);
  add_page(fixture, PAGE_POST, "d", 4);
  const Sitemap *sitemap = made(fixture, true);
  assert_true(sitemap->index);
  assert_string_equal(shown(fixture, sitemap),
                      "sitemap-1.xml: /undated/ /a/; sitemap-2.xml: /b/ /c/; sitemap-3.xml: /d/; "
                      "sitemap-pages-1.xml: /about/; sitemap-lists-1.xml: /");
}

/* Without a template for the index there is one file, however many addresses there are. */
static void test_no_index(void **state)
{
  Fixture *fixture = *state;
  add_page(fixture, PAGE_POST, "a", 1);
  add_page(fixture, PAGE_POST, "b", 2);
  const Sitemap *sitemap = made(fixture, false);
  assert_false(sitemap->index);
  assert_string_equal(shown(fixture, sitemap), "sitemap.xml: /a/ /b/ /");
}

static void test_languages(void **state)
{
  Fixture *fixture = *state;
  const SiteLanguage languages[] = {{.code = "en", .name = "en", .direction = "ltr"},
                                    {.code = "de", .name = "de", .direction = "ltr"}};
  fixture->settings.languages = languages;
  fixture->settings.language_count = 2;
  add_page(fixture, PAGE_POST, "a", 1)->page.lang = "de";
  add_page(fixture, PAGE_POST, "b", 2)->page.lang = "en";
  add_page(fixture, PAGE_POST, "c", 3)->page.lang = "de";
  assert_string_equal(shown(fixture, made(fixture, true)),
                      "sitemap-1.xml: /a/ /b/; sitemap-2.xml: /c/; sitemap-lists-1.xml: /de/ /");
}

/* How many parts of `after` differ from the one of that number before. */
static size_t differing(const Sitemap *before, const Sitemap *after)
{
  size_t count = 0;
  for (size_t i = 0; i < after->count; i++)
    count += i >= before->count || before->parts[i].digest != after->parts[i].digest;
  return count;
}

/* A new post touches one part, a page that begins a part also the index. When a page was
 * changed is a fact of the page. */
static void test_stable(void **state)
{
  Fixture *fixture = *state;
  SitePage *pages[9];
  for (int i = 0; i < 9; i++)
    pages[i] = add_page(fixture, PAGE_POST, arena_printf(fixture->arena, "p%d", i), i + 1);
  const Sitemap *first = made(fixture, true);
  assert_int_equal(first->count, 6);

  pages[2]->page.updated = (DateTime){.seconds = START + 500 * DAY, .set = true};
  const Sitemap *edited = made(fixture, true);
  assert_int_equal(differing(first, edited), 0);
  assert_int_equal(first->digest, edited->digest);

  add_page(fixture, PAGE_POST, "new", 10);
  const Sitemap *grown = made(fixture, true);
  assert_int_equal(differing(edited, grown), 1);
  assert_int_equal(grown->digest, edited->digest);

  add_page(fixture, PAGE_POST, "newer", 11);
  const Sitemap *another = made(fixture, true);
  assert_int_equal(another->count, grown->count + 1);
  assert_int_not_equal(another->digest, grown->digest);
  for (size_t i = 0; i < 5; i++)
    assert_int_equal(another->parts[i].digest, grown->parts[i].digest);
}

static void test_deterministic(void **state)
{
  Fixture *fixture = *state;
  for (int i = 0; i < 30; i++)
    add_page(fixture, PAGE_POST, arena_printf(fixture->arena, "p%d", i * 7 % 30), 1 + i % 3);
  const char *first = shown(fixture, made(fixture, true));
  GPtrArray *pages = fixture->site->pages;
  for (guint i = 0; i < pages->len / 2; i++) {
    gpointer other = pages->pdata[i];
    pages->pdata[i] = pages->pdata[pages->len - 1 - i];
    pages->pdata[pages->len - 1 - i] = other;
  }
  assert_string_equal(first, shown(fixture, made(fixture, true)));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_small, setup, teardown),
      cmocka_unit_test_setup_teardown(test_parts, setup, teardown),
      cmocka_unit_test_setup_teardown(test_no_index, setup, teardown),
      cmocka_unit_test_setup_teardown(test_languages, setup, teardown),
      cmocka_unit_test_setup_teardown(test_stable, setup, teardown),
      cmocka_unit_test_setup_teardown(test_deterministic, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
