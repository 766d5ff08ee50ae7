#include "generator/model/markdown_render.h"

/* What a byte is to a word. Bytes beyond ASCII belong to words; dashes and other
 * punctuation of Unicode that stand alone are rare enough. */
typedef enum ByteKind { BYTE_OTHER, BYTE_SPACE, BYTE_WORD, BYTE_LEAD } ByteKind;

static ByteKind kind_of(unsigned char byte)
{
  if (byte == ' ' || (byte >= '\t' && byte <= '\r'))
    return BYTE_SPACE;
  if (byte >= 0xE3)
    return BYTE_LEAD; /* of three or four: maybe an ideograph */
  return byte >= 0x80 || g_ascii_isalnum(byte) ? BYTE_WORD : BYTE_OTHER;
}

/* Scripts without spaces between words: each character counts as one. */
static bool is_ideograph(gunichar c)
{
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

size_t words_count(WordCount *count, const unsigned char *text, size_t length, int64_t most)
{
  for (size_t i = 0; i < length;) {
    ByteKind kind = kind_of(text[i]);
    size_t size = 1;
    bool begins = kind == BYTE_WORD && !count->inside;
    if (kind == BYTE_LEAD) {
      size = MIN((size_t)g_utf8_skip[text[i]], length - i);
      gunichar c = g_utf8_get_char_validated((const char *)text + i, (gssize)size);
      bool ideograph = c < 0x110000 && is_ideograph(c);
      begins = ideograph || !count->inside;
      count->inside = !ideograph;
    } else if (kind == BYTE_WORD) {
      count->inside = true;
    } else if (kind == BYTE_SPACE) {
      count->inside = false;
    }
    if (begins && count->words >= most)
      return i;
    count->words += begins;
    i += size;
  }
  return length;
}
