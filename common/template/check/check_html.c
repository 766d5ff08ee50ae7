#include "common/template/check/check_html.h"

#include <glib.h>
#include <string.h>

static bool is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static void append(char *text, size_t size, char c)
{
  size_t length = strlen(text);
  if (length + 1 < size) {
    text[length] = g_ascii_tolower(c);
    text[length + 1] = '\0';
  }
}

static bool is_raw(const Html *html)
{
  return !html->closing && (strcmp(html->tag, "script") == 0 || strcmp(html->tag, "style") == 0);
}

static void end_tag(Html *html)
{
  html->state = is_raw(html) ? HTML_RAW : HTML_TEXT;
  html->matched = 0;
}

static void in_open(Html *html, char c)
{
  if (c == '/') {
    html->closing = true;
  } else if (g_ascii_isalpha(c)) {
    html->tag[0] = '\0';
    append(html->tag, sizeof html->tag, c);
    html->state = HTML_TAG;
  } else if (c == '!') {
    html->state = HTML_COMMENT; /* or a declaration: told apart by what follows */
    memset(html->last, 0, sizeof html->last);
    html->matched = 0;
  } else {
    html->state = HTML_TEXT;
  }
}

/* "<!-- … -->" ends with "-->", "<!DOCTYPE …>" with '>'. */
static void in_comment(Html *html, char c)
{
  bool comment = html->matched >= 2;
  if (html->matched < 2)
    html->matched = c == '-' ? html->matched + 1 : 3;
  if (html->matched == 3 && !comment)
    html->matched = 4; /* a declaration */
  bool declaration = html->matched == 4;
  if (c == '>' && (declaration || (html->last[1] == '-' && html->last[2] == '-')))
    html->state = HTML_TEXT;
  memmove(html->last, html->last + 1, sizeof html->last - 1);
  html->last[sizeof html->last - 1] = c;
}

static void in_raw(Html *html, char c)
{
  char end[24];
  size_t length = (size_t)g_snprintf(end, sizeof end, "</%s", html->tag);
  if (g_ascii_tolower(c) == end[html->matched])
    html->matched++;
  else
    html->matched = c == '<';
  if (html->matched == length) {
    html->state = HTML_BEFORE_NAME;
    html->closing = true;
  }
}

static void begin_name(Html *html, char c)
{
  html->attribute[0] = '\0';
  append(html->attribute, sizeof html->attribute, c);
  html->state = HTML_NAME;
}

static void in_tag(Html *html, char c)
{
  if (c == '>')
    end_tag(html);
  else if (is_space(c) || c == '/')
    html->state = html->state == HTML_NAME ? HTML_AFTER_NAME : HTML_BEFORE_NAME;
  else if (html->state == HTML_TAG)
    append(html->tag, sizeof html->tag, c);
  else if (html->state == HTML_BEFORE_NAME)
    begin_name(html, c);
  else if (c == '=') {
    html->state = HTML_BEFORE_VALUE;
    html->value_begun = false;
  } else if (html->state == HTML_NAME)
    append(html->attribute, sizeof html->attribute, c);
  else
    begin_name(html, c);
}

static void in_value(Html *html, char c)
{
  if (html->state == HTML_BEFORE_VALUE) {
    if (is_space(c))
      return;
    if (c == '"' || c == '\'') {
      html->state = HTML_QUOTED;
      html->quote = c;
    } else if (c == '>') {
      end_tag(html);
    } else {
      html->state = HTML_UNQUOTED;
      html->value_begun = true;
    }
  } else if (html->state == HTML_QUOTED ? c == html->quote : is_space(c)) {
    html->state = HTML_BEFORE_NAME;
  } else if (html->state == HTML_UNQUOTED && c == '>') {
    end_tag(html);
  } else {
    html->value_begun |= !is_space(c);
  }
}

static void feed(Html *html, char c)
{
  switch (html->state) {
  case HTML_TEXT:
    if (c == '<') {
      html->state = HTML_OPEN;
      html->closing = false;
    }
    break;
  case HTML_OPEN:
    in_open(html, c);
    break;
  case HTML_COMMENT:
    in_comment(html, c);
    break;
  case HTML_RAW:
    in_raw(html, c);
    break;
  case HTML_BEFORE_VALUE:
  case HTML_QUOTED:
  case HTML_UNQUOTED:
    in_value(html, c);
    break;
  default:
    in_tag(html, c);
  }
}

void html_feed(Html *html, const char *text, size_t length)
{
  for (size_t i = 0; !html->off && i < length; i++)
    feed(html, text[i]);
}

void html_value(Html *html)
{
  if (html->state == HTML_BEFORE_VALUE)
    html->state = HTML_UNQUOTED;
  else if (html->state == HTML_OPEN)
    html->state = HTML_TEXT;
  html->value_begun = true;
}

/* Attributes whose value a browser may follow or run. */
static bool holds_address(const char *name)
{
  static const char *const names[] = {"href",       "src",  "action", "formaction", "data",
                                      "xlink:href", "cite", "poster", "background", "manifest"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (strcmp(name, names[i]) == 0)
      return true;
  return false;
}

HtmlPlace html_place(const Html *html)
{
  if (html->off)
    return PLACE_TEXT;
  if (html->state == HTML_RAW)
    return strcmp(html->tag, "script") == 0 ? PLACE_SCRIPT : PLACE_STYLE;
  if (html->state == HTML_BEFORE_VALUE || html->state == HTML_UNQUOTED)
    return PLACE_UNQUOTED;
  if (html->state != HTML_QUOTED)
    return PLACE_TEXT;
  if (strcmp(html->attribute, "style") == 0)
    return PLACE_STYLE;
  if (html->attribute[0] == 'o' && html->attribute[1] == 'n')
    return PLACE_EVENT;
  if (!html->value_begun && holds_address(html->attribute))
    return PLACE_URL;
  return PLACE_TEXT;
}
