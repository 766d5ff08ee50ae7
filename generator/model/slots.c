#include "generator/model/slots.h"

#include <string.h>

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
    const char *close = text <= end ? memchr(text, SLOT_END, (size_t)(end - text)) : NULL;
    if (!close) /* cut off: nothing that could be shown */
      return;
    fill(data, begin[1], text, (size_t)(close - text), out);
    html = close + 1;
  }
}
