/* password.c - argon2id through libsodium. */
#include "comment-server/store/account.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT(ACCOUNT_HASH_SIZE == crypto_pwhash_STRBYTES);

const PasswordCost password_cost_default = {3, 64 * 1024 * 1024};
const PasswordCost password_cost_test = {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};

bool password_hash(const char *password, const PasswordCost *cost, char out[ACCOUNT_HASH_SIZE],
                   Error **error)
{
  if (sodium_init() >= 0 && crypto_pwhash_str_alg(out, password, strlen(password), cost->operations,
                                                  cost->memory, crypto_pwhash_ALG_ARGON2ID13) == 0)
    return true;
  error_set(error, ERROR_MACHINE, "not enough memory to hash a password (%zu MiB are needed)",
            cost->memory / (1024 * 1024));
  return false;
}

bool password_verify(const char *hash, const char *password, const PasswordCost *cost)
{
  if (sodium_init() < 0)
    return false;
  if (hash)
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
  /* Whoever measures the time must not learn which names exist. */
  char unused[ACCOUNT_HASH_SIZE];
  password_hash(password, cost, unused, NULL);
  return false;
}

/* One of `count` signs, each as likely: bytes beyond the last multiple are thrown
 * again. */
static char random_sign(const Random *random, const char *signs, unsigned count)
{
  unsigned char byte;
  do
    random_fill(random, &byte, 1);
  while (byte >= 256 / count * count);
  return signs[byte % count];
}

void password_generate(const Random *random, char out[24])
{
  static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789";
  for (int i = 0; i < 23; i++)
    out[i] = i % 6 == 5 ? '-' : random_sign(random, signs, sizeof signs - 1);
  out[23] = '\0';
}
