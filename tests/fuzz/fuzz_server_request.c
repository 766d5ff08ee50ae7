/* Whatever comes as a request's head, target, form, cookie or preference is read
 * within its bounds; what is accepted keeps the promises of the headers. */
#include "comment-server/http/accept.h"
#include "comment-server/http/head.h"
#include "comment-server/http/target.h"
#include "comment-server/reader/draft.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_texts(const HttpFields *fields)
{
  for (size_t i = 0; i < fields->count; i++) {
    g_assert(strlen(fields->items[i].value) == fields->items[i].length);
    g_assert(g_utf8_validate(fields->items[i].value, -1, NULL));
    g_assert(g_utf8_validate(fields->items[i].name, -1, NULL));
  }
}

static void check_head(const char *bytes, size_t size, Arena *arena)
{
  HttpFields headers = {0};
  uint64_t length;
  if (!http_head_check(bytes, size, "GET", "/x", "HTTP/1.1", &headers, arena))
    return;
  for (size_t i = 0; i < headers.count; i++)
    g_assert(strpbrk(headers.items[i].name, " \t:\r\n") == NULL && *headers.items[i].name);
  http_head_framing(&headers, "HTTP/1.1", &length);
}

static void check_target(const char *text, Arena *arena)
{
  HttpTarget target;
  if (!http_target_parse(&target, arena, text))
    return;
  g_assert(target.path[0] == '/' && target.segment_count > 0);
  for (size_t i = 0; i < target.segment_count && target.segment_count <= HTTP_SEGMENTS_MAX; i++)
    g_assert(strcmp(target.segments[i], "..") != 0 && strcmp(target.segments[i], ".") != 0);
  check_texts(&target.arguments);
}

static void check_form(const char *bytes, size_t size, Arena *arena)
{
  HttpFields form = {0};
  Draft draft;
  if (http_fields_decode(&form, arena, bytes, size) != HTTP_DECODED)
    return;
  check_texts(&form);
  draft_read(&draft, &form, arena);
  for (int i = 0; i < DRAFT_FIELD_COUNT; i++)
    g_assert(draft.values[i] && g_utf8_validate(draft.values[i], -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Arena) arena = arena_new();
  const char *bytes = (const char *)data;
  const char *text = arena_strndup(arena, bytes, size);
  const char *const languages[] = {"de", "en", "pt-BR", NULL};
  HttpFields cookies = {0};
  check_head(bytes, size, arena);
  check_target(text, arena);
  check_form(bytes, size, arena);
  http_fields_cookies(&cookies, arena, text);
  g_assert(accept_language(text, languages, "en") != NULL);
  g_assert(accept_quality(text, "text/html") <= 1000);
  return 0;
}
