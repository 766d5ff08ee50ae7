/* Filters that compare items: sort, unique, min, max, groupby, dictsort, sum. */
#include "common/template/run/iterate.h"
#include "common/template/run/run.h"
#include "common/template/words/builtins.h"
#include "common/template/words/case.h"

/* An item and what it is sorted by. */
typedef struct Keyed {
  Value item;
  Value *keys;
  size_t key_count;
} Keyed;

/* One key is compared as it is; several as Python compares lists, which passes over
 * equal ones even where they have no order. */
static bool compare_keyed(TemplateRun *run, const Keyed *a, const Keyed *b, bool single, int *order)
{
  *order = 0;
  if (single)
    return value_compare(run, a->keys[0], b->keys[0], order);
  for (size_t i = 0; i < a->key_count; i++) {
    bool same;
    if (!run_equal(run, a->keys[i], b->keys[i], &same))
      return false;
    if (same)
      continue;
    return value_compare(run, a->keys[i], b->keys[i], order);
  }
  return true;
}

/* Stable: merges from below. Fails where items have no order. */
static bool merge_sort(TemplateRun *run, Keyed *items, Keyed *scratch, size_t count, bool single,
                       bool reverse)
{
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t low = 0; low < count; low += 2 * width) {
      size_t middle = MIN(low + width, count), high = MIN(low + 2 * width, count);
      size_t left = low, right = middle;
      for (size_t at = low; at < high; at++) {
        int order = 0;
        bool both = left < middle && right < high;
        if (both &&
            (!run_step(run, 1) || !compare_keyed(run, &items[right], &items[left], single, &order)))
          return false;
        bool take_right = both ? (reverse ? order == 1 : order == -1) : left >= middle;
        scratch[at] = items[take_right ? right++ : left++];
      }
    }
    memcpy(items, scratch, sizeof(Keyed) * count);
  }
  return true;
}

/* Paths between commas: "age,name". */
static bool find_keys(TemplateRun *run, Keyed *keyed, Value attribute, bool ignore_case)
{
  const char *p = attribute.text, *end = attribute.kind == VALUE_STRING ? p + attribute.length : p;
  size_t count = 1;
  for (const char *comma = p; attribute.kind == VALUE_STRING && comma < end; comma++)
    count += *comma == ',';
  keyed->keys = run_alloc(run, sizeof(Value) * count);
  keyed->key_count = count;
  if (keyed->keys == NULL)
    return false;
  for (size_t i = 0; i < count; i++) {
    Value path = attribute;
    if (attribute.kind == VALUE_STRING) {
      const char *comma = memchr(p, ',', (size_t)(end - p));
      path = value_text(p, (size_t)((comma == NULL ? end : comma) - p));
      p = comma == NULL ? end : comma + 1;
    }
    if (!value_path(run, keyed->item, path, &keyed->keys[i]))
      return false;
    if (ignore_case)
      keyed->keys[i] = value_ignore_case(run, keyed->keys[i]);
  }
  return !run_failed(run);
}

static Value given_or_none(Value value)
{
  return value_given(value) ? value : value_none();
}

static bool key_items(TemplateRun *run, Value items, Value attribute, bool ignore_case, Keyed **out,
                      size_t *count)
{
  Value list;
  if (!value_to_list(run, items, &list))
    return false;
  *count = list.list->count;
  Keyed *keyed = run_alloc(run, sizeof(Keyed) * (*count + 1));
  if (keyed == NULL)
    return false;
  for (size_t i = 0; i < *count; i++) {
    keyed[i].item = list.list->items[i];
    if (!run_step(run, 4) || !find_keys(run, &keyed[i], attribute, ignore_case))
      return false;
  }
  *out = keyed;
  return true;
}

static bool sort_keyed(TemplateRun *run, Keyed *keyed, size_t count, bool single, bool reverse)
{
  Keyed *scratch = run_alloc(run, sizeof(Keyed) * (count + 1));
  return scratch != NULL && merge_sort(run, keyed, scratch, count, single, reverse);
}

static bool items_of(TemplateRun *run, const Keyed *keyed, size_t count, Value *out)
{
  Value list = run_list(run, count);
  for (size_t i = 0; i < count && !run_failed(run); i++)
    run_list_add(run, list, keyed[i].item);
  *out = list;
  return !run_failed(run);
}

static bool filter_sort(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  bool reverse, case_sensitive;
  Keyed *keyed;
  size_t count;
  return argument_flag(run, arguments[0], "reverse", &reverse) &&
         argument_truth(run, arguments[1], false, &case_sensitive) &&
         key_items(run, self, given_or_none(arguments[2]), !case_sensitive, &keyed, &count) &&
         sort_keyed(run, keyed, count, false, reverse) && items_of(run, keyed, count, out);
}

static bool filter_dictsort(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  bool case_sensitive, reverse, by_value = false;
  if (self.kind != VALUE_MAP) {
    template_fail(run, "'dictsort' needs a map, not %s", value_type(self));
    return false;
  }
  if (value_given(arguments[1])) {
    by_value = arguments[1].kind == VALUE_STRING && text_equals(arguments[1], "value");
    if (!by_value && !(arguments[1].kind == VALUE_STRING && text_equals(arguments[1], "key"))) {
      template_fail(run, "'dictsort' sorts by 'key' or by 'value'");
      return false;
    }
  }
  View view = {VIEW_ITEMS, self.map};
  Keyed *keyed;
  size_t count;
  return argument_truth(run, arguments[0], false, &case_sensitive) &&
         argument_flag(run, arguments[2], "reverse", &reverse) &&
         key_items(run, value_special(VALUE_VIEW, &view), value_int(by_value), !case_sensitive,
                   &keyed, &count) &&
         sort_keyed(run, keyed, count, true, reverse) && items_of(run, keyed, count, out);
}

typedef struct Unique {
  Iterator source;
  Value seen; /* map */
  Value attribute;
  bool case_sensitive;
} Unique;

static bool next_unique(TemplateRun *run, void *state, Value *out)
{
  Unique *unique = state;
  Value key, known;
  while (iterator_next(run, &unique->source, out)) {
    if (!run_step(run, 2) || !value_path(run, *out, unique->attribute, &key))
      return false;
    if (is_strict_undefined(run, key))
      return fail_undefined(run, key);
    if (!unique->case_sensitive)
      key = value_ignore_case(run, key);
    if (value_map_get(unique->seen, key, &known))
      continue;
    return run_map_set(run, unique->seen, key, value_none());
  }
  return false;
}

static bool filter_unique(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Unique *unique = run_alloc(run, sizeof *unique);
  if (unique == NULL || !argument_truth(run, arguments[0], false, &unique->case_sensitive) ||
      !iterator_begin(run, &unique->source, self))
    return false;
  unique->seen = value_map(run->arena);
  unique->attribute = given_or_none(arguments[1]);
  *out = value_generator(run, next_unique, unique);
  return !run_failed(run);
}

static bool extreme(TemplateRun *run, Value self, const Value *arguments, bool greatest, Value *out)
{
  bool case_sensitive;
  Iterator iterator;
  Value item, key, best_key = value_none();
  if (!argument_truth(run, arguments[0], false, &case_sensitive) ||
      !iterator_begin(run, &iterator, self))
    return false;
  *out = value_undefined(NULL);
  for (bool first = true; iterator_next(run, &iterator, &item); first = false) {
    int order = greatest ? 1 : -1;
    if (!run_step(run, 1) || !value_path(run, item, given_or_none(arguments[1]), &key))
      return false;
    if (!case_sensitive)
      key = value_ignore_case(run, key);
    if (!first && !value_compare(run, key, best_key, &order))
      return false;
    if (order == (greatest ? 1 : -1)) {
      best_key = key;
      *out = item;
    }
  }
  return !run_failed(run);
}

static bool filter_min(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return extreme(run, self, arguments, false, out);
}

static bool filter_max(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return extreme(run, self, arguments, true, out);
}

static bool filter_sum(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Iterator iterator;
  Value item, sum = value_given(arguments[1]) ? arguments[1] : value_int(0);
  if (sum.kind == VALUE_STRING) {
    template_fail(run, "'sum' adds numbers; use 'join' for text");
    return false;
  }
  if (!iterator_begin(run, &iterator, self))
    return false;
  while (iterator_next(run, &iterator, &item))
    if (!run_step(run, 1) || !value_path(run, item, given_or_none(arguments[0]), &item) ||
        !value_compute(run, OPERATOR_ADD, sum, item, &sum))
      return false;
  *out = sum;
  return !run_failed(run);
}

/* The key of an item; the default where there is none. */
static bool group_key(TemplateRun *run, Value item, const Value *arguments, bool ignore_case,
                      Value *out)
{
  if (!value_path_or(run, item, arguments[0], given_or_none(arguments[1]), out))
    return false;
  if (ignore_case)
    *out = value_ignore_case(run, *out);
  return !run_failed(run);
}

static bool add_group(TemplateRun *run, Value groups, const Keyed *keyed, const Value *arguments,
                      Value *list)
{
  Value group = run_tuple(run, 2), key;
  *list = run_list(run, 0);
  if (run_failed(run) || !group_key(run, keyed->item, arguments, false, &key))
    return false;
  group.safe = true; /* it has .grouper and .list */
  group.list->items[0] = key;
  group.list->items[1] = *list;
  return run_list_add(run, groups, group);
}

static bool filter_groupby(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  bool case_sensitive;
  Keyed *keyed;
  size_t count;
  Value groups = run_list(run, 0), list = value_none();
  if (!argument_truth(run, arguments[2], false, &case_sensitive) ||
      !key_items(run, self, value_none(), false, &keyed, &count))
    return false;
  for (size_t i = 0; i < count; i++)
    if (!group_key(run, keyed[i].item, arguments, !case_sensitive, &keyed[i].keys[0]))
      return false;
  if (!sort_keyed(run, keyed, count, true, false))
    return false;
  for (size_t i = 0; i < count; i++) {
    bool same = false;
    if (i > 0 && !run_equal(run, keyed[i].keys[0], keyed[i - 1].keys[0], &same))
      return false;
    if (!same && !add_group(run, groups, &keyed[i], arguments, &list))
      return false;
    if (!run_list_add(run, list, keyed[i].item))
      return false;
  }
  *out = groups;
  return !run_failed(run);
}

const Builtin filters_order[] = {
    {.name = "dictsort",
     .count = 3,
     .parameters = {"case_sensitive", "by", "reverse"},
     .call = filter_dictsort},
    {.name = "groupby",
     .required = 1,
     .count = 3,
     .parameters = {"attribute", "default", "case_sensitive"},
     .call = filter_groupby},
    {.name = "max", .count = 2, .parameters = {"case_sensitive", "attribute"}, .call = filter_max},
    {.name = "min", .count = 2, .parameters = {"case_sensitive", "attribute"}, .call = filter_min},
    {.name = "sort",
     .count = 3,
     .parameters = {"reverse", "case_sensitive", "attribute"},
     .call = filter_sort},
    {.name = "sum", .count = 2, .parameters = {"attribute", "start"}, .call = filter_sum},
    {.name = "unique",
     .count = 2,
     .parameters = {"case_sensitive", "attribute"},
     .call = filter_unique},
    {.name = NULL},
};
