/* convert_hugo_paths.c - where Hugo's content stands, and what addresses it has. */
#include "generator/convert/convert_hugo.h"

#include "common/paths.h"

#include <string.h>

/* --- folders --- */

static const char *content_folder(const Convert *convert)
{
  const char *own = convert_text(convert, "contentDir");
  if (own)
    return own;
  /* "content/en" and "content/de" stand in content */
  const Tree *all = convert_setting(convert, "languages");
  for (size_t i = 0; all && all->kind == TREE_MAP && i < all->count; i++) {
    const Tree *folder = tree_get_ci(all->items[i], "contentDir");
    const char *slash = folder && folder->kind == TREE_STRING ? strchr(folder->text, '/') : NULL;
    if (slash && slash[1])
      return arena_strndup(convert->arena, folder->text, (size_t)(slash - folder->text));
  }
  return "content";
}

char *hugo_language_folder(const Convert *convert, const Tree *language)
{
  const Tree *given = tree_get_ci(language, "contentDir");
  const char *content = content_folder(convert);
  size_t length = strlen(content);
  g_autofree char *clean = given && given->kind == TREE_STRING ? path_clean(given->text) : NULL;
  if (!clean || strncmp(clean, content, length) != 0 || clean[length] != '/' ||
      strchr(clean + length + 1, '/'))
    return NULL;
  return g_strdup(clean + length + 1);
}

static void find_languages(Convert *convert)
{
  const Tree *all = convert_setting(convert, "languages");
  const char *content = content_folder(convert);
  for (size_t i = 0; all && all->kind == TREE_MAP && i < all->count; i++) {
    g_autofree char *folder = hugo_language_folder(convert, all->items[i]);
    const Tree *given = tree_get_ci(all->items[i], "contentDir");
    g_ptr_array_add(convert->languages,
                    arena_strdup(convert->arena, folder ? folder : all->keys[i]));
    if (!folder && given && given->kind == TREE_STRING && strcmp(given->text, content) != 0)
      convert_find(convert->settings, "languages … contentDir", convert->config_path, given->line);
  }
}

/* `mainSections` of the theme or of Hugo: a name or a list; NULL: nobody says it. */
static const char *const *main_sections(Convert *convert)
{
  const Tree *main = convert_setting(convert, "params.mainSections");
  if (!main)
    main = convert_setting(convert, "mainSections");
  bool list = main && main->kind == TREE_LIST;
  if (!main || main->kind == TREE_MAP || (list && main->count == 0))
    return NULL;
  size_t count = list ? main->count : 1;
  const char **names = arena_new_array(convert->arena, const char *, count + 1);
  for (size_t i = 0; i < count; i++)
    names[i] = list ? main->items[i]->text : main->text;
  return names;
}

void hugo_find_folders(Convert *convert)
{
  static const char *const usual[] = {"posts", "post", "blog", "articles", NULL};
  const char *const *names = main_sections(convert), *content = content_folder(convert);
  find_languages(convert);
  convert_find_posts(convert, content, names ? names : usual);
  if (!names)
    convert_find_dated(convert, content);
}

/* --- cascade --- */

// "/posts/**" is the folder content/posts; other patterns have no counterpart in `defaults`.
static char *folder_of(const Convert *convert, const char *pattern)
{
  g_autofree char *path = g_strdup(pattern + strspn(pattern, "/"));
  if (g_str_has_suffix(path, "/**"))
    path[strlen(path) - strlen("/**")] = '\0';
  return strpbrk(path, "*?[{") ? NULL : g_build_filename(content_folder(convert), path, NULL);
}

/* One map of `cascade` as an entry of `defaults`. */
static void put_default(Convert *convert, const Tree *map, GString *out)
{
  const Tree *target = tree_get_ci(map, "target");
  target = target ? target : tree_get_ci(map, "_target");
  const Tree *path = tree_get_ci(target, "path"), *lang = tree_get_ci(target, "lang");
  g_autofree char *folder =
      path && path->kind == TREE_STRING ? folder_of(convert, path->text) : g_strdup("");
  const Tree *kind = tree_get_ci(target, "kind");
  bool lists = kind && kind->kind == TREE_STRING && strcmp(kind->text, "page") != 0;
  if (map->kind != TREE_MAP || !folder || lists || tree_get_ci(target, "environment")) {
    convert_find(convert->settings, "cascade", convert->config_path, map->line);
    return;
  }
  const char *comma = "";
  g_string_append(out, "\n  - {");
  if (*folder)
    g_string_append_printf(out, "path: \"%s\", ", folder);
  if (lang && lang->kind == TREE_STRING)
    g_string_append_printf(out, "lang: \"%s\", ", lang->text);
  g_string_append(out, "values: {");
  for (size_t i = 0; i < map->count; i++) {
    if (map->items[i] == target)
      continue;
    g_string_append_printf(out, "%s\"%s\": ", comma, map->keys[i]);
    tree_to_json(map->items[i], out);
    comma = ", ";
  }
  g_string_append(out, "}}");
}

void hugo_put_defaults(Convert *convert)
{
  const Tree *cascade = convert_setting(convert, "cascade");
  g_autoptr(GString) out = g_string_new(NULL);
  for (size_t i = 0; cascade && cascade->kind == TREE_LIST && i < cascade->count; i++)
    put_default(convert, cascade->items[i], out);
  if (cascade && cascade->kind == TREE_MAP)
    put_default(convert, cascade, out);
  if (out->len > 0)
    convert_put(convert, "defaults", out->str);
}

/* --- permalinks --- */

bool hugo_is_on(const Convert *convert, const char *name)
{
  const Tree *tree = convert_setting(convert, name);
  return tree && tree->kind == TREE_BOOL && tree->boolean;
}

/* `date = [":filename", …]`: a name says the date, and the rest of it is the slug. */
static bool has_dates_in_names(const Convert *convert)
{
  const Tree *list = convert_setting(convert, "frontmatter.date");
  for (size_t i = 0; list && list->kind == TREE_LIST && i < list->count; i++)
    if (g_strcmp0(list->items[i]->text, ":filename") == 0)
      return true;
  return false;
}

/* One place of Hugo's in our words; `section` is that of the content, "" for any. */
static void put_place(GString *out, const char *place, size_t length, const char *section)
{
  static const char *const words[][2] = {{"slug", ":slugortitle"},
                                         {"slugorcontentbasename", ":slugorfilename"},
                                         {"contentbasename", ":filename"}};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    if (strlen(words[i][0]) == length && strncmp(place, words[i][0], length) == 0) {
      g_string_append(out, words[i][1]);
      return;
    }
  }
  if (length == strlen("sections") && strncmp(place, "sections", length) == 0)
    g_string_append_printf(out, "%s/:section", section);
  else if (length == strlen("section") && strncmp(place, "section", length) == 0)
    g_string_append(out, section);
  else
    g_string_append_printf(out, ":%.*s", (int)length, place);
}

static char *translate(const char *pattern, const char *section)
{
  GString *out = g_string_new(NULL);
  if (*pattern != '/')
    g_string_append_c(out, '/');
  for (const char *p = pattern; *p; p++) {
    size_t length = 0;
    while (*p == ':' && g_ascii_isalpha(p[length + 1]))
      length++;
    if (length)
      put_place(out, p + 1, length, section);
    else
      g_string_append_c(out, *p);
    p += length;
  }
  return g_string_free(out, FALSE);
}

/* "/a/b/" as "/a/b.html". */
static char *ugly(char *pattern)
{
  size_t length = strlen(pattern);
  while (length > 0 && pattern[length - 1] == '/')
    length--;
  char *whole = g_strdup_printf("%.*s.html", (int)length, pattern);
  g_free(pattern);
  return whole;
}

/* The pattern of the content in `section`: its own one, else that of its path. */
static char *pattern_of(const Convert *convert, const char *section)
{
  g_autofree char *name = g_strdup_printf("permalinks.%s", section);
  g_autofree char *page = g_strdup_printf("permalinks.page.%s", section);
  const char *own = convert_text(convert, name);
  if (!own)
    own = convert_text(convert, page);
  const char *last = has_dates_in_names(convert) ? ":slug" : ":slugorfilename";
  char *pattern = own        ? translate(own, section)
                  : *section ? g_strdup_printf("/%s/:section/%s/", section, last)
                             : g_strdup_printf("/:section/%s/", last);
  return hugo_is_on(convert, "uglyURLs") ? ugly(pattern) : pattern;
}

/* --- writing --- */

static void put_posts(Convert *convert)
{
  g_string_append(convert->yaml, "  posts:\n");
  for (guint i = 0; i < convert->posts->len; i++) {
    const char *folder = g_ptr_array_index(convert->posts, i);
    g_autofree char *pattern = pattern_of(convert, path_base(folder));
    convert_put_folder(convert, folder, NULL, pattern);
  }
}

static bool is_posts(const Convert *convert, const char *folder)
{
  for (guint i = 0; i < convert->posts->len; i++)
    if (strcmp(g_ptr_array_index(convert->posts, i), folder) == 0)
      return true;
  return false;
}

static void put_section(Convert *convert, const char *content, const char *section,
                        const Tree *pattern)
{
  g_autofree char *folder = g_build_filename(content, section, NULL);
  if (pattern->kind == TREE_MAP && strcmp(section, "page") == 0) {
    for (size_t i = 0; i < pattern->count; i++)
      put_section(convert, content, pattern->keys[i], pattern->items[i]);
  } else if (pattern->kind != TREE_STRING || !convert_has_folder(convert, folder)) {
    g_autofree char *name = g_strdup_printf("permalinks.%s", section);
    convert_find(convert->settings, name, convert->config_path, pattern->line);
  } else if (!is_posts(convert, folder)) {
    g_autofree char *own = pattern_of(convert, section);
    convert_put_folder(convert, folder, section, own);
  }
}

/* All content, and the sections that have addresses of their own. */
static void put_pages(Convert *convert, const char *content)
{
  const Tree *all = convert_setting(convert, "permalinks");
  g_autofree char *pattern = pattern_of(convert, "");
  g_string_append(convert->yaml, "  pages:\n");
  convert_put_folder(convert, content, NULL, pattern);
  for (size_t i = 0; all && all->kind == TREE_MAP && i < all->count; i++)
    put_section(convert, content, all->keys[i], all->items[i]);
}

static void put_statics(Convert *convert)
{
  const Tree *given = convert_setting(convert, "staticDir");
  if (given && given->kind == TREE_LIST) {
    g_string_append(convert->yaml, "  static: ");
    tree_to_json(given, convert->yaml);
    g_string_append_c(convert->yaml, '\n');
  } else {
    const char *one = convert_text(convert, "staticDir");
    g_string_append_printf(convert->yaml, "  static: %s\n", one ? one : "static");
  }
}

void hugo_put_addresses(Convert *convert)
{
  const char *content = content_folder(convert), *data = convert_text(convert, "dataDir");
  convert_put(convert, "addresses",
              hugo_is_on(convert, "disablePathToLower") ? "hugo-cased" : "hugo");
  convert_put(convert, "sections", "true");
  g_string_append(convert->yaml, "paths:\n");
  put_posts(convert);
  convert_put_html(convert);
  put_pages(convert, content);
  put_statics(convert);
  g_string_append_printf(convert->yaml,
                         "  data: %s\n  i18n: senf/i18n\n  templates: senf/templates\n"
                         "  authors: senf/authors\n",
                         data ? data : "data");
}
