/* gettext() and its kin: what `{% trans %}` calls, and templates may.
 *
 * Without keywords they give the text as it is, as Jinja's old style does; with
 * keywords they fill them in and give markup where escaping is on, as its new style
 * does. */
#include "common/template/run/arithmetic.h"
#include "common/template/run/run.h"
#include "common/template/words/builtins.h"

/* What is asked for; NULL where a function has no such argument. */
typedef struct Message {
  const char *context, *text, *plural;
  Value text_value, plural_value, count;
} Message;

static const char *copy_text(TemplateRun *run, Value value)
{
  value = run_string(run, value);
  return run_failed(run) ? "" : arena_strndup(run->arena, value.text, value.length);
}

/* Is it one thing? As Python compares: 1, 1.0, true. */
static bool is_one(Value count)
{
  return value_is_number(count) && value_as_float(count) == 1.0;
}

static Value look_up(TemplateRun *run, const Message *message)
{
  const TemplateRender *render = run->render;
  int64_t count = value_is_int(message->count) ? value_as_int(message->count)
                  : is_one(message->count)     ? 1
                                               : 2;
  const char *found = NULL;
  if (render->translate != NULL)
    found = render->translate(render->host, message->context, message->text, message->plural,
                              message->plural == NULL ? 0 : count);
  if (found != NULL)
    return value_string(found);
  return message->plural == NULL || is_one(message->count) ? message->text_value
                                                           : message->plural_value;
}

/* The places "%(name)s" are filled from the keywords, the count and the context. */
static bool fill(TemplateRun *run, const Message *message, const Arguments *arguments, Value *out)
{
  Value map = value_map(run->arena);
  if (message->context != NULL)
    value_map_put(run->arena, map, "context", value_string(message->context));
  if (message->plural != NULL)
    value_map_put(run->arena, map, "num", message->count);
  for (size_t i = 0; i < arguments->keyword_count; i++)
    value_map_put(run->arena, map, arguments->keywords[i], arguments->keyword_values[i]);
  *out = run_soft_string(run, *out);
  out->safe |= *run->frame->context->autoescape;
  return format_percent(run, *out, map, out);
}

static bool translate(TemplateRun *run, const char *name, bool context, bool plural,
                      const Arguments *arguments, Value *out)
{
  size_t count = 1 + (size_t)context + 2 * (size_t)plural;
  const Value *values = arguments->values;
  if (arguments->count != count) {
    template_fail(run, "'%s' takes %zu argument%s, and what to fill in by name", name, count,
                  count == 1 ? "" : "s");
    return false;
  }
  Message message = {0};
  if (context)
    message.context = copy_text(run, *values++);
  message.text_value = *values++;
  message.text = copy_text(run, message.text_value);
  if (plural) {
    message.plural_value = *values++;
    message.plural = copy_text(run, message.plural_value);
    message.count = *values;
  }
  if (run_failed(run))
    return false;
  *out = look_up(run, &message);
  return arguments->keyword_count == 0 || fill(run, &message, arguments, out);
}

static bool function_gettext(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  (void)self;
  return translate(run, "gettext", false, false, arguments, out);
}

static bool function_ngettext(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  (void)self;
  return translate(run, "ngettext", false, true, arguments, out);
}

static bool function_pgettext(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  (void)self;
  return translate(run, "pgettext", true, false, arguments, out);
}

static bool function_npgettext(TemplateRun *run, Value self, const Arguments *arguments, Value *out)
{
  (void)self;
  return translate(run, "npgettext", true, true, arguments, out);
}

const Builtin functions_gettext[] = {
    {.name = "_", .call_any = function_gettext},
    {.name = "gettext", .call_any = function_gettext},
    {.name = "ngettext", .call_any = function_ngettext},
    {.name = "npgettext", .call_any = function_npgettext},
    {.name = "pgettext", .call_any = function_pgettext},
    {.name = NULL},
};
