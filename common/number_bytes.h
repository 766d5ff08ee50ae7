/* number_bytes.h - numbers as bytes of a record, the same on every machine.
 *
 * A varint is LEB128: seven bits a byte, low ones first. A fixed number of eight bytes has
 * its low byte first.
 */
#ifndef SENF_COMMON_NUMBER_BYTES_H
#define SENF_COMMON_NUMBER_BYTES_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { VARINT_MAX = 10, NUMBER_BYTES = 8 };

/* The end of what was written: at most VARINT_MAX bytes. */
static inline unsigned char *varint_put(unsigned char *out, uint64_t number)
{
  for (; number > 0x7f; number >>= 7)
    *out++ = (unsigned char)(number | 0x80);
  *out++ = (unsigned char)number;
  return out;
}

/* Moves *at behind it; false when the bytes end before it does. */
static inline bool varint_take(const unsigned char **at, const unsigned char *end, uint64_t *number)
{
  *number = 0;
  for (unsigned shift = 0; shift < 64 && *at < end; shift += 7) {
    unsigned char byte = *(*at)++;
    *number |= (uint64_t)(byte & 0x7f) << shift;
    if (!(byte & 0x80))
      return true;
  }
  return false;
}

/* NUMBER_BYTES of them. */
static inline unsigned char *number_put(unsigned char *out, uint64_t number)
{
  number = htole64(number);
  memcpy(out, &number, NUMBER_BYTES);
  return out + NUMBER_BYTES;
}

static inline uint64_t number_at(const unsigned char *bytes)
{
  uint64_t number;
  memcpy(&number, bytes, NUMBER_BYTES);
  return le64toh(number);
}

#endif
