#include "generator/model/markdown/markdown_render.h"

#include <string.h>

/* As cmark sees it: form feeds are none. */
static bool is_space(unsigned char byte)
{
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void put_lines(Renderer *renderer, const CodeOptions *options, const char *code,
                      size_t length)
{
  GString *out = renderer->out;
  renderer->out = g_string_sized_new(length + 64);
  put_escaped(renderer, (const unsigned char *)code, length);
  code_lines(out, options, renderer->out->str, renderer->out->len);
  g_string_free(renderer->out, TRUE);
  renderer->out = out;
}

void put_code(Renderer *renderer, const CodeOptions *options, const char *info, size_t info_length,
              const char *code, size_t length)
{
  const MarkdownMarkup *markup = renderer->markup;
  bool lines = !renderer->plain && options && code_has_lines(options);
  bool colours = !renderer->plain && !renderer->excerpt && options && *options->language &&
                 renderer->options->features.highlight;
  put_line(renderer);
  if (info_length == 0) {
    put(renderer, markup->code);
  } else {
    put(renderer, markup->code_language);
    put_escaped(renderer, (const unsigned char *)info, info_length);
    put(renderer, markup->code_language_end);
  }
  renderer->has_code = renderer->has_code || lines || colours;
  if (colours)
    code_slot(renderer->out, options, code, length);
  else if (lines)
    put_lines(renderer, options, code, length);
  else
    put_escaped(renderer, (const unsigned char *)code, length);
  put(renderer, markup->code_end);
}

static void put_plain_code(Renderer *renderer, const cmark_node *node)
{
  const cmark_chunk *info = &node->as.code.info;
  size_t length = 0; /* of the first word: the language */
  while (length < (size_t)info->len && !is_space(info->data[length]))
    length++;
  if (info->len > 0 && length == 0) { /* as cmark has it */
    put_line(renderer);
    put(renderer, renderer->markup->code_language);
    put(renderer, renderer->markup->code_language_end);
    put_escaped(renderer, node->as.code.literal.data, (size_t)node->as.code.literal.len);
    put(renderer, renderer->markup->code_end);
    return;
  }
  put_code(renderer, NULL, (const char *)info->data, length,
           (const char *)node->as.code.literal.data, (size_t)node->as.code.literal.len);
}

static bool is_math(const char *info, size_t length)
{
  return length == 4 && memcmp(info, "math", 4) == 0;
}

void put_code_node(Renderer *renderer, cmark_node *node)
{
  size_t length, info_length, name = 0;
  if (renderer->plain) {
    put_plain_code(renderer, node);
    return;
  }
  const char *code = code_text(renderer, &node->as.code.literal, &length);
  const char *info = code_text(renderer, &node->as.code.info, &info_length);
  while (name < info_length && !is_space((unsigned char)info[name]) && info[name] != '{' &&
         info[name] != ',')
    name++;
  if (is_math(info, name)) {
    put_line(renderer);
    put_math(renderer, code, length, true, line_of(renderer, node) + 1);
    put(renderer, "\n");
    return;
  }
  CodeOptions options;
  code_options_read(&options, info, info_length);
  put_code(renderer, &options, info, name, code, length);
  renderer->count.inside = false;
  words_count(&renderer->count, (const unsigned char *)code, length, G_MAXINT64);
}
