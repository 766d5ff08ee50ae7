/* Filters on markup: escaping, and marking as safe. */
#include "common/template/run/iterate.h"
#include "common/template/run/run.h"
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"
#include "common/template/words/entities.h"

#include "common/byte_scan.h"

static bool filter_escape(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  *out = run_escape(run, self);
  return !run_failed(run);
}

static bool filter_forceescape(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  *out = run_escape(run, run_string(run, self));
  return !run_failed(run);
}

static bool print_forceescape(TemplateRun *run, Value self, const Value *arguments)
{
  (void)arguments;
  Value text = run_string(run, self);
  emit_escaped(run, text.text, text.length);
  return !run_failed(run);
}

static bool filter_safe(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  *out = run_soft_string(run, self);
  out->safe = true;
  return !run_failed(run);
}

/* Without "<!-- … -->", or without "<…>". */
static Value without_tags(TemplateRun *run, Value text, const char *open, const char *close)
{
  size_t mark = capture_begin(run), at = 0;
  ptrdiff_t begin;
  while ((begin = text_find(text.text, text.length, open, strlen(open), at)) >= 0) {
    ptrdiff_t end =
        text_find(text.text, text.length, close, strlen(close), (size_t)begin + strlen(open));
    if (end < 0)
      break;
    emit(run, text.text + at, (size_t)begin - at);
    at = (size_t)end + strlen(close);
  }
  emit(run, text.text + at, text.length - at);
  return capture_end(run, mark, false);
}

static Value with_single_spaces(TemplateRun *run, Value text)
{
  const char *p = text.text, *end = p + text.length;
  size_t mark = capture_begin(run);
  bool space = false, any = false;
  while (p < end) {
    const char *begin = p;
    p += scan_word(p, (size_t)(end - p));
    if (p == begin && text_is_space(text_next(&p, end))) {
      space = true;
      continue;
    }
    if (space && any)
      emit_char(run, ' ');
    emit(run, begin, (size_t)(p - begin));
    space = false;
    any = true;
  }
  return capture_end(run, mark, false);
}

static bool filter_striptags(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  Value text = run_string(run, self);
  if (!run_scan_slowly(run, text))
    return false;
  text = without_tags(run, text, "<!--", "-->");
  text = with_single_spaces(run, without_tags(run, text, "<", ">"));
  size_t mark = capture_begin(run);
  emit_unescaped(run, text.text, text.length);
  *out = capture_end(run, mark, false);
  return !run_failed(run);
}

static bool is_attribute_name(Value name)
{
  for (size_t i = 0; i < name.length; i++)
    if (strchr(" \t\n\r\f\v/>=", name.text[i]) != NULL)
      return false;
  return true;
}

static bool filter_xmlattr(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  bool autospace, first = true;
  const MapEntry *entry;
  uint32_t at = 0;
  if (!argument_truth(run, arguments[0], true, &autospace))
    return false;
  if (self.kind != VALUE_MAP) {
    template_fail(run, "'xmlattr' needs a map, not %s", value_type(self));
    return false;
  }
  size_t mark = capture_begin(run);
  while ((entry = map_next(self.map, &at)) != NULL) {
    if (entry->item.kind == VALUE_NONE || entry->item.kind == VALUE_UNDEFINED)
      continue;
    if (entry->key.kind != VALUE_STRING || !is_attribute_name(entry->key)) {
      template_fail(run, "this can't be the name of an attribute");
      return false;
    }
    if (!first || autospace)
      emit_char(run, ' ');
    first = false;
    emit_value(run, entry->key, true);
    emit_text(run, "=\"");
    emit_value(run, entry->item, true);
    emit_char(run, '"');
  }
  *out = capture_end(run, mark, *run->frame->context->autoescape);
  return !run_failed(run);
}

const Builtin filters_markup[] = {
    {.name = "e", .call = filter_escape},
    {.name = "escape", .call = filter_escape},
    {.name = "forceescape", .call = filter_forceescape, .print = print_forceescape},
    {.name = "safe", .call = filter_safe},
    {.name = "striptags", .call = filter_striptags},
    {.name = "xmlattr", .count = 1, .parameters = {"autospace"}, .call = filter_xmlattr},
    {.name = NULL},
};
