/* Truth, equality, order, membership, length: as Python has them. */
#include "common/template/run/iterate.h"
#include "common/template/run/run.h"
#include "common/template/run/text.h"

#include <math.h>

enum {
  COMPARE_DEPTH = 100,
  COMPARE_KEY = 10000, /* parts of a key that are compared */
};

const char *value_type(Value value)
{
  switch (value.kind) {
  case VALUE_UNDEFINED:
    return "an undefined value";
  case VALUE_NONE:
    return "none";
  case VALUE_BOOL:
    return "a boolean";
  case VALUE_INT:
  case VALUE_FLOAT:
    return "a number";
  case VALUE_STRING:
    return "text";
  case VALUE_LIST:
    return "a list";
  case VALUE_TUPLE:
    return "a tuple";
  case VALUE_MAP:
    return "a map";
  case VALUE_OBJECT:
    return value.object->class->name;
  case VALUE_ITERATOR:
    return "a generator (make it a list with '|list')";
  case VALUE_RANGE:
    return "a range";
  case VALUE_VIEW:
    return "a view of a map";
  case VALUE_NAMESPACE:
    return "a namespace";
  case VALUE_MODULE:
    return "a template";
  case VALUE_CYCLER:
    return "a cycler";
  case VALUE_LOOP:
    return "'loop'";
  case VALUE_CALLABLE:
    return "a function";
  default:
    return "this value";
  }
}

bool fail_undefined(TemplateRun *run, Value value)
{
  if (value.name == NULL)
    template_fail(run, "an undefined value can't be used here");
  else if (value.length == UNDEFINED_ATTRIBUTE)
    template_fail(run, "there is no '%s' here", value.name);
  else
    template_fail(run, "'%s' is undefined", value.name);
  return false;
}

static bool object_truth(TemplateRun *run, const Object *object, bool *out)
{
  const ObjectClass *class = object->class;
  *out = class->truth != NULL   ? class->truth(run, object->self)
         : class->count != NULL ? class->count(run, object->self) > 0
                                : true;
  return !run_failed(run);
}

bool value_truth(TemplateRun *run, Value value, bool *out)
{
  switch (value.kind) {
  case VALUE_UNDEFINED:
    *out = false;
    return !is_strict_undefined(run, value) || fail_undefined(run, value);
  case VALUE_NONE:
    *out = false;
    return true;
  case VALUE_BOOL:
    *out = value.boolean;
    return true;
  case VALUE_INT:
    *out = value.integer != 0;
    return true;
  case VALUE_FLOAT:
    *out = value.real != 0;
    return true;
  case VALUE_STRING:
    *out = value.length > 0;
    return true;
  case VALUE_LIST:
  case VALUE_TUPLE:
    *out = value.list->count > 0;
    return true;
  case VALUE_MAP:
    *out = value.map->count > 0;
    return true;
  case VALUE_OBJECT:
    return object_truth(run, value.object, out);
  case VALUE_RANGE:
    *out = ((const Range *)value.callable)->count > 0;
    return true;
  case VALUE_VIEW:
    *out = ((const View *)value.callable)->map->count > 0;
    return true;
  default:
    *out = true;
    return true;
  }
}

static bool int_equals_float(int64_t integer, double real)
{
  return real >= -9223372036854775808.0 && real < 9223372036854775808.0 &&
         (double)(int64_t)real == real && (int64_t)real == integer;
}

static bool numbers_equal(Value a, Value b)
{
  if (value_is_int(a) && value_is_int(b))
    return value_as_int(a) == value_as_int(b);
  if (value_is_int(a))
    return int_equals_float(value_as_int(a), b.real);
  if (value_is_int(b))
    return int_equals_float(value_as_int(b), a.real);
  return a.real == b.real;
}

/* How much more may be compared: nested lists that share parts are larger than they
 * look. */
typedef struct Budget {
  size_t left, used;
} Budget;

static bool spend(Budget *budget, size_t steps)
{
  budget->used += steps;
  return budget->used <= budget->left;
}

static bool equal(Budget *budget, Value a, Value b, int depth);

static bool lists_equal(Budget *budget, const ValueList *a, const ValueList *b, int depth)
{
  if (a == b)
    return true;
  if (a->count != b->count)
    return false;
  for (size_t i = 0; i < a->count; i++)
    if (!equal(budget, a->items[i], b->items[i], depth + 1))
      return false;
  return true;
}

static bool maps_equal(Budget *budget, const ValueMap *a, const ValueMap *b, int depth)
{
  if (a == b)
    return true;
  if (a->count != b->count)
    return false;
  const MapEntry *entry;
  uint32_t at = 0;
  while ((entry = map_next(a, &at)) != NULL) {
    const MapEntry *other = map_find(b, entry->key);
    if (other == NULL || !equal(budget, entry->item, other->item, depth + 1))
      return false;
  }
  return true;
}

static bool ranges_equal(const Range *a, const Range *b)
{
  return a->count == b->count &&
         (a->count == 0 || (a->start == b->start && (a->count == 1 || a->step == b->step)));
}

static bool equal(Budget *budget, Value a, Value b, int depth)
{
  if (value_is_number(a) && value_is_number(b))
    return numbers_equal(a, b);
  if (a.kind != b.kind || depth > COMPARE_DEPTH || !spend(budget, 1))
    return false;
  switch (a.kind) {
  case VALUE_UNDEFINED:
  case VALUE_NONE:
    return true;
  case VALUE_STRING:
    return a.length == b.length && spend(budget, a.length / 64) &&
           (a.length == 0 || memcmp(a.text, b.text, a.length) == 0);
  case VALUE_LIST:
  case VALUE_TUPLE:
    return lists_equal(budget, a.list, b.list, depth);
  case VALUE_MAP:
    return maps_equal(budget, a.map, b.map, depth);
  case VALUE_OBJECT:
    return a.object->class == b.object->class && a.object->self == b.object->self;
  case VALUE_RANGE:
    return ranges_equal(a.callable, b.callable);
  default:
    return a.callable == b.callable;
  }
}

bool value_equal(Value a, Value b)
{
  Budget budget = {.left = COMPARE_KEY};
  return equal(&budget, a, b, 0);
}

bool run_equal(TemplateRun *run, Value a, Value b, bool *out)
{
  Budget budget = {.left = run->max_steps - MIN(run->steps, run->max_steps)};
  if (is_strict_undefined(run, a) || is_strict_undefined(run, b))
    return fail_undefined(run, is_strict_undefined(run, a) ? a : b);
  *out = equal(&budget, a, b, 0);
  return run_step(run, budget.used);
}

static bool fail_order(TemplateRun *run, Value a, Value b)
{
  if (a.kind == VALUE_UNDEFINED)
    return fail_undefined(run, a);
  if (b.kind == VALUE_UNDEFINED)
    return fail_undefined(run, b);
  template_fail(run, "%s can't be compared with %s", value_type(a), value_type(b));
  return false;
}

static bool compare(TemplateRun *run, Value a, Value b, int *order, int depth);

static bool compare_lists(TemplateRun *run, const ValueList *a, const ValueList *b, int *order,
                          int depth)
{
  size_t count = MIN(a->count, b->count);
  for (size_t i = 0; i < count; i++) {
    bool same;
    if (!run_equal(run, a->items[i], b->items[i], &same))
      return false;
    if (!same)
      return compare(run, a->items[i], b->items[i], order, depth + 1);
  }
  *order = a->count < b->count ? -1 : a->count > b->count;
  return true;
}

static int compare_numbers(Value a, Value b)
{
  if (value_is_int(a) && value_is_int(b))
    return value_as_int(a) < value_as_int(b) ? -1 : value_as_int(a) > value_as_int(b);
  double x = value_as_float(a), y = value_as_float(b);
  if (isnan(x) || isnan(y))
    return 2;
  return x < y ? -1 : x > y;
}

static bool compare(TemplateRun *run, Value a, Value b, int *order, int depth)
{
  if (value_is_number(a) && value_is_number(b)) {
    *order = compare_numbers(a, b);
    return true;
  }
  if (a.kind == VALUE_STRING && b.kind == VALUE_STRING) {
    if (!run_scan(run, a.length < b.length ? a : b))
      return false;
    int bytes = memcmp(a.text, b.text, MIN(a.length, b.length));
    *order = bytes != 0 ? (bytes < 0 ? -1 : 1) : a.length < b.length ? -1 : a.length > b.length;
    return true;
  }
  if (value_is_list(a) && a.kind == b.kind && depth < COMPARE_DEPTH)
    return compare_lists(run, a.list, b.list, order, depth);
  return fail_order(run, a, b);
}

bool value_compare(TemplateRun *run, Value a, Value b, int *order)
{
  return compare(run, a, b, order, 0);
}

static bool in_text(TemplateRun *run, Value container, Value item, bool *out)
{
  if (item.kind != VALUE_STRING) {
    if (item.kind == VALUE_UNDEFINED)
      return fail_undefined(run, item);
    template_fail(run, "only text can be in text, not %s", value_type(item));
    return false;
  }
  *out = text_find(container.text, container.length, item.text, item.length, 0) >= 0;
  return run_scan(run, container);
}

static bool in_map(TemplateRun *run, const ValueMap *map, Value item, bool *out)
{
  uint32_t hash;
  if (is_strict_undefined(run, item))
    return fail_undefined(run, item);
  if (!value_hash(item, &hash)) {
    template_fail(run, "%s can't be the key of a map", value_type(item));
    return false;
  }
  *out = map_find(map, item) != NULL;
  return true;
}

static bool in_range(const Range *range, int64_t integer)
{
  if (range->count == 0)
    return false;
  int64_t last = range_at(range, range->count - 1);
  int64_t low = MIN(range->start, last), high = MAX(range->start, last);
  if (integer < low || integer > high)
    return false;
  uint64_t distance = (uint64_t)integer - (uint64_t)low;
  uint64_t width = range->step > 0 ? (uint64_t)range->step : 0 - (uint64_t)range->step;
  return distance % width == 0;
}

/* Is the pair one of the map's? */
static bool in_items(TemplateRun *run, const ValueMap *map, Value item, bool *out)
{
  *out = false;
  if (item.kind != VALUE_TUPLE || item.list->count != 2)
    return true;
  const Value *pair = item.list->items;
  if (!in_map(run, map, pair[0], out) || !*out)
    return !run_failed(run);
  return run_equal(run, map_find(map, pair[0])->item, pair[1], out);
}

static bool in_view(TemplateRun *run, const View *view, Value item, bool *out)
{
  return view->kind == VIEW_ITEMS ? in_items(run, view->map, item, out)
                                  : in_map(run, view->map, item, out);
}

bool value_contains(TemplateRun *run, Value container, Value item, bool *out)
{
  if (container.kind == VALUE_VIEW && ((const View *)container.callable)->kind != VIEW_VALUES)
    return in_view(run, container.callable, item, out);
  if (container.kind == VALUE_STRING)
    return in_text(run, container, item, out);
  if (container.kind == VALUE_MAP)
    return in_map(run, container.map, item, out);
  if (container.kind == VALUE_RANGE && value_is_int(item)) {
    *out = in_range(container.callable, value_as_int(item));
    return true;
  }
  Iterator iterator;
  Value candidate;
  *out = false;
  if (!iterator_begin(run, &iterator, container))
    return false;
  while (!*out && iterator_next(run, &iterator, &candidate)) {
    if (!run_step(run, 1) || !run_equal(run, candidate, item, out))
      return false;
  }
  return !run_failed(run);
}

bool value_length(TemplateRun *run, Value value, int64_t *out)
{
  Iterator iterator;
  size_t length;
  if (value.kind == VALUE_UNDEFINED) {
    *out = 0;
    return !is_strict_undefined(run, value) || fail_undefined(run, value);
  }
  if (value.kind == VALUE_LOOP) {
    *out = loop_length(run, value);
    return !run_failed(run);
  }
  if (!value_iterable(value) || value.kind == VALUE_ITERATOR) {
    template_fail(run, "%s has no length", value_type(value));
    return false;
  }
  if (!iterator_begin(run, &iterator, value) || !iterator_length(&iterator, &length))
    return false;
  *out = (int64_t)length;
  return run_scan(run, value);
}

bool value_callable(Value value)
{
  return value.kind == VALUE_CALLABLE || value.kind == VALUE_LOOP ||
         value.kind == VALUE_UNDEFINED ||
         (value.kind == VALUE_OBJECT && value.object->class->call != NULL);
}
