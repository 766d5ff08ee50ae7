#include "common/template/run/evaluate.h"

Value run_read(TemplateRun *run, Place place)
{
  Frame *frame = run->frame;
  for (uint16_t hops = place.hops; hops > 0; hops--)
    frame = frame->parent;
  Value *slot = &frame->slots[place.slot];
  if (slot->kind == VALUE_UNRESOLVED)
    *slot = frame_resolve(run, frame, slot->callable);
  return *slot;
}

static inline void evaluate_name(TemplateRun *run, const Node *node, Value *out)
{
  *out = *run_slot(run, node->name.place);
  if (G_UNLIKELY(out->kind >= VALUE_MISSING)) {
    *out = run_read(run, node->name.place);
    if (out->kind == VALUE_MISSING)
      *out = value_undefined(node->name.name->text);
  }
}

static bool evaluate_items(TemplateRun *run, const Node *node, Value *out)
{
  Value list = run_tuple(run, node->items.count);
  if (run_failed(run))
    return run_locate(run, node);
  for (uint32_t i = 0; i < node->items.count; i++)
    if (!evaluate(run, node->items.items[i], &list.list->items[i]))
      return false;
  list.kind = node->kind == NODE_TUPLE ? VALUE_TUPLE : VALUE_LIST;
  *out = list;
  return true;
}

static bool evaluate_map(TemplateRun *run, const Node *node, Value *out)
{
  Value map = value_map(run->arena);
  for (uint32_t i = 0; i < node->items.count; i += 2) {
    Value key, item;
    if (!evaluate(run, node->items.items[i], &key) ||
        !evaluate(run, node->items.items[i + 1], &item))
      return false;
    if (!run_map_set(run, map, key, item))
      return run_locate(run, node->items.items[i]);
  }
  *out = map;
  return true;
}

static bool evaluate_attribute(TemplateRun *run, const Node *node, Value *out)
{
  Value base;
  if (!evaluate(run, node->attribute.base, &base))
    return false;
  if (base.kind == VALUE_MAP && node->attribute.methods.map == NULL) {
    const Name *name = node->attribute.name;
    const MapEntry *entry = map_find_text(base.map, name->text, name->length, name->hash);
    if (entry != NULL) {
      *out = entry->item;
      return true;
    }
  }
  if (base.kind == VALUE_OBJECT)
    return value_field(run, base.object, node->attribute.name, node->attribute.hint, out) ||
           run_locate(run, node);
  if (base.kind == VALUE_UNDEFINED)
    return fail_undefined_node(run, node->attribute.base, base);
  return value_attribute(run, base, node->attribute.name, &node->attribute.methods, out) ||
         run_locate(run, node);
}

static bool evaluate_item(TemplateRun *run, const Node *node, Value *out)
{
  Value base, key;
  if (!evaluate(run, node->item.base, &base) || !evaluate(run, node->item.index, &key))
    return false;
  if (base.kind == VALUE_UNDEFINED)
    return fail_undefined_node(run, node->item.base, base);
  return value_item(run, base, key, out) || run_locate(run, node);
}

static bool evaluate_optional(TemplateRun *run, const Node *node, Value *out)
{
  *out = value_missing();
  return node == NULL || evaluate(run, node, out);
}

static bool evaluate_slice(TemplateRun *run, const Node *node, Value *out)
{
  Value base, start, stop, step;
  if (!evaluate(run, node->slice.base, &base) ||
      !evaluate_optional(run, node->slice.start, &start) ||
      !evaluate_optional(run, node->slice.stop, &stop) ||
      !evaluate_optional(run, node->slice.step, &step))
    return false;
  return value_slice(run, base, start, stop, step, out) || run_locate(run, node);
}

static bool evaluate_binary(TemplateRun *run, const Node *node, Value *out)
{
  Value left, right;
  if (!evaluate(run, node->binary.left, &left) || !evaluate(run, node->binary.right, &right))
    return false;
  return value_compute(run, node->op, left, right, out) || run_locate(run, node);
}

static bool evaluate_unary(TemplateRun *run, const Node *node, Value *out)
{
  Value operand;
  return evaluate(run, node->binary.left, &operand) &&
         (value_negate(run, node->op, operand, out) || run_locate(run, node));
}

/* `and`, `or`: the operand that decided, as in Python. */
static bool evaluate_logic(TemplateRun *run, const Node *node, Value *out)
{
  bool truth;
  if (!evaluate(run, node->binary.left, out))
    return false;
  if (!value_truth(run, *out, &truth))
    return run_locate(run, node->binary.left);
  if (truth == (node->kind == NODE_OR))
    return true;
  return evaluate(run, node->binary.right, out);
}

bool evaluate_truth(TemplateRun *run, const Node *node, bool *out)
{
  Value value;
  return evaluate(run, node, &value) && (value_truth(run, value, out) || run_locate(run, node));
}

/* The one part that is not empty, when the others change nothing in it; or NULL. */
static const Value *only_part(const Value *parts, uint32_t count, bool safe)
{
  const Value *only = NULL;
  for (uint32_t i = 0; i < count; i++) {
    if (parts[i].kind != VALUE_STRING)
      return NULL;
    if (parts[i].length == 0)
      continue;
    if (only != NULL || parts[i].safe != safe)
      return NULL;
    only = &parts[i];
  }
  return only;
}

/* `~`: joined as text; markup if one part is, and then the others are escaped. */
static bool evaluate_concat(TemplateRun *run, const Node *node, Value *out)
{
  enum { FEW = 8 };
  Value few[FEW], *parts = few;
  uint32_t count = node->items.count;
  bool escaping = node->escaping == ESCAPE_ON || node->escaping == ESCAPE_DYNAMIC, safe = false;
  if (count > FEW) {
    parts = run_alloc(run, sizeof(Value) * count);
    if (parts == NULL)
      return run_locate(run, node);
  }
  for (uint32_t i = 0; i < count; i++) {
    if (!evaluate(run, node->items.items[i], &parts[i]))
      return false;
    if (escaping && parts[i].kind != VALUE_STRING)
      parts[i] = run_soft_string(run, parts[i]);
    safe = safe || (escaping && parts[i].safe);
  }
  const Value *only = only_part(parts, count, safe);
  if (only != NULL && !run_failed(run)) {
    *out = *only;
    return true;
  }
  size_t mark = capture_begin(run);
  for (uint32_t i = 0; i < count; i++)
    emit_value(run, parts[i], safe);
  *out = capture_end(run, mark, safe);
  return !run_failed(run) || run_locate(run, node);
}

bool value_holds(TemplateRun *run, Operator op, Value a, Value b, bool *out)
{
  int order;
  if (op == OPERATOR_IN || op == OPERATOR_NOT_IN) {
    if (!value_contains(run, b, a, out))
      return false;
    *out = *out == (op == OPERATOR_IN);
    return true;
  }
  if (op == OPERATOR_EQUAL || op == OPERATOR_NOT_EQUAL) {
    if (!run_equal(run, a, b, out))
      return false;
    *out = *out == (op == OPERATOR_EQUAL);
    return true;
  }
  if (!value_compare(run, a, b, &order))
    return false;
  *out = op == OPERATOR_LESS         ? order == -1
         : op == OPERATOR_LESS_EQUAL ? order == -1 || order == 0
         : op == OPERATOR_GREATER    ? order == 1
                                     : order == 0 || order == 1;
  return true;
}

static bool evaluate_compare(TemplateRun *run, const Node *node, Value *out)
{
  Value left, right;
  bool result = true;
  if (!evaluate(run, node->compare.first, &left))
    return false;
  for (uint32_t i = 0; result && i < node->compare.rest.count; i++) {
    if (!evaluate(run, node->compare.rest.items[i], &right))
      return false;
    if (!value_holds(run, node->compare.operators[i], left, right, &result))
      return run_locate(run, node);
    left = right;
  }
  *out = value_bool(result);
  return true;
}

static bool evaluate_markup(TemplateRun *run, const Node *node, Value *out)
{
  if (!evaluate(run, node->binary.left, out))
    return false;
  if (*run->frame->context->autoescape) {
    *out = run_soft_string(run, *out);
    out->safe = true;
  }
  return !run_failed(run) || run_locate(run, node);
}

static bool evaluate_condition(TemplateRun *run, const Node *node, Value *out)
{
  bool truth;
  if (!evaluate_truth(run, node->condition.condition, &truth))
    return false;
  if (truth)
    return evaluate(run, node->condition.then, out);
  if (node->condition.otherwise != NULL)
    return evaluate(run, node->condition.otherwise, out);
  *out = value_undefined(NULL);
  out->length = UNDEFINED_LENIENT;
  return true;
}

/* The arguments that were bound to a builtin's parameters at load. */
static bool evaluate_bound(TemplateRun *run, const Node *node, const Builtin *builtin,
                           Value *arguments)
{
  Node **bound = node->filter.arguments->bound;
  for (int i = 0; i < builtin->count; i++)
    if (!evaluate_optional(run, bound[i], &arguments[i]))
      return false;
  return true;
}

static bool apply(TemplateRun *run, const Node *node, Value self, Value *out)
{
  const Builtin *builtin = node->filter.builtin;
  Value bound[BUILTIN_PARAMETERS];
  Arguments arguments;
  if (!run_step(run, 1) || !run_scan(run, self))
    return false;
  if (builtin != NULL && node->filter.arguments->bound != NULL)
    return evaluate_bound(run, node, builtin, bound) && builtin->call(run, self, bound, out);
  if (!evaluate_arguments(run, node->filter.arguments, &arguments))
    return false;
  if (builtin != NULL)
    return builtin_call(run, builtin, self, &arguments, out);
  const HostFunction *host = node->filter.host;
  *out = value_none();
  return host->filter(run, host->data, self, &arguments, out) && !run_failed(run);
}

bool evaluate_filter(TemplateRun *run, const Node *node, Value self, Value *out)
{
  if (apply(run, node, self, out) && !run_failed(run))
    return true;
  if (!run_failed(run))
    template_fail(run, "'%s' failed", node->filter.name->text);
  return run_locate(run, node);
}

bool filter_prints(const Node *node)
{
  const Builtin *builtin = node->filter.builtin;
  return builtin != NULL && builtin->print != NULL && node->filter.arguments->bound != NULL &&
         node->filter.base != NULL;
}

bool print_filter(TemplateRun *run, const Node *node)
{
  const Builtin *builtin = node->filter.builtin;
  Value self, bound[BUILTIN_PARAMETERS];
  if (!evaluate(run, node->filter.base, &self))
    return false;
  if (run_step(run, 1) && run_scan(run, self) && evaluate_bound(run, node, builtin, bound) &&
      builtin->print(run, self, bound) && !run_failed(run))
    return true;
  if (!run_failed(run))
    template_fail(run, "'%s' failed", node->filter.name->text);
  return run_locate(run, node);
}

/* The innermost filter of a filter block has the text of the block as its value. */
static bool evaluate_filter_node(TemplateRun *run, const Node *node, Value *out)
{
  Value self = run->block_text;
  return (node->filter.base == NULL || evaluate(run, node->filter.base, &self)) &&
         evaluate_filter(run, node, self, out);
}

static bool evaluate_test(TemplateRun *run, const Node *node, Value *out)
{
  Value self;
  bool truth;
  if (!evaluate(run, node->filter.base, &self) || !evaluate_filter(run, node, self, out))
    return false;
  if (out->kind == VALUE_BOOL)
    return true;
  if (!value_truth(run, *out, &truth))
    return run_locate(run, node);
  *out = value_bool(truth);
  return true;
}

bool evaluate(TemplateRun *run, const Node *node, Value *out)
{
  bool truth;
  switch (node->kind) {
  case NODE_CONST:
    *out = node->constant;
    return true;
  case NODE_NAME:
    evaluate_name(run, node, out);
    return true;
  case NODE_ATTRIBUTE:
    return evaluate_attribute(run, node, out);
  case NODE_CALL:
    return evaluate_call(run, node, out);
  case NODE_FILTER:
    return evaluate_filter_node(run, node, out);
  case NODE_TEST:
    return evaluate_test(run, node, out);
  case NODE_ITEM:
    return evaluate_item(run, node, out);
  case NODE_SLICE:
    return evaluate_slice(run, node, out);
  case NODE_TUPLE:
  case NODE_LIST:
    return evaluate_items(run, node, out);
  case NODE_MAP:
    return evaluate_map(run, node, out);
  case NODE_UNARY:
    return evaluate_unary(run, node, out);
  case NODE_BINARY:
    return evaluate_binary(run, node, out);
  case NODE_AND:
  case NODE_OR:
    return evaluate_logic(run, node, out);
  case NODE_NOT:
    if (!evaluate_truth(run, node->binary.left, &truth))
      return false;
    *out = value_bool(!truth);
    return true;
  case NODE_CONCAT:
    return evaluate_concat(run, node, out);
  case NODE_COMPARE:
    return evaluate_compare(run, node, out);
  case NODE_MARKUP:
    return evaluate_markup(run, node, out);
  default:
    return evaluate_condition(run, node, out);
  }
}
