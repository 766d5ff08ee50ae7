#include "generator/model/markdown/code_block.h"

#include "generator/model/markdown/slots.h"

#include <string.h>

enum { LINE_MAX_NUMBER = 10000000 };

static bool is_separator(char c)
{
  return g_ascii_isspace(c) || c == ',' || c == '{' || c == '}' || c == '[' || c == ']' ||
         c == '"' || c == '\'';
}

static int number_at(const char **at, const char *end)
{
  int number = 0;
  while (*at < end && g_ascii_isdigit(**at)) {
    number = MIN(number * 10 + (**at - '0'), LINE_MAX_NUMBER);
    (*at)++;
  }
  return number;
}

/* "3" or "3-5"; what else stands here is passed over. */
static void add_range(CodeOptions *options, const char *text, const char *end)
{
  int from = number_at(&text, end), to = from;
  if (text < end && *text == '-') {
    text++;
    to = number_at(&text, end);
  }
  if (text != end || from < 1 || to < from || options->marked_count == CODE_RANGES_MAX)
    return;
  options->marked[options->marked_count].from = from;
  options->marked[options->marked_count].to = to;
  options->marked_count++;
}

static bool is_named(const char *word, const char *end, const char *name, const char **value)
{
  size_t length = strlen(name);
  if ((size_t)(end - word) < length || g_ascii_strncasecmp(word, name, length) != 0)
    return false;
  *value = word + length;
  if (*value < end && **value == '=')
    (*value)++;
  else if (*value < end)
    return false;
  return true;
}

static bool is_no(const char *value, const char *end)
{
  return end - value >= 5 && g_ascii_strncasecmp(value, "false", 5) == 0;
}

static void add_word(CodeOptions *options, const char *word, const char *end)
{
  const char *value;
  if (is_named(word, end, "linenos", &value) || is_named(word, end, "lineNos", &value) ||
      is_named(word, end, "showLineNumbers", &value)) {
    options->numbers = !is_no(value, end);
  } else if (is_named(word, end, "linenostart", &value)) {
    options->first = number_at(&value, end);
  } else if (is_named(word, end, "hl_lines", &value)) {
    add_range(options, value, end);
  } else if (g_ascii_isdigit(*word)) {
    add_range(options, word, end);
  }
}

void code_options_add(CodeOptions *options, const char *text, size_t length)
{
  const char *end = text + length;
  while (text < end) {
    while (text < end && is_separator(*text))
      text++;
    const char *word = text;
    while (text < end && !is_separator(*text)) {
      text++;
      if (text[-1] == '=') /* "hl_lines=[1" and "hl_lines="1" are one word's beginning */
        break;
    }
    if (text < end && text > word && text[-1] == '=') {
      const char *value = text;
      while (value < end && strchr("[\"' {", *value))
        value++;
      const char *stop = value;
      while (stop < end && !is_separator(*stop))
        stop++;
      g_autofree char *joined =
          g_strdup_printf("%.*s%.*s", (int)(text - word), word, (int)(stop - value), value);
      add_word(options, joined, joined + strlen(joined));
      text = stop;
    } else if (text > word) {
      add_word(options, word, text);
    }
  }
}

/* Names of languages: "c++", "objective-c", "c#". */
static bool is_language(const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (!g_ascii_isalnum(text[i]) && !strchr("+#-_.", text[i]))
      return false;
  return length > 0 && length <= CODE_LANGUAGE_MAX;
}

void code_options_read(CodeOptions *options, const char *info, size_t length)
{
  size_t name = 0;
  *options = (CodeOptions){.first = 1};
  while (name < length && !is_separator(info[name]))
    name++;
  if (is_language(info, name))
    memcpy(options->language, info, name);
  if (name < length)
    code_options_add(options, info + name, length - name);
}

bool code_has_lines(const CodeOptions *options)
{
  return options->numbers || options->marked_count > 0;
}

void code_slot(GString *out, const CodeOptions *options, const char *code, size_t length)
{
  g_autoptr(GString) text = g_string_new(NULL);
  if (options->numbers)
    g_string_append_printf(text, "linenos linenostart=%d ", options->first);
  for (size_t i = 0; i < options->marked_count; i++)
    g_string_append_printf(text, "%d-%d ", options->marked[i].from, options->marked[i].to);
  g_string_append_c(out, SLOT_BEGIN);
  g_string_append_c(out, 'H');
  slot_field_add(out, options->language, strlen(options->language));
  slot_field_add(out, text->str, text->len);
  slot_field_add(out, code, length);
  g_string_append_c(out, SLOT_END);
}

bool code_slot_read(CodeOptions *options, const char *text, size_t length, const char **code,
                    size_t *code_length)
{
  const char *end = text + length, *language, *rest;
  size_t language_length, rest_length;
  if (!slot_field_next(&text, end, &language, &language_length) ||
      !slot_field_next(&text, end, &rest, &rest_length) ||
      !slot_field_next(&text, end, code, code_length))
    return false;
  code_options_read(options, language, language_length);
  code_options_add(options, rest, rest_length);
  return true;
}

static bool is_marked(const CodeOptions *options, int line)
{
  for (size_t i = 0; i < options->marked_count; i++)
    if (line >= options->marked[i].from && line <= options->marked[i].to)
      return true;
  return false;
}

void code_lines(GString *out, const CodeOptions *options, const char *html, size_t length)
{
  const char *end = html + length;
  for (int line = 1; html < end; line++) {
    const char *newline = memchr(html, '\n', (size_t)(end - html));
    const char *next = newline ? newline + 1 : end;
    g_string_append(out, is_marked(options, line) ? "<span class=\"line marked\""
                                                  : "<span class=\"line\"");
    if (options->numbers)
      g_string_append_printf(out, " data-line=\"%d\"", options->first + line - 1);
    g_string_append_c(out, '>');
    g_string_append_len(out, html, next - html);
    g_string_append(out, "</span>");
    html = next;
  }
}
