/* driver.c - runs the cases of the differential test in one process.
 *
 *     driver < cases.jsonl > results.jsonl
 *
 * A line in is a JSON text: a TOML document. A line out is {"value": …}, in which each
 * scalar is {"KIND": "as written"} so that no kind is lost, or {"error", "line", "column"}. */
#include "common/formats/json.h"
#include "common/formats/toml.h"

#include "common/escape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_text(GString *out, const char *text)
{
  g_string_append_c(out, '"');
  escape_json(out, text, strlen(text));
  g_string_append_c(out, '"');
}

static void put_scalar(GString *out, const Tree *tree)
{
  const char *kind = tree->kind == TREE_BOOL    ? "bool"
                     : tree->kind == TREE_INT   ? "int"
                     : tree->kind == TREE_FLOAT ? "float"
                     : tree->quoted             ? "text"
                                                : "date";
  g_autofree char *number = NULL;
  if (tree->kind == TREE_INT)
    number = g_strdup_printf("%" G_GINT64_FORMAT, tree->integer);
  if (tree->kind == TREE_FLOAT)
    number = g_strdup_printf("%.17g", tree->real);
  g_string_append_printf(out, "{\"%s\":", kind);
  put_text(out, number ? number : tree->text);
  g_string_append_c(out, '}');
}

static void put_tree(GString *out, const Tree *tree)
{
  bool map = tree->kind == TREE_MAP;
  if (!map && tree->kind != TREE_LIST) {
    put_scalar(out, tree);
    return;
  }
  g_string_append(out, map ? "{\"map\":{" : "[");
  for (size_t i = 0; i < tree->count; i++) {
    if (i > 0)
      g_string_append_c(out, ',');
    if (map) {
      put_text(out, tree->keys[i]);
      g_string_append_c(out, ':');
    }
    put_tree(out, tree->items[i]);
  }
  g_string_append(out, map ? "}}" : "]");
}

static void run(const char *text, GString *out)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Error) error = NULL;
  size_t length = strlen(text);
  TreeDocument document = {.file = "case.toml", .source = text, .source_length = length};
  if (toml_parse(arena, text, length, 1, (size_t)1 << 20, &document, &error)) {
    g_string_append(out, "{\"value\":");
    put_tree(out, document.root);
  } else {
    g_string_append(out, "{\"error\":");
    put_text(out, error->what);
    g_string_append_printf(out, ",\"line\":%d,\"column\":%d", error->line, error->column);
  }
  g_string_append(out, "}\n");
}

int main(void)
{
  char *line = NULL;
  size_t size = 0;
  ssize_t length;
  g_autoptr(GString) out = g_string_new(NULL);
  while ((length = getline(&line, &size, stdin)) > 0) {
    g_autoptr(Arena) arena = arena_new();
    TreeDocument document = {.file = "stdin"};
    Error *error = NULL;
    if (!json_parse(arena, line, (size_t)length, &document, &error)) {
      error_print(error, "error");
      return 1;
    }
    g_string_truncate(out, 0);
    run(document.root->text, out);
    fwrite(out->str, 1, out->len, stdout);
  }
  free(line);
  return fflush(stdout) == 0 ? 0 : 1;
}
