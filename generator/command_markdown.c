/* command_markdown.c - Markdown to HTML on stdout, for authors, scripts and tests. */
#include "generator/commands.h"
#include "generator/model/markdown/code_block.h"
#include "generator/model/markdown/markdown.h"
#include "generator/model/markdown/markdown_parse.h"
#include "generator/model/markdown/slots.h"
#include "generator/model/page/front_matter.h"

#include "common/arena.h"
#include "common/escape.h"
#include "common/files.h"
#include "common/strutil.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* One byte more than is taken, so that too long a text is seen to be too long. */
#define READ_MAX (MARKDOWN_LENGTH_MAX + 1)

typedef struct Input {
  const char *name; /* for messages */
  char *text;
  size_t length;
} Input;

static bool read_stdin(Input *input, Error **error)
{
  GString *text = g_string_new(NULL);
  char buffer[16384];
  size_t got;
  while (text->len < READ_MAX && (got = fread(buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len(text, buffer, (gssize)got);
  bool failed = ferror(stdin) != 0;
  if (failed)
    error_set_errno(error, errno, "can't read the standard input");
  input->length = text->len;
  input->text = g_string_free(text, failed);
  return !failed;
}

static void fill_as_written(void *data, char letter, const char *text, size_t length, GString *out);

/* There is no theme here: what stands in a shortcode stands for it. */
static void fill_inner(const char *text, size_t length, GString *out)
{
  const char *at = text, *end = text + length, *field;
  size_t field_length = 0;
  while (slot_field_next(&at, end, &field, &field_length))
    ; /* the last one */
  if (at > text)
    slots_fill(at - field_length, field_length, fill_as_written, NULL, out);
}

static void fill_code(const char *text, size_t length, GString *out)
{
  CodeOptions options;
  const char *code;
  size_t code_length;
  if (!code_slot_read(&options, text, length, &code, &code_length))
    return;
  g_autoptr(GString) html = g_string_new(NULL);
  escape_html(html, code, code_length);
  if (code_has_lines(&options))
    code_lines(out, &options, html->str, html->len);
  else
    g_string_append_len(out, html->str, (gssize)html->len);
}

static void fill_size(const char *text, size_t length, GString *out)
{
  const char *target;
  SlotSize size = slot_size_read(text, length, &target);
  slot_size_put(out, &size);
}

/* A page needs no neighbours here: each target is what its author wrote. */
static void fill_as_written(void *data, char letter, const char *text, size_t length, GString *out)
{
  (void)data;
  g_autoptr(GString) url = g_string_new(NULL);
  switch (letter) {
  case 'L':
  case 'I':
    escape_url(url, text, length);
    escape_html(out, url->str, url->len);
    break;
  case 'W':
    fill_size(text, length, out);
    break;
  case 'T': /* "alert.note" */
    g_string_append_len(url, text, (gssize)length);
    escape_html(out, url->str + strcspn(url->str, ".") + 1, url->len - strcspn(url->str, ".") - 1);
    break;
  case 'H':
    fill_code(text, length, out);
    break;
  case 'S':
    fill_inner(text, length, out);
    break;
  default:
    break;
  }
}

/* With `plain` the text is Markdown from its first byte on; else it may be a page with
 * front matter, which is passed over. */
static bool convert(const Input *input, bool plain, GString *out, Error **error)
{
  g_autoptr(Arena) arena = arena_new();
  FrontMatter front = {.body_offset = 0, .body_line = 1};
  if (!text_check_utf8(input->text, input->length, input->name, error))
    return false;
  if (!plain && !front_matter_read(&front, arena, input->name, input->text, input->length, error))
    return false;
  Markdown markdown;
  MarkdownOptions options = {
      .plain = plain,
      .file = input->name,
      .first_line = front.body_line,
      .features = {.smart = true, .emoji = true, .math = true, .highlight = true}};
  if (!markdown_render(&markdown, arena, input->text + front.body_offset,
                       input->length - front.body_offset, &options, NULL, error)) {
    error_source(error, input->text, input->length);
    return false;
  }
  if (plain)
    g_string_append_len(out, markdown.html, (gssize)markdown.html_length);
  else
    slots_fill(markdown.html, markdown.html_length, fill_as_written, NULL, out);
  return true;
}

static bool print(const GString *html, Error **error)
{
  if (fwrite(html->str, 1, html->len, stdout) == html->len && fflush(stdout) == 0)
    return true;
  error_set_errno(error, errno, "can't write to the standard output");
  return false;
}

int command_markdown(int argc, char **argv)
{
  bool plain = false;
  const Option options[] = {
      {.name = "plain", .kind = OPTION_FLAG, .value = &plain, .help = "GFM and nothing of ours"},
      {.name = NULL},
  };
  const Command command = {
      .usage = "senf markdown [--plain] [FILE]",
      .summary = "Markdown to HTML on the standard output",
      .details = "Without FILE, or with '-', the standard input is read. Front matter is passed "
                 "over, unless --plain is given.",
      .options = options,
      .operands_max = 1,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status = 0;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  const char *file = operands->len > 0 ? g_ptr_array_index(operands, 0) : "-";
  bool from_stdin = strcmp(file, "-") == 0;
  Input input = {.name = from_stdin ? "stdin" : file};
  g_autoptr(Error) error = NULL;
  g_autoptr(GString) html = g_string_new(NULL);
  bool read = from_stdin ? read_stdin(&input, &error)
                         : (input.text = file_read(file, READ_MAX, &input.length, &error)) != NULL;
  bool done = read && convert(&input, plain, html, &error) && print(html, &error);
  g_free(input.text);
  return done ? 0 : command_fail(error);
}
