/* link.c - see link.h. */
#include "comment-server/text/link.h"

#include <glib.h>
#include <string.h>

static bool starts_with(const char *text, size_t length, const char *prefix)
{
  size_t size = strlen(prefix);
  return length >= size && g_ascii_strncasecmp(text, prefix, size) == 0;
}

/* Length of "http://" or "https://" at the start, or 0. */
static size_t web_scheme(const char *text, size_t length)
{
  if (starts_with(text, length, "https://"))
    return 8;
  return starts_with(text, length, "http://") ? 7 : 0;
}

/* A name or a number in brackets follows; "user@host" shows one host and goes
 * to another, so it is no link. */
static bool has_host(const char *rest)
{
  size_t length = strcspn(rest, "/?#\\");
  unsigned char first = (unsigned char)rest[0];
  return (g_ascii_isalnum(first) || first == '[' || first >= 0x80) && !memchr(rest, '@', length);
}

static bool has_address(const char *rest)
{
  const char *at = strchr(rest, '@');
  return at && at > rest && g_ascii_isalnum(at[1]);
}

bool link_is_allowed(const char *url)
{
  size_t length = strlen(url);
  size_t scheme = web_scheme(url, length);
  if (scheme)
    return has_host(url + scheme);
  return starts_with(url, length, "mailto:") && has_address(url + strlen("mailto:"));
}

static bool ends_url(unsigned char c)
{
  return c <= ' ' || c == 0x7f || c == '<' || c == '>' || c == '"' || c == '`';
}

/* As in GFM's autolinks: "(see https://x.org/a_(b))." ends before the last ")". */
static size_t trim_end(const char *text, size_t start, size_t end)
{
  int open = 0;
  for (size_t i = start; i < end; i++)
    open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
  while (end > start) {
    char last = text[end - 1];
    if (last == ')' && open < 0)
      open++;
    else if (!strchr("?!.,:;*_~'", last))
      break;
    end--;
  }
  return end;
}

static bool url_at(const char *text, size_t length, size_t start, size_t *end)
{
  size_t scheme = web_scheme(text + start, length - start);
  bool inside_word = start > 0 && g_ascii_isalnum(text[start - 1]);
  if (!scheme || inside_word)
    return false;
  size_t stop = start + scheme;
  while (stop < length && !ends_url((unsigned char)text[stop]))
    stop++;
  *end = trim_end(text, start + scheme, stop);
  g_autofree char *url = g_strndup(text + start, *end - start);
  return link_is_allowed(url);
}

bool link_find(const char *text, size_t length, size_t from, size_t *start, size_t *end)
{
  for (size_t i = from; i + 7 < length; i++) {
    if ((text[i] | 0x20) != 'h' || !url_at(text, length, i, end))
      continue;
    *start = i;
    return true;
  }
  return false;
}
