/* markup_check.h - is a piece of HTML safe and well formed? Written without a look
 * at the renderer: it knows the few forms that tags may have and refuses all
 * else. For the unit test and the fuzz target. */
#ifndef SENF_TESTS_MARKUP_CHECK_H
#define SENF_TESTS_MARKUP_CHECK_H

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static inline const char *markup_fault(const char *fault, const char *at)
{
  static _Thread_local char text[120];
  snprintf(text, sizeof text, "%s: %.60s", fault, at);
  return text;
}

/* href="…" rel="…": only three schemes, and only bytes that a URL may have. */
static inline const char *markup_check_link(const char *tag, const char *end)
{
  static const char *const schemes[] = {"http://", "https://", "mailto:"};
  const char *url = tag + strlen("a href=\"");
  const char *quote = memchr(url, '"', (size_t)(end - url));
  bool known = false;
  for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
    known = known || g_ascii_strncasecmp(url, schemes[i], strlen(schemes[i])) == 0;
  if (!known)
    return markup_fault("scheme", tag);
  static const char rest[] = "\" rel=\"nofollow ugc noopener\"";
  if (!quote || (size_t)(end - quote) != strlen(rest) || memcmp(quote, rest, strlen(rest)) != 0)
    return markup_fault("attributes", tag);
  for (const char *c = url; c < quote; c++)
    if (*c <= ' ' || *c >= 0x7f || strchr("<>'`\\", *c))
      return markup_fault("byte in a URL", tag);
  return NULL;
}

/* One tag, from behind '<' to '>'. Keeps the names of open ones. */
static inline const char *markup_check_tag(const char *tag, const char *end, GPtrArray *open)
{
  static const char *const names[] = {"p",  "em", "strong", "code",       "pre",
                                      "ul", "ol", "li",     "blockquote", "a"};
  size_t length = (size_t)(end - tag);
  bool closing = *tag == '/';
  if ((length == 2 && (memcmp(tag, "br", 2) == 0 || memcmp(tag, "hr", 2) == 0)))
    return NULL;
  const char *name = tag + (closing ? 1 : 0);
  size_t size = 0;
  while (name + size < end && g_ascii_isalpha(name[size]))
    size++;
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    if (strlen(names[i]) != size || memcmp(names[i], name, size) != 0)
      continue;
    if (closing) {
      if (name + size != end || open->len == 0 ||
          strcmp(g_ptr_array_index(open, open->len - 1), names[i]) != 0)
        return markup_fault("closing tag", tag);
      g_ptr_array_set_size(open, (int)open->len - 1);
      return NULL;
    }
    if (strcmp(names[i], "a") == 0) {
      for (guint j = 0; j < open->len; j++)
        if (strcmp(g_ptr_array_index(open, j), "a") == 0)
          return markup_fault("link in a link", tag);
      g_ptr_array_add(open, (gpointer)names[i]);
      return length > 8 && memcmp(tag, "a href=\"", 8) == 0 ? markup_check_link(tag, end)
                                                            : markup_fault("link", tag);
    }
    bool start = strcmp(names[i], "ol") == 0 && length >= 12 &&
                 memcmp(tag, "ol start=\"", 10) == 0 && end[-1] == '"' &&
                 strspn(tag + 10, "0123456789") == length - 11;
    g_ptr_array_add(open, (gpointer)names[i]);
    return name + size == end || start ? NULL : markup_fault("attributes", tag);
  }
  return markup_fault("tag", tag);
}

/* NULL when all is well, else what is wrong. */
static inline const char *markup_check(const char *html, size_t length)
{
  if (!g_utf8_validate_len(html, length, NULL))
    return "no UTF-8";
  GPtrArray *open = g_ptr_array_new();
  const char *fault = NULL;
  for (const char *at = html; !fault && at < html + length; at++) {
    if (*at == '<') {
      const char *end = strchr(at, '>');
      fault = end ? markup_check_tag(at + 1, end, open) : markup_fault("open tag", at);
      at = end ? end : at;
    } else if (*at == '>' || *at == '"' || *at == '\'') {
      fault = markup_fault("unescaped sign", at);
    } else if (*at == '&') {
      static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&#34;", "&#39;"};
      bool known = false;
      for (size_t i = 0; i < G_N_ELEMENTS(entities); i++)
        known = known || strncmp(at, entities[i], strlen(entities[i])) == 0;
      fault = known ? NULL : markup_fault("entity", at);
    } else if ((unsigned char)*at < ' ' && *at != '\n' && *at != '\t') {
      fault = markup_fault("control character", at);
    }
  }
  if (!fault && open->len > 0)
    fault = markup_fault("never closed", g_ptr_array_index(open, open->len - 1));
  g_ptr_array_free(open, TRUE);
  return fault;
}

#endif
