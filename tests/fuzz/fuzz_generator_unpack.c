/* Any bytes are a packed page or are refused; what is taken can be packed again. */
#include "generator/model/page/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Arena) arena = arena_new();
  Page page, again;
  if (!page_unpack(&page, arena, data, size))
    return 0;
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  page_pack(&page, bytes);
  g_assert(page_unpack(&again, arena, bytes->data, bytes->len));
  g_assert(page_digest(&again) == page_digest(&page));
  return 0;
}
