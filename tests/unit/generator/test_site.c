/* test_site.c - lists, stable pages of lists, neighbours, series, translations. */
#include "generator/model/site/site.h"

#include "tests/unit/generator/site_fixture.h"

static SitePage *add_post(Fixture *fixture, const char *name, int day)
{
  g_autofree char *path = g_strconcat("posts/", name, NULL);
  return add_page(fixture, PAGE_POST, path, day);
}

static void assemble(Fixture *fixture)
{
  Error *error = NULL;
  SiteMoment moment = {.now = START + 1000 * DAY};
  bool good = site_assemble(fixture->site, &moment, NULL, &error);
  assert_null(error);
  assert_true(good);
}

static void test_order_and_neighbours(void **state)
{
  Fixture *fixture = *state;
  SitePage *late = add_post(fixture, "a", 9), *early = add_post(fixture, "b", 1),
           *same = add_post(fixture, "c", 9);
  assemble(fixture);
  const SiteList *front = site_front(fixture->site, late->page.lang);
  assert_int_equal(front->count, 3);
  assert_ptr_equal(front->pages[0], early);
  assert_ptr_equal(front->pages[1], late); /* one day: by path */
  assert_ptr_equal(front->pages[2], same);
  assert_null(early->previous);
  assert_ptr_equal(early->next, late);
  assert_ptr_equal(same->previous, late);
}

/* A numbered page never changes its posts when a new one comes. */
static void test_pages_of_lists_are_stable(void **state)
{
  Fixture *fixture = *state;
  for (int i = 0; i < 8; i++)
    add_post(fixture, arena_printf(fixture->arena, "p%02d", i), i);
  assemble(fixture);
  const SiteList *front = site_front(fixture->site, "en");
  size_t first;
  assert_int_equal(front->archive_count, 1);
  assert_int_equal(site_list_slice(fixture->site, front, 1, &first), 3);
  assert_int_equal(first, 0);
  assert_int_equal(site_list_slice(fixture->site, front, 0, &first), 5);
  assert_int_equal(first, 3);
  assert_string_equal(site_list_url(fixture->site, front, 0, fixture->arena), "/");
  assert_string_equal(site_list_url(fixture->site, front, 1, fixture->arena), "/page/1/");
  assert_string_equal(site_list_output(front, 1, fixture->arena), "page/1/index.html");
}

static void test_drafts_and_future_posts_are_not_there(void **state)
{
  Fixture *fixture = *state;
  add_post(fixture, "now", 1);
  add_post(fixture, "draft", 2)->page.draft = true;
  SitePage *future = add_post(fixture, "future", 2000);
  assemble(fixture);
  assert_int_equal(site_front(fixture->site, "en")->count, 1);
  assert_int_equal(fixture->site->next_event, future->page.date.seconds);
}

static void test_tags_of_one_slug_are_one_list(void **state)
{
  Fixture *fixture = *state;
  static const char *const upper[] = {"Fan Scene", NULL}, *const lower[] = {"fan scene", NULL};
  add_post(fixture, "a", 1)->page.tags = lower;
  SitePage *second = add_post(fixture, "b", 2);
  second->page.tags = upper;
  assemble(fixture);
  const SiteList *tag = site_list(fixture->site, "en/tag/fan-scene");
  assert_non_null(tag);
  assert_int_equal(tag->count, 2);
  assert_string_equal(tag->name, "Fan Scene");
  assert_string_equal(tag->url, "/tags/fan-scene/");
  assert_ptr_equal(second->tags[0], tag);
}

/* Posts 0 … count-1 with a tag of all and one of every tenth. */
static SitePage **add_tagged(Fixture *fixture, int count)
{
  static const char *const few[] = {"all", "few", NULL}, *const all[] = {"all", NULL};
  SitePage **pages = arena_new_array(fixture->arena, SitePage *, count);
  fixture->settings.related = 3;
  for (int i = 0; i < count; i++) {
    pages[i] = add_post(fixture, arena_printf(fixture->arena, "p%03d", i), i);
    pages[i]->page.tags = i % 10 == 0 ? few : all;
  }
  assemble(fixture);
  return pages;
}

static void test_related_posts(void **state)
{
  SitePage **pages = add_tagged(*state, 45);
  /* the rarer tag counts more; of equal ones the later post comes first */
  assert_int_equal(pages[40]->related_count, 3);
  assert_ptr_equal(pages[40]->related[0], pages[30]);
  assert_ptr_equal(pages[40]->related[1], pages[20]);
  assert_ptr_equal(pages[40]->related[2], pages[10]);
}

/* However many posts there are, a new one changes the related posts of those that it
 * chose, at most. */
static void test_a_new_post_changes_few_related_ones(void **state)
{
  (void)state;
  for (int count = 50; count <= 400; count *= 2) {
    Fixture *before = NULL, *after = NULL;
    setup((void **)&before);
    setup((void **)&after);
    SitePage **old = add_tagged(before, count), **new = add_tagged(after, count + 1);
    int changed = 0;
    for (int i = 0; i < count; i++)
      changed += old[i]->place != new[i]->place;
    assert_in_range(changed, 1, 4); /* three, and the one that has a neighbour now */
    teardown((void **)&before);
    teardown((void **)&after);
  }
}

static void test_terms_and_archives(void **state)
{
  Fixture *fixture = *state;
  static const char *const terms[] = {"categories\tTwo words", "tags\todd", "gone\tx", NULL};
  fixture->settings.archives = true;
  SitePage *page = add_post(fixture, "a", 1);
  page->page.terms = terms;
  assemble(fixture);
  assert_int_equal(page->term_count, 2);
  const SiteList *list = site_list(fixture->site, "en/term/categories/two-words");
  assert_non_null(list);
  assert_string_equal(list->url, "/categories/two-words/");
  assert_string_equal(list->taxonomy, "categories");
  assert_string_equal(site_list(fixture->site, "en/year/2023")->folder, "archives/2023/");
  assert_string_equal(site_list(fixture->site, "en/month/2023/11")->name, "2023-11");
}

static void test_series_by_weight_then_date(void **state)
{
  Fixture *fixture = *state;
  SitePage *a = add_post(fixture, "a", 5), *b = add_post(fixture, "b", 1),
           *c = add_post(fixture, "c", 3);
  a->page.series = b->page.series = c->page.series = "Choreo";
  c->page.series_weight = 1;
  assemble(fixture);
  assert_int_equal(c->series_position, 1);
  assert_int_equal(b->series_position, 2);
  assert_int_equal(a->series_position, 3);
  assert_ptr_equal(b->series_previous, c);
  assert_ptr_equal(b->series_next, a);
  assert_null(a->series_next);
}

static void test_one_url_for_two_posts_is_an_error(void **state)
{
  Fixture *fixture = *state;
  add_post(fixture, "a", 1);
  add_post(fixture, "b", 2)->page.output = "posts/a/index.html";
  Error *error = NULL;
  SiteMoment moment = {.now = START + 1000 * DAY};
  assert_false(site_assemble(fixture->site, &moment, NULL, &error));
  assert_string_equal(error->file, "posts/b.md");
  assert_non_null(strstr(g_ptr_array_index(error->notes, 0), "posts/a.md"));
  assert_int_equal(error->kind, ERROR_SITE);
  error_free(error);
}

static void test_place_changes_with_the_neighbour_only(void **state)
{
  Fixture *fixture = *state;
  SitePage *a = add_post(fixture, "a", 1), *b = add_post(fixture, "b", 2);
  add_post(fixture, "c", 3);
  assemble(fixture);
  Digest place_a = a->place, place_b = b->place;
  Fixture *other = NULL;
  setup((void **)&other);
  SitePage *a2 = add_post(other, "a", 1), *b2 = add_post(other, "b", 2);
  assemble(other);
  assert_true(a2->place == place_a);
  assert_false(b2->place == place_b);
  teardown((void **)&other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_order_and_neighbours),
      TEST(test_pages_of_lists_are_stable),
      TEST(test_drafts_and_future_posts_are_not_there),
      TEST(test_tags_of_one_slug_are_one_list),
      TEST(test_series_by_weight_then_date),
      TEST(test_related_posts),
      TEST(test_a_new_post_changes_few_related_ones),
      TEST(test_terms_and_archives),
      TEST(test_one_url_for_two_posts_is_an_error),
      TEST(test_place_changes_with_the_neighbour_only),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
