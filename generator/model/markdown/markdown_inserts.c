#include "generator/model/markdown/markdown_inserts.h"

#include "generator/model/markdown/markdown_scan.h"

#include "common/bytes.h"

#include <string.h>

#define MARK_BEGIN MARK_LEAD "\xBC"
#define MARK_END MARK_LEAD "\xBD"
#define MARK_ESCAPE 0xB0 /* the last byte of the first escape */

typedef struct Builder {
  Arena *arena;
  Inserts *inserts;
  const InsertOptions *options;
  Warnings *warnings;
  const char *text;
  GArray *tokens;
  GString *out;
  GArray *items, *lines;
  int line; /* of `out`, from 1 */
  int less;
} Builder;

static Token *token_at(const Builder *builder, size_t index)
{
  return &g_array_index(builder->tokens, Token, index);
}

/* --- pairs --- */

static bool stray_close(const Builder *builder, const Token *token, Error **error)
{
  Error *problem = NULL;
  error_set(&problem, ERROR_SITE, "the shortcode '%s' is closed here, but nothing opened it",
            token->tag.name);
  error_at(&problem, builder->options->file, token->line, 0);
  error_hint(&problem, "shortcodes are closed in the order in which they were opened, the last one "
                       "first");
  if (builder->options->strict) {
    error_move(error, problem);
    return false;
  }
  if (builder->warnings)
    warnings_take(builder->warnings, problem);
  else
    error_free(problem);
  return true;
}

/* An end belongs to the nearest tag of its name that is still open; those between stand
 * alone. */
static bool find_pairs(const Builder *builder, Error **error)
{
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(size_t));
  for (size_t i = 0; i < builder->tokens->len; i++) {
    Token *token = token_at(builder, i);
    if (token->kind != TOKEN_TAG || token->tag.kind == SHORTCODE_ALONE)
      continue;
    if (token->tag.kind == SHORTCODE_OPEN) {
      g_array_append_val(open, i);
      continue;
    }
    guint at = open->len;
    while (at > 0 && strcmp(token_at(builder, g_array_index(open, size_t, at - 1))->tag.name,
                            token->tag.name) != 0)
      at--;
    if (at == 0 && !stray_close(builder, token, error))
      return false;
    if (at > 0) {
      token_at(builder, g_array_index(open, size_t, at - 1))->partner = i;
      g_array_set_size(open, at - 1);
    }
  }
  return true;
}

/* --- building --- */

static void add_text(Builder *builder, size_t begin, size_t end)
{
  const char *text = builder->text + begin;
  builder->line += bytes_lines(text, text + (end - begin));
  g_string_append_len(builder->out, text, (gssize)(end - begin));
}

/* Nothing but the insert stands on its lines. */
static bool stands_alone(const Builder *builder, size_t begin, size_t end, size_t length)
{
  while (begin > 0 && strchr(" \t>", builder->text[begin - 1]))
    begin--;
  while (end < length && strchr(" \t\r", builder->text[end]))
    end++;
  return (begin == 0 || builder->text[begin - 1] == '\n') &&
         (end == length || builder->text[end] == '\n');
}

static void add_mark(Builder *builder, const Insert *insert)
{
  g_string_append_printf(builder->out, MARK_BEGIN "%u" MARK_END, builder->items->len);
  g_array_append_val(builder->items, *insert);
  int less = bytes_lines(insert->source, insert->source + insert->length);
  if (less == 0)
    return;
  builder->less += less;
  struct InsertLines lines = {builder->line, builder->less};
  g_array_append_val(builder->lines, lines);
}

static void set_shortcode(const Builder *builder, Insert *insert, const Token *token)
{
  insert->kind = INSERT_SHORTCODE;
  insert->tag = token->tag;
  insert->text = "";
  insert->inner_line = token->line;
  if (token->partner == 0)
    return;
  const Token *close = token_at(builder, token->partner);
  insert->paired = true;
  insert->text = builder->text + token->end;
  insert->text_length = close->begin - token->end;
  insert->length = close->end - token->begin;
  insert->inner_line += bytes_lines(insert->source, insert->source + token->tag.length);
}

/* The index of the last token that the insert takes. */
static size_t add_insert(Builder *builder, size_t index, size_t length)
{
  const Token *token = token_at(builder, index);
  Insert insert = {.source = builder->text + token->begin,
                   .length = token->end - token->begin,
                   .line = token->line};
  if (token->kind == TOKEN_TAG) {
    set_shortcode(builder, &insert, token);
  } else if (token->kind == TOKEN_LITERAL) {
    insert.kind = INSERT_LITERAL;
    insert.text = token->meant;
    insert.text_length = strlen(token->meant);
  } else {
    insert.kind = token->kind == TOKEN_MATH ? INSERT_MATH : INSERT_MATH_DISPLAY;
    insert.text = builder->text + token->inner;
    insert.text_length = token->inner_end - token->inner;
  }
  size_t end = token->begin + insert.length;
  insert.is_inline = !stands_alone(builder, token->begin, end, length);
  add_mark(builder, &insert);
  return token->partner ? token->partner : index;
}

static void add_escape(GString *out, unsigned escape)
{
  g_string_append(out, MARK_LEAD);
  g_string_append_c(out, (char)(MARK_ESCAPE + escape));
}

static void build(Builder *builder, size_t length)
{
  size_t done = 0;
  for (size_t i = 0; i < builder->tokens->len; i++) {
    const Token *token = token_at(builder, i);
    if (token->kind == TOKEN_TAG && token->tag.kind == SHORTCODE_CLOSE)
      continue; /* a stray one stays as text */
    add_text(builder, done, token->begin);
    if (token->kind == TOKEN_ESCAPE)
      add_escape(builder->out, token->escape);
    else
      i = add_insert(builder, i, length);
    done = token_at(builder, i)->end;
  }
  add_text(builder, done, length);
}

/* --- notes that are none --- */

/* A note's name holds no space, and nothing that can take away the meaning of the "]" behind
 * it: `\\`, code, a tag. */
static bool is_note(const char *name, const char *end)
{
  const char *at = name;
  while (at < end && !g_ascii_isspace(*at) && !strchr("[]\\`<", *at))
    at++;
  return at > name && at < end && *at == ']';
}

/* The parser takes any "[^…]" for a note, wherever its "]" is. Of one that there is not it puts
 * back as many bytes as its columns tell: behind a line's end these are too few, and could cut a
 * character in two. So what can be no note keeps its "^" from the parser. This looks at what
 * the parser is given: only there is it clear what stands between the brackets. In code and
 * tags the mark does no harm. */
static void hide_carets(GString *text)
{
  const char *begin = text->str, *end = begin + text->len, *at = begin;
  g_autoptr(GString) out = NULL;
  while ((at = memchr(at, '^', (size_t)(end - at)))) {
    if (at > text->str && at[-1] == '[' && !is_note(at + 1, end)) {
      out = out ? out : g_string_sized_new(text->len + 64);
      g_string_append_len(out, begin, at - begin);
      add_escape(out, ESCAPE_CARET);
      begin = at + 1;
    }
    at++;
  }
  if (!out)
    return;
  g_string_append_len(out, begin, end - begin);
  g_string_assign(text, "");
  g_string_append_len(text, out->str, (gssize)out->len);
}

/* The marks' own characters may not come from the text. */
static const char *without_marks(Arena *arena, const char *text, size_t *length)
{
  g_autoptr(GString) clean = NULL;
  for (const char *at = text, *end = text + *length;
       (at = memchr(at, MARK_LEAD[0], (size_t)(end - at))); at++) {
    if (end - at < MARK_LENGTH || memcmp(at, MARK_LEAD, 3) != 0 || (unsigned char)at[3] < 0xB0)
      continue;
    if (!clean)
      clean = g_string_new_len(text, (gssize)*length);
    memcpy(clean->str + (at - text), "\xEF\xBF\xBD ", MARK_LENGTH);
  }
  return clean ? arena_strndup(arena, clean->str, clean->len) : text;
}

/* What an insert may begin with. */
static ByteMask is_beginning(ByteBlock bytes)
{
  return (bytes == '$') | (bytes == '\\') | (bytes == '{') | (bytes == '&') | (bytes == '^');
}

static bool begins(const char *at, const char *end, const char *what)
{
  size_t length = strlen(what);
  return (size_t)(end - at) >= length && memcmp(at, what, length) == 0;
}

static bool has_inserts(const char *text, size_t length, const InsertOptions *options)
{
  const char *begin = text, *end = text + length;
  for (; (text = bytes_find(text, end, is_beginning)) < end; text++) {
    if ((*text == '^' && text > begin && text[-1] == '[') || *text == '\\' ||
        (*text == '$' && options->math) || begins(text, end, "{{") || begins(text, end, "&quot;"))
      return true;
  }
  return false;
}

static bool too_many(const Builder *builder, Error **error)
{
  size_t count = 0;
  for (size_t i = 0; i < builder->tokens->len; i++)
    count += token_at(builder, i)->kind == TOKEN_TAG;
  if (count <= SHORTCODES_MAX)
    return false;
  error_set(error, ERROR_SITE, "more than %d shortcodes in one text", SHORTCODES_MAX);
  error_at(error, builder->options->file, builder->options->first_line, 0);
  error_hint(error, "split the text, or keep data in files of its own");
  return true;
}

const char *inserts_find(Inserts *inserts, Arena *arena, const char *text, size_t *length,
                         const InsertOptions *options, Warnings *warnings, Error **error)
{
  *inserts = (Inserts){0};
  text = without_marks(arena, text, length);
  if (!has_inserts(text, *length, options))
    return text;
  Builder builder = {.arena = arena,
                     .inserts = inserts,
                     .options = options,
                     .warnings = warnings,
                     .text = text,
                     .tokens = markdown_scan(arena, text, *length, options, warnings),
                     .out = g_string_sized_new(*length + 64),
                     .items = g_array_new(FALSE, FALSE, sizeof(Insert)),
                     .lines = g_array_new(FALSE, FALSE, sizeof(struct InsertLines)),
                     .line = 1};
  bool good = !too_many(&builder, error) && find_pairs(&builder, error);
  if (good) {
    build(&builder, *length);
    hide_carets(builder.out);
    text = arena_strndup(arena, builder.out->str, builder.out->len);
    *length = builder.out->len;
    inserts->count = builder.items->len;
    inserts->items = arena_memdup(arena, builder.items->data, builder.items->len * sizeof(Insert));
    inserts->line_count = builder.lines->len;
    inserts->lines =
        arena_memdup(arena, builder.lines->data, builder.lines->len * sizeof(struct InsertLines));
  }
  g_array_unref(builder.tokens);
  g_string_free(builder.out, TRUE);
  g_array_unref(builder.items);
  g_array_unref(builder.lines);
  return good ? text : NULL;
}

int inserts_line(const Inserts *inserts, int first_line, int line)
{
  int less = 0;
  for (size_t i = 0; inserts && i < inserts->line_count && inserts->lines[i].line < line; i++)
    less = inserts->lines[i].less;
  return first_line + line - 1 + less;
}

/* --- marks --- */

bool mark_read(Mark *mark, const Inserts *inserts, const unsigned char *text, size_t length)
{
  if (!inserts || length < MARK_LENGTH || memcmp(text, MARK_LEAD, 3) != 0)
    return false;
  *mark = (Mark){.length = MARK_LENGTH};
  size_t escape = (size_t)text[3] - MARK_ESCAPE;
  if (escape < markdown_escape_count) {
    mark->text = markdown_escapes[escape].meant;
    mark->source = markdown_escapes[escape].source;
    return true;
  }
  if (memcmp(text, MARK_BEGIN, MARK_LENGTH) != 0)
    return false;
  size_t number = 0, at = MARK_LENGTH;
  while (at < length && g_ascii_isdigit(text[at]) && number < inserts->count)
    number = number * 10 + (size_t)(text[at++] - '0');
  if (number >= inserts->count || length - at < MARK_LENGTH ||
      memcmp(text + at, MARK_END, MARK_LENGTH) != 0)
    return false;
  mark->length = at + MARK_LENGTH;
  mark->insert = &inserts->items[number];
  return true;
}

static void append_mark(GString *out, const Mark *mark, bool as_written)
{
  const Insert *insert = mark->insert;
  if (!insert)
    g_string_append(out, as_written ? mark->source : mark->text);
  else if (insert->kind == INSERT_LITERAL)
    g_string_append_len(out, insert->text, (gssize)insert->text_length);
  else if (as_written || insert->kind != INSERT_SHORTCODE)
    g_string_append_len(out, insert->source, (gssize)insert->length);
}

const char *marks_remove(const Inserts *inserts, Arena *arena, const char *text, size_t *length,
                         bool as_written)
{
  if (!inserts || *length == 0 || !memchr(text, MARK_LEAD[0], *length))
    return text;
  const char *end = text + *length, *at = text;
  g_autoptr(GString) out = g_string_sized_new(*length);
  while (at < end) {
    Mark mark;
    if (*at == MARK_LEAD[0] &&
        mark_read(&mark, inserts, (const unsigned char *)at, (size_t)(end - at))) {
      append_mark(out, &mark, as_written);
      at += mark.length;
    } else {
      g_string_append_c(out, *at++);
    }
  }
  *length = out->len;
  return arena_strndup(arena, out->str, out->len);
}
