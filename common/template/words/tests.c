/* The tests behind `is`. */
#include "common/template/run/iterate.h"
#include "common/template/run/map.h"
#include "common/template/run/run.h"
#include "common/template/words/builtins.h"
#include "common/template/words/case.h"

#define TEST(name)                                                                                 \
  static bool test_##name(TemplateRun *run, Value self, const Value *arguments, Value *out)

/* Tests that look at the kind of the value alone. */
#define PLAIN_TEST(name, condition)                                                                \
  TEST(name)                                                                                       \
  {                                                                                                \
    (void)run;                                                                                     \
    (void)arguments;                                                                               \
    *out = value_bool(condition);                                                                  \
    return true;                                                                                   \
  }

static bool is_sequence(Value value)
{
  switch (value.kind) {
  case VALUE_LIST:
  case VALUE_TUPLE:
  case VALUE_STRING:
  case VALUE_MAP:
  case VALUE_RANGE:
  case VALUE_UNDEFINED:
    return true;
  case VALUE_OBJECT:
    return value.object->class->count != NULL;
  default:
    return false;
  }
}

static bool is_same(Value a, Value b)
{
  if (a.kind != b.kind)
    return false;
  switch (a.kind) {
  case VALUE_NONE:
    return true;
  case VALUE_LIST:
  case VALUE_TUPLE:
    return a.list == b.list;
  case VALUE_MAP:
    return a.map == b.map;
  default:
    return value_equal(a, b);
  }
}

PLAIN_TEST(defined, self.kind != VALUE_UNDEFINED)
PLAIN_TEST(undefined, self.kind == VALUE_UNDEFINED)
PLAIN_TEST(none, self.kind == VALUE_NONE)
PLAIN_TEST(boolean, self.kind == VALUE_BOOL)
PLAIN_TEST(is_true, self.kind == VALUE_BOOL && self.boolean)
PLAIN_TEST(is_false, self.kind == VALUE_BOOL && !self.boolean)
PLAIN_TEST(integer, self.kind == VALUE_INT)
PLAIN_TEST(float, self.kind == VALUE_FLOAT)
PLAIN_TEST(number, value_is_number(self))
PLAIN_TEST(string, self.kind == VALUE_STRING)
PLAIN_TEST(mapping, self.kind == VALUE_MAP)
PLAIN_TEST(sequence, is_sequence(self) && !is_strict_undefined(run, self))
/* As in Jinja, calling an undefined value is what fails. */
PLAIN_TEST(callable, value_callable(self) || self.kind == VALUE_UNDEFINED)
PLAIN_TEST(escaped, (self.kind == VALUE_STRING && self.safe) || self.kind == VALUE_MODULE)

TEST(iterable)
{
  (void)arguments;
  *out = value_bool(value_iterable(self));
  return !is_strict_undefined(run, self) || fail_undefined(run, self);
}

TEST(sameas)
{
  (void)run;
  *out = value_bool(is_same(self, arguments[0]));
  return true;
}

TEST(lower)
{
  (void)arguments;
  *out = value_bool(text_is_lower(run_string(run, self)));
  return !run_failed(run);
}

TEST(upper)
{
  (void)arguments;
  *out = value_bool(text_is_upper(run_string(run, self)));
  return !run_failed(run);
}

static bool modulo_is(TemplateRun *run, Value self, Value divisor, int64_t rest, Value *out)
{
  Value modulo;
  if (!value_compute(run, OPERATOR_MODULO, self, divisor, &modulo))
    return false;
  *out = value_bool(value_equal(modulo, value_int(rest)));
  return true;
}

TEST(odd)
{
  (void)arguments;
  return modulo_is(run, self, value_int(2), 1, out);
}

TEST(even)
{
  (void)arguments;
  return modulo_is(run, self, value_int(2), 0, out);
}

TEST(divisibleby)
{
  return modulo_is(run, self, arguments[0], 0, out);
}

TEST(in)
{
  bool contains;
  if (!value_contains(run, arguments[0], self, &contains))
    return false;
  *out = value_bool(contains);
  return true;
}

TEST(eq)
{
  bool same = false;
  bool compared = run_equal(run, self, arguments[0], &same);
  *out = value_bool(same);
  return compared;
}

TEST(ne)
{
  bool same = false;
  bool compared = run_equal(run, self, arguments[0], &same);
  *out = value_bool(!same);
  return compared;
}

static bool ordered(TemplateRun *run, Value a, Value b, int first, int second, Value *out)
{
  int order;
  if (!value_compare(run, a, b, &order))
    return false;
  *out = value_bool(order == first || order == second);
  return true;
}

TEST(lt)
{
  return ordered(run, self, arguments[0], -1, -1, out);
}
TEST(le)
{
  return ordered(run, self, arguments[0], -1, 0, out);
}
TEST(gt)
{
  return ordered(run, self, arguments[0], 1, 1, out);
}
TEST(ge)
{
  return ordered(run, self, arguments[0], 1, 0, out);
}

/* Is this the name of a filter, or of a test? */
static bool exists(TemplateRun *run, Value name, bool filter, Value *out)
{
  uint32_t hash;
  *out = value_bool(false);
  if (is_strict_undefined(run, name))
    return fail_undefined(run, name);
  if (!value_hash(name, &hash)) {
    template_fail(run, "a name is text, not %s", value_type(name));
    return false;
  }
  if (name.kind != VALUE_STRING)
    return true;
  g_autofree char *text = g_strndup(name.text, name.length);
  *out = value_bool(g_hash_table_contains(filter ? run->set->filters : run->set->tests, text) ||
                    (filter ? builtin_filter(text) : builtin_test(text)) != NULL);
  return true;
}

TEST(filter)
{
  (void)arguments;
  return exists(run, self, true, out);
}

TEST(test)
{
  (void)arguments;
  return exists(run, self, false, out);
}

#define WITHOUT(name_, function)                                                                   \
  {                                                                                                \
    .name = name_, .call = function                                                                \
  }
#define WITH(name_, parameter, function)                                                           \
  {                                                                                                \
    .name = name_, .required = 1, .count = 1, .parameters = {parameter}, .call = function          \
  }

const Builtin builtin_tests[] = {
    WITHOUT("boolean", test_boolean),
    WITHOUT("callable", test_callable),
    WITHOUT("defined", test_defined),
    WITH("divisibleby", "num", test_divisibleby),
    WITH("eq", NULL, test_eq),
    WITH("equalto", NULL, test_eq),
    WITHOUT("escaped", test_escaped),
    WITHOUT("even", test_even),
    WITHOUT("false", test_is_false),
    WITHOUT("filter", test_filter),
    WITHOUT("float", test_float),
    WITH("ge", NULL, test_ge),
    WITH("greaterthan", NULL, test_gt),
    WITH("gt", NULL, test_gt),
    WITH("in", "seq", test_in),
    WITHOUT("integer", test_integer),
    WITHOUT("iterable", test_iterable),
    WITH("le", NULL, test_le),
    WITH("lessthan", NULL, test_lt),
    WITHOUT("lower", test_lower),
    WITH("lt", NULL, test_lt),
    WITHOUT("mapping", test_mapping),
    WITH("ne", NULL, test_ne),
    WITHOUT("none", test_none),
    WITHOUT("number", test_number),
    WITHOUT("odd", test_odd),
    WITH("sameas", "other", test_sameas),
    WITHOUT("sequence", test_sequence),
    WITHOUT("string", test_string),
    WITHOUT("test", test_test),
    WITHOUT("true", test_is_true),
    WITHOUT("undefined", test_undefined),
    WITHOUT("upper", test_upper),
    /* names that only select and reject can use */
    WITH("==", NULL, test_eq),
    WITH("!=", NULL, test_ne),
    WITH("<", NULL, test_lt),
    WITH("<=", NULL, test_le),
    WITH(">", NULL, test_gt),
    WITH(">=", NULL, test_ge),
    {.name = NULL},
};
