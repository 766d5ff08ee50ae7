/* str() and repr() of Python. */
#include "common/template/run/iterate.h"
#include "common/template/run/number.h"
#include "common/template/run/run.h"
#include "common/template/run/text.h"

#include <inttypes.h>
#include <stdio.h>

enum { REPR_DEPTH = 100 };

void emit_int(TemplateRun *run, int64_t integer)
{
  char digits[24], *end = digits + sizeof digits, *p = end;
  uint64_t number = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
  do {
    *--p = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  if (integer < 0)
    *--p = '-';
  emit(run, p, (size_t)(end - p));
}

void emit_float(TemplateRun *run, double real)
{
  char text[NUMBER_TEXT];
  emit(run, text, float_text(real, text));
}

static void emit_escape(TemplateRun *run, gunichar c)
{
  char text[16];
  switch (c) {
  case '\n':
    emit_text(run, "\\n");
    break;
  case '\r':
    emit_text(run, "\\r");
    break;
  case '\t':
    emit_text(run, "\\t");
    break;
  default:
    snprintf(text, sizeof text,
             c < 0x100     ? "\\x%02x"
             : c < 0x10000 ? "\\u%04x"
                           : "\\U%08x",
             (unsigned)c);
    emit_text(run, text);
  }
}

/* str.isprintable() of Python for one code point. */
static bool is_printable(gunichar c)
{
  if (c < 0x7F)
    return c >= 0x20;
  switch (g_unichar_type(c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
  case G_UNICODE_SPACE_SEPARATOR:
    return false;
  default:
    return true;
  }
}

static void emit_quoted(TemplateRun *run, Value text)
{
  bool single = memchr(text.text, '\'', text.length) != NULL;
  bool twice = memchr(text.text, '"', text.length) != NULL;
  char quote = single && !twice ? '"' : '\'';
  const char *p = text.text, *end = p + text.length;
  emit_char(run, quote);
  while (p < end) {
    const char *begin = p;
    gunichar c = text_next(&p, end);
    if (c == (gunichar)quote || c == '\\')
      emit_char(run, '\\');
    if (is_printable(c))
      emit(run, begin, (size_t)(p - begin));
    else
      emit_escape(run, c);
  }
  emit_char(run, quote);
}

static void repr(TemplateRun *run, Value value, int depth);

static void repr_list(TemplateRun *run, Value value, int depth)
{
  const ValueList *list = value.list;
  bool tuple = value.kind == VALUE_TUPLE;
  emit_char(run, tuple ? '(' : '[');
  for (size_t i = 0; i < list->count && run_step(run, 1); i++) {
    if (i > 0)
      emit_text(run, ", ");
    repr(run, list->items[i], depth + 1);
  }
  if (tuple && list->count == 1)
    emit_char(run, ',');
  emit_char(run, tuple ? ')' : ']');
}

static void repr_map(TemplateRun *run, const ValueMap *map, int depth)
{
  const MapEntry *entry;
  uint32_t at = 0;
  emit_char(run, '{');
  for (bool first = true; (entry = map_next(map, &at)) != NULL && run_step(run, 1); first = false) {
    if (!first)
      emit_text(run, ", ");
    repr(run, entry->key, depth + 1);
    emit_text(run, ": ");
    repr(run, entry->item, depth + 1);
  }
  emit_char(run, '}');
}

static void repr_view(TemplateRun *run, const View *view, int depth)
{
  static const char *const names[] = {"dict_keys([", "dict_values([", "dict_items(["};
  const MapEntry *entry;
  uint32_t at = 0;
  emit_text(run, names[view->kind]);
  for (bool first = true; (entry = map_next(view->map, &at)) != NULL && run_step(run, 1);
       first = false) {
    if (!first)
      emit_text(run, ", ");
    if (view->kind == VIEW_ITEMS)
      emit_char(run, '(');
    if (view->kind != VIEW_VALUES)
      repr(run, entry->key, depth + 1);
    if (view->kind == VIEW_ITEMS)
      emit_text(run, ", ");
    if (view->kind != VIEW_KEYS)
      repr(run, entry->item, depth + 1);
    if (view->kind == VIEW_ITEMS)
      emit_char(run, ')');
  }
  emit_text(run, "])");
}

static void repr_range(TemplateRun *run, const Range *range)
{
  emit_text(run, "range(");
  emit_int(run, range->start);
  emit_text(run, ", ");
  emit_int(run, range->stop);
  if (range->step != 1) {
    emit_text(run, ", ");
    emit_int(run, range->step);
  }
  emit_char(run, ')');
}

static void repr_callable(TemplateRun *run, const Callable *callable)
{
  if (callable->kind == CALLABLE_MACRO) {
    const MacroNode *node = ((const MacroValue *)callable)->node;
    emit_text(run, "<Macro ");
    if (node->name == NULL)
      emit_text(run, "anonymous");
    else
      emit_quoted(run, value_text(node->name->text, node->name->length));
    emit_char(run, '>');
  } else if (callable->kind == CALLABLE_METHOD) {
    emit_text(run, "<method ");
    emit_text(run, ((const MethodValue *)callable)->name);
    emit_char(run, '>');
  } else {
    emit_text(run, "<function>");
  }
}

static void repr_object(TemplateRun *run, Value value)
{
  const ObjectClass *class = value.object->class;
  Value printed = value_none();
  if (class->print != NULL)
    class->print(run, value.object->self, &printed);
  if (printed.kind == VALUE_STRING) {
    emit_quoted(run, printed);
    return;
  }
  emit_char(run, '<');
  emit_text(run, class->name);
  emit_char(run, '>');
}

static void repr_special(TemplateRun *run, Value value, int depth)
{
  switch (value.kind) {
  case VALUE_RANGE:
    repr_range(run, value.callable);
    break;
  case VALUE_VIEW:
    repr_view(run, value.callable, depth);
    break;
  case VALUE_NAMESPACE:
    emit_text(run, "<Namespace ");
    repr_map(run, value.map, depth);
    emit_char(run, '>');
    break;
  case VALUE_LOOP:
    emit_text(run, "<LoopContext ");
    emit_int(run, loop_index(value) + 1);
    emit_char(run, '/');
    emit_int(run, loop_length(run, value));
    emit_char(run, '>');
    break;
  case VALUE_CALLABLE:
    repr_callable(run, value.callable);
    break;
  case VALUE_ITERATOR:
    emit_text(run, "<generator>");
    break;
  case VALUE_MODULE:
    emit_text(run, "<TemplateModule>");
    break;
  case VALUE_SELF: {
    const char *name = ((const Context *)value.callable)->template->name;
    emit_text(run, "<TemplateReference ");
    repr(run, value_string(name), depth);
    emit_char(run, '>');
    break;
  }
  default:
    emit_text(run, "<object>");
  }
}

static void repr(TemplateRun *run, Value value, int depth)
{
  if (run_failed(run))
    return;
  if (depth > REPR_DEPTH) {
    template_fail(run, "this value is nested too deeply to be printed");
    return;
  }
  switch (value.kind) {
  case VALUE_UNDEFINED:
    emit_text(run, "Undefined");
    break;
  case VALUE_NONE:
    emit_text(run, "None");
    break;
  case VALUE_BOOL:
    emit_text(run, value.boolean ? "True" : "False");
    break;
  case VALUE_INT:
    emit_int(run, value.integer);
    break;
  case VALUE_FLOAT:
    emit_float(run, value.real);
    break;
  case VALUE_STRING:
    if (value.safe)
      emit_text(run, "Markup(");
    emit_quoted(run, value);
    if (value.safe)
      emit_char(run, ')');
    break;
  case VALUE_LIST:
  case VALUE_TUPLE:
    repr_list(run, value, depth);
    break;
  case VALUE_MAP:
    repr_map(run, value.map, depth);
    break;
  case VALUE_OBJECT:
    repr_object(run, value);
    break;
  default:
    repr_special(run, value, depth);
  }
}

void emit_repr(TemplateRun *run, Value value)
{
  repr(run, value, 0);
}

void emit_str(TemplateRun *run, Value value)
{
  switch (value.kind) {
  case VALUE_STRING:
    emit(run, value.text, value.length);
    break;
  case VALUE_INT:
    emit_int(run, value.integer);
    break;
  case VALUE_UNDEFINED:
    if (is_strict_undefined(run, value))
      fail_undefined(run, value);
    break;
  case VALUE_OBJECT:
    if (value.object->class->print != NULL)
      emit_value(run, run_soft_string(run, value), false);
    else
      emit_repr(run, value);
    break;
  case VALUE_MODULE: {
    Value body = ((const Module *)value.callable)->body;
    emit(run, body.text, body.length);
    break;
  }
  default:
    emit_repr(run, value);
  }
}

void emit_value(TemplateRun *run, Value value, bool escape)
{
  if (value.kind == VALUE_STRING) {
    if (value.safe || !escape)
      emit(run, value.text, value.length);
    else
      emit_escaped(run, value.text, value.length);
  } else if (value.kind == VALUE_INT) {
    emit_int(run, value.integer);
  } else if (!escape || value.kind == VALUE_MODULE) {
    emit_str(run, value);
  } else {
    value = run_soft_string(run, value);
    if (value.safe)
      emit(run, value.text, value.length);
    else
      emit_escaped(run, value.text, value.length);
  }
}
