/* view_functions.c - the generator's own functions, dates, strings of the language. */
#include "generator/build/view/views.h"

#include "common/strutil.h"

#include <string.h>

/* --- dates ------------------------------------------------------------------------------ */

static DateParts parts_of(void *self)
{
  DateParts parts;
  datetime_parts(self, &parts);
  return parts;
}

#define DATE_PART(member)                                                                          \
  static bool member##_value(Viewer *viewer, void *self, Value *out)                               \
  {                                                                                                \
    (void)viewer;                                                                                  \
    *out = value_int(parts_of(self).member);                                                       \
    return true;                                                                                   \
  }
DATE_PART(year)
DATE_PART(month)
DATE_PART(day)
DATE_PART(hour)
DATE_PART(minute)
DATE_PART(weekday)

static bool timestamp_value(Viewer *viewer, void *self, Value *out)
{
  (void)viewer;
  *out = value_int(((const DateTime *)self)->seconds);
  return true;
}

static const ViewField date_fields[] = {
    {{"year", &shape_number}, year_value},
    {{"month", &shape_number}, month_value},
    {{"day", &shape_number}, day_value},
    {{"hour", &shape_number}, hour_value},
    {{"minute", &shape_number}, minute_value},
    {{"weekday", &shape_number}, weekday_value},
    {{"timestamp", &shape_number}, timestamp_value},
};

const Shape shape_date = {.kind = SHAPE_OBJECT, .name = "date", .fields = SHAPE_TABLE(date_fields)};

static Value text_value(Arena *arena, GString *text)
{
  Value value = value_text(arena_strndup(arena, text->str, text->len), text->len);
  g_string_free(text, TRUE);
  return value;
}

/* What stands in viewer->scratch. */
static Value scratch_value(Viewer *viewer)
{
  const GString *text = viewer->scratch;
  return value_text(arena_strndup(viewer->arena, text->str, text->len), text->len);
}

static Value date_text(Viewer *viewer, const DateTime *date)
{
  g_string_truncate(viewer->scratch, 0);
  datetime_rfc3339(date, viewer->scratch);
  return scratch_value(viewer);
}

static void date_print(TemplateRun *run, void *self, Value *out)
{
  *out = date_text(view_viewer(run), self);
}

static const ObjectClass date_class = {
    .name = "date", .shape = &shape_date, .field = view_field, .print = date_print};

Value view_date(Viewer *viewer, const DateTime *date)
{
  return date->set ? value_object(viewer->arena, &date_class, (void *)date) : value_none();
}

static const DateTime *date_of(TemplateRun *run, Value value, const char *filter)
{
  if (value.kind == VALUE_OBJECT && value.object->class == &date_class)
    return value.object->self;
  if (value.kind == VALUE_STRING) {
    DateTime *date = arena_new_of(template_arena(run), DateTime);
    g_autofree char *text = g_strndup(value.text, value.length);
    view_setting(view_viewer(run), "timezone", false);
    if (datetime_read(text, view_viewer(run)->facts->settings->timezone, date))
      return date;
  }
  if (value.kind != VALUE_NONE && value.kind != VALUE_UNDEFINED)
    template_fail(run, "'%s' needs a date", filter);
  return NULL;
}

static void strings_read(Viewer *viewer, Field field)
{
  if (viewer->trace)
    viewer_read(viewer, viewer_strings(viewer), field);
}

static const Phrase *phrase_read(Viewer *viewer, const char *key, size_t length)
{
  const Phrase *phrase = viewer_phrase(viewer, key, length);
  strings_read(viewer, phrase->field);
  return phrase;
}

const char *view_string(Viewer *viewer, const char *key)
{
  return phrase_read(viewer, key, strlen(key))->text;
}

void view_template_used(void *host, const char *name)
{
  Viewer *viewer = host;
  if (viewer->trace)
    viewer_read(viewer, viewer->facts->templates, viewer_field(viewer, name));
}

static char *argument_text(const Arguments *arguments, size_t index, const char *fallback)
{
  if (index >= arguments->count || arguments->values[index].kind != VALUE_STRING)
    return g_strdup(fallback);
  return g_strndup(arguments->values[index].text, arguments->values[index].length);
}

/* {{ page.date|date('long') }}: a named format of the language, else strftime. */
static bool filter_date(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                        Value *out)
{
  (void)data;
  Viewer *viewer = view_viewer(run);
  *out = value_text("", 0);
  const DateTime *date = date_of(run, self, "date");
  if (!date)
    return !template_failed(run);
  bool given = arguments->count > 0 && arguments->values[0].kind == VALUE_STRING;
  Value name = given ? arguments->values[0] : value_string("long");
  const DateFormat *format = viewer_date_format(viewer, name.text, name.length);
  if (format->field)
    strings_read(viewer, format->field);
  if (format->names)
    strings_read(viewer, format->names);
  g_string_truncate(viewer->scratch, 0);
  bool good = datetime_format(date, format->pattern, strings_dates(viewer->language->strings),
                              viewer->scratch);
  *out = scratch_value(viewer);
  if (!good)
    template_fail(run, "'%.*s' is no date format", (int)name.length, name.text);
  return good;
}

static bool filter_rfc3339(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                           Value *out)
{
  (void)data;
  (void)arguments;
  *out = value_text("", 0);
  const DateTime *date = date_of(run, self, "rfc3339");
  if (date)
    *out = date_text(view_viewer(run), date);
  return !template_failed(run);
}

/* --- URLs ------------------------------------------------------------------------------- */

static bool filter_absolute_url(TemplateRun *run, void *data, Value self,
                                const Arguments *arguments, Value *out)
{
  (void)data;
  (void)arguments;
  Value text = template_to_string(run, self);
  const char *url = arena_strndup(template_arena(run), text.text, text.length);
  *out = value_string(view_absolute(view_viewer(run), url));
  return true;
}

static bool filter_slug(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                        Value *out)
{
  (void)data;
  (void)arguments;
  Value text = template_to_string(run, self);
  if (!template_work(run, text.length))
    return false;
  g_autofree char *plain = g_strndup(text.text, text.length);
  g_autofree char *slug = text_slug(plain, view_viewer(run)->lang);
  *out = value_string(arena_strdup(template_arena(run), slug));
  return true;
}

static bool asset_value(TemplateRun *run, const char *name, Value *out)
{
  Viewer *viewer = view_viewer(run);
  const char *url = viewer_asset_url(viewer, name);
  if (viewer->trace)
    viewer_read(viewer, viewer->facts->assets, viewer_field(viewer, name));
  if (!url) {
    template_fail(run, "there is no file static/%s in the site or the theme", name);
    return false;
  }
  *out = value_string(url);
  return true;
}

/* integrity="{{ integrity('style.css') }}" */
static bool function_integrity(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)data;
  Viewer *viewer = view_viewer(run);
  g_autofree char *name = argument_text(arguments, 0, "");
  const char *integrity = asset_integrity(viewer, name);
  if (viewer->trace) {
    g_autofree char *field = g_strconcat(INTEGRITY_FIELD, name, NULL);
    viewer_read(viewer, viewer->facts->assets, viewer_field(viewer, field));
  }
  if (!integrity && !asset_is_checked(name))
    template_fail(run, "'integrity' is for style sheets and scripts (.css .js .mjs), not for %s",
                  name);
  else if (!integrity)
    template_fail(run, "there is no file static/%s in the site or the theme", name);
  *out = value_string(integrity);
  return integrity != NULL;
}

static bool function_asset(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)data;
  g_autofree char *name = argument_text(arguments, 0, "");
  return asset_value(run, name, out);
}

/* {{ "style.css"|asset }} */
static bool filter_asset(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                         Value *out)
{
  (void)data;
  (void)arguments;
  Value text = template_to_string(run, self);
  g_autofree char *name = g_strndup(text.text, text.length);
  return asset_value(run, name, out);
}

/* --- strings ---------------------------------------------------------------------------- */

Value view_fill_places(TemplateRun *run, Value form, const Arguments *arguments)
{
  if (!memchr(form.text, '{', form.length))
    return form;
  const char *text = arena_strndup(template_arena(run), form.text, form.length);
  const Strings *strings = view_viewer(run)->language->strings;
  GString *out = g_string_new(NULL);
  for (const char *at = text; *at;) {
    const char *end = *at == '{' ? strchr(at, '}') : NULL;
    g_autofree char *name = end ? g_strndup(at + 1, (gsize)(end - at - 1)) : NULL;
    const Value *value = name ? arguments_keyword(arguments, name) : NULL;
    if (!value) {
      g_string_append_c(out, *at++);
      continue;
    }
    Value filled = template_to_string(run, *value);
    strings_put_value(strings, filled.text, filled.length, out);
    at = end + 1;
  }
  return text_value(template_arena(run), out);
}

static bool string_value(TemplateRun *run, Value key, const Arguments *arguments, Value *out)
{
  Viewer *viewer = view_viewer(run);
  const Phrase *phrase = phrase_read(viewer, key.text, key.length);
  const Value *count = arguments_keyword(arguments, "count");
  bool plural = count && count->kind == VALUE_INT;
  const char *text = plural ? strings_plural(viewer->language->strings, phrase->key, count->integer)
                            : phrase->text;
  if (!text) {
    template_fail(run, "there is no string '%s' in i18n/%s.yaml", phrase->key, viewer->lang);
    return false;
  }
  *out = plural ? value_string(text) : value_text(text, phrase->length);
  if (plural || phrase->has_places)
    *out = view_fill_places(run, *out, arguments);
  return !template_failed(run);
}

static bool function_t(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)data;
  bool given = arguments->count > 0 && arguments->values[0].kind == VALUE_STRING;
  return string_value(run, given ? arguments->values[0] : value_text("", 0), arguments, out);
}

/* {{ "comments.count"|t(count=3) }} */
static bool filter_t(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                     Value *out)
{
  (void)data;
  return string_value(run, template_to_string(run, self), arguments, out);
}

const char *view_translate(void *host, const char *context, const char *text, const char *plural,
                           int64_t count)
{
  Viewer *viewer = host;
  g_autofree char *key = context ? g_strconcat(context, "|", text, NULL) : NULL;
  const Phrase *phrase = phrase_read(viewer, key ? key : text, strlen(key ? key : text));
  return plural ? strings_plural(viewer->language->strings, phrase->key, count) : phrase->text;
}

void views_register(TemplateSet *set)
{
  template_set_add_function(set, "t", 1, -1, function_t, NULL);
  template_set_add_function(set, "asset", 1, 1, function_asset, NULL);
  template_set_add_function(set, "integrity", 1, 1, function_integrity, NULL);
  view_links_register(set);
  template_set_add_filter(set, "date", 0, 1, filter_date, NULL);
  template_set_add_filter(set, "rfc3339", 0, 0, filter_rfc3339, NULL);
  template_set_add_filter(set, "absolute_url", 0, 0, filter_absolute_url, NULL);
  template_set_add_filter(set, "slug", 0, 0, filter_slug, NULL);
  template_set_add_filter(set, "asset", 0, 0, filter_asset, NULL);
  template_set_add_filter(set, "t", 0, -1, filter_t, NULL);
  view_filters_register(set);
  template_set_result(set, "asset", &shape_url);
  template_set_result(set, "slug", &shape_url);
  template_set_result(set, "absolute_url", &shape_same);
  template_set_result(set, "relative_url", &shape_same);
  template_set_result(set, "markdown", &shape_markup);
  template_set_result(set, "reading_time", &shape_number);
  template_set_variables(set, &view_variable_table);
}
