#include "common/byte_scan.h"

#include "common/bytes.h"

/* & and ' differ in one bit only, < and > in another. */
static ByteMask is_html(ByteBlock b)
{
  return (ByteMask)((b | 1) == '\'') | (ByteMask)((b | 2) == '>') | (ByteMask)(b == '"');
}

static ByteMask is_json(ByteBlock b)
{
  return is_html(b) | (ByteMask)(b == '\\') | (ByteMask)(b < 0x20) | (ByteMask)(b >= 0x7F);
}

static ByteMask is_xml(ByteBlock b)
{
  ByteMask allowed = (ByteMask)(b == '\t') | (ByteMask)(b == '\n') | (ByteMask)(b == '\r');
  return (ByteMask)(b == 0xEF) | ((ByteMask)(b < 0x20) & ~allowed);
}

static ByteMask is_no_word(ByteBlock b)
{
  return (ByteMask)(b <= 0x20) | (ByteMask)(b >= 0x7F);
}

size_t scan_html(const char *text, size_t length)
{
  return (size_t)(bytes_find(text, text + length, is_html) - text);
}

size_t scan_json(const char *text, size_t length)
{
  return (size_t)(bytes_find(text, text + length, is_json) - text);
}

size_t scan_xml(const char *text, size_t length)
{
  return (size_t)(bytes_find(text, text + length, is_xml) - text);
}

size_t scan_word(const char *text, size_t length)
{
  return (size_t)(bytes_find(text, text + length, is_no_word) - text);
}
