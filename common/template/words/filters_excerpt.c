/* truncate_html: the beginning of a piece of HTML, with its tags closed. */
#include "common/template/run/run.h"
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"

#include <string.h>

enum { EXCERPT_DEPTH = 64 };

typedef struct Tag {
  const char *name;
  size_t length;
} Tag;

/* A place where the text may end: the tags that are open there. */
typedef struct Cut {
  const char *at;
  size_t depth;
  Tag open[EXCERPT_DEPTH];
} Cut;

typedef struct Excerpt {
  const char *at, *end;
  int64_t room;   /* characters that may still come */
  bool killwords; /* words may be cut */
  bool deep;      /* more tags are open than can be told */
  bool begun;     /* text came */
  Cut here, last; /* last: behind the latest word */
} Excerpt;

static bool is_void(const Tag *tag)
{
  static const char *const names[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                      "input", "link", "meta", "param", "source", "track", "wbr"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (tag->length == strlen(names[i]) &&
        g_ascii_strncasecmp(tag->name, names[i], tag->length) == 0)
      return true;
  return false;
}

/* Behind the '>' of a tag; quotes may hold one. */
static const char *tag_end(const char *at, const char *end)
{
  char quote = '\0';
  for (; at < end; at++) {
    if (quote != '\0')
      quote = *at == quote ? '\0' : quote;
    else if (*at == '"' || *at == '\'')
      quote = *at;
    else if (*at == '>')
      return at + 1;
  }
  return end;
}

static void close_tag(Cut *here, const Tag *tag)
{
  for (size_t depth = here->depth; depth > 0; depth--) {
    const Tag *open = &here->open[depth - 1];
    if (open->length == tag->length &&
        g_ascii_strncasecmp(open->name, tag->name, tag->length) == 0) {
      here->depth = depth - 1;
      return;
    }
  }
}

static void pass_comment(Excerpt *excerpt)
{
  ptrdiff_t close =
      text_find(excerpt->at, (size_t)(excerpt->end - excerpt->at), "-->", strlen("-->"), 4);
  excerpt->at = close < 0 ? excerpt->end : excerpt->at + close + strlen("-->");
}

/* What a style or a script holds is no text. */
static void pass_raw(Excerpt *excerpt, const Tag *tag)
{
  if (!(tag->length == 5 && g_ascii_strncasecmp(tag->name, "style", 5) == 0) &&
      !(tag->length == 6 && g_ascii_strncasecmp(tag->name, "script", 6) == 0))
    return;
  while (excerpt->at < excerpt->end &&
         !(excerpt->end - excerpt->at > (ptrdiff_t)tag->length + 2 && excerpt->at[0] == '<' &&
           excerpt->at[1] == '/' &&
           g_ascii_strncasecmp(excerpt->at + 2, tag->name, tag->length) == 0))
    excerpt->at++;
}

static void pass_tag(Excerpt *excerpt)
{
  const char *start = excerpt->at, *end = tag_end(start, excerpt->end);
  bool closes = end - start > 1 && start[1] == '/';
  Tag tag = {.name = start + 1 + closes};
  while (tag.name + tag.length < end &&
         (g_ascii_isalnum(tag.name[tag.length]) || tag.name[tag.length] == '-'))
    tag.length++;
  bool opens = !closes && !is_void(&tag) && !(end - start > 2 && end[-2] == '/');
  excerpt->at = end;
  if (closes)
    close_tag(&excerpt->here, &tag);
  else if (opens && excerpt->here.depth == EXCERPT_DEPTH)
    excerpt->deep = true;
  else if (opens) {
    excerpt->here.open[excerpt->here.depth++] = tag;
    pass_raw(excerpt, &tag);
  }
}

/* One character, or one character reference; false when there is no room for it. */
static bool pass_character(Excerpt *excerpt)
{
  const char *at = excerpt->at, *p = at;
  bool space = text_is_space(text_next(&p, excerpt->end));
  if (*at == '&') {
    const char *semicolon = memchr(at, ';', (size_t)MIN(excerpt->end - at, 34));
    const char *q = at + 1;
    while (semicolon != NULL && q < semicolon && (g_ascii_isalnum(*q) || *q == '#'))
      q++;
    if (semicolon != NULL && q == semicolon)
      p = semicolon + 1;
  }
  if (space && excerpt->begun) {
    excerpt->here.at = at;
    excerpt->last = excerpt->here;
    excerpt->begun = false;
  }
  if (!space) {
    if (excerpt->room == 0)
      return false;
    excerpt->begun = true;
  }
  excerpt->room -= excerpt->room > 0;
  excerpt->at = p;
  return true;
}

static bool is_tag(const Excerpt *excerpt)
{
  const char *at = excerpt->at;
  return *at == '<' && at + 1 < excerpt->end &&
         (g_ascii_isalpha(at[1]) || at[1] == '/' || at[1] == '!');
}

/* False: the text ends here. */
static bool pass(Excerpt *excerpt)
{
  if (!is_tag(excerpt))
    return pass_character(excerpt);
  if (excerpt->end - excerpt->at >= 4 && memcmp(excerpt->at, "<!--", 4) == 0)
    pass_comment(excerpt);
  else
    pass_tag(excerpt);
  return true;
}

static void emit_cut(TemplateRun *run, Value text, Excerpt *excerpt, Value end)
{
  Cut *cut = &excerpt->here;
  cut->at = excerpt->at;
  if (excerpt->last.at != NULL && !(excerpt->killwords && excerpt->begun))
    cut = &excerpt->last;
  emit(run, text.text, (size_t)(cut->at - text.text));
  emit(run, end.text, end.length);
  for (size_t depth = cut->depth; depth > 0; depth--) {
    emit_text(run, "</");
    emit(run, cut->open[depth - 1].name, cut->open[depth - 1].length);
    emit_char(run, '>');
  }
}

static bool filter_truncate_html(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t length;
  bool killwords;
  if (!argument_int(run, arguments[0], "length", 255, &length) ||
      !argument_truth(run, arguments[1], false, &killwords))
    return false;
  if (length < 0) {
    template_fail(run, "'truncate_html' can't leave fewer than no characters");
    return false;
  }
  Value text = run_escape(run, self);
  Value end =
      run_escape(run, value_given(arguments[2]) ? arguments[2] : value_text("…", strlen("…")));
  if (run_failed(run) || !run_scan_slowly(run, text))
    return false;
  Excerpt excerpt = {
      .at = text.text, .end = text.text + text.length, .room = length, .killwords = killwords};
  bool whole = true;
  while (whole && excerpt.at < excerpt.end)
    whole = pass(&excerpt);
  *out = text;
  if (whole)
    return true;
  if (excerpt.deep) {
    template_fail(run, "more than %d tags are open in this HTML", EXCERPT_DEPTH);
    return false;
  }
  size_t mark = capture_begin(run);
  emit_cut(run, text, &excerpt, end);
  *out = capture_end(run, mark, true);
  return !run_failed(run);
}

const Builtin filters_excerpt[] = {
    {.name = "truncate_html",
     .count = 3,
     .parameters = {"length", "killwords", "end"},
     .call = filter_truncate_html},
    {.name = NULL},
};
