/* Filters that change case. */
#include "common/template/words/builtins.h"
#include "common/template/words/case.h"

static bool filter_upper(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return text_upper(run, run_soft_string(run, self), out);
}

static bool filter_lower(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return text_lower(run, run_soft_string(run, self), out);
}

static bool filter_capitalize(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return text_capitalize(run, run_soft_string(run, self), out);
}

static bool filter_title(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  return text_title_words(run, run_soft_string(run, self), out);
}

const Builtin filters_case[] = {
    {.name = "capitalize", .call = filter_capitalize},
    {.name = "lower", .call = filter_lower},
    {.name = "title", .call = filter_title},
    {.name = "upper", .call = filter_upper},
    {.name = NULL},
};
