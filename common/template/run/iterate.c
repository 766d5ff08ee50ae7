#include "common/template/run/iterate.h"

#include "common/template/run/text.h"

static bool begin_object(TemplateRun *run, Iterator *iterator, const Object *object)
{
  const ObjectClass *class = object->class;
  if (class->count == NULL || class->at == NULL) {
    template_fail(run, "%s can't be walked over", class->name);
    return false;
  }
  iterator->kind = ITERATE_OBJECT;
  iterator->object.object = object;
  iterator->object.index = 0;
  iterator->object.count = class->count(run, object->self);
  return !run_failed(run);
}

static void begin_map(Iterator *iterator, const ValueMap *map, ViewKind view)
{
  iterator->kind = ITERATE_MAP;
  iterator->map.map = map;
  iterator->map.at = 0;
  iterator->map.count = map->count;
  iterator->map.view = view;
}

static bool begin_special(TemplateRun *run, Iterator *iterator, Value value)
{
  if (value.kind == VALUE_RANGE) {
    const Range *range = value.callable;
    iterator->kind = ITERATE_RANGE;
    iterator->range.next = range->start;
    iterator->range.step = range->step;
    iterator->range.left = range->count;
    return true;
  }
  if (value.kind == VALUE_VIEW) {
    const View *view = value.callable;
    begin_map(iterator, view->map, view->kind);
    return true;
  }
  if (value.kind == VALUE_ITERATOR) {
    iterator->kind = ITERATE_GENERATOR;
    iterator->generator = (Iterator *)value.callable;
    return true;
  }
  template_fail(run, "%s can't be walked over", value_type(value));
  return false;
}

bool iterator_begin(TemplateRun *run, Iterator *iterator, Value value)
{
  switch (value.kind) {
  case VALUE_LIST:
  case VALUE_TUPLE:
    iterator->kind = ITERATE_LIST;
    iterator->list.list = value.list;
    iterator->list.index = 0;
    return true;
  case VALUE_MAP:
    begin_map(iterator, value.map, VIEW_KEYS);
    return true;
  case VALUE_STRING:
    iterator->kind = ITERATE_TEXT;
    iterator->text.p = value.text;
    iterator->text.end = value.text + value.length;
    return true;
  case VALUE_OBJECT:
    return begin_object(run, iterator, value.object);
  case VALUE_UNDEFINED:
    iterator->kind = ITERATE_NOTHING;
    return !is_strict_undefined(run, value) || fail_undefined(run, value);
  default:
    return begin_special(run, iterator, value);
  }
}

bool value_iterable(Value value)
{
  switch (value.kind) {
  case VALUE_LIST:
  case VALUE_TUPLE:
  case VALUE_MAP:
  case VALUE_STRING:
  case VALUE_UNDEFINED:
  case VALUE_RANGE:
  case VALUE_VIEW:
  case VALUE_ITERATOR:
  case VALUE_LOOP:
    return true;
  case VALUE_OBJECT:
    return value.object->class->count != NULL && value.object->class->at != NULL;
  default:
    return false;
  }
}

static bool next_entry(TemplateRun *run, Iterator *iterator, Value *out)
{
  if (iterator->map.map->count != iterator->map.count) {
    template_fail(run, "this map was changed while it was walked over");
    return false;
  }
  const MapEntry *entry = map_next(iterator->map.map, &iterator->map.at);
  if (entry == NULL)
    return false;
  if (iterator->map.view == VIEW_KEYS) {
    *out = entry->key;
  } else if (iterator->map.view == VIEW_VALUES) {
    *out = entry->item;
  } else {
    Value pair = run_tuple(run, 2);
    if (run_failed(run))
      return false;
    pair.list->items[0] = entry->key;
    pair.list->items[1] = entry->item;
    *out = pair;
  }
  return true;
}

static bool next_item_of_object(TemplateRun *run, Iterator *iterator, Value *out)
{
  if (iterator->object.index >= iterator->object.count)
    return false;
  const Object *object = iterator->object.object;
  *out = value_undefined(NULL);
  return object->class->at(run, object->self, iterator->object.index++, out) && !run_failed(run);
}

bool iterator_next(TemplateRun *run, Iterator *iterator, Value *out)
{
  if (!run_step(run, 1))
    return false;
  switch (iterator->kind) {
  case ITERATE_LIST:
    if (iterator->list.index >= iterator->list.list->count)
      return false;
    *out = iterator->list.list->items[iterator->list.index++];
    return true;
  case ITERATE_REVERSED:
    if (iterator->list.index == 0 || iterator->list.index > iterator->list.list->count)
      return false;
    *out = iterator->list.list->items[--iterator->list.index];
    return true;
  case ITERATE_MAP:
    return next_entry(run, iterator, out);
  case ITERATE_TEXT: {
    if (iterator->text.p >= iterator->text.end)
      return false;
    size_t width = text_width(iterator->text.p, iterator->text.end);
    *out = value_text(iterator->text.p, width);
    iterator->text.p += width;
    return true;
  }
  case ITERATE_OBJECT:
    return next_item_of_object(run, iterator, out);
  case ITERATE_RANGE:
    if (iterator->range.left == 0)
      return false;
    iterator->range.left--;
    *out = value_int(iterator->range.next);
    iterator->range.next =
        (int64_t)((uint64_t)iterator->range.next + (uint64_t)iterator->range.step);
    return true;
  case ITERATE_GENERATOR:
    return iterator_next(run, iterator->generator, out);
  case ITERATE_CALL:
    return iterator->call.next(run, iterator->call.state, out);
  default:
    return false;
  }
}

bool iterator_length(const Iterator *iterator, size_t *length)
{
  switch (iterator->kind) {
  case ITERATE_NOTHING:
    *length = 0;
    return true;
  case ITERATE_LIST:
    *length = iterator->list.list->count;
    return true;
  case ITERATE_MAP:
    *length = iterator->map.count;
    return true;
  case ITERATE_TEXT:
    *length = text_count(iterator->text.p, (size_t)(iterator->text.end - iterator->text.p));
    return true;
  case ITERATE_OBJECT:
    *length = iterator->object.count;
    return true;
  case ITERATE_RANGE:
    *length = iterator->range.left;
    return true;
  default:
    return false;
  }
}

Value value_generator(TemplateRun *run, IteratorCall next, void *state)
{
  Iterator *iterator = run_alloc(run, sizeof *iterator);
  if (iterator == NULL)
    return value_none();
  iterator->kind = ITERATE_CALL;
  iterator->call.next = next;
  iterator->call.state = state;
  return value_special(VALUE_ITERATOR, iterator);
}

bool value_to_list(TemplateRun *run, Value value, Value *out)
{
  Iterator iterator;
  size_t length = 0;
  if (!iterator_begin(run, &iterator, value))
    return false;
  if (!iterator_length(&iterator, &length))
    length = 0;
  Value list = run_list(run, MIN(length, 1024));
  Value item;
  while (!run_failed(run) && iterator_next(run, &iterator, &item))
    if (!run_list_add(run, list, item))
      break;
  *out = list;
  return !run_failed(run);
}

bool value_range(TemplateRun *run, int64_t start, int64_t stop, int64_t step, Value *out)
{
  if (step == 0) {
    template_fail(run, "the step of a range can't be 0");
    return false;
  }
  Range *range = run_alloc(run, sizeof *range);
  if (range == NULL)
    return false;
  uint64_t distance = 0, width = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
  if (step > 0 && stop > start)
    distance = (uint64_t)stop - (uint64_t)start;
  else if (step < 0 && stop < start)
    distance = (uint64_t)start - (uint64_t)stop;
  *range = (Range){start, stop, step, distance / width + (distance % width != 0)};
  *out = value_special(VALUE_RANGE, range);
  return true;
}
