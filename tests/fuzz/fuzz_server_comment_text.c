/* Whatever a reader writes becomes safe, well formed HTML of a bounded size, or is
 * refused and leaves nothing behind. */
#include "comment-server/text/markup.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/comment-server/markup_check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(GString) html = g_string_new(NULL);
  MarkupStatus status = markup_render((const char *)data, size, html);
  g_assert(status == MARKUP_OK ? html->len > 0 : html->len == 0);
  g_assert(html->len <= MARKUP_OUTPUT_MAX);
  const char *fault = markup_check(html->str, html->len);
  if (fault)
    fuzz_fail("%s\nin: %s", fault, html->str);
  return 0;
}
