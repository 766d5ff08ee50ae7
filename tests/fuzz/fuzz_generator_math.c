/* Formulas of any text: well-formed MathML, whose size and nesting are bounded. */
#include "generator/model/math/math.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count_report(void *data, int line, const char *what)
{
  g_assert(line >= 0);
  g_assert(g_utf8_validate(what, -1, NULL));
  (*(size_t *)data)++;
}

static void on_start(GMarkupParseContext *context, const gchar *name, const gchar **names,
                     const gchar **values, gpointer data, GError **error)
{
  (void)context, (void)names, (void)values, (void)error;
  size_t *depth = data;
  g_assert(g_str_has_prefix(name, "m"));
  g_assert(++*depth < 1000);
}

static void on_end(GMarkupParseContext *context, const gchar *name, gpointer data, GError **error)
{
  (void)context, (void)name, (void)error;
  (*(size_t *)data)--;
}

static bool is_text(const char *text, size_t size)
{
  for (size_t i = 0; i < size; i++)
    if ((unsigned char)text[i] < ' ' && !g_ascii_isspace(text[i]))
      return false;
  return g_utf8_validate(text, (gssize)size, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const GMarkupParser parser = {.start_element = on_start, .end_element = on_end};
  const char *text = (const char *)data;
  if (size == 0 || !is_text(text + 1, size - 1))
    return 0;
  size_t reports = 0, depth = 0;
  g_autoptr(GString) out = g_string_new(NULL);
  math_render(out, text + 1, size - 1, data[0] & 1, count_report, &reports);
  g_assert(reports <= 8);
  g_assert(out->len <= 2000 + 400 * size);
  GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &depth, NULL);
  GError *error = NULL;
  if (!g_markup_parse_context_parse(context, out->str, (gssize)out->len, &error) ||
      !g_markup_parse_context_end_parse(context, &error)) {
    g_printerr("%s\n%s\n", error->message, out->str);
    abort();
  }
  g_markup_parse_context_free(context);
  return 0;
}
