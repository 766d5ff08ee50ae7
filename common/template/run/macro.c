/* Macros: binding arguments to parameters, and running the body. */
#include "common/template/run/evaluate.h"

Value macro_value(TemplateRun *run, const MacroNode *node)
{
  MacroValue *macro = run_alloc(run, sizeof *macro);
  if (macro == NULL)
    return value_none();
  *macro = (MacroValue){{CALLABLE_MACRO}, node, run->frame};
  return value_special(VALUE_CALLABLE, macro);
}

static const char *macro_name(const MacroNode *node)
{
  return node->name == NULL ? "caller" : node->name->text;
}

/* Positional arguments; those beyond the parameters become `varargs`. */
static bool bind_positional(TemplateRun *run, const MacroNode *node, Frame *frame,
                            const Arguments *arguments)
{
  size_t count = MIN(arguments->count, node->parameter_count);
  for (size_t i = 0; i < count; i++)
    frame->slots[node->parameters[i].slot] = arguments->values[i];
  if (node->uses_varargs) {
    Value rest = run_tuple(run, arguments->count - count);
    if (run_failed(run))
      return false;
    for (size_t i = count; i < arguments->count; i++)
      rest.list->items[i - count] = arguments->values[i];
    frame->slots[node->varargs_slot] = rest;
  } else if (arguments->count > count) {
    template_fail(run, "'%s' takes at most %u argument%s, not %zu", macro_name(node),
                  node->parameter_count, node->parameter_count == 1 ? "" : "s", arguments->count);
    return false;
  }
  return true;
}

static const Parameter *parameter_called(const MacroNode *node, const char *name, size_t from)
{
  for (size_t i = from; i < node->parameter_count; i++)
    if (strcmp(node->parameters[i].name->text, name) == 0)
      return &node->parameters[i];
  return NULL;
}

static bool bind_keywords(TemplateRun *run, const MacroNode *node, Frame *frame,
                          const Arguments *arguments)
{
  Value rest = value_none();
  if (node->uses_kwargs)
    rest = frame->slots[node->kwargs_slot] = value_map(run->arena);
  for (size_t i = 0; i < arguments->keyword_count; i++) {
    const char *name = arguments->keywords[i];
    const Parameter *parameter = parameter_called(node, name, arguments->count);
    if (parameter != NULL) {
      frame->slots[parameter->slot] = arguments->keyword_values[i];
    } else if (node->uses_caller && !node->explicit_caller && strcmp(name, "caller") == 0) {
      frame->slots[node->caller_slot] = arguments->keyword_values[i];
    } else if (node->uses_kwargs) {
      value_map_put(run->arena, rest, name, arguments->keyword_values[i]);
    } else {
      template_fail(run, "'%s' takes no argument '%s'", macro_name(node), name);
      return false;
    }
  }
  return true;
}

/* Defaults of parameters that were not given, and the body. */
static bool run_body(TemplateRun *run, const MacroNode *node, Frame *frame)
{
  if (node->uses_caller && !node->explicit_caller &&
      frame->slots[node->caller_slot].kind == VALUE_MISSING)
    frame->slots[node->caller_slot] = value_undefined("caller");
  for (uint32_t i = 0; i < node->parameter_count; i++) {
    const Parameter *parameter = &node->parameters[i];
    Value *slot = &frame->slots[parameter->slot];
    if (slot->kind != VALUE_MISSING)
      continue;
    Value value = value_undefined(parameter->name->text);
    if (parameter->fallback != NULL && !evaluate(run, parameter->fallback, &value))
      return false;
    *slot = value;
  }
  return execute(run, &node->body) != FLOW_FAILED;
}

/* What went wrong in the body happened on the way from this call. */
static bool note_call(TemplateRun *run, const MacroValue *macro, const Node *call)
{
  if (call != NULL && macro->frame->template != run->frame->template)
    run_note(run, call, "called from");
  return false;
}

static bool run_bound(TemplateRun *run, const MacroValue *macro, const Arguments *arguments,
                      const Node *call)
{
  const MacroNode *node = macro->node;
  FrameMark mark;
  Frame *around = macro->frame;
  if (!run_enter(run))
    return false;
  Frame *frame = frame_enter(run, node->code, around, around->context, around->template, &mark);
  bool ran = frame != NULL && bind_positional(run, node, frame, arguments) &&
             bind_keywords(run, node, frame, arguments);
  if (!ran) {
    /* the mistake is the caller's */
    frame_leave(run, &mark);
    run_leave(run);
    return false;
  }
  ran = run_body(run, node, frame);
  frame_leave(run, &mark);
  run_leave(run);
  return ran || note_call(run, macro, call);
}

bool macro_run(TemplateRun *run, const MacroValue *macro, const Arguments *arguments)
{
  return run_bound(run, macro, arguments, NULL);
}

/* Plain arguments go straight from the call into the frame. */
static bool bind_call(TemplateRun *run, const MacroNode *node, Frame *frame, Frame *caller,
                      const CallArguments *call)
{
  bool bound = true;
  run->frame = caller;
  for (uint32_t i = 0; bound && i < call->positional.count; i++)
    bound = evaluate(run, call->positional.items[i], &frame->slots[node->parameters[i].slot]);
  for (uint32_t i = 0; bound && i < call->keyword_count; i++) {
    const Parameter *parameter =
        parameter_called(node, call->keywords[i]->text, call->positional.count);
    bound = evaluate(run, call->keyword_values[i], &frame->slots[parameter->slot]);
  }
  run->frame = frame;
  return bound;
}

static bool is_plain(const MacroNode *node, const CallArguments *call)
{
  if (call->star != NULL || call->star_star != NULL || node->uses_varargs || node->uses_kwargs ||
      call->positional.count > node->parameter_count)
    return false;
  for (uint32_t i = 0; i < call->keyword_count; i++)
    if (parameter_called(node, call->keywords[i]->text, call->positional.count) == NULL)
      return false;
  return true;
}

static bool run_plain(TemplateRun *run, const MacroValue *macro, const Node *call,
                      const Value *caller_value)
{
  const MacroNode *node = macro->node;
  Frame *caller = run->frame, *around = macro->frame;
  FrameMark mark;
  if (!run_enter(run))
    return false;
  Frame *frame = frame_enter(run, node->code, around, around->context, around->template, &mark);
  bool bound = frame != NULL && bind_call(run, node, frame, caller, call->call.arguments);
  if (bound && caller_value != NULL)
    frame->slots[node->caller_slot] = *caller_value;
  bool ran = bound && run_body(run, node, frame);
  frame_leave(run, &mark);
  run_leave(run);
  return ran || (bound && note_call(run, macro, call));
}

/* The arguments with `caller` as one more keyword. */
static bool with_caller(TemplateRun *run, Arguments *arguments, Value caller)
{
  size_t count = arguments->keyword_count + 1;
  const char **keywords = run_alloc(run, sizeof(char *) * count);
  Value *values = run_alloc(run, sizeof(Value) * count);
  if (keywords == NULL || values == NULL)
    return false;
  for (size_t i = 0; i + 1 < count; i++) {
    keywords[i] = arguments->keywords[i];
    values[i] = arguments->keyword_values[i];
  }
  keywords[count - 1] = "caller";
  values[count - 1] = caller;
  arguments->keyword_count = count;
  arguments->keywords = keywords;
  arguments->keyword_values = values;
  return true;
}

bool macro_run_call(TemplateRun *run, const MacroValue *macro, const Node *call,
                    const Value *caller)
{
  Arguments arguments;
  const CallArguments *written = call->call.arguments;
  const MacroNode *node = macro->node;
  if (is_plain(node, written) && (caller == NULL || (node->uses_caller && !node->explicit_caller)))
    return run_plain(run, macro, call, caller);
  return evaluate_arguments(run, written, &arguments) &&
         (caller == NULL || with_caller(run, &arguments, *caller)) &&
         run_bound(run, macro, &arguments, call);
}
