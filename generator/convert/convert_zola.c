/* convert_zola.c - the settings of Zola. */
#include "generator/convert/convert.h"

#include <string.h>

static const char *const configs[] = {"zola.toml", "config.toml", NULL};

static const char *const known[] = {"title",
                                    "description",
                                    "base_url",
                                    "default_language",
                                    "languages",
                                    "taxonomies",
                                    "extra",
                                    "theme",
                                    "compile_sass",
                                    "generate_feed",
                                    "generate_feeds",
                                    "generate_rss",
                                    "feed_limit",
                                    "output_dir",
                                    "minify_html",
                                    "author",
                                    "slugify",
                                    "highlight_code",
                                    "highlight_theme",
                                    "hard_link_static",
                                    "link_checker",
                                    "search",
                                    "feed_filename",
                                    "feed_filenames",
                                    "build_search_index",
                                    "markdown",
                                    NULL};

static void put_languages(Convert *convert)
{
  const Tree *all = convert_setting(convert, "languages");
  const char *first = convert_text(convert, "default_language");
  g_autoptr(GString) out = g_string_new("[");
  g_string_append(out, first ? first : "en");
  for (size_t i = 0; all && all->kind == TREE_MAP && i < all->count; i++) {
    if (strcmp(all->keys[i], first ? first : "en") == 0)
      continue;
    const Tree *title = tree_get(all->items[i], "title");
    g_string_append_printf(out, ", {code: %s", all->keys[i]);
    if (title) {
      g_string_append(out, ", title: ");
      tree_to_json(title, out);
    }
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, ']');
  convert_put(convert, "languages", out->str);
}

/* [{name = "tags"}, …] */
static void put_taxonomies(Convert *convert)
{
  const Tree *all = convert_setting(convert, "taxonomies");
  if (!all || all->kind != TREE_LIST)
    return;
  g_autoptr(GString) out = g_string_new("[");
  for (size_t i = 0; i < all->count; i++) {
    const Tree *name = tree_get(all->items[i], "name");
    if (name && name->kind == TREE_STRING && strcmp(name->text, "authors") != 0 &&
        strcmp(name->text, "series") != 0)
      g_string_append_printf(out, "%s%s", out->len > 1 ? ", " : "", name->text);
  }
  g_string_append_c(out, ']');
  convert_put(convert, "taxonomies", out->str);
}

/* slugify = {paths = "on"}; with "safe" and "off" names stay as they are. */
static const char *slugs(const Convert *convert)
{
  const char *paths = convert_text(convert, "slugify.paths");
  return paths && strcmp(paths, "on") != 0 ? "senf" : "zola";
}

static bool is_on(const Convert *convert, const char *name, bool unsaid)
{
  const Tree *value = convert_setting(convert, name);
  return value && value->kind == TREE_BOOL ? value->boolean : unsaid;
}

/* What Zola leaves alone unless it is told otherwise. */
static void put_markdown(Convert *convert)
{
  if (!is_on(convert, "markdown.smart_punctuation", false))
    convert_put_markdown(convert, "smart_punctuation", false);
  if (!is_on(convert, "markdown.render_emoji", false))
    convert_put_markdown(convert, "emoji", false);
  if (!is_on(convert, "markdown.highlight_code", true))
    convert_put_markdown(convert, "highlight", false);
  convert_put_math(convert, "extra");
  convert_put_markdown(convert, "zola_shortcodes", true);
  if (is_on(convert, "markdown.external_links_target_blank", false))
    convert_put(convert, "links", "{external_new_tab: true}");
}

static void settings(Convert *convert)
{
  static const char *const usual[] = {"blog", "posts", "post", "articles", NULL};
  convert_put_text(convert, "title", convert_plain(convert, convert_text(convert, "title")));
  convert_put_text(convert, "description",
                   convert_plain(convert, convert_text(convert, "description")));
  convert_put_text(convert, "base_url", convert_text(convert, "base_url"));
  put_languages(convert);
  convert_put_number(convert, "feed_items", convert_text(convert, "feed_limit"), 1, 1000);
  put_taxonomies(convert);
  convert_find_posts(convert, "content", usual);
  convert_find_dated(convert, "content");
  g_autofree char *posts = convert_list(convert->posts);
  g_string_append_printf(convert->yaml,
                         "paths:\n  posts: %s\n  pages: content\n  templates: senf/templates\n"
                         "  i18n: senf/i18n\n  authors: senf/authors\n",
                         posts);
  convert_put(convert, "addresses", slugs(convert));
  convert_put(convert, "sections", "true");
  convert_put_tree(convert, "params", convert_setting(convert, "extra"));
  put_markdown(convert);
  convert_unknown(convert, known);
}

const ConvertKind convert_zola = {"zola", configs, settings, "templates", NULL};
