#include "generator/model/page/page_mdx_scan.h"

#include <glib.h>
#include <string.h>

const char *mdx_braces_end(const char *begin, const char *end)
{
  size_t depth = 0;
  char quote = 0;
  for (const char *p = begin; p < end; p++) {
    if (quote) {
      if (*p == '\\' && p + 1 < end)
        p++;
      else if (*p == quote)
        quote = 0;
    } else if (*p == '"' || *p == '\'' || *p == '`') {
      quote = *p;
    } else if (*p == '{') {
      depth++;
    } else if (*p == '}' && --depth == 0) {
      return p + 1;
    }
  }
  return NULL;
}

const char *mdx_tag_end(const char *begin, const char *end)
{
  for (const char *p = begin; p < end; p++) {
    if (*p == '>')
      return p + 1;
    if (*p == '{') {
      const char *close = mdx_braces_end(p, end);
      if (!close)
        return NULL;
      p = close - 1;
    } else if (*p == '"' || *p == '\'') {
      const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
      if (!close)
        return NULL;
      p = close;
    } else if (*p == '<') {
      return NULL;
    }
  }
  return NULL;
}

size_t mdx_name_length(const char *text, const char *end)
{
  const char *p = text;
  while (p < end && (g_ascii_isalnum(*p) || *p == '.' || *p == '_' || *p == '-'))
    p++;
  return (size_t)(p - text);
}

const char *mdx_line_end(const char *line, const char *end)
{
  const char *newline = memchr(line, '\n', (size_t)(end - line));
  return newline ? newline + 1 : end;
}

bool mdx_is_blank(const char *line, const char *end)
{
  for (; line < end; line++) {
    if (!g_ascii_isspace(*line))
      return false;
  }
  return true;
}
