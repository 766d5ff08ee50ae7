/* symbols.h - which variable a name means (internal).
 *
 * These are Jinja's rules (its idtracking), kept to the letter, because themes
 * rely on them without knowing: a `set` in a loop is gone after the loop, a name
 * that one branch of an `if` sets may come from the context in the other, a
 * macro sees the variables around it as they are when it is called.
 *
 * A scope's Symbols are filled by symbols_visit() with all that its nodes read
 * and assign; symbols_enter() then gives its variables their slots.
 */
#ifndef SENF_COMMON_TEMPLATE_CHECK_SYMBOLS_H
#define SENF_COMMON_TEMPLATE_CHECK_SYMBOLS_H

#include "common/arena.h"
#include "common/template/parse/node.h"

typedef struct Symbols Symbols;

/* A Code under construction. */
typedef struct CodeBuilder {
  struct CodeBuilder *parent;
  Code *code;
  GArray *initial; /* Value */
  GArray *shared;  /* names that are only read from the context: one slot each */
} CodeBuilder;

CodeBuilder *code_begin(Arena *arena, CodeBuilder *parent);
/* Fills builder->code and frees the builder. */
void code_end(CodeBuilder *builder, Arena *arena);

/* `scratch` is freed once the template is resolved. */
Symbols *symbols_new(Arena *scratch, Symbols *parent, CodeBuilder *code);
void symbols_visit(Symbols *symbols, Node *node);
void symbols_visit_all(Symbols *symbols, const Nodes *nodes);
/* A parameter, a loop's target, `loop`, `self`: assigned from outside. */
void symbols_parameter(Symbols *symbols, const Name *name);
void symbols_target(Symbols *symbols, Node *target);

/* Give the scope's variables slots. `scope` gets what happens when it is entered;
 * `start` says that the scope is the outermost of its code. */
void symbols_enter(Symbols *symbols, Arena *arena, Scope *scope, bool start);

/* Where a name is, seen from code of this scope. */
Place symbols_place(Symbols *symbols, const Name *name);
uint16_t symbols_slot(Symbols *symbols, const Name *name);
/* All variables that are assigned in this scope and those around it. */
Locals symbols_locals(Symbols *symbols, Arena *arena);

#endif
