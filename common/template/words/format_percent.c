/* text % values: printf-style formatting of Python. */
#include "common/template/run/arithmetic.h"
#include "common/template/run/number.h"
#include "common/template/run/text.h"

#include <math.h>

typedef struct Percent {
  TemplateRun *run;
  Value arguments; /* tuple, map, or the one value */
  size_t next;
  bool safe;
} Percent;

typedef struct Conversion {
  bool alternate, zero, left, space, plus;
  int64_t width, precision; /* precision -1: none */
  char type;
  bool named;
  Value name;
} Conversion;

static bool fail(Percent *percent, const char *what)
{
  template_fail(percent->run, "%s", what);
  return false;
}

static bool next_value(Percent *percent, Value *out)
{
  Value arguments = percent->arguments;
  size_t count = arguments.kind == VALUE_TUPLE ? arguments.list->count : 1;
  if (percent->next >= count)
    return fail(percent, "there are too few values for this format");
  *out = arguments.kind == VALUE_TUPLE ? arguments.list->items[percent->next] : arguments;
  percent->next++;
  return true;
}

static bool read_width(Percent *percent, const char **p, const char *end, int64_t *out)
{
  if (*p < end && **p == '*') {
    Value value;
    ++*p;
    if (!next_value(percent, &value) || !value_is_int(value))
      return fail(percent, "'*' in a format needs a whole number");
    *out = value_as_int(value);
    return true;
  }
  *out = 0;
  while (*p < end && g_ascii_isdigit(**p) && *out < 100000000)
    *out = *out * 10 + (*(*p)++ - '0');
  return true;
}

static bool read_name(Percent *percent, const char **p, const char *end, Conversion *conversion)
{
  int open = 1;
  const char *begin = ++*p;
  while (*p < end && open > 0) {
    open += **p == '(' ? 1 : **p == ')' ? -1 : 0;
    ++*p;
  }
  if (open > 0)
    return fail(percent, "a '(' in this format is not closed");
  conversion->named = true;
  conversion->name = value_text(begin, (size_t)(*p - 1 - begin));
  return true;
}

static bool read_conversion(Percent *percent, const char **p, const char *end,
                            Conversion *conversion)
{
  *conversion = (Conversion){.precision = -1};
  if (*p < end && **p == '(' && !read_name(percent, p, end, conversion))
    return false;
  for (; *p < end; ++*p) {
    if (**p == '#')
      conversion->alternate = true;
    else if (**p == '0')
      conversion->zero = true;
    else if (**p == '-')
      conversion->left = true;
    else if (**p == ' ')
      conversion->space = true;
    else if (**p == '+')
      conversion->plus = true;
    else
      break;
  }
  if (!read_width(percent, p, end, &conversion->width))
    return false;
  if (conversion->width < 0) {
    conversion->left = true;
    conversion->width = -conversion->width;
  }
  if (*p < end && **p == '.') {
    ++*p;
    if (!read_width(percent, p, end, &conversion->precision))
      return false;
    conversion->precision = MAX(conversion->precision, 0);
  }
  while (*p < end && (**p == 'l' || **p == 'h' || **p == 'L'))
    ++*p;
  if (*p == end)
    return fail(percent, "this format ends within a '%'");
  conversion->type = *(*p)++;
  return true;
}

/* sign, prefix and digits, filled up to the width. */
static void put_padded(Percent *percent, const Conversion *conversion, const char *prefix,
                       const char *text, size_t length, bool numeric)
{
  TemplateRun *run = percent->run;
  int64_t margin = conversion->width - (int64_t)strlen(prefix) - (int64_t)text_count(text, length);
  bool zeros = numeric && conversion->zero && !conversion->left;
  char fill = zeros ? '0' : ' ';
  if (zeros)
    emit_text(run, prefix);
  for (int64_t i = 0; i < margin && !conversion->left && !run_failed(run) && run_step(run, 1); i++)
    emit_char(run, fill);
  if (!zeros)
    emit_text(run, prefix);
  emit(run, text, length);
  for (int64_t i = 0; i < margin && conversion->left && !run_failed(run) && run_step(run, 1); i++)
    emit_char(run, ' ');
}

static bool put_text(Percent *percent, const Conversion *conversion, Value value)
{
  TemplateRun *run = percent->run;
  bool safe = percent->safe && value.kind == VALUE_STRING && value.safe;
  size_t mark = capture_begin(run);
  if (conversion->type == 's')
    emit_str(run, value);
  else
    emit_repr(run, value);
  Value text = capture_end(run, mark, false);
  if (percent->safe && !safe)
    text = run_escape(run, text);
  if (conversion->precision >= 0)
    text.length = (uint32_t)text_offset(text.text, text.length, (size_t)conversion->precision);
  put_padded(percent, conversion, "", text.text, text.length, false);
  return !run_failed(run);
}

/* The sign of a number and the prefix of its base. */
static const char *number_prefix(const Conversion *conversion, bool negative, const char *base,
                                 char out[8])
{
  const char *sign = negative ? "-" : conversion->plus ? "+" : conversion->space ? " " : "";
  g_strlcpy(out, sign, 8);
  g_strlcat(out, base, 8);
  return out;
}

static bool put_int(Percent *percent, const Conversion *conversion, Value value)
{
  char text[NUMBER_TEXT], prefix[8];
  char type = conversion->type;
  bool decimal = type == 'd' || type == 'i' || type == 'u';
  int base = decimal ? 10 : type == 'o' ? 8 : 16;
  if (value.kind == VALUE_FLOAT && decimal && fabs(value.real) < 9e18)
    value = value_int((int64_t)value.real);
  if (!value_is_int(value))
    return fail(percent, "this format needs a whole number");
  int64_t integer = value_as_int(value);
  uint64_t number = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
  const char *mark = !conversion->alternate || decimal ? ""
                     : type == 'o'                     ? "0o"
                     : type == 'x'                     ? "0x"
                                                       : "0X";
  size_t length = digits_text(number, base, type == 'X', text);
  if (conversion->precision > (int64_t)length) {
    if (conversion->precision >= NUMBER_TEXT)
      return fail(percent, "this format asks for too many digits");
    size_t zeros = (size_t)conversion->precision - length;
    memmove(text + zeros, text, length + 1);
    memset(text, '0', zeros);
    length += zeros;
  }
  put_padded(percent, conversion, number_prefix(conversion, integer < 0, mark, prefix), text,
             length, true);
  return !run_failed(percent->run);
}

static bool put_float(Percent *percent, const Conversion *conversion, Value value)
{
  char text[NUMBER_TEXT], prefix[8];
  if (!value_is_number(value))
    return fail(percent, "this format needs a number");
  double real = value_as_float(value);
  int64_t precision = conversion->precision < 0 ? 6 : conversion->precision;
  if (precision > 300 || ((conversion->type | 0x20) == 'f' && fabs(real) > 1e60))
    return fail(percent, "this format asks for too many digits");
  bool negative = signbit(real) && !isnan(real);
  float_format(fabs(real), conversion->type, (int)precision, conversion->alternate, text);
  put_padded(percent, conversion, number_prefix(conversion, negative, "", prefix), text,
             strlen(text), true);
  return !run_failed(percent->run);
}

static bool put_character(Percent *percent, const Conversion *conversion, Value value)
{
  char text[8];
  size_t length = 0;
  if (value_is_int(value) && g_unichar_validate((gunichar)value_as_int(value)))
    length = (size_t)g_unichar_to_utf8((gunichar)value_as_int(value), text);
  else if (value.kind == VALUE_STRING && text_count(value.text, value.length) == 1)
    memcpy(text, value.text, length = value.length);
  if (length == 0)
    return fail(percent, "'%c' needs one character");
  put_padded(percent, conversion, "", text, length, false);
  return true;
}

static bool put(Percent *percent, const Conversion *conversion)
{
  Value value;
  if (conversion->type == '%') {
    emit_char(percent->run, '%');
    return true;
  }
  if (conversion->named) {
    if (percent->arguments.kind != VALUE_MAP)
      return fail(percent, "names in a format need a map");
    if (!value_map_get(percent->arguments, conversion->name, &value)) {
      template_fail(percent->run, "the map has no '%.*s' for this format",
                    (int)MIN(conversion->name.length, 40), conversion->name.text);
      return false;
    }
  } else if (!next_value(percent, &value)) {
    return false;
  }
  switch (conversion->type) {
  case 's':
  case 'r':
  case 'a':
    return put_text(percent, conversion, value);
  case 'd':
  case 'i':
  case 'u':
  case 'o':
  case 'x':
  case 'X':
    return put_int(percent, conversion, value);
  case 'e':
  case 'E':
  case 'f':
  case 'F':
  case 'g':
  case 'G':
    return put_float(percent, conversion, value);
  case 'c':
    return put_character(percent, conversion, value);
  default:
    template_fail(percent->run, "'%%%c' is no format", conversion->type);
    return false;
  }
}

static bool put_all(Percent *percent, const char *p, const char *end)
{
  while (p < end && !run_failed(percent->run)) {
    const char *sign = memchr(p, '%', (size_t)(end - p));
    emit(percent->run, p, (size_t)((sign == NULL ? end : sign) - p));
    if (sign == NULL)
      break;
    Conversion conversion;
    p = sign + 1;
    if (!read_conversion(percent, &p, end, &conversion) || !put(percent, &conversion))
      return false;
  }
  return !run_failed(percent->run);
}

bool format_percent(TemplateRun *run, Value format, Value arguments, Value *out)
{
  Percent percent = {.run = run, .arguments = arguments, .safe = format.safe};
  size_t mark = capture_begin(run);
  bool done = put_all(&percent, format.text, format.text + format.length);
  *out = capture_end(run, mark, format.safe);
  if (!done)
    return false;
  bool single = arguments.kind != VALUE_TUPLE;
  bool container = arguments.kind == VALUE_MAP || arguments.kind == VALUE_LIST ||
                   arguments.kind == VALUE_RANGE || arguments.kind == VALUE_UNDEFINED;
  size_t count = single ? 1 : arguments.list->count;
  if (percent.next < count && !(single && container)) {
    template_fail(run, "there are more values than this format takes");
    return false;
  }
  return true;
}
