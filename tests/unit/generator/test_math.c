#include "generator/model/math/math.h"

#include "common/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void keep_report(void *data, int line, const char *what)
{
  if (line > 0)
    g_string_append_printf(data, "%d: ", line);
  g_string_append_printf(data, "%s\n", what);
}

static void expect_reports(const char *tex, const char *mathml, const char *reports)
{
  g_autoptr(GString) out = g_string_new(NULL), said = g_string_new(NULL);
  math_render(out, tex, strlen(tex), false, keep_report, said);
  g_autofree char *stripped = g_strstrip(g_strdup(tex));
  g_autoptr(GString) alternative = g_string_new(NULL);
  escape_html(alternative, stripped, strlen(stripped));
  g_autofree char *attribute =
      *stripped ? g_strdup_printf(" alttext=\"%s\"", alternative->str) : g_strdup("");
  g_autofree char *whole = g_strconcat("<math", attribute, ">", mathml, "</math>", NULL);
  assert_string_equal(out->str, whole);
  assert_string_equal(said->str, reports);
}

static void expect(const char *tex, const char *mathml)
{
  expect_reports(tex, mathml, "");
}

static void test_letters(void **state)
{
  (void)state;
  expect("x", "<mi>x</mi>");
  expect("12.5", "<mn>12.5</mn>");
  expect("\\alpha\\Gamma", "<mrow><mi>α</mi><mi mathvariant=\"normal\">Γ</mi></mrow>");
  expect("\\mathrm{d}x", "<mrow><mi mathvariant=\"normal\">d</mi><mi>x</mi></mrow>");
  expect("\\mathbb{R}\\mathcal{L}\\mathbf{v}", "<mrow><mi>ℝ</mi><mi>ℒ</mi><mi>𝐯</mi></mrow>");
  expect("a<b&", "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi><mo>&amp;</mo></mrow>");
  expect("", "<mrow></mrow>");
}

static void test_scripts(void **state)
{
  (void)state;
  expect("x^2", "<msup><mi>x</mi><mn>2</mn></msup>");
  expect("x_i^{n+1}", "<msubsup><mi>x</mi><mi>i</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow>"
                      "</msubsup>");
  expect("x^12", "<mrow><msup><mi>x</mi><mn>1</mn></msup><mn>2</mn></mrow>");
  expect("f''", "<msup><mi>f</mi><mo>″</mo></msup>");
  expect("\\sum_{i}^n", "<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover>");
  expect("\\int_0^1", "<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup>");
  expect("\\int\\limits_0", "<munder><mo>∫</mo><mn>0</mn></munder>");
  expect("\\max_x", "<mrow><munder><mo movablelimits=\"true\" lspace=\"0\" rspace=\"0\">max</mo>"
                    "<mi>x</mi></munder></mrow>");
  expect("\\underset{x}{\\max}", "<munder><mrow><mo movablelimits=\"false\" lspace=\"0\" "
                                 "rspace=\"0\">max</mo></mrow><mi>x</mi></munder>");
}

static void test_fractions(void **state)
{
  (void)state;
  expect("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>");
  expect("\\frac{a}{\\frac{b}{c}}", "<mfrac><mi>a</mi><mfrac><mi>b</mi><mi>c</mi></mfrac></mfrac>");
  expect("\\sqrt{x}", "<msqrt><mi>x</mi></msqrt>");
  expect("\\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>");
  expect("\\binom{n}{k}", "<mrow><mo>(</mo><mfrac linethickness=\"0\"><mi>n</mi><mi>k</mi></mfrac>"
                          "<mo>)</mo></mrow>");
}

static void test_brackets(void **state)
{
  (void)state;
  expect("(a)",
         "<mrow><mo stretchy=\"false\">(</mo><mi>a</mi><mo stretchy=\"false\">)</mo></mrow>");
  expect("\\left. x \\right|",
         "<mrow><mo fence=\"true\" stretchy=\"true\" form=\"prefix\"></mo><mi>x</mi>"
         "<mo fence=\"true\" stretchy=\"true\" form=\"postfix\">|</mo></mrow>");
  expect("-a-b", "<mrow><mo form=\"prefix\">−</mo><mi>a</mi><mo>−</mo><mi>b</mi></mrow>");
}

static void test_words(void **state)
{
  (void)state;
  expect("2\\sin x", "<mrow><mn>2</mn><mspace width=\"0.1667em\"/><mi>sin</mi>"
                     "<mspace width=\"0.1667em\"/><mi>x</mi></mrow>");
  expect("\\text{if } x", "<mrow><mrow><mtext>if\u00A0</mtext></mrow><mi>x</mi></mrow>");
  expect("\\text{a $b$}", "<mrow><mtext>a\u00A0</mtext><mi>b</mi></mrow>");
  expect("\\operatorname{rank}A",
         "<mrow><mi>rank</mi><mspace width=\"0.1667em\"/><mi>A</mi></mrow>");
}

static void test_tables(void **state)
{
  (void)state;
  expect("\\begin{bmatrix}a&b\\\\c&d\\\\\\end{bmatrix}",
         "<mrow><mo fence=\"true\" stretchy=\"true\" "
         "form=\"prefix\">[</mo><mtable><mtr><mtd><mi>a</mi>"
         "</mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr>"
         "</mtable><mo fence=\"true\" stretchy=\"true\" form=\"postfix\">]</mo></mrow>");
  expect("\\begin{array}{l|r}a&b\\end{array}",
         "<mrow><mtable><mtr><mtd class=\"math-left math-bar\"><mi>a</mi></mtd>"
         "<mtd class=\"math-right\"><mi>b</mi></mtd></mtr></mtable></mrow>");
  expect(
      "\\begin{array}{|*{2}{c}@{x}|p{3cm}}\\hline a&b&c\\\\ d\\\\ \\hline\\end{array}",
      "<mrow><mtable class=\"math-ruled\"><mtr><mtd class=\"math-bar-before math-rule\"><mi>a</mi>"
      "</mtd><mtd class=\"math-bar math-rule\"><mi>b</mi></mtd>"
      "<mtd class=\"math-left math-rule\"><mi>c</mi></mtd></mtr>"
      "<mtr><mtd class=\"math-bar-before\"><mi>d</mi></mtd></mtr></mtable></mrow>");
  expect(
      "\\begin{array}{c}a\\\\ \\hline b\\end{array}",
      "<mrow><mtable><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd class=\"math-rule\"><mi>b</mi></mtd>"
      "</mtr></mtable></mrow>");
}

static void test_accents_in_text(void **state)
{
  static const struct {
    const char *tex, *text;
  } cases[] = {
      {"caf\\'e", "café"},
      {"na\\\"{\\i}ve", "naïve"},
      {"\\c{c}a \\v Skoda", "ça Škoda"},
      {"\\^{o}\\~n\\=a\\.z", "ôñāż"},
      {"5\\% \\& \\_", "5% & _"},
      {"für \\'", "für '"},
      {"\\'{ab}", "'ab"},
      {"\\\"", "\""},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *tex = g_strdup_printf("\\text{%s}", cases[i].tex);
    g_autoptr(GString) escaped = g_string_new(NULL);
    escape_html(escaped, cases[i].text, strlen(cases[i].text));
    g_autofree char *mathml = g_strdup_printf("<mrow><mtext>%s</mtext></mrow>", escaped->str);
    expect(tex, mathml);
  }
  expect("\\text{a \\textbf{b} Stra\\ss e}",
         "<mrow><mtext>a\u00A0</mtext><mrow><mtext>𝐛</mtext></mrow><mtext>\u00A0Stra</mtext>"
         "<mi>ß</mi><mtext>e</mtext></mrow>");
}

static void test_between_its_parts(void **state)
{
  (void)state;
  expect("a \\over b+c", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi><mo>+</mo><mi>c</mi></mrow>"
                         "</mfrac>");
  expect("x{n \\choose k}y",
         "<mrow><mi>x</mi><mrow><mo>(</mo><mfrac linethickness=\"0\"><mrow><mi>n</mi>"
         "</mrow><mi>k</mi></mfrac><mo>)</mo></mrow><mi>y</mi></mrow>");
  expect("\\over", "<mfrac><mrow></mrow><mrow></mrow></mfrac>");
}

static void test_switches(void **state)
{
  (void)state;
  expect("{\\bf x}x", "<mrow><mrow><mrow></mrow><mi>𝐱</mi></mrow><mi>x</mi></mrow>");
  expect("\\large x", "<mstyle mathsize=\"120%\"><mi>x</mi></mstyle>");
  expect("a\\kern-2mu b", "<mrow><mi>a</mi><mspace width=\"-0.1111em\"/><mi>b</mi></mrow>");
  expect("\\color{red} x y",
         "<mstyle mathcolor=\"red\"><mrow><mi>x</mi><mi>y</mi></mrow></mstyle>");
  expect("\\cancel{x}", "<mrow class=\"math-cancel\"><mi>x</mi></mrow>");
  expect("\\genfrac{[}{]}{0pt}{}{a}{b}",
         "<mrow><mo>[</mo><mfrac linethickness=\"0\"><mi>a</mi><mi>b</mi>"
         "</mfrac><mo>]</mo></mrow>");
}

static void test_mistakes(void **state)
{
  (void)state;
  expect_reports("\\foo{x}", "<mrow><mtext>\\foo</mtext><mi>x</mi></mrow>",
                 "the command \\foo is not known in formulas\n");
  expect_reports("\\alhpa", "<mtext>\\alhpa</mtext>",
                 "the command \\alhpa is not known in formulas: did you mean \\alpha?\n");
  expect_reports(
      "a\n\\sqrt[b\n\\bar]c\n\\begin{martix}a\\end{martix}",
      "<mrow><mi>a</mi><mroot><mi>c</mi><mrow><mi>b</mi><mover accent=\"true\"><mrow></mrow>"
      "<mo stretchy=\"false\">‾</mo></mover></mrow></mroot>"
      "<mrow><mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable></mrow></mrow>",
      "2: something is missing at the end of a formula or a group\n"
      "3: the environment 'martix' is not known in formulas: did you mean 'matrix'?\n");
  expect_reports("\\frac{a}", "<mfrac><mi>a</mi><mrow></mrow></mfrac>",
                 "something is missing at the end of a formula or a group\n");
  expect_reports("{a", "<mi>a</mi>", "a '{' of a formula is not closed\n");
  expect_reports("\\begin{matrix}a",
                 "<mrow><mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable></mrow>",
                 "\\begin{matrix} has no \\end{matrix}\n");
  expect_reports("\\color{\"x\"}{a}", "<mstyle><mi>a</mi></mstyle>", "");
}

/* As deep as it may be, and no deeper; many reports are as good as a few. */
static void test_limits(void **state)
{
  (void)state;
  g_autoptr(GString) tex = g_string_new(NULL), out = g_string_new(NULL), said = g_string_new(NULL);
  for (int i = 0; i < 5000; i++)
    g_string_append(tex, "\\sqrt{\\foo ");
  math_render(out, tex->str, tex->len, true, keep_report, said);
  assert_true(g_str_has_suffix(out->str, "</math>"));
  assert_true(said->len < 1000);
  g_string_set_size(tex, MATH_LENGTH_MAX + 1);
  memset(tex->str, 'x', tex->len);
  g_string_truncate(out, 0);
  math_render(out, tex->str, tex->len, true, NULL, NULL);
  assert_true(strstr(out->str, "<mtext>xxx") != NULL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_letters),         cmocka_unit_test(test_scripts),
      cmocka_unit_test(test_fractions),       cmocka_unit_test(test_brackets),
      cmocka_unit_test(test_words),           cmocka_unit_test(test_tables),
      cmocka_unit_test(test_accents_in_text), cmocka_unit_test(test_between_its_parts),
      cmocka_unit_test(test_switches),        cmocka_unit_test(test_mistakes),
      cmocka_unit_test(test_limits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
