/* pprint: a value as Python's pprint shows it, in 80 columns. */
#include "common/template/check/strings.h"
#include "common/template/run/run.h"
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"

#include <stdlib.h>

enum { PPRINT_WIDTH = 80, PPRINT_DEPTH = 100 };

/* Names of Python's types, by which keys of different kinds are put in order. */
static const char *type_name(Value value)
{
  switch (value.kind) {
  case VALUE_NONE:
    return "NoneType";
  case VALUE_BOOL:
    return "bool";
  case VALUE_INT:
    return "int";
  case VALUE_FLOAT:
    return "float";
  case VALUE_TUPLE:
    return "tuple";
  default:
    return "str";
  }
}

static int compare_keys(const void *a, const void *b)
{
  const MapEntry *x = *(const MapEntry *const *)a, *y = *(const MapEntry *const *)b;
  int order = 0;
  if (value_is_number(x->key) && value_is_number(y->key)) {
    double left = value_as_float(x->key), right = value_as_float(y->key);
    order = left < right ? -1 : left > right;
  } else if (x->key.kind == VALUE_STRING && y->key.kind == VALUE_STRING) {
    order = memcmp(x->key.text, y->key.text, MIN(x->key.length, y->key.length));
    if (order == 0)
      order = x->key.length < y->key.length ? -1 : x->key.length > y->key.length;
  } else {
    order = strcmp(type_name(x->key), type_name(y->key));
  }
  /* in the order in which they were put in */
  return order != 0 ? order : x < y ? -1 : x > y;
}

/* The map's entries by their keys; NULL after failing. */
static MapEntry **sorted_entries(TemplateRun *run, const ValueMap *map)
{
  MapEntry **entries = run_alloc(run, sizeof(MapEntry *) * (map->count + 1)), *entry;
  uint32_t at = 0, count = 0;
  if (entries == NULL || !run_step(run, map->count))
    return NULL;
  while ((entry = map_next(map, &at)) != NULL)
    entries[count++] = entry;
  qsort(entries, count, sizeof *entries, compare_keys);
  return entries;
}

static void emit_sorted(TemplateRun *run, Value value, int depth);

static void emit_sorted_map(TemplateRun *run, const ValueMap *map, int depth)
{
  MapEntry **entries = sorted_entries(run, map);
  emit_char(run, '{');
  for (uint32_t i = 0; entries != NULL && i < map->count; i++) {
    if (i > 0)
      emit_text(run, ", ");
    emit_sorted(run, entries[i]->key, depth + 1);
    emit_text(run, ": ");
    emit_sorted(run, entries[i]->item, depth + 1);
  }
  emit_char(run, '}');
}

/* repr() with the keys of maps in order. */
static void emit_sorted(TemplateRun *run, Value value, int depth)
{
  if (run_failed(run) || !run_step(run, 1))
    return;
  if (depth > PPRINT_DEPTH) {
    template_fail(run, "this value is nested too deeply to be printed");
  } else if (value.kind == VALUE_MAP) {
    emit_sorted_map(run, value.map, depth);
  } else if (value_is_list(value) && !value.safe) { /* not groups, as in Python */
    bool tuple = value.kind == VALUE_TUPLE;
    emit_char(run, tuple ? '(' : '[');
    for (size_t i = 0; i < value.list->count; i++) {
      if (i > 0)
        emit_text(run, ", ");
      emit_sorted(run, value.list->items[i], depth + 1);
    }
    emit_text(run, tuple ? (value.list->count == 1 ? ",)" : ")") : "]");
  } else {
    emit_repr(run, value);
  }
}

static Value repr_of(TemplateRun *run, Value value)
{
  size_t mark = capture_begin(run);
  emit_sorted(run, value, 0);
  return capture_end(run, mark, false);
}

static void emit_spaces(TemplateRun *run, int64_t count)
{
  for (int64_t i = 0; i < count && run_step(run, 1); i++)
    emit_char(run, ' ');
}

static bool show(TemplateRun *run, Value value, int64_t indent, int64_t allowance, int depth);

static bool show_items(TemplateRun *run, const ValueList *list, int64_t indent, int64_t allowance,
                       int depth)
{
  for (size_t i = 0; i < list->count; i++) {
    if (i > 0) {
      emit_text(run, ",\n");
      emit_spaces(run, indent);
    }
    if (!show(run, list->items[i], indent, i + 1 == list->count ? allowance : 1, depth))
      return false;
  }
  return true;
}

static bool show_list(TemplateRun *run, Value value, int64_t indent, int64_t allowance, int depth)
{
  bool tuple = value.kind == VALUE_TUPLE, single = tuple && value.list->count == 1;
  emit_char(run, tuple ? '(' : '[');
  if (!show_items(run, value.list, indent + 1, allowance + (single ? 2 : 1), depth))
    return false;
  emit_text(run, single ? ",)" : tuple ? ")" : "]");
  return !run_failed(run);
}

static bool show_map(TemplateRun *run, const ValueMap *map, int64_t indent, int64_t allowance,
                     int depth)
{
  MapEntry **entries = sorted_entries(run, map);
  if (entries == NULL)
    return false;
  emit_char(run, '{');
  for (uint32_t i = 0; i < map->count; i++) {
    Value key = repr_of(run, entries[i]->key);
    int64_t width = (int64_t)text_count(key.text, key.length);
    if (i > 0) {
      emit_text(run, ",\n");
      emit_spaces(run, indent + 1);
    }
    emit(run, key.text, key.length);
    emit_text(run, ": ");
    if (!show(run, entries[i]->item, indent + width + 3, i + 1 == map->count ? allowance + 1 : 1,
              depth))
      return false;
  }
  emit_char(run, '}');
  return !run_failed(run);
}

/* A word and the white space behind it. */
static size_t part_length(Value line, size_t at)
{
  const char *p = line.text + at, *end = line.text + line.length, *next = p;
  while (p < end && !text_is_space(text_next(&next, end)))
    p = next;
  next = p;
  while (p < end && text_is_space(text_next(&next, end)))
    p = next;
  return (size_t)(p - line.text) - at;
}

static bool fits(TemplateRun *run, Value text, int64_t width)
{
  Value repr = repr_of(run, text);
  return (int64_t)text_count(repr.text, repr.length) <= width;
}

/* A line in parts that are no wider than they must be. */
static bool add_parts(TemplateRun *run, Value chunks, Value line, int64_t width, int64_t last_width)
{
  size_t start = 0, at = 0;
  while (at < line.length) {
    size_t next = at + part_length(line, at);
    Value candidate = text_part(line, start, next);
    if (!fits(run, candidate, next == line.length ? last_width : width) && at > start) {
      if (!run_list_add(run, chunks, text_part(line, start, at)))
        return false;
      start = at;
    }
    at = next;
  }
  return run_list_add(run, chunks, text_part(line, start, line.length));
}

static bool show_text(TemplateRun *run, Value text, int64_t indent, int64_t allowance, int depth)
{
  Value lines, chunks = run_list(run, 0);
  bool outermost = depth == 1;
  indent += outermost;
  allowance += outermost;
  int64_t width = PPRINT_WIDTH - indent;
  if (!run_step(run, text.length) || !text_lines(run, text, true, &lines))
    return false;
  for (size_t i = 0; i < lines.list->count; i++) {
    Value line = lines.list->items[i];
    int64_t last_width = i + 1 == lines.list->count ? width - allowance : width;
    bool added = fits(run, line, last_width) ? run_list_add(run, chunks, line)
                                             : add_parts(run, chunks, line, width, last_width);
    if (!added)
      return false;
  }
  bool several = chunks.list->count > 1;
  if (several && outermost)
    emit_char(run, '(');
  for (size_t i = 0; i < chunks.list->count; i++) {
    if (i > 0) {
      emit_char(run, '\n');
      emit_spaces(run, indent);
    }
    emit_repr(run, chunks.list->items[i]);
  }
  if (several && outermost)
    emit_char(run, ')');
  return !run_failed(run);
}

static bool show(TemplateRun *run, Value value, int64_t indent, int64_t allowance, int depth)
{
  Value text = repr_of(run, value);
  if (run_failed(run))
    return false;
  if (depth > PPRINT_DEPTH) {
    template_fail(run, "this value is nested too deeply to be printed");
    return false;
  }
  if ((int64_t)text_count(text.text, text.length) > PPRINT_WIDTH - indent - allowance) {
    if (value_is_list(value) && !value.safe && value.list->count > 0)
      return show_list(run, value, indent, allowance, depth + 1);
    if (value.kind == VALUE_MAP && value.map->count > 0)
      return show_map(run, value.map, indent, allowance, depth + 1);
    if (value.kind == VALUE_STRING && !value.safe && value.length > 0)
      return show_text(run, value, indent, allowance, depth + 1);
  }
  emit(run, text.text, text.length);
  return !run_failed(run);
}

static bool filter_pprint(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  size_t mark = capture_begin(run);
  bool shown = show(run, self, 0, 0, 0);
  *out = capture_end(run, mark, false);
  return shown && !run_failed(run);
}

const Builtin filters_pprint[] = {
    {.name = "pprint", .call = filter_pprint},
    {.name = NULL},
};
