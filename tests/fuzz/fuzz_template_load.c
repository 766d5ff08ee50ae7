/* Loading: lexer, parser and resolver take any text, and an error has its place. */
#include "common/template/template.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Text {
  const char *bytes;
  size_t length;
} Text;

static bool load(void *data, const char *name, const char **text, size_t *length, const char **path,
                 Error **error)
{
  const Text *main = data;
  (void)error;
  *text = strcmp(name, "main") == 0 ? main->bytes : "";
  *length = strcmp(name, "main") == 0 ? main->length : 0;
  *path = name;
  return strcmp(name, "missing") != 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  Text text = {(const char *)data, size};
  TemplateLoader loader = {load, &text};
  TemplateOptions options = {
      .autoescape = -1, .trim_blocks = size % 2, .lstrip_blocks = size % 3 == 0};
  g_autoptr(TemplateSet) set = template_set_new(&loader, &options);
  g_autoptr(Error) error = NULL, again = NULL;
  bool loaded = template_load(set, "main", &error);
  g_assert(loaded == (error == NULL));
  g_assert(error == NULL || error->line > 0);
  g_assert(template_load(set, "main", &again) == loaded);
  return 0;
}
