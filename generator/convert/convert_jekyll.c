/* convert_jekyll.c - the settings of Jekyll. */
#include "generator/convert/convert_jekyll.h"

#include "common/paths.h"

#include <string.h>

static const char *const configs[] = {"_config.yml", "_config.yaml", "_config.toml", NULL};

static const char *const known[] = {"title",       "description",
                                    "url",         "baseurl",
                                    "lang",        "timezone",
                                    "paginate",    "paginate_path",
                                    "permalink",   "exclude",
                                    "include",     "markdown",
                                    "theme",       "remote_theme",
                                    "source",      "destination",
                                    "future",      "show_drafts",
                                    "encoding",    "highlighter",
                                    "name",        "collections",
                                    "kramdown",    "whitelist",
                                    "sass",        "strict_front_matter",
                                    "safe",        "port",
                                    "host",        "livereload",
                                    "incremental", "keep_files",
                                    "timezone",    "future",
                                    "unpublished", "lsi",
                                    "limit_posts", "quiet",
                                    "verbose",     "repository",
                                    "defaults",    "excerpt_separator",
                                    NULL};

/* Files of a repository that are no pages though they stand at its root. */
static const char *const never[] = {"README.md",      "README.markdown",   "LICENSE",
                                    "LICENSE.md",     "Gemfile",           "Gemfile.lock",
                                    "Rakefile",       "CHANGELOG.md",      "CONTRIBUTING.md",
                                    "package.json",   "package-lock.json", "index.md",
                                    "index.markdown", "index.html",        "*.gemspec",
                                    "vendor",         "node_modules",      NULL};

/* --- permalinks --- */

static const struct {
  const char *name, *posts, *pages;
} STYLES[] = {
    {"date", "/:categories/:year/:month/:day/:title:output_ext", "/:section/:title:output_ext"},
    {"pretty", "/:categories/:year/:month/:day/:title/", "/:section/:title/"},
    {"ordinal", "/:categories/:year/:y_day/:title:output_ext", "/:section/:title:output_ext"},
    {"weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext",
     "/:section/:title:output_ext"},
    {"none", "/:categories/:title:output_ext", "/:section/:title:output_ext"},
};

/* Jekyll's places in our words: its title is that of the file's name. `folder` is what stands
 * before _posts, and counts as categories. */
static char *translate(const char *given, const char *folder)
{
  const char *slash = *folder ? "/" : "";
  g_autofree char *categories = g_strdup_printf("%s%s:categories", folder, slash);
  g_autofree char *slugified = g_strdup_printf("%s%s:slugified_categories", folder, slash);
  const char *const words[][2] = {{":categories", categories}, {":slugified_categories", slugified},
                                  {":collection", folder},     {":path", ":section/:filename"},
                                  {":name", ":filename"},      {":title", ":slug"},
                                  {":output_ext", ".html"}};
  GString *out = g_string_new(NULL);
  for (const char *p = given; *p;) {
    size_t i = 0, length = 0;
    while (i < G_N_ELEMENTS(words) && !g_str_has_prefix(p, words[i][0]))
      i++;
    if (i < G_N_ELEMENTS(words))
      length = strlen(words[i][0]);
    if (length)
      g_string_append(out, words[i][1]);
    else
      g_string_append_c(out, *p);
    p += MAX(length, 1);
  }
  return g_string_free(out, FALSE);
}

static const char *style_of(const char *given, bool posts)
{
  for (size_t i = 0; i < G_N_ELEMENTS(STYLES); i++)
    if (strcmp(given, STYLES[i].name) == 0)
      return posts ? STYLES[i].posts : STYLES[i].pages;
  if (posts)
    return given;
  return g_str_has_suffix(given, "/") ? "/:section/:title/" : "/:section/:title:output_ext";
}

static const char *permalink(const Convert *convert)
{
  const char *given = convert_text(convert, "permalink");
  return given ? given : "date";
}

static char *post_pattern(const Convert *convert, const char *folder)
{
  const char *own = convert_text(convert, "collections.posts.permalink");
  const char *pattern = style_of(own ? own : permalink(convert), true);
  /* A pattern that ends in neither a folder nor a file gets ".html". */
  const char *last = strrchr(pattern, '/');
  bool bare = last && last[1] && !strchr(last, '.') && !strstr(last, ":output_ext");
  g_autofree char *whole = g_strconcat(pattern, bare ? ":output_ext" : "", NULL);
  return translate(whole, folder);
}

/* --- what is no page --- */

static void exclude(Convert *convert, GString *out, const char *path)
{
  Tree *tree = tree_new(convert->arena, TREE_STRING, 0, 0);
  tree->text = path;
  g_string_append(out, out->len > 1 ? ", " : "");
  tree_to_json(tree, out);
}

/* Pages in other formats need Jekyll; Markdown without front matter is no page there. */
static void exclude_files(Convert *convert, GString *out)
{
  static const gchar *const rendered[] = {"html", "xml",  "scss", "sass", "css",
                                          "js",   "json", "txt",  NULL};
  for (size_t i = 0; i < source_count(convert->source); i++) {
    const SourceFile *file = source_file(convert->source, i);
    const char *extension = path_extension(file->path);
    if (*file->path == '_' || strstr(file->path, "/_") || *file->path == '.' ||
        g_strv_contains((const gchar *const *)never, file->path))
      continue;
    bool markdown = strcmp(extension, "md") == 0 || strcmp(extension, "markdown") == 0;
    bool rule =
        (markdown || g_strv_contains(rendered, extension)) && convert_has_matter(convert, file);
    if (markdown == rule)
      continue;
    exclude(convert, out, file->path);
    convert_find(convert->files,
                 markdown ? "Markdown without front matter" : "a page that needs Jekyll",
                 file->path, 0);
  }
}

static void put_exclude(Convert *convert)
{
  g_autoptr(GString) out = g_string_new("[");
  for (size_t i = 0; never[i]; i++)
    exclude(convert, out, never[i]);
  const Tree *given = convert_setting(convert, "exclude");
  for (size_t i = 0; given && given->kind == TREE_LIST && i < given->count; i++) {
    const char *path = given->items[i]->text;
    g_autofree char *clean = path ? path_clean(path) : NULL;
    if (clean && *clean && !g_strv_contains((const gchar *const *)never, clean))
      exclude(convert, out, arena_strdup(convert->arena, clean));
  }
  exclude_files(convert, out);
  g_string_append_c(out, ']');
  g_string_append_printf(convert->yaml, "  exclude: %s\n", out->str);
}

/* Every folder that is called _posts; that of the root first. */
static void find_posts(Convert *convert)
{
  g_ptr_array_add(convert->posts, (gpointer) "_posts");
  for (size_t i = 0; i < source_count(convert->source); i++) {
    const char *path = source_file(convert->source, i)->path, *at = strstr(path, "/_posts/");
    if (!at || *path == '_' || *path == '.')
      continue;
    const char *folder =
        arena_strndup(convert->arena, path, (size_t)(at - path) + strlen("/_posts"));
    const char *last = g_ptr_array_index(convert->posts, convert->posts->len - 1);
    if (strcmp(last, folder) != 0) /* the source is sorted */
      g_ptr_array_add(convert->posts, (gpointer)folder);
  }
  bool root = convert_has_folder(convert, "_posts");
  if (!root && convert->posts->len > 1)
    g_ptr_array_remove_index(convert->posts, 0);
}

static void put_posts(Convert *convert)
{
  g_string_append(convert->yaml, "  posts:\n");
  for (guint i = 0; i < convert->posts->len; i++) {
    const char *folder = g_ptr_array_index(convert->posts, i);
    g_autofree char *before = g_path_get_dirname(folder);
    g_autofree char *pattern = post_pattern(convert, strcmp(before, ".") == 0 ? "" : before);
    convert_put_folder(convert, folder, strcmp(before, ".") == 0 ? NULL : before, pattern);
  }
  if (!convert_has_folder(convert, "_drafts"))
    return;
  g_autofree char *pattern = post_pattern(convert, "");
  convert_put_folder(convert, "_drafts", NULL, pattern);
  g_string_append(convert->yaml, "  drafts: _drafts\n");
}

/* `collections: {docs: {output: true}}`: what is in _docs has addresses below /docs/. */
static void put_collections(Convert *convert)
{
  const Tree *all = convert_setting(convert, "collections");
  for (size_t i = 0; all && all->kind == TREE_MAP && i < all->count; i++) {
    const Tree *output = tree_get(all->items[i], "output");
    const Tree *given = tree_get(all->items[i], "permalink");
    g_autofree char *folder = g_strconcat("_", all->keys[i], NULL);
    if (strcmp(all->keys[i], "posts") == 0 || !output || output->kind != TREE_BOOL ||
        !output->boolean || !convert_has_folder(convert, folder))
      continue;
    const char *own = given && given->kind == TREE_STRING ? given->text : "/:collection/:path.html";
    g_autofree char *pattern = translate(style_of(own, true), all->keys[i]);
    convert_put_folder(convert, folder, all->keys[i], pattern);
  }
}

static void put_paths(Convert *convert)
{
  g_autofree char *pattern = translate(style_of(permalink(convert), false), "");
  find_posts(convert);
  g_string_append(convert->yaml, "paths:\n");
  put_posts(convert);
  convert_put_html(convert);
  g_string_append(convert->yaml, "  pages:\n");
  convert_put_folder(convert, ".", NULL, pattern);
  if (convert_has_folder(convert, "_pages"))
    convert_put_folder(convert, "_pages", NULL, pattern);
  put_collections(convert);
  g_string_append(convert->yaml, "  data: _data\n  templates: _senf/templates\n"
                                 "  i18n: _senf/i18n\n  authors: _senf/authors\n");
  put_exclude(convert);
}

static bool has_plugin(const Convert *convert, const char *name)
{
  const Tree *plugins = convert_setting(convert, "plugins");
  for (size_t i = 0; plugins && plugins->kind == TREE_LIST && i < plugins->count; i++)
    if (plugins->items[i]->kind == TREE_STRING && strcmp(plugins->items[i]->text, name) == 0)
      return true;
  return false;
}

static void settings(Convert *convert)
{
  const char *url = convert_text(convert, "url"), *base = convert_text(convert, "baseurl");
  g_autofree char *address = url ? g_strconcat(url, base ? base : "", NULL) : NULL;
  const char *lang = convert_text(convert, "lang");
  g_autofree char *languages = g_strdup_printf("[%s]", lang ? lang : "en");
  const char *title = convert_text(convert, "title");
  convert_put_text(convert, "title",
                   convert_plain(convert, title ? title : convert_text(convert, "name")));
  convert_put_text(convert, "description",
                   convert_plain(convert, convert_text(convert, "description")));
  convert_put_text(convert, "base_url", address);
  convert_put(convert, "languages", languages);
  convert_put_text(convert, "timezone", convert_text(convert, "timezone"));
  convert_put_number(convert, "pagination", convert_text(convert, "paginate"), 1, 1000);
  convert_put_text(convert, "summary_separator", convert_text(convert, "excerpt_separator"));
  convert_put(convert, "addresses", "jekyll");
  jekyll_put_defaults(convert);
  put_paths(convert);
  if (!has_plugin(convert, "jemoji"))
    convert_put_markdown(convert, "emoji", false);
  convert_unknown(convert, known);
}

const ConvertKind convert_jekyll = {"jekyll", configs, settings, "_layouts", NULL};
