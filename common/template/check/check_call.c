/* Calls: is there such a function, and does it take what it is given? */
#include "common/suggest.h"
#include "common/template/check/checker.h"

#include <string.h>

static const Known nothing;

void check_arguments(Checker *checker, const CallArguments *arguments)
{
  for (uint32_t i = 0; i < arguments->positional.count; i++)
    check_expression(checker, arguments->positional.items[i], false);
  for (uint32_t i = 0; i < arguments->keyword_count; i++)
    check_expression(checker, arguments->keyword_values[i], false);
  if (arguments->star != NULL)
    check_expression(checker, arguments->star, false);
  if (arguments->star_star != NULL)
    check_expression(checker, arguments->star_star, false);
}

static bool fail_count(Checker *checker, const Node *node, const char *name, int min, int max)
{
  g_autofree char *range = max < 0      ? g_strdup_printf("at least %d", min)
                           : min == max ? g_strdup_printf("%d", min)
                                        : g_strdup_printf("%d to %d", min, max);
  if (max == 0)
    return check_fail(checker, node->offset, "'%s' takes no arguments", name);
  return check_fail(checker, node->offset, "'%s' takes %s argument%s", name, range,
                    (max < 0 ? min : max) == 1 ? "" : "s");
}

/* --- functions and methods --------------------------------------------------------------- */

static bool has_parameter(const Builtin *builtin, const char *name)
{
  for (int i = 0; i < builtin->count; i++)
    if (builtin->parameters[i] != NULL && strcmp(builtin->parameters[i], name) == 0)
      return true;
  return false;
}

static void check_builtin(Checker *checker, const Node *node, const Builtin *builtin)
{
  const CallArguments *arguments = node->call.arguments;
  if (builtin->call_any != NULL || arguments->star != NULL || arguments->star_star != NULL)
    return;
  uint32_t count = arguments->positional.count;
  for (uint32_t i = 0; i < arguments->keyword_count; i++)
    if (!has_parameter(builtin, arguments->keywords[i]->text)) {
      check_fail(checker, node->offset, "'%s' has no argument '%s'", builtin->name,
                 arguments->keywords[i]->text);
      return;
    }
  if (count > builtin->count || count + arguments->keyword_count < builtin->required)
    fail_count(checker, node, builtin->name, builtin->required, builtin->count);
}

static Known check_function(Checker *checker, const Node *node, const HostFunction *host)
{
  const CallArguments *arguments = node->call.arguments;
  int count = (int)(arguments->positional.count + arguments->keyword_count);
  const Callable *callable = host->value.callable;
  if (callable->kind == CALLABLE_FUNCTION)
    check_builtin(checker, node, ((const FunctionValue *)callable)->builtin);
  else if (arguments->star == NULL && arguments->star_star == NULL &&
           (count < host->min || (host->max >= 0 && count > host->max)))
    fail_count(checker, node, host->name, host->min, host->max);
  return (Known){.shape = host->result};
}

/* The method that a value of this shape has. */
static const Builtin *method_of(const Shape *shape, const char *name)
{
  switch (shape->kind) {
  case SHAPE_TEXT:
  case SHAPE_URL:
  case SHAPE_MARKUP:
  case SHAPE_JSON:
    return builtin_text_method(name);
  case SHAPE_LIST:
    return builtin_list_method(name);
  case SHAPE_MAP:
    return shape_field(&shape->fields, name) == NULL ? builtin_map_method(name) : NULL;
  default:
    return NULL;
  }
}

static void check_method(Checker *checker, const Node *node)
{
  const Node *callee = node->call.callee;
  Known base = check_expression(checker, callee->attribute.base, false);
  const char *name = callee->attribute.name->text;
  const Builtin *method = base.shape == NULL ? NULL : method_of(base.shape, name);
  if (method != NULL && !check_failed(checker))
    check_builtin(checker, node, method);
}

/* --- macros ------------------------------------------------------------------------------ */

static int parameter_of(const MacroNode *macro, const char *name)
{
  for (uint32_t i = 0; i < macro->parameter_count; i++)
    if (strcmp(macro->parameters[i].name->text, name) == 0)
      return (int)i;
  return -1;
}

static bool fail_keyword(Checker *checker, const Node *node, const MacroNode *macro,
                         const char *name)
{
  g_autofree const char **names = g_new0(const char *, macro->parameter_count + 1);
  for (uint32_t i = 0; i < macro->parameter_count; i++)
    names[i] = macro->parameters[i].name->text;
  check_fail(checker, node->offset, "the macro '%s' has no argument '%s'", macro->name->text, name);
  check_hint(checker, suggest_nearest(name, names));
  return false;
}

static bool check_macro_arguments(Checker *checker, const Node *node, const MacroNode *macro,
                                  bool with_caller)
{
  const CallArguments *arguments = node->call.arguments;
  uint32_t count = arguments->positional.count;
  const char *name = macro->name->text;
  if (count > macro->parameter_count && !macro->uses_varargs)
    return check_fail(checker, node->offset, "the macro '%s' takes %s%u argument%s, not %u", name,
                      macro->parameter_count == 0 ? "" : "at most ", macro->parameter_count,
                      macro->parameter_count == 1 ? "" : "s", count);
  for (uint32_t i = 0; i < arguments->keyword_count; i++) {
    const char *keyword = arguments->keywords[i]->text;
    int index = parameter_of(macro, keyword);
    if (index >= 0 && (uint32_t)index < count)
      return check_fail(checker, node->offset, "the macro '%s' is given '%s' twice", name, keyword);
    if (index < 0 && !macro->uses_kwargs && !(macro->uses_caller && strcmp(keyword, "caller") == 0))
      return fail_keyword(checker, node, macro, keyword);
  }
  if (with_caller && !macro->uses_caller && !macro->uses_kwargs && !macro->explicit_caller)
    return check_fail(checker, node->offset,
                      "the macro '%s' has no place for a body: it does not "
                      "call caller()",
                      name);
  return true;
}

/* What is known of each parameter at this call. */
static Known *parameters_at(Checker *checker, const Node *node, const MacroNode *macro)
{
  const CallArguments *arguments = node->call.arguments;
  Known *known = arena_new_array(checker->arena, Known, macro->parameter_count + 1);
  bool any = arguments->star != NULL || arguments->star_star != NULL;
  for (uint32_t i = 0; i < macro->parameter_count; i++) {
    const Node *given = i < arguments->positional.count ? arguments->positional.items[i] : NULL;
    for (uint32_t j = 0; given == NULL && j < arguments->keyword_count; j++)
      if (arguments->keywords[j] == macro->parameters[i].name)
        given = arguments->keyword_values[j];
    if (given == NULL && !any)
      given = macro->parameters[i].fallback;
    if (given != NULL)
      known[i] = check_expression(checker, given, true);
    known[i].macro = NULL;
    known[i].module = NULL;
    known[i].loose = true;
  }
  return known;
}

/* Has the macro been looked at with such arguments? */
static bool is_new_call(Checker *checker, const MacroNode *macro, const Known *parameters)
{
  Digester digester;
  digester_init(&digester);
  digester_add_bytes(&digester, &macro, sizeof macro);
  for (uint32_t i = 0; i < macro->parameter_count; i++) {
    digester_add_bytes(&digester, &parameters[i].shape, sizeof parameters[i].shape);
    digester_add_int(&digester, parameters[i].parameter);
  }
  Digest *key = arena_new_of(checker->arena, Digest);
  *key = digester_end(&digester);
  return g_hash_table_add(checker->seen, key);
}

static Known check_macro_call(Checker *checker, const Node *node, const KnownMacro *macro,
                              bool with_caller)
{
  const Known result = {.shape = &shape_markup};
  if (!check_macro_arguments(checker, node, macro->node, with_caller))
    return result;
  const Known *parameters = parameters_at(checker, node, macro->node);
  if (check_failed(checker) || !is_new_call(checker, macro->node, parameters))
    return result;
  Checker before = *checker;
  Step step = {"called from", checker->template, node->offset, checker->steps};
  checker->steps = &step;
  checker->template = macro->template;
  checker->bindings = macro->bindings;
  checker->isolated = macro->isolated;
  checker->silent = false;
  check_macro_body(checker, macro, parameters);
  checker->steps = before.steps;
  checker->template = before.template;
  checker->bindings = before.bindings;
  checker->isolated = before.isolated;
  checker->silent = before.silent;
  return result;
}

/* --- which of them ----------------------------------------------------------------------- */

static Known check_named(Checker *checker, const Node *node, bool with_caller)
{
  const Name *name = node->call.callee->name.name;
  Known callee;
  bool bound = check_lookup(checker, name, &callee);
  if (callee.macro != NULL)
    return check_macro_call(checker, node, callee.macro, with_caller);
  if (bound || check_assigned_anywhere(checker, name))
    return nothing;
  if (name->function != NULL)
    return check_function(checker, node, name->function);
  if (checker->set->variables == NULL)
    return nothing;
  check_fail(checker, node->call.callee->offset, "there is no function '%s'", name->text);
  check_hint(checker, check_meant(checker, name->text));
  return nothing;
}

static Known call(Checker *checker, const Node *node, bool with_caller)
{
  const Node *callee = node->call.callee;
  check_arguments(checker, node->call.arguments);
  if (check_failed(checker))
    return nothing;
  if (callee->kind == NODE_NAME)
    return check_named(checker, node, with_caller);
  Known known = check_expression(checker, callee, false);
  if (check_failed(checker))
    return nothing;
  if (known.macro != NULL)
    return check_macro_call(checker, node, known.macro, with_caller);
  if (callee->kind == NODE_ATTRIBUTE)
    check_method(checker, node);
  return (Known){.parameter = known.parameter};
}

Known check_call(Checker *checker, const Node *node)
{
  return call(checker, node, false);
}

void check_call_of(Checker *checker, const Node *node, bool with_caller)
{
  call(checker, node, with_caller);
}

/* --- imported templates --------------------------------------------------------------------- */

/* A macro at the top of the module, if its name means nothing else there. */
static bool find_macro(const Nodes *nodes, const Name *name, const MacroNode **found)
{
  for (uint32_t i = 0; i < nodes->count; i++)
    if (nodes->items[i]->kind == NODE_MACRO && nodes->items[i]->macro->name == name)
      *found = nodes->items[i]->macro;
  return *found != NULL;
}

Known check_member(Checker *checker, const Template *module, const Name *name, size_t offset,
                   bool probing)
{
  const Template *before = checker->template;
  const MacroNode *macro = NULL;
  checker->template = module;
  unsigned times = check_assignments(checker, name);
  checker->template = before;
  if (times == 0 && !module->has_extends && !probing) {
    check_fail(checker, offset, "%s has no '%s'", module->path, name->text);
    check_hint(checker, check_meant_in(checker, module, name->text));
    return nothing;
  }
  if (times != 1 || !find_macro(&module->body, name, &macro))
    return nothing;
  KnownMacro *known = arena_new_of(checker->arena, KnownMacro);
  *known = (KnownMacro){.node = macro,
                        .template = module,
                        .bindings = g_hash_table_lookup(checker->modules, module),
                        .isolated = true};
  return (Known){.macro = known};
}
