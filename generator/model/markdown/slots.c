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

/* --- sizes --- */

enum { SIZE_MAX_PIXELS = 99999 };

static unsigned read_number(const char **at, const char *end)
{
  unsigned number = 0;
  for (; *at < end && g_ascii_isdigit(**at); (*at)++)
    number = MIN(number * 10 + (unsigned)(**at - '0'), SIZE_MAX_PIXELS);
  return number;
}

SlotSize slot_size_read(const char *text, size_t length, const char **target)
{
  const char *end = text + length;
  SlotSize size = {0};
  size.width = read_number(&text, end);
  text += text < end && *text == 'x';
  size.height = read_number(&text, end);
  *target = text + (text < end && *text == ' ');
  return size;
}

/* The nearest to part * said / whole. */
static unsigned proportion(unsigned said, int part, int whole)
{
  guint64 product = (guint64)said * (guint64)part, divisor = (guint64)whole;
  return (unsigned)CLAMP((product + divisor / 2) / divisor, 1, SIZE_MAX_PIXELS);
}

void slot_size_scale(SlotSize *size, int width, int height)
{
  if (width <= 0 || height <= 0)
    return;
  if (size->width > 0 && size->height == 0)
    size->height = proportion(size->width, height, width);
  else if (size->height > 0 && size->width == 0)
    size->width = proportion(size->height, width, height);
}

void slot_size_put(GString *out, const SlotSize *size)
{
  if (size->width > 0)
    g_string_append_printf(out, " width=\"%u\"", size->width);
  if (size->height > 0)
    g_string_append_printf(out, " height=\"%u\"", size->height);
}
