/* account.c - moderators. */
#include "comment-server/store/account.h"

#include "common/system/sql.h"

#include <string.h>

bool account_name_check(const char *name, Error **error)
{
  size_t length = strlen(name);
  const char *wrong = NULL;
  if (length == 0)
    wrong = "is empty";
  else if (length > ACCOUNT_NAME_MAX)
    wrong = "is too long: 64 bytes at most";
  else if (!g_utf8_validate(name, (gssize)length, NULL))
    wrong = "is not UTF-8";
  else if (name[0] == ' ' || name[length - 1] == ' ')
    wrong = "begins or ends with a space";
  for (const char *c = name; !wrong && *c; c = g_utf8_next_char(c)) {
    if (*c == '/' || !g_unichar_isprint(g_utf8_get_char(c)))
      wrong = "holds a '/' or a control character";
  }
  if (!wrong)
    return true;
  error_set(error, ERROR_USAGE, "the name of the moderator %s", wrong);
  return false;
}

bool account_password_check(const char *password, Error **error)
{
  if (!g_utf8_validate(password, -1, NULL)) {
    error_set(error, ERROR_USAGE, "the password is not UTF-8");
    return false;
  }
  if (strlen(password) > ACCOUNT_PASSWORD_MAX) {
    error_set(error, ERROR_USAGE, "the password is too long: %d bytes at most",
              ACCOUNT_PASSWORD_MAX);
    return false;
  }
  if (g_utf8_strlen(password, -1) < ACCOUNT_PASSWORD_MIN) {
    error_set(error, ERROR_USAGE, "the password is too short: %d characters at least",
              ACCOUNT_PASSWORD_MIN);
    return false;
  }
  return true;
}

bool account_add(StoreTx *tx, const char *name, const char *hash, AccountOutcome *outcome,
                 Error **error)
{
  if (!sql_run(tx->db, error,
               "INSERT INTO moderator (name, password, created_at) VALUES (?, ?, ?)"
               " ON CONFLICT (name) DO NOTHING",
               "ssi", name, hash, tx->now))
    return false;
  *outcome = sql_changes(tx->db) == 1 ? ACCOUNT_DONE : ACCOUNT_EXISTS;
  return true;
}

bool account_set_password(StoreTx *tx, const char *name, const char *hash, AccountOutcome *outcome,
                          Error **error)
{
  if (!sql_run(tx->db, error, "UPDATE moderator SET password = ? WHERE name = ?", "ss", hash, name))
    return false;
  *outcome = sql_changes(tx->db) == 1 ? ACCOUNT_DONE : ACCOUNT_UNKNOWN;
  return sql_run(tx->db, error, "DELETE FROM session WHERE moderator = ?", "s", name);
}

bool account_remove(StoreTx *tx, const char *name, AccountOutcome *outcome, Error **error)
{
  if (!sql_run(tx->db, error, "DELETE FROM session WHERE moderator = ?", "s", name) ||
      !sql_run(tx->db, error, "DELETE FROM moderator WHERE name = ?", "s", name))
    return false;
  *outcome = sql_changes(tx->db) == 1 ? ACCOUNT_DONE : ACCOUNT_UNKNOWN;
  return true;
}

bool account_list(Sql *db, Arena *arena, Account **items, size_t *count, Error **error)
{
  int64_t total = 0;
  *count = 0;
  if (!sql_get_int(db, error, &total, "SELECT count(*) FROM moderator", ""))
    return false;
  *items = arena_new_array(arena, Account, total + 1);
  SqlQuery *query = sql_query(db,
                              "SELECT name, created_at, ifnull(last_login_at, 0) FROM moderator"
                              " ORDER BY name LIMIT ?",
                              "i", total);
  while (sql_next(query))
    (*items)[(*count)++] = (Account){
        .name = arena_strdup(arena, sql_text(query, 0)),
        .created_at = sql_int(query, 1),
        .last_login_at = sql_int(query, 2),
    };
  return sql_end(query, error);
}

bool account_password(Sql *db, const char *name, Arena *arena, const char **hash, Error **error)
{
  *hash = NULL;
  SqlQuery *query = sql_query(db, "SELECT password FROM moderator WHERE name = ?", "s", name);
  if (sql_next(query))
    *hash = arena_strdup(arena, sql_text(query, 0));
  return sql_end(query, error);
}
