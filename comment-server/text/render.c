/* render.c - see render.h. Enter and exit events instead of recursion, so deep
 * input can't exhaust the stack. */
#include "comment-server/text/render.h"

#include "comment-server/text/chars.h"
#include "comment-server/text/link.h"
#include "common/escape.h"

#include <string.h>

typedef struct Rendering {
  GString *out;
  const cmark_node *anchor; /* whose <a> is open, or NULL: links don't nest */
  bool visible;
} Rendering;

/* A block begins on a line of its own. */
static void put_line(Rendering *rendering)
{
  GString *out = rendering->out;
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c(out, '\n');
}

/* True when a person sees something there: no spaces, nothing of no width. */
static bool is_visible(const char *text)
{
  for (; *text; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (g_unichar_isgraph(c) && !g_unichar_iszerowidth(c) && c != 0x3164 && c != 0x2800)
      return true;
  }
  return false;
}

/* "&#1;" is a control character only after parsing: here it becomes U+FFFD, and so
 * does the carriage return of "&#13;", since cmark ends lines by newlines alone. */
static void put_text(Rendering *rendering, const char *text, size_t length)
{
  const char *end = text + length, *plain = text;
  for (const char *at = text; at < end; at = g_utf8_next_char(at)) {
    if (*at != '\r' && char_is_allowed(g_utf8_get_char(at)))
      continue;
    escape_html(rendering->out, plain, (size_t)(at - plain));
    g_string_append(rendering->out, "\xef\xbf\xbd");
    plain = g_utf8_next_char(at);
  }
  escape_html(rendering->out, plain, (size_t)(end - plain));
}

static void put_anchor(Rendering *rendering, const char *url, size_t length)
{
  g_autoptr(GString) clean = g_string_new(NULL);
  escape_url(clean, url, length);
  g_string_append(rendering->out, "<a href=\"");
  escape_html(rendering->out, clean->str, clean->len);
  g_string_append(rendering->out, "\" rel=\"nofollow ugc noopener\">");
}

/* cmark writes "&#xfffe;" as one byte that is no UTF-8. */
static char *valid(const char *text)
{
  return g_utf8_make_valid(text, -1);
}

static void put_plain(Rendering *rendering, const char *literal)
{
  g_autofree char *text = valid(literal);
  size_t length = strlen(text), at = 0, start, end;
  rendering->visible |= is_visible(text);
  while (!rendering->anchor && link_find(text, length, at, &start, &end)) {
    put_text(rendering, text + at, start - at);
    put_anchor(rendering, text + start, end - start);
    put_text(rendering, text + start, end - start);
    g_string_append(rendering->out, "</a>");
    at = end;
  }
  put_text(rendering, text + at, length - at);
}

static void put_code(Rendering *rendering, const char *literal)
{
  g_autofree char *text = valid(literal);
  rendering->visible |= is_visible(text);
  put_text(rendering, text, strlen(text));
}

/* Raw HTML as what was typed. */
static void put_html_block(Rendering *rendering, const char *text)
{
  g_autofree char *trimmed = g_strchomp(g_strdup(text));
  g_auto(GStrv) lines = g_strsplit(trimmed, "\n", -1);
  g_string_append(rendering->out, "<p>");
  for (char **line = lines; *line; line++) {
    if (line != lines)
      g_string_append(rendering->out, "<br>\n");
    put_code(rendering, *line);
  }
  g_string_append(rendering->out, "</p>\n");
}

/* --- links and images --- */

/* An image is a link to it: its text is the alternative text. */
static void enter_link(Rendering *rendering, cmark_node *node)
{
  const char *url = cmark_node_get_url(node);
  bool opens = !rendering->anchor && link_is_allowed(url);
  if (opens) {
    rendering->anchor = node;
    put_anchor(rendering, url, strlen(url));
  }
  /* Without words of its own it says where it goes, or nobody could click it. */
  if (opens && !cmark_node_first_child(node)) {
    put_code(rendering, url);
  }
}

static void exit_link(Rendering *rendering, cmark_node *node)
{
  if (rendering->anchor != node)
    return;
  rendering->anchor = NULL;
  g_string_append(rendering->out, "</a>");
}

/* --- blocks --- */

static bool is_tight(cmark_node *paragraph)
{
  cmark_node *item = cmark_node_parent(paragraph);
  cmark_node *list = item ? cmark_node_parent(item) : NULL;
  return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

static void paragraph(Rendering *rendering, cmark_node *node, bool entering)
{
  if (is_tight(node))
    return;
  if (entering)
    put_line(rendering);
  g_string_append(rendering->out, entering ? "<p>" : "</p>\n");
}

static void heading(Rendering *rendering, bool entering)
{
  if (entering)
    put_line(rendering);
  g_string_append(rendering->out, entering ? "<p><strong>" : "</strong></p>\n");
}

static void list(Rendering *rendering, cmark_node *node, bool entering)
{
  bool bullets = cmark_node_get_list_type(node) == CMARK_BULLET_LIST;
  int start = cmark_node_get_list_start(node);
  if (!entering)
    g_string_append(rendering->out, bullets ? "</ul>\n" : "</ol>\n");
  else {
    put_line(rendering);
    if (bullets || start == 1)
      g_string_append(rendering->out, bullets ? "<ul>\n" : "<ol>\n");
    else
      g_string_append_printf(rendering->out, "<ol start=\"%d\">\n", start);
  }
}

static void container(Rendering *rendering, const char *tag, bool entering)
{
  if (entering)
    put_line(rendering);
  g_string_append(rendering->out, tag);
}

static void code_block(Rendering *rendering, cmark_node *node)
{
  put_line(rendering);
  g_string_append(rendering->out, "<pre><code>");
  put_code(rendering, cmark_node_get_literal(node));
  g_string_append(rendering->out, "</code></pre>\n");
}

static void code_span(Rendering *rendering, cmark_node *node)
{
  g_string_append(rendering->out, "<code>");
  put_code(rendering, cmark_node_get_literal(node));
  g_string_append(rendering->out, "</code>");
}

/* --- the allow-list --- */

static void render_block(Rendering *rendering, cmark_node *node, bool entering)
{
  switch (cmark_node_get_type(node)) {
  case CMARK_NODE_PARAGRAPH:
    paragraph(rendering, node, entering);
    break;
  case CMARK_NODE_HEADING:
    heading(rendering, entering);
    break;
  case CMARK_NODE_BLOCK_QUOTE:
    container(rendering, entering ? "<blockquote>\n" : "</blockquote>\n", entering);
    break;
  case CMARK_NODE_LIST:
    list(rendering, node, entering);
    break;
  case CMARK_NODE_ITEM:
    container(rendering, entering ? "<li>" : "</li>\n", entering);
    break;
  case CMARK_NODE_CODE_BLOCK:
    code_block(rendering, node);
    break;
  case CMARK_NODE_HTML_BLOCK:
    put_line(rendering);
    put_html_block(rendering, cmark_node_get_literal(node));
    break;
  case CMARK_NODE_THEMATIC_BREAK:
    container(rendering, "<hr>\n", true);
    break;
  default: /* the document; nothing else of cmark's has markup here */
    break;
  }
}

static void render_inline(Rendering *rendering, cmark_node *node, bool entering)
{
  GString *out = rendering->out;
  switch (cmark_node_get_type(node)) {
  case CMARK_NODE_TEXT:
    put_plain(rendering, cmark_node_get_literal(node));
    break;
  case CMARK_NODE_SOFTBREAK:
    g_string_append_c(out, '\n');
    break;
  case CMARK_NODE_LINEBREAK:
    g_string_append(out, "<br>\n");
    break;
  case CMARK_NODE_CODE:
    code_span(rendering, node);
    break;
  case CMARK_NODE_HTML_INLINE:
    put_code(rendering, cmark_node_get_literal(node));
    break;
  case CMARK_NODE_EMPH:
    g_string_append(out, entering ? "<em>" : "</em>");
    break;
  case CMARK_NODE_STRONG:
    g_string_append(out, entering ? "<strong>" : "</strong>");
    break;
  case CMARK_NODE_LINK:
  case CMARK_NODE_IMAGE:
    if (entering)
      enter_link(rendering, node);
    else
      exit_link(rendering, node);
    break;
  default:
    break;
  }
}

static bool is_block(cmark_node *node)
{
  cmark_node_type type = cmark_node_get_type(node);
  return type >= CMARK_NODE_FIRST_BLOCK && type <= CMARK_NODE_LAST_BLOCK;
}

bool render_tree(cmark_node *document, size_t limit, GString *out, bool *visible)
{
  Rendering rendering = {.out = out};
  cmark_iter *iter = cmark_iter_new(document);
  cmark_event_type event;
  while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE && out->len <= limit) {
    cmark_node *node = cmark_iter_get_node(iter);
    bool entering = event == CMARK_EVENT_ENTER;
    if (is_block(node))
      render_block(&rendering, node, entering);
    else
      render_inline(&rendering, node, entering);
  }
  cmark_iter_free(iter);
  *visible = rendering.visible;
  return out->len <= limit;
}
