/* Frames, scopes and contexts: where variables live while a template runs. */
#include "common/template/run/evaluate.h"

enum { CHUNK_VALUES = 1024 };

/* Frames that nothing can outlive are stacked in chunks, which are kept for the
 * next time the stack grows into them. */
typedef struct StackChunk {
  struct StackChunk *next;
  size_t size;
  Value values[];
} StackChunk;

static StackChunk *next_chunk(TemplateRun *run, size_t needed)
{
  StackChunk *next = run->chunk == NULL ? run->first_chunk : run->chunk->next;
  if (next != NULL && next->size >= needed)
    return next;
  size_t size = MAX(needed, CHUNK_VALUES);
  next = run_alloc(run, sizeof(StackChunk) + sizeof(Value) * size);
  if (next == NULL)
    return NULL;
  next->size = size;
  if (run->chunk != NULL)
    run->chunk->next = next;
  else
    run->first_chunk = next;
  return next;
}

static Frame *stack_frame(TemplateRun *run, size_t bytes)
{
  size_t needed = (bytes + sizeof(Value) - 1) / sizeof(Value);
  if ((size_t)(run->stack_end - run->stack_at) < needed) {
    StackChunk *chunk = next_chunk(run, needed);
    if (chunk == NULL)
      return NULL;
    run->chunk = chunk;
    run->stack_at = chunk->values;
    run->stack_end = chunk->values + chunk->size;
  }
  Frame *frame = (Frame *)run->stack_at;
  run->stack_at += needed;
  return frame;
}

Frame *frame_enter(TemplateRun *run, const Code *code, Frame *parent, Context *context,
                   const Template *template, FrameMark *mark)
{
  size_t bytes = sizeof(Frame) + sizeof(Value) * code->slot_count;
  *mark = (FrameMark){run->frame, run->stack_at, run->stack_end, run->chunk};
  Frame *frame = code->captured ? run_alloc(run, bytes) : stack_frame(run, bytes);
  if (frame == NULL)
    return NULL;
  frame->parent = parent;
  frame->root = parent == NULL ? frame : parent->root;
  frame->context = context;
  frame->template = template;
  frame->extended = NULL;
  frame->known = context->count;
  if (code->slot_count > 0)
    memcpy(frame->slots, code->initial, sizeof(Value) * code->slot_count);
  run->frame = frame;
  scope_enter(run, &code->scope);
  return frame;
}

void scope_enter(TemplateRun *run, const Scope *scope)
{
  for (uint32_t i = 0; i < scope->count; i++) {
    const Load *load = &scope->loads[i];
    Value *slot = &run->frame->slots[load->slot];
    if (load->kind == LOAD_COPY)
      *slot = run_read(run, load->from);
    else
      *slot = load->kind == LOAD_RESOLVE ? value_unresolved(load->name) : value_missing();
  }
}

Context *context_new(TemplateRun *run, const Template *template, Context *parent)
{
  Context *context = run_alloc(run, sizeof *context);
  bool *autoescape = run_alloc(run, sizeof *autoescape);
  BlockTable *blocks = run_alloc(run, sizeof *blocks);
  if (context == NULL || autoescape == NULL || blocks == NULL)
    return NULL;
  *autoescape = template->autoescape;
  *context =
      (Context){.template = template, .parent = parent, .blocks = blocks, .autoescape = autoescape};
  return context;
}

bool context_set(TemplateRun *run, const Name *name, Value value, bool exported)
{
  Context *context = run->frame->context;
  for (uint32_t i = 0; i < context->count; i++)
    if (context->variables[i].name == name) {
      context->variables[i].value = value;
      context->variables[i].exported = exported;
      return true;
    }
  if (context->count == context->capacity) {
    uint32_t capacity = context->capacity == 0 ? 8 : context->capacity * 2;
    ContextVariable *variables = run_alloc(run, sizeof(ContextVariable) * capacity);
    if (variables == NULL)
      return false;
    if (context->count > 0)
      memcpy(variables, context->variables, sizeof(ContextVariable) * context->count);
    context->variables = variables;
    context->capacity = capacity;
  }
  context->variables[context->count++] = (ContextVariable){name, value, exported};
  return true;
}

Context *context_snapshot(TemplateRun *run, const Context *context)
{
  Context *copy = run_alloc(run, sizeof *copy);
  if (copy == NULL)
    return NULL;
  *copy = *context;
  copy->capacity = context->count;
  if (context->count > 0) {
    copy->variables = run_alloc(run, sizeof(ContextVariable) * context->count);
    if (copy->variables == NULL)
      return NULL;
    memcpy(copy->variables, context->variables, sizeof(ContextVariable) * context->count);
  }
  if (context->parent != NULL)
    copy->parent = context_snapshot(run, context->parent);
  return context->parent != NULL && copy->parent == NULL ? NULL : copy;
}

Context *context_derive(TemplateRun *run, const Template *template, Context *parent,
                        const Locals *locals)
{
  Context *context = context_new(run, template, parent);
  if (context == NULL || locals->count == 0)
    return context;
  /* a level of its own: what the template sets is not mixed with it */
  Context *level = run_alloc(run, sizeof *level);
  ContextVariable *variables = run_alloc(run, sizeof(ContextVariable) * locals->count);
  if (level == NULL || variables == NULL)
    return NULL;
  *level = (Context){.parent = parent, .variables = variables, .capacity = locals->count};
  for (uint32_t i = 0; i < locals->count; i++) {
    Value value = *run_slot(run, locals->items[i].place);
    if (value.kind < VALUE_MISSING)
      variables[level->count++] = (ContextVariable){locals->items[i].name, value, false};
  }
  context->parent = level;
  return context;
}

Value frame_resolve(const TemplateRun *run, const Frame *frame, const Name *name)
{
  bool isolated = false;
  for (const Context *context = frame->context; context != NULL; context = context->parent) {
    uint32_t count = context == frame->context ? frame->known : context->count;
    for (uint32_t i = 0; i < count; i++)
      if (context->variables[i].name == name)
        return context->variables[i].value;
    isolated = context->isolated;
  }
  if (!isolated && run->variables != NULL)
    for (uint32_t at = name->hash & run->variable_mask; run->variables[at] != NULL;
         at = (at + 1) & run->variable_mask)
      if (strcmp(run->variables[at]->name, name->text) == 0)
        return run->variables[at]->value;
  return name->function == NULL ? value_missing() : name->function->value;
}
