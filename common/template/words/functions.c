/* The language's own functions. */
#include "common/template/run/iterate.h"
#include "common/template/run/run.h"
#include "common/template/words/builtins.h"

static bool function_range(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)self;
  int64_t start = 0, stop, step;
  if (!argument_int(run, arguments[0], "stop", 0, &stop) ||
      !argument_int(run, arguments[2], "step", 1, &step))
    return false;
  if (value_given(arguments[1])) {
    start = stop;
    if (!argument_int(run, arguments[1], "stop", 0, &stop))
      return false;
  }
  return value_range(run, start, stop, step, out);
}

/* Pairs of a map, or of a list of pairs, into a new map. */
static bool add_pairs(TemplateRun *run, Value map, Value source)
{
  Iterator iterator;
  Value pair, item;
  if (source.kind == VALUE_UNDEFINED)
    return fail_undefined(run, source);
  if (!iterator_begin(run, &iterator, source))
    return false;
  while (iterator_next(run, &iterator, &pair)) {
    if (source.kind == VALUE_MAP) {
      value_map_get(source, pair, &item);
    } else {
      if (!value_is_list(pair) && !value_to_list(run, pair, &pair))
        return false;
      if (pair.list->count != 2) {
        template_fail(run, "a map is made of pairs");
        return false;
      }
      item = pair.list->items[1];
      pair = pair.list->items[0];
    }
    if (!run_step(run, 1) || !run_map_set(run, map, pair, item))
      return false;
  }
  return !run_failed(run);
}

static bool function_dict(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  (void)self;
  Value map = value_map(run->arena);
  if (arguments->count > 1) {
    template_fail(run, "'dict' takes at most one map");
    return false;
  }
  if (arguments->count == 1 && !add_pairs(run, map, arguments->values[0]))
    return false;
  for (size_t i = 0; i < arguments->keyword_count; i++)
    value_map_put(run->arena, map, arguments->keywords[i], arguments->keyword_values[i]);
  *out = map;
  return true;
}

static bool function_namespace(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  if (!function_dict(run, self, arguments, out))
    return false;
  out->kind = VALUE_NAMESPACE;
  return true;
}

static bool function_cycler(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  (void)self;
  if (arguments->count == 0 || arguments->keyword_count > 0) {
    template_fail(run, "'cycler' needs at least one value");
    return false;
  }
  Cycler *cycler = run_alloc(run, sizeof *cycler);
  Value items = run_tuple(run, arguments->count);
  if (cycler == NULL || run_failed(run))
    return false;
  for (size_t i = 0; i < arguments->count; i++)
    items.list->items[i] = arguments->values[i];
  cycler->items = items;
  *out = value_special(VALUE_CYCLER, cycler);
  return true;
}

static bool function_joiner(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)self;
  JoinerValue *joiner = run_alloc(run, sizeof *joiner);
  if (joiner == NULL)
    return false;
  joiner->head.kind = CALLABLE_JOINER;
  joiner->separator = value_given(arguments[0]) ? arguments[0] : value_text(", ", 2);
  *out = value_special(VALUE_CALLABLE, joiner);
  return true;
}

const Builtin builtin_functions[] = {
    {.name = "cycler", .call_any = function_cycler},
    {.name = "dict", .call_any = function_dict},
    {.name = "joiner", .count = 1, .parameters = {"sep"}, .call = function_joiner},
    {.name = "namespace", .call_any = function_namespace},
    {.name = "range", .required = 1, .count = 3, .call = function_range},
    {.name = NULL},
};
