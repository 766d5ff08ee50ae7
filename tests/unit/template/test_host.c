/* What the host shows: objects that are asked only when a template looks, its
 * functions, filters and tests, and the hooks that record what took part. */
#include "tests/unit/template/template_fixture.h"

#include <pthread.h>

typedef struct Post {
  const char *title;
  int words;
} Post;

typedef struct Host {
  GString *asked;
} Host;

static bool post_get(TemplateRun *run, void *self, const char *name, Value *out)
{
  const Post *post = self;
  Host *host = template_host(run);
  g_string_append_printf(host->asked, "%s ", name);
  if (strcmp(name, "title") == 0) {
    *out = value_string(post->title);
  } else if (strcmp(name, "words") == 0) {
    *out = value_int(post->words);
  } else if (strcmp(name, "body") == 0) {
    *out = value_markup("<p>", 3);
  } else if (strcmp(name, "broken") == 0) {
    template_fail(run, "the post '%s' is broken", post->title);
    return false;
  } else {
    return false;
  }
  return true;
}

static const ObjectClass post_class = {.name = "post", .get = post_get};

static Post posts[] = {{"One <1>", 10}, {"Two", 20}, {"Three", 30}};

static size_t posts_count(TemplateRun *run, void *self)
{
  (void)self;
  g_string_append(((Host *)template_host(run))->asked, "count ");
  return G_N_ELEMENTS(posts);
}

static bool posts_at(TemplateRun *run, void *self, size_t index, Value *out)
{
  (void)self;
  g_string_append_printf(((Host *)template_host(run))->asked, "%zu ", index);
  *out = value_object(template_arena(run), &post_class, &posts[index]);
  return true;
}

static bool posts_call(TemplateRun *run, void *self, const Arguments *arguments, Value *out)
{
  (void)run;
  (void)self;
  *out = value_int((int64_t)arguments->count);
  return true;
}

static void posts_print(TemplateRun *run, void *self, Value *out)
{
  (void)run;
  (void)self;
  *out = value_markup("<posts>", 7);
}

static const ObjectClass posts_class = {.name = "posts",
                                        .count = posts_count,
                                        .at = posts_at,
                                        .call = posts_call,
                                        .print = posts_print};

static void check(const char *text, const char *expected, const char *asked)
{
  Host host = {.asked = g_string_new(NULL)};
  Fixture fixture = {.options = {.autoescape = 1}, .render = {.host = &host}};
  const char *const files[] = {"page.html", text, NULL};
  fixture_open(&fixture, files);
  TemplateVariable variables[] = {
      {"post", value_object(fixture.arena, &post_class, &posts[0])},
      {"posts", value_object(fixture.arena, &posts_class, NULL)},
  };
  fixture.render.variables = variables;
  fixture.render.variable_count = G_N_ELEMENTS(variables);
  fixture_expect(&fixture, expected);
  if (asked != NULL)
    assert_string_equal(host.asked->str, asked);
  fixture_close(&fixture);
  g_string_free(host.asked, TRUE);
}

static void test_attributes(void **state)
{
  (void)state;
  check("{{ post.title }}", "One &lt;1&gt;", "title ");
  check("{{ post['title'] }}{{ post.body }}", "One &lt;1&gt;<p>", "title body ");
  check("{{ post|attr('words') + 1 }}", "11", "words ");
  check("{{ post.nosuch }}|{{ post.nosuch is defined }}", "|False", "nosuch nosuch ");
  check("{% if post %}yes{% endif %}", "yes", "");
  check("{{ post == post }}{{ post == posts }}", "TrueFalse", "");
  check("{% if false %}{{ post.title }}{% endif %}", "", "");
  check("{{ post }}", "&lt;post&gt;", "");
}

static void test_sequences(void **state)
{
  (void)state;
  check("{{ posts[0].title|length }}", "7", "count 0 title ");
  check("{% for p in posts %}{{ p.words }},{% endfor %}", "10,20,30,",
        "count 0 words 1 words 2 words ");
  check("{{ posts|length }}{{ posts[5] is defined }}", "3False", "count count ");
  check("{{ posts[-1].words }}{{ posts|first|attr('words') }}", "3010", NULL);
  check("{{ posts|map(attribute='words')|sum }}", "60", NULL);
  check("{{ posts|selectattr('words', 'gt', 15)|map(attribute='title')|join(',') }}", "Two,Three",
        NULL);
  check("{{ posts|sort(attribute='words', reverse=true)|map(attribute='words')|list }}",
        "[30, 20, 10]", NULL);
  check("{% for p in posts[1:] %}{{ p.words }} {{ loop.length }} {% endfor %}", "20 2 30 2 ", NULL);
  check("{{ posts }}{{ posts|e }}{{ [posts]|join }}{{ posts ~ '<' }}",
        "<posts><posts><posts><posts>&lt;", NULL);
  check("{{ posts(1, 2) }}{{ posts is callable }}{{ posts is sequence }}", "2TrueTrue", NULL);
  check("{{ posts|map(attribute='words')|list|tojson }}", "[10, 20, 30]", NULL);
}

/* `first` asks for no more than the first. */
static void test_lazy(void **state)
{
  (void)state;
  check("{{ (posts|selectattr('words', 'gt', 5)|first).words }}", "10", "count 0 words words ");
  check("{% for p in posts if p.words > 10 %}{{ p.words }}{% break %}{% endfor %}", "20",
        "count 0 words 1 words words ");
}

static void test_failure(void **state)
{
  (void)state;
  Host host = {.asked = g_string_new(NULL)};
  Fixture fixture = {.render = {.host = &host}};
  const char *const files[] = {"page.html", "a\n {{ post.broken }}", NULL};
  fixture_open(&fixture, files);
  TemplateVariable variable = {"post", value_object(fixture.arena, &post_class, &posts[1])};
  fixture.render.variables = &variable;
  fixture.render.variable_count = 1;
  fixture_expect_error(&fixture, "page.html", 2, 10, "the post 'Two' is broken");
  fixture_close(&fixture);
  g_string_free(host.asked, TRUE);
}

/* --- functions, filters, tests --------------------------------------------------------------- */

static bool greet(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  const Value *name = arguments_keyword(arguments, "name");
  if (arguments_keyword(arguments, "fail") != NULL) {
    Error *error = NULL;
    error_set(&error, ERROR_MACHINE, "the disk is full");
    template_fail_with(run, error);
    return false;
  }
  Value text = template_to_string(run, name != NULL ? *name : arguments->values[0]);
  const char *greeted =
      arena_printf(template_arena(run), "%s %.*s", (const char *)data, (int)text.length, text.text);
  *out = value_string(greeted);
  return true;
}

static bool twice(TemplateRun *run, void *data, Value self, const Arguments *arguments, Value *out)
{
  (void)run;
  (void)data;
  *out = value_int(self.integer * (arguments->count > 0 ? arguments->values[0].integer : 2));
  return true;
}

static bool is_answer(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                      Value *out)
{
  (void)run;
  (void)data;
  (void)arguments;
  *out = value_bool(self.kind == VALUE_INT && self.integer == 42);
  return true;
}

static char greeting[] = "Hello";

static void open_with_hosts(Fixture *fixture, const char *const *files)
{
  fixture_open(fixture, files);
  template_set_add_function(fixture->set, "greet", 1, 2, greet, greeting);
  template_set_add_filter(fixture->set, "twice", 0, 1, twice, NULL);
  template_set_add_test(fixture->set, "answer", 0, 0, is_answer, NULL);
}

static void test_functions(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {
      "page",
      "{{ greet('x') }} {{ greet(name=7) }} {{ 4|twice }} {{ 4|twice(3) }} "
      "{{ 42 is answer }} {{ [1, 2]|map('twice')|list }} "
      "{{ [41, 42]|select('answer')|list }} {{ 'twice' is filter }} "
      "{% set greet = 1 %}{{ greet }}",
      NULL};
  open_with_hosts(&fixture, files);
  fixture_expect(&fixture, "Hello x Hello 7 8 12 True [2, 4] [42] True 1");
  fixture_close(&fixture);
}

static void test_function_errors(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    int column;
    const char *words;
  } cases[] = {
      {"{{ greet() }}", 4, "at least 1 argument"},
      {"{{ greet(1, 2, 3) }}", 4, "at most 2 arguments"},
      {"{{ greet(1, fail=1) }}", 4, "the disk is full"},
      {"{{ 1|twice(1, 2) }}", 6, "takes 0 to 1 argument"},
      {"{{ 1 is answer(1) }}", 9, "takes no arguments"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Fixture fixture = {0};
    const char *const files[] = {"page", cases[i].text, NULL};
    open_with_hosts(&fixture, files);
    fixture_expect_error(&fixture, "page", 1, cases[i].column, cases[i].words);
    fixture_close(&fixture);
  }
}

/* --- hooks ----------------------------------------------------------------------------------- */

static void used(void *host, const char *name)
{
  g_string_append_printf(host, "+%s ", name);
}
static void missed(void *host, const char *name)
{
  g_string_append_printf(host, "-%s ", name);
}

static void test_hooks(void **state)
{
  (void)state;
  g_autoptr(GString) log = g_string_new(NULL);
  Fixture fixture = {.render = {.host = log, .used = used, .missed = missed}};
  const char *const files[] = {
      "page",
      "{% extends 'base' %}{% import 'm' as m %}{% block a %}{% include 'part' %}"
      "{% include 'none' ignore missing %}{% include ['nope', 'part'] %}"
      "{% include 'x' ~ 'y' ignore missing %}{% endblock %}",
      "base",
      "{% block a %}{% endblock %}",
      "m",
      "",
      "part",
      "p",
      "unused",
      "u",
      NULL};
  fixture_open(&fixture, files);
  fixture_expect(&fixture, "pp");
  assert_string_equal(log->str, "+page +m +base +part -none -nope +part -xy ");
  fixture_close(&fixture);
}

static void test_set(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {"page", "text", NULL};
  fixture_open(&fixture, files);
  assert_true(template_exists(fixture.set, "page"));
  assert_false(template_exists(fixture.set, "nope"));
  assert_true(template_digest(fixture.set, "page") == 0);
  assert_true(template_load(fixture.set, "page", NULL));
  assert_true(template_digest(fixture.set, "page") == digest_bytes("text", 4));
  assert_false(template_load(fixture.set, "nope", &fixture.error));
  assert_string_equal(fixture.error->what, "there is no template 'nope'");
  fixture_close(&fixture);
}

/* --- threads --------------------------------------------------------------------------------- */

static void *render_often(void *data)
{
  TemplateSet *set = data;
  bool *done = g_new0(bool, 1);
  *done = true;
  for (int i = 0; i < 200; i++) {
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(GString) out = g_string_new(NULL);
    TemplateVariable variable = {"n", value_int(i)};
    TemplateRender render = {
        .variables = &variable, .variable_count = 1, .arena = arena, .out = out};
    g_autofree char *expected = g_strdup_printf("[%d %d]", i, i * 2);
    *done = *done && template_render(set, "page", &render, NULL) && strcmp(out->str, expected) == 0;
  }
  return done;
}

static void test_threads(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {"page", "{% import 'm' as m %}{{ m.f(n) }}{% include 'p' ~ '' %}",
                               "m",    "{% macro f(n) %}[{{ n }} {% endmacro %}",
                               "p",    "{{ n * 2 }}]",
                               NULL};
  fixture_open(&fixture, files);
  pthread_t threads[4];
  for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
    assert_int_equal(pthread_create(&threads[i], NULL, render_often, fixture.set), 0);
  for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
    void *done;
    pthread_join(threads[i], &done);
    assert_true(*(bool *)done);
    g_free(done);
  }
  fixture_close(&fixture);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_attributes), cmocka_unit_test(test_sequences),
      cmocka_unit_test(test_lazy),       cmocka_unit_test(test_failure),
      cmocka_unit_test(test_functions),  cmocka_unit_test(test_function_errors),
      cmocka_unit_test(test_hooks),      cmocka_unit_test(test_set),
      cmocka_unit_test(test_threads),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
