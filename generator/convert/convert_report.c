/* convert_report.c - what of a repository will not be rendered as it was. */
#include "generator/convert/convert.h"

#include "generator/model/page/front_matter.h"
#include "generator/model/page/page_keys.h"
#include "generator/model/page/page_matter.h"
#include "generator/model/settings/areas.h"
#include "generator/model/site/links.h"

#include "common/files.h"
#include "common/formats/yaml.h"
#include "common/paths.h"
#include "common/strutil.h"
#include "common/system/datadir.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_LIMIT = 8 << 20, SHOWN = 8 };

/* --- shortcodes and Liquid ----------------------------------------------------------------- */

/* Those of the theme, and those that need no template. */
static bool is_known_shortcode(const char *name)
{
  g_autofree char *folder = datadir_find("themes/senf/templates/shortcodes");
  g_autofree char *file = g_strconcat(name, ".html", NULL);
  g_autofree char *path = folder ? g_build_filename(folder, file, NULL) : NULL;
  return strcmp(name, "highlight") == 0 || (path && file_exists(path));
}

static char *word_at(const char *text)
{
  size_t length = 0;
  text += strspn(text, " -");
  while (g_ascii_isalnum(text[length]) || (text[length] && strchr("_-/.", text[length])))
    length++;
  return g_strndup(text, length);
}

/* Zola's "{{ name(" or "{% name(". */
static bool is_call(const char *text)
{
  text += 2;
  text += strspn(text, " -");
  size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  return length > 0 && text[length] == '(';
}

static void look_line(Convert *convert, const char *line, const char *path, int number, bool liquid)
{
  for (const char *p = strchr(line, '{'); p; p = strchr(p + (p[1] ? 2 : 1), '{')) {
    bool angle = g_str_has_prefix(p, "{{<"), percent = g_str_has_prefix(p, "{{%");
    bool tag = g_str_has_prefix(p, "{%"), output = g_str_has_prefix(p, "{{") && !angle && !percent;
    g_autofree char *word = word_at(p + (angle || percent ? 3 : 2));
    if ((angle || percent) && !liquid && *word && *word != '/' && !is_known_shortcode(word))
      convert_find(convert->shortcodes, word, path, number);
    else if (liquid && (tag || output) && *word && !g_str_has_prefix(word, "end"))
      convert_find(convert->liquid, tag ? word : "{{ … }}", path, number);
    else if (!liquid && (tag || output) && is_call(p) && !is_known_shortcode(word))
      convert_find(convert->shortcodes, word, path, number); /* Zola's {{ name(…) }} */
  }
}

/* kramdown's attributes are known, its names for lists of them are not: behind "{:". */
static bool is_known_braces(const char *text)
{
  text += strspn(text, " ");
  size_t name = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  bool contents = name == 3 && memcmp(text, "toc", name) == 0;
  return *text == '.' || *text == '#' || (name > 0 && text[name] == '=') || contents;
}

/* What their Markdown has and ours has not. */
static void look_markup(Convert *convert, const char *line, const char *before, const char *path,
                        int number, bool kramdown)
{
  const char *text = line + strspn(line, " \t");
  if ((g_str_has_prefix(text, ": ") || g_str_has_prefix(text, ":\t")) && before && *before)
    convert_find(convert->markup, "definition list", path, number);
  if (kramdown && g_str_has_prefix(text, "{:") && !is_known_braces(text + 2))
    convert_find(convert->markup, g_str_has_prefix(text, "{::") ? "{::…}" : "{:name}", path,
                 number);
}

static void look_body(Convert *convert, const char *path, const char *body, int line, bool liquid)
{
  g_auto(GStrv) lines = g_strsplit(body, "\n", -1);
  bool code = false;
  for (size_t i = 0; lines[i]; i++) {
    bool fence = g_str_has_prefix(lines[i], "```") || g_str_has_prefix(lines[i], "~~~");
    code = code != fence;
    if (code || fence)
      continue;
    look_line(convert, lines[i], path, line + (int)i, liquid);
    look_markup(convert, lines[i], i > 0 ? lines[i - 1] : NULL, path, line + (int)i, liquid);
  }
}

/* --- content --------------------------------------------------------------------------------- */

static void look_matter(Convert *convert, const Settings *settings, const char *path,
                        const FrontMatter *front)
{
  PageMatter matter;
  g_autoptr(Error) error = NULL;
  if (!page_matter_read(&matter, convert->arena, settings, &front->document, NULL, NULL, &error)) {
    convert_find(convert->files, error->what, path, error->line);
  } else {
    for (size_t i = 0; matter.extra && i < matter.extra->count; i++) {
      const char *key = matter.extra->keys[i];
      convert_find(page_key_idle(key) ? convert->idle : convert->keys, key, path, 0);
    }
  }
  page_matter_clear(&matter);
}

static void look_page(Convert *convert, const Settings *settings, const SourceFile *file,
                      bool liquid)
{
  size_t length;
  FrontMatter front;
  g_autoptr(Error) error = NULL;
  g_autofree char *text = source_read(convert->source, file, PAGE_LIMIT, &length, &error);
  if (!text || !text_check_utf8(text, length, file->path, &error) ||
      !front_matter_read(&front, convert->arena, file->path, text, length, &error)) {
    convert_find(convert->files, error->what, file->path, error->line);
    return;
  }
  look_matter(convert, settings, file->path, &front);
  look_body(convert, file->path, text + front.body_offset, front.body_line, liquid);
}

void convert_look(Convert *convert, const ConvertKind *kind)
{
  Settings settings;
  TreeDocument document = {
      .file = "senf.yaml", .source = convert->yaml->str, .source_length = convert->yaml->len};
  g_autoptr(Error) error = NULL;
  if (!yaml_parse(convert->arena, convert->yaml->str, convert->yaml->len, 1, 1 << 20, &document,
                  &error) ||
      !settings_read(&settings, convert->arena, &document, &error)) {
    convert_find(convert->files, error->what, "senf.yaml", error->line);
    return;
  }
  for (size_t i = 0; i < source_count(convert->source); i++) {
    const SourceFile *file = source_file(convert->source, i);
    PageKind page;
    g_autofree char *prefix = g_strconcat(kind->templates, "/", NULL);
    if (g_str_has_prefix(file->path, prefix) || g_str_has_prefix(file->path, "_includes/"))
      convert_find(convert->templates, kind->templates, file->path, 0);
    else if (file_is_page(&settings, file->path, &page))
      look_page(convert, &settings, file, kind == &convert_jekyll);
  }
}

/* --- printing ---------------------------------------------------------------------------------- */

/* The most frequent first. */
static int finding_compare(gconstpointer a, gconstpointer b)
{
  const Finding *first = *(const Finding *const *)a, *second = *(const Finding *const *)b;
  if (first->count != second->count)
    return first->count > second->count ? -1 : 1;
  return strcmp(first->name, second->name);
}

static void print_findings(GHashTable *table, const char *what, const char *advice)
{
  if (g_hash_table_size(table) == 0)
    return;
  g_autoptr(GPtrArray) findings = g_ptr_array_new();
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, table);
  while (g_hash_table_iter_next(&iter, NULL, &value))
    g_ptr_array_add(findings, value);
  g_ptr_array_sort(findings, finding_compare);
  printf("\n%s\n", what);
  for (guint i = 0; i < findings->len && i < SHOWN; i++) {
    const Finding *finding = g_ptr_array_index(findings, i);
    printf("  %-28s %4zu  %s%s\n", finding->name, finding->count,
           finding->count > 1 ? "first: " : "", finding->place);
  }
  if (findings->len > SHOWN)
    printf("  and %u more\n", findings->len - SHOWN);
  if (advice)
    printf("  %s\n", advice);
}

/* Whether git is told to pass over what a build makes; without git nobody asks. */
static bool is_ignored(const Convert *convert)
{
  size_t length;
  g_autofree char *git = g_build_filename(convert->folder, ".git", NULL);
  const SourceFile *file = source_find(convert->source, ".gitignore");
  g_autofree char *text = file ? source_read(convert->source, file, 1 << 20, &length, NULL) : NULL;
  return !dir_exists(git) || (text && strstr(text, ".senf"));
}

void convert_print(const Convert *convert, const ConvertKind *kind)
{
  printf("wrote %s/senf.yaml, from %s\n", convert->folder, convert->config_path);
  for (guint i = 0; i < convert->posts->len; i++)
    printf("  posts are in %s\n", (const char *)g_ptr_array_index(convert->posts, i));
  print_findings(convert->settings, "settings that senf does not have:", NULL);
  print_findings(convert->templates, "templates, which senf can't read:",
                 "its theme shows the site; templates/ replaces parts of it, in the language of "
                 "Jinja");
  print_findings(convert->shortcodes, "unknown shortcodes, which stay as they are written:",
                 "a template shortcodes/NAME.html of the site's own makes one known");
  print_findings(convert->liquid, "Liquid in content, which stays as it is written:", NULL);
  print_findings(convert->markup, "Markdown that senf shows as plain text:", NULL);
  print_findings(convert->idle,
                 "keys of front matter that do nothing here (page.extra has them):", NULL);
  print_findings(convert->keys, "keys of front matter that templates see as page.extra:", NULL);
  print_findings(convert->files, "files to look at:", NULL);
  g_autofree char *quoted = g_shell_quote(convert->folder);
  if (strcmp(convert->folder, ".") == 0)
    printf("\nnext:\n  senf serve\n");
  else
    printf("\nnext:\n  cd %s && senf serve\n", quoted);
  if (!is_ignored(convert))
    printf("  (.senf/ and public/, which a build makes, belong into .gitignore)\n");
  (void)kind;
}
