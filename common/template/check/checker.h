/* checker.h - what the parts of template_check() share (internal).
 *
 * The check walks a template as a render would: through the templates that it
 * extends and includes, once through each loop, through every branch, and through a
 * macro at its definition and at its calls. On the way it knows of each variable
 * what shape it has, as far as that is certain, and at which place of the HTML the
 * text stands. What is not certain is not checked: a name that is assigned twice, or
 * that comes from outside and is assigned as well, is anything.
 */
#ifndef SENF_COMMON_TEMPLATE_CHECK_CHECKER_H
#define SENF_COMMON_TEMPLATE_CHECK_CHECKER_H

#include "common/template/check/check_html.h"
#include "common/template/parse/source.h"
#include "common/template/run/run.h"

/* A macro with what is known around it. */
typedef struct KnownMacro {
  const MacroNode *node;
  const Template *template;
  const struct Binding *bindings;
  bool isolated;
} KnownMacro;

/* What is known of a value; all of it empty: nothing. */
typedef struct Known {
  const Shape *shape;
  bool loose;     /* came through an argument: attributes that are not there are no error */
  bool parameter; /* an argument of which nothing is known */
  const KnownMacro *macro;
  const Template *module;
} Known;

typedef struct Binding {
  const Name *name;
  Known known;
  const struct Binding *outer;
} Binding;

/* How the check came to a template or a macro. */
typedef struct Step {
  const char *what; /* "included from" */
  const Template *template;
  size_t offset;
  const struct Step *outer;
} Step;

/* The templates of one render: a child, what it extends, and so on. */
typedef struct Family {
  const Template **members;
  size_t count;
} Family;

typedef struct Checker {
  TemplateSet *set;
  Arena *arena;
  Warnings *warnings; /* or NULL */
  Error **error;
  const Template *template;
  const Family *family;
  const Step *steps;
  const Binding *bindings;
  const Binding *top; /* those that blocks see */
  bool isolated;      /* without the render's variables */
  bool silent;        /* outside of the blocks of a child */
  Html html;
  GHashTable *assigned;   /* Template -> (Name -> how often it is assigned) */
  GHashTable *everywhere; /* Name: assigned in some template */
  GHashTable *modules;    /* Template -> what is bound at the end of an imported one */
  GHashTable *seen;       /* calls of macros, imported templates */
  unsigned depth, work;
} Checker;

static inline bool check_failed(const Checker *checker)
{
  return *checker->error != NULL;
}

/* The first error stands; gives false. */
bool check_fail(Checker *checker, size_t offset, const char *format, ...) G_GNUC_PRINTF(3, 4);
void check_hint(Checker *checker, const char *meant);

/* check_names.c */
void check_bind(Checker *checker, const Name *name, Known known);
/* False when nothing of this name is bound or given. */
bool check_lookup(const Checker *checker, const Name *name, Known *out);
/* How often the current template assigns the name, in `set`, macros and imports. */
unsigned check_assignments(Checker *checker, const Name *name);
bool check_assigned_anywhere(Checker *checker, const Name *name);
/* What a template assigns more than once, or has from outside as well, is unknown. */
void check_enter_names(Checker *checker);
/* The name that was meant by one that is called, or NULL. */
const char *check_meant(Checker *checker, const char *name);
/* The same among what an imported template assigns. */
const char *check_meant_in(Checker *checker, const Template *module, const char *name);

/* check_expression.c: `probing` asks whether there is such an attribute. */
Known check_expression(Checker *checker, const Node *node, bool probing);
Known check_item_of(Known list);

/* check_call.c */
Known check_call(Checker *checker, const Node *node);
void check_arguments(Checker *checker, const CallArguments *arguments);
/* A call block's call: its macro is given a `caller`. */
void check_call_of(Checker *checker, const Node *node, bool with_caller);
/* The macro or variable of an imported template. */
Known check_member(Checker *checker, const Template *module, const Name *name, size_t offset,
                   bool probing);

/* check_filter.c */
Known check_filter(Checker *checker, const Node *node);

/* check_statement.c */
void check_body(Checker *checker, const Nodes *nodes);
void check_whole(Checker *checker, const Template *template);
void check_macro_body(Checker *checker, const KnownMacro *macro, const Known *parameters);

/* check_place.c: may this value stand at this place of the HTML? */
void check_place(Checker *checker, const Node *node);

#endif
