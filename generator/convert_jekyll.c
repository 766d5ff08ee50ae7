/* convert_jekyll.c - the settings of Jekyll. */
#include "generator/convert.h"

#include "common/paths.h"

#include <string.h>

static const char *const configs[] = {"_config.yml", "_config.yaml", "_config.toml", NULL};

static const char *const known[] = {
    "title",    "description",   "url",       "baseurl",     "lang",    "timezone",
    "paginate", "paginate_path", "permalink", "exclude",     "include", "markdown",
    "theme",    "remote_theme",  "source",    "destination", "future",  "show_drafts",
    "encoding", "highlighter",   NULL};

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
    {"date", "/:categories/:year/:month/:day/:slug.html", "/:section/:slug.html"},
    {"pretty", "/:categories/:year/:month/:day/:slug/", NULL},
    {"none", "/:categories/:slug.html", "/:section/:slug.html"},
};

static void put_permalinks(Convert *convert)
{
  const char *given = convert_text(convert, "permalink");
  for (size_t i = 0; i < G_N_ELEMENTS(STYLES); i++) {
    if (strcmp(given ? given : "date", STYLES[i].name) != 0)
      continue;
    convert_put(convert, "permalink", STYLES[i].posts);
    convert_put(convert, "page_permalink", STYLES[i].pages);
    return;
  }
  /* Jekyll's title is that of the file's name. */
  g_autoptr(GString) pattern = g_string_new(given);
  g_string_replace(pattern, ":slugified_categories", ":categories", 0);
  g_string_replace(pattern, ":title", ":slug", 0);
  g_string_replace(pattern, ":output_ext", ".html", 0);
  convert_put_text(convert, "permalink", pattern->str);
  if (!g_str_has_suffix(given, "/"))
    convert_put(convert, "page_permalink", "/:section/:slug.html");
}

/* --- what is no page --- */

static bool begins_with_rule(Convert *convert, const SourceFile *file)
{
  size_t length;
  g_autofree char *text = source_read(convert->source, file, 8 << 20, &length, NULL);
  return text && (g_str_has_prefix(text, "---\n") || g_str_has_prefix(text, "---\r\n"));
}

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
        (markdown || g_strv_contains(rendered, extension)) && begins_with_rule(convert, file);
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

static void put_paths(Convert *convert)
{
  bool drafts = convert_has_folder(convert, "_drafts");
  g_ptr_array_add(convert->posts, (gpointer) "_posts");
  g_string_append_printf(
      convert->yaml,
      "paths:\n  posts: %s\n%s  pages: %s\n  data: _data\n"
      "  templates: _senf/templates\n  i18n: _senf/i18n\n  authors: _senf/authors\n",
      drafts ? "[_posts, _drafts]" : "_posts", drafts ? "  drafts: _drafts\n" : "",
      convert_has_folder(convert, "_pages") ? "[_pages, .]" : ".");
  put_exclude(convert);
}

static void settings(Convert *convert)
{
  const char *url = convert_text(convert, "url"), *base = convert_text(convert, "baseurl");
  g_autofree char *address = url ? g_strconcat(url, base ? base : "", NULL) : NULL;
  const char *lang = convert_text(convert, "lang");
  g_autofree char *languages = g_strdup_printf("[%s]", lang ? lang : "en");
  convert_put_text(convert, "title", convert_text(convert, "title"));
  convert_put_text(convert, "description", convert_text(convert, "description"));
  convert_put_text(convert, "base_url", address);
  convert_put(convert, "languages", languages);
  convert_put_text(convert, "timezone", convert_text(convert, "timezone"));
  convert_put(convert, "pagination", convert_text(convert, "paginate"));
  put_permalinks(convert);
  put_paths(convert);
  convert_unknown(convert, known);
}

const ConvertKind convert_jekyll = {"jekyll", configs, settings, "_layouts", NULL};
