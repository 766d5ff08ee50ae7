/* What is found before anything is rendered. */
#include "tests/unit/template/template_fixture.h"

/* --- a site of shapes ------------------------------------------------------------------- */

static const Shape shape_posts, shape_tags;
static const ShapeField tag_fields[] = {{"name", &shape_text}, {"url", &shape_url}};
static const Shape shape_tag = {
    .kind = SHAPE_OBJECT, .name = "tag", .fields = SHAPE_TABLE(tag_fields)};
static const Shape shape_tags = {.kind = SHAPE_LIST, .item = &shape_tag};
static const Shape shape_post;
static const ShapeField post_fields[] = {
    {"title", &shape_text},    {"summary", &shape_markup},
    {"url", &shape_url},       {"words", &shape_number},
    {"tags", &shape_tags},     {"next", &shape_post},
    {"replies", &shape_posts}, {"extra", NULL},
};
static const Shape shape_post = {
    .kind = SHAPE_OBJECT, .name = "post", .fields = SHAPE_TABLE(post_fields)};
static const Shape shape_posts = {.kind = SHAPE_LIST, .item = &shape_post};
static const ShapeField menu_fields[] = {{"title", &shape_text}};
static const Shape shape_menu = {
    .kind = SHAPE_MAP, .name = "menu entry", .fields = SHAPE_TABLE(menu_fields)};

static const struct {
  ShapeField field;
  int of_the_host;
} variables[] = {
    {{"post", &shape_post}, 1}, {{"posts", &shape_posts}, 2}, {{"entry", &shape_menu}, 3}};
static const ShapeTable variable_table = SHAPE_TABLE(variables);

static bool function_asset(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)run;
  (void)data;
  (void)arguments;
  *out = value_string("/a");
  return true;
}

static void open_site(Fixture *fixture, const char *const *files)
{
  fixture_open(fixture, files);
  template_set_add_function(fixture->set, "asset", 1, 1, function_asset, NULL);
  template_set_result(fixture->set, "asset", &shape_url);
  template_set_variables(fixture->set, &variable_table);
}

/* `text` is main.html; lib.html and part.html stand beside it. */
static Error *check(const char *text, Warnings *warnings)
{
  Fixture fixture = {0};
  const char *const files[] = {
      "main.html",
      text,
      "lib.html",
      "{% macro link(to, text='') %}<a href=\"{{ to }}\">{{ text }}</a>{% endmacro %}"
      "{% macro box() %}<p>{{ caller() }}</p>{% endmacro %}",
      "part.html",
      "{{ item.title }}{{ post.titel }}",
      "base.html",
      "<title>{% block title %}{% endblock %}</title>{% set side = 1 %}"
      "<script>{% block script %}{% endblock %}</script>"
      "{% for one in posts %}{% block row scoped %}{{ one.title }}{% endblock %}"
      "{% endfor %}",
      NULL};
  open_site(&fixture, files);
  bool good = template_check(fixture.set, "main.html", warnings, &fixture.error);
  assert_int_equal(good, fixture.error == NULL);
  Error *error = fixture.error == NULL ? NULL : error_copy(fixture.error);
  fixture_close(&fixture);
  return error;
}

static void accept(const char *text)
{
  Error *error = check(text, NULL);
  if (error != NULL)
    fail_msg("%s: %s", text, error->what);
}

static void refuse(const char *text, int column, const char *what, const char *hint)
{
  g_autoptr(Error) error = check(text, NULL);
  if (error == NULL)
    fail_msg("no error: %s", text);
  if (strcmp(error->what, what) != 0 || error->column != column ||
      g_strcmp0(error->hint, hint) != 0)
    fail_msg("%s: %d: %s (%s)", text, error->column, error->what, error->hint);
}

static void test_attributes(void **state)
{
  (void)state;
  refuse("{{ post.sumary }}", 9, "a post has no 'sumary'", "did you mean 'summary'?");
  refuse("{{ post['sumary'] }}", 9, "a post has no 'sumary'", "did you mean 'summary'?");
  refuse("{{ post.next.next.zzz }}", 19, "a post has no 'zzz'", NULL);
  refuse("{{ entry.name }}", 10, "a menu entry has no 'name'", NULL);
  refuse("{{ post.title.upr() }}", 15, "text has no 'upr'", NULL);
  refuse("{{ posts.title }}", 10, "a list has no 'title'", NULL);
  refuse("{% if post.a %}{% endif %}", 12, "a post has no 'a'", NULL);
  accept("{{ post.extra.a.b }}{{ entry.keys() }}{{ post.title.upper() }}{{ posts.0.title }}");
  accept("{{ post.a is defined }}{{ post.a is not defined }}{{ post.a|default(1) }}"
         "{{ post['a']|d }}");
}

static void test_flow(void **state)
{
  (void)state;
  refuse("{% for p in posts %}{{ p.zzz }}{% endfor %}", 26, "a post has no 'zzz'", NULL);
  refuse("{% for p in posts if p.zzz %}{% endfor %}", 24, "a post has no 'zzz'", NULL);
  refuse("{% for p in posts|sort(attribute='title') %}{{ p.zzz }}{% endfor %}", 50,
         "a post has no 'zzz'", NULL);
  refuse("{% for p in posts %}{% for t in p.tags[1:] %}{{ t.zzz }}{% endfor %}{% endfor %}", 51,
         "a tag has no 'zzz'", NULL);
  refuse("{% for p in posts recursive %}{{ p.zzz }}{{ loop(p.replies) }}{% endfor %}", 36,
         "a post has no 'zzz'", NULL);
  refuse("{% for p in posts %}{{ loop.indx }}{% endfor %}", 29, "a loop has no 'indx'",
         "did you mean 'index'?");
  refuse("{% set p = posts|first %}{{ p.zzz }}", 31, "a post has no 'zzz'", NULL);
  refuse("{% with p = posts[0] %}{{ p.zzz }}{% endwith %}", 29, "a post has no 'zzz'", NULL);
  refuse("{{ (post.next or post).zzz }}", 24, "a post has no 'zzz'", NULL);
  refuse("{{ (post if post.words > 9 else post.next).zzz }}", 44, "a post has no 'zzz'", NULL);
  refuse("{{ posts|map(attribute='zzz')|join }}", 24, "a post has no 'zzz'", NULL);
  refuse("{{ posts|sort(attribute='title,zzz') }}", 25, "a post has no 'zzz'", NULL);
  refuse("{{ posts|selectattr('next.zzz')|list }}", 21, "a post has no 'zzz'", NULL);
  refuse("{{ posts|where('zzz', 1)|length }}", 16, "a post has no 'zzz'", NULL);
  refuse("{% macro m(p) %}{{ post.zzz }}{% endmacro %}", 25, "a post has no 'zzz'", NULL);
}

/* What is not certain is not checked. */
static void test_uncertain(void **state)
{
  (void)state;
  accept("{% set post = 1 %}{{ post.zzz }}");
  accept("{% if 1 %}{% set post = {} %}{% endif %}{{ post.zzz }}");
  accept("{% macro m() %}{{ post.zzz }}{% endmacro %}{% set post = {} %}{{ m() }}");
  accept("{% set p = post %}{% set p = {} %}{{ p.zzz }}");
  accept("{% macro m(p) %}{{ p.zzz }}{% endmacro %}{{ m(post) }}");
  accept("{% for post in [1] %}{{ post.zzz }}{% endfor %}");
  accept("{% for p in posts recursive %}{{ p.zzz }}{{ loop(p.tags) }}{% endfor %}");
  accept("{{ (post if 1 else posts).zzz }}{{ (post.next|string).zzz }}");
  accept("{{ posts|map(attribute='zzz', default=1)|list }}{{ posts|selectattr('z', 'defined') }}");
  accept("{% for k, v in entry.items() %}{{ v.zzz }}{% endfor %}");
  accept("{% from 'lib.html' import link as post %}{{ post.zzz }}");
  accept("{% include 'lib.html' %}{% for g in posts|groupby('title') %}{{ g.zzz }}{% endfor %}");
  accept("{% extends 'base.html' %}{% block row %}{{ one.title }}{{ side.zzz }}{% endblock %}");
}

static void test_calls(void **state)
{
  (void)state;
  refuse("{{ aset('a') }}", 4, "there is no function 'aset'", "did you mean 'asset'?");
  refuse("{{ asset() }}", 4, "'asset' takes 1 argument", NULL);
  refuse("{{ range() }}", 4, "'range' takes 1 to 3 arguments", NULL);
  refuse("{{ joiner(1, 2) }}", 4, "'joiner' takes 0 to 1 argument", NULL);
  refuse("{{ post.title.split(1, 2, 3) }}", 15, "'split' takes 0 to 2 arguments", NULL);
  refuse("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", 34,
         "the macro 'm' takes at most 1 argument, not 2", NULL);
  refuse("{% macro m(long) %}{% endmacro %}{{ m(lnog=2) }}", 37,
         "the macro 'm' has no argument 'lnog'", "did you mean 'long'?");
  refuse("{% macro m(a) %}{% endmacro %}{{ m(1, a=2) }}", 34, "the macro 'm' is given 'a' twice",
         NULL);
  refuse("{% macro m(a) %}{% endmacro %}{% call m(1) %}{% endcall %}", 39,
         "the macro 'm' has no place for a body: it does not call caller()", NULL);
  refuse("{% import 'lib.html' as lib %}{{ lib.lnk() }}", 38, "lib.html has no 'lnk'",
         "did you mean 'link'?");
  refuse("{% import 'lib.html' as lib %}{{ lib.link(1, 2, 3) }}", 38,
         "the macro 'link' takes at most 2 arguments, not 3", NULL);
  refuse("{% from 'lib.html' import lnk %}", 4, "lib.html has no 'lnk'", "did you mean 'link'?");
  accept("{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, b=2) }}");
  accept("{% macro m(a) %}{% endmacro %}{{ m(*posts) }}{{ m(**entry) }}{{ m() }}");
  accept("{% from 'lib.html' import box %}{% call box() %}x{% endcall %}");
  accept("{% if helper %}{{ helper() }}{% endif %}");
  accept("{% set f = 1 %}{{ f() }}");
}

/* The chain of includes. */
static void test_chain(void **state)
{
  (void)state;
  g_autoptr(Error) error =
      check("\n{% for item in posts %}{% include 'part.html' %}{% endfor %}", NULL);
  assert_non_null(error);
  assert_string_equal(error->file, "part.html");
  assert_int_equal(error->column, 25);
  assert_string_equal(error->notes->pdata[0], "included from main.html:2:27");
  refuse("{% extends 'base.html' %}{% block row %}{{ one.zzz }}{% endblock %}", 48,
         "a post has no 'zzz'", NULL);
}

/* --- places ------------------------------------------------------------------------------- */

/* `expected`: the columns of the warnings and the words they begin with. */
static void warns(const char *text, const char *expected)
{
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(GString) got = g_string_new(NULL);
  Error *error = check(text, warnings);
  if (error != NULL)
    fail_msg("%s: %s", text, error->what);
  for (size_t i = 0; i < warnings_count(warnings); i++) {
    const Error *warning = warnings_get(warnings, i);
    g_string_append_printf(got, "%s%d %s", i > 0 ? ", " : "", warning->column, warning->what);
  }
  if (strcmp(got->str, expected) != 0)
    fail_msg("%s: '%s', not '%s'", text, got->str, expected);
}

static void test_places(void **state)
{
  (void)state;
  const char *const url = "an address that may be 'javascript:'";
  g_autofree char *at_13 = g_strconcat("13 ", url, NULL);
  warns("<p title=\"{{ post.title }}\">{{ post.title }}</p>", "");
  warns("<p title={{ post.title }}>", "13 a value in an attribute without quotes");
  warns("<p title=a{{ post.title }} id={{ post.words }}>",
        "14 a value in an attribute without quotes");
  warns("<script>{{ post.title }}</script>", "12 a value inside of a script");
  warns("<script>{{ post.title|tojson }}{{ post.words }}</script>{{ post.title }}", "");
  warns("<style>{{ post.title }}</style>", "11 a value inside of a style");
  warns("<p style=\"{{ post.title }}\">", "14 a value inside of a style");
  warns("<p onclick='f({{ post.title }})'>", "18 a value in the script of an attribute");
  warns("<p onclick='f({{ post.title|tojson|forceescape }})'>", "");
  warns("<a href=\"{{ post.title }}\">", at_13);
  warns("<A HREF = '{{ post.extra.x }}'>", "15 an address that may be 'javascript:'");
  warns("<a href=\"/{{ post.title }}\"><a href=\"{{ post.url }}\"><a href=\"{{ asset('a') }}\">",
        "");
  warns("<a href=\"{{ '#' ~ post.title }}\"><a href=\"{{ post.title|urlencode }}\">", "");
  warns("<a href=\"{{ post.title|safe_url }}\"><a href=\"{{ post.url or '' }}\">", "");
  warns("<a href=\"{% if post.words %}{{ post.title }}{% endif %}\">",
        "32 an address that may be 'javascript:'");
  warns("<!-- {{ post.title }} <p title={{ post.title }} --><b>{{ post.title }}</b>", "");
  warns("<!DOCTYPE html><p {% if post.next %}class=x{% endif %}>{{ post.title }}", "");
}

static void test_places_in_parts(void **state)
{
  (void)state;
  warns("{% extends 'base.html' %}{% block script %}{{ post.title }}{% endblock %}",
        "47 a value inside of a script");
  warns("{% extends 'base.html' %}{% block title %}{{ post.title }}{% endblock %}", "");
  warns("{% from 'lib.html' import link %}{{ link(post.url, post.title) }}", "");
  warns("{% from 'lib.html' import link %}{{ link(post.title) }}",
        "42 an address that may be 'javascript:'");
  warns("<script>{% set x %}{{ post.title }}{% endset %}</script>", "");
  warns("{% macro m(x) %}{{ x }}{% endmacro %}<a href=\"{{ m(post.title) }}\">", "");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_attributes),      cmocka_unit_test(test_flow),
      cmocka_unit_test(test_uncertain),       cmocka_unit_test(test_calls),
      cmocka_unit_test(test_chain),           cmocka_unit_test(test_places),
      cmocka_unit_test(test_places_in_parts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
