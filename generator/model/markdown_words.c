#include "generator/model/markdown_render.h"

/* What a byte is to a word. Bytes beyond ASCII belong to words; dashes and other
 * punctuation of Unicode that stand alone are rare enough. */
typedef enum ByteKind { BYTE_OTHER, BYTE_SPACE, BYTE_WORD, BYTE_LEAD } ByteKind;

static const unsigned char byte_kinds[256] = {
    [' '] = BYTE_SPACE,          ['\t' ... '\r'] = BYTE_SPACE, ['0' ... '9'] = BYTE_WORD,
    ['A' ... 'Z'] = BYTE_WORD,   ['a' ... 'z'] = BYTE_WORD,    [0x80 ... 0xE2] = BYTE_WORD,
    [0xE3 ... 0xFF] = BYTE_LEAD, /* of three or four: maybe an ideograph */
};

/* Where the bytes of one kind end that go on at `at`. */
static size_t run_end(const unsigned char *text, size_t at, size_t length, ByteKind kind)
{
  while (at < length && byte_kinds[text[at]] == kind)
    at++;
  return at;
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
    ByteKind kind = byte_kinds[text[i]];
    size_t size = kind == BYTE_LEAD ? 1 : run_end(text, i, length, kind) - i;
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
