#include "generator/model/markdown/slots.h"

#include <string.h>

/* The SLOT_END that belongs to the slot whose text begins here; NULL: cut off. */
static const char *slot_close(const char *text, const char *end)
{
  size_t depth = 1;
  for (; text < end; text++) {
    if (*text == SLOT_BEGIN)
      depth++;
    else if (*text == SLOT_END && --depth == 0)
      return text;
  }
  return NULL;
}

void slots_fill(const char *html, size_t length, SlotFill fill, void *data, GString *out)
{
  const char *end = html + length;
  while (html < end) {
    const char *begin = memchr(html, SLOT_BEGIN, (size_t)(end - html));
    if (!begin) {
      g_string_append_len(out, html, end - html);
      return;
    }
    g_string_append_len(out, html, begin - html);
    const char *text = begin + 2;
    const char *close = text <= end ? slot_close(text, end) : NULL;
    if (!close) /* cut off: nothing that could be shown */
      return;
    fill(data, begin[1], text, (size_t)(close - text), out);
    html = close + 1;
  }
}

void slot_field_add(GString *out, const char *text, size_t length)
{
  g_string_append_printf(out, "%zu:", length);
  g_string_append_len(out, text, (gssize)length);
}

bool slot_field_next(const char **at, const char *end, const char **text, size_t *length)
{
  const char *p = *at;
  size_t size = 0;
  while (p < end && g_ascii_isdigit(*p) && size < G_MAXINT32)
    size = size * 10 + (size_t)(*p++ - '0');
  if (p == *at || p == end || *p != ':' || size > (size_t)(end - p - 1))
    return false;
  *text = p + 1;
  *length = size;
  *at = p + 1 + size;
  return true;
}

char *slot_field_take(const char **at, const char *end)
{
  const char *text;
  size_t length;
  return slot_field_next(at, end, &text, &length) ? g_strndup(text, length) : NULL;
}
