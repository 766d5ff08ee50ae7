/* secret.c - see secret.h. */
#include "comment-server/store/secret.h"

#include "common/system/sql.h"

#include <string.h>

typedef struct SecretRequest {
  const char *name;
  unsigned char *out;
} SecretRequest;

static bool secret_run(StoreTx *tx, void *data, Error **error)
{
  SecretRequest *request = data;
  unsigned char fresh[SECRET_SIZE];
  random_fill(tx->random, fresh, sizeof fresh);
  if (!sql_run(tx->db, error,
               "INSERT INTO secret (name, value, created_at) VALUES (?, ?, ?)"
               " ON CONFLICT (name) DO NOTHING",
               "sbi", request->name, fresh, sizeof fresh, tx->now))
    return false;
  SqlQuery *query =
      sql_query(tx->db, "SELECT value FROM secret WHERE name = ?", "s", request->name);
  size_t length = 0;
  const void *value = sql_next(query) ? sql_blob(query, 0, &length) : NULL;
  if (length == SECRET_SIZE)
    memcpy(request->out, value, SECRET_SIZE);
  if (!sql_end(query, error))
    return false;
  if (length != SECRET_SIZE)
    error_set(error, ERROR_SITE, "the secret '%s' in the database is damaged", request->name);
  return length == SECRET_SIZE;
}

bool secret_get(Store *store, const char *name, unsigned char out[SECRET_SIZE], Error **error)
{
  SecretRequest request = {name, out};
  return store_write_wait(store, secret_run, &request, error);
}
