/* JSON of any bytes becomes a tree that is the same tree again after it was
 * written and read, or an error. */
#include "common/formats/json.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_places(const Tree *tree)
{
  g_assert(tree->line > 0 && tree->column > 0);
  for (size_t i = 0; i < tree->count; i++)
    check_places(tree->items[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Error) error = NULL;
  TreeDocument document = {.file = "json"}, again = {.file = "json"};
  if (!json_parse(arena, (const char *)data, size, &document, &error)) {
    g_assert(error->what);
    return 0;
  }
  check_places(document.root);
  g_autoptr(GString) text = g_string_new(NULL);
  tree_to_json(document.root, text);
  g_assert(json_parse(arena, text->str, text->len, &again, NULL));
  g_assert(tree_digest(document.root) == tree_digest(again.root));
  return 0;
}
