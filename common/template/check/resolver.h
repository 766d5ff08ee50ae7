/* resolver.h - what the parts of resolving share (internal). */
#ifndef SENF_COMMON_TEMPLATE_CHECK_RESOLVER_H
#define SENF_COMMON_TEMPLATE_CHECK_RESOLVER_H

#include "common/template/check/resolve.h"
#include "common/template/check/symbols.h"
#include "common/template/parse/source.h"

typedef struct Resolver {
  TemplateSet *set;
  Template *template;
  Arena *arena, *scratch;
  Source source;
  Escaping escaping;
  bool known_extends; /* an `extends` at the top was met */
  unsigned loops;     /* loops around this place, within the same code */
  Error **error;
} Resolver;

/* Where code stands: which variables it sees, and what holds there. */
typedef struct Surroundings {
  Symbols *symbols;
  CodeBuilder *code;
  bool toplevel;      /* the template's top, or an `if` there */
  bool rootlevel;     /* the top itself */
  bool check_extends; /* printed only without a parent template */
} Surroundings;

bool resolve_fail(Resolver *resolver, size_t offset, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* resolve_expression.c */
bool resolve_expression(Resolver *resolver, Node *node, const Surroundings *at);
bool resolve_expressions(Resolver *resolver, const Nodes *nodes, const Surroundings *at);
/* resolve_call.c: filters, tests, their arguments */
bool resolve_filter(Resolver *resolver, Node *node, const Surroundings *at);
bool resolve_arguments(Resolver *resolver, CallArguments *arguments, const Surroundings *at);
/* resolve_statement.c */
bool resolve_body(Resolver *resolver, const Nodes *nodes, const Surroundings *at);
/* resolve_scope.c: statements that open scopes */
bool resolve_for(Resolver *resolver, Node *node, const Surroundings *at);
bool resolve_macro(Resolver *resolver, Node *node, const Surroundings *at);
bool resolve_call_block(Resolver *resolver, Node *node, const Surroundings *at);
bool resolve_with(Resolver *resolver, Node *node, const Surroundings *at);
bool resolve_set_block(Resolver *resolver, Node *node, const Surroundings *at);
bool resolve_block(Resolver *resolver, BlockNode *block);
/* resolve_import.c */
bool resolve_extends(Resolver *resolver, Node *node, const Surroundings *at);
bool resolve_import(Resolver *resolver, Node *node, const Surroundings *at);

#endif
