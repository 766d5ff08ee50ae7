#include "common/template/words/entities.h"

#include <string.h>

enum { ENTITY_NAME = 32 };

static const Entity *find(const char *name, size_t length)
{
  size_t low = 0, high = entity_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    const char *other = entities[middle].name;
    size_t other_length = strlen(other);
    int order = memcmp(other, name, MIN(other_length, length));
    if (order == 0)
      order = other_length < length ? -1 : other_length > length;
    if (order == 0)
      return &entities[middle];
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

/* Numbers that stand for other characters for the sake of Windows-1252. */
static gunichar replaced(gunichar number)
{
  static const gunichar windows[32] = {
      0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
      0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF))
    return 0xFFFD;
  return number >= 0x80 && number <= 0x9F ? windows[number - 0x80] : number;
}

/* Numbers that stand for nothing. */
static bool is_invalid(gunichar number)
{
  return (number >= 1 && number <= 8) || number == 0xB || (number >= 0xE && number <= 0x1F) ||
         (number >= 0x7F && number <= 0x9F) || (number >= 0xFDD0 && number <= 0xFDEF) ||
         ((number & 0xFFFE) == 0xFFFE && number <= 0x10FFFF);
}

/* "#123;" or "#x7B;" at p; gives what was used, 0 if it is none. */
static size_t emit_number(TemplateRun *run, const char *p, const char *end)
{
  const char *at = p + 1;
  bool hex = at < end && (*at == 'x' || *at == 'X');
  gunichar number = 0;
  at += hex;
  const char *digits = at;
  for (; at < end && (hex ? g_ascii_isxdigit(*at) : g_ascii_isdigit(*at)); at++)
    number = MIN(number * (hex ? 16 : 10) + (gunichar)g_ascii_xdigit_value(*at), 0x110000);
  if (at == digits)
    return 0;
  if (at < end && *at == ';')
    at++;
  gunichar c = replaced(number);
  if (c != number || number == 0x0D || !is_invalid(number))
    emit_code_point(run, c);
  return (size_t)(at - p);
}

/* A name at p, or the longest beginning of it that is one. */
static size_t emit_name(TemplateRun *run, const char *p, const char *end)
{
  size_t length = 0;
  while (p + length < end && length < ENTITY_NAME && strchr("\t\n\f <&#;", p[length]) == NULL)
    length++;
  if (p + length < end && p[length] == ';')
    length++;
  for (; length > 1; length--) {
    const Entity *entity = find(p, length);
    if (entity != NULL) {
      emit_text(run, entity->text);
      return length;
    }
  }
  return 0;
}

void emit_unescaped(TemplateRun *run, const char *text, size_t length)
{
  const char *p = text, *end = text + length;
  while (p < end) {
    const char *reference = memchr(p, '&', (size_t)(end - p));
    if (reference == NULL)
      break;
    emit(run, p, (size_t)(reference - p));
    p = reference + 1;
    size_t used = p < end && *p == '#' ? emit_number(run, p, end) : emit_name(run, p, end);
    if (used == 0)
      emit_char(run, '&');
    p += used;
  }
  emit(run, p, (size_t)(end - p));
}
