/* Shortcodes of any text: what is found is what stands there, marks come back as they were
 * written, lines keep their numbers, and the slots of a page are well formed. */
#include "generator/model/markdown/markdown.h"
#include "generator/model/markdown/markdown_inserts.h"
#include "generator/model/markdown/slots.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Without shortcodes and marks, as it was written. */
static void check_inserts(const char *text, size_t size)
{
  g_autoptr(Arena) arena = arena_new();
  InsertOptions options = {.file = "a.md", .first_line = 1, .math = true};
  Inserts inserts;
  size_t length = size;
  const char *marked = inserts_find(&inserts, arena, text, &length, &options, NULL, NULL);
  if (!marked)
    return;
  g_assert(g_utf8_validate(marked, (gssize)length, NULL));
  int lines = 1, marked_lines = 1;
  for (size_t i = 0; i < size; i++)
    lines += text[i] == '\n';
  for (size_t i = 0; i < length; i++)
    marked_lines += marked[i] == '\n';
  g_assert(inserts_line(&inserts, 1, marked_lines) <= lines);
  for (size_t i = 0; i < inserts.count; i++) {
    const Insert *insert = &inserts.items[i];
    g_assert(insert->line >= 1 && insert->line <= lines);
    g_assert(insert->source >= text || insert->source[0] != '\0');
  }
  size_t plain = length;
  const char *back = marks_remove(&inserts, arena, marked, &plain, true);
  g_assert(g_utf8_validate(back, (gssize)plain, NULL));
}

static void fill(void *data, char letter, const char *text, size_t length, GString *out)
{
  size_t *budget = data;
  const char *at = text, *end = text + length, *field;
  size_t field_length = 0, fields = 0;
  g_assert(*budget > 0);
  (*budget)--;
  if (letter != 'S')
    return;
  while (slot_field_next(&at, end, &field, &field_length))
    fields++;
  g_assert(at == end && fields >= 8);
  slots_fill(field, field_length, fill, data, out);
}

/* No mark is left; a reference to a character may make what looks like one. */
static void check_no_marks(const char *text, size_t size, const GString *html)
{
  if (!g_strstr_len(text, (gssize)size, "&#"))
    for (const char *at = html->str; (at = strstr(at, MARK_LEAD)); at++)
      g_assert((unsigned char)at[3] < 0xB0);
}

static void check_page(const char *text, size_t size)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(GString) out = g_string_new(NULL);
  MarkdownOptions options = {
      .file = "a.md",
      .first_line = 1,
      .summary_words = 10,
      .features = {.smart = true, .emoji = true, .math = true, .highlight = true}};
  Markdown markdown;
  if (!markdown_render(&markdown, arena, text, size, &options, warnings, NULL))
    return;
  size_t budget = 1000000;
  slots_fill(markdown.html, markdown.html_length, fill, &budget, out);
  slots_fill(markdown.summary, strlen(markdown.summary), fill, &budget, out);
  check_no_marks(text, size, out);
  g_assert(!memchr(out->str, SLOT_BEGIN, out->len) && !memchr(out->str, SLOT_END, out->len));
  g_assert(g_utf8_validate(out->str, (gssize)out->len, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const char *text = (const char *)data;
  if (!g_utf8_validate(text, (gssize)size, NULL))
    return 0;
  check_inserts(text, size);
  check_page(text, size);
  return 0;
}
