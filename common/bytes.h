/* bytes.h - looks for bytes of a kind, sixteen at a time.
 *
 *     static ByteMask is_quote(ByteBlock bytes)
 *     {
 *       return (bytes == '"') | (bytes == '\'');
 *     }
 *
 *     at = bytes_find(at, end, is_quote);        the first quote, else the end
 *
 * Most bytes of a text mean nothing to most who read it, so they should cost little. A kind
 * is written with operators over all bytes of a block at once, which compilers make vector
 * instructions of; its name is given as a constant, so that it stands in the loop itself.
 */
#ifndef SENF_COMMON_BYTES_H
#define SENF_COMMON_BYTES_H

#include <glib.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BYTE_BLOCK = 16 };

typedef uint8_t ByteBlock __attribute__((vector_size(BYTE_BLOCK)));
typedef int8_t ByteMask __attribute__((vector_size(BYTE_BLOCK))); /* -1: of the kind; 0: not */
typedef ByteMask (*ByteKind)(ByteBlock bytes);

static inline ByteBlock byte_block(const char *at)
{
  ByteBlock block;
  memcpy(&block, at, sizeof block);
  return block;
}

/* Fewer bytes than a block, and zeroes behind them. */
static inline ByteBlock byte_block_part(const char *at, size_t size)
{
  ByteBlock block = {0};
  memcpy(&block, at, size);
  return block;
}

/* A bit for each byte, the lowest for the first. */
static inline unsigned byte_mask_bits_anywhere(ByteMask mask)
{
  const uint64_t own_bit = UINT64_C(0x8040201008040201), ones = UINT64_C(0x0101010101010101);
  uint64_t halves[2];
  memcpy(halves, &mask, sizeof halves);
  uint64_t first = (GUINT64_FROM_LE(halves[0]) & own_bit) * ones >> 56;
  uint64_t second = (GUINT64_FROM_LE(halves[1]) & own_bit) * ones >> 56;
  return (unsigned)(first | second << 8);
}

static inline unsigned byte_mask_bits(ByteMask mask)
{
#ifdef __SSE2__ /* which has an instruction for it */
  return (unsigned)_mm_movemask_epi8((__m128i)mask);
#else
  return byte_mask_bits_anywhere(mask);
#endif
}

__attribute__((always_inline)) static inline const char *bytes_find(const char *at, const char *end,
                                                                    ByteKind kind)
{
  for (; end - at >= BYTE_BLOCK; at += BYTE_BLOCK) {
    unsigned bits = byte_mask_bits(kind(byte_block(at)));
    if (bits)
      return at + __builtin_ctz(bits);
  }
  if (at == end)
    return end;
  unsigned bits = byte_mask_bits(kind(byte_block_part(at, (size_t)(end - at))));
  const char *found = bits ? at + __builtin_ctz(bits) : end;
  return MIN(found, end); /* the zeroes may be of the kind too */
}

/* How many newlines there are. */
static inline int bytes_lines(const char *at, const char *end)
{
  int count = 0;
  while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
    count++;
    at++;
  }
  return count;
}

#endif
