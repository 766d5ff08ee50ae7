/* The operators of arithmetic, with Python's results. Whole numbers have 64 bits;
 * a result beyond them is an error. */
#include "common/template/run/arithmetic.h"

#include "common/template/run/iterate.h"

#include <math.h>

static const char *operator_text(Operator op)
{
  static const char *const texts[] = {"+", "-", "*", "/", "//", "%", "**", "-", "+"};
  return texts[op];
}

static bool fail_operands(TemplateRun *run, Operator op, Value a, Value b)
{
  if (a.kind == VALUE_UNDEFINED)
    return fail_undefined(run, a);
  if (b.kind == VALUE_UNDEFINED)
    return fail_undefined(run, b);
  template_fail(run, "'%s' can't be used on %s and %s", operator_text(op), value_type(a),
                value_type(b));
  if (op == OPERATOR_ADD && (a.kind == VALUE_STRING || b.kind == VALUE_STRING))
    error_hint(&run->error, "'~' joins anything as text");
  return false;
}

static bool fail_overflow(TemplateRun *run)
{
  template_fail(run, "this number is too large: whole numbers have 64 bits");
  return false;
}

static bool fail_zero(TemplateRun *run)
{
  template_fail(run, "division by zero");
  return false;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
  int64_t quotient = a / b;
  return quotient - (a % b != 0 && (a < 0) != (b < 0));
}

static double floor_modulo(double a, double b)
{
  double rest = fmod(a, b);
  if (rest != 0)
    return (rest < 0) != (b < 0) ? rest + b : rest;
  return copysign(0.0, b);
}

static double floor_divide_float(double a, double b)
{
  double rest = fmod(a, b), quotient = (a - rest) / b;
  if (rest != 0 && (rest < 0) != (b < 0))
    quotient -= 1;
  if (quotient == 0)
    return copysign(0.0, a / b);
  double whole = floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

static bool power_int(TemplateRun *run, int64_t base, int64_t exponent, Value *out)
{
  if (exponent < 0) {
    if (base == 0)
      return fail_zero(run);
    *out = value_float(pow((double)base, (double)exponent));
    return true;
  }
  int64_t result = 1;
  while (exponent > 0) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result))
      return fail_overflow(run);
    exponent >>= 1;
    if (exponent > 0 && __builtin_mul_overflow(base, base, &base))
      return fail_overflow(run);
  }
  *out = value_int(result);
  return true;
}

static bool compute_int(TemplateRun *run, Operator op, int64_t a, int64_t b, Value *out)
{
  int64_t result = 0;
  bool overflow = false;
  if (b == 0 && (op == OPERATOR_DIVIDE || op == OPERATOR_FLOOR_DIVIDE || op == OPERATOR_MODULO))
    return fail_zero(run);
  switch (op) {
  case OPERATOR_ADD:
    overflow = __builtin_add_overflow(a, b, &result);
    break;
  case OPERATOR_SUBTRACT:
    overflow = __builtin_sub_overflow(a, b, &result);
    break;
  case OPERATOR_MULTIPLY:
    overflow = __builtin_mul_overflow(a, b, &result);
    break;
  case OPERATOR_DIVIDE:
    *out = value_float((double)a / (double)b);
    return true;
  case OPERATOR_FLOOR_DIVIDE:
    overflow = a == INT64_MIN && b == -1;
    result = overflow ? 0 : floor_divide(a, b);
    break;
  case OPERATOR_MODULO:
    result = b == -1 ? 0 : a - floor_divide(a, b) * b;
    break;
  default:
    return power_int(run, a, b, out);
  }
  *out = value_int(result);
  return !overflow || fail_overflow(run);
}

static bool power_float(TemplateRun *run, double a, double b, Value *out)
{
  if (a == 0 && b < 0)
    return fail_zero(run);
  if (a < 0 && b != floor(b) && isfinite(a) && isfinite(b)) {
    template_fail(run, "the root of a negative number is no number");
    return false;
  }
  double result = pow(a, b);
  if (isinf(result) && isfinite(a) && isfinite(b)) {
    template_fail(run, "this number is too large");
    return false;
  }
  *out = value_float(result);
  return true;
}

static bool compute_float(TemplateRun *run, Operator op, double a, double b, Value *out)
{
  if (b == 0 && (op == OPERATOR_DIVIDE || op == OPERATOR_FLOOR_DIVIDE || op == OPERATOR_MODULO))
    return fail_zero(run);
  switch (op) {
  case OPERATOR_ADD:
    *out = value_float(a + b);
    return true;
  case OPERATOR_SUBTRACT:
    *out = value_float(a - b);
    return true;
  case OPERATOR_MULTIPLY:
    *out = value_float(a * b);
    return true;
  case OPERATOR_DIVIDE:
    *out = value_float(a / b);
    return true;
  case OPERATOR_FLOOR_DIVIDE:
    *out = value_float(floor_divide_float(a, b));
    return true;
  case OPERATOR_MODULO:
    *out = value_float(floor_modulo(a, b));
    return true;
  default:
    return power_float(run, a, b, out);
  }
}

static bool join_text(TemplateRun *run, Value a, Value b, Value *out)
{
  bool safe = a.safe || b.safe;
  size_t mark = capture_begin(run);
  emit_value(run, a, safe);
  emit_value(run, b, safe);
  *out = capture_end(run, mark, safe);
  return !run_failed(run);
}

bool value_join(TemplateRun *run, Value a, Value b, Value *out)
{
  Value list = run_list(run, a.list->count + b.list->count);
  for (size_t i = 0; i < a.list->count; i++)
    if (!run_list_add(run, list, a.list->items[i]))
      return false;
  for (size_t i = 0; i < b.list->count; i++)
    if (!run_list_add(run, list, b.list->items[i]))
      return false;
  if (run_failed(run))
    return false;
  list.kind = a.kind;
  *out = list;
  return true;
}

bool value_repeat(TemplateRun *run, Value value, int64_t times, Value *out)
{
  if (value.kind == VALUE_STRING) {
    size_t mark = capture_begin(run);
    if (value.length > 0)
      for (int64_t i = 0; i < times && !run_failed(run) && run_step(run, 1); i++)
        emit(run, value.text, value.length);
    *out = capture_end(run, mark, value.safe);
    return !run_failed(run);
  }
  Value list = run_list(run, 0);
  if (value.list->count > 0)
    for (int64_t i = 0; i < times && !run_failed(run); i++)
      for (size_t j = 0; j < value.list->count; j++)
        if (!run_list_add(run, list, value.list->items[j]))
          return false;
  list.kind = value.kind;
  *out = list;
  return !run_failed(run);
}

static bool is_sequence(Value value)
{
  return value.kind == VALUE_STRING || value_is_list(value);
}

bool value_compute(TemplateRun *run, Operator op, Value a, Value b, Value *out)
{
  if (value_is_int(a) && value_is_int(b))
    return compute_int(run, op, value_as_int(a), value_as_int(b), out);
  if (value_is_number(a) && value_is_number(b))
    return compute_float(run, op, value_as_float(a), value_as_float(b), out);
  if (op == OPERATOR_ADD && a.kind == VALUE_STRING && b.kind == VALUE_STRING)
    return join_text(run, a, b, out);
  if (op == OPERATOR_ADD && value_is_list(a) && a.kind == b.kind)
    return value_join(run, a, b, out);
  if (op == OPERATOR_MULTIPLY && is_sequence(a) && value_is_int(b))
    return value_repeat(run, a, value_as_int(b), out);
  if (op == OPERATOR_MULTIPLY && value_is_int(a) && is_sequence(b))
    return value_repeat(run, b, value_as_int(a), out);
  if (op == OPERATOR_MODULO && a.kind == VALUE_STRING)
    return format_percent(run, a, b, out);
  return fail_operands(run, op, a, b);
}

bool value_negate(TemplateRun *run, Operator op, Value value, Value *out)
{
  bool negate = op == OPERATOR_NEGATE;
  if (value.kind == VALUE_FLOAT) {
    *out = value_float(negate ? -value.real : value.real);
    return true;
  }
  if (value_is_int(value)) {
    int64_t integer = value_as_int(value);
    if (negate && integer == INT64_MIN)
      return fail_overflow(run);
    *out = value_int(negate ? -integer : integer);
    return true;
  }
  if (value.kind == VALUE_UNDEFINED)
    return fail_undefined(run, value);
  template_fail(run, "'%s' can't be used on %s", operator_text(op), value_type(value));
  return false;
}
