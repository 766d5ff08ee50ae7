/* str.format() of Python: "{} {0} {name.attribute[0]!r:>10}". */
#include "common/template/run/arithmetic.h"
#include "common/template/run/text.h"

typedef struct Braces {
  TemplateRun *run;
  const Arguments *arguments;
  bool safe;    /* of markup: what is put in is escaped */
  int64_t next; /* of the fields without a number; -1: numbers are written */
  bool automatic;
} Braces;

static bool fail_format(Braces *braces, const char *what)
{
  template_fail(braces->run, "%s", what);
  return false;
}

static bool argument_at(Braces *braces, int64_t index, Value *out)
{
  if (index < 0 || (size_t)index >= braces->arguments->count)
    return fail_format(braces, "'format' has too few values for its text");
  *out = braces->arguments->values[index];
  return true;
}

static bool first_part(Braces *braces, const char *name, size_t length, Value *out)
{
  if (length == 0) {
    if (braces->next < 0)
      return fail_format(braces, "'format' can't mix numbered fields with others");
    braces->automatic = true;
    return argument_at(braces, braces->next++, out);
  }
  int64_t index = 0;
  size_t digits = 0;
  while (digits < length && g_ascii_isdigit(name[digits]) && digits < 9)
    index = index * 10 + (name[digits++] - '0');
  if (digits == length) {
    if (braces->automatic)
      return fail_format(braces, "'format' can't mix numbered fields with others");
    braces->next = -1;
    return argument_at(braces, index, out);
  }
  for (size_t i = 0; i < braces->arguments->keyword_count; i++)
    if (strlen(braces->arguments->keywords[i]) == length &&
        memcmp(braces->arguments->keywords[i], name, length) == 0) {
      *out = braces->arguments->keyword_values[i];
      return true;
    }
  template_fail(braces->run, "'format' has no value for '%.*s'", (int)MIN(length, 40), name);
  return false;
}

static bool key_part(Braces *braces, const char *key, size_t length, Value *value)
{
  bool digits = length > 0 && length < 10;
  int64_t index = 0;
  for (size_t i = 0; i < length && digits; i++) {
    digits = g_ascii_isdigit(key[i]);
    index = index * 10 + (key[i] - '0');
  }
  return value_item(braces->run, *value, digits ? value_int(index) : value_text(key, length),
                    value);
}

/* name, .attribute and [key] one after the other. */
static bool field_value(Braces *braces, const char *p, const char *end, Value *out)
{
  const char *stop = p;
  while (stop < end && *stop != '.' && *stop != '[')
    stop++;
  if (!first_part(braces, p, (size_t)(stop - p), out))
    return false;
  while (stop < end) {
    p = stop + 1;
    if (*stop == '[') {
      stop = memchr(p, ']', (size_t)(end - p));
      if (stop == NULL || stop == p)
        return fail_format(braces, "a '[' of 'format' is not closed");
      if (!key_part(braces, p, (size_t)(stop - p), out))
        return false;
      stop++;
      if (stop < end && *stop != '.' && *stop != '[')
        return fail_format(braces, "'format' can't read one of its fields");
    } else {
      for (stop = p; stop < end && *stop != '.' && *stop != '[';)
        stop++;
      if (out->kind == VALUE_MAP)
        return fail_format(braces, "'format' takes the items of a map by [name], not by .name");
      if (!value_attribute_text(braces->run, *out, value_text(p, (size_t)(stop - p)), out))
        return false;
    }
    if (out->kind == VALUE_UNDEFINED)
      return fail_undefined(braces->run, *out);
  }
  return true;
}

static bool put_value(Braces *braces, Value value, char conversion, const char *spec,
                      size_t spec_length)
{
  TemplateRun *run = braces->run;
  size_t mark = capture_begin(run);
  if (conversion == 'r' || conversion == 'a') {
    emit_repr(run, value);
    value = capture_end(run, mark, false);
  } else if (conversion == 's') {
    value = run_string(run, value);
  } else if (conversion != 0) {
    return fail_format(braces, "'format' knows the conversions !s and !r");
  }
  if (braces->safe && value.kind == VALUE_STRING && value.safe) {
    if (spec_length > 0)
      return fail_format(braces, "markup can't be formatted with a specification");
    emit(run, value.text, value.length);
    return true;
  }
  mark = capture_begin(run);
  bool done = format_value(run, value, spec, spec_length);
  if (!braces->safe)
    return done;
  Value text = capture_end(run, mark, false);
  emit_escaped(run, text.text, text.length);
  return done && !run_failed(run);
}

static bool put_field(Braces *braces, const char *p, const char *end, int depth);

/* Fields within a specification: "{:{width}}". */
static bool expand_spec(Braces *braces, const char *p, const char *end, int depth, Value *out)
{
  size_t mark = capture_begin(braces->run);
  bool safe = braces->safe, done = true;
  braces->safe = false;
  while (done && p < end) {
    const char *open = memchr(p, '{', (size_t)(end - p));
    emit(braces->run, p, (size_t)((open == NULL ? end : open) - p));
    if (open == NULL)
      break;
    const char *close = memchr(open, '}', (size_t)(end - open));
    done = close != NULL && depth < 2 && put_field(braces, open + 1, close, depth + 1);
    p = close == NULL ? end : close + 1;
  }
  braces->safe = safe;
  *out = capture_end(braces->run, mark, false);
  return done || fail_format(braces, "'format' can't read one of its fields");
}

static bool put_field(Braces *braces, const char *p, const char *end, int depth)
{
  const char *colon = memchr(p, ':', (size_t)(end - p)), *name_end = colon == NULL ? end : colon;
  const char *bang = memchr(p, '!', (size_t)(name_end - p));
  char conversion = 0;
  Value value, spec = value_text("", 0);
  if (bang != NULL) {
    if (bang + 2 != name_end)
      return fail_format(braces, "'format' can't read one of its conversions");
    conversion = bang[1];
    name_end = bang;
  }
  return field_value(braces, p, name_end, &value) &&
         (colon == NULL || expand_spec(braces, colon + 1, end, depth, &spec)) &&
         put_value(braces, value, conversion, spec.text, spec.length);
}

/* The '}' that closes the field that begins at p. */
static const char *field_end(const char *p, const char *end)
{
  int open = 1;
  for (; p < end; p++) {
    open += *p == '{' ? 1 : *p == '}' ? -1 : 0;
    if (open == 0)
      return p;
  }
  return NULL;
}

static bool put_all(Braces *braces, const char *p, const char *end)
{
  while (p < end && !run_failed(braces->run)) {
    const char *begin = p;
    while (p < end && *p != '{' && *p != '}')
      p++;
    emit(braces->run, begin, (size_t)(p - begin));
    if (p == end)
      break;
    if (p + 1 < end && p[1] == *p) {
      emit_char(braces->run, *p);
      p += 2;
      continue;
    }
    const char *close = *p == '{' ? field_end(p + 1, end) : NULL;
    if (close == NULL)
      return fail_format(braces, "a single brace in the text of 'format': write it twice");
    if (!run_step(braces->run, 1) || !put_field(braces, p + 1, close, 0))
      return false;
    p = close + 1;
  }
  return !run_failed(braces->run);
}

bool format_braces(TemplateRun *run, Value format, const Arguments *arguments, Value *out)
{
  Braces braces = {.run = run, .arguments = arguments, .safe = format.safe};
  size_t mark = capture_begin(run);
  bool done = put_all(&braces, format.text, format.text + format.length);
  *out = capture_end(run, mark, format.safe);
  return done && !run_failed(run);
}
