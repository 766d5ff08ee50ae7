#include "common/digest.h"

#include <glib.h>
#include <sodium.h>
#include <string.h>

/* Fixed keys: digests must be the same in every run. One key for each use, so
 * that no value of one can be taken for a value of another. */
static const unsigned char KEY_BYTES[crypto_shorthash_KEYBYTES + 1] = "senf: bytes 0001";
static const unsigned char KEY_MIX[crypto_shorthash_KEYBYTES + 1] = "senf: mix   0001";
static const unsigned char KEY_PIECE[crypto_shorthash_KEYBYTES + 1] = "senf: piece 0001";

enum { PIECE_BYTES = 1, PIECE_NULL = 2, PIECE_INT = 3 };

static void put_le64(unsigned char *out, uint64_t number)
{
  number = GUINT64_TO_LE(number);
  memcpy(out, &number, sizeof number);
}

static uint64_t get_le64(const unsigned char *bytes)
{
  uint64_t number;
  memcpy(&number, bytes, sizeof number);
  return GUINT64_FROM_LE(number);
}

static Digest hash(const unsigned char *key, const void *bytes, size_t length)
{
  unsigned char out[crypto_shorthash_BYTES];
  crypto_shorthash(out, bytes ? bytes : (const void *)"", length, key);
  return get_le64(out);
}

Digest digest_bytes(const void *bytes, size_t length)
{
  return hash(KEY_BYTES, bytes, length);
}

/* Four sums side by side, so that the multiplications of one don't wait for another's. The
 * constants are odd and have about as many ones as zeroes. */
#define LANES 4
#define STEP_FIRST UINT64_C(0x9e3779b97f4a7c15)
#define STEP_SECOND UINT64_C(0xc2b2ae3d27d4eb4f)

/* Invertible for a given word: no word can make the sum forget what came before it. */
static uint64_t lane_step(uint64_t sum, uint64_t word)
{
  sum += word * STEP_SECOND;
  sum = sum << 31 | sum >> 33;
  return sum * STEP_FIRST;
}

Digest digest_content(const void *content, size_t length)
{
  const unsigned char *bytes = content;
  uint64_t sums[LANES] = {STEP_FIRST, STEP_SECOND, 0, ~STEP_FIRST};
  unsigned char rest[LANES * 8] = {0};
  size_t left = length;
  for (; left >= sizeof rest; left -= sizeof rest, bytes += sizeof rest)
    for (int i = 0; i < LANES; i++)
      sums[i] = lane_step(sums[i], get_le64(bytes + 8 * i));
  if (left > 0)
    memcpy(rest, bytes, left);
  unsigned char last[(LANES + 1) * 8];
  for (int i = 0; i < LANES; i++)
    put_le64(last + 8 * i, lane_step(sums[i], get_le64(rest + 8 * i)));
  put_le64(last + LANES * 8, length);
  return hash(KEY_BYTES, last, sizeof last);
}

Digest digest_text(const char *text)
{
  /* The absent text is the empty one under another key. */
  return text ? hash(KEY_BYTES, text, strlen(text)) : hash(KEY_PIECE, "", 0);
}

Digest digest_mix(Digest first, Digest second)
{
  unsigned char bytes[16];
  put_le64(bytes, first);
  put_le64(bytes + 8, second);
  return hash(KEY_MIX, bytes, sizeof bytes);
}

static void add_piece(Digester *digester, unsigned char kind, uint64_t length, Digest content)
{
  unsigned char bytes[25];
  put_le64(bytes, digester->state);
  put_le64(bytes + 8, length);
  put_le64(bytes + 16, content);
  bytes[24] = kind;
  digester->state = hash(KEY_PIECE, bytes, sizeof bytes);
}

void digester_init(Digester *digester)
{
  digester->state = 0;
}

void digester_add_text(Digester *digester, const char *text)
{
  if (text)
    digester_add_bytes(digester, text, strlen(text));
  else
    add_piece(digester, PIECE_NULL, 0, 0);
}

void digester_add_bytes(Digester *digester, const void *bytes, size_t length)
{
  add_piece(digester, PIECE_BYTES, length, digest_bytes(bytes, length));
}

void digester_add_int(Digester *digester, int64_t number)
{
  add_piece(digester, PIECE_INT, 8, (uint64_t)number);
}

Digest digester_end(const Digester *digester)
{
  return digester->state;
}

void digest_hex(const void *bytes, size_t length, char out[33])
{
  unsigned char hashed[16];
  crypto_generichash(hashed, sizeof hashed, bytes ? bytes : (const void *)"", length, NULL, 0);
  sodium_bin2hex(out, 33, hashed, sizeof hashed);
}

char *digest_integrity(const void *bytes, size_t length)
{
  guint8 hash[48];
  gsize size = sizeof hash;
  GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA384);
  g_checksum_update(checksum, bytes, (gssize)length);
  g_checksum_get_digest(checksum, hash, &size);
  g_checksum_free(checksum);
  g_autofree char *text = g_base64_encode(hash, size);
  return g_strconcat("sha384-", text, NULL);
}
