#include "generator/model/markdown/markdown_render.h"

#include <string.h>

/* Raw HTML goes out as its author wrote it, but links and images in it lead into the
 * site as those of Markdown do: the values of href, src and poster become slots. */

typedef struct Raw {
  Renderer *renderer;
  const char *at, *end;
  const char *kept; /* from here on nothing is written yet */
  int line;
} Raw;

/* --- what is no tag --- */

static const struct {
  const char *begin, *end;
} NO_TAGS[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}},
  /* What stands in these elements is no markup. */
    ELEMENTS[] = {{"<script", "</script"}, {"<style", "</style"}, {"<textarea", "</textarea"}};

static bool begins_with(const char *at, const char *end, const char *what)
{
  size_t length = strlen(what);
  return (size_t)(end - at) >= length && g_ascii_strncasecmp(at, what, length) == 0;
}

static const char *find(const char *at, const char *end, const char *what)
{
  while (at < end && !begins_with(at, end, what))
    at++;
  return at;
}

/* Pass over a comment and the like; false when none begins here. */
static bool pass_no_tag(Raw *raw)
{
  for (size_t i = 0; i < G_N_ELEMENTS(NO_TAGS); i++) {
    if (begins_with(raw->at, raw->end, NO_TAGS[i].begin)) {
      raw->at = find(raw->at + 1, raw->end, NO_TAGS[i].end);
      return true;
    }
  }
  return false;
}

static void pass_content(Raw *raw, const char *tag)
{
  for (size_t i = 0; i < G_N_ELEMENTS(ELEMENTS); i++) {
    if (begins_with(tag, raw->end, ELEMENTS[i].begin))
      raw->at = find(raw->at, raw->end, ELEMENTS[i].end);
  }
}

/* --- attributes --- */

typedef struct Attribute {
  const char *name, *value;
  size_t name_length, value_length;
} Attribute;

static bool is_blank(char c)
{
  return g_ascii_isspace(c);
}

static void pass_blanks(Raw *raw)
{
  while (raw->at < raw->end && is_blank(*raw->at))
    raw->at++;
}

/* Behind the name of a tag or an attribute's value; false at the tag's end. */
static bool next_attribute(Raw *raw, Attribute *out)
{
  while (raw->at < raw->end && (is_blank(*raw->at) || *raw->at == '/'))
    raw->at++;
  *out = (Attribute){.name = raw->at};
  while (raw->at < raw->end && !is_blank(*raw->at) && !strchr("=>/\"'<", *raw->at))
    raw->at++;
  out->name_length = (size_t)(raw->at - out->name);
  if (out->name_length == 0)
    return false;
  const char *behind = raw->at;
  pass_blanks(raw);
  if (raw->at == raw->end || *raw->at != '=') {
    raw->at = behind;
    return true;
  }
  raw->at++;
  pass_blanks(raw);
  char quote = raw->at < raw->end && (*raw->at == '"' || *raw->at == '\'') ? *raw->at : 0;
  out->value = raw->at + (quote != 0);
  const char *close = out->value;
  while (close < raw->end && (quote ? *close != quote : !is_blank(*close) && *close != '>'))
    close++;
  if (quote && close == raw->end)
    return false; /* not closed in this piece of HTML */
  out->value_length = (size_t)(close - out->value);
  raw->at = close + (quote != 0);
  return true;
}

static char slot_letter(const Attribute *attribute)
{
  static const struct {
    const char *name;
    char letter;
  } names[] = {{"href", 'L'}, {"src", 'I'}, {"poster", 'I'}};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    if (strlen(names[i].name) == attribute->name_length &&
        g_ascii_strncasecmp(names[i].name, attribute->name, attribute->name_length) == 0)
      return names[i].letter;
  }
  return 0;
}

/* The value without entities; NULL when it holds one that is not known here, and then
 * stays as it is. */
static char *decode(const Attribute *attribute)
{
  static const struct {
    const char *entity;
    char meant;
  } entities[] = {{"&amp;", '&'},   {"&quot;", '"'}, {"&#39;", '\''},
                  {"&#x27;", '\''}, {"&lt;", '<'},   {"&gt;", '>'}};
  GString *out = g_string_new(NULL);
  const char *end = attribute->value + attribute->value_length;
  for (const char *p = attribute->value; p < end;) {
    size_t i = 0;
    while (*p == '&' && i < G_N_ELEMENTS(entities) && !begins_with(p, end, entities[i].entity))
      i++;
    bool entity = *p == '&' && i < G_N_ELEMENTS(entities);
    if (*p == '&' && !entity && p + 1 < end && (p[1] == '#' || g_ascii_isalpha(p[1])) &&
        memchr(p, ';', (size_t)(end - p))) {
      g_string_free(out, TRUE);
      return NULL;
    }
    g_string_append_c(out, entity ? entities[i].meant : *p);
    p += entity ? strlen(entities[i].entity) : 1;
  }
  return g_string_free(out, FALSE);
}

/* --- writing --- */

/* What is kept, with the inserts in it. */
static void put_kept(Raw *raw, const char *until)
{
  Renderer *renderer = raw->renderer;
  const char *at = raw->kept;
  while (at < until) {
    Mark mark;
    const char *lead = renderer->inserts ? memchr(at, MARK_LEAD[0], (size_t)(until - at)) : NULL;
    const char *stop = lead ? lead : until;
    g_string_append_len(renderer->out, at, stop - at);
    at = stop;
    if (!lead)
      return;
    if (!mark_read(&mark, renderer->inserts, (const unsigned char *)at, (size_t)(until - at))) {
      g_string_append_c(renderer->out, *at++);
      continue;
    }
    if (!mark.insert)
      g_string_append(renderer->out, mark.source);
    else if (mark.insert->kind == INSERT_SHORTCODE)
      put_insert(renderer, (Insert *)mark.insert);
    else if (mark.insert->kind == INSERT_LITERAL)
      put_escaped(renderer, (const unsigned char *)mark.insert->text, mark.insert->text_length);
    else
      g_string_append_len(renderer->out, mark.insert->source, (gssize)mark.insert->length);
    at += mark.length;
  }
}

static void keep_until(Raw *raw, const char *until)
{
  put_kept(raw, until);
  for (const char *p = raw->kept; p < until; p++)
    raw->line += *p == '\n';
  raw->kept = until;
}

/* An id in raw HTML may be what a link leads to. */
static void note_anchor(const Raw *raw, const Attribute *attribute)
{
  const Renderer *renderer = raw->renderer;
  bool id = attribute->name_length == 2 && g_ascii_strncasecmp(attribute->name, "id", 2) == 0;
  bool name = attribute->name_length == 4 && g_ascii_strncasecmp(attribute->name, "name", 4) == 0;
  if (!renderer->anchors || !(id || name) || attribute->value_length == 0)
    return;
  g_ptr_array_add(renderer->anchors,
                  arena_strndup(renderer->arena, attribute->value, attribute->value_length));
}

static void put_attribute(Raw *raw, const Attribute *attribute)
{
  char letter = slot_letter(attribute);
  note_anchor(raw, attribute);
  if (attribute->value_length > 0 && raw->renderer->inserts &&
      g_strstr_len(attribute->value, (gssize)attribute->value_length, MARK_LEAD))
    return; /* a shortcode says what it is */
  g_autofree char *target = letter && attribute->value_length > 0 ? decode(attribute) : NULL;
  if (!target || !target_is_inside(target, strlen(target)))
    return;
  bool quoted = attribute->value[-1] == '"' || attribute->value[-1] == '\'';
  keep_until(raw, attribute->value - (quoted ? 1 : 0));
  g_string_append_c(raw->renderer->out, '"'); /* what fills a slot is escaped for these */
  put_inside(raw->renderer, letter, target, strlen(target), raw->line);
  g_string_append_c(raw->renderer->out, '"');
  raw->kept = attribute->value + attribute->value_length + (quoted ? 1 : 0);
}

static void pass_tag(Raw *raw)
{
  const char *tag = raw->at;
  Attribute attribute;
  do
    raw->at++;
  while (raw->at < raw->end && (g_ascii_isalnum(*raw->at) || *raw->at == '-'));
  while (next_attribute(raw, &attribute))
    put_attribute(raw, &attribute);
  pass_content(raw, tag);
}

void put_raw(Renderer *renderer, const cmark_chunk *html, int line)
{
  Raw raw = {.renderer = renderer, .line = line};
  if (html->len == 0)
    return;
  raw.at = raw.kept = (const char *)html->data;
  raw.end = raw.at + html->len;
  while (!renderer->plain && raw.at < raw.end) {
    const char *tag = memchr(raw.at, '<', (size_t)(raw.end - raw.at));
    raw.at = tag ? tag : raw.end;
    if (!tag || pass_no_tag(&raw))
      continue;
    if (tag + 1 < raw.end && g_ascii_isalpha(tag[1]))
      pass_tag(&raw);
    else
      raw.at++;
  }
  keep_until(&raw, raw.end);
}

int html_code_change(const cmark_chunk *tag)
{
  static const char *const names[] = {"code", "kbd",  "samp",  "pre", "tt",
                                      "var",  "math", "style", "svg", "script"};
  const char *at = (const char *)tag->data, *end = at + tag->len;
  bool closes = tag->len > 2 && at[1] == '/';
  at += closes ? 2 : 1;
  for (size_t i = 0; tag->len > 2 && i < G_N_ELEMENTS(names); i++) {
    const char *behind = at + strlen(names[i]);
    if (begins_with(at, end, names[i]) && behind < end && !g_ascii_isalnum(*behind))
      return closes ? -1 : end[-2] == '/' ? 0 : 1;
  }
  return 0;
}
