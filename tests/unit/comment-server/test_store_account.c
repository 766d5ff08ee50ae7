#include "tests/unit/comment-server/store_fixture.h"

#include "comment-server/store/account.h"

typedef struct AccountRequest {
  const char *name, *hash;
  int64_t lifetime;
  char token[SESSION_TOKEN_SIZE];
  AccountOutcome outcome;
} AccountRequest;

static bool run_add(StoreTx *tx, void *data, Error **error)
{
  AccountRequest *request = data;
  return account_add(tx, request->name, request->hash, &request->outcome, error);
}

static bool run_password(StoreTx *tx, void *data, Error **error)
{
  AccountRequest *request = data;
  return account_set_password(tx, request->name, request->hash, &request->outcome, error);
}

static bool run_remove(StoreTx *tx, void *data, Error **error)
{
  AccountRequest *request = data;
  return account_remove(tx, request->name, &request->outcome, error);
}

static bool run_login(StoreTx *tx, void *data, Error **error)
{
  AccountRequest *request = data;
  return session_create(tx, request->name, request->hash, request->lifetime, request->token,
                        &request->outcome, error);
}

static bool run_logout(StoreTx *tx, void *data, Error **error)
{
  return session_remove(tx, ((AccountRequest *)data)->token, error);
}

static AccountOutcome change(Fixture *fixture, bool (*run)(StoreTx *, void *, Error **),
                             const char *name, const char *hash)
{
  AccountRequest request = {.name = name, .hash = hash};
  fixture_write(fixture, run, &request);
  return request.outcome;
}

static AccountRequest login(Fixture *fixture, const char *name, const char *hash, int64_t lifetime)
{
  AccountRequest request = {.name = name, .hash = hash, .lifetime = lifetime};
  fixture_write(fixture, run_login, &request);
  return request;
}

static bool session_is_there(Fixture *fixture, const char *token, Session *out)
{
  Error *error = NULL;
  bool found = false;
  Sql *db = store_reader_take(fixture->store, &error);
  session_find(db, token, fixture->seconds, fixture->arena, out, &found, &error);
  store_reader_give(fixture->store, db);
  no_error(error);
  return found;
}

static void test_add_change_remove(void **state)
{
  Fixture *fixture = *state;
  assert_int_equal(change(fixture, run_add, "mo", "h1"), ACCOUNT_DONE);
  assert_int_equal(change(fixture, run_add, "mo", "h2"), ACCOUNT_EXISTS);
  assert_int_equal(change(fixture, run_add, "jo", "h3"), ACCOUNT_DONE);
  assert_int_equal(change(fixture, run_password, "mo", "h4"), ACCOUNT_DONE);
  assert_int_equal(change(fixture, run_password, "xx", "h4"), ACCOUNT_UNKNOWN);
  Error *error = NULL;
  const char *hash, *none;
  Account *accounts;
  size_t count;
  Sql *db = store_reader_take(fixture->store, &error);
  assert_true(account_password(db, "mo", fixture->arena, &hash, &error));
  assert_true(account_password(db, "xx", fixture->arena, &none, &error));
  assert_true(account_list(db, fixture->arena, &accounts, &count, &error));
  store_reader_give(fixture->store, db);
  assert_string_equal(hash, "h4");
  assert_null(none);
  assert_int_equal(count, 2);
  assert_string_equal(accounts[0].name, "jo");
  assert_int_equal(accounts[0].created_at, FIXTURE_START);
  assert_int_equal(accounts[0].last_login_at, 0);
  assert_int_equal(change(fixture, run_remove, "mo", NULL), ACCOUNT_DONE);
  assert_int_equal(change(fixture, run_remove, "mo", NULL), ACCOUNT_UNKNOWN);
}

static void test_a_session_lives_as_long_as_it_should(void **state)
{
  Fixture *fixture = *state;
  change(fixture, run_add, "mo", "h");
  AccountRequest request = login(fixture, "mo", "h", 100);
  assert_int_equal(request.outcome, ACCOUNT_DONE);
  assert_int_equal(strlen(request.token), SESSION_TOKEN_SIZE - 1);
  Session session;
  assert_true(session_is_there(fixture, request.token, &session));
  assert_string_equal(session.moderator, "mo");
  assert_int_equal(session.expires_at, FIXTURE_START + 100);
  assert_int_equal(strlen(session.id), 64);
  atomic_fetch_add(&fixture->seconds, 99);
  assert_true(session_is_there(fixture, request.token, &session));
  atomic_fetch_add(&fixture->seconds, 1);
  assert_false(session_is_there(fixture, request.token, &session));
  login(fixture, "mo", "h", 100);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM session"), 1);
}

static void test_logging_out(void **state)
{
  Fixture *fixture = *state;
  change(fixture, run_add, "mo", "h");
  AccountRequest first = login(fixture, "mo", "h", 100), second = login(fixture, "mo", "h", 100);
  assert_string_not_equal(first.token, second.token);
  fixture_write(fixture, run_logout, &first);
  fixture_write(fixture, run_logout, &first);
  Session session;
  assert_false(session_is_there(fixture, first.token, &session));
  assert_true(session_is_there(fixture, second.token, &session));
}

static void test_a_new_password_or_removal_ends_all_sessions(void **state)
{
  Fixture *fixture = *state;
  Session session;
  change(fixture, run_add, "mo", "h");
  AccountRequest request = login(fixture, "mo", "h", 100);
  change(fixture, run_password, "mo", "h2");
  assert_false(session_is_there(fixture, request.token, &session));
  request = login(fixture, "mo", "h2", 100);
  assert_true(session_is_there(fixture, request.token, &session));
  change(fixture, run_remove, "mo", NULL);
  assert_false(session_is_there(fixture, request.token, &session));
}

static void test_no_session_with_a_password_of_yesterday(void **state)
{
  Fixture *fixture = *state;
  change(fixture, run_add, "mo", "new");
  AccountRequest request = login(fixture, "mo", "old", 100);
  assert_int_equal(request.outcome, ACCOUNT_UNKNOWN);
  assert_string_equal(request.token, "");
  assert_int_equal(login(fixture, "xx", "old", 100).outcome, ACCOUNT_UNKNOWN);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM session"), 0);
}

static void test_malformed_tokens_are_unknown(void **state)
{
  Fixture *fixture = *state;
  static const char *const tokens[] = {
      "",
      "x",
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!",
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
  Session session;
  for (size_t i = 0; i < G_N_ELEMENTS(tokens); i++)
    assert_false(session_is_there(fixture, tokens[i], &session));
}

static void test_the_database_holds_no_token(void **state)
{
  Fixture *fixture = *state;
  change(fixture, run_add, "mo", "h");
  AccountRequest request = login(fixture, "mo", "h", 100);
  fixture_reopen(fixture);
  static const char *const names[] = {"comments.db", "comments.db-wal"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(fixture->folder, names[i], NULL);
    size_t length = 0;
    g_autofree char *bytes = file_read(path, 1 << 26, &length, NULL);
    assert_true(!bytes || !memmem(bytes, length, request.token, strlen(request.token)));
  }
}

static void test_passwords(void **state)
{
  (void)state;
  char hash[ACCOUNT_HASH_SIZE];
  Error *error = NULL;
  assert_true(password_hash("geheim 123", &password_cost_test, hash, &error));
  no_error(error);
  assert_true(g_str_has_prefix(hash, "$argon2id$"));
  assert_true(password_verify(hash, "geheim 123", &password_cost_test));
  assert_false(password_verify(hash, "geheim 124", &password_cost_test));
  assert_false(password_verify(hash, "", &password_cost_test));
  assert_false(password_verify(NULL, "geheim 123", &password_cost_test));
  assert_false(password_verify("not a hash", "geheim 123", &password_cost_test));
}

static void test_generated_passwords_are_strong_and_legible(void **state)
{
  Fixture *fixture = *state;
  char one[24], two[24];
  password_generate(&fixture->random, one);
  password_generate(&fixture->random, two);
  assert_int_equal(strlen(one), 23);
  assert_string_not_equal(one, two);
  assert_true(account_password_check(one, NULL));
  for (const char *c = one; *c; c++)
    assert_null(strchr("01lioO", *c));
}

static void test_names_and_passwords_are_checked(void **state)
{
  (void)state;
  static const char *const bad[] = {"", " mo", "mo ", "a/b", "a\nb", "a\x7f", "\xff"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_false(account_name_check(bad[i], NULL));
  g_autofree char *longest = g_strnfill(ACCOUNT_NAME_MAX, 'x');
  g_autofree char *longer = g_strnfill(ACCOUNT_NAME_MAX + 1, 'x');
  assert_true(account_name_check(longest, NULL));
  assert_false(account_name_check(longer, NULL));
  assert_true(account_name_check("Jürgen Müller", NULL));
  assert_false(account_password_check("1234567", NULL));
  assert_true(account_password_check("12345678", NULL));
  assert_true(account_password_check("ääääöööö", NULL));
  g_autofree char *huge = g_strnfill(ACCOUNT_PASSWORD_MAX + 1, 'x');
  assert_false(account_password_check(huge, NULL));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      fixture_test(test_add_change_remove),
      fixture_test(test_a_session_lives_as_long_as_it_should),
      fixture_test(test_logging_out),
      fixture_test(test_a_new_password_or_removal_ends_all_sessions),
      fixture_test(test_no_session_with_a_password_of_yesterday),
      fixture_test(test_malformed_tokens_are_unknown),
      fixture_test(test_the_database_holds_no_token),
      fixture_test(test_generated_passwords_are_strong_and_legible),
      cmocka_unit_test(test_passwords),
      cmocka_unit_test(test_names_and_passwords_are_checked),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
