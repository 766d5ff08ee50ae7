/* feed_html.c - addresses in HTML made absolute. */
#include "generator/build/feed_html.h"

#include "common/html_scan.h"
#include "common/url.h"

#include <string.h>

static const char *const url_names[] = {"href", "src",    "poster",     "cite",     "background",
                                        "data", "action", "formaction", "longdesc", "xlink:href"};

static bool attribute_is_url(const HtmlAttribute *attribute)
{
  for (size_t i = 0; i < G_N_ELEMENTS(url_names); i++)
    if (html_attribute_is(attribute, url_names[i]))
      return true;
  return false;
}

static void put_url(GString *out, const char *url, size_t length, const char *base)
{
  while (length > 0 && html_space(*url)) {
    url++;
    length--;
  }
  while (length > 0 && html_space(url[length - 1]))
    length--;
  url_resolve(out, base, url, length);
}

/* "a.png 1x, b.png 2x": an address, then what it is for up to a comma. */
static void put_srcset(GString *out, const char *at, size_t length, const char *base)
{
  const char *end = at + length;
  while (at < end) {
    const char *url = at;
    while (url < end && (html_space(*url) || *url == ','))
      url++;
    g_string_append_len(out, at, url - at);
    at = url;
    while (at < end && !html_space(*at))
      at++;
    const char *commas = at;
    while (commas > url && commas[-1] == ',')
      commas--;
    if (commas > url)
      put_url(out, url, (size_t)(commas - url), base);
    const char *rest = commas;
    while (at < end && commas == at && *at != ',')
      commas = ++at;
    g_string_append_len(out, rest, at - rest);
  }
}

static void put_tag(GString *out, const HtmlPiece *piece, const char *base)
{
  const char *written = piece->at, *at = NULL;
  HtmlAttribute attribute;
  while (html_attribute(piece, &at, &attribute)) {
    bool set = html_attribute_is(&attribute, "srcset");
    if (!attribute.value || attribute.value_length == 0 || (!set && !attribute_is_url(&attribute)))
      continue;
    char before = attribute.value[-1];
    bool quoted = before == '"' || before == '\'';
    g_string_append_len(out, written, attribute.value - written);
    if (!quoted)
      g_string_append_c(out, '"');
    if (set)
      put_srcset(out, attribute.value, attribute.value_length, base);
    else
      put_url(out, attribute.value, attribute.value_length, base);
    if (!quoted)
      g_string_append_c(out, '"');
    written = attribute.value + attribute.value_length;
  }
  g_string_append_len(out, written, piece->at + piece->length - written);
}

/* A link that is hidden from all who read with their ears says nothing. */
static bool link_is_hidden(const HtmlPiece *piece)
{
  const char *at = NULL;
  HtmlAttribute attribute;
  if (piece->kind != HTML_START || !html_is(piece, "a"))
    return false;
  while (html_attribute(piece, &at, &attribute))
    if (html_attribute_is(&attribute, "aria-hidden"))
      return true;
  return false;
}

void feed_html(GString *out, const char *html, size_t length, const char *base)
{
  HtmlScan scan;
  HtmlPiece piece;
  bool hidden = false;
  html_scan_init(&scan, html, length);
  while (html_scan_next(&scan, &piece)) {
    if (hidden) {
      hidden = !(piece.kind == HTML_END && html_is(&piece, "a"));
      continue;
    }
    hidden = link_is_hidden(&piece);
    if (hidden)
      continue;
    if (piece.kind == HTML_START)
      put_tag(out, &piece, base);
    else
      g_string_append_len(out, piece.at, (gssize)piece.length);
  }
}
