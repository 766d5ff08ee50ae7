/* view_shortcode.c - the S slot: a shortcode's template, with what the page gave it.
 *
 * The template templates/shortcodes/NAME.html sees: name, args (positional), params (named),
 * inner (HTML) and raw (as it was written) of what stands between its tags, has_inner,
 * is_inline, number (from 0, on the page), parent (name, args and params of the shortcode that
 * it stands in, or none), and page, site, lang, dir as other templates do.
 */
#include "generator/build/view/view_fill.h"

#include "generator/model/markdown/slots.h"

#include "common/escape.h"
#include "common/suggest.h"

#include <string.h>

enum { VARIABLES = 15 };

typedef struct Shortcode {
  const char *name;
  int line, number;
  bool is_inline, has_inner;
  Value args, params;
  const char *raw, *inner;
  size_t raw_length, inner_length;
} Shortcode;

static const char *take(Arena *arena, const char **at, const char *end)
{
  g_autofree char *text = slot_field_take(at, end);
  return text ? arena_strdup(arena, text) : "";
}

static int take_number(Arena *arena, const char **at, const char *end)
{
  return (int)g_ascii_strtoll(take(arena, at, end), NULL, 10);
}

static Value param_value(char kind, const char *text)
{
  if (kind == 'b')
    return value_bool(strcmp(text, "true") == 0);
  return kind == 'i' ? value_int(g_ascii_strtoll(text, NULL, 10)) : value_string(text);
}

static bool shortcode_take(Shortcode *shortcode, Arena *arena, const char *at, const char *end)
{
  shortcode->name = take(arena, &at, end);
  shortcode->line = take_number(arena, &at, end);
  shortcode->is_inline = *take(arena, &at, end) != '\0';
  shortcode->has_inner = *take(arena, &at, end) != '\0';
  shortcode->number = take_number(arena, &at, end);
  shortcode->args = value_list(arena, 4);
  shortcode->params = value_map(arena);
  for (;;) {
    const char *kind = take(arena, &at, end);
    if (!*kind)
      break;
    const char *key = take(arena, &at, end);
    Value value = param_value(*kind, take(arena, &at, end));
    if (*key)
      value_map_put(arena, shortcode->params, key, value);
    else
      value_list_add(arena, shortcode->args, value);
  }
  return slot_field_next(&at, end, &shortcode->raw, &shortcode->raw_length) &&
         slot_field_next(&at, end, &shortcode->inner, &shortcode->inner_length);
}

static Value as_parent(Arena *arena, const Shortcode *shortcode, const Filling *filling)
{
  Value map = value_map(arena);
  value_map_put(arena, map, "name", value_string(shortcode->name));
  value_map_put(arena, map, "args", shortcode->args);
  value_map_put(arena, map, "params", shortcode->params);
  value_map_put(arena, map, "parent", filling->parent ? *filling->parent : value_none());
  return map;
}

/* What stands inside is filled first. */
static Value inner_value(Filling *filling, const Shortcode *shortcode)
{
  Arena *arena = filling->viewer->arena;
  const Value *outer = filling->parent;
  Value self = as_parent(arena, shortcode, filling);
  GString *out = g_string_sized_new(shortcode->inner_length + 64);
  filling->parent = &self;
  slots_fill(shortcode->inner, shortcode->inner_length, fill_slot, filling, out);
  filling->parent = outer;
  Value value = value_markup(arena_strndup(arena, out->str, out->len), out->len);
  g_string_free(out, TRUE);
  return value;
}

/* --- unknown ones ---------------------------------------------------------------------------- */

static int name_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void shortcode_unknown(Error **error, const Theme *theme, const char *name, const char *path,
                       int line)
{
  static const char folder[] = "shortcodes/";
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  GList *templates = g_hash_table_get_keys(theme->templates);
  for (GList *one = templates; one; one = one->next) {
    const char *template = one->data;
    if (g_str_has_prefix(template, folder) && g_str_has_suffix(template, ".html"))
      g_ptr_array_add(names, g_strndup(template + strlen(folder),
                                       strlen(template) - strlen(folder) - strlen(".html")));
  }
  g_list_free(templates);
  g_ptr_array_sort(names, name_compare);
  g_ptr_array_add(names, NULL);
  const char *nearest = suggest_nearest(name, (const char *const *)names->pdata);
  error_set(error, ERROR_SITE, "there is no shortcode '%s'", name);
  error_at(error, path, line, 0);
  if (nearest)
    error_hint(error, "did you mean '%s'?", nearest);
  else
    error_hint(error,
               "write its template into templates/shortcodes/%s.html, or let the setting "
               "markdown.strict_shortcodes be false",
               name);
}

static const char *path_of(const Filling *filling)
{
  return filling->page ? filling->page->page.path : "a template";
}

static void fill_unknown(Filling *filling, const Shortcode *shortcode, GString *out)
{
  Viewer *viewer = filling->viewer;
  if (!viewer->facts->settings->strict_shortcodes) {
    Value inner = inner_value(filling, shortcode);
    g_string_append_len(out, inner.text, inner.length);
    return;
  }
  if (!viewer->error)
    shortcode_unknown(&viewer->error, viewer->facts->theme, shortcode->name, path_of(filling),
                      shortcode->line);
}

/* --- its template ------------------------------------------------------------------------------ */

static size_t variables_fill(Filling *filling, const Shortcode *shortcode, TemplateVariable *out)
{
  Viewer *viewer = filling->viewer;
  const SiteLanguage *language = settings_language(viewer->facts->settings, viewer->lang);
  const TemplateVariable variables[] = {
      {"name", value_string(shortcode->name)},
      {"args", shortcode->args},
      {"params", shortcode->params},
      {"inner", inner_value(filling, shortcode)},
      {"raw", value_text(shortcode->raw, shortcode->raw_length)},
      {"has_inner", value_bool(shortcode->has_inner)},
      {"is_inline", value_bool(shortcode->is_inline)},
      {"number", value_int(shortcode->number)},
      {"parent", filling->parent ? *filling->parent : value_none()},
      {"page", view_page_or_none(viewer, filling->page)},
      {"site", view_site(viewer)},
      {"data", view_data(viewer)},
      {"lang", value_string(viewer->lang)},
      {"dir", value_string(language ? language->direction : "ltr")},
      {"feed", value_bool(filling->feed)},
  };
  memcpy(out, variables, sizeof variables);
  return G_N_ELEMENTS(variables);
}

static void shortcode_render(Filling *filling, const Shortcode *shortcode, const char *template,
                             GString *out)
{
  Viewer *viewer = filling->viewer;
  TemplateVariable variables[VARIABLES];
  GString *text = g_string_new(NULL);
  Error *error = NULL;
  TemplateRender render = {.variables = variables,
                           .variable_count = variables_fill(filling, shortcode, variables),
                           .arena = viewer->arena,
                           .out = text,
                           .host = viewer,
                           .more_steps = &viewer->steps,
                           .used = view_template_used,
                           .missed = view_template_used,
                           .translate = view_translate};
  if (!viewer->error && !template_render(viewer->facts->theme->set, template, &render, &error)) {
    error_note(&error, "in the shortcode '%s' of %s:%d", shortcode->name, path_of(filling),
               shortcode->line);
    if (viewer->error)
      error_free(error);
    else
      viewer->error = error;
  }
  g_string_append(out, g_strstrip(text->str));
  g_string_free(text, TRUE);
}

void fill_shortcode(Filling *filling, const char *text, size_t length, GString *out)
{
  Viewer *viewer = filling->viewer;
  Shortcode shortcode = {0};
  if (!shortcode_take(&shortcode, viewer->arena, text, text + length))
    return;
  const char *template = arena_printf(viewer->arena, "shortcodes/%s.html", shortcode.name);
  view_template_used(viewer, template);
  if (theme_template(viewer->facts->theme, template))
    shortcode_render(filling, &shortcode, template, out);
  else
    fill_unknown(filling, &shortcode, out);
}
