#include "common/template/check/strings.h"

#include "common/template/run/iterate.h"
#include "common/template/run/text.h"

bool argument_text(TemplateRun *run, Value value, const char *name, const char *fallback,
                   Value *out)
{
  if (!value_given(value)) {
    *out = value_string(fallback);
    return true;
  }
  *out = value;
  if (value.kind == VALUE_STRING)
    return true;
  if (value.kind == VALUE_UNDEFINED)
    return fail_undefined(run, value);
  template_fail(run, "'%s' must be text, not %s", name, value_type(value));
  return false;
}

Value text_part(Value text, size_t from, size_t to)
{
  Value part = value_text(text.text + from, to - from);
  part.safe = text.safe;
  return part;
}

/* Between all characters, and at both ends. */
static void replace_nothing(TemplateRun *run, Value text, Value new, int64_t count)
{
  const char *p = text.text, *end = p + text.length;
  if (count != 0)
    emit(run, new.text, new.length);
  for (int64_t done = 1; p < end && run_step(run, 1); done++) {
    size_t width = text_width(p, end);
    emit(run, p, width);
    p += width;
    if (count < 0 || done < count)
      emit(run, new.text, new.length);
  }
}

bool text_replace(TemplateRun *run, Value text, Value old, Value new, int64_t count, Value *out)
{
  size_t mark = capture_begin(run), at = 0;
  ptrdiff_t found;
  if (!run_scan(run, text))
    return false;
  if (old.length == 0) {
    replace_nothing(run, text, new, count);
  } else {
    while (count != 0 && run_step(run, 1) &&
           (found = text_find(text.text, text.length, old.text, old.length, at)) >= 0) {
      emit(run, text.text + at, (size_t)found - at);
      emit(run, new.text, new.length);
      at = (size_t)found + old.length;
      count--;
    }
    emit(run, text.text + at, text.length - at);
  }
  *out = capture_end(run, mark, text.safe);
  return !run_failed(run);
}

bool text_join(TemplateRun *run, Value separator, Value items, bool escape, Value *out)
{
  Iterator iterator;
  Value item;
  size_t mark = capture_begin(run);
  if (!iterator_begin(run, &iterator, items))
    return false;
  for (bool first = true; iterator_next(run, &iterator, &item) && run_step(run, 1); first = false) {
    if (!first)
      emit_value(run, separator, escape);
    emit_value(run, item, escape);
  }
  *out = capture_end(run, mark, escape);
  return !run_failed(run);
}

static bool is_stripped(gunichar c, Value chars)
{
  if (chars.kind != VALUE_STRING)
    return text_is_space(c);
  const char *p = chars.text, *end = p + chars.length;
  while (p < end)
    if (text_next(&p, end) == c)
      return true;
  return false;
}

bool text_strip_chars(TemplateRun *run, Value text, Value chars, bool start, bool end, Value *out)
{
  if (value_given(chars) && chars.kind != VALUE_NONE && chars.kind != VALUE_STRING)
    return argument_text(run, chars, "chars", "", &chars);
  const char *from = text.text, *to = from + text.length;
  while (start && from < to) {
    const char *next = from;
    if (!is_stripped(text_next(&next, to), chars))
      break;
    from = next;
  }
  while (end && to > from) {
    const char *before = to;
    if (!is_stripped(text_previous(from, &before), chars))
      break;
    to = before;
  }
  *out = text_part(text, (size_t)(from - text.text), (size_t)(to - text.text));
  return true;
}

bool text_lines(TemplateRun *run, Value text, bool keep_ends, Value *out)
{
  const char *p = text.text, *end = p + text.length, *line = p;
  Value lines = run_list(run, 0);
  while (p < end && !run_failed(run)) {
    const char *at = p;
    gunichar c = text_next(&p, end);
    if (!text_is_line_end(c))
      continue;
    if (c == '\r' && p < end && *p == '\n')
      p++;
    const char *stop = keep_ends ? p : at;
    run_list_add(run, lines,
                 text_part(text, (size_t)(line - text.text), (size_t)(stop - text.text)));
    line = p;
  }
  if (line < end && !run_failed(run))
    run_list_add(run, lines, text_part(text, (size_t)(line - text.text), text.length));
  *out = lines;
  return !run_failed(run);
}

bool text_pad(TemplateRun *run, Value text, int64_t left, int64_t right, const char *fill,
              size_t fill_length, Value *out)
{
  size_t mark = capture_begin(run);
  for (int64_t i = 0; i < left && !run_failed(run) && run_step(run, 1); i++)
    emit(run, fill, fill_length);
  emit(run, text.text, text.length);
  for (int64_t i = 0; i < right && !run_failed(run) && run_step(run, 1); i++)
    emit(run, fill, fill_length);
  *out = capture_end(run, mark, text.safe);
  return !run_failed(run);
}

bool text_center(TemplateRun *run, Value text, int64_t width, const char *fill, size_t fill_length,
                 Value *out)
{
  int64_t count = (int64_t)text_count(text.text, text.length), margin = width - count;
  *out = text;
  if (margin <= 0)
    return true;
  int64_t left = margin / 2 + (margin & width & 1);
  return text_pad(run, text, left, margin - left, fill, fill_length, out);
}
