/* session.c - who is logged in. The database never holds a token, so that whoever
 * reads a backup can't act as a moderator. */
#include "comment-server/store/account.h"

#include "common/system/sql.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32, ID_BYTES = 32, BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

static void session_id(const unsigned char token[TOKEN_BYTES], char out[2 * ID_BYTES + 1])
{
  unsigned char digest[ID_BYTES];
  crypto_generichash(digest, sizeof digest, token, TOKEN_BYTES, NULL, 0);
  sodium_bin2hex(out, 2 * ID_BYTES + 1, digest, sizeof digest);
}

/* False when the text can't be a token. */
static bool session_id_of(const char *token, char out[2 * ID_BYTES + 1])
{
  unsigned char bytes[TOKEN_BYTES];
  size_t length;
  size_t size = strlen(token);
  if (size != SESSION_TOKEN_SIZE - 1 ||
      sodium_base642bin(bytes, sizeof bytes, token, size, NULL, &length, NULL, BASE64) != 0 ||
      length != sizeof bytes)
    return false;
  session_id(bytes, out);
  return true;
}

/* In this transaction: a password changed a moment ago must not let one in. */
static bool check_account(StoreTx *tx, const char *name, const char *hash, bool *same,
                          Error **error)
{
  int64_t count = 0;
  bool ok = sql_get_int(tx->db, error, &count,
                        "SELECT count(*) FROM moderator WHERE name = ? AND password = ?", "ss",
                        name, hash);
  *same = count == 1;
  return ok;
}

bool session_create(StoreTx *tx, const char *name, const char *hash, int64_t lifetime,
                    char token[SESSION_TOKEN_SIZE], AccountOutcome *outcome, Error **error)
{
  *outcome = ACCOUNT_UNKNOWN;
  token[0] = '\0';
  bool same;
  if (!check_account(tx, name, hash, &same, error))
    return false;
  if (!same)
    return true;
  unsigned char bytes[TOKEN_BYTES];
  char id[2 * ID_BYTES + 1];
  random_fill(tx->random, bytes, sizeof bytes);
  session_id(bytes, id);
  sodium_bin2base64(token, SESSION_TOKEN_SIZE, bytes, sizeof bytes, BASE64);
  sodium_memzero(bytes, sizeof bytes);
  *outcome = ACCOUNT_DONE;
  return sql_run(tx->db, error, "DELETE FROM session WHERE expires_at <= ?", "i", tx->now) &&
         sql_run(tx->db, error,
                 "INSERT INTO session (id, moderator, created_at, expires_at)"
                 " VALUES (?, ?, ?, ?)",
                 "ssii", id, name, tx->now, tx->now + lifetime) &&
         sql_run(tx->db, error, "UPDATE moderator SET last_login_at = ? WHERE name = ?", "is",
                 tx->now, name);
}

bool session_find(Sql *db, const char *token, int64_t now, Arena *arena, Session *out, bool *found,
                  Error **error)
{
  *out = (Session){0};
  *found = false;
  if (!session_id_of(token, out->id))
    return true;
  SqlQuery *query = sql_query(db,
                              "SELECT moderator, created_at, expires_at FROM session"
                              " WHERE id = ? AND expires_at > ?",
                              "si", out->id, now);
  if (sql_next(query)) {
    *found = true;
    out->moderator = arena_strdup(arena, sql_text(query, 0));
    out->created_at = sql_int(query, 1);
    out->expires_at = sql_int(query, 2);
  }
  return sql_end(query, error);
}

bool session_remove(StoreTx *tx, const char *token, Error **error)
{
  char id[2 * ID_BYTES + 1];
  return !session_id_of(token, id) ||
         sql_run(tx->db, error, "DELETE FROM session WHERE id = ?", "s", id);
}
