/* tojson: JSON that can stand in HTML, with sorted keys. */
#include "common/template/run/arithmetic.h"
#include "common/template/run/iterate.h"
#include "common/template/run/number.h"
#include "common/template/run/run.h"
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"

#include "common/byte_scan.h"

#include <math.h>
#include <stdio.h>

enum { JSON_DEPTH = 200 };

typedef struct Json {
  TemplateRun *run;
  const char *indent; /* NULL: on one line */
  size_t indent_length;
} Json;

static bool write_json(Json *json, Value value, int depth);

static void write_unit(TemplateRun *run, unsigned unit)
{
  static const char digits[] = "0123456789abcdef";
  char text[] = {'\\',
                 'u',
                 digits[unit >> 12 & 15],
                 digits[unit >> 8 & 15],
                 digits[unit >> 4 & 15],
                 digits[unit & 15]};
  emit(run, text, sizeof text);
}

static void write_character(TemplateRun *run, gunichar c)
{
  static const char escapes[0x80] = {['"'] = '"',  ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r',
                                     ['\t'] = 't', ['\b'] = 'b',  ['\f'] = 'f'};
  if (c < 0x80 && escapes[c]) {
    const char escape[] = {'\\', escapes[c]};
    emit(run, escape, sizeof escape);
  } else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\'' ||
             (c >= 0x7F && c < 0x10000)) {
    if (c == 0x7F)
      emit_char(run, (char)c);
    else
      write_unit(run, c);
  } else if (c >= 0x10000) {
    write_unit(run, 0xD800 + ((c - 0x10000) >> 10));
    write_unit(run, 0xDC00 + ((c - 0x10000) & 0x3FF));
  } else {
    emit_char(run, (char)c);
  }
}

static void write_text(TemplateRun *run, Value text)
{
  const char *p = text.text, *end = p + text.length;
  emit_char(run, '"');
  while (p < end) {
    size_t plain = scan_json(p, (size_t)(end - p));
    emit(run, p, plain);
    p += plain;
    if (p < end)
      write_character(run, text_next(&p, end));
  }
  emit_char(run, '"');
}

static void write_float(TemplateRun *run, double real)
{
  if (isnan(real))
    emit_text(run, "NaN");
  else if (isinf(real))
    emit_text(run, real < 0 ? "-Infinity" : "Infinity");
  else
    emit_float(run, real);
}

static void new_line(Json *json, int depth)
{
  if (json->indent == NULL)
    return;
  emit_char(json->run, '\n');
  for (int i = 0; i < depth; i++)
    emit(json->run, json->indent, json->indent_length);
}

static void separate(Json *json, bool first, int depth)
{
  if (!first)
    emit_text(json->run, json->indent == NULL ? ", " : ",");
  new_line(json, depth);
}

static bool write_list(Json *json, Value value, int depth)
{
  Iterator iterator;
  Value item;
  bool first = true;
  if (!iterator_begin(json->run, &iterator, value))
    return false;
  emit_char(json->run, '[');
  for (; iterator_next(json->run, &iterator, &item); first = false) {
    separate(json, first, depth + 1);
    if (!run_step(json->run, 1) || !write_json(json, item, depth + 1))
      return false;
  }
  if (!first)
    new_line(json, depth);
  emit_char(json->run, ']');
  return !run_failed(json->run);
}

/* Keys become text, as json.dumps makes them. */
static bool write_key(Json *json, Value key)
{
  TemplateRun *run = json->run;
  if (key.kind == VALUE_STRING) {
    write_text(run, key);
    return true;
  }
  emit_char(run, '"');
  if (key.kind == VALUE_NONE)
    emit_text(run, "null");
  else if (key.kind == VALUE_BOOL)
    emit_text(run, key.boolean ? "true" : "false");
  else if (key.kind == VALUE_INT)
    emit_int(run, key.integer);
  else if (key.kind == VALUE_FLOAT)
    write_float(run, key.real);
  else
    template_fail(run, "%s can't be a key in JSON", value_type(key));
  emit_char(run, '"');
  return !run_failed(run);
}

static bool sorted_items(TemplateRun *run, Value map, Value *out)
{
  const Builtin *sort = builtin_filter("dictsort");
  const Value arguments[BUILTIN_PARAMETERS] = {value_bool(true), value_missing(), value_missing()};
  return sort->call(run, map, arguments, out);
}

static bool write_map(Json *json, Value map, int depth)
{
  Value items;
  if (!sorted_items(json->run, map, &items))
    return false;
  emit_char(json->run, '{');
  for (size_t i = 0; i < items.list->count; i++) {
    const Value *pair = items.list->items[i].list->items;
    separate(json, i == 0, depth + 1);
    if (!write_key(json, pair[0]))
      return false;
    emit_text(json->run, ": ");
    if (!write_json(json, pair[1], depth + 1))
      return false;
  }
  if (items.list->count > 0)
    new_line(json, depth);
  emit_char(json->run, '}');
  return !run_failed(json->run);
}

static bool write_json(Json *json, Value value, int depth)
{
  TemplateRun *run = json->run;
  if (depth > JSON_DEPTH) {
    template_fail(run, "this value is nested too deeply for JSON");
    return false;
  }
  switch (value.kind) {
  case VALUE_NONE:
    emit_text(run, "null");
    break;
  case VALUE_BOOL:
    emit_text(run, value.boolean ? "true" : "false");
    break;
  case VALUE_INT:
    emit_int(run, value.integer);
    break;
  case VALUE_FLOAT:
    write_float(run, value.real);
    break;
  case VALUE_STRING:
    write_text(run, value);
    break;
  case VALUE_LIST:
  case VALUE_TUPLE:
    return write_list(json, value, depth);
  case VALUE_MAP:
    return write_map(json, value, depth);
  case VALUE_UNDEFINED:
    return fail_undefined(run, value);
  case VALUE_OBJECT:
    if (value.object->class->count != NULL && value.object->class->at != NULL)
      return write_list(json, value, depth);
    if (value.object->class->print != NULL) {
      write_text(run, run_soft_string(run, value));
      break;
    }
    /* fall through */
  default:
    template_fail(run, "%s can't be written as JSON", value_type(value));
  }
  return !run_failed(run);
}

static bool print_tojson(TemplateRun *run, Value self, const Value *arguments)
{
  Json json = {.run = run};
  Value indent = arguments[0];
  if (value_given(indent) && indent.kind != VALUE_NONE && indent.kind != VALUE_STRING) {
    int64_t spaces;
    if (!argument_int(run, indent, "indent", 0, &spaces) ||
        !value_repeat(run, value_text(" ", 1), spaces, &indent))
      return false;
  }
  if (indent.kind == VALUE_STRING) {
    json.indent = indent.text;
    json.indent_length = indent.length;
  }
  return write_json(&json, self, 0) && !run_failed(run);
}

static bool filter_tojson(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  size_t mark = capture_begin(run);
  if (!print_tojson(run, self, arguments))
    return false;
  *out = capture_end(run, mark, true);
  return !run_failed(run);
}

const Builtin filters_json[] = {
    {.name = "tojson",
     .count = 1,
     .parameters = {"indent"},
     .call = filter_tojson,
     .print = print_tojson},
    {.name = NULL},
};
