#include "tests/unit/template/template_fixture.h"

static void check(TemplateOptions options, const char *text, const char *words)
{
  Fixture fixture = {.options = options};
  const char *const files[] = {"page.html", text, "self.html", "{% include 'self.html' %}", NULL};
  fixture_open(&fixture, files);
  if (fixture_render(&fixture))
    fail_msg("rendered: %s", text);
  if (strstr(fixture.error->what, words) == NULL)
    fail_msg("'%s' is not in '%s'", words, fixture.error->what);
  assert_true(fixture.error->line > 0);
  assert_int_equal(fixture.out->len, 0);
  fixture_close(&fixture);
}

static void test_steps(void **state)
{
  (void)state;
  TemplateOptions few = {.max_steps = 1000};
  check(few, "{% for i in range(100000) %}{% endfor %}{% for i in range(2000) %}x{% endfor %}",
        "runs too long");
  check(few, "{{ range(100000)|list|length }}", "runs too long");
  check(few, "{{ range(100000)|sum }}", "runs too long");
  check(few, "{{ 'x' * 100000 }}", "runs too long");
  check(few, "{{ 5 in range(100000)|map('string') }}", "runs too long");
  check(few, "{{ '%99999d' % 1 }}", "runs too long");
  check(few, "{{ '{:99999}'.format(1) }}", "runs too long");
}

static void test_loops(void **state)
{
  (void)state;
  TemplateOptions few = {.max_loop = 10};
  check(few, "{% for i in range(11) %}x{% endfor %}", "runs too often");
  check(few, "{% for i in range(11) %}{{ loop.index }}{% endfor %}", "runs too often");
  check(few, "{% set l = [1] %}{% for i in l %}{% do l.append(1) %}{% endfor %}", "runs too often");
}

static void test_depth(void **state)
{
  (void)state;
  TemplateOptions any = {0};
  check(any, "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "too deeply");
  check(any, "{% include 'self.html' %}", "too deeply");
  check(any, "{% extends 'page.html' %}", "too deeply");
  check(any, "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}", "too deeply");
  check(any, "{% block a %}{{ self.a() }}{% endblock %}", "too deeply");
  check(any, "{% set l = [] %}{% do l.append(l) %}{{ l }}", "too deeply");
}

static void test_output(void **state)
{
  (void)state;
  TemplateOptions little = {.max_output = 10000};
  check(little, "{% for i in range(2000) %}abcdefgh{% endfor %}", "prints too much");
  check(little, "{% set x = 'abcdefghij' * 2000 %}", "prints too much");
  check(little, "{% set x = '<' * 5000 %}{{ x|e }}{{ x|e }}", "prints too much");
}

static void test_memory(void **state)
{
  (void)state;
  TemplateOptions little = {.max_output = 10000};
  check(little,
        "{% for i in range(60000) %}{% set x = 'abcdefghijabcdefghijabcdefghij' ~ i %}{% endfor %}",
        "too much memory");
  check(little, "{% set x = range(50000)|list %}", "too much memory");
}

/* With the limits as they come: all of these would take minutes, or all memory. */
static void test_runaways(void **state)
{
  static const char *const cases[][2] = {
      {"{% for i in range(999999) %}{% for j in range(999999) %}{% endfor %}{% endfor %}",
       "too long"},
      {"{{ 'a' * 999999999 }}", "too long"},
      {"{{ range(99999999)|list|length }}", "too"},
      {"{{ range(999999)|list|sort|length }}", "too long"},
      {"{{ range(999999)|map('upper')|join }}", "too long"},
      {"{{ 2 ** 999999999 }}", "too large"},
      {"{{ '%999999999d' % 1 }}", "too long"},
      {"{{ '%.999999999f' % 1.5 }}", "too many digits"},
      {"{{ '{:999999999}'.format(1) }}", "too long"},
      {"{{ 'a'|center(999999999) }}", "too long"},
      {"{{ 'a'.zfill(999999999) }}", "too long"},
      {"{{ 'a\tb'.expandtabs(999999999) }}", "too long"},
      {"{{ 'x'|indent(999999999, true) }}", "too long"},
      {"{{ [1]|batch(99999999, 'x')|list }}", "too"},
      {"{{ [1]|slice(99999999)|list|length }}", "too"},
      {"{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(90) }}",
       "too long"},
      {"{% set x = [1] %}{% for i in range(60) %}{% do x.extend(x) %}{% endfor %}", "too"},
      {"{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}"
       "{% endfor %}",
       "too much"},
      {"{% set s = 'xy ' * 1000000 %}{% for i in range(99999) %}{% set q = s|title %}{% endfor %}",
       "too long"},
      {"{% set s = '<b>x' * 400000 %}{% for i in range(9999) %}{% set q = s|striptags %}"
       "{% endfor %}",
       "too long"},
      {"{% set s = 'x' * 1000000 %}{% for i in range(99999) %}{% if s == s|upper %}{% endif %}"
       "{% endfor %}",
       "too long"},
      {"{% for a in [1] recursive %}{{ loop([1, 2]) }}{% endfor %}", "too deep"},
  };
  TemplateOptions any = {0};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    check(any, cases[i][0], cases[i][1]);
}

/* Nesting that would exhaust the machine's stack is refused when it is read. */
static void test_nesting(void **state)
{
  (void)state;
  TemplateOptions any = {0};
  g_autoptr(GString) text = g_string_new("{{ ");
  for (int i = 0; i < 5000; i++)
    g_string_append(text, "1 + ");
  g_string_append(text, "1 }}");
  check(any, text->str, "nested too deeply");
  g_string_assign(text, "{{ ");
  for (int i = 0; i < 5000; i++)
    g_string_append(text, "not ");
  g_string_append(text, "1 }}");
  check(any, text->str, "nested too deeply");
  g_string_assign(text, "{{ ");
  for (int i = 0; i < 5000; i++)
    g_string_append_c(text, '[');
  check(any, text->str, "nested too deeply");
  g_string_truncate(text, 0);
  for (int i = 0; i < 5000; i++)
    g_string_append(text, "{% if 1 %}");
  check(any, text->str, "nested too deeply");
}

/* What fails leaves what was printed before. */
static void test_output_is_kept(void **state)
{
  (void)state;
  Fixture fixture = {0};
  const char *const files[] = {"page.html", "abc{{ 1 / 0 }}", NULL};
  fixture_open(&fixture, files);
  g_string_assign(fixture.out, "before");
  assert_false(fixture_render(&fixture));
  assert_string_equal(fixture.out->str, "before");
  fixture_close(&fixture);
}

/* What the host hands out may be much: it gives the steps for it. */
static void test_steps_of_the_host(void **state)
{
  (void)state;
  size_t more = 0;
  const char *const files[] = {"page.html", "{% for i in range(2000) %}x{% endfor %}", NULL};
  Fixture fixture = {.options = {.max_steps = 1000}};
  fixture_open(&fixture, files);
  fixture.render.more_steps = &more;
  assert_false(fixture_render(&fixture));
  more = 1000 * 1000;
  assert_true(fixture_render(&fixture));
  assert_int_equal(fixture.out->len, 2000);
  more = 1500;
  assert_false(fixture_render(&fixture));
  fixture_close(&fixture);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_steps),          cmocka_unit_test(test_steps_of_the_host),
      cmocka_unit_test(test_loops),          cmocka_unit_test(test_depth),
      cmocka_unit_test(test_output),         cmocka_unit_test(test_memory),
      cmocka_unit_test(test_nesting),        cmocka_unit_test(test_runaways),
      cmocka_unit_test(test_output_is_kept),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
