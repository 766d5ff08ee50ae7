#include "common/formats/yaml.h"
#include "common/i18n/i18n.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

typedef struct Fixture {
  Arena *arena;
  Strings *strings;
  Error *error;
} Fixture;

static int set_up(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->arena = arena_new();
  fixture->strings = strings_new("de-AT");
  *state = fixture;
  return 0;
}

static int tear_down(void **state)
{
  Fixture *fixture = *state;
  error_free(fixture->error);
  strings_free(fixture->strings);
  arena_free(fixture->arena);
  g_free(fixture);
  return 0;
}

static bool add(Fixture *fixture, const char *text)
{
  TreeDocument document = {.file = "de.yaml", .source = text, .source_length = strlen(text)};
  assert_true(yaml_parse(fixture->arena, text, strlen(text), 1, 65536, &document, NULL));
  g_clear_pointer(&fixture->error, error_free);
  bool added = strings_add(fixture->strings, &document, &fixture->error);
  arena_clear(fixture->arena); /* the strings keep nothing of the file */
  return added;
}

static void test_texts(void **state)
{
  Fixture *fixture = *state;
  assert_true(add(fixture, "reply: Antworten\nform:\n  name: Name\n  yes: ja\nyear: 2024\n"));
  assert_string_equal(strings_get(fixture->strings, "reply"), "Antworten");
  assert_string_equal(strings_get(fixture->strings, "form.name"), "Name");
  assert_string_equal(strings_get(fixture->strings, "form.yes"), "ja");
  assert_string_equal(strings_get(fixture->strings, "year"), "2024");
  assert_null(strings_get(fixture->strings, "form"));
  assert_null(strings_get(fixture->strings, "nothing"));
  assert_string_equal(strings_lang(fixture->strings), "de-AT");
}

static void test_later_files_win(void **state)
{
  Fixture *fixture = *state;
  assert_true(add(fixture, "a: 1\nb: 2\nc: {one: x, other: y}\n"));
  assert_true(add(fixture, "b: 3\nc: plain\n"));
  assert_true(add(fixture, ""));
  assert_string_equal(strings_get(fixture->strings, "a"), "1");
  assert_string_equal(strings_get(fixture->strings, "b"), "3");
  assert_string_equal(strings_plural(fixture->strings, "c", 1), "plain");
}

static void test_plurals(void **state)
{
  Fixture *fixture = *state;
  assert_true(add(fixture, "n: {one: \"{count} Kommentar\", other: \"{count} Kommentare\"}\n"
                           "m: {other: x}\nplain: p\n"
                           "z: {zero: keine, one: einer, other: viele}\n"));
  assert_string_equal(strings_plural(fixture->strings, "n", 1), "{count} Kommentar");
  assert_string_equal(strings_plural(fixture->strings, "n", -1), "{count} Kommentar");
  assert_string_equal(strings_plural(fixture->strings, "n", 0), "{count} Kommentare");
  assert_string_equal(strings_plural(fixture->strings, "n", INT64_MIN), "{count} Kommentare");
  assert_string_equal(strings_plural(fixture->strings, "m", 1), "x");
  assert_string_equal(strings_plural(fixture->strings, "plain", 1), "p");
  assert_string_equal(strings_plural(fixture->strings, "z", 0), "keine"); /* in German too */
  assert_string_equal(strings_plural(fixture->strings, "z", 1), "einer");
  assert_string_equal(strings_get(fixture->strings, "n"), "{count} Kommentare");
  assert_null(strings_plural(fixture->strings, "nothing", 1));
}

static void test_dates(void **state)
{
  Fixture *fixture = *state;
  assert_string_equal(strings_dates(fixture->strings)->months[4], "May");
  assert_null(strings_date_format(fixture->strings, "long"));
  assert_true(add(fixture, "date:\n"
                           "  months: [Jänner, F, M, A, Mai, J, J, A, S, O, N, Dezember]\n"
                           "  days: [Sonntag, Mo, Di, Mi, Do, Fr, Samstag]\n"
                           "  short_days: [So, 2, 3, 4, 5, 6, Sa]\n"
                           "  formats:\n    long: \"%-d. %B %Y\"\n"));
  const DateNames *names = strings_dates(fixture->strings);
  assert_string_equal(names->months[0], "Jänner");
  assert_string_equal(names->months[11], "Dezember");
  assert_string_equal(names->short_months[0], "Jänner"); /* not "Jan" of English */
  assert_string_equal(names->days[6], "Samstag");
  assert_string_equal(names->short_days[6], "Sa");
  assert_string_equal(strings_date_format(fixture->strings, "long"), "%-d. %B %Y");
}

static void refuse(Fixture *fixture, const char *text, int line, const char *what)
{
  if (add(fixture, text))
    fail_msg("accepted: %s", text);
  assert_string_equal(fixture->error->what, what);
  assert_string_equal(fixture->error->file, "de.yaml");
  assert_int_equal(fixture->error->line, line);
}

static void test_refused(void **state)
{
  refuse(*state, "- a\n", 1, "a file of strings should be a map of keys and texts");
  refuse(*state, "a: x\nb: [x]\n", 2, "'b' should be text, not a list");
  refuse(*state, "a:\n  one: x\n", 2, "'a' lacks the form 'other'");
  refuse(*state, "a: {other: [x]}\n", 1, "'a' should be text, not a list");
  refuse(*state, "date: {months: [a, b]}\n", 1, "'date.months' should hold 12 names, not 2");
  refuse(*state, "date: {days: [a, b, c, d, e, f, ~]}\n", 1, "'date.days' lacks a name here");
}

static void test_digests(void **state)
{
  Fixture *fixture = *state;
  Digest none = strings_digest(fixture->strings, "a");
  assert_true(add(fixture, "a: x\nn: {one: 1, other: 2}\n"));
  Digest text = strings_digest(fixture->strings, "a");
  Digest plural = strings_digest(fixture->strings, "n");
  assert_true(text != none && plural != none && text != plural);
  assert_true(add(fixture, "b: y\na: x\n"));
  assert_true(strings_digest(fixture->strings, "a") == text);
  assert_true(add(fixture, "a: y\nn: {one: 3, other: 2}\n"));
  assert_true(strings_digest(fixture->strings, "a") != text);
  assert_true(strings_digest(fixture->strings, "n") != plural);
}

/* Plurals, dates, digests: all is as it was; and no cut of the bytes is read beyond its end. */
static void test_packed(void **state)
{
  Fixture *fixture = *state;
  assert_true(add(fixture, "a: x\nempty: ''\nn: {zero: none, other: \"{count}\"}\n"
                           "date:\n  months: [J, F, M, A, M, J, J, A, S, O, N, D]\n"
                           "  formats: {long: '%d'}\n"));
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  strings_pack(fixture->strings, bytes);
  g_autoptr(Strings) copy = strings_unpack("de-AT", bytes->data, bytes->len);
  assert_non_null(copy);
  assert_string_equal(strings_get(copy, "a"), "x");
  assert_string_equal(strings_get(copy, "empty"), "");
  assert_string_equal(strings_plural(copy, "n", 0), "none");
  assert_string_equal(strings_plural(copy, "n", 1), "{count}");
  assert_string_equal(strings_dates(copy)->months[11], "D");
  assert_string_equal(strings_dates(copy)->short_months[11], "D");
  assert_string_equal(strings_date_format(copy, "long"), "%d");
  const char *const keys[] = {"a", "n", "date.months", "none"};
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
    assert_true(strings_digest(copy, keys[i]) == strings_digest(fixture->strings, keys[i]));
  g_autoptr(GByteArray) again = g_byte_array_new();
  strings_pack(copy, again);
  assert_int_equal(again->len, bytes->len);
  assert_memory_equal(again->data, bytes->data, bytes->len);
  for (guint cut = 0; cut < bytes->len; cut++) {
    g_autofree void *part = g_memdup2(bytes->data, MAX(cut, 1));
    g_autoptr(Strings) some = strings_unpack("de-AT", part, cut);
    assert_true(!some || !strings_get(some, "n") || !strings_get(some, "empty"));
  }
}

static void test_fallback(void **state)
{
  Fixture *fixture = *state;
  g_autoptr(Strings) other = strings_new("ru");
  const char *first = "";
  assert_true(add(fixture, "a: A\nb: B\nn: {one: 1 minute, other: \"{count} minutes\"}\n"
                           "date: {formats: {long: \"%Y\"}}\n"));
  assert_int_equal(strings_missing(other, &first), 0); /* nothing to fall back to */
  assert_null(first);
  strings_set_fallback(other, fixture->strings);
  assert_string_equal(strings_get(other, "a"), "A");
  assert_string_equal(strings_date_format(other, "long"), "%Y");
  /* By the rules of the language that the text is in: 21 is `one` in Russian only. */
  assert_string_equal(strings_plural(other, "n", 21), "{count} minutes");
  assert_string_equal(strings_plural(other, "n", 1), "1 minute");
  assert_true(strings_digest(other, "a") == strings_digest(fixture->strings, "a"));
  assert_int_equal(strings_missing(other, &first), 4);
  assert_string_equal(first, "a");
  Strings *own = fixture->strings;
  fixture->strings = other;
  assert_true(add(fixture, "a: Я\nn: {one: x, few: y, many: z, other: x}\n"));
  fixture->strings = own;
  assert_string_equal(strings_get(other, "a"), "Я");
  assert_string_equal(strings_plural(other, "n", 5), "z");
  assert_true(strings_digest(other, "a") != strings_digest(own, "a"));
  assert_int_equal(strings_missing(other, &first), 2);
  assert_string_equal(first, "b");
}

static void test_covers(void **state)
{
  (void)state;
  assert_true(strings_lang_covers("pt", "pt"));
  assert_true(strings_lang_covers("pt", "pt-BR"));
  assert_true(strings_lang_covers("zh-Hant", "zh-hant-TW"));
  assert_false(strings_lang_covers("pt-BR", "pt"));
  assert_false(strings_lang_covers("pt", "ptx"));
  assert_false(strings_lang_covers("de", "en"));
}

static void put(const char *lang, const char *value, const char *expected)
{
  g_autoptr(Strings) strings = strings_new(lang);
  g_autoptr(GString) out = g_string_new("<");
  strings_put_value(strings, value, strlen(value), out);
  assert_string_equal(out->str, expected);
}

static void test_values(void **state)
{
  (void)state;
  put("en", "Ada Lovelace 3", "<Ada Lovelace 3");
  put("en", "Ærø 東京", "<Ærø 東京");
  put("en", "דנה", "<\u2068דנה\u2069");
  put("en", "Ada דנה", "<\u2068Ada דנה\u2069");
  put("he", "דנה", "<דנה");
  put("he", "12, 3 (!)", "<12, 3 (!)");
  put("he", "Ada", "<\u2068Ada\u2069");
  put("ar", "مريم", "<مريم");
  put("az-Arab", "x", "<\u2068x\u2069");
  put("en", "", "<");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_texts),   TEST(test_later_files_win), TEST(test_plurals), TEST(test_dates),
      TEST(test_refused), TEST(test_digests),         TEST(test_packed),  TEST(test_fallback),
      TEST(test_covers),  TEST(test_values),
  };
  return cmocka_run_group_tests_name("i18n", tests, NULL, NULL);
}
