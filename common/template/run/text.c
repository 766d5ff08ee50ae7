#include "common/template/run/text.h"

#include <string.h>

bool text_is_ascii(const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)text[i] >= 0x80)
      return false;
  return true;
}

size_t text_count(const char *text, size_t length)
{
  size_t count = 0;
  for (size_t i = 0; i < length; i++)
    count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

size_t text_width(const char *p, const char *end)
{
  unsigned char c = (unsigned char)*p;
  size_t width = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  return width <= (size_t)(end - p) ? width : (size_t)(end - p);
}

size_t text_offset(const char *text, size_t length, size_t index)
{
  const char *p = text, *end = text + length;
  while (index > 0 && p < end) {
    p += text_width(p, end);
    index--;
  }
  return (size_t)(p - text);
}

gunichar text_next(const char **p, const char *end)
{
  const unsigned char *s = (const unsigned char *)*p;
  size_t width = text_width(*p, end);
  *p += width;
  switch (width) {
  case 2:
    return ((gunichar)(s[0] & 0x1F) << 6) | (s[1] & 0x3F);
  case 3:
    return ((gunichar)(s[0] & 0x0F) << 12) | ((gunichar)(s[1] & 0x3F) << 6) | (s[2] & 0x3F);
  case 4:
    return ((gunichar)(s[0] & 0x07) << 18) | ((gunichar)(s[1] & 0x3F) << 12) |
           ((gunichar)(s[2] & 0x3F) << 6) | (s[3] & 0x3F);
  default:
    return s[0];
  }
}

gunichar text_previous(const char *start, const char **p)
{
  const char *end = *p;
  const char *at = end - 1;
  while (at > start && ((unsigned char)*at & 0xC0) == 0x80)
    at--;
  *p = at;
  return text_next(&at, end);
}

bool text_is_space(gunichar c)
{
  if (c <= 0x20)
    return c == 0x20 || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool text_is_line_end(gunichar c)
{
  return (c >= 10 && c <= 13) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 ||
         c == 0x2029;
}

bool text_is_word(gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum((char)c) || c == '_';
  return g_unichar_isalnum(c) || g_unichar_type(c) == G_UNICODE_OTHER_NUMBER;
}

bool text_is_name_start(gunichar c)
{
  return c == '_' || (c < 0x80 ? g_ascii_isalpha((char)c) : g_unichar_isalpha(c));
}

bool text_is_name(gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum((char)c) || c == '_';
  GUnicodeType type = g_unichar_type(c);
  return g_unichar_isalnum(c) || type == G_UNICODE_NON_SPACING_MARK ||
         type == G_UNICODE_SPACING_MARK || type == G_UNICODE_CONNECT_PUNCTUATION;
}

size_t text_strip_end(const char *text, size_t length)
{
  const char *end = text + length;
  while (end > text) {
    const char *before = end;
    if (!text_is_space(text_previous(text, &before)))
      break;
    end = before;
  }
  return (size_t)(end - text);
}

void text_strip(const char **text, size_t *length)
{
  const char *end = *text + *length;
  while (*text < end) {
    const char *next = *text;
    if (!text_is_space(text_next(&next, end)))
      break;
    *text = next;
  }
  *length = text_strip_end(*text, (size_t)(end - *text));
}

ptrdiff_t text_find(const char *text, size_t length, const char *needle, size_t needle_length,
                    size_t from)
{
  if (from > length)
    return -1;
  if (needle_length == 0)
    return (ptrdiff_t)from;
  const char *found = memmem(text + from, length - from, needle, needle_length);
  return found == NULL ? -1 : found - text;
}

ptrdiff_t text_find_last(const char *text, size_t length, const char *needle, size_t needle_length)
{
  if (needle_length > length)
    return -1;
  for (size_t at = length - needle_length + 1; at-- > 0;)
    if (memcmp(text + at, needle, needle_length) == 0)
      return (ptrdiff_t)at;
  return -1;
}
