/* build.db as the generator leaves it, and as it must be borne. */
#include "tests/unit/comment-server/store_fixture.h"

#include "comment-server/store/site.h"

#include <stdio.h>
#include <unistd.h>

typedef struct SiteFixture {
  Fixture *base;
  char *path;
  Site *site;
} SiteFixture;

static void write_build(const char *path, const char *script)
{
  Error *error = NULL;
  Sql *db = sql_open(path, SQL_WRITER, &error);
  if (db)
    sql_script(db, script, &error);
  sql_close(db);
  no_error(error);
}

#define PAGES                                                                                      \
  "CREATE TABLE page (page_id TEXT, url TEXT, title TEXT, lang TEXT, open INT, closes_at INT);"    \
  "CREATE VIEW commentable AS SELECT * FROM page;"                                                 \
  "CREATE TABLE event (at INT);"                                                                   \
  "CREATE VIEW next_event AS SELECT min(at) AS at FROM event;"

static int setup(void **state)
{
  SiteFixture *self = g_new0(SiteFixture, 1);
  self->base = fixture_new();
  self->path = g_build_filename(self->base->folder, "build.db", NULL);
  self->site = site_new(self->path);
  *state = self;
  return 0;
}

static int teardown(void **state)
{
  SiteFixture *self = *state;
  site_free(self->site);
  g_free(self->path);
  fixture_free(self->base);
  g_free(self);
  return 0;
}

static SiteAnswer look_up(SiteFixture *self, const char *id, SitePage *page)
{
  Error *error = NULL;
  SiteAnswer answer = site_page_find(self->site, id, self->base->arena, page, &error);
  no_error(error);
  return answer;
}

/* As many as are named, and as many as there are. */
static void test_comment_readers(void **state)
{
  SiteFixture *self = *state;
  Error *error = NULL;
  SiteReaders readers;
  write_build(self->path, PAGES);
  assert_int_equal(
      site_comment_readers(self->site, "posts/a.md", self->base->arena, &readers, &error),
      SITE_NOT_BUILT);
  no_error(error);
  write_build(self->path,
              "CREATE TABLE reader (page_id TEXT, path TEXT);"
              "CREATE VIEW comment_reader AS SELECT * FROM reader;"
              "INSERT INTO reader VALUES ('posts/a.md', 'posts/a/index.html'),"
              " ('posts/a.md', 'index.html'), ('posts/b.md', 'posts/b/index.html');"
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150)"
              " INSERT INTO reader SELECT 'many', 'page/' || i FROM n;");
  assert_int_equal(
      site_comment_readers(self->site, "posts/a.md", self->base->arena, &readers, &error),
      SITE_FOUND);
  assert_int_equal(readers.count, 2);
  assert_int_equal(readers.total, 2);
  assert_string_equal(readers.paths[0], "index.html");
  assert_string_equal(readers.paths[1], "posts/a/index.html");
  assert_int_equal(site_comment_readers(self->site, "none", self->base->arena, &readers, &error),
                   SITE_FOUND);
  assert_int_equal(readers.total, 0);
  assert_int_equal(site_comment_readers(self->site, "many", self->base->arena, &readers, &error),
                   SITE_FOUND);
  assert_int_equal(readers.count, SITE_READERS_MAX);
  assert_int_equal(readers.total, 150);
  no_error(error);
}

static int64_t next_event(SiteFixture *self)
{
  Error *error = NULL;
  int64_t at = -1;
  site_next_event(self->site, &at, &error);
  no_error(error);
  return at;
}

static void test_pages_and_events(void **state)
{
  SiteFixture *self = *state;
  write_build(self->path, PAGES "INSERT INTO page VALUES"
                                " ('posts/a.md', '/posts/a/', 'A', 'de', 1, NULL),"
                                " ('posts/b.md', '/posts/b/', NULL, NULL, 0, 77);"
                                "INSERT INTO event VALUES (300), (200)");
  SitePage page;
  assert_int_equal(look_up(self, "posts/a.md", &page), SITE_FOUND);
  assert_string_equal(page.id, "posts/a.md");
  assert_string_equal(page.url, "/posts/a/");
  assert_string_equal(page.title, "A");
  assert_string_equal(page.lang, "de");
  assert_true(page.open);
  assert_int_equal(page.closes_at, 0);
  assert_int_equal(look_up(self, "posts/b.md", &page), SITE_FOUND);
  assert_string_equal(page.title, "");
  assert_false(page.open);
  assert_int_equal(page.closes_at, 77);
  assert_int_equal(look_up(self, "posts/c.md", &page), SITE_UNKNOWN);
  assert_int_equal(next_event(self), 200);
}

static void test_no_event(void **state)
{
  SiteFixture *self = *state;
  write_build(self->path, PAGES);
  assert_int_equal(next_event(self), 0);
}

static void test_nothing_built_yet(void **state)
{
  SiteFixture *self = *state;
  SitePage page;
  assert_int_equal(look_up(self, "posts/a.md", &page), SITE_NOT_BUILT);
  assert_int_equal(next_event(self), 0);
  write_build(self->path, "CREATE TABLE other (x)");
  assert_int_equal(look_up(self, "posts/a.md", &page), SITE_NOT_BUILT);
  assert_int_equal(next_event(self), 0);
  write_build(self->path, PAGES "INSERT INTO page VALUES ('p', '/p/', '', '', 1, NULL)");
  assert_int_equal(look_up(self, "p", &page), SITE_FOUND);
}

static void remove_database(const char *path)
{
  static const char *const ends[] = {"", "-wal", "-shm"};
  for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
    g_autofree char *name = g_strconcat(path, ends[i], NULL);
    unlink(name);
  }
}

static void test_another_file_takes_its_place(void **state)
{
  SiteFixture *self = *state;
  SitePage page;
  write_build(self->path, PAGES "INSERT INTO page VALUES ('p', '/old/', '', '', 1, NULL)");
  assert_int_equal(look_up(self, "p", &page), SITE_FOUND);
  g_autofree char *fresh = g_build_filename(self->base->folder, "fresh.db", NULL);
  write_build(fresh, PAGES "INSERT INTO page VALUES ('p', '/new/', '', '', 1, NULL)");
  remove_database(self->path);
  assert_int_equal(rename(fresh, self->path), 0);
  assert_int_equal(look_up(self, "p", &page), SITE_FOUND);
  assert_string_equal(page.url, "/new/");
  remove_database(self->path);
  assert_int_equal(look_up(self, "p", &page), SITE_NOT_BUILT);
}

static void test_a_build_is_seen_at_once(void **state)
{
  SiteFixture *self = *state;
  SitePage page;
  write_build(self->path, PAGES "INSERT INTO page VALUES ('p', '/p/', '', '', 1, NULL)");
  assert_int_equal(look_up(self, "p", &page), SITE_FOUND);
  write_build(self->path, "UPDATE page SET open = 0");
  assert_int_equal(look_up(self, "p", &page), SITE_FOUND);
  assert_false(page.open);
}

static void test_a_damaged_file_is_an_error_and_no_end(void **state)
{
  SiteFixture *self = *state;
  g_autofree char *junk = g_strnfill(8192, 'x');
  assert_true(file_write(self->path, junk, 8192, 0600, false, NULL));
  SitePage page;
  g_autoptr(Error) error = NULL;
  assert_int_equal(site_page_find(self->site, "p", self->base->arena, &page, &error), SITE_FAILED);
  assert_non_null(strstr(error->what, self->path));
  unlink(self->path);
  write_build(self->path, PAGES "INSERT INTO page VALUES ('p', '/p/', '', '', 1, NULL)");
  assert_int_equal(look_up(self, "p", &page), SITE_FOUND);
}

static void test_when_a_page_is_open(void **state)
{
  (void)state;
  assert_true(site_page_is_open(&(SitePage){.open = true}, 100));
  assert_false(site_page_is_open(&(SitePage){.open = false}, 100));
  assert_true(site_page_is_open(&(SitePage){.open = true, .closes_at = 101}, 100));
  assert_false(site_page_is_open(&(SitePage){.open = true, .closes_at = 100}, 100));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_pages_and_events, setup, teardown),
      cmocka_unit_test_setup_teardown(test_comment_readers, setup, teardown),
      cmocka_unit_test_setup_teardown(test_no_event, setup, teardown),
      cmocka_unit_test_setup_teardown(test_nothing_built_yet, setup, teardown),
      cmocka_unit_test_setup_teardown(test_another_file_takes_its_place, setup, teardown),
      cmocka_unit_test_setup_teardown(test_a_build_is_seen_at_once, setup, teardown),
      cmocka_unit_test_setup_teardown(test_a_damaged_file_is_an_error_and_no_end, setup, teardown),
      cmocka_unit_test(test_when_a_page_is_open),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
