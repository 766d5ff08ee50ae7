#include "comment-server/pages/pages_internal.h"

#include "common/time/datetime.h"

#include <string.h>

static const Page *page_of(TemplateRun *run)
{
  return template_host(run);
}

static Value text_value(TemplateRun *run, const GString *text)
{
  return value_text(arena_strndup(template_arena(run), text->str, text->len), text->len);
}

static const char *argument_text(TemplateRun *run, const Arguments *arguments, size_t index,
                                 const char *fallback)
{
  if (index >= arguments->count || arguments->values[index].kind != VALUE_STRING)
    return fallback;
  return arena_strndup(template_arena(run), arguments->values[index].text,
                       arguments->values[index].length);
}

/* --- strings --------------------------------------------------------------------------- */

/* "{name} wrote" with name=… from the keywords; what has no value stays. */
static Value fill_places(TemplateRun *run, const char *text, const Arguments *arguments)
{
  g_autoptr(GString) out = g_string_new(NULL);
  for (const char *at = text; *at;) {
    const char *end = *at == '{' ? strchr(at, '}') : NULL;
    g_autofree char *name = end ? g_strndup(at + 1, (gsize)(end - at - 1)) : NULL;
    const Value *value = name ? arguments_keyword(arguments, name) : NULL;
    if (!value) {
      g_string_append_c(out, *at++);
      continue;
    }
    Value filled = template_to_string(run, *value);
    strings_put_value(page_of(run)->strings, filled.text, filled.length, out);
    at = end + 1;
  }
  return text_value(run, out);
}

static bool function_t(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)data;
  const Page *page = page_of(run);
  const char *key = argument_text(run, arguments, 0, "");
  const Value *count = arguments_keyword(arguments, "count");
  const char *text = count && count->kind == VALUE_INT
                         ? strings_plural(page->strings, key, count->integer)
                         : strings_get(page->strings, key);
  if (!text) {
    template_fail(run, "there is no string '%s' in i18n/%s.yaml", key, page->lang);
    return false;
  }
  *out = strchr(text, '{') ? fill_places(run, text, arguments) : value_string(text);
  return !template_failed(run);
}

static bool function_asset(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)data;
  const char *name = argument_text(run, arguments, 0, "");
  *out = value_string(arena_printf(template_arena(run), "/comments/assets/%s", name));
  return true;
}

/* --- times ------------------------------------------------------------------------------- */

static bool time_of(TemplateRun *run, Value value, const char *filter, DateTime *out)
{
  if (value.kind != VALUE_INT) {
    if (value.kind != VALUE_NONE && value.kind != VALUE_UNDEFINED)
      template_fail(run, "'%s' needs a time in seconds", filter);
    return false;
  }
  *out = (DateTime){.seconds = value.integer,
                    .offset = (int16_t)page_of(run)->pages->options.timezone_offset,
                    .set = true,
                    .has_time = true};
  return true;
}

static bool filter_date(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                        Value *out)
{
  (void)data;
  DateTime time;
  *out = value_text("", 0);
  if (!time_of(run, self, "date", &time))
    return !template_failed(run);
  const Strings *strings = page_of(run)->strings;
  const char *name = argument_text(run, arguments, 0, "long");
  const char *format = strchr(name, '%') ? name : strings_date_format(strings, name);
  g_autoptr(GString) text = g_string_new(NULL);
  if (!datetime_format(&time, format ? format : "%Y-%m-%d", strings_dates(strings), text)) {
    template_fail(run, "'%s' is no date format", name);
    return false;
  }
  *out = text_value(run, text);
  return true;
}

static bool filter_rfc3339(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                           Value *out)
{
  (void)data;
  (void)arguments;
  DateTime time;
  *out = value_text("", 0);
  if (!time_of(run, self, "rfc3339", &time))
    return !template_failed(run);
  g_autoptr(GString) text = g_string_new(NULL);
  datetime_rfc3339(&time, text);
  *out = text_value(run, text);
  return true;
}

static const struct {
  int64_t below, unit; /* seconds */
  const char *key;
} ages[] = {
    {60, 1, "moderate.ago.now"},
    {60 * 60, 60, "moderate.ago.minutes"},
    {24 * 60 * 60, 60 * 60, "moderate.ago.hours"},
    {INT64_MAX, 24 * 60 * 60, "moderate.ago.days"},
};

/* {{ comment.created|ago }}: "3 hours ago". */
static bool filter_ago(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                       Value *out)
{
  (void)data;
  (void)arguments;
  DateTime time;
  *out = value_text("", 0);
  if (!time_of(run, self, "ago", &time))
    return !template_failed(run);
  const Page *page = page_of(run);
  int64_t age = MAX(clock_now(page->pages->options.clock) / 1000000 - time.seconds, 0);
  size_t i = 0;
  while (age >= ages[i].below)
    i++;
  int64_t count = age / ages[i].unit;
  const char *text = strings_plural(page->strings, ages[i].key, count);
  if (!text) {
    template_fail(run, "there is no string '%s' in i18n/%s.yaml", ages[i].key, page->lang);
    return false;
  }
  static const char *const keywords[] = {"count"};
  Value number = value_int(count);
  Arguments places = {.keyword_count = 1, .keywords = keywords, .keyword_values = &number};
  *out = fill_places(run, text, &places);
  return !template_failed(run);
}

void page_functions_register(TemplateSet *set)
{
  template_set_add_function(set, "t", 1, -1, function_t, NULL);
  template_set_add_function(set, "asset", 1, 1, function_asset, NULL);
  template_set_add_filter(set, "date", 0, 1, filter_date, NULL);
  template_set_add_filter(set, "rfc3339", 0, 0, filter_rfc3339, NULL);
  template_set_add_filter(set, "ago", 0, 0, filter_ago, NULL);
}
