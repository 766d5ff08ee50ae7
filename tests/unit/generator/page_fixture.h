/* page_fixture.h - a page parsed from a text, with settings, for the tests of page_parse. */
#ifndef SENF_TESTS_PAGE_FIXTURE_H
#define SENF_TESTS_PAGE_FIXTURE_H

#include "generator/model/page/page.h"

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
  Warnings *warnings;
  Error *error;
  const FileHistory *history;
  Page page;
} Fixture;

static inline void set_settings(Fixture *fixture, const char *text)
{
  TreeDocument document = {.file = "senf.yaml", .source = text, .source_length = strlen(text)};
  assert_true(
      yaml_parse(fixture->arena, text, strlen(text), 1, 1 << 20, &document, &fixture->error));
  if (!settings_read(&fixture->settings, fixture->arena, &document, &fixture->error))
    fail_msg("%s", fixture->error->what);
}

static inline int set_up(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  fixture->warnings = warnings_new();
  set_settings(fixture, "languages: [en, de]\n");
  *state = fixture;
  return 0;
}

static inline int tear_down(void **state)
{
  Fixture *fixture = *state;
  arena_free(fixture->arena);
  warnings_free(fixture->warnings);
  error_free(fixture->error);
  g_free(fixture);
  return 0;
}

static inline bool parse_bytes(Fixture *fixture, const char *path, const char *text, size_t length)
{
  PageKind kind = g_str_has_prefix(path, "pages/") ? PAGE_PAGE : PAGE_POST;
  g_clear_pointer(&fixture->error, error_free);
  return page_parse(&fixture->page, fixture->arena, &fixture->settings, kind, path, text, length,
                    fixture->history, fixture->warnings, &fixture->error);
}

static inline const Page *parse(void **state, const char *path, const char *text)
{
  Fixture *fixture = *state;
  if (!parse_bytes(fixture, path, text, strlen(text)))
    fail_msg("%s: %s", text, fixture->error->what);
  return &fixture->page;
}

/* The front matter alone, of posts/a.md. */
static inline const Page *post(void **state, const char *front)
{
  g_autofree char *text = g_strdup_printf("---\n%s---\nText\n", front);
  return parse(state, "posts/a.md", text);
}

static inline const Error *refuse(void **state, const char *front, int line, const char *words)
{
  Fixture *fixture = *state;
  g_autofree char *text = g_strdup_printf("---\n%s---\nText\n", front);
  if (parse_bytes(fixture, "posts/a.md", text, strlen(text)))
    fail_msg("accepted: %s", front);
  const Error *error = fixture->error;
  assert_int_equal(error->kind, ERROR_SITE);
  assert_string_equal(error->file, "posts/a.md");
  if (error->line != line || !strstr(error->what, words))
    fail_msg("%s: %d: %s", front, error->line, error->what);
  return error;
}

static inline void expect_names(const char *const *names, const char *expected)
{
  g_autofree char *joined = g_strjoinv("|", (gchar **)names);
  assert_string_equal(joined, expected);
}

static inline void expect_date(const DateTime *date, const char *expected)
{
  g_autoptr(GString) out = g_string_new(NULL);
  if (date->set)
    datetime_rfc3339(date, out);
  assert_string_equal(out->str, expected);
}

static inline DateTime at(const char *text)
{
  DateTime date;
  assert_true(datetime_parse(text, 0, &date));
  return date;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
