/* Rendering: templates from the input, over values of every kind. Whatever they say,
 * the render ends soon, within its limits, and without reading what is not there.
 *
 * The first byte chooses the options; the rest is the main template and, behind
 * bytes 1, the templates "a" and "b". */
#include "common/formats/json.h"
#include "common/template/template.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Part {
  const char *name;
  const char *text;
  size_t length;
} Part;

static bool load(void *data, const char *name, const char **text, size_t *length, const char **path,
                 Error **error)
{
  (void)error;
  for (const Part *part = data; part->name != NULL; part++)
    if (strcmp(part->name, name) == 0) {
      *text = part->text;
      *length = part->length;
      *path = name;
      return true;
    }
  return false;
}

static size_t thing_count(TemplateRun *run, void *self)
{
  (void)run;
  return (size_t)(intptr_t)self;
}

static bool thing_at(TemplateRun *run, void *self, size_t index, Value *out);
static bool thing_get(TemplateRun *run, void *self, const char *name, Value *out);

static void thing_print(TemplateRun *run, void *self, Value *out)
{
  (void)run;
  (void)self;
  *out = value_markup("<thing>", 7);
}

static const ObjectClass thing_class = {
    .name = "thing", .get = thing_get, .count = thing_count, .at = thing_at, .print = thing_print};

static bool thing_at(TemplateRun *run, void *self, size_t index, Value *out)
{
  g_assert(index < (size_t)(intptr_t)self);
  *out = value_object(template_arena(run), &thing_class, (void *)(intptr_t)index);
  return true;
}

static bool thing_get(TemplateRun *run, void *self, const char *name, Value *out)
{
  if (strcmp(name, "bad") == 0) {
    template_fail(run, "bad");
    return false;
  }
  *out = value_int((intptr_t)self);
  return strcmp(name, "n") == 0;
}

static bool join_arguments(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)data;
  *out = value_list(template_arena(run), arguments->count);
  for (size_t i = 0; i < arguments->count; i++)
    value_list_add(template_arena(run), *out, template_to_string(run, arguments->values[i]));
  return true;
}

static const char context[] =
    "{\"a\": 1, \"b\": 2.5, \"s\": \"te<x>t \\u00e4\\u20ac\\ud83d\\ude00\", \"l\": [3, 1, 2, \"x\","
    " null], \"m\": {\"k\": \"v\", \"n\": [1, {\"q\": 2}]}, \"t\": true, \"e\": \"\", \"p\": "
    "[{\"name\": \"Zo\\u00eb\", \"age\": 3}, {\"name\": \"ada\", \"age\": 30}], \"big\": "
    "9223372036854775807}";

static void render(TemplateSet *set)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(GString) out = g_string_new("kept");
  g_autoptr(Error) error = NULL;
  TreeDocument document = {0};
  TemplateVariable variables[16];
  size_t count = 0;
  g_assert(json_parse(arena, context, strlen(context), &document, NULL));
  for (; count < document.root->count; count++)
    variables[count] = (TemplateVariable){document.root->keys[count],
                                          value_from_tree(arena, document.root->items[count])};
  variables[count++] =
      (TemplateVariable){"o", value_object(arena, &thing_class, (void *)(intptr_t)3)};
  TemplateRender job = {
      .variables = variables, .variable_count = count, .arena = arena, .out = out};
  bool done = template_render(set, "main", &job, &error);
  g_assert(done == (error == NULL));
  g_assert(memcmp(out->str, "kept", 4) == 0 && (done || out->len == 4));
  g_assert(out->len == strlen(out->str) || memchr(out->str, '\0', out->len) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size < 1)
    return 0;
  g_autofree char *text = g_strndup((const char *)data + 1, size - 1);
  Part parts[] = {{"main", text, size - 1}, {"a", "", 0}, {"b", "", 0}, {NULL, NULL, 0}};
  for (size_t i = 0; i < 2; i++) {
    char *mark = memchr(parts[i].text, 1, parts[i].length);
    if (mark == NULL)
      break;
    size_t length = (size_t)(mark - parts[i].text);
    parts[i + 1].text = mark + 1;
    parts[i + 1].length = parts[i].length - length - 1;
    parts[i].length = length;
  }
  TemplateLoader loader = {load, parts};
  TemplateOptions options = {.autoescape = data[0] & 1,
                             .strict = (data[0] & 2) != 0,
                             .trim_blocks = (data[0] & 4) != 0,
                             .lstrip_blocks = (data[0] & 8) != 0,
                             .keep_trailing_newline = (data[0] & 16) != 0,
                             .max_steps = 20000,
                             .max_output = 100000,
                             .max_loop = 1000};
  g_autoptr(TemplateSet) set = template_set_new(&loader, &options);
  template_set_add_function(set, "f", 0, -1, join_arguments, NULL);
  render(set);
  return 0;
}
