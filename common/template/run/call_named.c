/* Filters and tests whose names are values: for map and select. */
#include "common/template/run/run.h"
#include "common/template/words/builtin.h"

static bool fail_name(TemplateRun *run, const char *kind, Value name)
{
  if (name.kind == VALUE_UNDEFINED)
    return fail_undefined(run, name);
  if (name.kind == VALUE_STRING)
    template_fail(run, "unknown %s '%.*s'", kind, (int)name.length, name.text);
  else
    template_fail(run, "the name of a %s is text, not %s", kind, value_type(name));
  return false;
}

/* Which filter or test a name means; the last one is remembered. NULL after failing. */
static const NamedCall *find_named(TemplateRun *run, bool filter, Value name)
{
  NamedCall *last = &run->last_named[filter];
  char text[64];
  if (name.kind == VALUE_STRING && last->name != NULL && last->name == name.text &&
      last->length == name.length)
    return last;
  if (name.kind != VALUE_STRING || name.length >= sizeof text) {
    fail_name(run, filter ? "filter" : "test", name);
    return NULL;
  }
  memcpy(text, name.text, name.length);
  text[name.length] = '\0';
  const HostFunction *host =
      g_hash_table_lookup(filter ? run->set->filters : run->set->tests, text);
  const Builtin *builtin = host != NULL ? NULL : filter ? builtin_filter(text) : builtin_test(text);
  if (host == NULL && builtin == NULL) {
    fail_name(run, filter ? "filter" : "test", name);
    return NULL;
  }
  *last = (NamedCall){name.text, name.length, builtin, host};
  return last;
}

static bool call_host(TemplateRun *run, const char *kind, const HostFunction *host, Value self,
                      const Arguments *arguments, Value *out)
{
  int count = (int)(arguments->count + arguments->keyword_count);
  if (count < host->min || (host->max >= 0 && count > host->max)) {
    template_fail(run, "%s '%s' can't take %d argument%s", kind, host->name, count,
                  count == 1 ? "" : "s");
    return false;
  }
  *out = value_none();
  if (host->filter(run, host->data, self, arguments, out) && !run_failed(run))
    return true;
  template_fail(run, "'%s' failed", host->name);
  return false;
}

static bool call_named(TemplateRun *run, bool filter, Value name, Value self,
                       const Arguments *arguments, Value *out)
{
  if (!run_step(run, 1) || !run_scan(run, self))
    return false;
  const NamedCall *named = find_named(run, filter, name);
  if (named == NULL)
    return false;
  return named->host != NULL
             ? call_host(run, filter ? "filter" : "test", named->host, self, arguments, out)
             : builtin_call(run, named->builtin, self, arguments, out);
}

bool call_filter(TemplateRun *run, Value name, Value self, const Arguments *arguments, Value *out)
{
  return call_named(run, true, name, self, arguments, out);
}

bool call_test(TemplateRun *run, Value name, Value self, const Arguments *arguments, bool *out)
{
  Value result;
  return call_named(run, false, name, self, arguments, &result) && value_truth(run, result, out);
}
