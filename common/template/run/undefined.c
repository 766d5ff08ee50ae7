/* What is undefined, and what may have been meant: for messages only. */
#include "common/suggest.h"
#include "common/template/run/evaluate.h"

/* "page.author.name"; false for what is no such path. */
static bool write_path(GString *path, const Node *node)
{
  switch (node->kind) {
  case NODE_NAME:
    g_string_append(path, node->name.name->text);
    return true;
  case NODE_ATTRIBUTE:
    if (!write_path(path, node->attribute.base))
      return false;
    g_string_append_printf(path, ".%s", node->attribute.name->text);
    return true;
  case NODE_CALL:
    if (!write_path(path, node->call.callee))
      return false;
    g_string_append(path, node->call.arguments->positional.count > 0 ? "(…)" : "()");
    return true;
  default:
    return false;
  }
}

static void add_variables(const TemplateRun *run, GPtrArray *names)
{
  for (const Context *context = run->frame->context; context != NULL; context = context->parent)
    for (uint32_t i = 0; i < context->count; i++)
      g_ptr_array_add(names, (gpointer)context->variables[i].name->text);
  for (size_t i = 0; i < run->render->variable_count; i++)
    g_ptr_array_add(names, (gpointer)run->render->variables[i].name);
  for (guint i = 0; i < run->set->function_names->len; i++)
    g_ptr_array_add(names, run->set->function_names->pdata[i]);
}

static void add_keys(TemplateRun *run, const ValueMap *map, GPtrArray *names)
{
  const MapEntry *entry;
  uint32_t at = 0;
  while ((entry = map_next(map, &at)) != NULL)
    if (entry->key.kind == VALUE_STRING)
      g_ptr_array_add(names, arena_strndup(run->arena, entry->key.text, entry->key.length));
}

static void add_attributes(TemplateRun *run, Value base, GPtrArray *names)
{
  if (base.kind == VALUE_OBJECT && base.object->class->shape != NULL) {
    const ShapeTable *fields = &base.object->class->shape->fields;
    for (size_t i = 0; i < fields->count; i++)
      g_ptr_array_add(names, (gpointer)shape_field_at(fields, i)->name);
  } else if (base.kind == VALUE_MAP || base.kind == VALUE_NAMESPACE) {
    add_keys(run, base.map, names);
  } else if (base.kind == VALUE_MODULE) {
    const Context *context = ((const Module *)base.callable)->context;
    for (uint32_t i = 0; i < context->count; i++)
      if (context->variables[i].exported)
        g_ptr_array_add(names, (gpointer)context->variables[i].name->text);
  }
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The name that was meant, or NULL. */
static const char *nearest(TemplateRun *run, const Node *node)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  const char *name = NULL;
  Value base;
  if (node->kind == NODE_NAME) {
    name = node->name.name->text;
    add_variables(run, names);
  } else if (node->kind == NODE_ATTRIBUTE && evaluate(run, node->attribute.base, &base)) {
    name = node->attribute.name->text;
    add_attributes(run, base, names);
  }
  g_ptr_array_sort(names, compare_names);
  g_ptr_array_add(names, NULL);
  return name == NULL ? NULL : suggest_nearest(name, (const char *const *)names->pdata);
}

static void add_hint(TemplateRun *run, const Node *node, const char *meant)
{
  const char *name = node->kind == NODE_NAME ? node->name.name->text : "";
  if (strcmp(name, "super") == 0)
    error_hint(&run->error, "no template that is extended here has this block");
  else if (meant != NULL && strcmp(name, meant) == 0)
    error_hint(&run->error, "it is set or imported, but what it was given is undefined");
  else if (meant != NULL)
    error_hint(&run->error, "did you mean '%s'?", meant);
}

bool fail_undefined_node(TemplateRun *run, const Node *node, Value value)
{
  g_autoptr(GString) path = g_string_new(NULL);
  if (run_failed(run))
    return false;
  const char *meant = nearest(run, node);
  if (run_failed(run))
    return false;
  if (write_path(path, node))
    template_fail(run, "'%s' is undefined", path->str);
  else
    fail_undefined(run, value);
  add_hint(run, node, meant);
  return run_locate(run, node);
}
