/* tree_fixture.h - an arena and a document, for the tests of the formats that become trees. */
#ifndef SENF_TESTS_TREE_FIXTURE_H
#define SENF_TESTS_TREE_FIXTURE_H

#include "common/formats/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct Fixture {
  Arena *arena;
  TreeDocument document;
  Error *error;
} Fixture;

static inline int set_up(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  *state = fixture;
  return 0;
}

static inline int tear_down(void **state)
{
  Fixture *fixture = *state;
  error_free(fixture->error);
  arena_free(fixture->arena);
  g_free(fixture);
  return 0;
}

#endif
