#include "comment-server/http/target.h"

#include "common/escape.h"

#include <string.h>

/* An absolute URL is allowed from any client (RFC 9112, 3.2.2); what counts is
 * its path. */
static const char *skip_authority(const char *raw)
{
  size_t scheme = g_ascii_strncasecmp(raw, "http://", 7) == 0    ? 7
                  : g_ascii_strncasecmp(raw, "https://", 8) == 0 ? 8
                                                                 : 0;
  if (scheme == 0)
    return raw;
  const char *rest = raw + scheme;
  size_t authority = strcspn(rest, "/?#");
  if (authority == 0)
    return NULL;
  rest += authority;
  return *rest == '\0' ? "/" : rest;
}

static bool is_visible_ascii(const char *text)
{
  for (; *text; text++) {
    if (*text <= ' ' || *text >= 0x7f || *text == '#')
      return false;
  }
  return true;
}

static char *decode_segment(Arena *arena, const char *text, size_t length)
{
  g_autoptr(GString) decoded = g_string_sized_new(length);
  if (!unescape_url(decoded, text, length, false) ||
      !g_utf8_validate(decoded->str, (gssize)decoded->len, NULL))
    return NULL;
  if (strcmp(decoded->str, ".") == 0 || strcmp(decoded->str, "..") == 0)
    return NULL;
  return arena_strndup(arena, decoded->str, decoded->len);
}

static bool split_path(HttpTarget *target, Arena *arena)
{
  size_t count = 0;
  for (const char *p = target->path; *p; p++)
    count += *p == '/';
  bool too_many = count > HTTP_SEGMENTS_MAX;
  target->segments = arena_new_array(arena, const char *, too_many ? 1 : count);
  const char *start = target->path + 1;
  for (size_t i = 0; i < count; i++) {
    size_t length = strcspn(start, "/");
    char *segment = decode_segment(arena, start, length);
    if (!segment)
      return false;
    if (!too_many)
      target->segments[i] = segment;
    start += length + 1;
  }
  target->segment_count = too_many ? HTTP_SEGMENTS_MAX + 1 : count;
  return true;
}

bool http_target_parse(HttpTarget *target, Arena *arena, const char *raw)
{
  *target = (HttpTarget){0};
  const char *path = raw ? skip_authority(raw) : NULL;
  if (!path || *path != '/' || !is_visible_ascii(path))
    return false;
  size_t length = strcspn(path, "?");
  target->path = arena_strndup(arena, path, length);
  target->query = arena_strdup(arena, path[length] == '?' ? path + length + 1 : "");
  if (!split_path(target, arena))
    return false;
  return http_fields_decode(&target->arguments, arena, target->query, strlen(target->query)) ==
         HTTP_DECODED;
}
