/* Methods of lists, tuples and maps. What changes a value changes it in place, as
 * in Python; values that outlive the render can't be changed. */
#include "common/template/run/iterate.h"
#include "common/template/run/run.h"
#include "common/template/words/builtins.h"

static bool may_change(TemplateRun *run, Value self)
{
  const Arena *arena = self.kind == VALUE_MAP ? self.map->arena : self.list->arena;
  if (arena == run->arena)
    return true;
  template_fail(run, "%s belongs to the site and can't be changed: make a copy first",
                self.kind == VALUE_MAP ? "this map" : "this list");
  return false;
}

static bool list_append(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  *out = value_none();
  return may_change(run, self) && run_list_add(run, self, arguments[0]);
}

static bool list_extend(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Value more;
  *out = value_none();
  if (!may_change(run, self) || !value_to_list(run, arguments[0], &more))
    return false;
  for (size_t i = 0; i < more.list->count; i++)
    if (!run_list_add(run, self, more.list->items[i]))
      return false;
  return true;
}

static bool list_insert(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t index, count = (int64_t)self.list->count;
  *out = value_none();
  if (!may_change(run, self) || !argument_int(run, arguments[0], "index", 0, &index) ||
      !run_list_add(run, self, arguments[1]))
    return false;
  if (index < 0)
    index = MAX(index + count, 0);
  index = MIN(index, count);
  Value *items = self.list->items;
  memmove(&items[index + 1], &items[index], sizeof(Value) * (size_t)(count - index));
  items[index] = arguments[1];
  return run_step(run, self.list->count / 16);
}

static bool remove_at(Value self, int64_t index)
{
  ValueList *list = self.list;
  memmove(&list->items[index], &list->items[index + 1],
          sizeof(Value) * (list->count - (size_t)index - 1));
  list->count--;
  return true;
}

/* -1: not there. */
static bool position_of(TemplateRun *run, Value self, Value item, int64_t *out)
{
  bool same;
  *out = -1;
  for (size_t i = 0; i < self.list->count && *out < 0; i++) {
    if (!run_step(run, 1) || !run_equal(run, self.list->items[i], item, &same))
      return false;
    if (same)
      *out = (int64_t)i;
  }
  return true;
}

static bool sequence_index(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t position;
  if (!position_of(run, self, arguments[0], &position))
    return false;
  if (position < 0)
    template_fail(run, "this value is not in the list");
  *out = value_int(position);
  return !run_failed(run);
}

static bool sequence_count(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t count = 0;
  bool same;
  for (size_t i = 0; i < self.list->count; i++) {
    if (!run_step(run, 1) || !run_equal(run, self.list->items[i], arguments[0], &same))
      return false;
    count += same;
  }
  *out = value_int(count);
  return true;
}

static bool list_remove(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t position;
  *out = value_none();
  if (!may_change(run, self) || !position_of(run, self, arguments[0], &position))
    return false;
  if (position >= 0)
    return remove_at(self, position);
  template_fail(run, "this value is not in the list");
  return false;
}

static bool list_pop(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t index, count = (int64_t)self.list->count;
  if (!may_change(run, self) || !argument_int(run, arguments[0], "index", -1, &index))
    return false;
  if (index < 0)
    index += count;
  if (index < 0 || index >= count) {
    template_fail(run, count == 0 ? "nothing can be popped from an empty list"
                                  : "the list has no such item");
    return false;
  }
  *out = self.list->items[index];
  return remove_at(self, index);
}

static bool list_reverse(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  *out = value_none();
  if (!may_change(run, self) || !run_step(run, self.list->count))
    return false;
  for (size_t i = 0, j = self.list->count; i + 1 < j; i++) {
    Value item = self.list->items[i];
    self.list->items[i] = self.list->items[--j];
    self.list->items[j] = item;
  }
  return true;
}

static bool list_sort(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  const Value sort_arguments[BUILTIN_PARAMETERS] = {arguments[0], value_bool(true),
                                                    value_missing()};
  Value sorted;
  *out = value_none();
  if (!may_change(run, self) || !builtin_filter("sort")->call(run, self, sort_arguments, &sorted))
    return false;
  if (sorted.list->count > 0)
    memcpy(self.list->items, sorted.list->items, sizeof(Value) * sorted.list->count);
  return true;
}

static bool list_copy(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return value_to_list(run, self, out);
}

static bool list_clear(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  *out = value_none();
  if (!may_change(run, self))
    return false;
  self.list->count = 0;
  return true;
}

/* --- maps ------------------------------------------------------------------------------------ */

static bool check_key(TemplateRun *run, Value key)
{
  uint32_t hash;
  if (value_hash(key, &hash))
    return true;
  template_fail(run, "%s can't be the key of a map", value_type(key));
  return false;
}

static bool map_get(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  if (!check_key(run, arguments[0]))
    return false;
  if (!value_map_get(self, arguments[0], out))
    *out = value_given(arguments[1]) ? arguments[1] : value_none();
  return true;
}

static bool view(TemplateRun *run, Value self, ViewKind kind, Value *out)
{
  View *view = run_alloc(run, sizeof *view);
  if (view == NULL)
    return false;
  *view = (View){kind, self.map};
  *out = value_special(VALUE_VIEW, view);
  return true;
}

static bool map_keys(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return view(run, self, VIEW_KEYS, out);
}

static bool map_values(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return view(run, self, VIEW_VALUES, out);
}

static bool map_items(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return view(run, self, VIEW_ITEMS, out);
}

static bool map_pop(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  if (!may_change(run, self) || !check_key(run, arguments[0]))
    return false;
  if (map_remove(self.map, arguments[0], out))
    return true;
  if (!value_given(arguments[1]))
    template_fail(run, "the map has no such key");
  *out = arguments[1];
  return !run_failed(run);
}

static bool map_update(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  const Builtin *dict = builtin_function("dict");
  Value more;
  if (!may_change(run, self) || !dict->call_any(run, self, arguments, &more))
    return false;
  const MapEntry *entry;
  uint32_t at = 0;
  while ((entry = map_next(more.map, &at)) != NULL)
    if (!run_map_set(run, self, entry->key, entry->item))
      return false;
  *out = value_none();
  return true;
}

static bool map_setdefault(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  if (!may_change(run, self) || !check_key(run, arguments[0]))
    return false;
  if (value_map_get(self, arguments[0], out))
    return true;
  *out = value_given(arguments[1]) ? arguments[1] : value_none();
  return run_map_set(run, self, arguments[0], *out);
}

static bool map_copy(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  const MapEntry *entry;
  uint32_t at = 0;
  *out = value_map(run->arena);
  while ((entry = map_next(self.map, &at)) != NULL)
    if (!run_step(run, 1) || !run_map_set(run, *out, entry->key, entry->item))
      return false;
  return true;
}

static bool map_clear_all(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  *out = value_none();
  if (!may_change(run, self))
    return false;
  map_clear(self.map);
  return true;
}

const Builtin methods_list[] = {
    {.name = "append", .required = 1, .count = 1, .call = list_append},
    {.name = "clear", .call = list_clear},
    {.name = "copy", .call = list_copy},
    {.name = "count", .required = 1, .count = 1, .call = sequence_count},
    {.name = "extend", .required = 1, .count = 1, .call = list_extend},
    {.name = "index", .required = 1, .count = 1, .call = sequence_index},
    {.name = "insert", .required = 2, .count = 2, .call = list_insert},
    {.name = "pop", .count = 1, .call = list_pop},
    {.name = "remove", .required = 1, .count = 1, .call = list_remove},
    {.name = "reverse", .call = list_reverse},
    {.name = "sort", .count = 1, .parameters = {"reverse"}, .call = list_sort},
    {.name = NULL},
};

const Builtin methods_tuple[] = {
    {.name = "count", .required = 1, .count = 1, .call = sequence_count},
    {.name = "index", .required = 1, .count = 1, .call = sequence_index},
    {.name = NULL},
};

const Builtin methods_map[] = {
    {.name = "clear", .call = map_clear_all},
    {.name = "copy", .call = map_copy},
    {.name = "get", .required = 1, .count = 2, .call = map_get},
    {.name = "items", .call = map_items},
    {.name = "keys", .call = map_keys},
    {.name = "pop", .required = 1, .count = 2, .call = map_pop},
    {.name = "setdefault", .required = 1, .count = 2, .call = map_setdefault},
    {.name = "update", .call_any = map_update},
    {.name = "values", .call = map_values},
    {.name = NULL},
};
