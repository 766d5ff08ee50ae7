/* markup.c - see markup.h. */
#include "comment-server/text/markup.h"

#include "comment-server/text/chars.h"
#include "comment-server/text/render.h"

#include <stdbool.h>
#include <string.h>

/* Quotes and lists that one line may open. The tree is checked exactly; this
 * keeps cmark from building one that is thousands deep (8 KiB cost it 90 ms). */
enum { LINE_MARKERS_MAX = 64 };

static const char *const names[] = {"ok", "empty", "too-long", "not-text", "too-deep", "too-large"};

const char *markup_status_name(MarkupStatus status)
{
  return names[status];
}

static bool is_text(const char *text, size_t length)
{
  if (!g_utf8_validate_len(text, length, NULL))
    return false;
  for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
    if (!char_is_allowed(g_utf8_get_char(at)))
      return false;
  }
  return true;
}

/* Length of ">", "-", "12." and their like, or 0. */
static size_t marker_length(const char *at, const char *end)
{
  if (at < end && strchr(">-+*", *at))
    return 1;
  size_t digits = 0;
  while (at + digits < end && g_ascii_isdigit(at[digits]))
    digits++;
  bool numbered = digits > 0 && at + digits < end && strchr(".)", at[digits]);
  return numbered ? digits + 1 : 0;
}

/* "* * * *" is a rule, however long. */
static bool is_rule(const char *at, const char *end)
{
  char sign = 0;
  for (; at < end; at++) {
    if (*at == ' ' || *at == '\t')
      continue;
    if (!strchr("-*_", *at) || (sign && *at != sign))
      return false;
    sign = *at;
  }
  return true;
}

static bool line_is_too_deep(const char *line, const char *end)
{
  int markers = 0;
  for (const char *at = line; at < end && markers <= LINE_MARKERS_MAX;) {
    size_t length = *at == ' ' || *at == '\t' ? 0 : marker_length(at, end);
    if (length)
      markers++;
    else if (*at != ' ' && *at != '\t')
      break;
    at += length ? length : 1;
  }
  return markers > LINE_MARKERS_MAX && !is_rule(line, end);
}

static bool lines_are_too_deep(const char *text, size_t length)
{
  const char *end = text + length;
  while (text < end) {
    const char *stop = text;
    while (stop < end && *stop != '\n' && *stop != '\r')
      stop++;
    if (line_is_too_deep(text, stop))
      return true;
    text = stop + 1;
  }
  return false;
}

/* A list and its items count as one level. */
static bool tree_is_too_deep(cmark_node *document)
{
  int depth = 0;
  bool deep = false;
  cmark_iter *iter = cmark_iter_new(document);
  cmark_event_type event;
  while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE && !deep) {
    cmark_node_type type = cmark_node_get_type(cmark_iter_get_node(iter));
    bool counts = type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_LIST ||
                  type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG || type == CMARK_NODE_LINK ||
                  type == CMARK_NODE_IMAGE;
    if (counts)
      depth += event == CMARK_EVENT_ENTER ? 1 : -1;
    deep = depth > MARKUP_DEPTH_MAX;
  }
  cmark_iter_free(iter);
  return deep;
}

static MarkupStatus render_document(cmark_node *document, GString *html)
{
  if (tree_is_too_deep(document))
    return MARKUP_TOO_DEEP;
  /* cmark cuts text at each special sign; a URL must be whole to be seen. */
  cmark_consolidate_text_nodes(document);
  g_autoptr(GString) out = g_string_new(NULL);
  bool visible;
  if (!render_tree(document, MARKUP_OUTPUT_MAX, out, &visible))
    return MARKUP_TOO_LARGE;
  if (!visible)
    return MARKUP_EMPTY;
  g_string_append_len(html, out->str, (gssize)out->len);
  return MARKUP_OK;
}

MarkupStatus markup_render(const char *text, size_t length, GString *html)
{
  if (length > MARKUP_INPUT_MAX)
    return MARKUP_TOO_LONG;
  if (!is_text(text, length))
    return MARKUP_NOT_TEXT;
  if (lines_are_too_deep(text, length))
    return MARKUP_TOO_DEEP;
  cmark_node *document = cmark_parse_document(text, length, CMARK_OPT_DEFAULT);
  MarkupStatus status = render_document(document, html);
  cmark_node_free(document);
  return status;
}
