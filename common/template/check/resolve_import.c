/* Other templates: those with constant names are loaded now. */
#include "common/template/check/resolver.h"

#include <string.h>

static bool is_text(const Node *node)
{
  return node->kind == NODE_CONST && node->constant.kind == VALUE_STRING;
}

static const char *text_of(Resolver *resolver, const Node *node)
{
  return arena_strndup(resolver->arena, node->constant.text, node->constant.length);
}

/* The template of a constant name; NULL without an error: there is none. */
static Template *request(Resolver *resolver, const Node *node)
{
  Error *failure = NULL;
  Template *template = set_request(resolver->set, text_of(resolver, node), resolver->template,
                                   node->offset, &failure);
  if (failure != NULL)
    error_move(resolver->error, failure);
  return template;
}

static bool fail_missing(Resolver *resolver, const Node *node)
{
  if (*resolver->error != NULL)
    return false;
  return resolve_fail(resolver, node->offset, "there is no template '%.*s'",
                      (int)node->constant.length, node->constant.text);
}

bool resolve_extends(Resolver *resolver, Node *node, const Surroundings *at)
{
  if (!at->toplevel)
    return resolve_fail(resolver, node->offset, "'extends' can only stand at the top level");
  if (resolver->known_extends)
    return resolve_fail(resolver, node->offset, "a template can extend only one other");
  Node *name = node->extends.expression;
  if (!resolve_expression(resolver, name, at))
    return false;
  if (is_text(name)) {
    node->extends.constant = true;
    node->extends.template = request(resolver, name);
    if (node->extends.template == NULL)
      return fail_missing(resolver, name);
  }
  resolver->known_extends = at->rootlevel;
  return true;
}

/* `include ["a", "b"]`: those of them that exist. */
static bool resolve_candidates(Resolver *resolver, ImportNode *import)
{
  const Nodes *names = &import->template_name->items;
  bool found = false;
  for (uint32_t i = 0; i < names->count; i++)
    if (!is_text(names->items[i]))
      return true;
  import->constant = true;
  import->candidate_count = names->count;
  import->candidates = arena_new_array(resolver->arena, Template *, names->count);
  import->candidate_names = arena_new_array(resolver->arena, const char *, names->count);
  for (uint32_t i = 0; i < names->count; i++) {
    import->candidate_names[i] = text_of(resolver, names->items[i]);
    import->candidates[i] = request(resolver, names->items[i]);
    if (*resolver->error != NULL)
      return false;
    found |= import->candidates[i] != NULL;
  }
  return found || import->ignore_missing ||
         resolve_fail(resolver, import->template_name->offset, "none of these templates exists");
}

static bool resolve_constant_name(Resolver *resolver, Node *node)
{
  ImportNode *import = node->import;
  const Node *name = import->template_name;
  if (node->kind == NODE_INCLUDE && (name->kind == NODE_LIST || name->kind == NODE_TUPLE))
    return resolve_candidates(resolver, import);
  if (!is_text(name))
    return true;
  import->constant = true;
  import->candidate_count = 1;
  import->candidates = arena_new_array(resolver->arena, Template *, 1);
  import->candidate_names = arena_new_array(resolver->arena, const char *, 1);
  import->candidate_names[0] = text_of(resolver, name);
  import->candidates[0] = request(resolver, name);
  if (import->candidates[0] == NULL && (*resolver->error != NULL || !import->ignore_missing))
    return fail_missing(resolver, name);
  return true;
}

bool resolve_import(Resolver *resolver, Node *node, const Surroundings *at)
{
  ImportNode *import = node->import;
  if (!resolve_expression(resolver, import->template_name, at) ||
      !resolve_constant_name(resolver, node))
    return false;
  import->exported = at->toplevel;
  if (import->with_context)
    import->locals = symbols_locals(at->symbols, resolver->arena);
  if (node->kind == NODE_IMPORT)
    import->target.place = symbols_place(at->symbols, import->target.alias);
  for (uint32_t i = 0; i < import->name_count; i++)
    import->names[i].place = symbols_place(at->symbols, import->names[i].alias);
  return true;
}
