/* Methods of text that look into it and split it. */
#include "common/template/check/strings.h"
#include "common/template/run/iterate.h"
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"
#include "common/template/words/case.h"

/* The part of the text between the arguments `start` and `end` of Python, as bytes.
 * False (not failed): the start is behind the end of the text. */
static bool window(TemplateRun *run, Value self, Value start, Value end, size_t *from, size_t *to,
                   bool *inside)
{
  int64_t count = (int64_t)text_count(self.text, self.length), first = 0, last = count;
  if (value_given(start) && start.kind != VALUE_NONE &&
      !argument_int(run, start, "start", 0, &first))
    return false;
  if (value_given(end) && end.kind != VALUE_NONE && !argument_int(run, end, "end", 0, &last))
    return false;
  first = first < 0 ? MAX(first + count, 0) : first;
  last = last < 0 ? MAX(last + count, 0) : MIN(last, count);
  *inside = first <= last;
  *from = text_offset(self.text, self.length, (size_t)MIN(first, count));
  *to = text_offset(self.text, self.length, (size_t)last);
  return true;
}

static bool find(TemplateRun *run, Value self, const Value *arguments, bool last, int64_t *out)
{
  Value needle;
  size_t from, to;
  bool inside;
  *out = -1;
  if (!argument_text(run, arguments[0], "sub", NULL, &needle) ||
      !window(run, self, arguments[1], arguments[2], &from, &to, &inside))
    return false;
  if (!inside || to < from)
    return true;
  const char *text = self.text + from;
  ptrdiff_t at = last ? text_find_last(text, to - from, needle.text, needle.length)
                      : text_find(text, to - from, needle.text, needle.length, 0);
  if (at >= 0)
    *out = (int64_t)text_count(self.text, from + (size_t)at);
  return run_step(run, self.length / 16);
}

static bool found(TemplateRun *run, Value self, const Value *arguments, bool last, bool must,
                  Value *out)
{
  int64_t at;
  if (!find(run, self, arguments, last, &at))
    return false;
  if (must && at < 0)
    template_fail(run, "this text is not in the other one");
  *out = value_int(at);
  return !run_failed(run);
}

static bool text_method_find(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return found(run, self, arguments, false, false, out);
}

static bool text_method_rfind(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return found(run, self, arguments, true, false, out);
}

static bool text_method_index(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return found(run, self, arguments, false, true, out);
}

static bool text_method_rindex(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return found(run, self, arguments, true, true, out);
}

static bool text_method_count(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Value needle;
  size_t from, to;
  bool inside;
  int64_t count = 0;
  ptrdiff_t at;
  if (!argument_text(run, arguments[0], "sub", NULL, &needle) ||
      !window(run, self, arguments[1], arguments[2], &from, &to, &inside))
    return false;
  if (inside && needle.length == 0)
    count = (int64_t)text_count(self.text + from, to - from) + 1;
  while (needle.length > 0 && from < to &&
         (at = text_find(self.text, to, needle.text, needle.length, from)) >= 0) {
    count++;
    from = (size_t)at + needle.length;
  }
  *out = value_int(count);
  return run_step(run, self.length / 16);
}

static bool has_affix(Value text, size_t from, size_t to, Value affix, bool end)
{
  if (affix.length > to - from)
    return false;
  const char *at = end ? text.text + to - affix.length : text.text + from;
  return memcmp(at, affix.text, affix.length) == 0;
}

/* startswith and endswith: one text, or a tuple of them. */
static bool affix(TemplateRun *run, Value self, const Value *arguments, bool end, Value *out)
{
  size_t from, to;
  bool inside, has = false;
  Value one;
  if (!window(run, self, arguments[1], arguments[2], &from, &to, &inside))
    return false;
  if (arguments[0].kind == VALUE_TUPLE) {
    const ValueList *list = arguments[0].list;
    for (size_t i = 0; i < list->count && !has; i++) {
      if (!argument_text(run, list->items[i], "prefix", NULL, &one))
        return false;
      has = inside && has_affix(self, from, to, one, end);
    }
  } else {
    if (!argument_text(run, arguments[0], "prefix", NULL, &one))
      return false;
    has = inside && has_affix(self, from, to, one, end);
  }
  *out = value_bool(has);
  return true;
}

static bool text_method_startswith(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return affix(run, self, arguments, false, out);
}

static bool text_method_endswith(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return affix(run, self, arguments, true, out);
}

/* --- splitting ------------------------------------------------------------------------------- */

static bool split_at(TemplateRun *run, Value self, Value separator, int64_t most, Value list)
{
  size_t at = 0;
  ptrdiff_t next;
  while (most-- != 0 &&
         (next = text_find(self.text, self.length, separator.text, separator.length, at)) >= 0) {
    if (!run_list_add(run, list, text_part(self, at, (size_t)next)))
      return false;
    at = (size_t)next + separator.length;
  }
  return run_list_add(run, list, text_part(self, at, self.length));
}

static bool split_at_space(TemplateRun *run, Value self, int64_t most, Value list)
{
  const char *p = self.text, *end = p + self.length, *word = NULL;
  while (p < end) {
    const char *begin = p;
    bool space = text_is_space(text_next(&p, end));
    if (!space && word == NULL) {
      word = begin;
      if (most-- == 0)
        return run_list_add(run, list, text_part(self, (size_t)(word - self.text), self.length));
    } else if (space && word != NULL) {
      if (!run_list_add(run, list,
                        text_part(self, (size_t)(word - self.text), (size_t)(begin - self.text))))
        return false;
      word = NULL;
    }
  }
  return word == NULL ||
         run_list_add(run, list, text_part(self, (size_t)(word - self.text), self.length));
}

static void reverse(ValueList *list)
{
  for (size_t i = 0, j = list->count; i + 1 < j; i++) {
    Value item = list->items[i];
    list->items[i] = list->items[--j];
    list->items[j] = item;
  }
}

static bool rsplit_at(TemplateRun *run, Value self, Value separator, int64_t most, Value list)
{
  size_t end = self.length;
  ptrdiff_t next;
  while (most-- != 0 &&
         (next = text_find_last(self.text, end, separator.text, separator.length)) >= 0) {
    if (!run_list_add(run, list, text_part(self, (size_t)next + separator.length, end)))
      return false;
    end = (size_t)next;
  }
  return run_list_add(run, list, text_part(self, 0, end));
}

static bool rsplit_at_space(TemplateRun *run, Value self, int64_t most, Value list)
{
  const char *p = self.text + self.length, *word_end = NULL;
  while (p > self.text) {
    const char *end = p;
    bool space = text_is_space(text_previous(self.text, &p));
    if (!space && word_end == NULL) {
      word_end = end;
      if (most-- == 0)
        return run_list_add(run, list, text_part(self, 0, (size_t)(word_end - self.text)));
    } else if (space && word_end != NULL) {
      if (!run_list_add(run, list,
                        text_part(self, (size_t)(end - self.text), (size_t)(word_end - self.text))))
        return false;
      word_end = NULL;
    }
  }
  return word_end == NULL ||
         run_list_add(run, list, text_part(self, 0, (size_t)(word_end - self.text)));
}

static bool split(TemplateRun *run, Value self, const Value *arguments, bool last, Value *out)
{
  int64_t most;
  Value separator = value_none(), list = run_list(run, 0);
  bool by_space = !value_given(arguments[0]) || arguments[0].kind == VALUE_NONE;
  if (run_failed(run) || !argument_int(run, arguments[1], "maxsplit", -1, &most) ||
      (!by_space && !argument_text(run, arguments[0], "sep", NULL, &separator)))
    return false;
  if (!by_space && separator.length == 0) {
    template_fail(run, "text can't be split at nothing");
    return false;
  }
  *out = list;
  if (last) {
    bool done = by_space ? rsplit_at_space(run, self, most, list)
                         : rsplit_at(run, self, separator, most, list);
    reverse(list.list);
    return done;
  }
  return by_space ? split_at_space(run, self, most, list)
                  : split_at(run, self, separator, most, list);
}

static bool text_method_split(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return split(run, self, arguments, false, out);
}

static bool text_method_rsplit(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return split(run, self, arguments, true, out);
}

static bool text_method_splitlines(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  bool keep;
  return argument_flag(run, arguments[0], "keepends", &keep) && text_lines(run, self, keep, out);
}

static bool partition(TemplateRun *run, Value self, Value separator, bool last, Value *out)
{
  if (!argument_text(run, separator, "sep", NULL, &separator))
    return false;
  if (self.safe)
    separator = run_escape(run, separator);
  if (separator.length == 0) {
    template_fail(run, "text can't be split at nothing");
    return false;
  }
  ptrdiff_t at = last ? text_find_last(self.text, self.length, separator.text, separator.length)
                      : text_find(self.text, self.length, separator.text, separator.length, 0);
  Value parts = run_tuple(run, 3);
  if (run_failed(run))
    return false;
  Value *items = parts.list->items;
  size_t from = at < 0 ? (last ? 0 : self.length) : (size_t)at;
  size_t to = at < 0 ? from : from + separator.length;
  items[0] = text_part(self, 0, from);
  items[1] = text_part(self, from, to);
  items[2] = text_part(self, to, self.length);
  *out = parts;
  return true;
}

static bool text_method_partition(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return partition(run, self, arguments[0], false, out);
}

static bool text_method_rpartition(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  return partition(run, self, arguments[0], true, out);
}

const Builtin methods_text_find[] = {
    {.name = "count", .required = 1, .count = 3, .call = text_method_count},
    {.name = "endswith", .required = 1, .count = 3, .call = text_method_endswith},
    {.name = "find", .required = 1, .count = 3, .call = text_method_find},
    {.name = "index", .required = 1, .count = 3, .call = text_method_index},
    {.name = "partition", .required = 1, .count = 1, .call = text_method_partition},
    {.name = "rfind", .required = 1, .count = 3, .call = text_method_rfind},
    {.name = "rindex", .required = 1, .count = 3, .call = text_method_rindex},
    {.name = "rpartition", .required = 1, .count = 1, .call = text_method_rpartition},
    {.name = "rsplit", .count = 2, .parameters = {"sep", "maxsplit"}, .call = text_method_rsplit},
    {.name = "split", .count = 2, .parameters = {"sep", "maxsplit"}, .call = text_method_split},
    {.name = "splitlines", .count = 1, .parameters = {"keepends"}, .call = text_method_splitlines},
    {.name = "startswith", .required = 1, .count = 3, .call = text_method_startswith},
    {.name = NULL},
};
