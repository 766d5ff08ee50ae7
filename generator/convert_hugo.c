/* convert_hugo.c - the settings of Hugo. */
#include "generator/convert.h"

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
                                      "config/_default/config.yaml",
                                      NULL};

/* Settings that are carried over, or mean nothing here. */
static const char *const known[] = {"title",           "baseurl",
                                    "languagecode",    "defaultcontentlanguage",
                                    "languages",       "paginate",
                                    "pagination",      "params",
                                    "timezone",        "permalinks",
                                    "taxonomies",      "menu",
                                    "menus",           "theme",
                                    "contentdir",      "staticdir",
                                    "datadir",         "summarylength",
                                    "rsslimit",        "builddrafts",
                                    "buildfuture",     "buildexpired",
                                    "description",     "author",
                                    "enablerobotstxt", "minify",
                                    "module",          "publishdir",
                                    "enablegitinfo",   "canonifyurls",
                                    "relativeurls",    "enableemoji",
                                    "hascjklanguage",  NULL};

/* "en" of "en-us": senf has pages in `en` then. */
static const char *language(const Convert *convert)
{
  const char *code = convert_text(convert, "defaultContentLanguage");
  return code ? code : "en";
}

static void put_language(Convert *convert, const char *code, const Tree *entry, GString *out)
{
  const Tree *name = tree_get_ci(entry, "languageName"), *title = tree_get_ci(entry, "title");
  g_string_append_printf(out, "\n  - {code: %s", code);
  g_autoptr(GString) text = g_string_new(NULL);
  if (name) {
    tree_to_json(name, text);
    g_string_append_printf(out, ", name: %s", text->str);
  }
  if (title) {
    g_string_truncate(text, 0);
    tree_to_json(title, text);
    g_string_append_printf(out, ", title: %s", text->str);
  }
  g_string_append_c(out, '}');
  (void)convert;
}

/* The default language first. */
static void put_languages(Convert *convert)
{
  const Tree *all = convert_setting(convert, "languages");
  const char *first = language(convert);
  if (!all || all->kind != TREE_MAP) {
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
}

static void put_menu(Convert *convert)
{
  const Tree *menu = convert_setting(convert, "menu.main");
  if (!menu)
    menu = convert_setting(convert, "menus.main");
  if (!menu || menu->kind != TREE_LIST)
    return;
  g_autoptr(GString) out = g_string_new(NULL);
  for (size_t i = 0; i < menu->count; i++) {
    const Tree *name = tree_get_ci(menu->items[i], "name"),
               *url = tree_get_ci(menu->items[i], "url");
    if (!url)
      url = tree_get_ci(menu->items[i], "pageRef");
    if (!name || !url)
      continue;
    g_string_append(out, "\n  - {title: ");
    tree_to_json(name, out);
    g_string_append(out, ", url: ");
    tree_to_json(url, out);
    g_string_append_c(out, '}');
  }
  if (out->len)
    convert_put(convert, "menu", out->str);
}

/* Of the posts' section, in senf's words. */
static void put_permalink(Convert *convert)
{
  static const char *const words[][2] = {{":slugorfilename", ":slug"},
                                         {":slugorcontentbasename", ":slug"},
                                         {":contentbasename", ":filename"},
                                         {":sections", ":section"}};
  const char *section = path_base(g_ptr_array_index(convert->posts, 0));
  g_autofree char *name = g_strdup_printf("permalinks.%s", section);
  g_autofree char *page = g_strdup_printf("permalinks.page.%s", section);
  const char *pattern = convert_text(convert, name);
  if (!pattern)
    pattern = convert_text(convert, page);
  if (!pattern) { /* Hugo leaves the date in the name */
    g_autofree char *own = g_strdup_printf("/%s/:section/:filename/", section);
    convert_put(convert, "permalink", convert_has_dated_names(convert) ? own : NULL);
    return;
  }
  g_autoptr(GString) out = g_string_new(pattern);
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    g_string_replace(out, words[i][0], words[i][1], 0);
  convert_put_text(convert, "permalink", out->str);
}

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

static void put_paths(Convert *convert)
{
  const char *content = convert_text(convert, "contentDir");
  const char *statics = convert_text(convert, "staticDir"),
             *data = convert_text(convert, "dataDir");
  static const char *const usual[] = {"posts", "post", "blog", "articles", NULL};
  const char *const *names = usual;
  const Tree *main = convert_setting(convert, "params.mainSections");
  if (!main)
    main = convert_setting(convert, "mainSections");
  if (main && main->kind == TREE_LIST && main->count > 0) {
    const char **given = arena_new_array(convert->arena, const char *, main->count + 1);
    for (size_t i = 0; i < main->count; i++)
      given[i] = main->items[i]->text;
    names = given;
  }
  content = content ? content : "content";
  g_autofree char *posts = convert_post_folders(convert, content, names);
  g_string_append_printf(
      convert->yaml,
      "paths:\n  posts: %s\n  pages: %s\n  static: %s\n  data: %s\n"
      "  i18n: senf/i18n\n  templates: senf/templates\n  authors: senf/authors\n",
      posts, content, statics ? statics : "static", data ? data : "data");
}

static void settings(Convert *convert)
{
  const char *description = convert_text(convert, "params.description");
  const char *size = convert_text(convert, "pagination.pagerSize");
  convert_put_text(convert, "title", convert_text(convert, "title"));
  convert_put_text(convert, "description",
                   description ? description : convert_text(convert, "description"));
  convert_put_text(convert, "base_url", convert_text(convert, "baseURL"));
  convert_put_text(convert, "timezone", convert_text(convert, "timeZone"));
  put_languages(convert);
  put_menu(convert);
  convert_put(convert, "pagination", size ? size : convert_text(convert, "paginate"));
  convert_put(convert, "summary_words", convert_text(convert, "summaryLength"));
  convert_put(convert, "feed_items", convert_text(convert, "rssLimit"));
  put_taxonomies(convert);
  put_paths(convert);
  put_permalink(convert);
  convert_put_tree(convert, "params", convert_setting(convert, "params"));
  convert_unknown(convert, known);
}

const ConvertKind convert_hugo = {"hugo", configs, settings, "layouts"};
