#include "generator/model/markdown/shortcode.h"

#include "generator/model/markdown/slots.h"

#include <string.h>

enum { PARAMS_MAX = 256, TAG_LENGTH_MAX = 64 * 1024 };

typedef struct Reader {
  Arena *arena;
  const char *at, *end;
  char close; /* '>' or '%' */
} Reader;

static bool is_blank(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void pass_blanks(Reader *reader)
{
  while (reader->at < reader->end && is_blank(*reader->at))
    reader->at++;
}

static bool is_name_char(char c)
{
  return g_ascii_isalnum(c) || c == '_' || c == '-' || c == '.' || c == '/';
}

static bool at_end_of_tag(const Reader *reader)
{
  return reader->end - reader->at >= 3 && reader->at[0] == reader->close && reader->at[1] == '}' &&
         reader->at[2] == '}';
}

static bool at_alone(const Reader *reader)
{
  return reader->end - reader->at >= 4 && reader->at[0] == '/' && reader->at[1] == reader->close &&
         reader->at[2] == '}' && reader->at[3] == '}';
}

/* A name with letters in it; folders in it are allowed, "..", and slashes at its ends not. */
static const char *read_name(Reader *reader)
{
  const char *begin = reader->at;
  while (reader->at < reader->end && is_name_char(*reader->at) && !at_alone(reader))
    reader->at++;
  size_t length = (size_t)(reader->at - begin);
  if (length == 0 || length > 100 || *begin == '/' || *begin == '.' || begin[length - 1] == '/')
    return NULL;
  const char *name = arena_strndup(reader->arena, begin, length);
  return strstr(name, "..") || strstr(name, "//") ? NULL : name;
}

static const char *read_quoted(Reader *reader)
{
  char quote = *reader->at++;
  g_autoptr(GString) text = g_string_new(NULL);
  while (reader->at < reader->end && *reader->at != quote) {
    if (quote == '"' && *reader->at == '\\' && reader->at + 1 < reader->end &&
        (reader->at[1] == '"' || reader->at[1] == '\\'))
      reader->at++;
    g_string_append_c(text, *reader->at++);
  }
  if (reader->at == reader->end)
    return NULL;
  reader->at++;
  return arena_strndup(reader->arena, text->str, text->len);
}

static const char *read_word(Reader *reader, bool stops_at_equals)
{
  const char *begin = reader->at;
  while (reader->at < reader->end && !is_blank(*reader->at) && !at_end_of_tag(reader) &&
         !at_alone(reader) && !(stops_at_equals && *reader->at == '='))
    reader->at++;
  return reader->at == begin ? NULL
                             : arena_strndup(reader->arena, begin, (size_t)(reader->at - begin));
}

static bool is_number(const char *text)
{
  size_t digits = strspn(text + (*text == '-'), "0123456789");
  return digits > 0 && digits < 16 && text[digits + (*text == '-')] == '\0';
}

static char kind_of(const char *value)
{
  if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
    return 'b';
  return is_number(value) ? 'i' : 's';
}

static bool is_quote(const Reader *reader)
{
  return reader->at < reader->end && (*reader->at == '"' || *reader->at == '`');
}

static bool read_value(Reader *reader, ShortcodeParam *param)
{
  param->kind = 's';
  if (is_quote(reader)) {
    param->value = read_quoted(reader);
    return param->value != NULL;
  }
  param->value = read_word(reader, false);
  if (!param->value)
    return false;
  param->kind = kind_of(param->value);
  return true;
}

static bool read_param(Reader *reader, ShortcodeParam *param)
{
  param->key = "";
  if (is_quote(reader))
    return read_value(reader, param);
  const char *begin = reader->at;
  const char *word = read_word(reader, true);
  if (word && reader->at < reader->end && *reader->at == '=') {
    param->key = word;
    reader->at++;
    return read_value(reader, param);
  }
  reader->at = begin;
  return read_value(reader, param);
}

static bool read_params(Reader *reader, ShortcodeTag *tag)
{
  ShortcodeParam params[PARAMS_MAX];
  for (pass_blanks(reader); !at_end_of_tag(reader) && !at_alone(reader); pass_blanks(reader)) {
    if (tag->param_count == PARAMS_MAX || reader->at == reader->end ||
        !read_param(reader, &params[tag->param_count]))
      return false;
    tag->param_count++;
  }
  tag->params = arena_memdup(reader->arena, params, tag->param_count * sizeof params[0]);
  return true;
}

bool shortcode_read(ShortcodeTag *tag, Arena *arena, const char *text, const char *end, bool *open)
{
  *open = false;
  *tag = (ShortcodeTag){.delimiter = text[2]};
  if (end - text > TAG_LENGTH_MAX)
    end = text + TAG_LENGTH_MAX;
  Reader reader = {arena, text + 3, end, text[2] == '<' ? '>' : '%'};
  pass_blanks(&reader);
  if (reader.at < end && *reader.at == '/') {
    tag->kind = SHORTCODE_CLOSE;
    reader.at++;
    pass_blanks(&reader);
  }
  tag->name = read_name(&reader);
  if (!tag->name)
    return false;
  *open = true;
  if (!read_params(&reader, tag) || (tag->kind == SHORTCODE_CLOSE && tag->param_count > 0))
    return false;
  if (at_alone(&reader)) {
    if (tag->kind == SHORTCODE_CLOSE)
      return false;
    tag->kind = SHORTCODE_ALONE;
    reader.at++;
  }
  *open = false;
  tag->length = (size_t)(reader.at + 3 - text);
  return true;
}

size_t shortcode_escaped(Arena *arena, const char *text, const char *end, const char **meant)
{
  if (end - text < 10 || text[3] != '/' || text[4] != '*')
    return 0;
  char close[] = "*/>}}";
  close[2] = text[2] == '<' ? '>' : '%';
  const char *inside = text + 5;
  const char *stop = g_strstr_len(inside, MIN(end - inside, TAG_LENGTH_MAX), close);
  if (!stop)
    return 0;
  *meant = arena_printf(arena, "{{%c%.*s%c}}", text[2], (int)(stop - inside), inside, close[2]);
  return (size_t)(stop + 5 - text);
}

static void add_text(GString *out, const char *text)
{
  slot_field_add(out, text, strlen(text));
}

static void add_number(GString *out, int number)
{
  char text[16];
  g_snprintf(text, sizeof text, "%d", number);
  add_text(out, text);
}

void shortcode_put(GString *out, const ShortcodeUse *use)
{
  g_string_append_c(out, SLOT_BEGIN);
  g_string_append_c(out, 'S');
  add_text(out, use->tag->name);
  add_number(out, use->line);
  add_text(out, use->is_inline ? "1" : "");
  add_text(out, use->has_inner ? "1" : "");
  add_number(out, use->number);
  for (size_t i = 0; i < use->tag->param_count; i++) {
    const ShortcodeParam *param = &use->tag->params[i];
    slot_field_add(out, &param->kind, 1);
    add_text(out, param->key);
    add_text(out, param->value);
  }
  add_text(out, "");
  slot_field_add(out, use->raw, use->raw_length);
  slot_field_add(out, use->inner, use->inner_length);
  g_string_append_c(out, SLOT_END);
}
