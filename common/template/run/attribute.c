/* obj.name, obj[key] and obj[a:b]. */
#include "common/template/run/iterate.h"
#include "common/template/run/run.h"
#include "common/template/run/text.h"

#include <stdatomic.h>

static Value undefined_attribute(const char *name)
{
  Value value = value_undefined(name);
  value.length = UNDEFINED_ATTRIBUTE;
  return value;
}

static bool bound_method(TemplateRun *run, const Builtin *builtin, Value self, Value *out)
{
  MethodValue *method = run_alloc(run, sizeof *method);
  if (method == NULL)
    return false;
  *method = (MethodValue){{CALLABLE_METHOD}, builtin, builtin->name, self};
  *out = value_special(VALUE_CALLABLE, method);
  return true;
}

static bool object_answer(TemplateRun *run, const Object *object, const char *name,
                          const ShapeField *row, Value *out)
{
  const ObjectClass *class = object->class;
  *out = value_undefined(name);
  bool there = row != NULL          ? class->field(run, object->self, row, out)
               : class->get != NULL ? class->get(run, object->self, name, out)
                                    : false;
  if (!there)
    *out = undefined_attribute(name);
  return !run_failed(run);
}

static bool object_attribute(TemplateRun *run, const Object *object, const char *name, Value *out)
{
  const ObjectClass *class = object->class;
  const ShapeField *row = class->field == NULL ? NULL : shape_field(&class->shape->fields, name);
  return object_answer(run, object, name, row, out);
}

bool value_field(TemplateRun *run, const Object *object, const Name *name, FieldHint *hint,
                 Value *out)
{
  const ObjectClass *class = object->class;
  if (class->field == NULL)
    return object_answer(run, object, name->text, NULL, out);
  const ShapeField *row = atomic_load_explicit(&hint->row, memory_order_relaxed);
  if (!shape_has_row(&class->shape->fields, row)) {
    row = shape_field(&class->shape->fields, name->text);
    if (row != NULL)
      atomic_store_explicit(&hint->row, row, memory_order_relaxed);
  }
  return object_answer(run, object, name->text, row, out);
}

static bool map_attribute(const ValueMap *map, const Name *name, Value *out)
{
  const MapEntry *entry = map_find_text(map, name->text, name->length, name->hash);
  *out = entry == NULL ? undefined_attribute(name->text) : entry->item;
  return true;
}

static bool module_attribute(const Module *module, const Name *name, Value *out)
{
  const Context *context = module->context;
  *out = undefined_attribute(name->text);
  for (uint32_t i = 0; i < context->count; i++)
    if (context->variables[i].name == name && context->variables[i].exported)
      *out = context->variables[i].value;
  return true;
}

static bool self_attribute(TemplateRun *run, Context *context, const Name *name, Value *out)
{
  *out = undefined_attribute(name->text);
  for (uint32_t i = 0; i < context->blocks->count; i++) {
    const BlockStack *stack = &context->blocks->items[i];
    if (stack->name != name)
      continue;
    BlockValue *block = run_alloc(run, sizeof *block);
    if (block == NULL)
      return false;
    *block = (BlockValue){{CALLABLE_BLOCK}, name, context, stack, 0};
    *out = value_special(VALUE_CALLABLE, block);
  }
  return true;
}

/* A group of the filter groupby: a pair that also has names. */
static bool tuple_attribute(TemplateRun *run, Value base, const Name *name,
                            const BuiltinMethods *methods, Value *out)
{
  if (base.safe && strcmp(name->text, "grouper") == 0)
    *out = base.list->items[0];
  else if (base.safe && strcmp(name->text, "list") == 0)
    *out = base.list->items[1];
  else if (methods->tuple != NULL)
    return bound_method(run, methods->tuple, base, out);
  else
    *out = undefined_attribute(name->text);
  return true;
}

static bool block_attribute(TemplateRun *run, const BlockValue *block, const Name *name, Value *out)
{
  *out = undefined_attribute(name->text);
  if (strcmp(name->text, "super") != 0 || block->index + 1 >= block->stack->count)
    return true;
  BlockValue *parent = run_alloc(run, sizeof *parent);
  if (parent == NULL)
    return false;
  *parent = *block;
  parent->index++;
  *out = value_special(VALUE_CALLABLE, parent);
  return true;
}

static bool macro_attribute(TemplateRun *run, const MacroNode *node, const Name *name, Value *out)
{
  *out = undefined_attribute(name->text);
  if (strcmp(name->text, "name") == 0) {
    *out = node->name == NULL ? value_none() : value_text(node->name->text, node->name->length);
  } else if (strcmp(name->text, "arguments") == 0) {
    Value names = run_tuple(run, node->parameter_count);
    if (run_failed(run))
      return false;
    for (uint32_t i = 0; i < node->parameter_count; i++)
      names.list->items[i] = value_string(node->parameters[i].name->text);
    *out = names;
  } else if (strcmp(name->text, "catch_kwargs") == 0) {
    *out = value_bool(node->uses_kwargs);
  } else if (strcmp(name->text, "catch_varargs") == 0) {
    *out = value_bool(node->uses_varargs);
  } else if (strcmp(name->text, "caller") == 0) {
    *out = value_bool(node->uses_caller);
  }
  return true;
}

static bool callable_attribute(TemplateRun *run, const Callable *callable, const Name *name,
                               Value *out)
{
  if (callable->kind == CALLABLE_MACRO)
    return macro_attribute(run, ((const MacroValue *)callable)->node, name, out);
  if (callable->kind == CALLABLE_BLOCK)
    return block_attribute(run, (const BlockValue *)callable, name, out);
  *out = undefined_attribute(name->text);
  return true;
}

static bool cycler_attribute(TemplateRun *run, const Cycler *cycler, const Name *name, Value *out)
{
  if (strcmp(name->text, "current") == 0) {
    *out = cycler->items.list->items[cycler->position];
    return true;
  }
  *out = undefined_attribute(name->text);
  if (strcmp(name->text, "next") != 0 && strcmp(name->text, "reset") != 0)
    return true;
  MethodValue *method = run_alloc(run, sizeof *method);
  if (method == NULL)
    return false;
  *method = (MethodValue){
      {CALLABLE_CYCLER_METHOD}, NULL, name->text, value_special(VALUE_CYCLER, cycler)};
  *out = value_special(VALUE_CALLABLE, method);
  return true;
}

bool value_attribute(TemplateRun *run, Value base, const Name *name, const BuiltinMethods *methods,
                     Value *out)
{
  switch (base.kind) {
  case VALUE_OBJECT:
    return object_attribute(run, base.object, name->text, out);
  case VALUE_MAP:
    return methods->map != NULL ? bound_method(run, methods->map, base, out)
                                : map_attribute(base.map, name, out);
  case VALUE_NAMESPACE:
    return map_attribute(base.map, name, out);
  case VALUE_LOOP:
    return loop_attribute(run, base, name, out);
  case VALUE_TUPLE:
    return tuple_attribute(run, base, name, methods, out);
  case VALUE_MODULE:
    return module_attribute(base.callable, name, out);
  case VALUE_SELF:
    return self_attribute(run, (Context *)base.callable, name, out);
  case VALUE_CYCLER:
    return cycler_attribute(run, base.callable, name, out);
  case VALUE_CALLABLE:
    return callable_attribute(run, base.callable, name, out);
  case VALUE_UNDEFINED:
    return fail_undefined(run, base);
  case VALUE_STRING:
  case VALUE_LIST: {
    const Builtin *method = base.kind == VALUE_STRING ? methods->text : methods->list;
    if (method != NULL)
      return bound_method(run, method, base, out);
    break;
  }
  default:
    break;
  }
  *out = undefined_attribute(name->text);
  return true;
}

bool value_attribute_text(TemplateRun *run, Value base, Value key, Value *out)
{
  /* as long as the render, and NUL-terminated for hosts */
  char *text = run_alloc(run, key.length + 1);
  if (text == NULL)
    return false;
  memcpy(text, key.text, key.length);
  if (base.kind == VALUE_MODULE || base.kind == VALUE_SELF) {
    /* their names are compared by address */
    const Name *known = set_known_name(run->set, text);
    if (known == NULL) {
      *out = undefined_attribute(text);
      return true;
    }
    BuiltinMethods none = {0};
    return value_attribute(run, base, known, &none, out);
  }
  Name name = {.text = text, .length = key.length, .hash = text_hash(text, key.length)};
  BuiltinMethods methods = {0}; /* an object has none of them */
  if (base.kind != VALUE_OBJECT)
    methods = (BuiltinMethods){
        .text = builtin_text_method(text),
        .list = builtin_list_method(text),
        .tuple = builtin_tuple_method(text),
        .map = builtin_map_method(text),
    };
  return value_attribute(run, base, &name, &methods, out);
}

/* The index of an item counted from the end if negative; false: out of range. */
static bool wrap_index(int64_t index, size_t count, size_t *out)
{
  if (index < 0)
    index += (int64_t)count;
  *out = (size_t)index;
  return index >= 0 && (size_t)index < count;
}

static Value text_at(Value text, size_t index)
{
  size_t at =
      text_is_ascii(text.text, text.length) ? index : text_offset(text.text, text.length, index);
  Value item = value_text(text.text + at, text_width(text.text + at, text.text + text.length));
  item.safe = text.safe;
  return item;
}

/* obj[index]; false: there is none. */
static bool indexed(TemplateRun *run, Value base, int64_t index, Value *out)
{
  size_t at;
  switch (base.kind) {
  case VALUE_LIST:
  case VALUE_TUPLE:
    if (!wrap_index(index, base.list->count, &at))
      return false;
    *out = base.list->items[at];
    return true;
  case VALUE_STRING:
    if (!run_scan(run, base) || !wrap_index(index, text_count(base.text, base.length), &at))
      return false;
    *out = text_at(base, at);
    return true;
  case VALUE_RANGE:
    if (!wrap_index(index, ((const Range *)base.callable)->count, &at))
      return false;
    *out = value_int(range_at(base.callable, at));
    return true;
  case VALUE_OBJECT: {
    const ObjectClass *class = base.object->class;
    if (class->count == NULL || class->at == NULL ||
        !wrap_index(index, class->count(run, base.object->self), &at) || run_failed(run))
      return false;
    *out = value_undefined(NULL);
    return class->at(run, base.object->self, at, out);
  }
  default:
    return false;
  }
}

bool value_item(TemplateRun *run, Value base, Value key, Value *out)
{
  if (base.kind == VALUE_UNDEFINED)
    return fail_undefined(run, base);
  if (base.kind == VALUE_MAP && value_map_get(base, key, out))
    return true;
  if (value_is_int(key) && indexed(run, base, value_as_int(key), out))
    return !run_failed(run);
  if (run_failed(run))
    return false;
  if (key.kind == VALUE_STRING)
    return value_attribute_text(run, base, key, out);
  *out = undefined_attribute(NULL);
  return true;
}

/* --- slices ---------------------------------------------------------------------------------- */

static bool slice_part(TemplateRun *run, Value part, int64_t *out, bool *given)
{
  *given = value_given(part) && part.kind != VALUE_NONE;
  if (!*given)
    return true;
  if (!value_is_int(part)) {
    template_fail(run, "the parts of a slice are whole numbers, not %s", value_type(part));
    return false;
  }
  *out = value_as_int(part);
  return true;
}

/* slice.indices() of Python. */
static void clamp(int64_t *index, int64_t count, int64_t low, int64_t high)
{
  if (*index < 0)
    *index = *index < -count ? low : *index + count;
  if (*index < low)
    *index = low;
  if (*index > high)
    *index = high;
}

static bool slice_indices(TemplateRun *run, const Value parts[3], int64_t count, Range *out)
{
  bool has_start, has_stop, has_step;
  int64_t start = 0, stop = 0, step = 1;
  if (!slice_part(run, parts[0], &start, &has_start) ||
      !slice_part(run, parts[1], &stop, &has_stop) || !slice_part(run, parts[2], &step, &has_step))
    return false;
  if (step == 0) {
    template_fail(run, "the step of a slice can't be 0");
    return false;
  }
  int64_t low = step < 0 ? -1 : 0, high = step < 0 ? count - 1 : count;
  if (!has_start)
    start = step < 0 ? high : low;
  else
    clamp(&start, count, low, high);
  if (!has_stop)
    stop = step < 0 ? low : high;
  else
    clamp(&stop, count, low, high);
  uint64_t width = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
  uint64_t distance = step > 0 ? (stop > start ? (uint64_t)(stop - start) : 0)
                               : (start > stop ? (uint64_t)(start - stop) : 0);
  *out = (Range){start, stop, step, distance / width + (distance % width != 0)};
  return true;
}

/* The bytes at which the characters of a text begin. */
static uint32_t *character_offsets(TemplateRun *run, Value text, size_t count)
{
  uint32_t *offsets = run_alloc(run, sizeof(uint32_t) * (count + 1));
  const char *p = text.text, *end = p + text.length;
  for (size_t i = 0; offsets != NULL && i < count; i++) {
    offsets[i] = (uint32_t)(p - text.text);
    if (p < end)
      p += text_width(p, end);
  }
  return offsets;
}

static bool slice_text(TemplateRun *run, Value text, const Range *range, size_t count, Value *out)
{
  if (!run_scan(run, text))
    return false;
  if (range->step == 1) {
    size_t from = text_offset(text.text, text.length, (size_t)range->start);
    size_t to = from + text_offset(text.text + from, text.length - from, range->count);
    *out = value_text(text.text + from, to - from);
    out->safe = text.safe;
    return true;
  }
  const uint32_t *offsets = character_offsets(run, text, count);
  if (offsets == NULL)
    return false;
  size_t mark = capture_begin(run);
  for (uint64_t i = 0; i < range->count && run_step(run, 1); i++) {
    const char *at = text.text + offsets[range_at(range, i)];
    emit(run, at, text_width(at, text.text + text.length));
  }
  *out = capture_end(run, mark, text.safe);
  return !run_failed(run);
}

/* A slice of a range is a range. */
static bool slice_range(TemplateRun *run, const Range *base, const Range *range, Value *out)
{
  int64_t start = range_at(base, (uint64_t)range->start);
  int64_t step = (int64_t)((uint64_t)base->step * (uint64_t)range->step);
  int64_t stop = range_at(base, (uint64_t)range->stop);
  return value_range(run, start, stop, step, out);
}

bool value_slice(TemplateRun *run, Value base, Value start, Value stop, Value step, Value *out)
{
  const Value parts[3] = {start, stop, step};
  int64_t count;
  Range range;
  bool sequence = value_is_list(base) || base.kind == VALUE_STRING || base.kind == VALUE_OBJECT ||
                  base.kind == VALUE_RANGE;
  if (base.kind == VALUE_UNDEFINED)
    return fail_undefined(run, base);
  if (!sequence) {
    template_fail(run, "%s can't be sliced", value_type(base));
    return false;
  }
  if (!value_length(run, base, &count) || !slice_indices(run, parts, count, &range))
    return false;
  if (base.kind == VALUE_STRING)
    return slice_text(run, base, &range, (size_t)count, out);
  if (base.kind == VALUE_RANGE)
    return slice_range(run, base.callable, &range, out);
  Value list = run_list(run, range.count);
  for (uint64_t i = 0; i < range.count && !run_failed(run); i++) {
    Value item = value_undefined(NULL);
    if (!indexed(run, base, range_at(&range, i), &item) || !run_list_add(run, list, item))
      break;
  }
  if (base.kind == VALUE_TUPLE)
    list.kind = VALUE_TUPLE;
  *out = list;
  return !run_failed(run);
}
