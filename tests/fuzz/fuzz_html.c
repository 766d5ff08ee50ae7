/* Any bytes are HTML: all of it comes out in pieces; minified it is never longer, and
 * minified again the same. */
#include "common/html/html_minify.h"
#include "common/html/html_scan.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;
  g_autofree char *html = g_memdup2(data, size);
  const char *at = html;
  HtmlScan scan;
  HtmlPiece piece;
  html_scan_init(&scan, html, size);
  while (html_scan_next(&scan, &piece)) {
    g_assert(piece.at == at && piece.length > 0);
    at += piece.length;
    const char *attributes = NULL, *end = piece.at + piece.length;
    HtmlAttribute attribute;
    while (html_attribute(&piece, &attributes, &attribute)) {
      g_assert(attribute.name + attribute.name_length <= attributes && attributes <= end);
      g_assert(!attribute.value || attribute.value + attribute.value_length <= attributes);
    }
  }
  g_assert(at == html + size);
  size_t once = html_minify(html, size);
  g_assert(once <= size);
  g_autofree char *copy = once ? g_memdup2(html, once) : NULL;
  g_assert(!copy || (html_minify(copy, once) == once && memcmp(copy, html, once) == 0));
  return 0;
}
