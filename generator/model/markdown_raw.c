#include "generator/model/markdown_render.h"

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

static void keep_until(Raw *raw, const char *until)
{
  g_string_append_len(raw->renderer->out, raw->kept, until - raw->kept);
  for (const char *p = raw->kept; p < until; p++)
    raw->line += *p == '\n';
  raw->kept = until;
}

static void put_attribute(Raw *raw, const Attribute *attribute)
{
  char letter = slot_letter(attribute);
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
