/* Zola's shortcodes as ours. */
#include "generator/model/page/page_zola.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *text, const char *wanted)
{
  Arena *arena = arena_new();
  size_t length = strlen(text);
  /* What stands behind the text is not read. */
  g_autofree char *copy = g_strconcat(text, "}} %} ` */", NULL);
  const char *got = page_zola_read(arena, copy, &length);
  g_autofree char *whole = g_strndup(got, length);
  assert_string_equal(whole, wanted);
  arena_free(arena);
}

static void test_calls(void **state)
{
  (void)state;
  expect("{{ youtube(id=\"x\") }}", "{{< youtube id=\"x\" >}}");
  expect("a {{youtube(id='x', autoplay=true, n = 3,)}} b",
         "a {{< youtube id=\"x\" autoplay=true n=3 >}} b");
  expect("{{ a() }}", "{{< a >}}");
  expect("{{ a(t=`say \"x\" \\ y`, l=[1, \"b\"]) }}",
         "{{< a t=\"say \\\"x\\\" \\\\ y\" l=\"[1, \\\"b\\\"]\" >}}");
  expect("{{ a(t=\"1\",\n  u=\"2\") }}\nb", "{{< a t=\"1\" u=\"2\" \n>}}\nb");
}

static void test_bodies(void **state)
{
  (void)state;
  expect("{% quote(author=\"V\") %}\n*x*\n{% end %}\n",
         "{{% quote author=\"V\" %}}\n*x*\n{{% /quote %}}\n");
  expect("{% a() %}{% b() %}{% end %}{%end%}{% end %}",
         "{{% a %}}{{% b %}}{{% /b %}}{{% /a %}}{% end %}");
}

static void test_what_is_none(void **state)
{
  (void)state;
  const char *const texts[] = {"no shortcode",
                               "{{ name }}",
                               "{{ a(b) }}",
                               "{{ a(b=) }}",
                               "{{ a(b=\"x) }}",
                               "{{ a(b=1 c=2) }}",
                               "{{ a(b=1) ",
                               "{{< ours a=1 >}}",
                               "{{% ours %}}x{{% /ours %}}",
                               "`{{ a() }}` and ``{% a() %}` ``",
                               "```\n{{ a() }}\n```\n",
                               "- x\n\n  ~~~~ html\n  {{ a() }}\n  ~~~\n  {{ b() }}\n  ~~~~\n",
                               "{{",
                               "{%",
                               "{{ a("};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    expect(texts[i], texts[i]);
  expect("```\n{{ a() }}\n```\n{{ a() }}", "```\n{{ a() }}\n```\n{{< a >}}");
  expect("an open ` and {{ a() }}", "an open ` and {{< a >}}");
}

static void test_escaped(void **state)
{
  (void)state;
  expect("{{/* a(b=1) */}}", "{{ a(b=1) }}");
  expect("```\n{%/* a() */%}\nx\n{%/* end */%}\n```", "```\n{% a() %}\nx\n{% end %}\n```");
  expect("{{/* open", "{{/* open");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_calls),
      cmocka_unit_test(test_bodies),
      cmocka_unit_test(test_what_is_none),
      cmocka_unit_test(test_escaped),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
