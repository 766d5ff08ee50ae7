#include "generator/convert/convert.h"

#include "generator/model/site/links.h"

#include "common/files.h"
#include "common/formats/yaml.h"
#include "common/paths.h"
#include "common/strutil.h"

#include <string.h>

static const ConvertKind *const KINDS[] = {&convert_hugo, &convert_jekyll, &convert_zola};

/* --- writing YAML ------------------------------------------------------------------------- */

void convert_put(Convert *convert, const char *key, const char *value)
{
  if (value)
    g_string_append_printf(convert->yaml, "%s:%s%s\n", key, *value == '\n' ? "" : " ", value);
}

void convert_put_number(Convert *convert, const char *key, const char *text, gint64 min, gint64 max)
{
  gint64 number = text ? g_ascii_strtoll(text, NULL, 10) : 0;
  if (number > 0)
    g_string_append_printf(convert->yaml, "%s: %" G_GINT64_FORMAT "\n", key,
                           CLAMP(number, min, max));
}

void convert_put_markdown(Convert *convert, const char *key, bool value)
{
  g_string_append_printf(convert->markdown, "%s%s: %s", convert->markdown->len ? ", " : "", key,
                         value ? "true" : "false");
}

void convert_put_math(Convert *convert, const char *params)
{
  static const char *const names[] = {"math", "mathjax", "katex", "latex"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *name = g_strconcat(params, ".", names[i], NULL);
    const Tree *value = convert_setting(convert, name);
    const Tree *inside = tree_get_ci(value, "enable"); /* {enable: true} */
    value = inside ? inside : value;
    if (value && value->kind == TREE_BOOL && value->boolean) {
      convert_put_markdown(convert, "math", true);
      return;
    }
  }
}

void convert_put_tree(Convert *convert, const char *key, const Tree *value)
{
  if (!value || value->kind == TREE_NULL)
    return;
  g_autoptr(GString) text = g_string_new(NULL);
  tree_to_json(value, text);
  convert_put(convert, key, text->str);
}

static void put_quoted(Convert *convert, const char *text)
{
  Tree *tree = tree_new(convert->arena, TREE_STRING, 0, 0);
  tree->text = text;
  tree_to_json(tree, convert->yaml);
}

void convert_put_folder(Convert *convert, const char *from, const char *to, const char *permalink)
{
  g_string_append(convert->yaml, "    - {from: ");
  put_quoted(convert, from);
  if (to) {
    g_string_append(convert->yaml, ", to: ");
    put_quoted(convert, to);
  }
  g_string_append(convert->yaml, ", permalink: ");
  put_quoted(convert, permalink);
  g_string_append(convert->yaml, "}\n");
}

/* --- the other settings -------------------------------------------------------------------- */

const Tree *convert_setting(const Convert *convert, const char *name)
{
  const Tree *at = convert->config;
  g_auto(GStrv) parts = g_strsplit(name, ".", -1);
  for (size_t i = 0; parts[i] && at; i++)
    at = tree_get_ci(at, parts[i]);
  return at && at->kind != TREE_NULL ? at : NULL;
}

const char *convert_text(const Convert *convert, const char *name)
{
  const Tree *tree = convert_setting(convert, name);
  return tree && tree->kind != TREE_LIST && tree->kind != TREE_MAP && *tree->text ? tree->text
                                                                                  : NULL;
}

void convert_find(GHashTable *findings, const char *name, const char *path, int line)
{
  Finding *finding = g_hash_table_lookup(findings, name);
  if (!finding) {
    finding = g_new0(Finding, 1);
    char *key = g_strdup(name);
    finding->name = key;
    finding->place = line > 0 ? g_strdup_printf("%s:%d", path, line) : g_strdup(path);
    g_hash_table_insert(findings, key, finding);
  }
  finding->count++;
}

static void finding_free(gpointer data)
{
  g_free(((Finding *)data)->place);
  g_free(data);
}

static GHashTable *findings_new(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, finding_free);
}

void convert_unknown(Convert *convert, const char *const *known)
{
  const Tree *config = convert->config;
  for (size_t i = 0; config->kind == TREE_MAP && i < config->count; i++) {
    g_autofree char *lower = g_ascii_strdown(config->keys[i], -1);
    if (!g_strv_contains((const gchar *const *)known, lower))
      convert_find(convert->settings, config->keys[i], convert->config_path,
                   config->key_places ? config->key_places[i].line : 0);
  }
}

/* --- posts that are HTML -------------------------------------------------------------------- */

bool convert_has_matter(Convert *convert, const SourceFile *file)
{
  size_t length;
  g_autofree char *text = source_read(convert->source, file, 8 << 20, &length, NULL);
  return text && (g_str_has_prefix(text, "---\n") || g_str_has_prefix(text, "---\r\n") ||
                  g_str_has_prefix(text, "+++\n") || g_str_has_prefix(text, "+++\r\n"));
}

void convert_put_html(Convert *convert)
{
  size_t pages = 0, others = 0;
  for (size_t i = 0; i < source_count(convert->source); i++) {
    const SourceFile *file = source_file(convert->source, i);
    bool post = false;
    for (guint j = 0; j < convert->posts->len; j++)
      post = post || convert_is_below(file->path, g_ptr_array_index(convert->posts, j));
    if (!post || !file_is_html(file->path))
      continue;
    bool matter = convert_has_matter(convert, file);
    pages += matter;
    others += !matter;
  }
  if (pages > others)
    g_string_append(convert->yaml, "  html_posts: true\n");
}

char *convert_list(const GPtrArray *names)
{
  GString *list = g_string_new(names->len > 1 ? "[" : "");
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf(list, "%s%s", i ? ", " : "", (const char *)g_ptr_array_index(names, i));
  if (names->len > 1)
    g_string_append_c(list, ']');
  return g_string_free(list, FALSE);
}

/* --- all ------------------------------------------------------------------------------------ */

static const ConvertKind *find_kind(const char *name, Error **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS(KINDS); i++)
    if (strcmp(KINDS[i]->name, name) == 0)
      return KINDS[i];
  error_set(error, ERROR_USAGE, "--from takes hugo, jekyll or zola, not '%s'", name);
  return NULL;
}

/* Hugo and Zola both call their settings config.toml, and the address in it otherwise. */
static bool is_of(const Convert *convert, const ConvertKind *kind, Error **error)
{
  bool hugo = tree_get_ci(convert->config, "baseURL"),
       zola = tree_get_ci(convert->config, "base_url");
  const char *other = kind == &convert_hugo && zola && !hugo   ? "zola"
                      : kind == &convert_zola && hugo && !zola ? "hugo"
                                                               : NULL;
  if (!other)
    return true;
  error_set(error, ERROR_USAGE, "%s is one of %s", convert->config_path, other);
  error_hint(error, "senf init --from %s %s", other, convert->folder);
  return false;
}

/* What both Hugo and Zola call their settings. */
#define SHARED "config.toml"

/* The name of a generator whose settings are there, or SHARED, or NULL. */
static const char *kind_there(const Convert *convert, const ConvertKind *but)
{
  for (size_t i = 0; i < G_N_ELEMENTS(KINDS); i++)
    for (size_t j = 0; KINDS[i] != but && KINDS[i]->configs[j]; j++)
      if (source_find(convert->source, KINDS[i]->configs[j]))
        return strcmp(KINDS[i]->configs[j], SHARED) == 0 ? SHARED : KINDS[i]->name;
  return NULL;
}

static bool read_config(Convert *convert, const ConvertKind *kind, Error **error)
{
  Error *local = NULL;
  if (convert_read_config(convert, kind, &local))
    return is_of(convert, kind, error);
  const char *there = convert->config_path ? NULL : kind_there(convert, kind);
  if (there) { /* instead of all the names that its file may have */
    g_clear_pointer(&local->hint, g_free);
    if (strcmp(there, SHARED) == 0)
      error_hint(&local, "its " SHARED " is one of hugo or of zola");
    else
      error_hint(&local, "it holds one of %s: senf init --from %s %s", there, there,
                 convert->folder);
  }
  error_move(error, local);
  return false;
}

static bool convert_all(Convert *convert, const ConvertKind *kind, const char *path, Error **error)
{
  if (!read_config(convert, kind, error))
    return false;
  g_string_append_printf(convert->yaml, "# Made of %s by senf init --from %s.\n",
                         convert->config_path, kind->name);
  kind->settings(convert);
  convert_look(convert, kind);
  if (g_hash_table_size(convert->shortcodes) > 0)
    convert_put_markdown(convert, "strict_shortcodes", false);
  if (convert->markdown->len > 0)
    g_string_append_printf(convert->yaml, "markdown: {%s}\n", convert->markdown->str);
  if (!file_write(path, convert->yaml->str, convert->yaml->len, 0666, false, error))
    return false;
  convert_print(convert, kind);
  return true;
}

bool convert_run(const char *folder, const char *name, Error **error)
{
  const ConvertKind *kind = find_kind(name, error);
  g_autofree char *path = g_build_filename(folder, "senf.yaml", NULL);
  if (!kind)
    return false;
  if (file_exists(path)) {
    error_set(error, ERROR_USAGE, "'%s' is there already", path);
    error_hint(error, "remove it to have it written anew");
    return false;
  }
  static const char *const skip[] = {"public", "_site", "node_modules", "resources", NULL};
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) source = source_open_folder(folder, skip, NULL, warnings, error);
  if (!source)
    return false;
  Convert convert = {.folder = folder, .arena = arena, .source = source};
  GHashTable **tables[] = {&convert.settings, &convert.templates, &convert.shortcodes,
                           &convert.liquid,   &convert.keys,      &convert.idle,
                           &convert.markup,   &convert.files};
  for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
    *tables[i] = findings_new();
  convert.posts = g_ptr_array_new();
  convert.languages = g_ptr_array_new();
  convert.yaml = g_string_new(NULL);
  convert.markdown = g_string_new(NULL);
  bool good = convert_all(&convert, kind, path, error);
  for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
    g_hash_table_unref(*tables[i]);
  g_ptr_array_unref(convert.posts);
  g_ptr_array_unref(convert.languages);
  g_string_free(convert.yaml, TRUE);
  g_string_free(convert.markdown, TRUE);
  return good;
}
