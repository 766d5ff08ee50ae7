/* Filters that apply another filter or a test to each item: map, select, reject,
 * selectattr, rejectattr. They are generators: the items are looked at when they
 * are asked for. */
#include "common/template/run/iterate.h"
#include "common/template/run/run.h"
#include "common/template/words/builtins.h"

/* Begin to walk; what is false has no items, whatever it is. */
static bool begin(TemplateRun *run, Iterator *iterator, Value items)
{
  bool truth;
  if (value_iterable(items))
    return iterator_begin(run, iterator, items);
  if (!value_truth(run, items, &truth))
    return false;
  if (truth)
    return iterator_begin(run, iterator, items);
  iterator->kind = ITERATE_NOTHING;
  return true;
}

static const Value *values_from(const Arguments *arguments, size_t skip)
{
  return arguments->values == NULL ? NULL : arguments->values + skip;
}

static Arguments arguments_from(const Arguments *arguments, size_t skip)
{
  Arguments rest = *arguments;
  skip = MIN(skip, arguments->count);
  rest.values = values_from(arguments, skip);
  rest.count -= skip;
  return rest;
}

/* The arguments outlive the call. */
static bool keep_arguments(TemplateRun *run, const Arguments *arguments, Arguments *out)
{
  *out = *arguments;
  if (arguments->count > 0) {
    Value *values = run_alloc(run, sizeof(Value) * arguments->count);
    if (values == NULL)
      return false;
    memcpy(values, arguments->values, sizeof(Value) * arguments->count);
    out->values = values;
  }
  if (arguments->keyword_count > 0) {
    Value *values = run_alloc(run, sizeof(Value) * arguments->keyword_count);
    const char **keywords = run_alloc(run, sizeof(char *) * arguments->keyword_count);
    if (values == NULL || keywords == NULL)
      return false;
    memcpy(values, arguments->keyword_values, sizeof(Value) * arguments->keyword_count);
    memcpy(keywords, arguments->keywords, sizeof(char *) * arguments->keyword_count);
    out->keyword_values = values;
    out->keywords = keywords;
  }
  return true;
}

typedef struct Mapping {
  Iterator source;
  bool by_attribute;
  Value name;     /* of the filter, or the attribute */
  Value fallback; /* for an attribute that is undefined */
  Arguments arguments;
} Mapping;

static bool next_mapped(TemplateRun *run, void *state, Value *out)
{
  Mapping *mapping = state;
  Value item;
  if (!iterator_next(run, &mapping->source, &item) || !run_step(run, 1))
    return false;
  if (!mapping->by_attribute)
    return call_filter(run, mapping->name, item, &mapping->arguments, out);
  return value_path_or(run, item, mapping->name, mapping->fallback, out);
}

static bool map_by_attribute(TemplateRun *run, Mapping *mapping, const Arguments *arguments)
{
  mapping->by_attribute = true;
  mapping->name = *arguments_keyword(arguments, "attribute");
  const Value *fallback = arguments_keyword(arguments, "default");
  mapping->fallback = fallback == NULL ? value_none() : *fallback;
  if (arguments->keyword_count > (fallback == NULL ? 1u : 2u)) {
    template_fail(run, "'map' takes 'attribute' and 'default'");
    return false;
  }
  return true;
}

static bool filter_map(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  Mapping *mapping = run_alloc(run, sizeof *mapping);
  Arguments kept;
  if (mapping == NULL || !begin(run, &mapping->source, self) ||
      !keep_arguments(run, arguments, &kept))
    return false;
  if (kept.count == 0 && arguments_keyword(&kept, "attribute") != NULL) {
    if (!map_by_attribute(run, mapping, &kept))
      return false;
  } else if (kept.count == 0) {
    template_fail(run, "'map' needs a filter or an attribute");
    return false;
  } else {
    mapping->name = kept.values[0];
    mapping->arguments = arguments_from(&kept, 1);
  }
  *out = value_generator(run, next_mapped, mapping);
  return !run_failed(run);
}

typedef struct Selection {
  Iterator source;
  bool by_attribute, reject;
  Value attribute;
  bool has_test;
  Value test;
  Arguments arguments;
} Selection;

static bool passes(TemplateRun *run, const Selection *selection, Value item, bool *out)
{
  if (selection->by_attribute && !value_path(run, item, selection->attribute, &item))
    return false;
  return selection->has_test ? call_test(run, selection->test, item, &selection->arguments, out)
                             : value_truth(run, item, out);
}

static bool next_selected(TemplateRun *run, void *state, Value *out)
{
  Selection *selection = state;
  bool selected;
  while (iterator_next(run, &selection->source, out)) {
    if (!run_step(run, 1) || !passes(run, selection, *out, &selected))
      return false;
    if (selected != selection->reject)
      return true;
  }
  return false;
}

static bool select_items(TemplateRun *run, Value self, const Arguments *arguments,
                         bool by_attribute, bool reject, Value *out)
{
  Selection *selection = run_alloc(run, sizeof *selection);
  Arguments kept;
  if (selection == NULL || !begin(run, &selection->source, self) ||
      !keep_arguments(run, arguments, &kept))
    return false;
  size_t skip = 0;
  selection->by_attribute = by_attribute;
  selection->reject = reject;
  if (by_attribute) {
    if (kept.count == 0) {
      template_fail(run, "the name of an attribute is missing");
      return false;
    }
    selection->attribute = kept.values[skip++];
  }
  if (kept.count > skip) {
    selection->has_test = true;
    selection->test = kept.values[skip++];
  }
  selection->arguments = arguments_from(&kept, skip);
  *out = value_generator(run, next_selected, selection);
  return !run_failed(run);
}

static bool filter_select(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  return select_items(run, self, arguments, false, false, out);
}

static bool filter_reject(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  return select_items(run, self, arguments, false, true, out);
}

static bool filter_selectattr(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  return select_items(run, self, arguments, true, false, out);
}

static bool filter_rejectattr(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  return select_items(run, self, arguments, true, true, out);
}

const Builtin filters_select[] = {
    {.name = "map", .call_any = filter_map},
    {.name = "reject", .call_any = filter_reject},
    {.name = "rejectattr", .call_any = filter_rejectattr},
    {.name = "select", .call_any = filter_select},
    {.name = "selectattr", .call_any = filter_selectattr},
    {.name = NULL},
};
