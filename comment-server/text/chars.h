/* chars.h - which characters may stand in what a reader writes. */
#ifndef SENF_COMMENT_SERVER_TEXT_CHARS_H
#define SENF_COMMENT_SERVER_TEXT_CHARS_H

#include <glib.h>
#include <stdbool.h>

/* No control characters but tab and line ends, and nothing that XML 1.0 (section
 * 2.2) forbids: comments also stand in feeds. */
static inline bool char_is_allowed(gunichar c)
{
  if (c == '\t' || c == '\n' || c == '\r')
    return true;
  return c >= 0x20 && !(c >= 0x7f && c < 0xa0) && c != 0xfffe && c != 0xffff;
}

#endif
