#include "generator/model/markdown/markdown_render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static size_t count(WordCount *words, const char *text, int64_t most)
{
  return words_count(words, (const unsigned char *)text, strlen(text), most);
}

static void test_words(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    int words;
  } cases[] = {
      {"", 0},
      {"one", 1},
      {" one  two\tthree\n", 3},
      {"don't stop - or: do", 4},
      {"-- ... !", 0},
      {"(a)b c", 2},
      {"caf\u00E9 \u00E9t\u00E9", 2},
      {"\u6F22\u5B57", 2},
      {"a\u6F22b", 3},
      {"one \U0001F600 two", 3},
      {"a very long line of words whose letters are more than one step of sixty-four bytes", 16},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    WordCount words = {0};
    assert_int_equal(count(&words, cases[i].text, G_MAXINT64), strlen(cases[i].text));
    assert_int_equal(words.words, cases[i].words);
  }
}

static void test_a_word_goes_on(void **state)
{
  (void)state;
  WordCount words = {0};
  count(&words, "hel", G_MAXINT64);
  count(&words, "lo", G_MAXINT64);
  assert_int_equal(words.words, 1);
  count(&words, "'s", G_MAXINT64);
  assert_int_equal(words.words, 1);
  count(&words, " x", G_MAXINT64);
  assert_int_equal(words.words, 2);
}

static void test_stops_before_the_word_that_is_too_much(void **state)
{
  (void)state;
  WordCount words = {0};
  assert_int_equal(count(&words, "one two three four", 2), 8);
  assert_int_equal(words.words, 2);
  words = (WordCount){0};
  assert_int_equal(count(&words, "one two -- !", 2), 12);
  words = (WordCount){.words = 2, .inside = true};
  assert_int_equal(count(&words, "more, and", 2), 6);
}

/* The same, a character at a time. */
static size_t count_simply(WordCount *words, const char *text, int64_t most)
{
  for (const char *at = text; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    bool space = c < 0x80 && (c == ' ' || (c >= '\t' && c <= '\r'));
    bool ideograph = c == 0x6F22;
    bool word = c >= 0x80 || g_ascii_isalnum((char)c);
    bool begins = ideograph || (word && !words->inside);
    if (begins && words->words >= most)
      return (size_t)(at - text);
    words->words += begins;
    words->inside = word ? !ideograph : space ? false : words->inside;
  }
  return strlen(text);
}

static char *random_text(GRand *random)
{
  static const char *const pieces[] = {"a",      "Z",      "7",      "word",      "another one",
                                       " ",      " ",      "\n",     "'",         "-",
                                       "\u00E9", "\u2014", "\u6F22", "\U0001F600"};
  /* Often without what is beyond ASCII. */
  gint32 kinds = g_rand_boolean(random) ? G_N_ELEMENTS(pieces) : 10;
  GString *text = g_string_new(NULL);
  for (gint32 i = g_rand_int_range(random, 0, 120); i > 0; i--)
    g_string_append(text, pieces[g_rand_int_range(random, 0, kinds)]);
  return g_string_free(text, FALSE);
}

static void test_as_a_character_at_a_time(void **state)
{
  (void)state;
  g_autoptr(GRand) random = g_rand_new_with_seed(1);
  for (int round = 0; round < 4000; round++) {
    g_autofree char *text = random_text(random);
    int64_t most = g_rand_boolean(random) ? G_MAXINT64 : g_rand_int_range(random, 0, 60);
    WordCount fast = {.inside = g_rand_boolean(random)}, simple = fast;
    size_t stop = count(&fast, text, most);
    if (stop != count_simply(&simple, text, most) || fast.words != simple.words ||
        (stop == strlen(text) && fast.inside != simple.inside))
      fail_msg("up to %" G_GINT64_FORMAT " words of: %s", most, text);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_a_word_goes_on),
      cmocka_unit_test(test_stops_before_the_word_that_is_too_much),
      cmocka_unit_test(test_as_a_character_at_a_time),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
