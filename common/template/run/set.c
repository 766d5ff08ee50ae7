#include "common/template/run/set.h"

#include "common/strutil.h"
#include "common/template/check/resolve.h"
#include "common/template/parse/parse.h"
#include "common/template/parse/source.h"
#include "common/template/run/run.h"

#include <pthread.h>
#include <string.h>

struct SetLock {
  pthread_mutex_t mutex;
};

TemplateSet *template_set_new(const TemplateLoader *loader, const TemplateOptions *options)
{
  TemplateSet *set = g_new0(TemplateSet, 1);
  set->loader = *loader;
  if (options != NULL)
    set->options = *options;
  else
    set->options.autoescape = -1;
  set->arena = arena_new();
  set->names = names_new(set->arena);
  set->templates = g_hash_table_new(g_str_hash, g_str_equal);
  set->filters = g_hash_table_new(g_str_hash, g_str_equal);
  set->tests = g_hash_table_new(g_str_hash, g_str_equal);
  set->function_names = g_ptr_array_new();
  set->pending = g_ptr_array_new();
  set->lock = g_new0(struct SetLock, 1);
  pthread_mutex_init(&set->lock->mutex, NULL);
  set_add_functions(set);
  return set;
}

void template_set_options(TemplateSet *set, const TemplateOptions *options)
{
  set->options = *options;
}

void template_set_free(TemplateSet *set)
{
  if (set == NULL)
    return;
  GHashTableIter iter;
  gpointer template;
  g_hash_table_iter_init(&iter, set->templates);
  while (g_hash_table_iter_next(&iter, NULL, &template))
    error_free(((Template *)template)->error);
  g_hash_table_unref(set->templates);
  g_hash_table_unref(set->filters);
  g_hash_table_unref(set->tests);
  g_ptr_array_unref(set->function_names);
  g_ptr_array_unref(set->pending);
  names_free(set->names);
  pthread_mutex_destroy(&set->lock->mutex);
  g_free(set->lock);
  arena_free(set->arena);
  g_free(set);
}

static HostFunction *host_new(TemplateSet *set, const char *name, int min, int max, void *data)
{
  HostFunction *host = arena_new_of(set->arena, HostFunction);
  host->head.kind = CALLABLE_HOST;
  host->name = arena_strdup(set->arena, name);
  host->min = min;
  host->max = max;
  host->data = data;
  host->value = value_special(VALUE_CALLABLE, host);
  return host;
}

/* A function is known to its name. */
static HostFunction *add_function(TemplateSet *set, const char *name, int min, int max, void *data)
{
  HostFunction *host = host_new(set, name, min, max, data);
  names_set_function(set->names, host->name, host);
  g_ptr_array_add(set->function_names, (gpointer)host->name);
  return host;
}

static void add(GHashTable *table, HostFunction *host)
{
  g_hash_table_replace(table, (gpointer)host->name, host);
}

void template_set_add_function(TemplateSet *set, const char *name, int min, int max,
                               TemplateFunction function, void *data)
{
  add_function(set, name, min, max, data)->function = function;
}

void template_set_add_filter(TemplateSet *set, const char *name, int min, int max,
                             TemplateFilter filter, void *data)
{
  HostFunction *host = host_new(set, name, min, max, data);
  host->filter = filter;
  add(set->filters, host);
}

void template_set_add_test(TemplateSet *set, const char *name, int min, int max,
                           TemplateFilter test, void *data)
{
  HostFunction *host = host_new(set, name, min, max, data);
  host->filter = test;
  add(set->tests, host);
}

void template_set_result(TemplateSet *set, const char *name, const Shape *shape)
{
  HostFunction *filter = g_hash_table_lookup(set->filters, name);
  const Name *function = names_find(set->names, name);
  if (filter != NULL)
    filter->result = shape;
  if (function != NULL && function->function != NULL)
    ((HostFunction *)function->function)->result = shape;
}

void template_set_variables(TemplateSet *set, const ShapeTable *variables)
{
  set->variables = variables;
}

void set_add_functions(TemplateSet *set)
{
  g_autofree const char **names = builtin_function_names();
  for (const char **name = names; *name != NULL; name++) {
    FunctionValue *function = arena_new_of(set->arena, FunctionValue);
    *function = (FunctionValue){{CALLABLE_FUNCTION}, builtin_function(*name)};
    HostFunction *host = add_function(set, *name, 0, -1, NULL);
    host->value = value_special(VALUE_CALLABLE, function);
  }
}

bool set_autoescape(const TemplateSet *set, const char *name)
{
  static const char *const ends[] = {".html", ".htm", ".xml", ".svg", ".atom"};
  if (set->options.autoescape >= 0)
    return set->options.autoescape > 0;
  g_autofree char *lower = g_ascii_strdown(name, -1);
  for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
    if (g_str_has_suffix(lower, ends[i]))
      return true;
  return false;
}

/* The text with '\n' as its only line end. */
static void normalise(TemplateSet *set, Template *template, const char *text, size_t length)
{
  template->source = text;
  template->length = length;
  if (memchr(text, '\r', length) == NULL)
    return;
  char *copy = arena_alloc(set->arena, length + 1), *out = copy;
  for (size_t i = 0; i < length; i++) {
    if (text[i] != '\r')
      *out++ = text[i];
    else if (i + 1 == length || text[i + 1] != '\n')
      *out++ = '\n';
  }
  template->source = copy;
  template->length = (size_t)(out - copy);
}

Template *set_request(TemplateSet *set, const char *name, const Template *by, size_t offset,
                      Error **error)
{
  enum { TEMPLATE_SIZE = 4 * 1024 * 1024 };
  Template *template = g_hash_table_lookup(set->templates, name);
  if (template != NULL)
    return template;
  const char *text = NULL, *path = NULL;
  size_t length = 0;
  if (!set->loader.load(set->loader.data, name, &text, &length, &path, error))
    return NULL;
  template = arena_new_of(set->arena, Template);
  template->name = arena_strdup(set->arena, name);
  template->path = arena_strdup(set->arena, path == NULL ? name : path);
  template->digest = digest_bytes(text, length);
  template->autoescape = set_autoescape(set, name);
  template->requester = by;
  template->request_offset = offset;
  if (length > TEMPLATE_SIZE) {
    error_set(error, ERROR_SITE, "%s is too large for a template: %zu bytes", template->path,
              length);
    return NULL;
  }
  if (!text_check_utf8(text, length, template->path, error))
    return NULL;
  normalise(set, template, text, length);
  g_hash_table_insert(set->templates, (gpointer) template->name, template);
  g_ptr_array_add(set->pending, template);
  return template;
}

/* Who named the template that failed, and who named that one. */
static void add_requesters(const Template *template, Error **error)
{
  for (; template->requester != NULL; template = template->requester) {
    const Template *by = template->requester;
    Source source = {by->path, by->source, by->length};
    int line, column;
    source_place(&source, template->request_offset, &line, &column);
    error_note(error, "named in %s:%d:%d", by->path, line, column);
  }
}

static bool compile(TemplateSet *set, Template *template, Error **error)
{
  return template_parse(template, set->arena, set->names, &set->options, error) &&
         template_resolve(set, template, error);
}

/* Parse what has been named, and what that names in turn. One that fails takes
 * those with it that wait for it. */
static bool load_pending(TemplateSet *set, Error **error)
{
  Error *failure = NULL;
  for (guint i = 0; i < set->pending->len && failure == NULL; i++) {
    Template *template = set->pending->pdata[i];
    if (compile(set, template, &failure))
      continue;
    add_requesters(template, &failure);
  }
  for (guint i = 0; i < set->pending->len; i++) {
    Template *template = set->pending->pdata[i];
    template->state = failure == NULL ? TEMPLATE_READY : TEMPLATE_FAILED;
    if (failure != NULL)
      template->error = error_copy(failure);
  }
  g_ptr_array_set_size(set->pending, 0);
  if (failure != NULL)
    error_move(error, failure);
  return failure == NULL;
}

static const Template *load_locked(TemplateSet *set, const char *name, Error **error)
{
  Template *template = set_request(set, name, NULL, 0, error);
  if (template == NULL)
    return NULL;
  if (template->state == TEMPLATE_LOADING && !load_pending(set, error))
    return NULL;
  if (template->state != TEMPLATE_FAILED)
    return template;
  if (error != NULL)
    error_move(error, error_copy(template->error));
  return NULL;
}

void set_lock(TemplateSet *set)
{
  pthread_mutex_lock(&set->lock->mutex);
}

void set_unlock(TemplateSet *set)
{
  pthread_mutex_unlock(&set->lock->mutex);
}

const Template *set_find(TemplateSet *set, const char *name, Error **error)
{
  pthread_mutex_lock(&set->lock->mutex);
  const Template *template = load_locked(set, name, error);
  pthread_mutex_unlock(&set->lock->mutex);
  return template;
}

const Name *set_known_name(TemplateSet *set, const char *text)
{
  pthread_mutex_lock(&set->lock->mutex);
  const Name *name = names_find(set->names, text);
  pthread_mutex_unlock(&set->lock->mutex);
  return name;
}

const Template *set_need(TemplateSet *set, const char *name, Error **error)
{
  Error *failure = NULL;
  const Template *template = set_find(set, name, &failure);
  if (template == NULL && failure == NULL)
    error_set(&failure, ERROR_SITE, "there is no template '%s'", name);
  if (failure != NULL)
    error_move(error, failure);
  return template;
}

bool template_load(TemplateSet *set, const char *name, Error **error)
{
  return set_need(set, name, error) != NULL;
}

bool template_exists(TemplateSet *set, const char *name)
{
  const char *text, *path;
  size_t length;
  Error *failure = NULL;
  pthread_mutex_lock(&set->lock->mutex);
  bool exists = g_hash_table_contains(set->templates, name) ||
                set->loader.load(set->loader.data, name, &text, &length, &path, &failure) ||
                failure != NULL;
  pthread_mutex_unlock(&set->lock->mutex);
  error_free(failure);
  return exists;
}

Digest template_digest(TemplateSet *set, const char *name)
{
  pthread_mutex_lock(&set->lock->mutex);
  const Template *template = g_hash_table_lookup(set->templates, name);
  pthread_mutex_unlock(&set->lock->mutex);
  return template == NULL ? 0 : template->digest;
}
