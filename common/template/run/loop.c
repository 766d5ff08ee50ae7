/* `for`, and the `loop` that its body sees. */
#include "common/template/run/evaluate.h"

/* The items of a loop, one ahead where somebody asked for the next one. */
typedef struct Loop {
  const Node *node;
  Frame *frame; /* that the loop stands in */
  Value iterable;
  Iterator iterator;
  int64_t index0, depth0;
  int64_t length;               /* -1: not known yet */
  Value before, current, after; /* VALUE_MISSING: none */
  Value changed;                /* what loop.changed() was last given */
} Loop;

/* Items that pass the loop's condition. */
typedef struct Sieve {
  const ForNode *loop;
  Frame *frame;
  Iterator source;
} Sieve;

/* What the names of a target hold: an item that went through a condition is a tuple
 * when it was spread over names. */
static bool collect_target(TemplateRun *run, const Node *target, Value *out)
{
  if (target->kind == NODE_NAME) {
    *out = *run_slot(run, target->name.place);
    return true;
  }
  Value tuple = run_tuple(run, target->items.count);
  if (run_failed(run))
    return false;
  for (uint32_t i = 0; i < target->items.count; i++)
    if (!collect_target(run, target->items.items[i], &tuple.list->items[i]))
      return false;
  *out = tuple;
  return true;
}

static bool sieve_next(TemplateRun *run, void *state, Value *out)
{
  Sieve *sieve = state;
  Frame *frame = run->frame;
  bool passes = false, more = true;
  run->frame = sieve->frame;
  while (!passes && (more = iterator_next(run, &sieve->source, out)))
    if (!run_step(run, 1) || !assign(run, sieve->loop->test_target, *out) ||
        !evaluate_truth(run, sieve->loop->condition, &passes)) {
      run_locate(run, sieve->loop->condition);
      more = false;
      break;
    }
  if (more)
    more = collect_target(run, sieve->loop->test_target, out);
  run->frame = frame;
  return more;
}

static bool begin(TemplateRun *run, const ForNode *loop, Value items, Iterator *iterator)
{
  if (!iterator_begin(run, iterator, items))
    return false;
  if (loop->condition == NULL)
    return true;
  Sieve *sieve = run_alloc(run, sizeof *sieve);
  if (sieve == NULL)
    return false;
  *sieve = (Sieve){loop, run->frame, *iterator};
  iterator->kind = ITERATE_CALL;
  iterator->call.next = sieve_next;
  iterator->call.state = sieve;
  scope_enter(run, &loop->test_scope);
  return true;
}

static bool loop_advance(TemplateRun *run, Loop *loop, Value *out)
{
  if (loop->after.kind != VALUE_MISSING) {
    *out = loop->after;
    loop->after = value_missing();
  } else if (!iterator_next(run, &loop->iterator, out)) {
    return false;
  }
  loop->index0++;
  loop->before = loop->current;
  loop->current = *out;
  return true;
}

static bool peek(TemplateRun *run, Loop *loop)
{
  if (loop->after.kind == VALUE_MISSING && !iterator_next(run, &loop->iterator, &loop->after))
    loop->after = value_missing();
  return loop->after.kind != VALUE_MISSING;
}

static const Loop *loop_of(Value loop)
{
  return loop.callable;
}

int64_t loop_index(Value loop)
{
  return loop_of(loop)->index0;
}

/* A generator is walked to its end to be counted, and goes on from a list. */
int64_t loop_length(TemplateRun *run, Value value)
{
  Loop *loop = (Loop *)value.callable;
  if (loop->length >= 0)
    return loop->length;
  Value list = run_list(run, 0), item;
  int64_t ahead = loop->after.kind != VALUE_MISSING;
  while (!run_failed(run) && iterator_next(run, &loop->iterator, &item))
    if (!run_list_add(run, list, item))
      break;
  if (run_failed(run))
    return 0;
  loop->iterator.kind = ITERATE_LIST;
  loop->iterator.list.list = list.list;
  loop->iterator.list.index = 0;
  loop->length = (int64_t)list.list->count + loop->index0 + 1 + ahead;
  return loop->length;
}

static bool method(TemplateRun *run, Value loop, const char *name, Value *out)
{
  MethodValue *method = run_alloc(run, sizeof *method);
  if (method == NULL)
    return false;
  *method = (MethodValue){{CALLABLE_LOOP_METHOD}, NULL, name, loop};
  *out = value_special(VALUE_CALLABLE, method);
  return true;
}

bool loop_attribute(TemplateRun *run, Value value, const Name *name, Value *out)
{
  Loop *loop = (Loop *)value.callable;
  const char *text = name->text;
  if (strcmp(text, "index") == 0)
    *out = value_int(loop->index0 + 1);
  else if (strcmp(text, "index0") == 0)
    *out = value_int(loop->index0);
  else if (strcmp(text, "first") == 0)
    *out = value_bool(loop->index0 == 0);
  else if (strcmp(text, "last") == 0)
    *out = value_bool(!peek(run, loop));
  else if (strcmp(text, "length") == 0)
    *out = value_int(loop_length(run, value));
  else if (strcmp(text, "revindex") == 0)
    *out = value_int(loop_length(run, value) - loop->index0);
  else if (strcmp(text, "revindex0") == 0)
    *out = value_int(loop_length(run, value) - loop->index0 - 1);
  else if (strcmp(text, "depth") == 0)
    *out = value_int(loop->depth0 + 1);
  else if (strcmp(text, "depth0") == 0)
    *out = value_int(loop->depth0);
  else if (strcmp(text, "previtem") == 0)
    *out = loop->index0 == 0 ? value_undefined("loop.previtem") : loop->before;
  else if (strcmp(text, "nextitem") == 0)
    *out = peek(run, loop) ? loop->after : value_undefined("loop.nextitem");
  else if (strcmp(text, "cycle") == 0 || strcmp(text, "changed") == 0)
    return method(run, value, text, out);
  else
    *out = value_undefined(text);
  return !run_failed(run);
}

static bool loop_changed(TemplateRun *run, Loop *loop, const Arguments *arguments, Value *out)
{
  Value now = run_tuple(run, arguments->count);
  if (run_failed(run))
    return false;
  for (size_t i = 0; i < arguments->count; i++)
    now.list->items[i] = arguments->values[i];
  bool same = loop->changed.kind != VALUE_MISSING && loop->changed.list->count == arguments->count;
  for (size_t i = 0; i < arguments->count && same; i++)
    if (!run_equal(run, loop->changed.list->items[i], now.list->items[i], &same))
      return false;
  if (!same)
    loop->changed = now;
  *out = value_bool(!same);
  return true;
}

bool loop_method(TemplateRun *run, const MethodValue *method, const Arguments *arguments,
                 Value *out)
{
  Loop *loop = (Loop *)method->self.callable;
  if (arguments->keyword_count > 0) {
    template_fail(run, "'loop.%s' takes no argument '%s'", method->name, arguments->keywords[0]);
    return false;
  }
  if (strcmp(method->name, "changed") == 0)
    return loop_changed(run, loop, arguments, out);
  if (arguments->count == 0) {
    template_fail(run, "'loop.cycle' needs at least one value");
    return false;
  }
  *out = arguments->values[(size_t)loop->index0 % arguments->count];
  return true;
}

static bool too_many_rounds(TemplateRun *run, const Node *node)
{
  template_fail(run, "this loop runs too often: more than %zu rounds", run->max_loop);
  return run_locate(run, node);
}

/* The rounds of a loop whose body does not look at `loop`. */
static Flow simple_rounds(TemplateRun *run, const Node *node, Value items, bool *completed)
{
  size_t rounds = 0;
  const ForNode *loop = node->loop;
  Iterator iterator;
  Value item;
  if (!begin(run, loop, items, &iterator)) {
    run_locate(run, loop->iterable);
    return FLOW_FAILED;
  }
  while (iterator_next(run, &iterator, &item)) {
    if (!run_step(run, 1) || (++rounds > run->max_loop && !too_many_rounds(run, node)))
      return FLOW_FAILED;
    if (!assign(run, loop->target, item))
      return FLOW_FAILED;
    scope_enter(run, &loop->scope);
    Flow flow = execute(run, &loop->body);
    if (flow == FLOW_FAILED || flow == FLOW_BREAK)
      return flow;
    *completed |= flow == FLOW_NEXT;
  }
  return run_failed(run) ? FLOW_FAILED : FLOW_NEXT;
}

static Flow full_rounds(TemplateRun *run, const Node *node, Value items, int64_t depth,
                        bool *completed)
{
  size_t rounds = 0;
  const ForNode *node_loop = node->loop;
  Loop *loop = run_alloc(run, sizeof *loop);
  size_t length;
  Value item;
  if (loop == NULL)
    return FLOW_FAILED;
  *loop = (Loop){.node = node,
                 .frame = run->frame,
                 .iterable = items,
                 .index0 = -1,
                 .depth0 = depth,
                 .length = -1,
                 .before = value_missing(),
                 .current = value_missing(),
                 .after = value_missing(),
                 .changed = value_missing()};
  if (!begin(run, node_loop, items, &loop->iterator))
    return FLOW_FAILED;
  if (iterator_length(&loop->iterator, &length))
    loop->length = (int64_t)length;
  Value *slot = &run->frame->slots[node_loop->loop_slot];
  while (loop_advance(run, loop, &item)) {
    if (!run_step(run, 1) || (++rounds > run->max_loop && !too_many_rounds(run, node)))
      return FLOW_FAILED;
    if (!assign(run, node_loop->target, item))
      return FLOW_FAILED;
    *slot = value_special(VALUE_LOOP, loop);
    scope_enter(run, &node_loop->scope);
    Flow flow = execute(run, &node_loop->body);
    if (flow == FLOW_FAILED || flow == FLOW_BREAK)
      return flow;
    *completed |= flow == FLOW_NEXT;
  }
  return run_failed(run) ? FLOW_FAILED : FLOW_NEXT;
}

/* All rounds, and `else` when there was none. A round that `continue` or `break`
 * ends does not count for that, as in Jinja. */
static bool rounds(TemplateRun *run, const Node *node, Value items, int64_t depth)
{
  const ForNode *loop = node->loop;
  bool completed = false;
  Flow flow = loop->uses_loop ? full_rounds(run, node, items, depth, &completed)
                              : simple_rounds(run, node, items, &completed);
  if (flow == FLOW_FAILED)
    return run_locate(run, loop->iterable);
  if (!completed && loop->otherwise.count > 0) {
    scope_enter(run, &loop->else_scope);
    return execute(run, &loop->otherwise) != FLOW_FAILED;
  }
  return true;
}

/* A recursive loop is code of its own. */
static bool recursive_rounds(TemplateRun *run, const Node *node, Frame *around, Value items,
                             int64_t depth)
{
  FrameMark mark;
  if (!run_enter(run))
    return false;
  bool ran = frame_enter(run, node->loop->code, around, around->context, around->template, &mark) !=
                 NULL &&
             rounds(run, node, items, depth);
  frame_leave(run, &mark);
  run_leave(run);
  return ran;
}

bool loop_recurse(TemplateRun *run, Value value, Value items)
{
  const Loop *loop = value.callable;
  if (!loop->node->loop->recursive) {
    template_fail(run, "this loop is not recursive: write 'recursive' behind it to call it");
    return false;
  }
  return recursive_rounds(run, loop->node, loop->frame->parent, items, loop->depth0 + 1);
}

Flow execute_for(TemplateRun *run, const Node *node)
{
  Value items;
  if (!evaluate(run, node->loop->iterable, &items))
    return FLOW_FAILED;
  bool ran = node->loop->recursive ? recursive_rounds(run, node, run->frame, items, 0)
                                   : rounds(run, node, items, 0);
  return ran ? FLOW_NEXT : FLOW_FAILED;
}
