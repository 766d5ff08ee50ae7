/* Calls: macros, methods, functions, blocks, host objects. */
#include "common/template/run/evaluate.h"

bool evaluate_arguments(TemplateRun *run, const CallArguments *call, Arguments *out)
{
  if (call->constant != NULL) {
    *out = *call->constant;
    return true;
  }
  *out = (Arguments){0};
  Value star = value_none(), star_star = value_none(), item;
  if (call->star != NULL && (!evaluate(run, call->star, &star) || !value_to_list(run, star, &star)))
    return false;
  size_t extra = call->star == NULL ? 0 : star.list->count;
  size_t count = call->positional.count + extra;
  Value *values = count == 0 ? NULL : run_alloc(run, sizeof(Value) * count);
  if (count > 0 && values == NULL)
    return false;
  for (uint32_t i = 0; i < call->positional.count; i++)
    if (!evaluate(run, call->positional.items[i], &values[i]))
      return false;
  for (size_t i = 0; i < extra; i++)
    values[call->positional.count + i] = star.list->items[i];
  out->count = count;
  out->values = values;
  if (call->star_star != NULL) {
    if (!evaluate(run, call->star_star, &star_star))
      return false;
    if (star_star.kind != VALUE_MAP) {
      template_fail(run, "'**' needs a map, not %s", value_type(star_star));
      return run_locate(run, call->star_star);
    }
  }
  size_t more = call->star_star == NULL ? 0 : star_star.map->count;
  size_t keyword_count = call->keyword_count + more;
  if (keyword_count == 0)
    return true;
  const char **keywords = run_alloc(run, sizeof(char *) * keyword_count);
  Value *keyword_values = run_alloc(run, sizeof(Value) * keyword_count);
  if (keywords == NULL || keyword_values == NULL)
    return false;
  size_t at = 0;
  for (; at < call->keyword_count; at++) {
    keywords[at] = call->keywords[at]->text;
    if (!evaluate(run, call->keyword_values[at], &keyword_values[at]))
      return false;
  }
  const MapEntry *entry;
  uint32_t position = 0;
  while (more > 0 && (entry = map_next(star_star.map, &position)) != NULL) {
    item = entry->key;
    if (item.kind != VALUE_STRING) {
      template_fail(run, "the names of arguments are text, not %s", value_type(item));
      return false;
    }
    keywords[at] = arena_strndup(run->arena, item.text, item.length);
    for (size_t i = 0; i < call->keyword_count; i++)
      if (strcmp(keywords[i], keywords[at]) == 0) {
        template_fail(run, "there are two values for the argument '%s'", keywords[at]);
        return false;
      }
    keyword_values[at++] = entry->item;
  }
  out->keyword_count = keyword_count;
  out->keywords = keywords;
  out->keyword_values = keyword_values;
  return true;
}

static int parameter_of(const Builtin *builtin, const char *name)
{
  for (int i = 0; i < builtin->count; i++)
    if (builtin->parameters[i] != NULL && strcmp(builtin->parameters[i], name) == 0)
      return i;
  return -1;
}

bool builtin_call(TemplateRun *run, const Builtin *builtin, Value self, const Arguments *arguments,
                  Value *out)
{
  Value bound[BUILTIN_PARAMETERS];
  if (builtin->call_any != NULL)
    return builtin->call_any(run, self, arguments, out);
  if (arguments->count > builtin->count) {
    template_fail(run, "'%s' takes at most %d argument%s", builtin->name, builtin->count,
                  builtin->count == 1 ? "" : "s");
    return false;
  }
  for (size_t i = 0; i < BUILTIN_PARAMETERS; i++)
    bound[i] = i < arguments->count ? arguments->values[i] : value_missing();
  for (size_t i = 0; i < arguments->keyword_count; i++) {
    int index = parameter_of(builtin, arguments->keywords[i]);
    if (index < 0 || value_given(bound[index])) {
      template_fail(run, index < 0 ? "'%s' has no argument '%s'" : "'%s' has two values for '%s'",
                    builtin->name, arguments->keywords[i]);
      return false;
    }
    bound[index] = arguments->keyword_values[i];
  }
  for (int i = 0; i < builtin->required; i++)
    if (!value_given(bound[i])) {
      template_fail(run, "'%s' needs %d argument%s", builtin->name, builtin->required,
                    builtin->required == 1 ? "" : "s");
      return false;
    }
  return builtin->call(run, self, bound, out);
}

static bool call_cycler(TemplateRun *run, const MethodValue *method, const Arguments *arguments,
                        Value *out)
{
  Cycler *cycler = (Cycler *)method->self.callable;
  if (arguments->count > 0 || arguments->keyword_count > 0) {
    template_fail(run, "'%s' takes no arguments", method->name);
    return false;
  }
  *out = value_none();
  if (strcmp(method->name, "next") == 0) {
    *out = cycler->items.list->items[cycler->position];
    cycler->position = (cycler->position + 1) % cycler->items.list->count;
  } else {
    cycler->position = 0;
  }
  return true;
}

static bool call_host(TemplateRun *run, const HostFunction *host, const Arguments *arguments,
                      Value *out)
{
  int count = (int)(arguments->count + arguments->keyword_count);
  if (count < host->min || (host->max >= 0 && count > host->max)) {
    template_fail(run, "'%s' takes %s %d argument%s", host->name,
                  count < host->min ? "at least" : "at most",
                  count < host->min ? host->min : host->max,
                  (count < host->min ? host->min : host->max) == 1 ? "" : "s");
    return false;
  }
  *out = value_none();
  if (host->function(run, host->data, arguments, out) && !run_failed(run))
    return true;
  template_fail(run, "'%s' failed", host->name);
  return false;
}

static bool call_joiner(TemplateRun *run, JoinerValue *joiner, const Arguments *arguments,
                        Value *out)
{
  if (arguments->count > 0 || arguments->keyword_count > 0) {
    template_fail(run, "a joiner takes no arguments");
    return false;
  }
  *out = joiner->used ? joiner->separator : value_text("", 0);
  joiner->used = true;
  return true;
}

/* What writes its text into the output becomes a value. */
static bool captured(TemplateRun *run, bool ran, size_t mark, Value *out)
{
  *out = capture_end(run, mark, *run->frame->context->autoescape);
  return ran && !run_failed(run);
}

static bool call_callable(TemplateRun *run, const Callable *callable, const Arguments *arguments,
                          Value *out)
{
  size_t mark = capture_begin(run);
  switch (callable->kind) {
  case CALLABLE_MACRO:
    return captured(run, macro_run(run, (const MacroValue *)callable, arguments), mark, out);
  case CALLABLE_BLOCK: {
    const BlockValue *block = (const BlockValue *)callable;
    bool ran = block_run(run, block->context, block->stack, block->index);
    *out = capture_end(run, mark, *block->context->autoescape);
    return ran && !run_failed(run);
  }
  case CALLABLE_FUNCTION:
    return builtin_call(run, ((const FunctionValue *)callable)->builtin, value_none(), arguments,
                        out);
  case CALLABLE_HOST:
    return call_host(run, (const HostFunction *)callable, arguments, out);
  case CALLABLE_METHOD: {
    const MethodValue *method = (const MethodValue *)callable;
    return run_scan(run, method->self) &&
           builtin_call(run, method->builtin, method->self, arguments, out);
  }
  case CALLABLE_JOINER:
    return call_joiner(run, (JoinerValue *)callable, arguments, out);
  case CALLABLE_LOOP_METHOD:
    return loop_method(run, (const MethodValue *)callable, arguments, out);
  default:
    return call_cycler(run, (const MethodValue *)callable, arguments, out);
  }
}

bool call_value(TemplateRun *run, Value callee, const Arguments *arguments, Value *out)
{
  if (callee.kind == VALUE_CALLABLE)
    return call_callable(run, callee.callable, arguments, out);
  if (callee.kind == VALUE_LOOP && arguments->count == 1) {
    size_t mark = capture_begin(run);
    return captured(run, loop_recurse(run, callee, arguments->values[0]), mark, out);
  }
  if (callee.kind == VALUE_OBJECT && callee.object->class->call != NULL) {
    *out = value_none();
    return callee.object->class->call(run, callee.object->self, arguments, out) && !run_failed(run);
  }
  if (callee.kind == VALUE_UNDEFINED)
    return fail_undefined(run, callee);
  template_fail(run, "%s can't be called", value_type(callee));
  return false;
}

static bool is_macro(Value callee)
{
  return callee.kind == VALUE_CALLABLE &&
         ((const Callable *)callee.callable)->kind == CALLABLE_MACRO;
}

/* The method of a value, without making it a value of its own. */
static const Builtin *method_of(const Node *callee, Value base)
{
  const BuiltinMethods *methods = &callee->attribute.methods;
  switch (base.kind) {
  case VALUE_STRING:
    return methods->text;
  case VALUE_LIST:
    return methods->list;
  case VALUE_TUPLE:
    return methods->tuple;
  case VALUE_MAP:
    return methods->map;
  default:
    return NULL;
  }
}

/* Few and plain arguments need no memory. */
static bool call_method(TemplateRun *run, const Node *node, const Builtin *method, Value self,
                        Value *out)
{
  const CallArguments *call = node->call.arguments;
  Value bound[BUILTIN_PARAMETERS];
  Arguments arguments;
  if (!run_scan(run, self))
    return run_locate(run, node);
  if (method->call_any == NULL && call->star == NULL && call->star_star == NULL &&
      call->keyword_count == 0 && call->positional.count <= method->count &&
      call->positional.count >= method->required) {
    for (uint32_t i = 0; i < BUILTIN_PARAMETERS; i++)
      bound[i] = value_missing();
    for (uint32_t i = 0; i < call->positional.count; i++)
      if (!evaluate(run, call->positional.items[i], &bound[i]))
        return false;
    return method->call(run, self, bound, out) || run_locate(run, node);
  }
  return (evaluate_arguments(run, call, &arguments) &&
          builtin_call(run, method, self, &arguments, out)) ||
         run_locate(run, node);
}

/* The value that is called; a method is called at once, and *done is set. */
static bool evaluate_callee(TemplateRun *run, const Node *node, Value *callee, bool *done,
                            Value *out)
{
  const Node *expression = node->call.callee;
  *done = false;
  if (expression->kind != NODE_ATTRIBUTE)
    return evaluate(run, expression, callee);
  Value base;
  if (!evaluate(run, expression->attribute.base, &base))
    return false;
  const Builtin *method = method_of(expression, base);
  if (method != NULL) {
    *done = true;
    return call_method(run, node, method, base, out);
  }
  if (base.kind == VALUE_UNDEFINED)
    return evaluate(run, expression, callee);
  return value_attribute(run, base, expression->attribute.name, &expression->attribute.methods,
                         callee) ||
         run_locate(run, expression);
}

static bool call_node(TemplateRun *run, const Node *node, Value callee, Value *out)
{
  Arguments arguments;
  if (is_macro(callee)) {
    size_t mark = capture_begin(run);
    bool ran = macro_run_call(run, callee.callable, node, NULL);
    return captured(run, ran, mark, out) || run_locate(run, node);
  }
  if (callee.kind == VALUE_UNDEFINED)
    return fail_undefined_node(run, node->call.callee, callee);
  return (evaluate_arguments(run, node->call.arguments, &arguments) &&
          call_value(run, callee, &arguments, out)) ||
         run_locate(run, node);
}

bool evaluate_call(TemplateRun *run, const Node *node, Value *out)
{
  Value callee;
  bool done;
  if (!run_step(run, 1))
    return run_locate(run, node);
  if (!evaluate_callee(run, node, &callee, &done, out))
    return false;
  return done || call_node(run, node, callee, out);
}

/* A macro, super() or loop() whose text goes out as it is needs no copy. */
static bool print_callee(TemplateRun *run, const Node *node, Value callee, bool *printed)
{
  const CallArguments *call = node->call.arguments;
  *printed = true;
  if (is_macro(callee))
    return macro_run_call(run, callee.callable, node, NULL) || run_locate(run, node);
  if (callee.kind == VALUE_CALLABLE && call->positional.count == 0 && call->star == NULL &&
      ((const Callable *)callee.callable)->kind == CALLABLE_BLOCK) {
    const BlockValue *block = callee.callable;
    return block_run(run, block->context, block->stack, block->index) || run_locate(run, node);
  }
  Value items;
  if (callee.kind == VALUE_LOOP && call->positional.count == 1 && call->star == NULL)
    return evaluate(run, call->positional.items[0], &items) &&
           (loop_recurse(run, callee, items) || run_locate(run, node));
  *printed = false;
  return true;
}

bool print_expression(TemplateRun *run, const Node *node, bool escape)
{
  Value value;
  if (node->kind == NODE_CALL && (!escape || *run->frame->context->autoescape)) {
    Value callee;
    bool done, printed = false;
    if (!run_step(run, 1))
      return run_locate(run, node);
    if (!evaluate_callee(run, node, &callee, &done, &value))
      return false;
    if (!done && !print_callee(run, node, callee, &printed))
      return false;
    if (printed)
      return true;
    if (!done && !call_node(run, node, callee, &value))
      return false;
  } else if (node->kind == NODE_FILTER && filter_prints(node)) {
    return print_filter(run, node);
  } else if (!evaluate(run, node, &value)) {
    return false;
  }
  if (is_strict_undefined(run, value))
    return fail_undefined_node(run, node, value);
  emit_value(run, value, escape);
  return !run_failed(run) || run_locate(run, node);
}
