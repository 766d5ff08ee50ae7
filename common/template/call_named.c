/* Filters and tests whose names are values: for map and select. */
#include "common/template/builtin.h"
#include "common/template/run.h"

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

static bool call_named(TemplateRun *run, bool filter, Value name, Value self,
                       const Arguments *arguments, Value *out)
{
  const char *kind = filter ? "filter" : "test";
  if (!run_scan(run, self))
    return false;
  if (name.kind != VALUE_STRING)
    return fail_name(run, kind, name);
  char text[64];
  if (name.length >= sizeof text)
    return fail_name(run, kind, name);
  memcpy(text, name.text, name.length);
  text[name.length] = '\0';
  const HostFunction *host =
      g_hash_table_lookup(filter ? run->set->filters : run->set->tests, text);
  if (host != NULL) {
    int count = (int)(arguments->count + arguments->keyword_count);
    if (count < host->min || (host->max >= 0 && count > host->max)) {
      template_fail(run, "%s '%s' can't take %d argument%s", kind, text, count,
                    count == 1 ? "" : "s");
      return false;
    }
    *out = value_none();
    if (host->filter(run, host->data, self, arguments, out) && !run_failed(run))
      return true;
    template_fail(run, "'%s' failed", text);
    return false;
  }
  const Builtin *builtin = filter ? builtin_filter(text) : builtin_test(text);
  return builtin == NULL ? fail_name(run, kind, name)
                         : builtin_call(run, builtin, self, arguments, out);
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
