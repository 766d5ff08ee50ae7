#include "common/escape.h"

#include "common/byte_scan.h"

#include <string.h>

static const char HEX[] = "0123456789ABCDEF";

static void put_percent(GString *out, unsigned char byte)
{
  char text[3] = {'%', HEX[byte >> 4], HEX[byte & 15]};
  g_string_append_len(out, text, sizeof text);
}

const char *html_entity(char c)
{
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&#34;";
  case '\'':
    return "&#39;";
  default:
    return NULL;
  }
}

void escape_html(GString *out, const char *text, size_t length)
{
  for (size_t at = 0; at < length; at++) {
    size_t plain = scan_html(text + at, length - at);
    g_string_append_len(out, text + at, (gssize)plain);
    at += plain;
    if (at < length)
      g_string_append(out, html_entity(text[at]));
  }
}

/* How many bytes at `text` are a character that XML 1.0 forbids: a control
 * character, U+FFFE or U+FFFF. 0 when it is allowed. */
static size_t xml_forbidden(const char *text, size_t length)
{
  unsigned char c = (unsigned char)*text;
  if (c < 0x20)
    return c == '\t' || c == '\n' || c == '\r' ? 0 : 1;
  if (c == 0xef && length >= 3 && memcmp(text, "\xef\xbf", 2) == 0 &&
      (unsigned char)text[2] >= 0xbe)
    return 3;
  return 0;
}

void escape_xml(GString *out, const char *text, size_t length)
{
  size_t copied = 0;
  for (size_t i = 0; i < length; i++) {
    size_t forbidden = xml_forbidden(text + i, length - i);
    if (forbidden == 0)
      continue;
    escape_html(out, text + copied, i - copied);
    g_string_append(out, "\xef\xbf\xbd");
    i += forbidden - 1;
    copied = i + 1;
  }
  escape_html(out, text + copied, length - copied);
}

void clean_xml(GString *text)
{
  for (size_t i = scan_xml(text->str, text->len); i < text->len;
       i += 1 + scan_xml(text->str + i + 1, text->len - i - 1)) {
    size_t forbidden = xml_forbidden(text->str + i, text->len - i);
    if (forbidden == 0)
      continue;
    g_string_erase(text, (gssize)i, (gssize)forbidden);
    g_string_insert(text, (gssize)i, "\xef\xbf\xbd");
    i += 2;
  }
}

static bool is_unreserved(char c)
{
  return g_ascii_isalnum(c) || (c && strchr("-._~", c));
}

void escape_url_part(GString *out, const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++) {
    if (is_unreserved(text[i]))
      g_string_append_c(out, text[i]);
    else
      put_percent(out, (unsigned char)text[i]);
  }
}

/* Where the host stands: [start, end). Only there may brackets stand (RFC 3986,
 * 3.2.2: IPv6 addresses). */
static void find_authority(const char *text, size_t length, size_t *start, size_t *end)
{
  *start = *end = 0;
  size_t i = 0;
  while (i < length && (g_ascii_isalnum(text[i]) || (text[i] && strchr("+-.", text[i]))))
    i++;
  if (i < length && text[i] == ':')
    i++;
  else
    i = 0;
  if (length - i < 2 || text[i] != '/' || text[i + 1] != '/')
    return;
  *start = *end = i + 2;
  while (*end < length && !(text[*end] && strchr("/?#", text[*end])))
    (*end)++;
}

void escape_url(GString *out, const char *text, size_t length)
{
  size_t host_start, host_end;
  find_authority(text, length, &host_start, &host_end);
  for (size_t i = 0; i < length; i++) {
    char c = text[i];
    bool stays = is_unreserved(c) || (c && strchr(":/?#@!$&()*+,;=", c));
    if (c == '%')
      stays = i + 2 < length && g_ascii_isxdigit(text[i + 1]) && g_ascii_isxdigit(text[i + 2]);
    if (c == '[' || c == ']')
      stays = i >= host_start && i < host_end;
    if (stays)
      g_string_append_c(out, c);
    else
      put_percent(out, (unsigned char)c);
  }
}

static const char *json_short(char c)
{
  switch (c) {
  case '"':
    return "\\\"";
  case '\\':
    return "\\\\";
  case '\b':
    return "\\b";
  case '\f':
    return "\\f";
  case '\n':
    return "\\n";
  case '\r':
    return "\\r";
  case '\t':
    return "\\t";
  default:
    return NULL;
  }
}

void escape_json(GString *out, const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    const char *brief = json_short(text[i]);
    if (brief) {
      g_string_append(out, brief);
    } else if (c < 0x20 || c == 0x7f || c == '<' || c == '>' || c == '&' || c == '\'') {
      g_string_append_printf(out, "\\u%04x", c);
    } else if (c == 0xe2 && length - i >= 3 && (unsigned char)text[i + 1] == 0x80 &&
               ((unsigned char)text[i + 2] & 0xfe) == 0xa8) {
      /* U+2028 and U+2029 end a line in old JavaScript. */
      g_string_append_printf(out, "\\u202%d", (unsigned char)text[i + 2] == 0xa8 ? 8 : 9);
      i += 2;
    } else {
      g_string_append_c(out, text[i]);
    }
  }
}

void escape_log(GString *out, const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '\\' || c == '"') {
      g_string_append_printf(out, "\\%c", c);
    } else if (c < 0x20 || c == 0x7f) {
      g_string_append_printf(out, "\\x%02X", c);
    } else if (c == 0xc2 && i + 1 < length && (unsigned char)text[i + 1] >= 0x80 &&
               (unsigned char)text[i + 1] < 0xa0) {
      /* The controls of U+0080 to U+009F, which some terminals obey. */
      g_string_append_printf(out, "\\x%02X", (unsigned char)text[i + 1]);
      i++;
    } else {
      g_string_append_c(out, text[i]);
    }
  }
}

bool unescape_url(GString *out, const char *text, size_t length, bool plus)
{
  bool good = true;
  for (size_t i = 0; i < length; i++) {
    if (text[i] == '+' && plus) {
      g_string_append_c(out, ' ');
    } else if (text[i] != '%') {
      g_string_append_c(out, text[i]);
    } else if (i + 2 < length && g_ascii_isxdigit(text[i + 1]) && g_ascii_isxdigit(text[i + 2])) {
      char byte =
          (char)(g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2]));
      good = good && byte != '\0';
      g_string_append_c(out, byte);
      i += 2;
    } else {
      good = false;
      g_string_append_c(out, '%');
    }
  }
  return good;
}
