#include "common/template/run/run.h"

#include "common/byte_scan.h"
#include "common/escape.h"
#include "common/template/parse/source.h"

#include <stdarg.h>
#include <stdint.h>

enum { RUN_STACK = 2 * 1024 * 1024 }; /* bytes of the machine's stack for one render */

void *template_host(TemplateRun *run)
{
  return run->render->host;
}

bool template_place(const TemplateRun *run, const char **path, int *line)
{
  if (run->frame == NULL || run->node == NULL)
    return false;
  const Template *template = run->frame->template;
  Source source = {template->path, template->source, template->length};
  int column;
  source_place(&source, run->node->offset, line, &column);
  *path = template->path;
  return true;
}

bool template_work(TemplateRun *run, size_t steps)
{
  return run_step(run, steps);
}

Arena *template_arena(TemplateRun *run)
{
  return run->arena;
}

void template_fail(TemplateRun *run, const char *format, ...)
{
  if (run->error != NULL)
    return;
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  error_set(&run->error, ERROR_SITE, "%s", what);
}

void template_fail_with(TemplateRun *run, Error *error)
{
  if (run->error == NULL)
    run->error = error;
  else
    error_free(error);
}

bool template_failed(const TemplateRun *run)
{
  return run_failed(run);
}

bool run_too_long(TemplateRun *run)
{
  size_t more = run->render->more_steps ? *run->render->more_steps : 0;
  if (more > run->taken_steps) {
    run->max_steps += more - run->taken_steps;
    run->taken_steps = more;
    if (run->steps <= run->max_steps)
      return true;
  }
  template_fail(run, "this template runs too long: more than %zu steps", run->max_steps);
  if (run->options->limit_hint != NULL)
    error_hint(&run->error, "%s", run->options->limit_hint);
  return false;
}

/* False after failing. */
static bool count_memory(TemplateRun *run, size_t size)
{
  run->memory += size;
  if (run->memory > run->max_memory) {
    template_fail(run, "this template needs too much memory: more than %zu KiB",
                  run->max_memory / 1024);
    return false;
  }
  return true;
}

void *run_alloc(TemplateRun *run, size_t size)
{
  return count_memory(run, size) ? arena_alloc(run->arena, size) : NULL;
}

/* A copy of a text that is not empty; NULL after failing. */
static char *run_copy(TemplateRun *run, const char *text, size_t length)
{
  return count_memory(run, length) ? arena_memdup(run->arena, text, length) : NULL;
}

bool run_locate(TemplateRun *run, const Node *node)
{
  if (run->error != NULL && run->error->line == 0 && run->frame != NULL) {
    const Template *template = run->frame->template;
    Source source = {template->path, template->source, template->length};
    source_locate(&run->error, &source, node->offset);
  }
  return false;
}

bool run_note(TemplateRun *run, const Node *node, const char *what)
{
  enum { NOTES = 20 };
  const Template *template = run->frame->template;
  Source source = {template->path, template->source, template->length};
  int line, column;
  if (run->error->notes != NULL && run->error->notes->len >= NOTES)
    return false;
  source_place(&source, node->offset, &line, &column);
  error_note(&run->error, "%s %s:%d:%d", what, template->path, line, column);
  return false;
}

bool run_enter(TemplateRun *run)
{
  /* Not the address of a variable: the sanitizers may keep those elsewhere. */
  uintptr_t start = (uintptr_t)run->stack, now = (uintptr_t)__builtin_frame_address(0);
  size_t used = start > now ? start - now : now - start;
  if (++run->depth > run->max_depth || used > RUN_STACK) {
    template_fail(run, "this template calls itself too deeply: more than %zu levels",
                  run->depth - 1);
    run->depth--;
    return false;
  }
  return true;
}

/* --- printing -------------------------------------------------------------------------------- */

static bool has_room(TemplateRun *run, size_t length)
{
  if (run->error != NULL)
    return false;
  if (run->out->len - run->out_start + length <= run->max_output)
    return true;
  template_fail(run, "this template prints too much: more than %zu bytes", run->max_output);
  return false;
}

void emit_slow(TemplateRun *run, const char *text, size_t length)
{
  if (!has_room(run, length))
    return;
  g_string_append_len(run->out, text, (gssize)length);
  run->out_room = MIN(run->out->allocated_len, run->out_start + run->max_output + 1);
}

void emit_code_point(TemplateRun *run, gunichar c)
{
  char text[6];
  emit(run, text, (size_t)g_unichar_to_utf8(c, text));
}

void emit_escaped(TemplateRun *run, const char *text, size_t length)
{
  for (size_t at = 0; at < length; at++) {
    size_t plain = scan_html(text + at, length - at);
    emit(run, text + at, plain);
    at += plain;
    if (at < length)
      emit_text(run, html_entity(text[at]));
  }
}

Value capture_end(TemplateRun *run, size_t mark, bool safe)
{
  size_t length = run->out->len - mark;
  char *copy = NULL;
  if (length > 0 && run->error == NULL)
    copy = run_copy(run, run->out->str + mark, length);
  run->out->len = mark;
  if (copy == NULL)
    length = 0;
  Value value = value_text(copy == NULL ? "" : copy, length);
  value.safe = safe;
  return value;
}

/* --- values ---------------------------------------------------------------------------------- */

Value run_text(TemplateRun *run, const char *text, size_t length, bool safe)
{
  char *copy = length == 0 ? NULL : run_copy(run, text, length);
  Value value = value_text(copy == NULL ? "" : copy, copy == NULL ? 0 : length);
  value.safe = safe;
  return value;
}

Value run_string(TemplateRun *run, Value value)
{
  if (value.kind == VALUE_STRING) {
    value.safe = false;
    return value;
  }
  size_t mark = capture_begin(run);
  emit_str(run, value);
  return capture_end(run, mark, false);
}

Value run_soft_string(TemplateRun *run, Value value)
{
  if (value.kind == VALUE_STRING)
    return value;
  if (value.kind == VALUE_OBJECT && value.object->class->print != NULL) {
    Value printed = value_text("", 0);
    value.object->class->print(run, value.object->self, &printed);
    return printed.kind == VALUE_STRING ? printed : value_text("", 0);
  }
  return run_string(run, value);
}

Value run_escape(TemplateRun *run, Value value)
{
  value = value.kind == VALUE_MODULE ? ((const Module *)value.callable)->body
                                     : run_soft_string(run, value);
  if (value.safe)
    return value;
  size_t mark = capture_begin(run);
  emit_escaped(run, value.text, value.length);
  return capture_end(run, mark, true);
}

Value template_to_string(TemplateRun *run, Value value)
{
  return run_soft_string(run, value);
}

Value run_list(TemplateRun *run, size_t capacity)
{
  Value list = {.kind = VALUE_LIST, .list = run_alloc(run, sizeof(ValueList))};
  if (list.list == NULL)
    return value_none();
  list.list->arena = run->arena;
  if (capacity > 0) {
    list.list->items = run_alloc(run, sizeof(Value) * capacity);
    list.list->capacity = list.list->items == NULL ? 0 : capacity;
  }
  return list;
}

Value run_tuple(TemplateRun *run, size_t count)
{
  Value tuple = run_list(run, count);
  if (tuple.kind != VALUE_LIST || tuple.list->capacity < count)
    return value_none();
  tuple.kind = VALUE_TUPLE;
  tuple.list->count = count;
  return tuple;
}

bool run_list_add(TemplateRun *run, Value value, Value item)
{
  if (run_failed(run) || !run_step(run, 1))
    return false;
  ValueList *list = value.list;
  if (list->count == list->capacity) {
    size_t capacity = list->capacity == 0 ? 8 : list->capacity * 2;
    Value *items = run_alloc(run, sizeof(Value) * capacity);
    if (items == NULL)
      return false;
    if (list->count > 0)
      memcpy(items, list->items, sizeof(Value) * list->count);
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count++] = item;
  return true;
}

bool run_map_set(TemplateRun *run, Value map, Value key, Value item)
{
  uint32_t hash;
  if (is_strict_undefined(run, key))
    return fail_undefined(run, key);
  if (!value_hash(key, &hash)) {
    template_fail(run, "%s can't be the key of a map", value_type(key));
    return false;
  }
  run->memory += sizeof(MapEntry) * 2;
  if (!run_step(run, 4))
    return false;
  if (run->memory > run->max_memory && run_alloc(run, 0) == NULL)
    return false;
  value_map_set(run->arena, map, key, item);
  return true;
}

const Value *arguments_keyword(const Arguments *arguments, const char *name)
{
  for (size_t i = 0; i < arguments->keyword_count; i++)
    if (strcmp(arguments->keywords[i], name) == 0)
      return &arguments->keyword_values[i];
  return NULL;
}

bool argument_int(TemplateRun *run, Value value, const char *name, int64_t fallback, int64_t *out)
{
  *out = fallback;
  if (!value_given(value))
    return true;
  if (!value_is_int(value)) {
    template_fail(run, "'%s' must be a whole number, not %s", name, value_type(value));
    return false;
  }
  *out = value_as_int(value);
  return true;
}

bool argument_flag(TemplateRun *run, Value value, const char *name, bool *out)
{
  int64_t number;
  if (!argument_int(run, value, name, 0, &number))
    return false;
  *out = number != 0;
  return true;
}

bool argument_truth(TemplateRun *run, Value value, bool fallback, bool *out)
{
  *out = fallback;
  return !value_given(value) || value_truth(run, value, out);
}
