/* The walk through a template's statements. */
#include "common/template/check/checker.h"
#include "common/template/run/walk.h"

#include <string.h>

static const Known nothing;

/* --- variables ------------------------------------------------------------------------------- */

static void bind_target(Checker *checker, const Node *target, Known known)
{
  if (target->kind == NODE_NAME)
    check_bind(checker, target->name.name, known);
  known.shape = NULL;
  for (uint32_t i = 0; target->kind == NODE_TUPLE && i < target->items.count; i++)
    bind_target(checker, target->items.items[i], known);
}

/* Only a name that is assigned here and nowhere else is what it was assigned. */
static void check_set(Checker *checker, const Node *target, Known known)
{
  Known before;
  if (target->kind == NODE_NAME && check_assignments(checker, target->name.name) == 1 &&
      !check_lookup(checker, target->name.name, &before))
    check_bind(checker, target->name.name, known);
  else if (target->kind == NODE_NAME || target->kind == NODE_TUPLE)
    bind_target(checker, target, nothing);
}

/* The text of a body that becomes a value is a text of its own. */
static void check_captured(Checker *checker, const Nodes *body)
{
  Html before = checker->html;
  bool silent = checker->silent;
  checker->html = (Html){.off = before.off};
  checker->silent = false;
  check_body(checker, body);
  checker->html = before;
  checker->silent = silent;
}

/* --- printing -------------------------------------------------------------------------------- */

static void check_print(Checker *checker, const Node *node)
{
  check_expression(checker, node->print.expression, false);
  if (checker->silent)
    return;
  check_place(checker, node->print.expression);
  html_value(&checker->html);
}

/* --- branches and loops ------------------------------------------------------------------------ */

static void check_if(Checker *checker, const Node *node)
{
  Html before = checker->html, after = before;
  for (const Node *branch = node; branch != NULL; branch = branch->branch.next) {
    checker->html = before;
    check_expression(checker, branch->branch.condition, false);
    check_body(checker, &branch->branch.body);
    if (branch == node)
      after = checker->html;
  }
  checker->html = before;
  check_body(checker, &node->branch.otherwise);
  checker->html = after;
}

static const ShapeField loop_fields[] = {
    {"index", &shape_number},    {"index0", &shape_number},
    {"revindex", &shape_number}, {"revindex0", &shape_number},
    {"first", &shape_bool},      {"last", &shape_bool},
    {"length", &shape_number},   {"depth", &shape_number},
    {"depth0", &shape_number},   {"previtem", NULL},
    {"nextitem", NULL},          {"cycle", NULL},
    {"changed", NULL},
};
static const Shape loop_shape = {
    .kind = SHAPE_OBJECT, .name = "loop", .fields = SHAPE_TABLE(loop_fields)};

typedef struct Recursion {
  Checker *checker;
  const Shape *item;
  bool same;
} Recursion;

static bool visit_recursion(void *data, Node *node)
{
  Recursion *recursion = data;
  if (node->kind == NODE_CALL && node->call.callee->kind == NODE_NAME &&
      strcmp(node->call.callee->name.name->text, "loop") == 0 &&
      node->call.arguments->positional.count == 1) {
    Known list =
        check_expression(recursion->checker, node->call.arguments->positional.items[0], true);
    recursion->same &= check_item_of(list).shape == recursion->item;
  }
  return node_children(node, visit_recursion, recursion);
}

/* A loop that calls itself with something else has items of any shape. */
static Known recursive_item(Checker *checker, const ForNode *loop, Known item)
{
  const Binding *before = checker->bindings;
  Recursion recursion = {checker, item.shape, true};
  bind_target(checker, loop->target, item);
  nodes_each(&loop->body, visit_recursion, &recursion);
  checker->bindings = before;
  return recursion.same ? item : nothing;
}

static void check_for(Checker *checker, const ForNode *loop)
{
  const Binding *before = checker->bindings;
  Known item = check_item_of(check_expression(checker, loop->iterable, false));
  if (check_failed(checker))
    return;
  if (loop->recursive)
    item = recursive_item(checker, loop, item);
  bind_target(checker, loop->target, item);
  if (loop->condition != NULL)
    check_expression(checker, loop->condition, false);
  if (loop->uses_loop)
    check_bind(checker, names_intern(checker->set->names, "loop", 4),
               (Known){.shape = &loop_shape});
  Html html = checker->html;
  check_body(checker, &loop->body);
  checker->bindings = before;
  Html after = checker->html;
  checker->html = html;
  check_body(checker, &loop->otherwise);
  checker->html = after;
  checker->bindings = before;
}

static void check_with(Checker *checker, const Node *node)
{
  const Binding *before = checker->bindings;
  const Nodes *values = &node->with.values, *targets = &node->with.targets;
  Known *known = arena_new_array(checker->arena, Known, values->count + 1);
  for (uint32_t i = 0; i < values->count; i++)
    known[i] = check_expression(checker, values->items[i], false);
  for (uint32_t i = 0; i < targets->count; i++)
    bind_target(checker, targets->items[i], known[i]);
  check_body(checker, &node->with.body);
  if (node->kind == NODE_WITH)
    checker->bindings = before;
}

/* --- macros ------------------------------------------------------------------------------------ */

void check_macro_body(Checker *checker, const KnownMacro *macro, const Known *parameters)
{
  enum { DEPTH = 12 };
  const Binding *before = checker->bindings;
  if (++checker->depth <= DEPTH) {
    for (uint32_t i = 0; i < macro->node->parameter_count; i++)
      check_bind(checker, macro->node->parameters[i].name,
                 parameters == NULL ? (Known){.parameter = true} : parameters[i]);
    check_captured(checker, &macro->node->body);
  }
  checker->depth--;
  checker->bindings = before;
}

static void check_macro(Checker *checker, const MacroNode *node)
{
  KnownMacro *macro = arena_new_of(checker->arena, KnownMacro);
  *macro = (KnownMacro){.node = node, .template = checker->template, .isolated = checker->isolated};
  Known before, known = {.macro = macro};
  if (check_assignments(checker, node->name) == 1 && !check_lookup(checker, node->name, &before))
    check_bind(checker, node->name, known);
  else
    check_bind(checker, node->name, nothing);
  macro->bindings = checker->bindings;
  for (uint32_t i = 0; i < node->parameter_count; i++)
    if (node->parameters[i].fallback != NULL)
      check_expression(checker, node->parameters[i].fallback, false);
  check_macro_body(checker, macro, NULL);
}

static void check_call_block(Checker *checker, const Node *node)
{
  check_call_of(checker, node->call_block.call, true);
  KnownMacro body = {.node = node->call_block.macro, .template = checker->template};
  check_macro_body(checker, &body, NULL);
  html_value(&checker->html);
}

/* --- blocks --------------------------------------------------------------------------------------- */

static const BlockNode *block_of(const Template *template, const Name *name)
{
  for (uint32_t i = 0; i < template->block_count; i++)
    if (template->blocks[i]->name == name)
      return template->blocks[i];
  return NULL;
}

/* All of a family's blocks of this name stand at this place; the child's is shown. */
static void check_block(Checker *checker, const BlockNode *block)
{
  const Family *family = checker->family;
  const Template *template = checker->template;
  const Binding *before = checker->bindings;
  Html html = checker->html, after = html;
  bool shown = false;
  if (!block->scoped)
    checker->bindings = checker->top;
  const Binding *seen = checker->bindings;
  for (size_t i = 0; i < family->count; i++) {
    const BlockNode *one = block_of(family->members[i], block->name);
    if (one == NULL)
      continue;
    checker->template = family->members[i];
    checker->html = html;
    checker->bindings = seen;
    check_body(checker, &one->body);
    if (!shown)
      after = checker->html;
    shown = true;
  }
  checker->template = template;
  checker->html = after;
  checker->bindings = before;
}

/* --- other templates -------------------------------------------------------------------------------- */

static bool comes_round(const Checker *checker, const Template *template)
{
  enum { DEPTH = 20 };
  unsigned depth = 0;
  for (const Step *step = checker->steps; step != NULL; step = step->outer)
    if (step->template == template || ++depth > DEPTH)
      return true;
  return checker->template == template;
}

static void enter(Checker *checker, const Template *template, const char *what, size_t offset,
                  bool with_context)
{
  if (comes_round(checker, template))
    return;
  Checker before = *checker;
  Step step = {what, checker->template, offset, checker->steps};
  checker->steps = &step;
  if (!with_context) {
    checker->bindings = NULL;
    checker->isolated = true;
  }
  check_whole(checker, template);
  g_hash_table_insert(checker->modules, (gpointer) template, (gpointer)checker->bindings);
  checker->steps = before.steps;
  checker->template = before.template;
  checker->family = before.family;
  checker->bindings = before.bindings;
  checker->top = before.top;
  checker->isolated = before.isolated;
}

static void check_include(Checker *checker, const Node *node)
{
  const ImportNode *import = node->import;
  Html before = checker->html, after = before;
  check_expression(checker, import->template_name, false);
  for (uint32_t i = 0; i < import->candidate_count; i++)
    if (import->candidates[i] != NULL) {
      enter(checker, import->candidates[i], "included from", node->offset, import->with_context);
      after = checker->html;
      break; /* the first that exists */
    }
  checker->html = after;
}

static void check_module(Checker *checker, const Node *node, const Template *module)
{
  const ImportNode *import = node->import;
  Html before = checker->html;
  Digest *key = arena_new_of(checker->arena, Digest);
  *key = digest_bytes(&module, sizeof module);
  checker->html = (Html){.off = before.off};
  if (import->with_context || g_hash_table_add(checker->seen, key))
    enter(checker, module, "imported in", node->offset, import->with_context);
  checker->html = before;
}

static void bind_import(Checker *checker, const Name *alias, Known known)
{
  Known before;
  if (check_assignments(checker, alias) != 1 || check_lookup(checker, alias, &before))
    known = nothing;
  check_bind(checker, alias, known);
}

static void check_import(Checker *checker, const Node *node)
{
  const ImportNode *import = node->import;
  check_expression(checker, import->template_name, false);
  const Template *module =
      import->constant && import->candidate_count == 1 ? import->candidates[0] : NULL;
  if (module != NULL)
    check_module(checker, node, module);
  if (check_failed(checker))
    return;
  if (node->kind == NODE_IMPORT)
    bind_import(checker, import->target.alias, (Known){.module = module});
  for (uint32_t i = 0; i < import->name_count && !check_failed(checker); i++) {
    const ImportName *name = &import->names[i];
    Known known = nothing;
    if (module != NULL)
      known = check_member(checker, module, name->name, node->offset, false);
    bind_import(checker, name->alias, known);
  }
}

/* --- all of them --------------------------------------------------------------------------------- */

static void check_node(Checker *checker, const Node *node)
{
  switch (node->kind) {
  case NODE_TEXT:
    if (!checker->silent)
      html_feed(&checker->html, node->text.text, node->text.length);
    break;
  case NODE_PRINT:
    check_print(checker, node);
    break;
  case NODE_DO:
    check_expression(checker, node->print.expression, false);
    break;
  case NODE_SEQUENCE:
    check_body(checker, &node->items);
    break;
  case NODE_IF:
    check_if(checker, node);
    break;
  case NODE_FOR:
    check_for(checker, node->loop);
    break;
  case NODE_SET:
    check_set(checker, node->set.target, check_expression(checker, node->set.value, false));
    break;
  case NODE_SET_BLOCK:
    check_captured(checker, &node->set.body);
    if (node->set.filter != NULL)
      check_expression(checker, node->set.filter, false);
    check_set(checker, node->set.target, (Known){.shape = &shape_markup});
    break;
  case NODE_WITH:
  case NODE_AUTOESCAPE:
  case NODE_FILTER_BLOCK:
    check_with(checker, node);
    break;
  case NODE_BLOCK:
    if (!checker->silent)
      check_block(checker, node->block);
    break;
  case NODE_INCLUDE:
    check_include(checker, node);
    break;
  case NODE_IMPORT:
  case NODE_FROM:
    check_import(checker, node);
    break;
  case NODE_MACRO:
    check_macro(checker, node->macro);
    break;
  case NODE_CALL_BLOCK:
    check_call_block(checker, node);
    break;
  case NODE_EXTENDS:
    check_expression(checker, node->extends.expression, false);
    break;
  default:
    break;
  }
}

void check_body(Checker *checker, const Nodes *nodes)
{
  enum { WORK = 200000 };
  for (uint32_t i = 0; i < nodes->count && !check_failed(checker); i++)
    if (++checker->work < WORK)
      check_node(checker, nodes->items[i]);
}

/* The template that this one surely extends, or NULL. */
static const Template *parent_of(const Template *template)
{
  for (uint32_t i = 0; i < template->body.count; i++) {
    const Node *node = template->body.items[i];
    if (node->kind == NODE_EXTENDS)
      return node->extends.constant ? node->extends.template : NULL;
  }
  return NULL;
}

/* Of a child with a parent that is known, all that stands outside of blocks is silent. */
void check_whole(Checker *checker, const Template *template)
{
  enum { MEMBERS = 32 };
  const Template *members[MEMBERS];
  Family family = {members, 0};
  for (const Template *one = template; one != NULL && family.count < MEMBERS; one = parent_of(one))
    members[family.count++] = one;
  bool silent = checker->silent;
  checker->family = &family;
  for (size_t i = 0; i < family.count && !check_failed(checker); i++) {
    checker->template = members[i];
    checker->silent = i + 1 < family.count;
    check_enter_names(checker);
    for (uint32_t j = 0; j < members[i]->body.count; j++) {
      const Nodes one = {&members[i]->body.items[j], 1};
      checker->top = checker->bindings;
      check_body(checker, &one);
    }
  }
  checker->silent = silent;
}
