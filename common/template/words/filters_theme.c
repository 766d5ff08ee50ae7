/* Filters that Jinja has not and themes need: where, group_by, safe_url. */
#include "common/template/run/iterate.h"
#include "common/template/run/run.h"
#include "common/template/words/builtins.h"

static const struct Comparison {
  const char *name;
  Operator op;
} comparisons[] = {
    {"==", OPERATOR_EQUAL},      {"!=", OPERATOR_NOT_EQUAL},  {"<", OPERATOR_LESS},
    {"<=", OPERATOR_LESS_EQUAL}, {">", OPERATOR_GREATER},     {">=", OPERATOR_GREATER_EQUAL},
    {"in", OPERATOR_IN},         {"not in", OPERATOR_NOT_IN},
};

/* where(attribute), where(attribute, value), where(attribute, operator, value) */
typedef struct Condition {
  Value attribute, value;
  bool truth, contains;
  Operator op;
} Condition;

static bool read_operator(TemplateRun *run, Value name, Condition *condition)
{
  if (name.kind == VALUE_STRING && text_equals(name, "contains")) {
    condition->contains = true;
    return true;
  }
  for (size_t i = 0; name.kind == VALUE_STRING && i < G_N_ELEMENTS(comparisons); i++)
    if (text_equals(name, comparisons[i].name)) {
      condition->op = comparisons[i].op;
      return true;
    }
  template_fail(run, "'where' compares with ==, !=, <, <=, >, >=, in, not in or contains");
  return false;
}

static bool read_condition(TemplateRun *run, const Value *arguments, Condition *condition)
{
  *condition = (Condition){.attribute = arguments[0], .op = OPERATOR_EQUAL};
  condition->truth = !value_given(arguments[1]);
  condition->value = value_given(arguments[2]) ? arguments[2] : arguments[1];
  return !value_given(arguments[2]) || read_operator(run, arguments[1], condition);
}

static bool holds(TemplateRun *run, const Condition *condition, Value item, bool *out)
{
  Value value;
  if (!value_path(run, item, condition->attribute, &value))
    return false;
  if (condition->truth)
    return value_truth(run, value, out);
  if (condition->contains) {
    *out = false; /* what holds nothing does not hold this */
    return !(value_is_list(value) || value_is_string(value) || value.kind == VALUE_MAP) ||
           value_contains(run, value, condition->value, out);
  }
  bool ordered = condition->op >= OPERATOR_LESS && condition->op <= OPERATOR_GREATER_EQUAL;
  if (ordered && (value.kind == VALUE_NONE || value.kind == VALUE_UNDEFINED)) {
    *out = false; /* what is not there is neither more nor less */
    return true;
  }
  return value_holds(run, condition->op, value, condition->value, out);
}

static bool filter_where(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Condition condition;
  Iterator iterator;
  Value item, found = run_list(run, 0);
  if (!read_condition(run, arguments, &condition) || !iterator_begin(run, &iterator, self))
    return false;
  while (iterator_next(run, &iterator, &item)) {
    bool chosen;
    if (!run_step(run, 1) || !holds(run, &condition, item, &chosen) ||
        (chosen && !run_list_add(run, found, item)))
      return false;
  }
  *out = found;
  return !run_failed(run);
}

/* The group of the key, made where it comes up first. `index` finds those whose
 * keys can be keys of a map; the others are looked for one by one. */
static bool find_group(TemplateRun *run, Value groups, Value index, Value key, Value *list)
{
  uint32_t hash;
  Value known;
  bool same = false, hashable = value_hash(key, &hash);
  if (hashable && value_map_get(index, key, list))
    return true;
  for (size_t i = 0; !hashable && i < groups.list->count; i++) {
    known = groups.list->items[i];
    if (!run_step(run, 1) || !run_equal(run, known.list->items[0], key, &same))
      return false;
    *list = known.list->items[1];
    if (same)
      return true;
  }
  Value group = run_tuple(run, 2);
  *list = run_list(run, 0);
  if (run_failed(run))
    return false;
  group.safe = true; /* it has .grouper and .list */
  group.list->items[0] = key;
  group.list->items[1] = *list;
  return run_list_add(run, groups, group) && (!hashable || run_map_set(run, index, key, *list));
}

/* Unlike groupby, in the order in which the groups come up. */
static bool filter_group_by(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Iterator iterator;
  Value item, key, list, groups = run_list(run, 0), index = value_map(run->arena);
  if (!iterator_begin(run, &iterator, self))
    return false;
  while (iterator_next(run, &iterator, &item)) {
    if (!run_step(run, 1) || !value_path(run, item, arguments[0], &key))
      return false;
    if (key.kind == VALUE_UNDEFINED && value_given(arguments[1]))
      key = arguments[1];
    if (!find_group(run, groups, index, key, &list) || !run_list_add(run, list, item))
      return false;
  }
  *out = groups;
  return !run_failed(run);
}

/* The part before a ':' that stands before any of "/?#", as browsers read it: without
 * white space and control characters. False: there is none. */
static bool read_scheme(Value text, char *scheme, size_t size)
{
  size_t length = 0;
  for (uint32_t i = 0; i < text.length && strchr("/?#", text.text[i]) == NULL; i++) {
    scheme[length] = '\0';
    if (text.text[i] == ':')
      return true;
    if ((unsigned char)text.text[i] > ' ' && length + 1 < size)
      scheme[length++] = g_ascii_tolower(text.text[i]);
  }
  return false;
}

/* An address that a browser does not run; "#" in place of others. */
static bool filter_safe_url(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  static const char *const schemes[] = {"http", "https", "mailto", "tel"};
  char scheme[12];
  (void)arguments;
  *out = run_soft_string(run, self);
  bool safe = !read_scheme(*out, scheme, sizeof scheme);
  for (size_t i = 0; !safe && i < G_N_ELEMENTS(schemes); i++)
    safe = strcmp(scheme, schemes[i]) == 0;
  if (!safe)
    *out = value_text("#", 1);
  return !run_failed(run);
}

const Builtin filters_theme[] = {
    {.name = "group_by",
     .required = 1,
     .count = 2,
     .parameters = {"attribute", "default"},
     .call = filter_group_by},
    {.name = "safe_url", .call = filter_safe_url},
    {.name = "where",
     .required = 1,
     .count = 3,
     .parameters = {"attribute", NULL, NULL},
     .call = filter_where},
    {.name = NULL},
};
