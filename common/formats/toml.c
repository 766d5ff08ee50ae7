#include "common/formats/toml_internal.h"

#include "common/strutil.h"

#include <stdarg.h>
#include <string.h>

/* --- places and errors --- */

/* Moves the mark to `at`, which may be on a later line. */
static void move_mark(Toml *toml, const char *at)
{
  if (at < toml->line_begin) { /* only errors look back */
    toml->mark = toml->line_begin = toml->begin;
    toml->line = toml->first_line;
    toml->column = 1;
  }
  if (at < toml->mark) {
    toml->mark = toml->line_begin;
    toml->column = 1;
  }
  while (toml->mark < at) {
    if (*toml->mark == '\n') {
      toml->line++;
      toml->line_begin = toml->mark + 1;
      toml->column = 0;
    }
    if (((unsigned char)*toml->mark & 0xc0) != 0x80)
      toml->column++;
    toml->mark++;
  }
}

bool toml_fail(Toml *toml, const char *at, const char *hint, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  if (!toml->error || *toml->error)
    return false;
  move_mark(toml, at);
  error_set(toml->error, ERROR_SITE, "%s", what);
  error_at(toml->error, toml->document->file, toml->line, toml->column);
  error_source(toml->error, toml->document->source, toml->document->source_length);
  if (hint)
    error_hint(toml->error, "%s", hint);
  return false;
}

Tree *toml_tree(Toml *toml, TreeKind kind, const char *at)
{
  move_mark(toml, at);
  return tree_new(toml->arena, kind, toml->line, toml->column);
}

/* --- between the values --- */

bool toml_take(Toml *toml, char c)
{
  if (toml_peek(toml) != c || toml->at == toml->end)
    return false;
  toml->at++;
  return true;
}

void toml_skip_blanks(Toml *toml)
{
  while (toml->at < toml->end && (*toml->at == ' ' || *toml->at == '\t'))
    toml->at++;
}

static bool at_line_end(const Toml *toml)
{
  return toml->at == toml->end || *toml->at == '\n' ||
         (*toml->at == '\r' && toml->at + 1 < toml->end && toml->at[1] == '\n');
}

static void skip_line_end(Toml *toml)
{
  toml_take(toml, '\r');
  toml_take(toml, '\n');
}

static bool skip_comment(Toml *toml)
{
  if (toml_peek(toml) != '#')
    return true;
  while (!at_line_end(toml)) {
    unsigned char c = (unsigned char)*toml->at;
    if ((c < 0x20 && c != '\t') || c == 0x7f)
      return toml_fail(toml, toml->at, NULL, "a comment holds the control character U+%04X", c);
    toml->at++;
  }
  return true;
}

bool toml_skip_lines(Toml *toml)
{
  for (;;) {
    toml_skip_blanks(toml);
    if (!skip_comment(toml))
      return false;
    if (toml->at == toml->end || !at_line_end(toml))
      return true;
    skip_line_end(toml);
  }
}

/* --- keys --- */

static bool is_bare(char c)
{
  return g_ascii_isalnum(c) || c == '_' || c == '-';
}

static bool key_part(Toml *toml, GArray *parts)
{
  TomlPart part = {.at = toml->at};
  move_mark(toml, toml->at);
  part.place = (TreePlace){toml->line, toml->column};
  char first = toml_peek(toml);
  if (first == '"' || first == '\'') {
    part.name = toml_quoted_key(toml);
  } else {
    while (toml->at < toml->end && is_bare(*toml->at))
      toml->at++;
    if (toml->at == part.at)
      return toml_fail(toml, toml->at,
                       "a key is of letters, digits, '-' and '_'; any other one stands in quotes",
                       "a key should stand here");
    part.name = arena_strndup(toml->arena, part.at, (size_t)(toml->at - part.at));
  }
  if (part.name)
    g_array_append_val(parts, part);
  return part.name != NULL;
}

bool toml_key(Toml *toml, GArray *parts)
{
  do {
    toml_skip_blanks(toml);
    if (!key_part(toml, parts))
      return false;
    toml_skip_blanks(toml);
  } while (toml_take(toml, '.'));
  return true;
}

/* --- lines --- */

bool toml_pair(Toml *toml, TomlTable *table)
{
  g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(TomlPart));
  if (!toml_key(toml, parts))
    return false;
  if (!toml_take(toml, '='))
    return toml_fail(toml, toml->at, "write it as: key = value", "a '=' should stand here");
  TomlTable *into = toml_table_descend(toml, table, parts);
  if (!into)
    return false;
  /* The tables that are on their way to the value count as levels too. */
  int depth = toml->depth;
  toml->depth = MAX(depth, into->depth);
  toml_skip_blanks(toml);
  Tree *value = toml_value(toml);
  toml->depth = depth;
  return value &&
         toml_table_put(toml, into, &g_array_index(parts, TomlPart, parts->len - 1), value);
}

static bool header(Toml *toml)
{
  toml->at++;
  bool array = toml_take(toml, '[');
  g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(TomlPart));
  if (!toml_key(toml, parts))
    return false;
  if (!toml_take(toml, ']') || (array && !toml_take(toml, ']')))
    return toml_fail(toml, toml->at, NULL, "'%s' should end the header here", array ? "]]" : "]");
  toml->section++;
  toml->current = toml_table_open(toml, parts, array);
  return toml->current != NULL;
}

static bool line(Toml *toml)
{
  if (toml_peek(toml) == '[' ? !header(toml) : !toml_pair(toml, toml->current))
    return false;
  toml_skip_blanks(toml);
  if (!skip_comment(toml))
    return false;
  if (!at_line_end(toml))
    return toml_fail(toml, toml->at, "a text stands in quotes: key = \"value\"",
                     "the line should end here");
  skip_line_end(toml);
  return true;
}

static bool lines(Toml *toml)
{
  for (;;) {
    if (!toml_skip_lines(toml))
      return false;
    if (toml->at == toml->end)
      return true;
    if (!line(toml))
      return false;
  }
}

bool toml_parse(Arena *arena, const char *text, size_t length, int first_line, size_t limit,
                TreeDocument *document, Error **error)
{
  Error *first = NULL;
  Toml toml = {.arena = arena,
               .document = document,
               .error = &first,
               .begin = text,
               .first_line = first_line,
               .at = text,
               .end = text + length,
               .line_begin = text,
               .mark = text,
               .line = first_line,
               .column = 1};
  if (!document->source) {
    document->source = text;
    document->source_length = length;
  }
  if (length > limit)
    toml_fail(&toml, text, NULL, "the TOML is longer than %zu KiB", limit / 1024);
  else if (text_check_utf8(text, length, document->file, &first)) {
    toml_members_init(&toml);
    toml.current = toml_table_new(&toml, TOML_HEADER, 0, text);
    document->root = toml.current->tree;
    lines(&toml);
    toml_tables_finish(&toml);
  }
  if (!first)
    return true;
  error_move(error, first);
  return false;
}
