/* test_html.c - HTML cut into pieces, and written without what nobody sees. */
#include "common/html/html_minify.h"
#include "common/html/html_scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

/* "text|start:p|…": each piece's kind, and the name or the text. */
static char *pieces_of(const char *html)
{
  static const char *const kinds[] = {"text", "start", "end", "comment", "other", "raw"};
  /* A copy without a NUL behind it: reading past the end is seen by the sanitizer. */
  size_t length = strlen(html);
  g_autofree char *copy = length ? g_memdup2(html, length) : NULL;
  GString *out = g_string_new(NULL), *whole = g_string_new(NULL);
  HtmlScan scan;
  HtmlPiece piece;
  html_scan_init(&scan, copy, length);
  while (html_scan_next(&scan, &piece)) {
    assert_true(piece.length > 0);
    bool tag = piece.kind == HTML_START || piece.kind == HTML_END;
    g_string_append_printf(out, "%s%s:%.*s", out->len ? "|" : "", kinds[piece.kind],
                           (int)(tag ? piece.name_length : piece.length),
                           tag ? piece.name : piece.at);
    g_string_append_len(whole, piece.at, (gssize)piece.length);
  }
  assert_string_equal(whole->str, html);
  g_string_free(whole, TRUE);
  return g_string_free(out, FALSE);
}

static void assert_pieces(const char *html, const char *expected)
{
  g_autofree char *got = pieces_of(html);
  assert_string_equal(got, expected);
}

static void test_tags(void **state)
{
  (void)state;
  assert_pieces("", "");
  assert_pieces("a<p>b</p>c", "text:a|start:p|text:b|end:p|text:c");
  assert_pieces("<a title=\"x > y\" b='>' c=d>e", "start:a|text:e");
  assert_pieces("<a b = \">\">x", "start:a|text:x");
  assert_pieces("<a \"b>c\">d", "start:a|text:c\">d");
  assert_pieces("<a =\"b>c\">d", "start:a|text:c\">d");
  assert_pieces("<br/><IMG/src=x>", "start:br|start:IMG");
  assert_pieces("</p x='>'>y", "end:p|text:y");
  assert_pieces("<p", "start:p");
  assert_pieces("<p a='b", "start:p");
  assert_pieces("<a-b:c d>", "start:a-b:c");
}

static void test_no_tags(void **state)
{
  (void)state;
  assert_pieces("1 < 2 <3<", "text:1 < 2 <3<");
  assert_pieces("<", "text:<");
  assert_pieces("<>x", "text:<>x");
  assert_pieces("a</", "text:a|text:</");
  assert_pieces("</>x", "other:</>|text:x");
  assert_pieces("</ p>x", "other:</ p>|text:x");
  assert_pieces("<?php x > y", "other:<?php x >|text: y");
  assert_pieces("<!DOCTYPE html>x", "other:<!DOCTYPE html>|text:x");
  assert_pieces("<!-x>y", "other:<!-x>|text:y");
}

static void test_comments(void **state)
{
  (void)state;
  assert_pieces("a<!-- <p> -->b", "text:a|comment:<!-- <p> -->|text:b");
  assert_pieces("<!-->a", "comment:<!-->|text:a");
  assert_pieces("<!--->a", "comment:<!--->|text:a");
  assert_pieces("<!---->a", "comment:<!---->|text:a");
  assert_pieces("<!----!>a", "comment:<!----!>|text:a");
  assert_pieces("<!-- a > b -- c --!>d", "comment:<!-- a > b -- c --!>|text:d");
  assert_pieces("<!-- never <p>ends", "comment:<!-- never <p>ends");
}

static void test_raw(void **state)
{
  (void)state;
  assert_pieces("<script>a<b</c></script>d", "start:script|raw:a<b</c>|end:script|text:d");
  assert_pieces("<STYLE></style >d", "start:STYLE|end:style|text:d");
  assert_pieces("<textarea> <b> </TEXTAREA>d", "start:textarea|raw: <b> |end:TEXTAREA|text:d");
  assert_pieces("<title>a</titles></title>", "start:title|raw:a</titles>|end:title");
  assert_pieces("<script>never", "start:script|raw:never");
  assert_pieces("<script>a</script", "start:script|raw:a</script");
  assert_pieces("<section>a</section>", "start:section|text:a|end:section");
  assert_pieces("<script><!--<script></script>--></script>x",
                "start:script|raw:<!--<script></script>--></script>x");
}

static void assert_attributes(const char *html, const char *expected)
{
  GString *out = g_string_new(NULL);
  HtmlScan scan;
  HtmlPiece piece;
  HtmlAttribute attribute;
  const char *at = NULL;
  html_scan_init(&scan, html, strlen(html));
  assert_true(html_scan_next(&scan, &piece));
  while (html_attribute(&piece, &at, &attribute)) {
    g_string_append_printf(out, "%s%.*s", out->len ? " " : "", (int)attribute.name_length,
                           attribute.name);
    if (attribute.value)
      g_string_append_printf(out, "=[%.*s]", (int)attribute.value_length, attribute.value);
  }
  assert_string_equal(out->str, expected);
  g_string_free(out, TRUE);
}

static void test_attributes(void **state)
{
  (void)state;
  assert_attributes("<p>", "");
  assert_attributes("<p a b=c d=\"e f\" g='h'>", "a b=[c] d=[e f] g=[h]");
  assert_attributes("<p a = b c= 'd'e=\"\">", "a=[b] c=[d] e=[]");
  assert_attributes("<p a=/b/c />", "a=[/b/c]");
  assert_attributes("<p/a/b=c/>", "a b=[c/]");
  assert_attributes("<p a='b", "a=[b]");
  assert_attributes("<p a='", "a=[]");
  assert_attributes("</p a=b>", "");
}

static void assert_minified(const char *html, const char *expected)
{
  g_autofree char *copy = g_strdup(html);
  size_t length = html_minify(copy, strlen(copy));
  copy[length] = '\0';
  assert_string_equal(copy, expected);
  assert_int_equal(html_minify(copy, length), length);
  assert_string_equal(copy, expected);
}

static void test_minify_space(void **state)
{
  (void)state;
  assert_minified("", "");
  assert_minified("<ul>\n  <li>a</li>\n\n  <li>b</li>\n</ul>\n",
                  "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
  assert_minified("<p>\n   one  two\n  three   </p>", "<p>\none  two\n  three </p>");
  assert_minified("<b>a</b>  <i>b</i>\t<u>c</u>", "<b>a</b> <i>b</i>\t<u>c</u>");
  assert_minified("a\xc2\xa0 <b>  \xc2\xa0</b>", "a\xc2\xa0 <b> \xc2\xa0</b>");
}

static void test_minify_kept(void **state)
{
  (void)state;
  static const char *const kept[] = {
      "<pre>\n  a\n\n  <b>  b  </b>\n</pre>",
      "<code>  a  <!-- b -->  c  </code>",
      "<textarea>\n\n  a  </textarea>",
      "<script>\n\n  a()  // <!-- b\n</script>",
      "<style>\n\n  a  </style>",
      "<pre>a<pre>  b  </pre>  c  </pre>",
      "<PRE>  a  </PRE>",
      "<pre>never  <b>  ends  ",
      "<!--#include file=\"x\" -->",
      "<!--[if IE]>  <p>  <![endif]-->",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
    assert_minified(kept[i], kept[i]);
  assert_minified("<pre>  </pre>  <p>  </p>", "<pre>  </pre> <p> </p>");
  assert_minified("<picture>  <source>  </picture>", "<picture> <source> </picture>");
}

static void test_minify_comments(void **state)
{
  (void)state;
  assert_minified("<b>a</b><!-- b --><i>c</i>", "<b>a</b><i>c</i>");
  assert_minified("&am<!-- b -->p; <<!-- c -->b>", "&am<!-- b -->p; <<!-- c -->b>");
  assert_minified("<p> <!-- b --> </p>", "<p> </p>");
  assert_minified("a <!-- b -->\n c", "a\nc");
  assert_minified("a <!-- b -->c <!-- d --> e", "a c e");
  assert_minified("<!-- never ends", "");
}

static void test_minify_tags(void **state)
{
  (void)state;
  assert_minified("<a\n   b=\"c\n   d\"\n   e\n>", "<a b=\"c\n   d\" e>");
  assert_minified("<a  b  >", "<a  b  >");
  assert_minified("<img\n  src=x\n  />", "<img src=x />");
  assert_minified("<img\n  src='x'/>", "<img src='x'/>");
  assert_minified("<a\nb=\"c\"d=\"e\">", "<a\nb=\"c\"d=\"e\">");
  assert_minified("<a\n  b = c\n  d>", "<a b = c d>");
  assert_minified("<a\n b", "<a\n b");
  /* The name of the second is moved while it is written, and still counts. */
  assert_minified("<p\n><pre\n>  a  </pre>  ", "<p><pre>  a  </pre> ");
  assert_minified("<p\n   id=a><code\n  id=b>  a  </code>  ", "<p id=a><code id=b>  a  </code> ");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tags),        cmocka_unit_test(test_no_tags),
      cmocka_unit_test(test_comments),    cmocka_unit_test(test_raw),
      cmocka_unit_test(test_attributes),  cmocka_unit_test(test_minify_space),
      cmocka_unit_test(test_minify_kept), cmocka_unit_test(test_minify_comments),
      cmocka_unit_test(test_minify_tags),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
