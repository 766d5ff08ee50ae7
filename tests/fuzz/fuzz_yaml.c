/* YAML of any bytes becomes a tree whose every value has a place, or an error with
 * a place; and what is a tree is the same tree again as JSON. */
#include "common/formats/json.h"
#include "common/formats/yaml.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>

static bool has_only_finite(const Tree *tree)
{
  if (tree->kind == TREE_FLOAT)
    return isfinite(tree->real);
  for (size_t i = 0; i < tree->count; i++) {
    if (!has_only_finite(tree->items[i]))
      return false;
  }
  return true;
}

static void check_places(const Tree *tree)
{
  g_assert(tree->line > 0 && tree->column > 0);
  for (size_t i = 0; i < tree->count; i++) {
    g_assert(tree->kind == TREE_LIST || tree->key_places[i].line > 0);
    check_places(tree->items[i]);
  }
}

static void check_json(Arena *arena, const Tree *tree)
{
  g_autoptr(GString) first = g_string_new(NULL);
  g_autoptr(GString) second = g_string_new(NULL);
  tree_to_json(tree, first);
  TreeDocument document = {.file = "json"};
  g_autoptr(Error) error = NULL;
  if (!json_parse(arena, first->str, first->len, &document, &error))
    fuzz_fail("%s: %s", error->what, first->str);
  tree_to_json(document.root, second);
  g_assert(!has_only_finite(tree) || strcmp(first->str, second->str) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Error) error = NULL;
  const char *text = (const char *)data;
  TreeDocument document = {.file = "yaml", .source = text, .source_length = size};
  if (yaml_parse(arena, text, size, 1, 65536, &document, &error)) {
    check_places(document.root);
    check_json(arena, document.root);
    return 0;
  }
  g_assert(error->line > 0);
  g_autoptr(GString) message = g_string_new(NULL);
  error_format(error, "error", false, message);
  g_assert(g_utf8_validate(message->str, (gssize)message->len, NULL));
  return 0;
}
