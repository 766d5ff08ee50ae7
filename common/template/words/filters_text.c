/* Filters on text that are no matter of markup. */
#include "common/template/check/strings.h"
#include "common/template/run/arithmetic.h"
#include "common/template/run/iterate.h"
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"

static bool autoescape(const TemplateRun *run)
{
  return *run->frame->context->autoescape;
}

static bool filter_string(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  *out = run_soft_string(run, self);
  return !run_failed(run);
}

static bool filter_trim(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Value text = run_soft_string(run, self), chars = arguments[0];
  if (text.safe && chars.kind == VALUE_STRING)
    chars = run_escape(run, chars); /* as markup does with all that it is given */
  return text_strip_chars(run, text, chars, true, true, out);
}

static bool filter_center(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t width;
  return argument_int(run, arguments[0], "width", 80, &width) &&
         text_center(run, run_soft_string(run, self), width, " ", 1, out);
}

static bool filter_replace(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t count = -1;
  bool count_given = value_given(arguments[2]) && arguments[2].kind != VALUE_NONE;
  if (count_given && !argument_int(run, arguments[2], "count", -1, &count))
    return false;
  if (!autoescape(run))
    return text_replace(run, run_string(run, self), run_string(run, arguments[0]),
                        run_string(run, arguments[1]), count, out);
  Value old = run_soft_string(run, arguments[0]), new = run_soft_string(run, arguments[1]);
  self = run_soft_string(run, self);
  if (old.safe || (new.safe && !self.safe))
    self = run_escape(run, self);
  if (self.safe) {
    old = run_escape(run, old);
    new = run_escape(run, new);
  }
  return !run_failed(run) && text_replace(run, self, old, new, count, out);
}

static bool filter_format(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  if (arguments->count > 0 && arguments->keyword_count > 0) {
    template_fail(run, "'format' takes either values or names, not both");
    return false;
  }
  Value values;
  if (arguments->keyword_count > 0) {
    values = value_map(run->arena);
    for (size_t i = 0; i < arguments->keyword_count; i++)
      value_map_put(run->arena, values, arguments->keywords[i], arguments->keyword_values[i]);
  } else {
    values = run_tuple(run, arguments->count);
    for (size_t i = 0; i < arguments->count && !run_failed(run); i++)
      values.list->items[i] = arguments->values[i];
  }
  self = run_soft_string(run, self);
  return !run_failed(run) && format_percent(run, self, values, out);
}

static bool filter_wordcount(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  Value text = run_soft_string(run, self);
  const char *p = text.text, *end = p + text.length;
  int64_t words = 0;
  bool in_word = false;
  while (p < end) {
    bool word = text_is_word(text_next(&p, end));
    words += word && !in_word;
    in_word = word;
  }
  *out = value_int(words);
  return !run_failed(run);
}

/* The text before its last space, or all of it. */
static Value before_last_space(Value text)
{
  ptrdiff_t space = text_find_last(text.text, text.length, " ", 1);
  return space < 0 ? text : text_part(text, 0, (size_t)space);
}

static bool filter_truncate(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t length, leeway, count;
  bool killwords;
  Value end;
  int64_t end_length;
  bool odd_end = value_given(arguments[2]) && arguments[2].kind != VALUE_STRING;
  bool leeway_given = value_given(arguments[3]) && arguments[3].kind != VALUE_NONE;
  if (!argument_int(run, arguments[0], "length", 255, &length) ||
      !argument_truth(run, arguments[1], false, &killwords) ||
      !argument_text(run, odd_end ? value_missing() : arguments[2], "end", "...", &end) ||
      !value_length(run, odd_end ? arguments[2] : end, &end_length) ||
      !argument_int(run, leeway_given ? arguments[3] : value_missing(), "leeway", 5, &leeway) ||
      !value_length(run, self, &count))
    return false;
  if (length < end_length || leeway < 0) {
    template_fail(run, leeway < 0 ? "the leeway of 'truncate' can't be negative"
                                  : "'truncate' needs room for its end: the length is too small");
    return false;
  }
  *out = self;
  if (count <= length + leeway)
    return true;
  if (self.kind != VALUE_STRING)
    return argument_text(run, self, "truncate", NULL, out);
  if (odd_end)
    return argument_text(run, arguments[2], "end", "...", &end);
  size_t cut = text_offset(self.text, self.length, (size_t)(length - end_length));
  Value part = text_part(self, 0, cut);
  if (!killwords)
    part = before_last_space(part);
  return value_compute(run, OPERATOR_ADD, part, end, out);
}

static bool indention_of(TemplateRun *run, Value width, Value *out)
{
  int64_t spaces;
  if (width.kind == VALUE_STRING) {
    *out = width;
    return true;
  }
  return argument_int(run, width, "width", 4, &spaces) &&
         value_repeat(run, value_text(" ", 1), spaces, out);
}

static bool filter_indent(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  bool first, blank;
  Value indention, lines;
  if (self.kind != VALUE_STRING)
    return argument_text(run, self, "indent", NULL, out);
  if (!indention_of(run, arguments[0], &indention) ||
      !argument_truth(run, arguments[1], false, &first) ||
      !argument_truth(run, arguments[2], false, &blank))
    return false;
  indention.safe = indention.safe || self.safe;
  bool safe = self.safe || (indention.safe && first);
  /* a line end at the very end makes one more, empty line */
  Value text = self;
  if (!value_compute(run, OPERATOR_ADD, text, value_text("\n", 1), &text) ||
      !text_lines(run, text, false, &lines))
    return false;
  size_t mark = capture_begin(run);
  for (size_t i = 0; i < lines.list->count; i++) {
    Value line = lines.list->items[i];
    if (i > 0)
      emit_char(run, '\n');
    if (i == 0 ? first : (blank || line.length > 0))
      emit_value(run, indention, safe);
    emit_value(run, line, safe);
  }
  *out = capture_end(run, mark, safe);
  return !run_failed(run);
}

static bool has_safe_item(const ValueList *list)
{
  for (size_t i = 0; i < list->count; i++)
    if ((list->items[i].kind == VALUE_STRING && list->items[i].safe) ||
        list->items[i].kind == VALUE_MODULE)
      return true;
  return false;
}

/* The items' attribute instead of the items. */
static bool take_attribute(TemplateRun *run, Value items, Value attribute, Value *out)
{
  Iterator iterator;
  Value item, list = run_list(run, 0);
  if (run_failed(run) || !iterator_begin(run, &iterator, items))
    return false;
  while (iterator_next(run, &iterator, &item))
    if (!value_path(run, item, attribute, &item) || !run_list_add(run, list, item))
      return false;
  *out = list;
  return !run_failed(run);
}

static bool filter_join(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Value separator = value_given(arguments[0]) ? arguments[0] : value_text("", 0), list = self;
  if (value_given(arguments[1]) && arguments[1].kind != VALUE_NONE &&
      !take_attribute(run, self, arguments[1], &list))
    return false;
  if (!autoescape(run))
    return text_join(run, run_string(run, separator), list, false, out);
  separator = run_soft_string(run, separator);
  if (separator.safe)
    return text_join(run, separator, list, true, out);
  if (!value_is_list(list) && !value_to_list(run, list, &list))
    return false;
  /* objects may print as markup */
  Value items = run_list(run, list.list->count);
  for (size_t i = 0; i < list.list->count; i++)
    if (!run_list_add(run, items,
                      list.list->items[i].kind == VALUE_OBJECT
                          ? run_soft_string(run, list.list->items[i])
                          : list.list->items[i]))
      return false;
  return text_join(run, separator, items, has_safe_item(items.list), out);
}

const Builtin filters_text[] = {
    {.name = "center", .count = 1, .parameters = {"width"}, .call = filter_center},
    {.name = "format", .call_any = filter_format},
    {.name = "indent",
     .count = 3,
     .parameters = {"width", "first", "blank"},
     .call = filter_indent},
    {.name = "join", .count = 2, .parameters = {"d", "attribute"}, .call = filter_join},
    {.name = "replace",
     .required = 2,
     .count = 3,
     .parameters = {"old", "new", "count"},
     .call = filter_replace},
    {.name = "string", .call = filter_string},
    {.name = "trim", .count = 1, .parameters = {"chars"}, .call = filter_trim},
    {.name = "truncate",
     .count = 4,
     .parameters = {"length", "killwords", "end", "leeway"},
     .call = filter_truncate},
    {.name = "wordcount", .call = filter_wordcount},
    {.name = NULL},
};
