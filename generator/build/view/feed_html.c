/* feed_html.c - addresses in HTML made absolute, and what has no place in a feed. */
#include "generator/build/view/feed_html.h"

#include "common/html/html_scan.h"
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

static bool attribute_begins(const HtmlAttribute *attribute, const char *prefix)
{
  size_t length = strlen(prefix);
  return attribute->name_length > length &&
         g_ascii_strncasecmp(attribute->name, prefix, length) == 0;
}

/* What feed readers take away, because it does something on the page that is not theirs. */
static bool attribute_is_dropped(const HtmlAttribute *attribute)
{
  static const char *const names[] = {"style", "role", "tabindex", "is", "slot"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (html_attribute_is(attribute, names[i]))
      return true;
  return attribute_begins(attribute, "on") || attribute_begins(attribute, "aria-");
}

/* The attribute ends behind its value, and what quotes it. */
static const char *attribute_end(const HtmlPiece *piece, const HtmlAttribute *attribute)
{
  if (!attribute->value)
    return attribute->name + attribute->name_length;
  const char *end = attribute->value + attribute->value_length;
  char before = attribute->value[-1];
  bool quoted = before == '"' || before == '\'';
  return quoted && end < piece->at + piece->length && *end == before ? end + 1 : end;
}

static void put_tag(GString *out, const HtmlPiece *piece, const char *base)
{
  const char *written = piece->at, *at = NULL;
  HtmlAttribute attribute;
  while (html_attribute(piece, &at, &attribute)) {
    if (attribute_is_dropped(&attribute)) {
      const char *space = attribute.name;
      while (space > written && html_space(space[-1]))
        space--;
      g_string_append_len(out, written, space - written);
      written = attribute_end(piece, &attribute);
      continue;
    }
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

/* Elements that go; of what is in them, what is no text. */
static bool is_dropped(const HtmlPiece *piece)
{
  static const char *const names[] = {"script", "style",    "iframe", "object", "embed",
                                      "applet", "frameset", "link",   "meta",   "base"};
  if (piece->kind != HTML_START && piece->kind != HTML_END)
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (html_is(piece, names[i]))
      return true;
  return false;
}

/* Where a frame leads, for who wants to see it. */
static void put_frame(GString *out, const HtmlPiece *piece, const char *base)
{
  const char *at = NULL;
  HtmlAttribute attribute, src = {0}, title = {0};
  while (html_attribute(piece, &at, &attribute)) {
    if (html_attribute_is(&attribute, "src"))
      src = attribute;
    else if (html_attribute_is(&attribute, "title"))
      title = attribute;
  }
  if (src.value_length == 0 || memchr(src.value, '"', src.value_length))
    return;
  g_autoptr(GString) url = g_string_new(NULL);
  put_url(url, src.value, src.value_length, base);
  if (!title.value_length)
    title = (HtmlAttribute){.value = url->str, .value_length = url->len};
  g_string_append_printf(out, "<a href=\"%s\">%.*s</a>", url->str, (int)title.value_length,
                         title.value);
}

static void put_piece(GString *out, const HtmlPiece *piece, const char *base)
{
  if (piece->kind == HTML_START && html_is(piece, "iframe"))
    put_frame(out, piece, base);
  else if (piece->kind == HTML_START && !is_dropped(piece))
    put_tag(out, piece, base);
}

/* Most pieces stay as they are: text, what ends, and what begins without an attribute. */
static bool is_kept(const HtmlPiece *piece)
{
  if (piece->kind == HTML_START && piece->name_length + 2 != piece->length)
    return false;
  return !is_dropped(piece);
}

void feed_html(GString *out, const char *html, size_t length, const char *base)
{
  HtmlScan scan;
  HtmlPiece piece;
  const char *kept = html;          /* what stays, up to the piece */
  bool hidden = false, raw = false; /* what follows in the link or the script goes */
  html_scan_init(&scan, html, length);
  while (html_scan_next(&scan, &piece)) {
    bool goes = hidden || (raw && piece.kind == HTML_RAW);
    if (!goes && is_kept(&piece)) {
      raw = false;
      continue;
    }
    g_string_append_len(out, kept, piece.at - kept);
    kept = piece.at + piece.length;
    if (hidden) {
      hidden = !(piece.kind == HTML_END && html_is(&piece, "a"));
    } else if (!goes) {
      raw = piece.kind == HTML_START && is_dropped(&piece);
      hidden = link_is_hidden(&piece);
      if (!hidden)
        put_piece(out, &piece, base);
    }
  }
  g_string_append_len(out, kept, html + length - kept);
}
