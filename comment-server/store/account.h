/* account.h - moderators, their passwords and their sessions.
 *
 * A password is kept as libsodium's argon2id string. Hashing takes tens of
 * milliseconds and the memory that PasswordCost says, so it happens before a
 * write is queued (password_hash) and outside any reader (password_verify); let
 * only one or two run at a time.
 *
 * Logging in, in order:
 *     account_password(db, name, arena, &hash, &error)   // hash NULL: unknown name
 *     give the reader back
 *     password_verify(hash, password)                    // as slow when hash is NULL
 *     session_create in a write, with the same hash      // fails to create when the
 *                                                           password changed meanwhile
 *
 * A session's token is 32 random bytes, shown once; the database holds its
 * BLAKE2b hash only. Session.id (hex of that hash) is what CSRF tokens bind to.
 */
#ifndef SENF_COMMENT_SERVER_STORE_ACCOUNT_H
#define SENF_COMMENT_SERVER_STORE_ACCOUNT_H

#include "comment-server/store/store.h"
#include "common/arena.h"

enum {
  ACCOUNT_NAME_MAX = 64,      /* bytes */
  ACCOUNT_PASSWORD_MIN = 8,   /* characters */
  ACCOUNT_PASSWORD_MAX = 256, /* bytes */
  ACCOUNT_HASH_SIZE = 128,    /* an argon2id string with its NUL */
  SESSION_TOKEN_SIZE = 44,    /* base64url without padding, and the NUL */
};

/* --- passwords -------------------------------------------------------------- */

typedef struct PasswordCost {
  uint64_t operations;
  size_t memory; /* bytes */
} PasswordCost;

extern const PasswordCost password_cost_default; /* 3 passes over 64 MiB */
extern const PasswordCost password_cost_test;    /* the least that libsodium allows */

/* False: not enough memory. */
bool password_hash(const char *password, const PasswordCost *cost, char out[ACCOUNT_HASH_SIZE],
                   Error **error);
/* `hash` NULL (an unknown name) takes the time of `cost` and is never right. */
bool password_verify(const char *hash, const char *password, const PasswordCost *cost);
/* Four groups of five letters and digits, 99 bits, none that look alike. */
void password_generate(const Random *random, char out[24]);

/* --- moderators ------------------------------------------------------------- */

/* 1..ACCOUNT_NAME_MAX bytes of UTF-8 without control characters, '/' or spaces
 * at the ends; ERROR_USAGE says what is wrong. */
bool account_name_check(const char *name, Error **error);
bool account_password_check(const char *password, Error **error);

typedef enum AccountOutcome { ACCOUNT_DONE, ACCOUNT_EXISTS, ACCOUNT_UNKNOWN } AccountOutcome;

bool account_add(StoreTx *tx, const char *name, const char *hash, AccountOutcome *outcome,
                 Error **error);
/* The two others end the moderator's sessions. */
bool account_set_password(StoreTx *tx, const char *name, const char *hash, AccountOutcome *outcome,
                          Error **error);
bool account_remove(StoreTx *tx, const char *name, AccountOutcome *outcome, Error **error);

typedef struct Account {
  const char *name;
  int64_t created_at, last_login_at; /* seconds; 0 never */
} Account;

/* By name; *items lives in `arena`. */
bool account_list(Sql *db, Arena *arena, Account **items, size_t *count, Error **error);
/* *hash is NULL when there is no such moderator. */
bool account_password(Sql *db, const char *name, Arena *arena, const char **hash, Error **error);

/* --- sessions --------------------------------------------------------------- */

/* `hash` as account_password gave it. ACCOUNT_UNKNOWN when the moderator is gone
 * or has another password by now. Also forgets sessions that have expired. */
bool session_create(StoreTx *tx, const char *name, const char *hash, int64_t lifetime,
                    char token[SESSION_TOKEN_SIZE], AccountOutcome *outcome, Error **error);

typedef struct Session {
  char id[65];
  const char *moderator;
  int64_t created_at, expires_at;
} Session;

/* *found is false for unknown, malformed and expired tokens. `now` in seconds. */
bool session_find(Sql *db, const char *token, int64_t now, Arena *arena, Session *out, bool *found,
                  Error **error);
/* An unknown token is fine. */
bool session_remove(StoreTx *tx, const char *token, Error **error);

#endif
