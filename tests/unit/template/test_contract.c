/* What template.h, value.h and vocabulary.h promise to a host. */
#include "common/template/check/vocabulary.h"
#include "tests/unit/template/template_fixture.h"

#include <pthread.h>

static void test_escaping_by_name(void **state)
{
  (void)state;
  static const struct {
    const char *name, *expected;
  } rows[] = {{"a.html", "&lt;"}, {"a.htm", "&lt;"},  {"a.xml", "&lt;"},
              {"a.svg", "&lt;"},  {"a.atom", "&lt;"}, {"a.txt", "<"},
              {"a.json", "<"},    {"html", "<"},      {"a.html.txt", "<"}};
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    Fixture fixture = {.options = {.autoescape = -1}};
    const char *const files[] = {rows[i].name, "{{ '<' }}", NULL};
    fixture_open(&fixture, files);
    fixture_expect(&fixture, rows[i].expected);
    fixture_close(&fixture);
  }
}

static void test_options_can_change_before_loading(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {"page", "{{ missing }}{{ '<' }}", NULL};
  fixture_open(&fixture, files);
  TemplateOptions options = {.strict = true, .autoescape = 1};
  template_set_options(fixture.set, &options);
  fixture_expect_error(&fixture, "page", 1, 4, "'missing' is undefined");
  fixture_close(&fixture);
}

static void test_limit_hint(void **state)
{
  (void)state;
  Fixture fixture = {.options = {.max_steps = 100, .limit_hint = "raise it"}};
  const char *const files[] = {"page", "{% for i in range(1000) %}{{ i }}{% endfor %}", NULL};
  fixture_open(&fixture, files);
  assert_false(fixture_render(&fixture));
  assert_string_equal(fixture.error->hint, "raise it");
  fixture_close(&fixture);
}

static void test_more_steps(void **state)
{
  (void)state;
  Fixture fixture = {.options = {.max_steps = 100}};
  const char *const files[] = {"page", "{% for i in range(200) %}x{% endfor %}", NULL};
  size_t more = 100000;
  fixture_open(&fixture, files);
  fixture.render.more_steps = &more;
  assert_true(fixture_render(&fixture));
  assert_int_equal(fixture.out->len, 200);
  fixture_close(&fixture);
}

/* Gives the place and what it was given, counted as work. */
static bool function_here(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  const char *path = NULL;
  int line = 0;
  Value list = value_list(template_arena(run), 0);
  (void)data;
  assert_true(template_place(run, &path, &line));
  assert_false(template_failed(run));
  for (size_t i = 0; i < arguments->count; i++)
    value_list_add(template_arena(run), list, arguments->values[i]);
  value_list_add(template_arena(run), list, value_int(line));
  value_list_add(template_arena(run), list, value_string(path));
  *out = list;
  return template_work(run, (size_t)arguments->count);
}

static void test_place_and_lists(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {"page", "\n{% include 'part' %}", "part", "a\n\n{{ here(1, 'x') }}",
                               NULL};
  fixture_open(&fixture, files);
  template_set_add_function(fixture.set, "here", 0, -1, function_here, NULL);
  fixture_expect(&fixture, "\na\n\n[1, 'x', 3, 'part']");
  fixture_close(&fixture);
}

static bool function_work(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)arguments;
  *out = value_none();
  return template_work(run, *(const size_t *)data) || (assert_true(template_failed(run)), false);
}

static void test_work_is_limited(void **state)
{
  (void)state;
  size_t much = 4 * 1000 * 1000;
  Fixture fixture = {0};
  const char *const files[] = {"page", "{{ work() }}", NULL};
  fixture_open(&fixture, files);
  template_set_add_function(fixture.set, "work", 0, 0, function_work, &much);
  fixture_expect_error(&fixture, "page", 1, 4, "runs too long");
  fixture_close(&fixture);
}

static const char *translate(void *host, const char *context, const char *text, const char *plural,
                             int64_t count)
{
  assert_ptr_equal(host, translate);
  if (context != NULL && strcmp(context, "door") == 0)
    return "Offen";
  if (plural != NULL)
    return count == 1 ? "eine" : "%(n)s Antworten";
  return strcmp(text, "Hello") == 0 ? "Hallo" : NULL;
}

static void test_translation(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {
      "page",
      "{% trans %}Hello{% endtrans %} {{ _('Hello') }} {{ pgettext('door', 'Open') }} {{ _('x') }} "
      "{% trans n=2 %}one{% pluralize %}{{ n }} replies{% endtrans %}",
      NULL};
  fixture_open(&fixture, files);
  fixture.render.host = (void *)translate;
  fixture.render.translate = translate;
  fixture_expect(&fixture, "Hallo Hallo Offen x 2 Antworten");
  fixture.render.translate = NULL;
  fixture_expect(&fixture, "Hello Hello Open x 2 replies");
  fixture_close(&fixture);
}

static bool load_failing(void *data, const char *name, const char **text, size_t *length,
                         const char **path, Error **error)
{
  (void)data, (void)text, (void)length, (void)path;
  error_set(error, ERROR_MACHINE, "can't read %s", name);
  return false;
}

static void test_loader_that_fails(void **state)
{
  (void)state;
  TemplateLoader loader = {load_failing, NULL};
  TemplateOptions options = {0};
  g_autoptr(TemplateSet) set = template_set_new(&loader, &options);
  g_autoptr(Error) error = NULL;
  assert_false(template_load(set, "page", &error));
  assert_non_null(strstr(error->what, "can't read page"));
}

static bool test_nothing(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                         Value *out)
{
  (void)run, (void)data, (void)self, (void)arguments;
  *out = value_bool(true);
  return true;
}

static void test_vocabulary(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {"page", "", NULL};
  g_autoptr(GString) words = g_string_new("\n");
  fixture_open(&fixture, files);
  template_set_add_test(fixture.set, "of_the_host", 0, 0, test_nothing, NULL);
  template_set_add_filter(fixture.set, "filter_of_the_host", 0, 0, test_nothing, NULL);
  template_set_add_function(fixture.set, "here", 0, -1, function_here, NULL);
  template_vocabulary(fixture.set, words);
  static const char *const some[] = {
      "tag for",        "tag raw",       "filter upper",     "test odd",
      "function range", "text strip",    "list append",      "map items",
      "tuple index",    "function here", "test of_the_host", "filter filter_of_the_host"};
  for (size_t i = 0; i < G_N_ELEMENTS(some); i++) {
    g_autofree char *line = g_strdup_printf("\n%s\n", some[i]);
    const char *found = strstr(words->str, line);
    if (found == NULL)
      fail_msg("'%s' is not among the words", some[i]);
    assert_null(strstr(found + 1, line));
  }
  g_auto(GStrv) lines = g_strsplit(words->str + 1, "\n", -1);
  for (size_t i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    assert_true(strcmp(lines[i - 1], lines[i]) < 0);
  fixture_close(&fixture);
}

enum { THREADS = 4, ROUNDS = 200 };

/* Renders by name, of which one is loaded only here. */
static void *render_often(void *data)
{
  TemplateSet *set = data;
  for (int i = 0; i < ROUNDS; i++) {
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(GString) out = g_string_new(NULL);
    TemplateVariable variable = {"n", value_int(i)};
    TemplateRender job = {.variables = &variable, .variable_count = 1, .arena = arena, .out = out};
    g_autofree char *expected = g_strdup_printf("<p>%d part: %d</p>", i, i * 2);
    if (!template_render(set, "page", &job, NULL) || strcmp(out->str, expected) != 0)
      return g_strdup(out->str);
  }
  return NULL;
}

static void test_threads_share_a_set(void **state)
{
  (void)state;
  static const char *const files[] = {
      "page", "{% extends 'ba' ~ 'se' %}{% block b %}{{ n }} {% include 'part' %}{% endblock %}",
      "base", "<p>{% block b %}{% endblock %}</p>",
      "part", "{% from 'lib' import f %}part: {{ f(n) }}",
      "lib",  "{% macro f(x) %}{{ x * 2 }}{% endmacro %}",
      NULL};
  Fixture fixture = {0};
  pthread_t threads[THREADS];
  fixture_open(&fixture, files);
  for (int i = 0; i < THREADS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, render_often, fixture.set), 0);
  for (int i = 0; i < THREADS; i++) {
    void *wrong;
    assert_int_equal(pthread_join(threads[i], &wrong), 0);
    if (wrong != NULL)
      fail_msg("a thread printed '%s'", (char *)wrong);
  }
  fixture_close(&fixture);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_escaping_by_name),
      cmocka_unit_test(test_options_can_change_before_loading),
      cmocka_unit_test(test_limit_hint),
      cmocka_unit_test(test_more_steps),
      cmocka_unit_test(test_place_and_lists),
      cmocka_unit_test(test_work_is_limited),
      cmocka_unit_test(test_translation),
      cmocka_unit_test(test_loader_that_fails),
      cmocka_unit_test(test_vocabulary),
      cmocka_unit_test(test_threads_share_a_set),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
