/* evaluate.h - expressions and statements at run time (internal). */
#ifndef SENF_COMMON_TEMPLATE_RUN_EVALUATE_H
#define SENF_COMMON_TEMPLATE_RUN_EVALUATE_H

#include "common/template/run/iterate.h"
#include "common/template/run/run.h"

/* False after failing; the failure has its place then. */
bool evaluate(TemplateRun *run, const Node *node, Value *out);
bool evaluate_truth(TemplateRun *run, const Node *node, bool *out);
/* The failure that this node is undefined, with what may have been meant; false. */
bool fail_undefined_node(TemplateRun *run, const Node *node, Value value);
bool evaluate_call(TemplateRun *run, const Node *node, Value *out);
bool evaluate_filter(TemplateRun *run, const Node *node, Value self, Value *out);
/* Whether a filter can print what it gives; and that. */
bool filter_prints(const Node *node);
bool print_filter(TemplateRun *run, const Node *node);

/* Where a variable is. */
static inline Value *run_slot(const TemplateRun *run, Place place)
{
  Frame *frame = run->frame;
  for (uint16_t hops = place.hops; hops > 0; hops--)
    frame = frame->parent;
  return &frame->slots[place.slot];
}
/* Its value; VALUE_MISSING if it has none. */
Value run_read(TemplateRun *run, Place place);

/* All arguments of a call; the arrays live in the arena. */
bool evaluate_arguments(TemplateRun *run, const CallArguments *call, Arguments *out);

/* `{{ expression }}`: macros print without a copy. */
bool print_expression(TemplateRun *run, const Node *node, bool escape);

/* What a body ended with. */
typedef enum Flow { FLOW_NEXT, FLOW_BREAK, FLOW_CONTINUE, FLOW_FAILED } Flow;

Flow execute(TemplateRun *run, const Nodes *nodes);
Flow execute_for(TemplateRun *run, const Node *node);
bool execute_import(TemplateRun *run, const Node *node);
bool execute_include(TemplateRun *run, const Node *node);
bool execute_extends(TemplateRun *run, const Node *node);
bool execute_block(TemplateRun *run, const Node *node);
bool assign(TemplateRun *run, const Node *target, Value value);
/* A variable of the template: seen by blocks, includes, importers. */
bool context_set(TemplateRun *run, const Name *name, Value value, bool exported);

/* A frame for a run of the code; the caller leaves it. */
typedef struct FrameMark {
  Frame *frame;
  Value *stack_at, *stack_end;
  struct StackChunk *chunk;
} FrameMark;
/* NULL after failing. */
Frame *frame_enter(TemplateRun *run, const Code *code, Frame *parent, Context *context,
                   const Template *template, FrameMark *mark);
static inline void frame_leave(TemplateRun *run, const FrameMark *mark)
{
  run->frame = mark->frame;
  run->stack_at = mark->stack_at;
  run->stack_end = mark->stack_end;
  run->chunk = mark->chunk;
}
void scope_enter(TemplateRun *run, const Scope *scope);

/* Run a macro's body into the output. */
bool macro_run(TemplateRun *run, const MacroValue *macro, const Arguments *arguments);
/* … with the arguments of a call that are not evaluated yet; `caller` or NULL. */
bool macro_run_call(TemplateRun *run, const MacroValue *macro, const Node *call,
                    const Value *caller);
Value macro_value(TemplateRun *run, const MacroNode *node);
/* Run a block into the output. */
bool block_run(TemplateRun *run, Context *context, const BlockStack *stack, uint32_t index);
/* The body of a recursive loop over other items, into the output. */
bool loop_recurse(TemplateRun *run, Value loop, Value items);
bool loop_method(TemplateRun *run, const MethodValue *method, const Arguments *arguments,
                 Value *out);
/* A template's top, and its parents', into the output. */
bool template_run(TemplateRun *run, const Template *template, Context *context);
Context *context_new(TemplateRun *run, const Template *template, Context *parent);
/* The context as it is now: what is set in it later is not seen. */
Context *context_snapshot(TemplateRun *run, const Context *context);
/* A context in which the given variables are seen as well. */
Context *context_derive(TemplateRun *run, const Template *template, Context *parent,
                        const Locals *locals);

#endif
