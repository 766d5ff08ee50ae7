#include "comment-server/reader/token.h"

#include <sodium.h>
#include <string.h>

/* On the wire: 16 bytes of nonce, 8 bytes of expiry (big endian), 32 of MAC, in
 * URL-safe base64 without padding. */
enum { NONCE = 16, EXPIRY = 8, MAC = crypto_auth_BYTES, RAW = NONCE + EXPIRY + MAC };

_Static_assert(sodium_base64_ENCODED_LEN(RAW, sodium_base64_VARIANT_URLSAFE_NO_PADDING) ==
                   TOKEN_SIZE,
               "the size of a token");
_Static_assert(TOKEN_KEY_SIZE == crypto_auth_KEYBYTES, "the size of a key");
_Static_assert(TOKEN_NONCE_SIZE == 2 * NONCE + 1, "the size of a nonce");

static void put_be64(unsigned char out[8], uint64_t number)
{
  for (int i = 7; i >= 0; i--, number >>= 8)
    out[i] = (unsigned char)number;
}

static uint64_t get_be64(const unsigned char bytes[8])
{
  uint64_t number = 0;
  for (int i = 0; i < 8; i++)
    number = number << 8 | bytes[i];
  return number;
}

/* Each field is framed by its length, so that text can't move between them. */
static void sign(const unsigned char key[TOKEN_KEY_SIZE], const Draft *draft,
                 const unsigned char *head, unsigned char mac[MAC])
{
  crypto_auth_hmacsha512256_state state;
  crypto_auth_hmacsha512256_init(&state, key, TOKEN_KEY_SIZE);
  crypto_auth_hmacsha512256_update(&state, head, NONCE + EXPIRY);
  for (int i = 0; i < DRAFT_FIELD_COUNT; i++) {
    unsigned char frame[8];
    size_t length = strlen(draft->values[i]);
    put_be64(frame, length);
    crypto_auth_hmacsha512256_update(&state, frame, sizeof frame);
    crypto_auth_hmacsha512256_update(&state, (const unsigned char *)draft->values[i], length);
  }
  crypto_auth_hmacsha512256_final(&state, mac);
}

void token_make(const unsigned char key[TOKEN_KEY_SIZE], const Draft *draft, int64_t now,
                const Random *random, char out[TOKEN_SIZE])
{
  unsigned char raw[RAW];
  random_fill(random, raw, NONCE);
  put_be64(raw + NONCE, (uint64_t)(now + TOKEN_LIFETIME));
  sign(key, draft, raw, raw + NONCE + EXPIRY);
  sodium_bin2base64(out, TOKEN_SIZE, raw, sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

TokenAnswer token_check(const unsigned char key[TOKEN_KEY_SIZE], const Draft *draft, int64_t now,
                        const char *token, char nonce[TOKEN_NONCE_SIZE])
{
  unsigned char raw[RAW], mac[MAC];
  size_t length = 0;
  const char *end = NULL;
  if (sodium_base642bin(raw, sizeof raw, token, strlen(token), NULL, &length, &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      length != RAW || *end != '\0')
    return TOKEN_WRONG;
  sign(key, draft, raw, mac);
  if (sodium_memcmp(mac, raw + NONCE + EXPIRY, MAC) != 0)
    return TOKEN_WRONG;
  if ((int64_t)get_be64(raw + NONCE) <= now)
    return TOKEN_EXPIRED;
  sodium_bin2hex(nonce, TOKEN_NONCE_SIZE, raw, NONCE);
  return TOKEN_GOOD;
}
