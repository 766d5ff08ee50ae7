/* Templates that use others: extends, blocks, include, import. */
#include "common/template/run/evaluate.h"

static void tell_used(const TemplateRun *run, const Template *template)
{
  if (run->render->used != NULL)
    run->render->used(run->render->host, template->name);
}

static void tell_missed(const TemplateRun *run, const char *name)
{
  if (run->render->missed != NULL)
    run->render->missed(run->render->host, name);
}

/* --- finding --------------------------------------------------------------------------------- */

/* A template whose name is known only now; NULL: none (or failed). */
static const Template *find(TemplateRun *run, Value name)
{
  Error *error = NULL;
  if (name.kind == VALUE_UNDEFINED) {
    fail_undefined(run, name);
    return NULL;
  }
  if (name.kind != VALUE_STRING) {
    template_fail(run, "the name of a template is text, not %s", value_type(name));
    return NULL;
  }
  const char *text = arena_strndup(run->arena, name.text, name.length);
  const Template *template = set_find(run->set, text, &error);
  if (error != NULL)
    template_fail_with(run, error);
  else if (template == NULL)
    tell_missed(run, text);
  return template;
}

static const Template *find_constant(TemplateRun *run, const ImportNode *import)
{
  for (uint32_t i = 0; i < import->candidate_count; i++) {
    if (import->candidates[i] != NULL)
      return import->candidates[i];
    tell_missed(run, import->candidate_names[i]);
  }
  return NULL;
}

/* One name, or the first of a list that exists. */
static const Template *find_any(TemplateRun *run, Value names, bool list_allowed)
{
  Iterator iterator;
  Value name;
  const Template *template = NULL;
  bool list = list_allowed && names.kind != VALUE_STRING && names.kind != VALUE_UNDEFINED;
  bool truth;
  if (!list)
    return find(run, names);
  /* what is false names nothing, whatever it is */
  if (!value_truth(run, names, &truth) || !truth || !iterator_begin(run, &iterator, names))
    return NULL;
  while (template == NULL && !run_failed(run) && iterator_next(run, &iterator, &name))
    template = find(run, name);
  return template;
}

static const Template *find_import(TemplateRun *run, const Node *node)
{
  const ImportNode *import = node->import;
  const Template *template;
  Value names;
  if (import->constant) {
    template = find_constant(run, import);
  } else {
    if (!evaluate(run, import->template_name, &names))
      return NULL;
    template = find_any(run, names, node->kind == NODE_INCLUDE);
    if (template == NULL && !run_failed(run) && !import->ignore_missing) {
      if (names.kind == VALUE_STRING)
        template_fail(run, "there is no template '%.*s'", (int)names.length, names.text);
      else
        template_fail(run, "none of these templates exists");
    }
  }
  if (template == NULL)
    run_locate(run, import->template_name);
  return template;
}

/* --- running --------------------------------------------------------------------------------- */

static bool add_block(TemplateRun *run, BlockTable *table, const BlockNode *block)
{
  BlockStack *stack = NULL;
  for (uint32_t i = 0; i < table->count && stack == NULL; i++)
    if (table->items[i].name == block->name)
      stack = &table->items[i];
  if (stack == NULL) {
    if (table->count == table->capacity) {
      uint32_t capacity = table->capacity == 0 ? 16 : table->capacity * 2;
      BlockStack *items = run_alloc(run, sizeof(BlockStack) * capacity);
      if (items == NULL)
        return false;
      if (table->count > 0)
        memcpy(items, table->items, sizeof(BlockStack) * table->count);
      table->items = items;
      table->capacity = capacity;
    }
    stack = &table->items[table->count++];
    stack->name = block->name;
  }
  if (stack->count == stack->capacity) {
    uint32_t capacity = stack->capacity == 0 ? 4 : stack->capacity * 2;
    const BlockNode **blocks = run_alloc(run, sizeof(BlockNode *) * capacity);
    if (blocks == NULL)
      return false;
    if (stack->count > 0)
      memcpy(blocks, stack->blocks, sizeof(BlockNode *) * stack->count);
    stack->blocks = blocks;
    stack->capacity = capacity;
  }
  stack->blocks[stack->count++] = block;
  return true;
}

static bool add_blocks(TemplateRun *run, BlockTable *table, const Template *template)
{
  for (uint32_t i = 0; i < template->block_count; i++)
    if (!add_block(run, table, template->blocks[i]))
      return false;
  return true;
}

/* A template's top without its parents; *parent is what it extends. */
static bool run_top(TemplateRun *run, const Template *template, Context *context,
                    const Template **parent)
{
  FrameMark mark;
  if (!run_enter(run))
    return false;
  tell_used(run, template);
  Frame *frame = frame_enter(run, template->code, NULL, context, template, &mark);
  if (frame != NULL && template->uses_self)
    frame->slots[template->self_slot] = value_special(VALUE_SELF, context);
  bool ran = frame != NULL && execute(run, &template->body) != FLOW_FAILED;
  if (ran)
    *parent = frame->extended;
  frame_leave(run, &mark);
  run_leave(run);
  return ran;
}

bool template_run(TemplateRun *run, const Template *template, Context *context)
{
  bool ran = add_blocks(run, context->blocks, template);
  while (ran && template != NULL) {
    const Template *parent = NULL;
    ran = run_top(run, template, context, &parent);
    template = parent;
  }
  return ran;
}

bool execute_extends(TemplateRun *run, const Node *node)
{
  Frame *root = run->frame->root;
  const Template *parent = node->extends.template;
  Value name;
  if (root->extended != NULL) {
    template_fail(run, "a template can extend only one other");
    return run_locate(run, node);
  }
  if (!node->extends.constant) {
    if (!evaluate(run, node->extends.expression, &name))
      return false;
    parent = find(run, name);
    if (parent == NULL && !run_failed(run))
      template_fail(run, "there is no template '%.*s'", (int)name.length, name.text);
    if (parent == NULL)
      return run_locate(run, node->extends.expression);
  }
  if (++root->context->parents > run->max_depth) {
    template_fail(run, "templates extend each other too deeply");
    return run_locate(run, node);
  }
  root->extended = parent;
  return add_blocks(run, run->frame->context->blocks, parent) || run_locate(run, node);
}

bool block_run(TemplateRun *run, Context *context, const BlockStack *stack, uint32_t index)
{
  const BlockNode *block = stack->blocks[index];
  FrameMark mark;
  if (!run_enter(run))
    return false;
  Frame *frame = frame_enter(run, block->code, NULL, context, block->template, &mark);
  bool ran = frame != NULL;
  if (ran && block->uses_self)
    frame->slots[block->self_slot] = value_special(VALUE_SELF, context);
  if (ran && block->uses_super) {
    Value super = value_undefined("super");
    if (index + 1 < stack->count) {
      BlockValue *parent = run_alloc(run, sizeof *parent);
      ran = parent != NULL;
      if (ran) {
        *parent = (BlockValue){{CALLABLE_BLOCK}, stack->name, context, stack, index + 1};
        super = value_special(VALUE_CALLABLE, parent);
      }
    }
    frame->slots[block->super_slot] = super;
  }
  ran = ran && execute(run, &block->body) != FLOW_FAILED;
  frame_leave(run, &mark);
  run_leave(run);
  return ran;
}

static Context *scoped_context(TemplateRun *run, const BlockNode *block)
{
  Context *outer = run->frame->context;
  Context *context = context_derive(run, outer->template, outer, &block->locals);
  if (context != NULL) {
    context->blocks = outer->blocks;
    context->autoescape = outer->autoescape;
  }
  return context;
}

bool execute_block(TemplateRun *run, const Node *node)
{
  const BlockNode *block = node->block;
  Context *context = run->frame->context;
  const BlockStack *stack = NULL;
  for (uint32_t i = 0; i < context->blocks->count && stack == NULL; i++)
    if (context->blocks->items[i].name == block->name)
      stack = &context->blocks->items[i];
  if (stack == NULL || (block->required && stack->count <= 1)) {
    template_fail(run, "block '%s' is required, but no template fills it", block->name->text);
    return run_locate(run, node);
  }
  if (block->scoped)
    context = scoped_context(run, block);
  return (context != NULL && block_run(run, context, stack, 0)) || run_locate(run, node);
}

/* --- include and import ---------------------------------------------------------------------- */

/* Import without context sees the globals only, and is done once a render. */
static Module *isolated_module(TemplateRun *run, const Template *template)
{
  if (run->modules == NULL)
    run->modules = g_hash_table_new(NULL, NULL);
  Module *module = g_hash_table_lookup(run->modules, template);
  if (module != NULL)
    return module;
  module = run_alloc(run, sizeof *module);
  Context *context = context_new(run, template, NULL);
  if (module == NULL || context == NULL)
    return NULL;
  context->isolated = true;
  module->context = context;
  size_t mark = capture_begin(run);
  bool ran = template_run(run, template, context);
  module->body = capture_end(run, mark, true);
  if (!ran || run_failed(run))
    return NULL;
  g_hash_table_insert(run->modules, (gpointer) template, module);
  return module;
}

static Module *module_with_context(TemplateRun *run, const Template *template,
                                   const ImportNode *import)
{
  Module *module = run_alloc(run, sizeof *module);
  Context *seen = context_snapshot(run, run->frame->context);
  Context *context = seen == NULL ? NULL : context_derive(run, template, seen, &import->locals);
  if (module == NULL || context == NULL)
    return NULL;
  module->context = context;
  size_t mark = capture_begin(run);
  bool ran = template_run(run, template, context);
  module->body = capture_end(run, mark, true);
  return ran && !run_failed(run) ? module : NULL;
}

static bool fail_inside(TemplateRun *run, const Node *node, const char *what)
{
  run_locate(run, node);
  return run_note(run, node, what);
}

bool execute_include(TemplateRun *run, const Node *node)
{
  const ImportNode *import = node->import;
  const Template *template = find_import(run, node);
  if (template == NULL)
    return !run_failed(run);
  if (!import->with_context) {
    Module *module = isolated_module(run, template);
    if (module == NULL)
      return fail_inside(run, node, "included from");
    emit(run, module->body.text, module->body.length);
    return !run_failed(run) || run_locate(run, node);
  }
  Context *context = context_derive(run, template, run->frame->context, &import->locals);
  if (context == NULL || !template_run(run, template, context))
    return fail_inside(run, node, "included from");
  return true;
}

static Value exported(const Module *module, const Name *name)
{
  const Context *context = module->context;
  for (uint32_t i = 0; i < context->count; i++)
    if (context->variables[i].name == name && context->variables[i].exported)
      return context->variables[i].value;
  return value_undefined(name->text);
}

bool execute_import(TemplateRun *run, const Node *node)
{
  const ImportNode *import = node->import;
  const Template *template = find_import(run, node);
  if (template == NULL) {
    if (!run_failed(run))
      template_fail(run, "there is no such template");
    return run_locate(run, import->template_name);
  }
  Module *module = import->with_context ? module_with_context(run, template, import)
                                        : isolated_module(run, template);
  if (module == NULL)
    return fail_inside(run, node, "imported from");
  if (node->kind == NODE_IMPORT) {
    Value value = value_special(VALUE_MODULE, module);
    *run_slot(run, import->target.place) = value;
    return !import->exported || context_set(run, import->target.alias, value, false);
  }
  for (uint32_t i = 0; i < import->name_count; i++) {
    Value value = exported(module, import->names[i].name);
    *run_slot(run, import->names[i].place) = value;
    if (import->exported && !context_set(run, import->names[i].alias, value, false))
      return false;
  }
  return true;
}
