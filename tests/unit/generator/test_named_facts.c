/* test_named_facts.c - what is known of named subjects, as bytes and back, and compared with
 * today: settings serve as the facts, since they need no site. */
#include "generator/build/facts/named_facts.h"
#include "generator/model/site/site_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef struct Fixture {
  Arena *arena;
  Settings settings;
  Facts facts;
  Viewer viewer;
  NamedFacts *known;
  GHashTable *saved; /* number → GByteArray */
  Subject title;
  Field title_de, title_en;
} Fixture;

static SiteLanguage languages[] = {
    {.code = "de", .name = "Deutsch", .title = "Senf", .description = "", .direction = "ltr"},
    {.code = "en", .name = "English", .title = "Mustard", .description = "", .direction = "ltr"},
};

static int setup(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  fixture->settings.languages = languages;
  fixture->settings.language_count = 2;
  fixture->settings.base_url = fixture->settings.base_path = "";
  fixture->facts.arena = fixture->arena;
  fixture->facts.settings = &fixture->settings;
  fixture->facts.site = site_new(fixture->arena, &fixture->settings);
  fixture->facts.subjects = name_table_new();
  fixture->facts.fields = name_table_new();
  facts_init(&fixture->facts);
  viewer_init(&fixture->viewer, &fixture->facts, NULL, arena_new());
  fixture->known = named_facts_new(NULL, NULL);
  fixture->saved = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
                                         (GDestroyNotify)g_byte_array_unref);
  fixture->title = fixture->facts.setting;
  fixture->title_de = (Field)name_table_number(fixture->facts.fields, "title/de");
  fixture->title_en = (Field)name_table_number(fixture->facts.fields, "title/en");
  languages[0].title = "Senf";
  *state = fixture;
  return 0;
}

static int teardown(void **state)
{
  Fixture *fixture = *state;
  named_facts_free(fixture->known);
  g_hash_table_unref(fixture->saved);
  arena_free(fixture->viewer.arena);
  viewer_release(&fixture->viewer);
  name_table_free(fixture->facts.subjects);
  name_table_free(fixture->facts.fields);
  site_free(fixture->facts.site);
  arena_free(fixture->arena);
  g_free(fixture);
  return 0;
}

static void note(Fixture *fixture, Field field)
{
  Trace trace;
  trace_init(&trace);
  trace_add(&trace, fixture->title, field, 0);
  named_facts_note(fixture->known, &fixture->viewer, &trace);
  trace_release(&trace);
}

static bool keep(void *data, int64_t number, const GByteArray *bytes, Error **error)
{
  (void)error;
  GByteArray *copy = g_byte_array_new();
  g_byte_array_append(copy, bytes->data, bytes->len);
  g_hash_table_insert(data, g_memdup2(&number, sizeof number), copy);
  return true;
}

/* As the next build does: a fresh object with what was saved, and memos of nobody. */
static void next_build(Fixture *fixture)
{
  named_facts_save(fixture->known, keep, fixture->saved, NULL);
  named_facts_free(fixture->known);
  fixture->known = named_facts_new(NULL, NULL);
  GHashTableIter iter;
  gpointer key, value;
  g_hash_table_iter_init(&iter, fixture->saved);
  while (g_hash_table_iter_next(&iter, &key, &value)) {
    const GByteArray *bytes = value;
    named_facts_restore(fixture->known, *(const int64_t *)key, bytes->data, bytes->len);
  }
  Arena *arena = fixture->viewer.arena;
  viewer_release(&fixture->viewer);
  viewer_init(&fixture->viewer, &fixture->facts, NULL, arena);
}

static void count_subject(void *data, int64_t number)
{
  (void)number;
  ++*(int *)data;
}

/* How many subjects changed. */
static int compare(Fixture *fixture, ChangedFacts *changed)
{
  int count = 0;
  named_facts_compare(fixture->known, &fixture->viewer, changed, count_subject, &count);
  return count;
}

static bool has(Fixture *fixture, const ChangedFacts *changed, Field field)
{
  Trace trace;
  trace_init(&trace);
  trace_add(&trace, fixture->title, field, 0);
  bool found = changed_facts_in(changed, &fixture->viewer, &trace, 0) != NULL;
  trace_release(&trace);
  return found;
}

static void test_nothing_changed(void **state)
{
  Fixture *fixture = *state;
  g_autoptr(ChangedFacts) changed = changed_facts_new();
  note(fixture, fixture->title_de);
  next_build(fixture);
  assert_int_equal(g_hash_table_size(fixture->saved), 1);
  assert_int_equal(compare(fixture, changed), 0);
  assert_false(has(fixture, changed, fixture->title_de));
}

static void test_a_changed_fact_is_told_once(void **state)
{
  Fixture *fixture = *state;
  g_autoptr(ChangedFacts) changed = changed_facts_new(), later = changed_facts_new();
  note(fixture, fixture->title_de);
  note(fixture, fixture->title_en);
  next_build(fixture);
  languages[0].title = "Weltsenf";
  assert_int_equal(compare(fixture, changed), 1);
  assert_true(has(fixture, changed, fixture->title_de));
  assert_false(has(fixture, changed, fixture->title_en));
  next_build(fixture);
  assert_int_equal(compare(fixture, later), 0);
}

static void test_a_later_field_joins_the_known_ones(void **state)
{
  Fixture *fixture = *state;
  g_autoptr(ChangedFacts) changed = changed_facts_new();
  note(fixture, fixture->title_de);
  next_build(fixture);
  note(fixture, fixture->title_en);
  next_build(fixture);
  languages[0].title = "Weltsenf";
  assert_int_equal(compare(fixture, changed), 1);
  assert_true(has(fixture, changed, fixture->title_de));
}

static void test_damaged_bytes_are_nothing_known(void **state)
{
  Fixture *fixture = *state;
  g_autoptr(ChangedFacts) changed = changed_facts_new();
  named_facts_restore(fixture->known, 1, "1234567", 7);
  assert_int_equal(compare(fixture, changed), 0);
}

static bool load_title(void *data, int64_t number, GByteArray *out)
{
  const GByteArray *bytes = g_hash_table_lookup(data, &number);
  if (bytes)
    g_byte_array_append(out, bytes->data, bytes->len);
  return bytes != NULL;
}

/* Piece by piece: what another field of the subject had stays in its bytes. */
static void test_subjects_are_loaded_when_they_are_needed(void **state)
{
  Fixture *fixture = *state;
  note(fixture, fixture->title_de);
  next_build(fixture);
  named_facts_free(fixture->known);
  fixture->known = named_facts_new(load_title, fixture->saved);
  note(fixture, fixture->title_en);
  next_build(fixture);
  int64_t number = subject_number(fixture->title);
  const GByteArray *bytes = g_hash_table_lookup(fixture->saved, &number);
  assert_int_equal(bytes->len, 2 * 12);
}

#define known_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
  const struct CMUnitTest tests[] = {
      known_test(test_nothing_changed),
      known_test(test_a_changed_fact_is_told_once),
      known_test(test_a_later_field_joins_the_known_ones),
      known_test(test_damaged_bytes_are_nothing_known),
      known_test(test_subjects_are_loaded_when_they_are_needed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
