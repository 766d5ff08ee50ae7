/* Methods of text that give other text. Those of markup escape their arguments, as
 * markupsafe's do. */
#include "common/template/check/strings.h"
#include "common/template/run/arithmetic.h"
#include "common/template/run/iterate.h"
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"
#include "common/template/words/case.h"

/* An argument of a method that markup escapes. */
static Value escaped(TemplateRun *run, Value self, Value argument)
{
  return self.safe && argument.kind == VALUE_STRING ? run_escape(run, argument) : argument;
}

static bool text_method_upper(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return text_upper(run, self, out);
}

static bool text_method_lower(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return text_lower(run, self, out);
}

static bool text_method_casefold(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  size_t mark = capture_begin(run);
  g_autofree char *folded = g_utf8_casefold(self.text, self.length);
  emit_text(run, folded);
  *out = capture_end(run, mark, false);
  return !run_failed(run);
}

static bool text_method_title(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return text_title(run, self, out);
}

static bool text_method_capitalize(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return text_capitalize(run, self, out);
}

static bool text_method_swapcase(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return text_swap_case(run, self, out);
}

static bool text_method_strip(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return text_strip_chars(run, self, escaped(run, self, arguments[0]), true, true, out);
}

static bool text_method_lstrip(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return text_strip_chars(run, self, escaped(run, self, arguments[0]), true, false, out);
}

static bool text_method_rstrip(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return text_strip_chars(run, self, escaped(run, self, arguments[0]), false, true, out);
}

static bool text_method_replace(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Value old, new;
  int64_t count;
  return argument_text(run, escaped(run, self, arguments[0]), "old", NULL, &old) &&
         argument_text(run, escaped(run, self, arguments[1]), "new", NULL, &new) &&
         argument_int(run, arguments[2], "count", -1, &count) &&
         text_replace(run, self, old, new, count, out);
}

static bool text_method_join(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Value list;
  if (!value_to_list(run, arguments[0], &list))
    return false;
  for (size_t i = 0; i < list.list->count && !self.safe; i++)
    if (list.list->items[i].kind != VALUE_STRING) {
      template_fail(run, "'join' of text needs texts, not %s", value_type(list.list->items[i]));
      return false;
    }
  return text_join(run, self, list, self.safe, out);
}

static bool text_method_format(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  return format_braces(run, self, arguments, out);
}

static bool text_method_removeprefix(TemplateRun *run, Value self, const Value *arguments,
                                     Value *out)
{
  Value prefix;
  if (!argument_text(run, arguments[0], "prefix", NULL, &prefix))
    return false;
  *out = self;
  if (self.length >= prefix.length && memcmp(self.text, prefix.text, prefix.length) == 0)
    *out = text_part(self, prefix.length, self.length);
  out->safe = false;
  return true;
}

static bool text_method_removesuffix(TemplateRun *run, Value self, const Value *arguments,
                                     Value *out)
{
  Value suffix;
  if (!argument_text(run, arguments[0], "suffix", NULL, &suffix))
    return false;
  *out = self;
  if (self.length >= suffix.length &&
      memcmp(self.text + self.length - suffix.length, suffix.text, suffix.length) == 0)
    *out = text_part(self, 0, self.length - suffix.length);
  out->safe = false;
  return true;
}

/* The one character that fills: a space unless given. */
static bool fill_of(TemplateRun *run, Value self, Value argument, Value *out)
{
  if (!argument_text(run, escaped(run, self, argument), "fillchar", " ", out))
    return false;
  if (text_count(out->text, out->length) == 1)
    return true;
  template_fail(run, "the text to fill with must be one character");
  return false;
}

static bool text_method_center(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t width;
  Value fill;
  return argument_int(run, arguments[0], "width", 0, &width) &&
         fill_of(run, self, arguments[1], &fill) &&
         text_center(run, self, width, fill.text, fill.length, out);
}

static bool justify(TemplateRun *run, Value self, const Value *arguments, bool left, Value *out)
{
  int64_t width;
  Value fill;
  if (!argument_int(run, arguments[0], "width", 0, &width) ||
      !fill_of(run, self, arguments[1], &fill))
    return false;
  int64_t margin = width - (int64_t)text_count(self.text, self.length);
  return text_pad(run, self, left ? 0 : margin, left ? margin : 0, fill.text, fill.length, out);
}

static bool text_method_ljust(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return justify(run, self, arguments, true, out);
}

static bool text_method_rjust(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return justify(run, self, arguments, false, out);
}

static bool text_method_zfill(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t width;
  if (!argument_int(run, arguments[0], "width", 0, &width))
    return false;
  int64_t margin = width - (int64_t)text_count(self.text, self.length);
  size_t sign = self.length > 0 && (self.text[0] == '-' || self.text[0] == '+');
  size_t mark = capture_begin(run);
  emit(run, self.text, sign);
  for (int64_t i = 0; i < margin && !run_failed(run) && run_step(run, 1); i++)
    emit_char(run, '0');
  emit(run, self.text + sign, self.length - sign);
  *out = capture_end(run, mark, self.safe);
  return !run_failed(run);
}

static bool text_method_expandtabs(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t size, column = 0;
  if (!argument_int(run, arguments[0], "tabsize", 8, &size))
    return false;
  const char *p = self.text, *end = p + self.length;
  size_t mark = capture_begin(run);
  while (p < end && !run_failed(run)) {
    const char *begin = p;
    gunichar c = text_next(&p, end);
    if (c == '\t') {
      for (int64_t left = size > 0 ? size - column % size : 0;
           left > 0 && !run_failed(run) && run_step(run, 1); left--, column++)
        emit_char(run, ' ');
      continue;
    }
    column = c == '\n' || c == '\r' ? 0 : column + 1;
    emit(run, begin, (size_t)(p - begin));
  }
  *out = capture_end(run, mark, self.safe);
  return !run_failed(run);
}

const Builtin methods_text[] = {
    {.name = "capitalize", .call = text_method_capitalize},
    {.name = "casefold", .call = text_method_casefold},
    {.name = "center", .required = 1, .count = 2, .call = text_method_center},
    {.name = "expandtabs", .count = 1, .parameters = {"tabsize"}, .call = text_method_expandtabs},
    {.name = "format", .call_any = text_method_format},
    {.name = "join", .required = 1, .count = 1, .call = text_method_join},
    {.name = "ljust", .required = 1, .count = 2, .call = text_method_ljust},
    {.name = "lower", .call = text_method_lower},
    {.name = "lstrip", .count = 1, .call = text_method_lstrip},
    {.name = "removeprefix", .required = 1, .count = 1, .call = text_method_removeprefix},
    {.name = "removesuffix", .required = 1, .count = 1, .call = text_method_removesuffix},
    {.name = "replace", .required = 2, .count = 3, .call = text_method_replace},
    {.name = "rjust", .required = 1, .count = 2, .call = text_method_rjust},
    {.name = "rstrip", .count = 1, .call = text_method_rstrip},
    {.name = "strip", .count = 1, .call = text_method_strip},
    {.name = "swapcase", .call = text_method_swapcase},
    {.name = "title", .call = text_method_title},
    {.name = "upper", .call = text_method_upper},
    {.name = "zfill", .required = 1, .count = 1, .call = text_method_zfill},
    {.name = NULL},
};
