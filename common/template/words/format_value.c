/* The format specifications of Python ("{:>8.2f}"):
 * [[fill]align][sign][#][0][width][,|_][.precision][type] */
#include "common/template/run/arithmetic.h"
#include "common/template/run/number.h"
#include "common/template/run/text.h"

#include <math.h>

typedef struct Spec {
  char fill[4];
  size_t fill_length;
  char align; /* '<' '>' '^' '=' or 0 */
  char sign;  /* '+' ' ' or '-' */
  bool alternate;
  int64_t width;
  char grouping;     /* ',' '_' or 0 */
  int64_t precision; /* -1: none */
  char type;
} Spec;

static bool fail_spec(TemplateRun *run, const char *spec, size_t length)
{
  template_fail(run, "'%.*s' is no way to format this value", (int)MIN(length, 40), spec);
  return false;
}

static bool is_align(char c)
{
  return c == '<' || c == '>' || c == '^' || c == '=';
}

static bool read_number(const char **p, const char *end, int64_t *out)
{
  const char *begin = *p;
  *out = 0;
  while (*p < end && g_ascii_isdigit(**p) && *out < 100000000)
    *out = *out * 10 + (*(*p)++ - '0');
  return *p > begin;
}

static bool parse(const char *p, size_t length, Spec *spec)
{
  const char *end = p + length;
  size_t width = p < end ? text_width(p, end) : 0;
  *spec = (Spec){.fill = " ", .fill_length = 1, .sign = '-', .precision = -1};
  if (p + width < end && width > 0 && is_align(p[width])) {
    memcpy(spec->fill, p, width);
    spec->fill_length = width;
    spec->align = p[width];
    p += width + 1;
  } else if (p < end && is_align(*p)) {
    spec->align = *p++;
  }
  if (p < end && (*p == '+' || *p == '-' || *p == ' '))
    spec->sign = *p++;
  if (p < end && *p == '#') {
    spec->alternate = true;
    p++;
  }
  if (p < end && *p == '0') {
    if (spec->align == 0) {
      spec->align = '=';
      spec->fill[0] = '0';
    }
    p++;
  }
  read_number(&p, end, &spec->width);
  if (p < end && (*p == ',' || *p == '_'))
    spec->grouping = *p++;
  if (p < end && *p == '.') {
    p++;
    if (!read_number(&p, end, &spec->precision))
      return false;
  }
  if (p < end)
    spec->type = *p++;
  return p == end;
}

/* A number's digits in groups, with the sign before and zeros between if '='. */
typedef struct Digits {
  const char *sign;   /* "", "-", "+", " " */
  const char *prefix; /* "", "0x", … */
  char text[NUMBER_TEXT];
  size_t whole; /* digits before the point */
  size_t length;
} Digits;

static size_t grouped_length(size_t digits, int group)
{
  return group == 0 || digits == 0 ? digits : digits + (digits - 1) / (size_t)group;
}

static void emit_grouped(TemplateRun *run, const char *digits, size_t count, size_t zeros,
                         int group, char separator)
{
  size_t total = zeros + count;
  for (size_t i = 0; i < total && !run_failed(run); i++) {
    if (group != 0 && i > 0 && (total - i) % (size_t)group == 0)
      emit_char(run, separator);
    emit_char(run, i < zeros ? '0' : digits[i - zeros]);
  }
}

static bool emit_padding(TemplateRun *run, const Spec *spec, int64_t count)
{
  for (int64_t i = 0; i < count && !run_failed(run) && run_step(run, 1); i++)
    emit(run, spec->fill, spec->fill_length);
  return !run_failed(run);
}

static bool emit_number(TemplateRun *run, const Spec *spec, const Digits *digits)
{
  bool based = strchr("xXob", spec->type) != NULL && spec->type != '\0';
  int group = spec->grouping == 0 ? 0 : based ? 4 : 3;
  char align = spec->align == 0 ? '>' : spec->align;
  size_t fixed = strlen(digits->sign) + strlen(digits->prefix) + digits->length - digits->whole;
  size_t zeros = 0, size = fixed + grouped_length(digits->whole, group);
  if (align == '=' && spec->fill_length == 1 && spec->fill[0] == '0')
    while ((int64_t)(fixed + grouped_length(digits->whole + zeros, group)) < spec->width) {
      if (!run_step(run, 1))
        return false;
      zeros++;
    }
  if (zeros > 0)
    size = fixed + grouped_length(digits->whole + zeros, group);
  int64_t margin = spec->width - (int64_t)size;
  int64_t left = align == '>' ? margin : align == '^' ? margin / 2 : 0;
  int64_t inner = align == '=' ? margin : 0;
  if (!emit_padding(run, spec, left))
    return false;
  emit_text(run, digits->sign);
  emit_text(run, digits->prefix);
  if (!emit_padding(run, spec, inner))
    return false;
  emit_grouped(run, digits->text, digits->whole, zeros, group, spec->grouping);
  emit(run, digits->text + digits->whole, digits->length - digits->whole);
  return emit_padding(run, spec, margin - MAX(left, 0) - MAX(inner, 0));
}

static const char *sign_text(const Spec *spec, bool negative)
{
  return negative ? "-" : spec->sign == '+' ? "+" : spec->sign == ' ' ? " " : "";
}

static bool format_int(TemplateRun *run, const Spec *spec, int64_t integer)
{
  Digits digits = {.prefix = "", .sign = sign_text(spec, integer < 0)};
  uint64_t number = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
  int base = 10;
  if (spec->precision >= 0)
    return false;
  switch (spec->type) {
  case 'x':
  case 'X':
    base = 16;
    digits.prefix = spec->alternate ? (spec->type == 'x' ? "0x" : "0X") : "";
    break;
  case 'o':
    base = 8;
    digits.prefix = spec->alternate ? "0o" : "";
    break;
  case 'b':
    base = 2;
    digits.prefix = spec->alternate ? "0b" : "";
    break;
  default:
    break;
  }
  digits.length = digits.whole = digits_text(number, base, spec->type == 'X', digits.text);
  return emit_number(run, spec, &digits);
}

static bool format_float(TemplateRun *run, const Spec *spec, double real)
{
  Digits digits = {.prefix = "", .sign = sign_text(spec, signbit(real) && !isnan(real))};
  int64_t precision = spec->precision < 0 ? 6 : spec->precision;
  char type = spec->type;
  bool percent = type == '%';
  if (precision > 300 || (type == 'f' && fabs(real) > 1e60))
    return false;
  real = fabs(real);
  if (!isfinite(real)) {
    g_strlcpy(digits.text, isnan(real) ? "nan" : "inf", sizeof digits.text);
    digits.length = 3;
    if (percent)
      digits.text[digits.length++] = '%';
    return emit_number(run, spec, &digits);
  }
  if (type == 0 && spec->precision < 0) {
    digits.length = float_text(real, digits.text);
  } else if (type == 0) {
    float_format(real, 'g', (int)MAX(precision, 1), false, digits.text);
    if (strpbrk(digits.text, ".e") == NULL)
      g_strlcat(digits.text, ".0", sizeof digits.text);
  } else {
    char kind = percent ? 'f' : type == 'n' ? 'g' : type;
    if ((kind | 0x20) == 'g' && precision == 0)
      precision = 1;
    float_format(percent ? real * 100 : real, kind, (int)precision, spec->alternate, digits.text);
    if (percent)
      g_strlcat(digits.text, "%", sizeof digits.text);
  }
  digits.length = strlen(digits.text);
  digits.whole = strspn(digits.text, "0123456789");
  return emit_number(run, spec, &digits);
}

static bool format_text(TemplateRun *run, const Spec *spec, Value text)
{
  if ((spec->type != 0 && spec->type != 's') || spec->align == '=' || spec->grouping != 0 ||
      spec->alternate || spec->sign != '-')
    return false;
  if (spec->precision >= 0)
    text.length = (uint32_t)text_offset(text.text, text.length, (size_t)spec->precision);
  int64_t margin = spec->width - (int64_t)text_count(text.text, text.length);
  int64_t left = spec->align == '>' ? margin : spec->align == '^' ? margin / 2 : 0;
  if (!emit_padding(run, spec, left))
    return false;
  emit(run, text.text, text.length);
  return emit_padding(run, spec, margin - MAX(left, 0));
}

static bool is_float_type(char type)
{
  return type != 0 && strchr("eEfFgG%n", type) != NULL;
}

bool format_value(TemplateRun *run, Value value, const char *text, size_t length)
{
  Spec spec;
  bool done;
  if (length == 0) {
    emit_str(run, value);
    return !run_failed(run);
  }
  if (!parse(text, length, &spec))
    return fail_spec(run, text, length);
  if (value.kind == VALUE_INT && spec.type == 'c') {
    size_t mark = capture_begin(run);
    emit_code_point(run, (gunichar)value.integer);
    Value character = capture_end(run, mark, false);
    spec.type = 0;
    done = g_unichar_validate((gunichar)value.integer) && value.integer >= 0 &&
           value.integer <= 0x10FFFF && format_text(run, &spec, character);
  } else if (value.kind == VALUE_FLOAT || (value_is_int(value) && is_float_type(spec.type))) {
    done = (spec.type == 0 || is_float_type(spec.type)) &&
           (value.kind == VALUE_FLOAT || spec.type != 'n'
                ? format_float(run, &spec, value_as_float(value))
                : format_int(run, &spec, value_as_int(value)));
  } else if (value_is_int(value)) {
    done = (spec.type == 0 || strchr("dxXob", spec.type) != NULL) &&
           format_int(run, &spec, value_as_int(value));
  } else if (value.kind == VALUE_STRING) {
    done = format_text(run, &spec, value);
  } else {
    done = false;
  }
  return done || (!run_failed(run) && fail_spec(run, text, length));
}
