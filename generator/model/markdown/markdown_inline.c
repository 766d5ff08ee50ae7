#include "generator/model/markdown/markdown_attributes.h"
#include "generator/model/markdown/markdown_render.h"

#include "common/escape.h"

#include <string.h>

/* --- text --- */

void put_ellipsis(Renderer *renderer)
{
  GString *out = renderer->out;
  renderer->stopped = true;
  while (out->len > 0 && g_ascii_isspace(out->str[out->len - 1]))
    g_string_truncate(out, out->len - 1);
  put(renderer, "…");
}

bool inline_stops(Renderer *renderer, const cmark_node *node)
{
  bool full = renderer->most_words > 0 && renderer->count.words >= renderer->most_words;
  bool whole = node->type == CMARK_NODE_CODE || node->type == CMARK_NODE_LINK ||
               node->type == CMARK_NODE_IMAGE || node->type == CMARK_NODE_EMPH ||
               node->type == CMARK_NODE_STRONG;
  if (!full || !whole || renderer->count.inside || renderer->alt_of)
    return false;
  put_ellipsis(renderer);
  return true;
}

static bool enter_text(Renderer *renderer, cmark_node *node)
{
  put_words(renderer, node);
  return true;
}

static bool enter_soft_break(Renderer *renderer, cmark_node *node)
{
  (void)node;
  renderer->count.inside = false;
  typography_pass(&renderer->typography, ' ');
  g_string_append_c(renderer->out, renderer->alt_of ? ' ' : '\n');
  return true;
}

static bool enter_line_break(Renderer *renderer, cmark_node *node)
{
  (void)node;
  renderer->count.inside = false;
  typography_pass(&renderer->typography, ' ');
  put(renderer, renderer->alt_of ? " " : renderer->markup->line_break);
  return true;
}

static bool enter_code(Renderer *renderer, cmark_node *node)
{
  size_t length;
  const char *code = code_text(renderer, &node->as.literal, &length);
  typography_pass(&renderer->typography, 'a');
  if (renderer->alt_of) {
    put_escaped(renderer, (const unsigned char *)code, length);
    return true;
  }
  put(renderer, renderer->markup->code_inline);
  put_escaped(renderer, (const unsigned char *)code, length);
  put(renderer, renderer->markup->code_inline_end);
  words_count(&renderer->count, (const unsigned char *)code, length, G_MAXINT64);
  return true;
}

static bool enter_html(Renderer *renderer, cmark_node *node)
{
  const cmark_chunk *html = &node->as.literal;
  if (renderer->alt_of)
    put_text(renderer, html);
  else if (!renderer->plain && is_more_comment(html))
    pass_more(renderer);
  else if (renderer->most_words == 0)
    put_raw(renderer, html, line_of(renderer, node));
  renderer->quiet = MAX(0, renderer->quiet + html_code_change(html));
  return true;
}

/* --- emphasis --- */

typedef struct Pair {
  size_t begin, end; /* members of the markup */
} Pair;

#define MARKUP(renderer, member)                                                                   \
  (*(const char *const *)((const char *)(renderer)->markup + (member)))
#define PAIR(name)                                                                                 \
  {                                                                                                \
    offsetof(MarkdownMarkup, name), offsetof(MarkdownMarkup, name##_end)                           \
  }

static const Pair *pair_of(const cmark_node *node)
{
  static const Pair emphasis = PAIR(emphasis), strong = PAIR(strong), strike = PAIR(strike);
  if (node->type == CMARK_NODE_EMPH)
    return &emphasis;
  return node->type == CMARK_NODE_STRONG ? &strong : &strike;
}

static bool enter_pair(Renderer *renderer, cmark_node *node)
{
  if (!renderer->alt_of)
    put(renderer, MARKUP(renderer, pair_of(node)->begin));
  return true;
}

static void leave_pair(Renderer *renderer, cmark_node *node)
{
  if (!renderer->alt_of)
    put(renderer, MARKUP(renderer, pair_of(node)->end));
}

/* --- links and images --- */

typedef enum TargetKind {
  TARGET_OUTSIDE,  /* has a scheme or a host, or is empty */
  TARGET_FRAGMENT, /* "#…" */
  TARGET_INSIDE,   /* may name a file of the site */
} TargetKind;

static TargetKind target_kind(const unsigned char *text, size_t length)
{
  if (length == 0)
    return TARGET_OUTSIDE;
  if (text[0] == '#')
    return TARGET_FRAGMENT;
  if (length >= 2 && text[0] == '/' && text[1] == '/')
    return TARGET_OUTSIDE;
  if (!g_ascii_isalpha(text[0]))
    return TARGET_INSIDE;
  size_t i = 1;
  while (i < length && (g_ascii_isalnum(text[i]) || strchr("+.-", text[i])))
    i++;
  return i < length && text[i] == ':' && i > 1 ? TARGET_OUTSIDE : TARGET_INSIDE;
}

/* A shortcode in it says what it is. */
static bool has_mark(const Renderer *renderer, const cmark_chunk *url)
{
  return renderer->inserts && url->len > 0 &&
         g_strstr_len((const char *)url->data, url->len, MARK_LEAD "\xBC");
}

bool target_is_inside(const char *target, size_t length)
{
  return target_kind((const unsigned char *)target, length) == TARGET_INSIDE;
}

int line_of(const Renderer *renderer, const cmark_node *node)
{
  int line = 0;
  while (node && (line = node->start_line) == 0)
    node = node->parent;
  return inserts_line(renderer->inserts, renderer->options->first_line, MAX(line, 1));
}

void put_inside(Renderer *renderer, char letter, const char *target, size_t length, int line)
{
  size_t begin = renderer->out->len + 2;
  put_slot(renderer, letter, (const unsigned char *)target, length);
  if (!renderer->links)
    return;
  PageLink link = {
      .target = arena_strndup(renderer->arena, renderer->out->str + begin,
                              renderer->out->len - 1 - begin),
      .line = line,
  };
  g_array_append_val(renderer->links, link);
}

/* A fragment that names one of our headings moves with the headings' prefix; others may
 * be ids in raw HTML, which stay as they are. */
static void put_fragment(Renderer *renderer, const cmark_node *node, const cmark_chunk *url)
{
  g_autoptr(GString) id = g_string_new(NULL);
  unescape_url(id, (const char *)url->data + 1, (size_t)url->len - 1, false);
  if (renderer->links && url->len > 1) {
    PageLink link = {
        .target = arena_strndup(renderer->arena, (const char *)url->data, (size_t)url->len),
        .line = line_of(renderer, node),
    };
    g_array_append_val(renderer->links, link);
  }
  g_string_append_c(renderer->out, '#');
  if (renderer->ids && g_hash_table_contains(renderer->ids, id->str))
    put(renderer, SLOT_N_TEXT);
  put_href(renderer, url->data + 1, (size_t)url->len - 1);
}

/* A URL that holds shortcodes: they are filled in where the page is shown. */
static void put_marked_url(Renderer *renderer, const cmark_chunk *url)
{
  const unsigned char *at = url->data, *end = url->data + url->len;
  while (at < end) {
    Mark mark;
    const unsigned char *lead = memchr(at, MARK_LEAD[0], (size_t)(end - at));
    const unsigned char *stop = lead ? lead : end;
    put_href(renderer, at, (size_t)(stop - at));
    at = stop;
    if (!lead)
      return;
    if (!mark_read(&mark, renderer->inserts, at, (size_t)(end - at))) {
      put_href(renderer, at++, 1);
      continue;
    }
    if (mark.insert && mark.insert->kind == INSERT_SHORTCODE)
      put_insert(renderer, (Insert *)mark.insert);
    else if (mark.insert)
      put_href(renderer, (const unsigned char *)mark.insert->source, mark.insert->length);
    else
      put_href(renderer, (const unsigned char *)mark.text, strlen(mark.text));
    at += mark.length;
  }
}

void put_target(Renderer *renderer, const cmark_node *node, char letter)
{
  const cmark_chunk *url = &node->as.link.url;
  if (!renderer->plain && has_mark(renderer, url)) {
    put_marked_url(renderer, url);
    return;
  }
  size_t length = (size_t)url->len;
  const char *text =
      marks_remove(renderer->inserts, renderer->arena, (const char *)url->data, &length, false);
  const cmark_chunk plain = {.data = (unsigned char *)text, .len = (bufsize_t)length};
  TargetKind kind = renderer->plain ? TARGET_OUTSIDE : target_kind(plain.data, length);
  if (kind == TARGET_INSIDE)
    put_inside(renderer, letter, text, length, line_of(renderer, node));
  else if (kind == TARGET_FRAGMENT)
    put_fragment(renderer, node, &plain);
  else
    put_href(renderer, plain.data, length);
}

void put_title(Renderer *renderer, const cmark_node *node)
{
  if (node->as.link.title.len == 0)
    return;
  put(renderer, renderer->markup->title);
  put_text(renderer, &node->as.link.title);
}

/* Whether a link leads to another site. */
static bool is_external(const Renderer *renderer, const cmark_chunk *url)
{
  const char *origin = renderer->options->features.origin;
  size_t length = origin ? strlen(origin) : 0;
  const char *text = (const char *)url->data;
  bool web = (url->len > 7 && g_ascii_strncasecmp(text, "http://", 7) == 0) ||
             (url->len > 8 && g_ascii_strncasecmp(text, "https://", 8) == 0) ||
             (url->len > 2 && text[0] == '/' && text[1] == '/');
  bool own = length > 0 && (size_t)url->len >= length && memcmp(text, origin, length) == 0 &&
             ((size_t)url->len == length || strchr("/?#", text[length]));
  return web && !own;
}

static void put_policy(Renderer *renderer, const cmark_node *node)
{
  const MarkdownFeatures *features = &renderer->options->features;
  const NodeAttributes *said = attributes_of(renderer, node);
  bool rel = said && attributes_get(said, "rel"), target = said && attributes_get(said, "target");
  if (renderer->plain || node->as.link.url.len == 0 || !is_external(renderer, &node->as.link.url))
    return;
  if (!rel && features->external_rel && *features->external_rel) {
    put(renderer, "\" rel=\"");
    put_escaped(renderer, (const unsigned char *)features->external_rel,
                strlen(features->external_rel));
  }
  if (!target && features->external_tab)
    put(renderer, "\" target=\"_blank");
}

/* Fragments lead nowhere from another page, so an excerpt shows their text alone. */
static bool is_link_shown(const Renderer *renderer, const cmark_node *node)
{
  if (renderer->alt_of)
    return false;
  const cmark_chunk *url = &node->as.link.url;
  return !renderer->excerpt || target_kind(url->data, (size_t)url->len) != TARGET_FRAGMENT;
}

/* Where the first space stands that is none of ASCII; the length, if there is none. */
static size_t find_wide_space(const cmark_chunk *text)
{
  const char *begin = (const char *)text->data, *end = begin + text->len, *at = begin;
  while (at < end &&
         ((unsigned char)*at < 0x80 || !g_unichar_isspace(g_utf8_get_char_validated(at, end - at))))
    at++;
  return (size_t)(at - begin);
}

/* The parser ends an address that stands in the text at a space of ASCII alone. It ends at
 * one that does not break, too, which is often typed by accident. */
static void end_bare_link(Renderer *renderer, cmark_node *link)
{
  if (renderer->plain || !link->first_child || !is_url(link->first_child))
    return;
  cmark_chunk *url = &link->as.link.url, *text = &link->first_child->as.literal;
  size_t shown = find_wide_space(text);
  if (shown == (size_t)text->len)
    return;
  cmark_node *rest = memset(arena_take(renderer->arena, sizeof *rest), 0, sizeof *rest);
  rest->type = CMARK_NODE_TEXT;
  rest->as.literal = (cmark_chunk){.data = text->data + shown, .len = text->len - (int)shown};
  rest->parent = link->parent;
  rest->prev = link;
  rest->next = link->next;
  *(link->next ? &link->next->prev : &link->parent->last_child) = rest;
  link->next = rest;
  url->len -= rest->as.literal.len;
  text->len = (int)shown;
}

static bool enter_link(Renderer *renderer, cmark_node *node)
{
  end_bare_link(renderer, node);
  if (!is_link_shown(renderer, node))
    return true;
  put(renderer, renderer->markup->link);
  put_target(renderer, node, 'L');
  put_title(renderer, node);
  put_policy(renderer, node);
  g_string_append_c(renderer->out, '"');
  put_attributes(renderer, node);
  g_string_append_c(renderer->out, '>');
  return true;
}

static void leave_link(Renderer *renderer, cmark_node *node)
{
  if (is_link_shown(renderer, node))
    put(renderer, renderer->markup->link_end);
}

/* --- the table --- */

static const NodeHandler INLINES[] = {
    [CMARK_NODE_TEXT & CMARK_NODE_VALUE_MASK] = {enter_text, NULL},
    [CMARK_NODE_SOFTBREAK & CMARK_NODE_VALUE_MASK] = {enter_soft_break, NULL},
    [CMARK_NODE_LINEBREAK & CMARK_NODE_VALUE_MASK] = {enter_line_break, NULL},
    [CMARK_NODE_CODE & CMARK_NODE_VALUE_MASK] = {enter_code, NULL},
    [CMARK_NODE_HTML_INLINE & CMARK_NODE_VALUE_MASK] = {enter_html, NULL},
    [CMARK_NODE_EMPH & CMARK_NODE_VALUE_MASK] = {enter_pair, leave_pair},
    [CMARK_NODE_STRONG & CMARK_NODE_VALUE_MASK] = {enter_pair, leave_pair},
    [CMARK_NODE_LINK & CMARK_NODE_VALUE_MASK] = {enter_link, leave_link},
    [CMARK_NODE_IMAGE & CMARK_NODE_VALUE_MASK] = {image_enter, image_leave},
};

const NodeHandler *inline_handler(const cmark_node *node)
{
  static const NodeHandler strike = {enter_pair, leave_pair};
  size_t number = node->type & CMARK_NODE_VALUE_MASK;
  if (node->type == CMARK_NODE_FOOTNOTE_REFERENCE)
    return footnote_handler(node);
  if (node->type == CMARK_NODE_STRIKETHROUGH)
    return &strike;
  return number < G_N_ELEMENTS(INLINES) ? &INLINES[number] : NULL;
}
