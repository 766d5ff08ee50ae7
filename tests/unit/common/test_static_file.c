#include "common/system/static_file.h"

#include "common/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Fixture {
  char *root, *outside;
  Arena *arena;
} Fixture;

static void put(const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(dir, name, NULL);
  g_autofree char *parent = g_path_get_dirname(path);
  assert_true(dir_make(parent, NULL));
  assert_true(file_write(path, text, strlen(text), 0644, false, NULL));
}

static int setup(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->root = g_dir_make_tmp("senf-static-XXXXXX", NULL);
  fixture->outside = g_dir_make_tmp("senf-outside-XXXXXX", NULL);
  fixture->arena = arena_new();
  put(fixture->root, "index.html", "<p>front</p>");
  put(fixture->root, "404.html", "<p>gone</p>");
  put(fixture->root, "posts/a/index.html", "<p>a</p>");
  put(fixture->root, "posts/ä b.txt", "0123456789");
  put(fixture->root, "assets/style.0a1b2c3d.css", "p{}");
  put(fixture->root, "assets/plain.css", "p{}");
  put(fixture->root, ".secret", "x");
  put(fixture->root, ".well-known/security.txt", "x");
  put(fixture->root, "empty.txt", "");
  put(fixture->root, "dir/file", "x");
  put(fixture->outside, "secret.txt", "secret");
  *state = fixture;
  return 0;
}

static int teardown(void **state)
{
  Fixture *fixture = *state;
  dir_remove(fixture->root, NULL);
  dir_remove(fixture->outside, NULL);
  g_free(fixture->root);
  g_free(fixture->outside);
  arena_free(fixture->arena);
  g_free(fixture);
  return 0;
}

/* Closes the file; `body` (or NULL) gets what would be sent. */
static StaticFileAnswer ask(Fixture *fixture, StaticFileRequest request, char *body)
{
  StaticFileAnswer answer;
  static_file_find(fixture->root, &request, fixture->arena, &answer);
  if (answer.fd >= 0) {
    if (body) {
      ssize_t got = pread(answer.fd, body, answer.length, (off_t)answer.offset);
      assert_int_equal(got, answer.length);
      body[got] = '\0';
    }
    close(answer.fd);
  }
  return answer;
}

static StaticFileAnswer get(Fixture *fixture, const char *path)
{
  return ask(fixture, (StaticFileRequest){.path = path}, NULL);
}

static void test_files(void **state)
{
  Fixture *fixture = *state;
  char body[64];
  StaticFileAnswer answer = ask(fixture, (StaticFileRequest){.path = "/"}, body);
  assert_int_equal(answer.status, 200);
  assert_string_equal(body, "<p>front</p>");
  assert_string_equal(answer.type, "text/html; charset=utf-8");
  assert_string_equal(answer.cache, "no-cache");
  assert_int_equal(get(fixture, "/posts/a/").status, 200);
  answer = ask(fixture, (StaticFileRequest){.path = "/posts/%C3%A4%20b.txt"}, body);
  assert_string_equal(body, "0123456789");
  assert_string_equal(answer.type, "text/plain; charset=utf-8");
  assert_int_equal(get(fixture, "/.well-known/security.txt").status, 200);
  answer = get(fixture, "/empty.txt");
  assert_int_equal(answer.status, 200);
  assert_int_equal(answer.length, 0);
}

static void test_cache(void **state)
{
  Fixture *fixture = *state;
  assert_string_equal(get(fixture, "/assets/style.0a1b2c3d.css").cache,
                      "public, max-age=31536000, immutable");
  assert_string_equal(get(fixture, "/assets/plain.css").cache, "public, max-age=300");
  assert_true(static_file_is_fingerprinted("a.00000000.css"));
  assert_false(static_file_is_fingerprinted(".00000000.css"));
  assert_false(static_file_is_fingerprinted("a.0000000G.css"));
  assert_false(static_file_is_fingerprinted("a.ABCDEF01.css"));
  assert_false(static_file_is_fingerprinted("a00000000.css"));
  assert_false(static_file_is_fingerprinted("a.000000000.css"));
  assert_string_equal(static_file_type("a.WOFF2"), "font/woff2");
  assert_string_equal(static_file_type("a"), "application/octet-stream");
}

static void test_redirect(void **state)
{
  Fixture *fixture = *state;
  StaticFileAnswer answer = get(fixture, "/posts/a");
  assert_int_equal(answer.status, 301);
  assert_string_equal(answer.location, "/posts/a/");
  answer = ask(fixture, (StaticFileRequest){.path = "/posts/%61", .query = "x=1"}, NULL);
  assert_string_equal(answer.location, "/posts/%61/?x=1");
}

static void test_missing(void **state)
{
  Fixture *fixture = *state;
  static const char *const paths[] = {
      "/nothing",   "/nothing/",   "/posts/",    "/.secret", "/%2esecret",
      "/../secret", "/%2e%2e/x",   "/posts//a/", "//",       "/posts%2Fa/",
      "/dir/file/", "/dir/file/x", "/a%00b",     "/%",       "/.",
      "/..",        "/posts/.",    "",           "relative", "/index.html%20",
  };
  char body[64];
  for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
    StaticFileAnswer answer = ask(fixture, (StaticFileRequest){.path = paths[i]}, body);
    assert_int_equal(answer.status, 404);
    assert_string_equal(body, "<p>gone</p>");
    assert_null(answer.etag);
  }
  g_autofree char *page = g_build_filename(fixture->root, "404.html", NULL);
  unlink(page);
  StaticFileAnswer bare = get(fixture, "/nothing");
  assert_int_equal(bare.status, 404);
  assert_int_equal(bare.fd, -1);
}

static void test_missing_below(void **state)
{
  Fixture *fixture = *state;
  char body[64];
  put(fixture->root, "en/404.html", "<p>not here</p>");
  put(fixture->root, "pt-BR/404.html", "<p>não</p>");
  static const char *const here[] = {"/en/x", "/en/a/b/", "/en/.x", "/en//"};
  for (size_t i = 0; i < G_N_ELEMENTS(here); i++) {
    assert_int_equal(ask(fixture, (StaticFileRequest){.path = here[i]}, body).status, 404);
    assert_string_equal(body, "<p>not here</p>");
  }
  ask(fixture, (StaticFileRequest){.path = "/pt-BR/x"}, body);
  assert_string_equal(body, "<p>não</p>");
  static const char *const elsewhere[] = {"/english/x", "/de/x",   "/x/en/",
                                          "//en/x",     "/%65n/x", "en/x"};
  for (size_t i = 0; i < G_N_ELEMENTS(elsewhere); i++) {
    ask(fixture, (StaticFileRequest){.path = elsewhere[i]}, body);
    assert_string_equal(body, "<p>gone</p>");
  }
}

static void test_links_are_not_followed(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *target = g_build_filename(fixture->outside, "secret.txt", NULL);
  g_autofree char *link = g_build_filename(fixture->root, "link.txt", NULL);
  g_autofree char *folder = g_build_filename(fixture->root, "folder", NULL);
  g_autofree char *inside = g_build_filename(fixture->root, "inside.txt", NULL);
  g_autofree char *fifo = g_build_filename(fixture->root, "fifo", NULL);
  assert_int_equal(symlink(target, link), 0);
  assert_int_equal(symlink(fixture->outside, folder), 0);
  assert_int_equal(symlink("index.html", inside), 0);
  assert_int_equal(mkfifo(fifo, 0644), 0);
  assert_int_equal(get(fixture, "/link.txt").status, 404);
  assert_int_equal(get(fixture, "/folder/secret.txt").status, 404);
  assert_int_equal(get(fixture, "/folder").status, 404);
  assert_int_equal(get(fixture, "/inside.txt").status, 404);
  assert_int_equal(get(fixture, "/fifo").status, 404);
}

static void test_root_may_be_a_link(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *link = g_build_filename(fixture->outside, "current", NULL);
  assert_int_equal(symlink(fixture->root, link), 0);
  StaticFileAnswer answer;
  static_file_find(link, &(StaticFileRequest){.path = "/"}, fixture->arena, &answer);
  assert_int_equal(answer.status, 200);
  close(answer.fd);
  static_file_find("/nowhere/at/all", &(StaticFileRequest){.path = "/"}, fixture->arena, &answer);
  assert_int_equal(answer.status, 500);
  assert_non_null(strstr(answer.problem, "/nowhere/at/all"));
}

static void test_conditions(void **state)
{
  Fixture *fixture = *state;
  StaticFileAnswer first = get(fixture, "/");
  g_autofree char *weak = g_strconcat("\"x\", W/", first.etag, NULL);
  const char *const matching[] = {first.etag, "*", weak};
  for (size_t i = 0; i < G_N_ELEMENTS(matching); i++) {
    StaticFileRequest request = {.path = "/", .if_none_match = matching[i]};
    StaticFileAnswer answer = ask(fixture, request, NULL);
    assert_int_equal(answer.status, 304);
    assert_int_equal(answer.fd, -1);
    assert_string_equal(answer.etag, first.etag);
  }
  StaticFileRequest other = {
      .path = "/", .if_none_match = "\"other\"", .if_modified_since = first.modified};
  assert_int_equal(ask(fixture, other, NULL).status, 200);
  StaticFileRequest since = {.path = "/", .if_modified_since = first.modified};
  assert_int_equal(ask(fixture, since, NULL).status, 304);
  put(fixture->root, "index.html", "<p>later</p>!");
  assert_string_not_equal(get(fixture, "/").etag, first.etag);
}

static void test_ranges(void **state)
{
  Fixture *fixture = *state;
  static const struct {
    const char *header, *range, *body;
    int status;
  } cases[] = {
      {"bytes=0-3", "bytes 0-3/10", "0123", 206},
      {"bytes=4-", "bytes 4-9/10", "456789", 206},
      {"bytes=-3", "bytes 7-9/10", "789", 206},
      {"bytes=-100", "bytes 0-9/10", "0123456789", 206},
      {"bytes=8-100", "bytes 8-9/10", "89", 206},
      {"Bytes=9-9", "bytes 9-9/10", "9", 206},
      {"bytes=10-", "bytes */10", NULL, 416},
      {"bytes=-0", "bytes */10", NULL, 416},
      {"bytes=3-2", NULL, "0123456789", 200},
      {"bytes=0-1,3-4", NULL, "0123456789", 200},
      {"bytes=x", NULL, "0123456789", 200},
      {"lines=0-1", NULL, "0123456789", 200},
      {"bytes=99999999999999999999-", NULL, "0123456789", 200},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    char body[64] = "";
    StaticFileRequest request = {.path = "/posts/%C3%A4%20b.txt", .range = cases[i].header};
    StaticFileAnswer answer = ask(fixture, request, body);
    assert_int_equal(answer.status, cases[i].status);
    if (cases[i].range)
      assert_string_equal(answer.range, cases[i].range);
    else
      assert_null(answer.range);
    if (cases[i].body)
      assert_string_equal(body, cases[i].body);
    else
      assert_int_equal(answer.fd, -1);
  }
}

static void test_if_range(void **state)
{
  Fixture *fixture = *state;
  StaticFileAnswer first = get(fixture, "/");
  StaticFileRequest same = {.path = "/", .range = "bytes=0-0", .if_range = first.etag};
  assert_int_equal(ask(fixture, same, NULL).status, 206);
  StaticFileRequest other = {.path = "/", .range = "bytes=0-0", .if_range = "\"other\""};
  assert_int_equal(ask(fixture, other, NULL).status, 200);
  StaticFileRequest empty = {.path = "/empty.txt", .range = "bytes=0-0"};
  assert_int_equal(ask(fixture, empty, NULL).status, 416);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
  const struct CMUnitTest tests[] = {
      TEST(test_files),
      TEST(test_cache),
      TEST(test_redirect),
      TEST(test_missing),
      TEST(test_missing_below),
      TEST(test_links_are_not_followed),
      TEST(test_root_may_be_a_link),
      TEST(test_conditions),
      TEST(test_ranges),
      TEST(test_if_range),
  };
  return cmocka_run_group_tests_name("static files", tests, NULL, NULL);
}
