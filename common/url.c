/* url.c - references against a base. */
#include "common/url.h"

#include <string.h>

bool url_has_scheme(const char *url, size_t length)
{
  if (length == 0 || !g_ascii_isalpha(url[0]))
    return false;
  for (size_t i = 1; i < length; i++) {
    if (url[i] == ':')
      return true;
    if (!g_ascii_isalnum(url[i]) && !strchr("+-.", url[i]))
      return false;
  }
  return false;
}

/* Section 5.2.4, over what was appended behind `root`, where the path begins. */
static void dots_remove(GString *out, size_t root)
{
  g_autofree char *path = g_strdup(out->str + root);
  g_string_truncate(out, root);
  const char *at = path;
  while (*at) {
    const char *segment = at + 1; /* behind the slash */
    size_t length = strcspn(segment, "/");
    bool last = segment[length] == '\0';
    bool one = length == 1 && segment[0] == '.';
    bool two = length == 2 && segment[0] == '.' && segment[1] == '.';
    if (two)
      while (out->len > root && out->str[out->len - 1] != '/')
        g_string_truncate(out, out->len - 1);
    if (two && out->len > root)
      g_string_truncate(out, out->len - 1);
    if (!one && !two)
      g_string_append_len(out, at, (gssize)length + 1);
    else if (last)
      g_string_append_c(out, '/');
    at = segment + length;
  }
}

void url_resolve(GString *out, const char *base, const char *reference, size_t length)
{
  if (url_has_scheme(reference, length)) {
    g_string_append_len(out, reference, (gssize)length);
    return;
  }
  const char *host = strstr(base, "://");
  host = host ? host + 3 : base;
  const char *path = host + strcspn(host, "/?#");
  const char *path_end = path + strcspn(path, "?#");
  const char *query_end = path_end + strcspn(path_end, "#");
  if (length >= 2 && reference[0] == '/' && reference[1] == '/') {
    g_string_append_len(out, base, host - 2 - base);
    g_string_append_len(out, reference, (gssize)length);
    return;
  }
  if (length == 0 || reference[0] == '#' || reference[0] == '?') {
    const char *end = length > 0 && reference[0] == '?' ? path_end : query_end;
    g_string_append_len(out, base, end - base);
    g_string_append_len(out, reference, (gssize)length);
    return;
  }
  size_t path_length = 0;
  while (path_length < length && !strchr("?#", reference[path_length]))
    path_length++;
  g_string_append_len(out, base, path - base);
  size_t root = out->len;
  if (reference[0] != '/') {
    const char *folder = path_end;
    while (folder > path && folder[-1] != '/')
      folder--;
    g_string_append_len(out, path, folder - path);
    if (folder == path)
      g_string_append_c(out, '/');
  }
  g_string_append_len(out, reference, (gssize)path_length);
  dots_remove(out, root);
  g_string_append_len(out, reference + path_length, (gssize)(length - path_length));
}
