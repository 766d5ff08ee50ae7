/* template_fixture.h - templates in memory, rendered and checked. */
#ifndef SENF_TESTS_TEMPLATE_FIXTURE_H
#define SENF_TESTS_TEMPLATE_FIXTURE_H

#include "common/template/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* Pairs of a name and a text, ended by NULL. */
typedef struct Fixture {
  const char *const *files;
  TemplateOptions options;
  TemplateSet *set;
  Arena *arena;
  GString *out;
  Error *error;
  TemplateRender render;
} Fixture;

static inline bool fixture_load(void *data, const char *name, const char **text, size_t *length,
                                const char **path, Error **error)
{
  (void)error;
  for (const char *const *file = data; *file != NULL; file += 2)
    if (strcmp(file[0], name) == 0) {
      *text = file[1];
      *length = strlen(file[1]);
      *path = file[0];
      return true;
    }
  return false;
}

static inline void fixture_open(Fixture *fixture, const char *const *files)
{
  TemplateLoader loader = {fixture_load, (void *)files};
  fixture->files = files;
  fixture->set = template_set_new(&loader, &fixture->options);
  fixture->arena = arena_new();
  fixture->out = g_string_new(NULL);
  fixture->error = NULL;
  fixture->render.arena = fixture->arena;
  fixture->render.out = fixture->out;
}

static inline void fixture_close(Fixture *fixture)
{
  template_set_free(fixture->set);
  arena_free(fixture->arena);
  g_string_free(fixture->out, TRUE);
  error_free(fixture->error);
}

static inline bool fixture_render(Fixture *fixture)
{
  error_free(fixture->error);
  fixture->error = NULL;
  return template_render(fixture->set, fixture->files[0], &fixture->render, &fixture->error);
}

/* The first file gives this text. */
static inline void fixture_expect(Fixture *fixture, const char *expected)
{
  g_string_truncate(fixture->out, 0);
  bool done = fixture_render(fixture);
  if (!done)
    fail_msg("%s", fixture->error->what);
  assert_string_equal(fixture->out->str, expected);
}

/* The first file fails at this place with these words in the sentence. */
static inline void fixture_expect_error(Fixture *fixture, const char *file, int line, int column,
                                        const char *words)
{
  if (fixture_render(fixture))
    fail_msg("rendered: %s", fixture->out->str);
  assert_non_null(fixture->error);
  if (strstr(fixture->error->what, words) == NULL)
    fail_msg("'%s' is not in '%s'", words, fixture->error->what);
  assert_string_equal(fixture->error->file, file);
  assert_int_equal(fixture->error->line, line);
  assert_int_equal(fixture->error->column, column);
}

#endif
