/* driver.c - runs the cases of the differential test in one process.
 *
 *     driver < cases.jsonl > results.jsonl
 *
 * A line in is an object: name, templates (map of names to texts), main (the name
 * to render), context (map), options (autoescape, strict, trim_blocks,
 * lstrip_blocks, keep_trailing_newline), translations (map). A line out: {"name", "output"} or
 * {"name", "error"}. */
#include "common/formats/json.h"
#include "common/template/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool load(void *data, const char *name, const char **text, size_t *length, const char **path,
                 Error **error)
{
  const Tree *template = tree_get(data, name);
  (void)error;
  if (template == NULL)
    return false;
  *text = template->text;
  *length = strlen(template->text);
  *path = name;
  return true;
}

static bool flag(const Tree *options, const char *name)
{
  const Tree *value = options == NULL ? NULL : tree_get(options, name);
  return value != NULL && value->kind == TREE_BOOL && value->boolean;
}

/* "CONTEXT|TEXT" or "TEXT": a text, or a list of singular and plural. */
static const char *translate(void *host, const char *context, const char *text, const char *plural,
                             int64_t count)
{
  g_autofree char *key = context == NULL ? NULL : g_strconcat(context, "|", text, NULL);
  const Tree *found = tree_get(host, key == NULL ? text : key);
  if (found == NULL)
    return NULL;
  return found->kind == TREE_LIST ? found->items[plural == NULL || count == 1 ? 0 : 1]->text
                                  : found->text;
}

static bool render(const Tree *test, Arena *arena, GString *out, Error **error)
{
  const Tree *given = tree_get(test, "options"), *context = tree_get(test, "context");
  TemplateOptions options = {.autoescape = flag(given, "autoescape"),
                             .strict = flag(given, "strict"),
                             .trim_blocks = flag(given, "trim_blocks"),
                             .lstrip_blocks = flag(given, "lstrip_blocks"),
                             .keep_trailing_newline = flag(given, "keep_trailing_newline")};
  TemplateLoader loader = {load, (void *)tree_get(test, "templates")};
  g_autoptr(TemplateSet) set = template_set_new(&loader, &options);
  size_t count = context == NULL ? 0 : context->count;
  TemplateVariable *variables = arena_new_array(arena, TemplateVariable, count + 1);
  for (size_t i = 0; i < count; i++)
    variables[i] = (TemplateVariable){context->keys[i], value_from_tree(arena, context->items[i])};
  TemplateRender job = {
      .variables = variables, .variable_count = count, .arena = arena, .out = out};
  const Tree *translations = tree_get(test, "translations");
  if (translations != NULL) {
    job.host = (void *)translations;
    job.translate = translate;
  }
  return template_render(set, tree_get(test, "main")->text, &job, error);
}

static void put_member(GString *line, const char *name, const char *text)
{
  Arena *arena = arena_new();
  Tree *tree = tree_new(arena, TREE_STRING, 0, 0);
  tree->text = text;
  g_string_append_printf(line, "\"%s\":", name);
  tree_to_json(tree, line);
  arena_free(arena);
}

static int run_case(const char *text, size_t length)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(GString) line = g_string_new("{");
  g_autoptr(Error) error = NULL;
  TreeDocument document = {0};
  if (!json_parse(arena, text, length, &document, &error)) {
    error_print(error, "error");
    return 1;
  }
  put_member(line, "name", tree_get(document.root, "name")->text);
  g_string_append_c(line, ',');
  if (render(document.root, arena, out, &error)) {
    put_member(line, "output", out->str);
  } else {
    g_autoptr(GString) message = g_string_new(NULL);
    error_format(error, "error", false, message);
    put_member(line, "error", message->str);
  }
  g_string_append(line, "}\n");
  fwrite(line->str, 1, line->len, stdout);
  fflush(stdout);
  return 0;
}

int main(void)
{
  char *text = NULL;
  size_t capacity = 0;
  ssize_t length;
  int status = 0;
  while (status == 0 && (length = getline(&text, &capacity, stdin)) > 0)
    status = run_case(text, (size_t)length);
  free(text);
  return status;
}
