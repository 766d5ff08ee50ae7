#include "comment-server/http/fields.h"

#include "common/escape.h"

#include <string.h>

void http_fields_add(HttpFields *fields, Arena *arena, const char *name, const char *value,
                     size_t length)
{
  if (fields->count == fields->capacity) {
    size_t capacity = fields->capacity ? fields->capacity * 2 : 8;
    HttpField *items = arena_new_array(arena, HttpField, capacity);
    if (fields->count > 0)
      memcpy(items, fields->items, fields->count * sizeof(HttpField));
    fields->items = items;
    fields->capacity = capacity;
  }
  fields->items[fields->count++] = (HttpField){.name = name, .value = value, .length = length};
}

const char *http_fields_get(const HttpFields *fields, const char *name)
{
  for (size_t i = 0; i < fields->count; i++) {
    if (strcmp(fields->items[i].name, name) == 0)
      return fields->items[i].value;
  }
  return NULL;
}

const char *http_fields_header(const HttpFields *fields, const char *name)
{
  for (size_t i = 0; i < fields->count; i++) {
    if (g_ascii_strcasecmp(fields->items[i].name, name) == 0)
      return fields->items[i].value;
  }
  return NULL;
}

size_t http_fields_count_header(const HttpFields *fields, const char *name)
{
  size_t count = 0;
  for (size_t i = 0; i < fields->count; i++)
    count += g_ascii_strcasecmp(fields->items[i].name, name) == 0;
  return count;
}

/* One side of a pair; NULL and *status when it can't be decoded. */
static char *decode_part(Arena *arena, const char *text, size_t length, size_t *out_length,
                         HttpDecode *status)
{
  g_autoptr(GString) decoded = g_string_sized_new(length);
  if (memchr(text, '\0', length) || !unescape_url(decoded, text, length, true)) {
    *status = HTTP_DECODE_MALFORMED;
    return NULL;
  }
  if (!g_utf8_validate(decoded->str, (gssize)decoded->len, NULL)) {
    *status = HTTP_DECODE_NOT_UTF8;
    return NULL;
  }
  *out_length = decoded->len;
  return arena_strndup(arena, decoded->str, decoded->len);
}

static HttpDecode decode_pair(HttpFields *fields, Arena *arena, const char *text, size_t length)
{
  const char *equals = memchr(text, '=', length);
  size_t name_size = equals ? (size_t)(equals - text) : length;
  const char *rest = equals ? equals + 1 : text + length;
  HttpDecode status = HTTP_DECODED;
  size_t name_length = 0, value_length = 0;
  char *name = decode_part(arena, text, name_size, &name_length, &status);
  if (!name)
    return status;
  char *value = decode_part(arena, rest, (size_t)(text + length - rest), &value_length, &status);
  if (!value)
    return status;
  if (http_fields_get(fields, name))
    return HTTP_DECODE_DUPLICATE;
  http_fields_add(fields, arena, name, value, value_length);
  return HTTP_DECODED;
}

HttpDecode http_fields_decode(HttpFields *fields, Arena *arena, const char *text, size_t length)
{
  const char *end = text + length;
  while (text < end) {
    const char *next = memchr(text, '&', (size_t)(end - text));
    size_t size = next ? (size_t)(next - text) : (size_t)(end - text);
    if (size > 0) {
      if (fields->count >= HTTP_FIELDS_MAX)
        return HTTP_DECODE_TOO_MANY;
      HttpDecode status = decode_pair(fields, arena, text, size);
      if (status != HTTP_DECODED)
        return status;
    }
    text += size + 1;
  }
  return HTTP_DECODED;
}

void http_fields_cookies(HttpFields *fields, Arena *arena, const char *header)
{
  while (header && *header && fields->count < HTTP_FIELDS_MAX) {
    header += strspn(header, " \t;");
    size_t size = strcspn(header, ";");
    const char *equals = memchr(header, '=', size);
    if (equals && equals > header) {
      size_t length = size - (size_t)(equals + 1 - header);
      while (length > 0 && (equals[length] == ' ' || equals[length] == '\t'))
        length--;
      http_fields_add(fields, arena, arena_strndup(arena, header, (size_t)(equals - header)),
                      arena_strndup(arena, equals + 1, length), length);
    }
    header += size;
  }
}
