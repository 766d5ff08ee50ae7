/* Filters that make and shape numbers. */
#include "common/template/run/number.h"
#include "common/template/run/run.h"
#include "common/template/words/builtins.h"

#include <math.h>

static bool fail_number(TemplateRun *run, const char *filter, Value value)
{
  if (value.kind == VALUE_UNDEFINED)
    return fail_undefined(run, value);
  template_fail(run, "'%s' needs a number, not %s", filter, value_type(value));
  return false;
}

static bool filter_abs(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  if (self.kind == VALUE_FLOAT) {
    *out = value_float(fabs(self.real));
    return true;
  }
  if (!value_is_int(self))
    return fail_number(run, "abs", self);
  int64_t integer = value_as_int(self);
  return integer < 0 ? value_negate(run, OPERATOR_NEGATE, self, out)
                     : (*out = value_int(integer), true);
}

/* int(real); false where there is no such whole number. */
static bool whole(double real, int64_t *out)
{
  if (!(real > -9223372036854775809.0 && real < 9223372036854775808.0))
    return false;
  *out = (int64_t)real;
  return true;
}

static bool filter_int(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t base, integer;
  double real;
  bool large = false;
  *out = value_given(arguments[0]) ? arguments[0] : value_int(0);
  if (self.kind == VALUE_UNDEFINED)
    return fail_undefined(run, self);
  if (!argument_int(run, arguments[1], "base", 10, &base))
    return false;
  if (value_is_int(self)) {
    *out = value_int(value_as_int(self));
  } else if (self.kind == VALUE_FLOAT) {
    if (isinf(self.real) || (!isnan(self.real) && !whole(self.real, &integer))) {
      template_fail(run, "this number is too large for a whole number");
      return false;
    }
    if (!isnan(self.real))
      *out = value_int(integer);
  } else if (self.kind == VALUE_STRING) {
    if (int_parse(self.text, self.length, (int)CLAMP(base, -1, 99), &integer, &large)) {
      if (large)
        template_fail(run, "this number is too large for a whole number");
      *out = value_int(integer);
    } else if (float_parse(self.text, self.length, &real) && !isnan(real)) {
      if (!whole(real, &integer))
        template_fail(run, "this number is too large for a whole number");
      else
        *out = value_int(integer);
    }
  }
  return !run_failed(run);
}

static bool filter_float(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  double real;
  if (self.kind == VALUE_UNDEFINED)
    return fail_undefined(run, self);
  if (value_is_number(self))
    *out = value_float(value_as_float(self));
  else if (self.kind == VALUE_STRING && float_parse(self.text, self.length, &real))
    *out = value_float(real);
  else
    *out = value_given(arguments[0]) ? arguments[0] : value_float(0.0);
  return true;
}

/* round(integer, negative digits): half to even. */
static int64_t round_int(int64_t integer, int64_t digits)
{
  if (digits < -18)
    return 0;
  int64_t scale = 1;
  for (; digits < 0; digits++)
    scale *= 10;
  int64_t rest = integer % scale, down = integer - rest, half = scale / 2;
  if (rest < 0) {
    rest += scale;
    down -= scale;
  }
  bool up = rest > half || (rest == half && (down / scale) % 2 != 0);
  return up ? down + scale : down;
}

static bool filter_round(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  int64_t digits;
  Value method = value_given(arguments[1]) ? arguments[1] : value_string("common");
  if (!argument_int(run, arguments[0], "precision", 0, &digits))
    return false;
  bool common = method.kind == VALUE_STRING && text_equals(method, "common");
  bool up = method.kind == VALUE_STRING && text_equals(method, "ceil");
  if (!common && !up && !(method.kind == VALUE_STRING && text_equals(method, "floor"))) {
    template_fail(run, "'round' takes the methods common, ceil and floor");
    return false;
  }
  if (!value_is_number(self))
    return fail_number(run, "round", self);
  if (common) {
    if (self.kind == VALUE_FLOAT)
      *out = value_float(float_round(self.real, (int)CLAMP(digits, -400, 400)));
    else
      *out = value_int(digits >= 0 ? value_as_int(self) : round_int(value_as_int(self), digits));
    return true;
  }
  double scale = pow(10, (double)digits), scaled = value_as_float(self) * scale;
  if (!isfinite(scaled)) {
    template_fail(run, "this number can't be rounded");
    return false;
  }
  /* Python's floor and ceil are whole numbers, which have no negative zero */
  *out = value_float(((up ? ceil(scaled) : floor(scaled)) + 0.0) / scale);
  return true;
}

static bool filter_filesizeformat(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  static const char *const decimal[] = {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
  static const char *const binary[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};
  bool use_binary;
  double bytes;
  char number[NUMBER_TEXT];
  if (!argument_truth(run, arguments[0], false, &use_binary))
    return false;
  if (value_is_number(self))
    bytes = value_as_float(self);
  else if (self.kind != VALUE_STRING || !float_parse(self.text, self.length, &bytes))
    return fail_number(run, "filesizeformat", self);
  double base = use_binary ? 1024 : 1000;
  if (!(bytes < 1e300)) {
    template_fail(run, "this number is too large for a size");
    return false;
  }
  size_t mark = capture_begin(run);
  if (bytes == 1) {
    emit_text(run, "1 Byte");
  } else if (bytes < base) {
    if (!(bytes > -1e300)) {
      template_fail(run, "this number is too large for a size");
      return false;
    }
    float_format(0.0 + trunc(bytes), 'f', 0, false, number);
    emit_text(run, number);
    emit_text(run, " Bytes");
  } else {
    double unit = base * base;
    size_t i = 0;
    for (; i + 1 < G_N_ELEMENTS(decimal) && bytes >= unit; i++)
      unit *= base;
    float_format(base * bytes / unit, 'f', 1, false, number);
    emit_text(run, number);
    emit_char(run, ' ');
    emit_text(run, (use_binary ? binary : decimal)[i]);
  }
  *out = capture_end(run, mark, false);
  return !run_failed(run);
}

const Builtin filters_number[] = {
    {.name = "abs", .call = filter_abs},
    {.name = "filesizeformat", .count = 1, .parameters = {"binary"}, .call = filter_filesizeformat},
    {.name = "float", .count = 1, .parameters = {"default"}, .call = filter_float},
    {.name = "int", .count = 2, .parameters = {"default", "base"}, .call = filter_int},
    {.name = "round", .count = 2, .parameters = {"precision", "method"}, .call = filter_round},
    {.name = NULL},
};
