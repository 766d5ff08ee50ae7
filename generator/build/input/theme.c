/* theme.c - lay the site's files over the theme's. */
#include "generator/build/input/theme.h"

#include "common/escape.h"
#include "common/files.h"
#include "common/formats/yaml.h"
#include "common/paths.h"
#include "common/strutil.h"
#include "common/system/datadir.h"

#include <string.h>

enum { TEMPLATE_LIMIT = 1024 * 1024, STRINGS_LIMIT = 1024 * 1024 };

/* One layer: a folder of a source, "" for its root. Later layers win. */
typedef struct Layer {
  Source *source;
  char *prefix; /* "themes/senf/" or "" */
  const char *templates, *statics, *i18n;
} Layer;

static char *theme_find(const Settings *settings, const char *option, Error **error)
{
  const char *name = option ? option : settings->theme;
  if (option && strchr(option, '/')) {
    if (dir_exists(option))
      return g_strdup(option);
    error_set(error, ERROR_SITE, "there is no theme in the folder %s", option);
    return NULL;
  }
  g_autofree char *relative = g_strconcat("themes/", name, NULL);
  char *found = path_is_clean(name) ? datadir_find(relative) : NULL;
  if (!found) {
    error_set(error, ERROR_SITE, "there is no theme '%s'", name);
    error_hint(error,
               "put it into themes/%s of the site, name its folder with --theme DIR, or "
               "leave 'theme' out of senf.yaml for the built-in one",
               name);
  }
  return found;
}

static bool source_has_folder(Source *source, const char *prefix)
{
  for (size_t i = 0; i < source_count(source); i++)
    if (g_str_has_prefix(source_file(source, i)->path, prefix))
      return true;
  return false;
}

/* The name below `folder` of a layer, or NULL. */
static const char *layer_name(const Layer *layer, const char *folder, const char *path)
{
  size_t prefix = strlen(layer->prefix), length = strlen(folder);
  if (strncmp(path, layer->prefix, prefix) != 0)
    return NULL;
  path += prefix;
  if (strncmp(path, folder, length) != 0 || path[length] != '/')
    return NULL;
  return path + length + 1;
}

static bool template_add(Theme *theme, const Layer *layer, const SourceFile *file, const char *name,
                         Error **error)
{
  size_t length;
  g_autofree char *text = source_read(layer->source, file, TEMPLATE_LIMIT, &length, error);
  if (!text || !text_check_utf8(text, length, file->path, error))
    return false;
  ThemeTemplate *template = arena_new_of(theme->arena, ThemeTemplate);
  template->name = arena_strdup(theme->arena, name);
  template->text = arena_strndup(theme->arena, text, length);
  template->length = length;
  template->path = layer->source == theme->folder
                       ? arena_printf(theme->arena, "%s/%s", source_name(layer->source), file->path)
                       : arena_strdup(theme->arena, file->path);
  template->digest = digest_bytes(text, length);
  g_hash_table_replace(theme->templates, (gpointer) template->name, template);
  return true;
}

bool asset_is_checked(const char *name)
{
  const char *extension = path_extension(name);
  return strcmp(extension, "css") == 0 || strcmp(extension, "js") == 0 ||
         strcmp(extension, "mjs") == 0;
}

static bool asset_hash(ThemeAsset *asset, Arena *arena, Error **error)
{
  asset->integrity = "";
  if (!asset_is_checked(asset->name))
    return true;
  size_t length;
  g_autofree char *bytes = source_read(asset->source, asset->file, ASSET_LIMIT, &length, error);
  if (!bytes)
    return false;
  g_autofree char *integrity = digest_integrity(bytes, length);
  asset->integrity = arena_strdup(arena, integrity);
  return true;
}

static bool asset_add(Theme *theme, const Layer *layer, const SourceFile *file, const char *name,
                      Error **error)
{
  ThemeAsset *asset = arena_new_of(theme->arena, ThemeAsset);
  const char *extension = path_extension(name);
  size_t stem = strlen(name) - strlen(extension) - (*extension ? 1 : 0);
  asset->name = arena_strdup(theme->arena, name);
  asset->output =
      arena_printf(theme->arena, "assets/%.*s.%02x%02x%02x%02x%s%s", (int)stem, name, file->id[0],
                   file->id[1], file->id[2], file->id[3], *extension ? "." : "", extension);
  GString *url = g_string_new(theme->settings->base_path);
  g_string_append_c(url, '/');
  escape_url(url, asset->output, strlen(asset->output));
  asset->url = arena_strdup(theme->arena, url->str);
  g_string_free(url, TRUE);
  asset->source = layer->source;
  asset->file = file;
  g_hash_table_replace(theme->assets, (gpointer)asset->name, asset);
  return asset_hash(asset, theme->arena, error);
}

/* Lay a string file over those of its language. */
static bool strings_add_text(Theme *theme, const char *lang, const char *path, const char *text,
                             size_t length, Error **error)
{
  TreeDocument document = {.file = path, .source = text, .source_length = length};
  if (!text_check_utf8(text, length, path, error) ||
      !yaml_parse(theme->arena, text, length, 1, STRINGS_LIMIT, &document, error))
    return false;
  Strings *strings = g_hash_table_lookup(theme->strings, lang);
  if (!strings) {
    strings = strings_new(lang);
    g_hash_table_insert(theme->strings, g_strdup(lang), strings);
  }
  theme->strings_digest =
      digest_mix(digest_mix(theme->strings_digest, digest_text(lang)), tree_digest(document.root));
  return strings_add(strings, &document, error);
}

/* i18n/pt.yaml belongs to "pt" and to "pt-BR". Languages that the site does not have are
 * left out, but for English, which all fall back to. */
static bool strings_file_add(Theme *theme, const Layer *layer, const SourceFile *file,
                             const char *name, Error **error)
{
  g_autofree char *lang = g_strndup(name, strcspn(name, "."));
  const Settings *settings = theme->settings;
  g_autofree char *text = NULL;
  size_t length;
  bool english = strcmp(lang, "en") == 0, listed = settings_language(settings, "en") != NULL;
  for (size_t i = 0; i < settings->language_count + (english && !listed); i++) {
    const char *code = i < settings->language_count ? settings->languages[i].code : "en";
    if (!strings_lang_covers(lang, code))
      continue;
    if (!text && !(text = source_read(layer->source, file, STRINGS_LIMIT, &length, error)))
      return false;
    if (!strings_add_text(theme, code, file->path, text, length, error))
      return false;
  }
  return true;
}

/* pt.yaml before pt-BR.yaml, which is laid over it. */
static int strings_file_compare(gconstpointer a, gconstpointer b)
{
  const char *one = (*(const SourceFile *const *)a)->path;
  const char *other = (*(const SourceFile *const *)b)->path;
  size_t length = strlen(one), other_length = strlen(other);
  return length != other_length ? (length < other_length ? -1 : 1) : strcmp(one, other);
}

static bool strings_files_add(Theme *theme, const Layer *layer, GPtrArray *files, Error **error)
{
  g_ptr_array_sort(files, strings_file_compare);
  for (guint i = 0; i < files->len; i++) {
    const SourceFile *file = g_ptr_array_index(files, i);
    if (!strings_file_add(theme, layer, file, layer_name(layer, layer->i18n, file->path), error))
      return false;
  }
  return true;
}

static bool layer_add(Theme *theme, const Layer *layer, bool assets, Error **error)
{
  g_autoptr(GPtrArray) strings = g_ptr_array_new();
  for (size_t i = 0; i < source_count(layer->source); i++) {
    const SourceFile *file = source_file(layer->source, i);
    const char *name;
    if ((name = layer_name(layer, layer->templates, file->path))) {
      if (!template_add(theme, layer, file, name, error))
        return false;
    } else if ((name = layer_name(layer, layer->i18n, file->path))) {
      if (strcmp(path_extension(name), "yaml") == 0 && !strchr(name, '/'))
        g_ptr_array_add(strings, (gpointer)file);
    } else if (assets && (name = layer_name(layer, layer->statics, file->path))) {
      if (!asset_add(theme, layer, file, name, error))
        return false;
    }
  }
  return strings_files_add(theme, layer, strings, error);
}

void theme_set_fallbacks(Theme *theme)
{
  const Strings *english = g_hash_table_lookup(theme->strings, "en");
  GHashTableIter iter;
  gpointer strings;
  g_hash_table_iter_init(&iter, theme->strings);
  while (g_hash_table_iter_next(&iter, NULL, &strings)) {
    if (strings != english)
      strings_set_fallback(strings, english);
  }
}

/* English stands where a language has no text, which its readers should not learn first. */
static void strings_check(const Theme *theme, Warnings *warnings)
{
  const Settings *settings = theme->settings;
  const Strings *english = g_hash_table_lookup(theme->strings, "en");
  for (size_t i = 0; i < settings->language_count; i++) {
    const char *code = settings->languages[i].code, *first = NULL;
    const Strings *strings = theme_strings(theme, code);
    size_t missing = strings_missing(strings, &first);
    if (strings == english && strcmp(code, "en") != 0)
      warnings_add(warnings, NULL, 0, 0,
                   "the theme has no texts in '%s', so its pages show English ones; translate "
                   "them in %s/%s.yaml",
                   code, settings->i18n_dir, code);
    else if (missing > 0)
      warnings_add(warnings, NULL, 0, 0,
                   "'%s' lacks %zu of the theme's texts, the first of them '%s'; English ones "
                   "stand in their place",
                   code, missing, first);
  }
}

static bool theme_text(void *data, const char *name, const char **text, size_t *length,
                       const char **path, Error **error)
{
  (void)error;
  const ThemeTemplate *template = theme_template(data, name);
  if (!template)
    return false;
  *text = template->text;
  *length = template->length;
  *path = template->path;
  return true;
}

static int name_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(a, b);
}

static void theme_digest(Theme *theme)
{
  Digester templates, assets;
  digester_init(&templates);
  digester_init(&assets);
  GList *names = g_list_sort(g_hash_table_get_keys(theme->templates), name_compare);
  for (GList *name = names; name; name = name->next) {
    digester_add_text(&templates, name->data);
    digester_add_int(&templates, (int64_t)theme_template(theme, name->data)->digest);
  }
  g_list_free(names);
  names = g_list_sort(g_hash_table_get_keys(theme->assets), name_compare);
  for (GList *name = names; name; name = name->next) {
    const ThemeAsset *asset = theme_asset(theme, name->data);
    digester_add_text(&assets, asset->output);
    digester_add_text(&assets, asset->integrity);
  }
  g_list_free(names);
  theme->templates_digest = digester_end(&templates);
  theme->assets_digest = digester_end(&assets);
}

/* theme.yaml: what the theme says of itself. Only `strict` means something here. */
static bool theme_describe(Theme *theme, const Layer *layer, Error **error)
{
  static const char *const names[] = {"name",    "description", "author", "homepage",
                                      "license", "strict",      NULL};
  g_autofree char *path = g_strconcat(layer->prefix, "theme.yaml", NULL);
  const SourceFile *file = source_find(layer->source, path);
  TreeDocument document = {.file = file ? file->path : NULL};
  bool strict = false;
  if (!file)
    return true;
  g_autofree char *text =
      source_read(layer->source, file, STRINGS_LIMIT, &document.source_length, error);
  if (!text || !text_check_utf8(text, document.source_length, document.file, error))
    return false;
  document.source = text;
  if (!yaml_parse(theme->arena, text, document.source_length, 1, STRINGS_LIMIT, &document, error))
    return false;
  if (document.root->kind != TREE_MAP)
    return true;
  const Tree *value = tree_get(document.root, "strict");
  if (!tree_only(&document, document.root, names, error) ||
      (value && !tree_bool(&document, value, "strict", &strict, error)))
    return false;
  theme_set_strict(theme, strict || theme->settings->templates_strict);
  return true;
}

static bool theme_fill(Theme *theme, const char *option, Warnings *warnings, Error **error)
{
  const Settings *settings = theme->settings;
  g_autofree char *inside = g_strdup_printf("themes/%s/", option ? option : settings->theme);
  Layer base = {.templates = "templates", .statics = "static", .i18n = "i18n"};
  if (!(option && strchr(option, '/')) && source_has_folder(theme->site, inside)) {
    base.source = theme->site;
    base.prefix = inside;
  } else {
    g_autofree char *folder = theme_find(settings, option, error);
    if (!folder)
      return false;
    theme->folder = source_open_folder(folder, NULL, NULL, warnings, error);
    if (!theme->folder)
      return false;
    base.source = theme->folder;
    base.prefix = (char *)"";
  }
  Layer own = {theme->site, (char *)"", settings->templates_dir, "static", settings->i18n_dir};
  if (!theme_describe(theme, &base, error) || !layer_add(theme, &base, true, error) ||
      !layer_add(theme, &own, false, error))
    return false;
  theme_set_fallbacks(theme);
  strings_check(theme, warnings);
  return true;
}

void theme_set_strict(Theme *theme, bool strict)
{
  TemplateOptions options = {
      .autoescape = -1,
      .strict = strict,
      .max_steps = (size_t)theme->settings->template_steps,
      .limit_hint = "if this page is to have so much in it, raise 'steps' below 'templates' in "
                    "senf.yaml"};
  theme->strict = strict;
  template_set_options(theme->set, &options);
}

Theme *theme_new(Arena *arena, const Settings *settings)
{
  Theme *theme = g_new0(Theme, 1);
  theme->arena = arena;
  theme->settings = settings;
  theme->templates = g_hash_table_new(g_str_hash, g_str_equal);
  theme->assets = g_hash_table_new(g_str_hash, g_str_equal);
  theme->strings =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)strings_free);
  g_hash_table_insert(theme->strings, g_strdup("en"), strings_new("en"));
  TemplateLoader loader = {theme_text, theme};
  theme->set = template_set_new(&loader, NULL);
  theme_set_strict(theme, settings->templates_strict);
  return theme;
}

Theme *theme_load(Arena *arena, const Settings *settings, Source *site, const char *option,
                  Warnings *warnings, Error **error)
{
  Theme *theme = theme_new(arena, settings);
  theme->site = site;
  if (!theme_fill(theme, option, warnings, error)) {
    theme_free(theme);
    return NULL;
  }
  theme_digest(theme);
  return theme;
}

void theme_free(Theme *theme)
{
  if (!theme)
    return;
  template_set_free(theme->set);
  g_hash_table_unref(theme->templates);
  g_hash_table_unref(theme->assets);
  g_hash_table_unref(theme->strings);
  source_free(theme->folder);
  g_free(theme);
}

Digest theme_whole_digest(const Theme *theme)
{
  return digest_mix(theme->templates_digest,
                    digest_mix(theme->strings_digest, theme->assets_digest));
}

const ThemeTemplate *theme_template(const Theme *theme, const char *name)
{
  return g_hash_table_lookup(theme->templates, name);
}

const ThemeAsset *theme_asset(const Theme *theme, const char *name)
{
  return g_hash_table_lookup(theme->assets, name);
}

const Strings *theme_strings(const Theme *theme, const char *lang)
{
  const Strings *strings = g_hash_table_lookup(theme->strings, lang);
  return strings ? strings : g_hash_table_lookup(theme->strings, "en");
}
