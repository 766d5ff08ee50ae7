#include "comment-server/settings.h"

#include "common/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

typedef struct Fixture {
  char *folder, *path;
  Arena *arena;
  Settings settings;
} Fixture;

static int setup(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->folder = g_dir_make_tmp("senf-settings-XXXXXX", NULL);
  fixture->path = g_build_filename(fixture->folder, "comments.yaml", NULL);
  fixture->arena = arena_new();
  g_autofree char *theme = g_build_filename(fixture->folder, "mine", NULL);
  assert_true(dir_make(theme, NULL));
  *state = fixture;
  return 0;
}

static int teardown(void **state)
{
  Fixture *fixture = *state;
  dir_remove(fixture->folder, NULL);
  g_free(fixture->folder);
  g_free(fixture->path);
  arena_free(fixture->arena);
  g_free(fixture);
  return 0;
}

static bool load(Fixture *fixture, const char *text, Error **error)
{
  assert_true(file_write(fixture->path, text, strlen(text), 0644, false, NULL));
  return settings_load(fixture->path, fixture->arena, &fixture->settings, error);
}

static void test_defaults(void **state)
{
  Fixture *fixture = *state;
  const Settings *settings = &fixture->settings;
  assert_true(load(fixture, "theme: ./mine\n", NULL));
  assert_string_equal(settings->listen, "127.0.0.1:8080");
  assert_string_equal(settings->base_url, "");
  assert_string_equal(settings->title, "senf");
  assert_null(settings->site);
  assert_null(settings->rebuild.command);
  assert_null(settings->trusted_proxies);
  assert_int_equal(settings->limits.body, 64 * 1024);
  assert_int_equal(settings->levels, 3);
  assert_string_equal(settings->metrics, "local");
  g_autofree char *database = g_build_filename(fixture->folder, "comments.db", NULL);
  assert_string_equal(settings->database, database);
  assert_string_equal(settings->rebuild.directory, fixture->folder);
}

static void test_values(void **state)
{
  Fixture *fixture = *state;
  const Settings *settings = &fixture->settings;
  const char *text = "listen: '[::1]:0'\n"
                     "base_url: https://blog.example//\n"
                     "database: ../data/c.db\n"
                     "site: /srv/site\n"
                     "theme: ./mine\n"
                     "timezone: '+05:30'\n"
                     "trusted_proxy: [127.0.0.1, unix]\n"
                     "rebuild: {command: [senf, build], timeout: 7}\n"
                     "limits: {connections: 20}\n";
  assert_true(load(fixture, text, NULL));
  assert_string_equal(settings->base_url, "https://blog.example");
  assert_string_equal(settings->title, "blog.example");
  assert_string_equal(settings->site, "/srv/site");
  g_autofree char *parent = g_path_get_dirname(fixture->folder);
  g_autofree char *database = g_build_filename(parent, "data", "c.db", NULL);
  assert_string_equal(settings->database, database);
  assert_int_equal(settings->timezone_offset, 330);
  assert_string_equal(settings->trusted_proxies[1], "unix");
  assert_null(settings->trusted_proxies[2]);
  assert_string_equal(settings->rebuild.command[1], "build");
  assert_int_equal(settings->rebuild.timeout, 7);
  assert_int_equal(settings->limits.connections, 20);
}

static void test_errors(void **state)
{
  static const struct {
    const char *text, *what;
    int line;
  } cases[] = {
      {"theme: ./mine\nlistn: x\n", "listn", 2},
      {"theme: ./mine\nlimits:\n  conections: 1\n", "conections", 3},
      {"theme: ./mine\nlimits:\n  connections: 7\n", "connections", 3},
      {"theme: ./mine\nlimits: [1]\n", "limits", 2},
      {"theme: ./mine\nmetrics: all\n", "metrics", 2},
      {"theme: ./mine\ntimezone: here\n", "timezone", 2},
      {"theme: ./mine\nbase_url: ftp://x\n", "base_url", 2},
      {"theme: ./missing\n", "./missing", 1},
      {"theme: no-such-theme\n", "no-such-theme", 1},
      {"rebuild: {command: {a: b}}\n", "command", 1},
      {"- a\n", "map", 1},
  };
  Fixture *fixture = *state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Error) error = NULL;
    assert_false(load(fixture, cases[i].text, &error));
    assert_non_null(strstr(error->what, cases[i].what));
    assert_int_equal(error->line, cases[i].line);
    assert_int_equal(error->kind, ERROR_USAGE);
  }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
  const struct CMUnitTest tests[] = {TEST(test_defaults), TEST(test_values), TEST(test_errors)};
  return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
