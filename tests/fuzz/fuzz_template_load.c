/* Loading: lexer, parser, resolver and check take any text, and an error has its place. */
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
  bool itself = g_str_has_prefix(name, "main");
  *text = itself ? main->bytes : "";
  *length = itself ? main->length : 0;
  *path = name;
  return strcmp(name, "missing") != 0;
}

/* Variables whose shapes are known: a, b and x are what the corpus calls them. */
static const Shape shape_things;
static const ShapeField thing_fields[] = {{"title", &shape_text}, {"url", &shape_url},
                                          {"n", &shape_number},   {"c", &shape_things},
                                          {"items", NULL},        {"b", &shape_things}};
static const Shape shape_thing = {
    .kind = SHAPE_OBJECT, .name = "thing", .fields = SHAPE_TABLE(thing_fields)};
static const Shape shape_things = {.kind = SHAPE_LIST, .item = &shape_thing};
static const ShapeField variables[] = {{"a", &shape_thing},
                                       {"l", &shape_things},
                                       {"x", NULL},
                                       {"m", &shape_thing},
                                       {"s", &shape_text}};
static const ShapeTable variable_table = SHAPE_TABLE(variables);

static void check(TemplateSet *set)
{
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Error) error = NULL;
  bool good = template_check(set, "main.html", warnings, &error);
  g_assert(good == (error == NULL));
  g_assert(error == NULL || error->line > 0);
  for (size_t i = 0; i < warnings_count(warnings); i++)
    g_assert(warnings_get(warnings, i)->line > 0);
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
  template_set_variables(set, &variable_table);
  check(set);
  return 0;
}
