#include "common/byte_scan.h"

#include "common/escape.h"

#include <glib.h>

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 16 };

/* GNU C: each operation works on all bytes; comparing gives 0xFF where it holds. */
typedef uint8_t Bytes __attribute__((vector_size(LANES)));
typedef uint64_t Words __attribute__((vector_size(LANES)));

static inline Bytes load(const char *text)
{
  Bytes bytes;
  memcpy(&bytes, text, sizeof bytes);
  return bytes;
}

/* The first byte that is marked, or LANES. */
static inline size_t first_mark(Bytes marks)
{
  Words words = (Words)marks;
  for (size_t i = 0; i < 2; i++)
    if (words[i] != 0)
      return 8 * i + (size_t)__builtin_ctzll(GUINT64_TO_LE(words[i])) / 8;
  return LANES;
}

/* A scan from a test of one byte, and the same test of many: the last few bytes are gone
 * through one by one. */
#define SCAN(name, one, many)                                                                      \
  size_t name(const char *text, size_t length)                                                     \
  {                                                                                                \
    size_t at = 0;                                                                                 \
    while (length - at >= LANES) {                                                                 \
      size_t plain = first_mark(many(load(text + at)));                                            \
      at += plain;                                                                                 \
      if (plain < LANES)                                                                           \
        return at;                                                                                 \
    }                                                                                              \
    while (at < length && !one((unsigned char)text[at]))                                           \
      at++;                                                                                        \
    return at;                                                                                     \
  }

static inline bool html_one(unsigned char c)
{
  return html_is_special((char)c);
}
/* & and ' differ in one bit only, < and > in another. */
static inline Bytes html_many(Bytes b)
{
  return (Bytes)((b | 1) == '\'') | (Bytes)((b | 2) == '>') | (Bytes)(b == '"');
}

static inline bool json_one(unsigned char c)
{
  return c < 0x20 || c >= 0x7F || c == '\\' || html_is_special((char)c);
}
static inline Bytes json_many(Bytes b)
{
  return html_many(b) | (Bytes)(b == '\\') | (Bytes)(b < 0x20) | (Bytes)(b >= 0x7F);
}

static inline bool xml_one(unsigned char c)
{
  return c == 0xEF || (c < 0x20 && c != '\t' && c != '\n' && c != '\r');
}
static inline Bytes xml_many(Bytes b)
{
  Bytes allowed = (Bytes)(b == '\t') | (Bytes)(b == '\n') | (Bytes)(b == '\r');
  return (Bytes)(b == 0xEF) | ((Bytes)(b < 0x20) & ~allowed);
}

static inline bool word_one(unsigned char c)
{
  return c <= 0x20 || c >= 0x7F;
}

SCAN(scan_html, html_one, html_many)
SCAN(scan_json, json_one, json_many)
SCAN(scan_xml, xml_one, xml_many)

/* Words are short. */
size_t scan_word(const char *text, size_t length)
{
  size_t at = 0;
  while (at < length && !word_one((unsigned char)text[at]))
    at++;
  return at;
}
