#include "common/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of a long line only a window around the caret is shown, in characters. */
#define WINDOW_WIDTH 100
#define WINDOW_BEFORE 60
#define TAB_WIDTH 2

G_GNUC_PRINTF(2, 0)
static Error *error_new(ErrorKind kind, const char *format, va_list arguments)
{
  Error *error = g_new0(Error, 1);
  error->kind = kind;
  error->what = g_strdup_vprintf(format, arguments);
  return error;
}

void error_set(Error **error, ErrorKind kind, const char *format, ...)
{
  if (!error)
    return;
  g_assert(*error == NULL);
  va_list arguments;
  va_start(arguments, format);
  *error = error_new(kind, format, arguments);
  va_end(arguments);
}

void error_set_errno(Error **error, int number, const char *format, ...)
{
  if (!error)
    return;
  g_assert(*error == NULL);
  va_list arguments;
  va_start(arguments, format);
  *error = error_new(ERROR_MACHINE, format, arguments);
  va_end(arguments);
  /* Unlike strerror this is the same in every locale and safe between threads. */
  const char *reason = strerrordesc_np(number);
  char *what = reason ? g_strdup_printf("%s: %s", (*error)->what, reason)
                      : g_strdup_printf("%s: error %d", (*error)->what, number);
  g_free((*error)->what);
  (*error)->what = what;
}

void error_at(Error **error, const char *file, int line, int column)
{
  if (!error || !*error)
    return;
  Error *self = *error;
  if (self->file && file && self->line > 0)
    return;
  if (self->line == 0 && line > 0) {
    /* A place known without its file belongs to the file that is named now. */
    self->line = line;
    self->column = column;
  }
  if (!self->file)
    self->file = g_strdup(file);
}

void error_source(Error **error, const char *text, size_t length)
{
  if (!error || !*error || (*error)->line <= 0 || (*error)->source_line || !text)
    return;
  const char *end = text + length;
  const char *start = text;
  for (int line = 1; line < (*error)->line; line++) {
    const char *newline = memchr(start, '\n', (size_t)(end - start));
    if (!newline)
      return;
    start = newline + 1;
  }
  const char *stop = memchr(start, '\n', (size_t)(end - start));
  if (!stop)
    stop = end;
  if (stop > start && stop[-1] == '\r')
    stop--;
  (*error)->source_line = g_strndup(start, (size_t)(stop - start));
}

void error_hint(Error **error, const char *format, ...)
{
  if (!error || !*error || (*error)->hint)
    return;
  va_list arguments;
  va_start(arguments, format);
  (*error)->hint = g_strdup_vprintf(format, arguments);
  va_end(arguments);
}

void error_note(Error **error, const char *format, ...)
{
  if (!error || !*error)
    return;
  if (!(*error)->notes)
    (*error)->notes = g_ptr_array_new_with_free_func(g_free);
  va_list arguments;
  va_start(arguments, format);
  g_ptr_array_add((*error)->notes, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

void error_prefix(Error **error, const char *format, ...)
{
  if (!error || !*error)
    return;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *prefix = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  char *what = g_strconcat(prefix, (*error)->what, NULL);
  g_free((*error)->what);
  (*error)->what = what;
}

void error_move(Error **to, Error *from)
{
  if (!to) {
    error_free(from);
    return;
  }
  g_assert(*to == NULL);
  *to = from;
}

/* One character of a source line as a terminal may see it: nothing that moves
 * its cursor, no broken UTF-8. Gives its width in columns. */
static int put_character(GString *out, const char **next, const char *end)
{
  gunichar c = g_utf8_get_char_validated(*next, end - *next);
  if (c == (gunichar)-1 || c == (gunichar)-2) {
    *next += 1;
    g_string_append(out, "\xef\xbf\xbd");
    return 1;
  }
  *next = g_utf8_next_char(*next);
  if (c == '\t') {
    g_string_append_len(out, "        ", TAB_WIDTH);
    return TAB_WIDTH;
  }
  if (g_unichar_iscntrl(c) || g_unichar_type(c) == G_UNICODE_FORMAT) {
    g_string_append(out, "\xef\xbf\xbd");
    return 1;
  }
  g_string_append_unichar(out, c);
  return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

static void format_source(const Error *error, bool color, GString *out)
{
  const char *next = error->source_line;
  const char *end = next + strlen(next);
  int first = error->column > WINDOW_WIDTH ? error->column - WINDOW_BEFORE : 1;
  GString *line = g_string_new(NULL);
  g_autoptr(GString) skipped = g_string_new(NULL);
  int character = 1, width = 0, caret = -1;
  for (; next < end && character < first + WINDOW_WIDTH; character++) {
    if (character == error->column)
      caret = width;
    if (character < first)
      put_character(skipped, &next, end);
    else
      width += put_character(line, &next, end);
  }
  if (caret < 0 && error->column > 0 && error->column <= character)
    caret = width; /* just behind the end */
  const char *before = first > 1 ? "…" : "";
  g_string_append_printf(out, "  %s%s%s\n", before, line->str, next < end ? "…" : "");
  if (caret >= 0)
    g_string_append_printf(out, "  %*s%s^%s\n", caret + (first > 1 ? 1 : 0), "",
                           color ? "\033[1;32m" : "", color ? "\033[0m" : "");
  g_string_free(line, TRUE);
}

/* Text of others inside a message: no control character may reach a terminal. */
static void put_text(GString *out, const char *text)
{
  const char *end = text + strlen(text);
  while (text < end) {
    if (*text == '\n') {
      g_string_append(out, "\n  ");
      text++;
    } else {
      put_character(out, &text, end);
    }
  }
}

void error_format(const Error *error, const char *label, bool color, GString *out)
{
  const char *paint = strcmp(label, "error") == 0 ? "\033[1;31m" : "\033[1;33m";
  g_string_append_printf(out, "%s%s:%s ", color ? paint : "", label, color ? "\033[0m" : "");
  if (error->file) {
    put_text(out, error->file);
    if (error->line > 0)
      g_string_append_printf(out, ":%d", error->line);
    if (error->line > 0 && error->column > 0)
      g_string_append_printf(out, ":%d", error->column);
    g_string_append(out, ": ");
  } else if (error->line > 0) {
    g_string_append_printf(out, "line %d: ", error->line);
  }
  put_text(out, error->what);
  g_string_append_c(out, '\n');
  if (error->source_line)
    format_source(error, color, out);
  for (guint i = 0; error->notes && i < error->notes->len; i++) {
    g_string_append(out, "  ");
    put_text(out, g_ptr_array_index(error->notes, i));
    g_string_append_c(out, '\n');
  }
  if (error->hint) {
    g_string_append(out, "  hint: ");
    put_text(out, error->hint);
    g_string_append_c(out, '\n');
  }
}

void error_print(const Error *error, const char *label)
{
  const char *no_color = getenv("NO_COLOR");
  bool color = isatty(STDERR_FILENO) && !(no_color && *no_color);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, "%s: ", program_invocation_short_name);
  error_format(error, label, color, text);
  fputs(text->str, stderr);
}

Error *error_copy(const Error *error)
{
  if (!error)
    return NULL;
  Error *copy = g_new0(Error, 1);
  copy->kind = error->kind;
  copy->what = g_strdup(error->what);
  copy->file = g_strdup(error->file);
  copy->line = error->line;
  copy->column = error->column;
  copy->source_line = g_strdup(error->source_line);
  copy->hint = g_strdup(error->hint);
  for (guint i = 0; error->notes && i < error->notes->len; i++)
    error_note(&copy, "%s", (const char *)g_ptr_array_index(error->notes, i));
  return copy;
}

void error_free(Error *error)
{
  if (!error)
    return;
  g_free(error->what);
  g_free(error->file);
  g_free(error->source_line);
  g_free(error->hint);
  if (error->notes)
    g_ptr_array_unref(error->notes);
  g_free(error);
}

struct Warnings {
  GPtrArray *list;  /* of Error *, in order */
  GHashTable *seen; /* their formatted texts */
};

Warnings *warnings_new(void)
{
  Warnings *warnings = g_new0(Warnings, 1);
  warnings->list = g_ptr_array_new_with_free_func((GDestroyNotify)error_free);
  warnings->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return warnings;
}

void warnings_free(Warnings *warnings)
{
  if (!warnings)
    return;
  g_ptr_array_unref(warnings->list);
  g_hash_table_unref(warnings->seen);
  g_free(warnings);
}

void warnings_take(Warnings *warnings, Error *warning)
{
  if (!warning)
    return;
  GString *text = g_string_new(NULL);
  error_format(warning, "warning", false, text);
  if (g_hash_table_add(warnings->seen, g_string_free(text, FALSE)))
    g_ptr_array_add(warnings->list, warning);
  else
    error_free(warning);
}

void warnings_add(Warnings *warnings, const char *file, int line, int column, const char *format,
                  ...)
{
  va_list arguments;
  va_start(arguments, format);
  Error *warning = error_new(ERROR_SITE, format, arguments);
  va_end(arguments);
  error_at(&warning, file, line, column);
  warnings_take(warnings, warning);
}

size_t warnings_count(const Warnings *warnings)
{
  return warnings->list->len;
}

const Error *warnings_get(const Warnings *warnings, size_t index)
{
  return g_ptr_array_index(warnings->list, index);
}
