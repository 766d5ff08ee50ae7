/* site_fixture.h - a site of pages that no file says, for tests of lists and of the sitemap. */
#ifndef SENF_TESTS_SITE_FIXTURE_H
#define SENF_TESTS_SITE_FIXTURE_H

#include "generator/model/site/site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = 24 * 60 * 60, START = 1700000000 };

static const char *const no_names[] = {NULL};

typedef struct Fixture {
  Arena *arena;
  Settings settings;
  Site *site;
  int64_t rows;
} Fixture;

static inline int setup(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  assert_true(settings_read(&fixture->settings, fixture->arena, NULL, NULL));
  fixture->settings.pagination = 3;
  fixture->settings.sitemap_urls = 2;
  fixture->site = site_new(fixture->arena, &fixture->settings);
  *state = fixture;
  return 0;
}

static inline int teardown(void **state)
{
  Fixture *fixture = *state;
  site_free(fixture->site);
  arena_free(fixture->arena);
  g_free(fixture);
  return 0;
}

/* A page of the file FOLDER/NAME.md at /FOLDER/NAME/, published `day` days after START; on day 0
 * without a date. */
static inline SitePage *add_page(Fixture *fixture, PageKind kind, const char *path, int day)
{
  SitePage *page = site_page_new(fixture->site);
  Arena *arena = fixture->arena;
  page->row = ++fixture->rows;
  page->page.kind = kind;
  page->page.path = arena_printf(arena, "%s.md", path);
  page->page.id = page->page.translation_key = page->page.path;
  page->page.lang = fixture->settings.languages[0].code;
  const char *slash = strrchr(path, '/');
  page->page.slug = page->page.title = slash ? slash + 1 : path;
  page->page.url = arena_printf(arena, "/%s/", path);
  page->page.output = arena_printf(arena, "%s/index.html", path);
  page->page.date = (DateTime){.seconds = START + day * DAY, .set = day != 0};
  page->page.authors = page->page.tags = page->page.terms = page->page.aliases = no_names;
  page->page.contributors = no_names;
  page->page.description = page->page.summary = "";
  site_add_page(fixture->site, page);
  return page;
}

#endif
