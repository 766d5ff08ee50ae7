#include "common/template/run/evaluate.h"

static bool fail_unpack(TemplateRun *run, const Node *target, Value value)
{
  template_fail(run, "%s can't be spread over %u names", value_type(value), target->items.count);
  return run_locate(run, target);
}

static bool unpack(TemplateRun *run, const Node *target, Value value)
{
  const Nodes *targets = &target->items;
  if (value_is_list(value)) {
    if (value.list->count != targets->count)
      return fail_unpack(run, target, value);
    for (uint32_t i = 0; i < targets->count; i++)
      if (!assign(run, targets->items[i], value.list->items[i]))
        return false;
    return true;
  }
  Value list;
  if (value.kind != VALUE_OBJECT && !value_iterable(value))
    return fail_unpack(run, target, value);
  if (!value_to_list(run, value, &list))
    return run_locate(run, target);
  return list.list->count == targets->count ? unpack(run, target, list)
                                            : fail_unpack(run, target, value);
}

static bool assign_namespace(TemplateRun *run, const Node *target, Value value)
{
  Value space = run_read(run, target->name.place);
  if (space.kind != VALUE_NAMESPACE) {
    template_fail(run, "'%s' is no namespace: only what namespace() made can be changed",
                  target->name.name->text);
    return run_locate(run, target);
  }
  space.kind = VALUE_MAP;
  const Name *name = target->name.attribute;
  return run_map_set(run, space, value_text(name->text, name->length), value) ||
         run_locate(run, target);
}

bool assign(TemplateRun *run, const Node *target, Value value)
{
  if (target->kind == NODE_NAME) {
    *run_slot(run, target->name.place) = value;
    return !target->exported ||
           context_set(run, target->name.name, value, target->name.name->text[0] != '_');
  }
  return target->kind == NODE_TUPLE ? unpack(run, target, value)
                                    : assign_namespace(run, target, value);
}

static inline bool escapes(const TemplateRun *run, const Node *node)
{
  return node->escaping == ESCAPE_ON ||
         (node->escaping == ESCAPE_DYNAMIC && *run->frame->context->autoescape);
}

/* In a template with a parent, text outside of blocks goes nowhere. */
static inline bool is_silent(const TemplateRun *run, const Node *node)
{
  return node->check_extends && run->frame->root->extended != NULL;
}

static Flow execute_if(TemplateRun *run, const Node *node)
{
  for (const Node *branch = node; branch != NULL; branch = branch->branch.next) {
    bool truth;
    run->node = branch;
    if (!evaluate_truth(run, branch->branch.condition, &truth))
      return FLOW_FAILED;
    if (truth)
      return execute(run, &branch->branch.body);
  }
  return execute(run, &node->branch.otherwise);
}

static bool execute_set(TemplateRun *run, const Node *node)
{
  Value value;
  return evaluate(run, node->set.value, &value) && assign(run, node->set.target, value);
}

/* The text that a body prints, and how the body ended. */
static Flow capture(TemplateRun *run, const Nodes *body, bool safe, Value *out)
{
  size_t mark = capture_begin(run);
  Flow flow = execute(run, body);
  *out = capture_end(run, mark, safe);
  return run_failed(run) ? FLOW_FAILED : flow;
}

/* Put the body's text through the filters. */
static bool filter_text(TemplateRun *run, const Node *filter, Value text, Value *out)
{
  Value before = run->block_text;
  run->block_text = text;
  bool filtered = evaluate(run, filter, out);
  run->block_text = before;
  return filtered;
}

static Flow execute_set_block(TemplateRun *run, const Node *node)
{
  Value value;
  bool safe = *run->frame->context->autoescape;
  scope_enter(run, &node->set.scope);
  Flow flow = capture(run, &node->set.body, safe && escapes(run, node), &value);
  if (flow != FLOW_NEXT)
    return flow;
  if (node->set.filter != NULL && !filter_text(run, node->set.filter, value, &value))
    return FLOW_FAILED;
  if (safe) {
    value = run_soft_string(run, value);
    value.safe = true;
  }
  return assign(run, node->set.target, value) ? FLOW_NEXT : FLOW_FAILED;
}

static Flow execute_filter_block(TemplateRun *run, const Node *node)
{
  Value value;
  scope_enter(run, &node->with.scope);
  Flow flow = capture(run, &node->with.body, escapes(run, node), &value);
  if (flow != FLOW_NEXT)
    return flow;
  if (!filter_text(run, node->with.values.items[0], value, &value))
    return FLOW_FAILED;
  emit_value(run, value, false);
  return run_failed(run) ? FLOW_FAILED : FLOW_NEXT;
}

static Flow execute_with(TemplateRun *run, const Node *node)
{
  scope_enter(run, &node->with.scope);
  for (uint32_t i = 0; i < node->with.targets.count; i++) {
    Value value;
    if (!evaluate(run, node->with.values.items[i], &value) ||
        !assign(run, node->with.targets.items[i], value))
      return FLOW_FAILED;
  }
  return execute(run, &node->with.body);
}

static Flow execute_autoescape(TemplateRun *run, const Node *node)
{
  bool *autoescape = run->frame->context->autoescape, before = *autoescape, truth;
  scope_enter(run, &node->with.scope);
  if (!evaluate_truth(run, node->with.values.items[0], &truth))
    return FLOW_FAILED;
  *autoescape = truth;
  Flow flow = execute(run, &node->with.body);
  *autoescape = before;
  return flow;
}

static bool execute_macro(TemplateRun *run, const Node *node)
{
  const MacroNode *macro = node->macro;
  Value value = macro_value(run, macro);
  if (run_failed(run))
    return run_locate(run, node);
  *run_slot(run, macro->target) = value;
  return !macro->exported || context_set(run, macro->name, value, macro->name->text[0] != '_');
}

static bool call_with_body(TemplateRun *run, const Node *node, Value callee, Value caller)
{
  const Node *call = node->call_block.call;
  Arguments arguments;
  Value out;
  if (callee.kind == VALUE_CALLABLE && ((const Callable *)callee.callable)->kind == CALLABLE_MACRO)
    return macro_run_call(run, callee.callable, call, &caller) || run_locate(run, call);
  if (!evaluate_arguments(run, call->call.arguments, &arguments))
    return run_locate(run, call);
  const char *const keywords[] = {"caller"};
  Arguments with = arguments;
  if (arguments.keyword_count == 0) {
    with.keyword_count = 1;
    with.keywords = keywords;
    with.keyword_values = &caller;
  }
  if (!call_value(run, callee, &with, &out))
    return run_locate(run, call);
  emit_value(run, out, false);
  return !run_failed(run) || run_locate(run, call);
}

static bool execute_call_block(TemplateRun *run, const Node *node)
{
  Value callee, caller = macro_value(run, node->call_block.macro);
  if (run_failed(run))
    return run_locate(run, node);
  return evaluate(run, node->call_block.call->call.callee, &callee) &&
         call_with_body(run, node, callee, caller);
}

static bool execute_print(TemplateRun *run, const Node *node)
{
  return is_silent(run, node) || print_expression(run, node->print.expression, escapes(run, node));
}

static bool execute_do(TemplateRun *run, const Node *node)
{
  Value value;
  return evaluate(run, node->print.expression, &value);
}

static Flow execute_node(TemplateRun *run, const Node *node)
{
  bool done;
  switch (node->kind) {
  case NODE_TEXT:
    if (!is_silent(run, node))
      emit(run, node->text.text, node->text.length);
    done = !run_failed(run) || run_locate(run, node);
    break;
  case NODE_PRINT:
    done = execute_print(run, node);
    break;
  case NODE_IF:
    return execute_if(run, node);
  case NODE_SEQUENCE:
    return execute(run, &node->items);
  case NODE_FOR:
    return execute_for(run, node);
  case NODE_SET:
    done = execute_set(run, node);
    break;
  case NODE_SET_BLOCK:
    return execute_set_block(run, node);
  case NODE_FILTER_BLOCK:
    return execute_filter_block(run, node);
  case NODE_WITH:
    return execute_with(run, node);
  case NODE_AUTOESCAPE:
    return execute_autoescape(run, node);
  case NODE_BLOCK:
    done = (node->block->toplevel && is_silent(run, node)) || execute_block(run, node);
    break;
  case NODE_EXTENDS:
    done = execute_extends(run, node);
    break;
  case NODE_INCLUDE:
    done = execute_include(run, node);
    break;
  case NODE_IMPORT:
  case NODE_FROM:
    done = execute_import(run, node);
    break;
  case NODE_MACRO:
    done = execute_macro(run, node);
    break;
  case NODE_CALL_BLOCK:
    done = execute_call_block(run, node);
    break;
  case NODE_DO:
    done = execute_do(run, node);
    break;
  case NODE_BREAK:
    return FLOW_BREAK;
  default:
    return FLOW_CONTINUE;
  }
  return done ? FLOW_NEXT : FLOW_FAILED;
}

Flow execute(TemplateRun *run, const Nodes *nodes)
{
  const Node *outer = run->node;
  Flow flow = FLOW_NEXT;
  for (uint32_t i = 0; i < nodes->count && flow == FLOW_NEXT; i++) {
    const Node *node = run->node = nodes->items[i];
    flow = run_step(run, 1) ? execute_node(run, node) : FLOW_FAILED;
    if (flow == FLOW_FAILED)
      run_locate(run, node);
  }
  run->node = outer;
  return flow;
}
