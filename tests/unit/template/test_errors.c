#include "tests/unit/template/template_fixture.h"

/* One template that fails at a place, with words. */
static void check(const char *text, int line, int column, const char *words)
{
  Fixture fixture = {0};
  const char *const files[] = {"page.html", text, NULL};
  fixture_open(&fixture, files);
  fixture_expect_error(&fixture, "page.html", line, column, words);
  fixture_close(&fixture);
}

static void test_syntax(void **state)
{
  (void)state;
  check("{{ a b }}", 1, 6, "expected '}}', found 'b'");
  check("line\n  {{ }}", 2, 6, "expected an expression, found '}}'");
  check("{% if x %}\n{% for y in z %}", 2, 4, "'for' is not closed");
  check("{% endif %}", 1, 4, "unknown tag 'endif'");
  check("{% fro x in y %}{% endfor %}", 1, 4, "unknown tag 'fro'");
  check("{{ 'abc }}", 1, 4, "this string is not closed");
  check("ä {# never closed", 1, 3, "this comment is not closed");
  check("{{ (1, 2 ]", 1, 10, "unexpected ']'");
  check("{{ x ? y }}", 1, 6, "unexpected character '?'");
  check("{{ 99999999999999999999 }}", 1, 4, "too large");
  check("{% set 1 = 2 %}", 1, 8, "only names");
  check("{% block a %}{% endblock %}{% block a %}{% endblock %}", 1, 37, "defined twice");
  check("{% macro m(a, a) %}{% endmacro %}", 1, 15, "declared twice");
  check("{% break %}", 1, 4, "outside of a loop");
  check("{{ f(a=1, a=2) }}", 1, 11, "given twice");
}

static void test_names(void **state)
{
  (void)state;
  check("{{ x|uper }}", 1, 6, "unknown filter 'uper'");
  check("{{ x is od }}", 1, 9, "unknown test 'od'");
  check("{{ x|truncate(1, 2, 3, 4, 5) }}", 1, 6, "takes 0 to 4 arguments");
  check("{{ x|replace('a') }}", 1, 6, "takes 2 to 3 arguments");
  check("{{ x|upper(1) }}", 1, 6, "takes no arguments");
  check("{{ x|round(precison=1) }}", 1, 6, "has no argument 'precison'");
  check("{{ x is divisibleby }}", 1, 9, "takes 1 argument");
  check("{% include 'nav.html' %}", 1, 12, "there is no template 'nav.html'");
  check("{% extends 'base.html' %}", 1, 12, "there is no template 'base.html'");
  check("{% extends 'page.html' %}{% extends 'page.html' %}", 1, 29, "only one other");
}

static void test_hints(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {"page.html", "{{ x|uper }}", NULL};
  fixture_open(&fixture, files);
  assert_false(fixture_render(&fixture));
  assert_string_equal(fixture.error->hint, "did you mean 'upper'?");
  assert_string_equal(fixture.error->source_line, "{{ x|uper }}");
  fixture_close(&fixture);
}

static void test_values(void **state)
{
  (void)state;
  check("a\n{{ 1 / 0 }}", 2, 6, "division by zero");
  check("{{ missing.name }}", 1, 4, "'missing' is undefined");
  check("{% set m = {} %}\n{{ m.author.name }}", 2, 6, "'m.author' is undefined");
  check("{{ nosuch() }}", 1, 4, "'nosuch' is undefined");
  check("{{ 1 < 'a' }}", 1, 6, "a number can't be compared with text");
  check("{{ 'a' + 1 }}", 1, 8, "'+' can't be used on text and a number");
  check("{% for x in 5 %}{% endfor %}", 1, 13, "a number can't be walked over");
  check("{% for a, b in [1] %}{% endfor %}", 1, 8, "can't be spread over 2 names");
  check("{{ [1]|sort|upper|nosuch }}", 1, 19, "unknown filter");
  check("{{ 9223372036854775807 + 1 }}", 1, 24, "too large");
  check("{{ 'x'.nosuch() }}", 1, 8, "there is no 'nosuch'");
}

static void test_chain(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {"page.html",
                               "{% extends 'base.html' %}{% block a %}\n"
                               "{% include 'part.html' %}{% endblock %}",
                               "base.html",
                               "{% block a %}{% endblock %}",
                               "part.html",
                               "<p>\n  {{ 1 // 0 }}",
                               NULL};
  fixture_open(&fixture, files);
  fixture_expect_error(&fixture, "part.html", 2, 8, "division by zero");
  assert_int_equal(fixture.error->notes->len, 1);
  assert_string_equal(fixture.error->notes->pdata[0], "included from page.html:2:4");
  assert_string_equal(fixture.error->source_line, "  {{ 1 // 0 }}");
  fixture_close(&fixture);
}

static void test_chain_at_load(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {
      "page.html", "{% include 'nav.html' %}", "nav.html", "\n{% import 'm.html' as m %}",
      "m.html",    "{% macro x() %}",          NULL};
  fixture_open(&fixture, files);
  fixture_expect_error(&fixture, "m.html", 1, 4, "'macro' is not closed");
  assert_int_equal(fixture.error->notes->len, 2);
  assert_string_equal(fixture.error->notes->pdata[0], "named in nav.html:2:11");
  assert_string_equal(fixture.error->notes->pdata[1], "named in page.html:1:12");
  /* a template that failed fails again */
  fixture_expect_error(&fixture, "m.html", 1, 4, "'macro' is not closed");
  fixture_close(&fixture);
}

static void test_place_in_macro(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {"page.html", "{% import 'm.html' as m %}{{ m.f(0) }}", "m.html",
                               "{% macro f(x) %}\n{{ 1 / x }}{% endmacro %}", NULL};
  fixture_open(&fixture, files);
  fixture_expect_error(&fixture, "m.html", 2, 6, "division by zero");
  assert_int_equal(fixture.error->notes->len, 1);
  assert_string_equal(fixture.error->notes->pdata[0], "called from page.html:1:32");
  fixture_close(&fixture);
}

static void check_hint(const char *text, const char *what, const char *hint)
{
  static const ShapeField fields[] = {{"title", NULL}, {"summary", NULL}};
  static const Shape shape = {.kind = SHAPE_OBJECT, .name = "page", .fields = SHAPE_TABLE(fields)};
  static const ObjectClass class = {.name = "page", .shape = &shape};
  Fixture fixture = {0};
  const char *const files[] = {"page.html", text, NULL};
  fixture_open(&fixture, files);
  TemplateVariable variables[] = {{"page", value_object(fixture.arena, &class, NULL)},
                                  {"site", value_map(fixture.arena)}};
  value_map_put(fixture.arena, variables[1].value, "authors", value_int(1));
  fixture.render.variables = variables;
  fixture.render.variable_count = 2;
  assert_false(fixture_render(&fixture));
  assert_string_equal(fixture.error->what, what);
  assert_string_equal(fixture.error->hint, hint);
  fixture_close(&fixture);
}

static void test_meant(void **state)
{
  (void)state;
  check_hint("{{ pgae.title }}", "'pgae' is undefined", "did you mean 'page'?");
  check_hint("{{ page.sumary.text }}", "'page.sumary' is undefined", "did you mean 'summary'?");
  check_hint("{{ site.author.name }}", "'site.author' is undefined", "did you mean 'authors'?");
  check_hint("{{ rage(3) }}", "'rage' is undefined", "did you mean 'page'?");
  check_hint("{{ namespce() }}", "'namespce' is undefined", "did you mean 'namespace'?");
  check_hint("{% set title = 1 %}{{ titel.x }}", "'titel' is undefined", "did you mean 'title'?");
}

static void test_text_that_is_no_text(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {"page.html", "a\nb\xff", NULL};
  fixture_open(&fixture, files);
  assert_false(fixture_render(&fixture));
  assert_int_equal(fixture.error->line, 2);
  fixture_close(&fixture);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_syntax),
      cmocka_unit_test(test_names),
      cmocka_unit_test(test_hints),
      cmocka_unit_test(test_values),
      cmocka_unit_test(test_chain),
      cmocka_unit_test(test_chain_at_load),
      cmocka_unit_test(test_place_in_macro),
      cmocka_unit_test(test_meant),
      cmocka_unit_test(test_text_that_is_no_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
