/* Filters that take lists apart and put them together. */
#include "common/template/run/iterate.h"
#include "common/template/run/run.h"
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"

/* --- attributes by path ---------------------------------------------------------------------- */

static bool is_digits(const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (!g_ascii_isdigit(text[i]))
      return false;
  return length > 0 && length < 18;
}

static bool path_part(TemplateRun *run, Value base, const char *part, size_t length, Value *out)
{
  if (!is_digits(part, length))
    return value_item(run, base, value_text(part, length), out);
  int64_t index = 0;
  for (size_t i = 0; i < length; i++)
    index = index * 10 + (part[i] - '0');
  return value_item(run, base, value_int(index), out);
}

bool value_path(TemplateRun *run, Value base, Value path, Value *out)
{
  return value_path_or(run, base, path, value_none(), out);
}

static void take_default(Value fallback, Value *out)
{
  if (out->kind == VALUE_UNDEFINED && fallback.kind != VALUE_NONE)
    *out = fallback;
}

bool value_path_or(TemplateRun *run, Value base, Value path, Value fallback, Value *out)
{
  *out = base;
  if (path.kind == VALUE_NONE)
    return true;
  if (path.kind != VALUE_STRING) {
    bool found = value_item(run, base, path, out);
    take_default(fallback, out);
    return found;
  }
  const char *p = path.text, *end = p + path.length;
  while (true) {
    const char *dot = memchr(p, '.', (size_t)(end - p));
    if (!path_part(run, *out, p, (size_t)((dot == NULL ? end : dot) - p), out))
      return false;
    take_default(fallback, out);
    if (dot == NULL)
      return true;
    p = dot + 1;
  }
}

/* --- filters --------------------------------------------------------------------------------- */

static bool filter_length(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  int64_t length;
  if (!value_length(run, self, &length))
    return false;
  *out = value_int(length);
  return true;
}

static bool filter_first(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  Iterator iterator;
  if (!iterator_begin(run, &iterator, self))
    return false;
  if (!iterator_next(run, &iterator, out))
    *out = value_undefined(NULL);
  return !run_failed(run);
}

static bool is_reversible(Value value)
{
  return value_iterable(value) && value.kind != VALUE_ITERATOR && value.kind != VALUE_LOOP;
}

static bool filter_last(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  Value list;
  int64_t count;
  if (!is_reversible(self)) {
    template_fail(run, "%s has no last item", value_type(self));
    return false;
  }
  if (self.kind == VALUE_MAP || self.kind == VALUE_VIEW || self.kind == VALUE_UNDEFINED) {
    if (!value_to_list(run, self, &list))
      return false;
    self = list;
  }
  if (!value_length(run, self, &count))
    return false;
  if (count > 0)
    return value_item(run, self, value_int(-1), out);
  *out = value_undefined(NULL);
  return true;
}

static bool filter_list(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return value_to_list(run, self, out);
}

static bool reverse_text(TemplateRun *run, Value text, Value *out)
{
  const char *p = text.text + text.length;
  size_t mark = capture_begin(run);
  if (!run_step(run, text.length / 16))
    return false;
  while (p > text.text) {
    const char *end = p;
    text_previous(text.text, &p);
    emit(run, p, (size_t)(end - p));
  }
  *out = capture_end(run, mark, text.safe);
  return !run_failed(run);
}

static bool filter_reverse(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  Value list;
  if (self.kind == VALUE_STRING)
    return reverse_text(run, self, out);
  bool walk = is_reversible(self);
  if (!value_is_list(self) && !value_to_list(run, self, &list))
    return false;
  if (value_is_list(self))
    list = self;
  if (walk) {
    Iterator *iterator = run_alloc(run, sizeof *iterator);
    if (iterator == NULL)
      return false;
    iterator->kind = ITERATE_REVERSED;
    iterator->list.list = list.list;
    iterator->list.index = list.list->count;
    *out = value_special(VALUE_ITERATOR, iterator);
    return true;
  }
  Value reversed = run_list(run, list.list->count);
  for (size_t i = list.list->count; i-- > 0;)
    if (!run_list_add(run, reversed, list.list->items[i]))
      return false;
  *out = reversed;
  return !run_failed(run);
}

typedef struct Batch {
  Iterator source;
  int64_t size; /* as in Jinja: of -1 or less, all in one; of 0, an empty one first */
  Value fill;
  Value ahead; /* an item that the last batch had no room for */
} Batch;

static bool next_batch(TemplateRun *run, void *state, Value *out)
{
  Batch *batch = state;
  Value list = run_list(run, 0), item = batch->ahead;
  batch->ahead = value_missing();
  if (run_failed(run))
    return false;
  if (item.kind == VALUE_MISSING && !iterator_next(run, &batch->source, &item))
    return false;
  do {
    if ((int64_t)list.list->count == batch->size) {
      batch->ahead = item;
      batch->size = batch->size == 0 ? -1 : batch->size;
      break;
    }
    if (!run_list_add(run, list, item))
      return false;
  } while (iterator_next(run, &batch->source, &item));
  bool fill = value_given(batch->fill) && batch->fill.kind != VALUE_NONE;
  while (fill && !run_failed(run) && (int64_t)list.list->count < batch->size)
    run_list_add(run, list, batch->fill);
  *out = list;
  return !run_failed(run);
}

static bool filter_batch(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Batch *batch = run_alloc(run, sizeof *batch);
  if (batch == NULL || !argument_int(run, arguments[0], "linecount", 0, &batch->size) ||
      !iterator_begin(run, &batch->source, self))
    return false;
  batch->fill = arguments[1];
  batch->ahead = value_missing();
  *out = value_generator(run, next_batch, batch);
  return !run_failed(run);
}

static bool add_slice(TemplateRun *run, Value slices, const ValueList *items, size_t from,
                      size_t to, Value fill)
{
  Value slice = run_list(run, to - from + 1);
  for (size_t i = from; i < to && !run_failed(run); i++)
    run_list_add(run, slice, items->items[i]);
  if (!run_failed(run) && value_given(fill) && fill.kind != VALUE_NONE)
    run_list_add(run, slice, fill);
  return !run_failed(run) && run_list_add(run, slices, slice);
}

static bool add_slices(TemplateRun *run, Value result, const ValueList *items, size_t slices,
                       Value fill)
{
  size_t each = items->count / slices, more = items->count % slices, from = 0;
  for (size_t i = 0; i < slices; i++) {
    size_t to = from + each + (i < more);
    if (!add_slice(run, result, items, from, to, i < more ? value_missing() : fill))
      return false;
    from = to;
  }
  return true;
}

/* As in Jinja, fewer than none are none. */
static bool filter_slice(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t slices;
  Value list, result = run_list(run, 0);
  if (!argument_int(run, arguments[0], "slices", 1, &slices) || !value_to_list(run, self, &list))
    return false;
  if (slices == 0) {
    template_fail(run, "'slice' needs at least 1 slice");
    return false;
  }
  if (slices > 0 && !add_slices(run, result, list.list, (size_t)slices, arguments[1]))
    return false;
  Iterator *iterator = run_alloc(run, sizeof *iterator);
  if (iterator == NULL || !iterator_begin(run, iterator, result))
    return false;
  *out = value_special(VALUE_ITERATOR, iterator);
  return true;
}

static bool filter_items(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  Iterator *iterator = run_alloc(run, sizeof *iterator);
  if (iterator == NULL)
    return false;
  if (self.kind == VALUE_MAP) {
    iterator_begin(run, iterator, self);
    iterator->map.view = VIEW_ITEMS;
  } else if (self.kind != VALUE_UNDEFINED) {
    template_fail(run, "'items' needs a map, not %s", value_type(self));
    return false;
  }
  *out = value_special(VALUE_ITERATOR, iterator);
  return true;
}

static bool filter_default(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  bool by_truth, truth = true;
  if (!argument_truth(run, arguments[1], false, &by_truth))
    return false;
  if (self.kind != VALUE_UNDEFINED && by_truth && !value_truth(run, self, &truth))
    return false;
  *out = self;
  if (self.kind == VALUE_UNDEFINED || !truth)
    *out = value_given(arguments[0]) ? arguments[0] : value_text("", 0);
  return true;
}

static bool filter_attr(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  if (arguments[0].kind != VALUE_STRING) {
    template_fail(run, "'attr' needs a name, not %s", value_type(arguments[0]));
    return false;
  }
  *out = value_undefined(NULL);
  if (self.kind == VALUE_UNDEFINED)
    return fail_undefined(run, self);
  if (self.kind == VALUE_MAP) {
    g_autofree char *name = g_strndup(arguments[0].text, arguments[0].length);
    if (builtin_map_method(name) == NULL)
      return true;
  }
  return value_attribute_text(run, self, arguments[0], out);
}

const Builtin filters_list[] = {
    {.name = "attr", .required = 1, .count = 1, .parameters = {"name"}, .call = filter_attr},
    {.name = "batch",
     .required = 1,
     .count = 2,
     .parameters = {"linecount", "fill_with"},
     .call = filter_batch},
    {.name = "count", .call = filter_length},
    {.name = "d", .count = 2, .parameters = {"default_value", "boolean"}, .call = filter_default},
    {.name = "default",
     .count = 2,
     .parameters = {"default_value", "boolean"},
     .call = filter_default},
    {.name = "first", .call = filter_first},
    {.name = "items", .call = filter_items},
    {.name = "last", .call = filter_last},
    {.name = "length", .call = filter_length},
    {.name = "list", .call = filter_list},
    {.name = "reverse", .call = filter_reverse},
    {.name = "slice",
     .required = 1,
     .count = 2,
     .parameters = {"slices", "fill_with"},
     .call = filter_slice},
    {.name = NULL},
};
