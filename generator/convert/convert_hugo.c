/* convert_hugo.c - the settings of Hugo. */
#include "generator/convert/convert_hugo.h"

#include "common/paths.h"

#include <string.h>

static const char *const configs[] = {"hugo.toml",
                                      "hugo.yaml",
                                      "hugo.yml",
                                      "hugo.json",
                                      "config.toml",
                                      "config.yaml",
                                      "config.yml",
                                      "config.json",
                                      "config/_default/hugo.toml",
                                      "config/_default/hugo.yaml",
                                      "config/_default/config.toml",
                                      "config/_default/hugo.yml",
                                      "config/_default/hugo.json",
                                      "config/_default/config.yaml",
                                      "config/_default/config.yml",
                                      "config/_default/config.json",
                                      NULL};

/* Settings that are carried over, or mean nothing here. */
static const char *const known[] = {"title",
                                    "baseurl",
                                    "languagecode",
                                    "defaultcontentlanguage",
                                    "languages",
                                    "paginate",
                                    "pagination",
                                    "params",
                                    "timezone",
                                    "permalinks",
                                    "taxonomies",
                                    "menu",
                                    "menus",
                                    "theme",
                                    "contentdir",
                                    "staticdir",
                                    "datadir",
                                    "summarylength",
                                    "rsslimit",
                                    "builddrafts",
                                    "buildfuture",
                                    "buildexpired",
                                    "description",
                                    "author",
                                    "enablerobotstxt",
                                    "minify",
                                    "module",
                                    "publishdir",
                                    "enablegitinfo",
                                    "canonifyurls",
                                    "relativeurls",
                                    "enableemoji",
                                    "hascjklanguage",
                                    "disablepathtolower",
                                    "uglyurls",
                                    "frontmatter",
                                    "archetypedir",
                                    "assetdir",
                                    "layoutdir",
                                    "resourcedir",
                                    "cachedir",
                                    "caches",
                                    "disablelanguages",
                                    "defaultcontentlanguageinsubdir",
                                    "mainsections",
                                    "pluralizelisttitles",
                                    "disablehugogeneratorinject",
                                    "timeout",
                                    "ignoreerrors",
                                    "ignorelogs",
                                    "build",
                                    "server",
                                    "deployment",
                                    "cascade",
                                    NULL};

/* "en" of "en-us": senf has pages in `en` then. */
static const char *first_language(const Convert *convert)
{
  const char *code = convert_text(convert, "defaultContentLanguage");
  return code ? code : "en";
}

/* --- menus --- */

static int64_t weight_of(const Tree *item)
{
  const Tree *weight = tree_get_ci(item, "weight");
  return weight && weight->kind == TREE_INT && weight->integer != 0 ? weight->integer : INT64_MAX;
}

/* By weight, those without one last; the order of the file breaks ties. */
static int by_weight(gconstpointer a, gconstpointer b, gpointer data)
{
  int64_t first = weight_of(*(const Tree *const *)a), second = weight_of(*(const Tree *const *)b);
  (void)data;
  return first < second ? -1 : first > second;
}

/* "about/" as "/about/", or "/de/about/"; whole addresses stay. */
static const Tree *menu_url(const Convert *convert, const Tree *item, const char *prefix)
{
  const Tree *url = tree_get_ci(item, "url"), *page = tree_get_ci(item, "pageRef");
  const Tree *given = url ? url : page;
  if (!given || given->kind != TREE_STRING || strchr(given->text, ':') || *given->text == '#' ||
      (url && *given->text == '/'))
    return given;
  const char *path = given->text + strspn(given->text, "/");
  bool folder = page && !url && *path && !g_str_has_suffix(path, "/");
  Tree *whole = tree_new(convert->arena, TREE_STRING, given->line, given->column);
  whole->text = arena_printf(convert->arena, "/%s%s%s", prefix, path, folder ? "/" : "");
  return whole;
}

/* "[{title: About, url: /about/}]" of the `main` menu below `map`; NULL: there is none. */
static char *menu_of(const Convert *convert, const Tree *map, const char *prefix)
{
  const Tree *menus = tree_get_ci(map, "menu");
  const Tree *menu = tree_get_ci(menus ? menus : tree_get_ci(map, "menus"), "main");
  if (!menu || menu->kind != TREE_LIST || menu->count == 0)
    return NULL;
  const Tree **items = arena_memdup(convert->arena, menu->items, menu->count * sizeof *menu->items);
  g_qsort_with_data(items, (gint)menu->count, sizeof *items, by_weight, NULL);
  GString *out = g_string_new("[");
  for (size_t i = 0; i < menu->count; i++) {
    const Tree *name = tree_get_ci(items[i], "name"), *url = menu_url(convert, items[i], prefix);
    if (!name || !url)
      continue;
    g_string_append(out, out->len > 1 ? ", {title: " : "{title: ");
    tree_to_json(name, out);
    g_string_append(out, ", url: ");
    tree_to_json(url, out);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, ']');
  return g_string_free(out, FALSE);
}

/* --- languages --- */

/* The first language's addresses begin with its code, too. */
static bool has_prefix(const Convert *convert)
{
  const Tree *subfolder = convert_setting(convert, "defaultContentLanguageInSubdir");
  return subfolder && subfolder->kind == TREE_BOOL && subfolder->boolean;
}

static bool is_disabled(const Convert *convert, const char *code, const Tree *entry)
{
  const Tree *off = tree_get_ci(entry, "disabled");
  const Tree *list = convert_setting(convert, "disableLanguages");
  for (size_t i = 0; list && list->kind == TREE_LIST && i < list->count; i++)
    if (list->items[i]->kind == TREE_STRING && strcmp(list->items[i]->text, code) == 0)
      return true;
  return off && off->kind == TREE_BOOL && off->boolean;
}

static void put_text(GString *out, const char *key, const Tree *value)
{
  if (!value || value->kind != TREE_STRING)
    return;
  g_string_append_printf(out, ", %s: ", key);
  tree_to_json(value, out);
}

static void put_language(const Convert *convert, const char *code, const Tree *entry, GString *out)
{
  if (is_disabled(convert, code, entry))
    return;
  bool first = strcmp(code, first_language(convert)) == 0;
  g_autofree char *prefix =
      first && !has_prefix(convert) ? g_strdup("") : g_strconcat(code, "/", NULL);
  g_autofree char *menu = menu_of(convert, entry, prefix);
  g_autofree char *folder = hugo_language_folder(convert, entry);
  const Tree *description = tree_get_ci(tree_get_ci(entry, "params"), "description");
  g_string_append_printf(out, "\n  - {code: %s", code);
  put_text(out, "name", tree_get_ci(entry, "languageName"));
  put_text(out, "title", tree_get_ci(entry, "title"));
  put_text(out, "description", description);
  if (folder && g_ascii_strcasecmp(folder, code) != 0)
    g_string_append_printf(out, ", folder: \"%s\"", folder);
  if (menu)
    g_string_append_printf(out, ", menu: %s", menu);
  g_string_append_c(out, '}');
}

/* The default language first. */
static void put_languages(Convert *convert)
{
  const Tree *all = convert_setting(convert, "languages");
  const char *first = first_language(convert);
  if (!all || all->kind != TREE_MAP || all->count == 0) {
    g_autofree char *list = g_strdup_printf("[%s]", first);
    convert_put(convert, "languages", list);
    return;
  }
  g_autoptr(GString) out = g_string_new(NULL);
  const Tree *entry = tree_get(all, first);
  if (entry)
    put_language(convert, first, entry, out);
  for (size_t i = 0; i < all->count; i++)
    if (strcmp(all->keys[i], first) != 0)
      put_language(convert, all->keys[i], all->items[i], out);
  convert_put(convert, "languages", out->str);
  if (has_prefix(convert))
    convert_put(convert, "language_prefix", "true");
}

/* --- the rest --- */

static void put_taxonomies(Convert *convert)
{
  const Tree *all = convert_setting(convert, "taxonomies");
  if (!all || all->kind != TREE_MAP)
    return;
  g_autoptr(GString) out = g_string_new("[");
  for (size_t i = 0; i < all->count; i++)
    if (all->items[i]->kind == TREE_STRING && strcmp(all->items[i]->text, "authors") != 0 &&
        strcmp(all->items[i]->text, "series") != 0)
      g_string_append_printf(out, "%s%s", out->len > 1 ? ", " : "", all->items[i]->text);
  g_string_append_c(out, ']');
  convert_put(convert, "taxonomies", out->str);
}

static void settings(Convert *convert)
{
  const char *description = convert_text(convert, "params.description");
  const char *size = convert_text(convert, "pagination.pagerSize");
  g_autofree char *menu = menu_of(convert, convert->config, "");
  convert_put_text(convert, "title", convert_plain(convert, convert_text(convert, "title")));
  convert_put_text(
      convert, "description",
      convert_plain(convert, description ? description : convert_text(convert, "description")));
  convert_put_text(convert, "base_url", convert_text(convert, "baseURL"));
  convert_put_text(convert, "timezone", convert_text(convert, "timeZone"));
  hugo_find_folders(convert);
  put_languages(convert);
  convert_put(convert, "menu", menu);
  convert_put_number(convert, "pagination", size ? size : convert_text(convert, "paginate"), 1,
                     1000);
  convert_put_number(convert, "summary_words", convert_text(convert, "summaryLength"), 10, 1000);
  convert_put_number(convert, "feed_items", convert_text(convert, "rssLimit"), 1, 1000);
  put_taxonomies(convert);
  hugo_put_addresses(convert);
  hugo_put_defaults(convert);
  convert_put_tree(convert, "params", convert_setting(convert, "params"));
  if (!hugo_is_on(convert, "enableEmoji"))
    convert_put_markdown(convert, "emoji", false);
  convert_put_math(convert, "params");
  convert_unknown(convert, known);
}

const ConvertKind convert_hugo = {"hugo", configs, settings, "layouts", "config/_default"};
