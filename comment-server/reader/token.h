/* token.h - the signed token of a preview.
 *
 * Whoever has seen the preview of a comment may store exactly that comment, once
 * and soon: the token is a nonce and an expiry, signed together with all the
 * fields (HMAC-SHA-512-256 under a secret of the store). Nothing is kept on the
 * server until the comment is stored; the nonce goes into the store with it.
 */
#ifndef SENF_COMMENT_SERVER_READER_TOKEN_H
#define SENF_COMMENT_SERVER_READER_TOKEN_H

#include "comment-server/reader/draft.h"
#include "common/time/clock.h"

enum {
  TOKEN_KEY_SIZE = 32,
  TOKEN_LIFETIME = 2 * 60 * 60, /* seconds */
  TOKEN_SIZE = 76,              /* with the NUL */
  TOKEN_NONCE_SIZE = 33,        /* in hexadecimal, with the NUL */
};

typedef enum TokenAnswer {
  TOKEN_GOOD,
  TOKEN_EXPIRED,
  TOKEN_WRONG, /* forged, cut, or for other fields */
} TokenAnswer;

/* `now` in seconds. */
void token_make(const unsigned char key[TOKEN_KEY_SIZE], const Draft *draft, int64_t now,
                const Random *random, char out[TOKEN_SIZE]);
/* `nonce` is filled with TOKEN_GOOD. */
TokenAnswer token_check(const unsigned char key[TOKEN_KEY_SIZE], const Draft *draft, int64_t now,
                        const char *token, char nonce[TOKEN_NONCE_SIZE]);

#endif
