/* set.h - a set of loaded templates, from the inside (internal). */
#ifndef SENF_COMMON_TEMPLATE_RUN_SET_H
#define SENF_COMMON_TEMPLATE_RUN_SET_H

#include "common/template/parse/node.h"
#include "common/template/run/names.h"
#include "common/template/template.h"

struct HostFunction;

struct TemplateSet {
  TemplateLoader loader;
  TemplateOptions options;
  Arena *arena;
  Names *names;
  GHashTable *templates;       /* name -> Template */
  GHashTable *filters, *tests; /* name -> HostFunction */
  GPtrArray *function_names;
  const ShapeTable *variables; /* or NULL: any */
  GPtrArray *pending;          /* templates that are named, but not parsed yet */
  struct SetLock *lock;
};

/* The template of this name, loaded or about to be; NULL without an error: there
 * is none. For the resolver, which holds the lock; `by` names it at `offset`. */
Template *set_request(TemplateSet *set, const char *name, const Template *by, size_t offset,
                      Error **error);

/* At run time: load what is named only now. NULL without an error: there is none. */
const Template *set_find(TemplateSet *set, const char *name, Error **error);

/* … and an error when there is none. */
const Template *set_need(TemplateSet *set, const char *name, Error **error);

/* The set's names and templates are not changed by others between the two. */
void set_lock(TemplateSet *set);
void set_unlock(TemplateSet *set);

/* A name that some template uses, or NULL. */
const Name *set_known_name(TemplateSet *set, const char *text);

/* The language's own functions become globals. */
void set_add_functions(TemplateSet *set);

bool set_autoescape(const TemplateSet *set, const char *name);

#endif
