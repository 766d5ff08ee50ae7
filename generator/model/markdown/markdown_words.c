#include "generator/model/markdown/markdown_render.h"

#include "common/bytes.h"

/* What a byte is to a word: letters and digits belong to one, spaces end it, the rest is
 * within it or between two. Bytes beyond ASCII belong to words; dashes and other punctuation
 * of Unicode that stand alone are rare enough. */
static ByteMask is_word(ByteBlock bytes)
{
  return ((bytes | 0x20) - 'a' < 26) | (bytes - '0' < 10) | (bytes >= 0x80);
}

static ByteMask is_space(ByteBlock bytes)
{
  return (bytes == ' ') | (bytes - '\t' < 5);
}

/* Of three or four bytes: maybe an ideograph begins. */
#define LEAD 0xE3

static ByteMask is_lead(ByteBlock bytes)
{
  return bytes >= LEAD;
}

/* Scripts without spaces between words: each character counts as one. */
static bool is_ideograph(gunichar c)
{
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

enum { STRETCH = 64 }; /* as many bytes as a number has bits */

/* A bit for each byte. */
typedef struct Stretch {
  uint64_t letters, spaces, leads;
} Stretch;

static Stretch stretch_read(const char *text, size_t length)
{
  Stretch stretch = {0};
  for (size_t at = 0; at < length; at += BYTE_BLOCK) {
    size_t left = length - at;
    ByteBlock block = left < BYTE_BLOCK ? byte_block_part(text + at, left) : byte_block(text + at);
    stretch.letters |= (uint64_t)byte_mask_bits(is_word(block)) << at;
    stretch.spaces |= (uint64_t)byte_mask_bits(is_space(block)) << at;
    stretch.leads |= (uint64_t)byte_mask_bits(is_lead(block)) << at;
  }
  return stretch;
}

/* All words of a stretch without ideographs; false, and nothing is counted, when there may
 * be one or when these would be too many words.
 *
 * What stands between two spaces is a run of ones. Adding the ones of its letters to it
 * carries one over its end, however many letters there are: so each run that holds a letter
 * leaves a one in the space behind it, or carries it out at the end. A word that has begun
 * before is a letter at the beginning, and not counted again. */
static bool count_stretch(WordCount *count, const Stretch *stretch, int64_t most)
{
  uint64_t run = ~stretch->spaces, goes_on = count->inside ? run & 1 : 0, sum;
  bool inside = __builtin_add_overflow(run, stretch->letters | goes_on, &sum);
  int begun = __builtin_popcountll(sum & stretch->spaces) + inside - (int)goes_on;
  if (stretch->leads || begun > most - count->words)
    return false;
  count->words += begun;
  count->inside = inside;
  return true;
}

/* The character at `text`: its bytes, or 0 when it begins the word that is too much. */
static size_t count_char(WordCount *count, const unsigned char *text, size_t length, int64_t most)
{
  size_t size = 1;
  bool word = g_ascii_isalnum(*text) || *text >= 0x80, ideograph = false;
  if (*text >= LEAD) {
    size = MIN((size_t)g_utf8_skip[*text], length);
    gunichar c = g_utf8_get_char_validated((const char *)text, (gssize)size);
    ideograph = c < 0x110000 && is_ideograph(c);
  }
  bool begins = ideograph || (word && !count->inside);
  if (begins && count->words >= most)
    return 0;
  count->words += begins;
  if (word)
    count->inside = !ideograph;
  else if (*text == ' ' || (*text >= '\t' && *text <= '\r'))
    count->inside = false;
  return size;
}

size_t words_count(WordCount *count, const unsigned char *text, size_t length, int64_t most)
{
  for (size_t at = 0; at < length;) {
    size_t until = at + MIN(length - at, STRETCH);
    Stretch stretch = stretch_read((const char *)text + at, until - at);
    if (count_stretch(count, &stretch, most)) {
      at = until;
      continue;
    }
    while (at < until) {
      size_t size = count_char(count, text + at, length - at, most);
      if (size == 0)
        return at;
      at += size;
    }
  }
  return length;
}
