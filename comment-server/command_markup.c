/* command_markup.c - what a comment would look like, for readers of the code and
 * for tests. */
#include "comment-server/commands.h"
#include "comment-server/text/markup.h"
#include "common/files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const Option options[] = {{.name = NULL}};
static const Command command = {
    .usage = "senf-comments markup [FILE]",
    .summary = "A reader's Markdown to safe HTML on stdout, exactly as it would be stored.",
    .details = "Without FILE, or with -, the text is read from stdin. At most 8 KiB of UTF-8.",
    .options = options,
    .operands_max = 1,
};

/* One byte more than is allowed, so that too long a text is seen. */
static bool read_stdin(GString *out, Error **error)
{
  char buffer[4096];
  size_t count;
  while (out->len <= MARKUP_INPUT_MAX && (count = fread(buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len(out, buffer, (gssize)count);
  if (!ferror(stdin))
    return true;
  error_set_errno(error, errno, "can't read stdin");
  return false;
}

static bool read_text(const char *path, GString *out, Error **error)
{
  if (!path || strcmp(path, "-") == 0)
    return read_stdin(out, error);
  size_t length;
  g_autofree char *text = file_read(path, MARKUP_INPUT_MAX, &length, error);
  if (text)
    g_string_append_len(out, text, (gssize)length);
  return text != NULL;
}

static void explain(MarkupStatus status, const char *path, Error **error)
{
  switch (status) {
  case MARKUP_OK:
    return;
  case MARKUP_EMPTY:
    error_set(error, ERROR_SITE, "the text has nothing that a reader would see");
    break;
  case MARKUP_TOO_LONG:
    error_set(error, ERROR_SITE, "the text is longer than %d bytes", MARKUP_INPUT_MAX);
    break;
  case MARKUP_NOT_TEXT:
    error_set(error, ERROR_SITE, "the text is not UTF-8, or holds control characters");
    break;
  case MARKUP_TOO_DEEP:
    error_set(error, ERROR_SITE, "quotes, lists and emphasis are nested deeper than %d levels",
              MARKUP_DEPTH_MAX);
    break;
  case MARKUP_TOO_LARGE:
    error_set(error, ERROR_SITE, "the HTML would be larger than %d bytes", MARKUP_OUTPUT_MAX);
    break;
  }
  error_at(error, path, 0, 0);
}

int command_markup(int argc, char **argv)
{
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  const char *path = operands->len ? g_ptr_array_index(operands, 0) : NULL;
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GString) html = g_string_new(NULL);
  g_autoptr(Error) error = NULL;
  if (!read_text(path, text, &error))
    return command_fail(error);
  explain(markup_render(text->str, text->len, html), path, &error);
  if (error)
    return command_fail(error);
  fwrite(html->str, 1, html->len, stdout);
  return 0;
}
