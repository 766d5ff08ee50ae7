/* Front matter for pages of a folder: who gets it, in which order, and there and back. */
#include "generator/model/page/cascade.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const SiteLanguage LANGUAGES[] = {{.code = "en", .folder = "en"},
                                         {.code = "de", .folder = "de"}};

static Settings settings_for(Arena *arena)
{
  Settings settings;
  assert_true(settings_read(&settings, arena, NULL, NULL));
  settings.languages = LANGUAGES;
  settings.language_count = G_N_ELEMENTS(LANGUAGES);
  return settings;
}

static void add(GArray *rules, Arena *arena, const Settings *settings, const char *path,
                const char *text)
{
  assert_true(cascade_add_index(rules, arena, settings, path, text, strlen(text), NULL));
}

/* The first rule that holds for a page; NULL: none does. */
static const CascadeRule *rule_for(const Settings *settings, Arena *arena, const char *path)
{
  PagePlace place;
  page_place_read(&place, arena, settings, PAGE_POST, path);
  for (size_t i = 0; i < settings->cascade_count; i++)
    if (cascade_holds(&settings->cascade[i], settings, &place))
      return &settings->cascade[i];
  return NULL;
}

static void expect(const Settings *settings, Arena *arena, const char *path, const char *mood)
{
  const CascadeRule *rule = rule_for(settings, arena, path);
  if (!mood)
    assert_null(rule);
  else
    assert_string_equal(tree_get(rule->values.root, "mood")->text, mood);
}

static void fill(GArray *rules, Arena *arena, const Settings *settings)
{
  add(rules, arena, settings, "posts/_index.md", "---\ncascade: {mood: wide}\n---\n");
  add(rules, arena, settings, "posts/far/_index.md",
      "---\ncascade: [{target: {kind: section}, mood: list}, {_target: {path: '/posts/far/x*'}, "
      "mood: some}, {mood: near}]\n---\n");
  add(rules, arena, settings, "posts/far/_index.de.md", "---\ncascade: {mood: nah}\n---\n");
  add(rules, arena, settings, "posts/none/_index.md",
      "---\ncascade: {target: {environment: staging}, mood: never}\n---\n");
  add(rules, arena, settings, "posts/broken/_index.md", "---\ncascade: [\n---\n");
}

static void expect_all(const Settings *settings, Arena *arena)
{
  expect(settings, arena, "posts/a.md", "wide");
  expect(settings, arena, "posts/farther/a.md", "wide");
  expect(settings, arena, "posts/far/a.md", "near");
  expect(settings, arena, "posts/far/xa.md", "some");
  expect(settings, arena, "posts/far/_index.md", "list");
  expect(settings, arena, "posts/far/a.de.md", "nah");
  expect(settings, arena, "posts/none/a.md", "wide");
  expect(settings, arena, "posts/a.de.md", NULL);
  expect(settings, arena, "pages/a.md", NULL);
}

static void test_who(void **state)
{
  (void)state;
  Arena *arena = arena_new();
  Settings settings = settings_for(arena);
  g_autoptr(GArray) rules = cascade_rules_new();
  fill(rules, arena, &settings);
  cascade_finish(rules, &settings, arena);
  expect_all(&settings, arena);
  assert_true(cascade_digest(&settings, PAGE_POST, "posts/a.md") != 0);
  assert_true(cascade_digest(&settings, PAGE_POST, "posts/a.md") !=
              cascade_digest(&settings, PAGE_POST, "posts/far/a.md"));
  assert_true(cascade_digest(&settings, PAGE_POST, "posts/a.de.md") == 0);
  arena_free(arena);
}

static void test_there_and_back(void **state)
{
  (void)state;
  Arena *arena = arena_new();
  Settings settings = settings_for(arena);
  g_autoptr(GArray) rules = cascade_rules_new(), back = cascade_rules_new();
  g_autoptr(GString) text = g_string_new(NULL), again = g_string_new(NULL);
  fill(rules, arena, &settings);
  cascade_pack(rules, text);
  assert_true(cascade_unpack(back, arena, text->str, text->len));
  cascade_pack(back, again);
  assert_string_equal(text->str, again->str);
  cascade_finish(back, &settings, arena);
  expect_all(&settings, arena);
  const char *const damaged[] = {"",    "{}", "[{}]", "[{\"file\":\"a\",\"folder\":\"b\"}]",
                                 "[1]", "["};
  for (size_t i = 0; i < G_N_ELEMENTS(damaged); i++) {
    g_autoptr(GArray) none = cascade_rules_new();
    assert_false(cascade_unpack(none, arena, damaged[i], strlen(damaged[i])));
  }
  arena_free(arena);
}

static void test_defaults_come_last(void **state)
{
  (void)state;
  Arena *arena = arena_new();
  Settings settings = settings_for(arena);
  g_autoptr(GArray) rules = cascade_rules_new();
  Tree *values = tree_new(arena, TREE_MAP, 1, 1);
  CascadeRule rule = {.file = "senf.yaml", .folder = "posts", .values = {.root = values}};
  g_array_append_val(rules, rule);
  add(rules, arena, &settings, "posts/_index.md", "---\ncascade: {mood: wide}\n---\n");
  cascade_finish(rules, &settings, arena);
  assert_string_equal(settings.cascade[0].file, "posts/_index.md");
  assert_string_equal(settings.cascade[1].file, "senf.yaml");
  arena_free(arena);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_who),
      cmocka_unit_test(test_there_and_back),
      cmocka_unit_test(test_defaults_come_last),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
