#include "comment-server/pages/pages.h"

#include "comment-server/http/accept.h"
#include "comment-server/pages/pages_internal.h"
#include "common/files.h"
#include "common/formats/yaml.h"
#include "common/paths.h"

#include <string.h>

enum { TEMPLATE_MAX = 1024 * 1024, STRINGS_MAX = 512 * 1024 };

/* --- loading --------------------------------------------------------------------------- */

static bool load_template(void *data, const char *name, const char **text, size_t *length,
                          const char **path, Error **error)
{
  Pages *pages = data;
  if (!path_is_clean(name))
    return false;
  const char *full = arena_printf(pages->arena, "%s/%s", pages->template_dir, name);
  if (!file_exists(full))
    return false;
  g_autofree char *bytes = file_read(full, TEMPLATE_MAX, length, error);
  if (!bytes)
    return false;
  *text = arena_strndup(pages->arena, bytes, *length);
  *path = full;
  return true;
}

static Strings *load_strings(Pages *pages, const char *lang, const char *path, Error **error)
{
  TreeDocument document = {.file = arena_strdup(pages->arena, path)};
  g_autofree char *text = file_read(path, STRINGS_MAX, &document.source_length, error);
  if (!text)
    return NULL;
  document.source = text;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Strings) strings = strings_new(lang);
  if (!yaml_parse(arena, text, document.source_length, 1, STRINGS_MAX, &document, error) ||
      !strings_add(strings, &document, error))
    return NULL;
  return g_steal_pointer(&strings);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *list_languages(const char *dir, Error **error)
{
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  GDir *folder = g_dir_open(dir, 0, NULL);
  for (const char *name; folder && (name = g_dir_read_name(folder)) != NULL;) {
    if (g_str_has_suffix(name, ".yaml") && *name != '.')
      g_ptr_array_add(names, g_strndup(name, strlen(name) - strlen(".yaml")));
  }
  if (folder)
    g_dir_close(folder);
  if (names->len == 0) {
    error_set(error, ERROR_USAGE, "the theme has no strings: %s holds no LANG.yaml", dir);
    g_ptr_array_unref(names);
    return NULL;
  }
  g_ptr_array_sort(names, compare_names);
  g_ptr_array_add(names, NULL);
  return names;
}

/* The list ends with NULL. */
static gboolean text_equal(gconstpointer a, gconstpointer b)
{
  return g_strcmp0(a, b) == 0;
}

/* What a language lacks is said in English. */
static void set_fallbacks(Pages *pages)
{
  guint english;
  if (!g_ptr_array_find_with_equal_func(pages->languages, "en", text_equal, &english))
    return;
  for (guint i = 0; i < pages->strings->len; i++) {
    if (i != english)
      strings_set_fallback(g_ptr_array_index(pages->strings, i),
                           g_ptr_array_index(pages->strings, english));
  }
}

static bool load_languages(Pages *pages, Error **error)
{
  g_autofree char *dir = g_strconcat(pages->options.theme, "/i18n", NULL);
  pages->languages = list_languages(dir, error);
  if (!pages->languages)
    return false;
  for (guint i = 0; i + 1 < pages->languages->len; i++) {
    const char *lang = g_ptr_array_index(pages->languages, i);
    g_autofree char *path = g_strdup_printf("%s/%s.yaml", dir, lang);
    Strings *strings = load_strings(pages, lang, path, error);
    if (!strings)
      return false;
    g_ptr_array_add(pages->strings, strings);
  }
  set_fallbacks(pages);
  return true;
}

static bool load_templates(Pages *pages, Error **error)
{
  TemplateLoader loader = {.load = load_template, .data = pages};
  TemplateOptions options = {.trim_blocks = false, .autoescape = -1};
  pages->templates = template_set_new(&loader, &options);
  page_functions_register(pages->templates);
  for (const char *const *name = pages->options.templates; name && *name; name++) {
    if (!template_load(pages->templates, *name, error)) {
      error_prefix(error, "the theme %s can't be used: ", pages->options.theme);
      return false;
    }
  }
  return true;
}

Pages *pages_open(const PagesOptions *options, Error **error)
{
  g_autoptr(Pages) pages = g_new0(Pages, 1);
  pages->arena = arena_new();
  pages->options = *options;
  pages->options.theme = arena_strdup(pages->arena, options->theme);
  pages->options.lang = arena_strdup(pages->arena, options->lang);
  pages->options.title = arena_strdup(pages->arena, options->title);
  pages->template_dir = g_strconcat(options->theme, "/templates", NULL);
  pages->static_dir = g_strconcat(options->theme, "/static", NULL);
  pages->strings = g_ptr_array_new_with_free_func((GDestroyNotify)strings_free);
  if (!load_languages(pages, error) || !load_templates(pages, error))
    return NULL;
  return g_steal_pointer(&pages);
}

void pages_free(Pages *pages)
{
  if (!pages)
    return;
  template_set_free(pages->templates);
  if (pages->languages)
    g_ptr_array_unref(pages->languages);
  g_ptr_array_unref(pages->strings);
  g_free(pages->template_dir);
  g_free(pages->static_dir);
  arena_free(pages->arena);
  g_free(pages);
}

/* --- languages ---------------------------------------------------------------------------- */

static const char *fallback_language(const Pages *pages)
{
  const char *lang =
      accept_language(pages->options.lang, (const char *const *)pages->languages->pdata, NULL);
  return lang ? lang : g_ptr_array_index(pages->languages, 0);
}

const char *pages_language(const Pages *pages, const char *lang)
{
  return accept_language(lang, (const char *const *)pages->languages->pdata,
                         fallback_language(pages));
}

const char *pages_client_language(const Pages *pages, const HttpRequest *request)
{
  return pages_language(pages, http_request_header(request, "Accept-Language"));
}

const Strings *pages_strings(const Pages *pages, const char *lang)
{
  guint index = 0;
  g_ptr_array_find_with_equal_func(pages->languages, lang, g_str_equal, &index);
  return g_ptr_array_index(pages->strings, index);
}

const char *pages_text(const Pages *pages, const char *lang, const char *key)
{
  const char *text = strings_get(pages_strings(pages, lang), key);
  return text ? text : key;
}

const char *pages_static_dir(const Pages *pages)
{
  return pages->static_dir;
}
