/* template.h - the Jinja language: load and check once, render many times.
 *
 *     TemplateSet *set = template_set_new(&loader);
 *     template_set_add_filter(set, …);  template_set_add_function(set, …);
 *     template_load(set, "post.html", &error)        check now, with all it names
 *     template_render(set, "post.html", &render, &error)
 *
 * The path of a template: lex → parse → check → evaluate, a file or more each.
 * A template means here what it means in Jinja 3.1 (documented deviations stand
 * in docs/). Everything that can be known at load is an error at load: unknown
 * filters, tests, functions, missing constant includes, wrong arity, duplicate
 * blocks.
 *
 * A set is filled by one thread; once the templates are loaded it is read only,
 * and any number of threads may render from it at the same time (template_load
 * and a first render by name take the set's lock).
 */
#ifndef SENF_COMMON_TEMPLATE_TEMPLATE_H
#define SENF_COMMON_TEMPLATE_TEMPLATE_H

#include "common/arena.h"
#include "common/error.h"
#include "common/template/run/value.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct TemplateSet TemplateSet;

/* Where template texts come from. `load` gives a text that lives as long as the
 * set, and the path that messages should name; false without an error: there is
 * no such template. */
typedef struct TemplateLoader {
  bool (*load)(void *data, const char *name, const char **text, size_t *length, const char **path,
               Error **error);
  void *data;
} TemplateLoader;

typedef struct TemplateOptions {
  bool trim_blocks, lstrip_blocks, keep_trailing_newline;
  bool strict; /* an undefined value is an error */
  /* Auto-escaping by name: on for .html .htm .xml .svg .atom; `force`: -1 by name,
   * 0 off, 1 on. */
  int autoescape;
  /* Limits of one render; 0 takes the default (3M steps, depth 100, 32 MiB out, 1M
   * rounds of one loop). What takes longer than a tenth of a second or so runs into
   * one of them. Steps are counted and no clock is asked, so that the same input
   * always gives the same. */
  size_t max_steps, max_depth, max_output, max_loop;
  const char *limit_hint; /* what to do when a render runs into one; or NULL */
} TemplateOptions;

TemplateSet *template_set_new(const TemplateLoader *loader, const TemplateOptions *options);
void template_set_free(TemplateSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TemplateSet, template_set_free)

/* Change the options; before a template is loaded. */
void template_set_options(TemplateSet *set, const TemplateOptions *options);

/* What the host adds. A filter's or test's first value is `self`. On a failure
 * they call template_fail and return false. `max` of -1: any number. */
typedef bool (*TemplateFunction)(TemplateRun *run, void *data, const Arguments *arguments,
                                 Value *out);
typedef bool (*TemplateFilter)(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                               Value *out);
void template_set_add_function(TemplateSet *set, const char *name, int min, int max,
                               TemplateFunction function, void *data);
void template_set_add_filter(TemplateSet *set, const char *name, int min, int max,
                             TemplateFilter filter, void *data);
void template_set_add_test(TemplateSet *set, const char *name, int min, int max,
                           TemplateFilter test, void *data);

/* What a function or filter of the host gives (shape_same: what it is given). */
void template_set_result(TemplateSet *set, const char *name, const Shape *shape);
/* All variables that renders will have, for template_check(); the rows stay the host's. */
void template_set_variables(TemplateSet *set, const ShapeTable *variables);

/* Load one template and all that it names as constants; an error has file, line,
 * column, the line, and a note for each template on the way ("included from
 * base.html:3:1"). Loading again what is loaded costs a look-up. */
bool template_load(TemplateSet *set, const char *name, Error **error);
/* Look for mistakes that a render would meet, or hide: attributes that the declared
 * shapes have not, functions that do not exist, arguments that functions, methods and
 * macros do not take (errors, with the chain that leads there); and values at places
 * of an HTML text where escaping does not help (warnings): attributes without quotes,
 * scripts, styles, and addresses that may be `javascript:`. The template is one that
 * renders begin with. `warnings` may be NULL. */
bool template_check(TemplateSet *set, const char *name, Warnings *warnings, Error **error);
bool template_exists(TemplateSet *set, const char *name);
/* The digest of a loaded template's own text (0 when it is not loaded). */
Digest template_digest(TemplateSet *set, const char *name);

typedef struct TemplateVariable {
  const char *name;
  Value value;
} TemplateVariable;

typedef struct TemplateRender {
  const TemplateVariable *variables; /* the context */
  size_t variable_count;
  Arena *arena; /* for all values of this render */
  GString *out; /* appended to */
  void *host;   /* the host's own; template_host() gives it back */
  /* Steps on top of max_steps, or NULL. The host may raise the number during the render:
   * a page with ten thousand comments is large, but it does not run away. */
  const size_t *more_steps;
  /* Told each template whose text takes part (also by extends, include, import),
   * each time it does; NULL for nobody. */
  void (*used)(void *host, const char *name);
  /* Told a name that was asked for and does not exist (`include … ignore
   * missing`, lists of candidates). */
  void (*missed)(void *host, const char *name);
  /* The text in the language of this render, for `trans` and gettext(); NULL when
   * there is none, and then the template's own text stays. `context` and `plural`
   * may be NULL, and without `plural` the count means nothing. What it gives lives
   * as long as the render. NULL: nothing is translated. */
  const char *(*translate)(void *host, const char *context, const char *text, const char *plural,
                           int64_t count);
  /* Where the run is put while it lasts, for template_place(); NULL for nowhere. */
  TemplateRun **run;
} TemplateRender;

bool template_render(TemplateSet *set, const char *name, const TemplateRender *render,
                     Error **error);

/* For host functions, filters and objects during a render. */
void *template_host(TemplateRun *run);
/* Count work against max_steps, a step for about 20 ns of it; false (and failed) when
 * there was too much. What a filter is given is counted already, 8 bytes a step. */
bool template_work(TemplateRun *run, size_t steps);
Arena *template_arena(TemplateRun *run);
/* Which line of which template is being rendered: that of the statement. False before
 * the first one. */
bool template_place(const TemplateRun *run, const char **path, int *line);
/* Make the render fail here; the engine adds the place. */
void template_fail(TemplateRun *run, const char *format, ...) G_GNUC_PRINTF(2, 3);
bool template_failed(const TemplateRun *run);
/* Hand on an Error as the failure (takes ownership). */
void template_fail_with(TemplateRun *run, Error *error);
/* A value as `{{ value }}` would print it before escaping: text in the arena. */
Value template_to_string(TemplateRun *run, Value value);
/* A keyword argument, or NULL. */
const Value *arguments_keyword(const Arguments *arguments, const char *name);

#endif
