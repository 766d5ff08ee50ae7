#include "comment-server/reader/draft.h"
#include "comment-server/reader/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <sodium.h>
#include <string.h>

static void put(HttpFields *form, Arena *arena, const char *name, const char *value)
{
  http_fields_add(form, arena, name, value, strlen(value));
}

static Draft read_one(const char *name, const char *value, Arena *arena)
{
  HttpFields form = {0};
  Draft draft;
  put(&form, arena, name, value);
  draft_read(&draft, &form, arena);
  return draft;
}

static void test_good(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  HttpFields form = {0};
  put(&form, arena, "page", "posts/a.md");
  put(&form, arena, "parent", "12");
  put(&form, arena, "name", "  Ada \t");
  put(&form, arena, "email", "ada@example.org");
  put(&form, arena, "website", "example.org/x");
  put(&form, arena, "text", "\r\n\r\n    code\r\rnext\r\n \r\n");
  put(&form, arena, "action", "send");
  put(&form, arena, "token", "t");
  put(&form, arena, "homepage", "");
  Draft draft;
  draft_read(&draft, &form, arena);
  assert_false(draft_has_problems(&draft));
  assert_int_equal(draft.parent, 12);
  assert_string_equal(draft.values[DRAFT_NAME], "Ada");
  assert_string_equal(draft.values[DRAFT_WEBSITE], "https://example.org/x");
  assert_string_equal(draft.values[DRAFT_TEXT], "    code\n\nnext");
  assert_int_equal(draft.action, DRAFT_SEND);
  assert_string_equal(draft.token, "t");
  assert_false(draft.trapped);
}

static void test_empty(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  HttpFields form = {0};
  Draft draft;
  draft_read(&draft, &form, arena);
  assert_string_equal(draft.problems[DRAFT_NAME], "name_missing");
  assert_string_equal(draft.problems[DRAFT_TEXT], "text_missing");
  assert_null(draft.problems[DRAFT_EMAIL]);
  assert_null(draft.problems[DRAFT_WEBSITE]);
  assert_null(draft.problems[DRAFT_PARENT]);
  assert_string_equal(draft.values[DRAFT_PAGE], "");
  assert_int_equal(draft.action, DRAFT_PREVIEW);
  assert_null(draft.token);
  assert_true(read_one("homepage", "x", arena).trapped);
  assert_int_equal(read_one("action", "edit", arena).action, DRAFT_EDIT);
}

static void test_problems(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  g_autofree char *long_name = g_strnfill(81, 'x'), *long_text = g_strnfill(8193, 'x');
  g_autofree char *long_url = g_strdup_printf("https://a.example/%0200d", 1);
  const struct {
    DraftField field;
    const char *name, *value, *problem;
  } cases[] = {
      {DRAFT_NAME, "name", " \t\r\n", "name_missing"},
      {DRAFT_NAME, "name", long_name, "name_long"},
      {DRAFT_NAME, "name", "a\nb", "name_control"},
      {DRAFT_NAME, "name",
       "a\xe2\x80\xae"
       "b",
       "name_control"},
      {DRAFT_TEXT, "text", " \r\n \r\n", "text_missing"},
      {DRAFT_TEXT, "text", long_text, "text_long"},
      {DRAFT_TEXT, "text", "a\x01", "text_control"},
      {DRAFT_TEXT, "text", "a\x7f", "text_control"},
      {DRAFT_PARENT, "parent", "0", "parent_gone"},
      {DRAFT_PARENT, "parent", "x", "parent_gone"},
      {DRAFT_PARENT, "parent", "99999999999999999999", "parent_gone"},
      {DRAFT_EMAIL, "email", "ada", "email_wrong"},
      {DRAFT_EMAIL, "email", "@example.org", "email_wrong"},
      {DRAFT_EMAIL, "email", "ada@localhost", "email_wrong"},
      {DRAFT_EMAIL, "email", "a b@example.org", "email_wrong"},
      {DRAFT_EMAIL, "email", "a@example..org", "email_wrong"},
      {DRAFT_EMAIL, "email", "a@example.org.", "email_wrong"},
      {DRAFT_EMAIL, "email", "a@b@example.org", "email_wrong"},
      {DRAFT_WEBSITE, "website", "javascript:alert(1)", "website_wrong"},
      {DRAFT_WEBSITE, "website", "ftp://example.org", "website_wrong"},
      {DRAFT_WEBSITE, "website", "https://", "website_wrong"},
      {DRAFT_WEBSITE, "website", "https://a", "website_wrong"},
      {DRAFT_WEBSITE, "website", "https://u@example.org", "website_wrong"},
      {DRAFT_WEBSITE, "website", "https://example.org/\"x", "website_wrong"},
      {DRAFT_WEBSITE, "website", "me", "website_wrong"},
      {DRAFT_WEBSITE, "website", long_url, "website_long"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Draft draft = read_one(cases[i].name, cases[i].value, arena);
    assert_non_null(draft.problems[cases[i].field]);
    assert_string_equal(draft.problems[cases[i].field], cases[i].problem);
    assert_true(draft_has_problems(&draft));
  }
}

static void test_limits_are_reached(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(GString) name = g_string_new(NULL);
  for (int i = 0; i < 80; i++)
    g_string_append(name, "ä"); /* characters count, not bytes */
  assert_null(read_one("name", name->str, arena).problems[DRAFT_NAME]);
  g_autofree char *text = g_strnfill(8192, 'x');
  assert_null(read_one("text", text, arena).problems[DRAFT_TEXT]);
  assert_null(read_one("email", "ä.b+c@exämple.co.uk", arena).problems[DRAFT_EMAIL]);
  assert_null(read_one("website", "HTTP://example.org:80/?a=b#c", arena).problems[DRAFT_WEBSITE]);
}

/* --- tokens -------------------------------------------------------------------------------- */

static void fake_fill(void *data, void *bytes, size_t length)
{
  memset(bytes, (*(int *)data)++, length);
}

static Draft make_draft(Arena *arena, const char *name, const char *text)
{
  HttpFields form = {0};
  Draft draft;
  put(&form, arena, "page", "posts/a.md");
  put(&form, arena, "name", name);
  put(&form, arena, "text", text);
  draft_read(&draft, &form, arena);
  return draft;
}

static void test_token(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  int seed = 1;
  Random random = {.fill = fake_fill, .data = &seed};
  unsigned char key[TOKEN_KEY_SIZE] = {7}, other_key[TOKEN_KEY_SIZE] = {8};
  Draft draft = make_draft(arena, "Ada", "Hello");
  char token[TOKEN_SIZE], second[TOKEN_SIZE], nonce[TOKEN_NONCE_SIZE];
  token_make(key, &draft, 1000, &random, token);
  token_make(key, &draft, 1000, &random, second);
  assert_string_not_equal(token, second);
  assert_int_equal(token_check(key, &draft, 1000, token, nonce), TOKEN_GOOD);
  assert_string_equal(nonce, "01010101010101010101010101010101");
  assert_int_equal(token_check(key, &draft, 1000 + TOKEN_LIFETIME - 1, token, nonce), TOKEN_GOOD);
  assert_int_equal(token_check(key, &draft, 1000 + TOKEN_LIFETIME, token, nonce), TOKEN_EXPIRED);
  assert_int_equal(token_check(other_key, &draft, 1000, token, nonce), TOKEN_WRONG);
}

static void test_token_covers_fields(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  int seed = 1;
  Random random = {.fill = fake_fill, .data = &seed};
  unsigned char key[TOKEN_KEY_SIZE] = {7};
  Draft draft = make_draft(arena, "Ada", "Hello");
  char token[TOKEN_SIZE], nonce[TOKEN_NONCE_SIZE];
  token_make(key, &draft, 1000, &random, token);
  for (int i = 0; i < DRAFT_FIELD_COUNT; i++) {
    Draft changed = draft;
    changed.values[i] = "changed";
    assert_int_equal(token_check(key, &changed, 1000, token, nonce), TOKEN_WRONG);
  }
  /* Text can't move from one field to the next. */
  Draft moved = draft;
  moved.values[DRAFT_NAME] = "Ad";
  moved.values[DRAFT_EMAIL] = "a";
  assert_int_equal(token_check(key, &moved, 1000, token, nonce), TOKEN_WRONG);
}

static void test_token_refused(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  int seed = 1;
  Random random = {.fill = fake_fill, .data = &seed};
  unsigned char key[TOKEN_KEY_SIZE] = {7};
  Draft draft = make_draft(arena, "Ada", "Hello");
  char token[TOKEN_SIZE], nonce[TOKEN_NONCE_SIZE];
  token_make(key, &draft, 1000, &random, token);
  for (size_t i = 0; i + 1 < TOKEN_SIZE; i++) {
    char forged[TOKEN_SIZE];
    memcpy(forged, token, sizeof forged);
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    assert_int_equal(token_check(key, &draft, 1000, forged, nonce), TOKEN_WRONG);
    memcpy(forged, token, sizeof forged);
    forged[i] = '\0';
    assert_int_equal(token_check(key, &draft, 1000, forged, nonce), TOKEN_WRONG);
  }
  g_autofree char *longer = g_strconcat(token, "A", NULL);
  assert_int_equal(token_check(key, &draft, 1000, longer, nonce), TOKEN_WRONG);
  g_autofree char *huge = g_strnfill(60000, 'A');
  assert_int_equal(token_check(key, &draft, 1000, huge, nonce), TOKEN_WRONG);
  assert_int_equal(token_check(key, &draft, 1000, "", nonce), TOKEN_WRONG);
}

int main(void)
{
  if (sodium_init() < 0)
    return 1;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_good),          cmocka_unit_test(test_empty),
      cmocka_unit_test(test_problems),      cmocka_unit_test(test_limits_are_reached),
      cmocka_unit_test(test_token),         cmocka_unit_test(test_token_covers_fields),
      cmocka_unit_test(test_token_refused),
  };
  return cmocka_run_group_tests_name("drafts and tokens", tests, NULL, NULL);
}
