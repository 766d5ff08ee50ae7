#include "comment-server/http/head.h"

#include <string.h>

/* RFC 9110, 5.6.2 */
static bool is_token_char(char c)
{
  return g_ascii_isalnum(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

/* Visible characters, space, tab, and bytes beyond ASCII (RFC 9110, 5.5). */
static bool is_value_char(char c)
{
  unsigned char byte = (unsigned char)c;
  return byte == '\t' || (byte >= ' ' && byte != 0x7f);
}

typedef struct Cursor {
  const char *at, *end;
} Cursor;

static size_t span(const Cursor *cursor, bool (*allowed)(char))
{
  size_t length = 0;
  while (cursor->at + length < cursor->end && allowed(cursor->at[length]))
    length++;
  return length;
}

/* `count` bytes that libmicrohttpd has overwritten. */
static bool take_nuls(Cursor *cursor, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (cursor->at == cursor->end || *cursor->at != '\0')
      return false;
    cursor->at++;
  }
  return true;
}

static bool skip_request_line(Cursor *cursor, const char *method, const char *target,
                              const char *version)
{
  /* The target itself was decoded in place; its place and length tell that one
   * space stood before and behind it. */
  size_t method_length = strlen(method), version_length = strlen(version);
  size_t line = method_length + 1 + strlen(target) + 1 + version_length;
  if ((size_t)(cursor->end - cursor->at) < line)
    return false;
  for (size_t i = 0; i < method_length; i++) {
    if (!is_token_char(method[i]))
      return false;
  }
  if (memcmp(cursor->at + line - version_length, version, version_length) != 0 ||
      cursor->at[line - version_length - 1] != '\0')
    return false;
  cursor->at += line;
  return take_nuls(cursor, 2);
}

static bool take_header(Cursor *cursor, HttpFields *headers, Arena *arena)
{
  size_t name_length = span(cursor, is_token_char);
  if (name_length == 0)
    return false;
  const char *name = arena_strndup(arena, cursor->at, name_length);
  cursor->at += name_length;
  if (!take_nuls(cursor, 1))
    return false;
  const char *value = cursor->at;
  size_t length = span(cursor, is_value_char);
  cursor->at += length;
  if (!take_nuls(cursor, 2))
    return false;
  while (length > 0 && (*value == ' ' || *value == '\t')) {
    value++;
    length--;
  }
  while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\t'))
    length--;
  http_fields_add(headers, arena, name, arena_strndup(arena, value, length), length);
  return true;
}

bool http_head_check(const char *head, size_t length, const char *method, const char *target,
                     const char *version, HttpFields *headers, Arena *arena)
{
  Cursor cursor = {.at = head, .end = head + length};
  if (!skip_request_line(&cursor, method, target, version))
    return false;
  while (cursor.at < cursor.end && *cursor.at != '\0') {
    if (!take_header(&cursor, headers, arena))
      return false;
  }
  return take_nuls(&cursor, 2) && cursor.at == cursor.end;
}

static bool parse_length(const char *text, uint64_t *out)
{
  size_t digits = strspn(text, "0123456789");
  if (digits == 0 || digits > 18 || text[digits] != '\0')
    return false;
  *out = g_ascii_strtoull(text, NULL, 10);
  return true;
}

HttpFraming http_head_framing(const HttpFields *headers, const char *version, uint64_t *length)
{
  static const char *const once[] = {"Host", "Content-Length", "Transfer-Encoding", "Content-Type",
                                     "Expect"};
  for (size_t i = 0; i < G_N_ELEMENTS(once); i++) {
    if (http_fields_count_header(headers, once[i]) > 1)
      return HTTP_FRAMING_MALFORMED;
  }
  *length = 0;
  const char *host = http_fields_header(headers, "Host");
  if (strcmp(version, "HTTP/1.0") != 0 && !host)
    return HTTP_FRAMING_MALFORMED;
  if (host && strpbrk(host, " \t,/@") != NULL)
    return HTTP_FRAMING_MALFORMED;
  const char *declared = http_fields_header(headers, "Content-Length");
  if (http_fields_header(headers, "Transfer-Encoding"))
    return declared || strcmp(version, "HTTP/1.0") == 0 ? HTTP_FRAMING_MALFORMED
                                                        : HTTP_FRAMING_CHUNKED;
  if (declared && !parse_length(declared, length))
    return HTTP_FRAMING_MALFORMED;
  return HTTP_FRAMING_GOOD;
}
