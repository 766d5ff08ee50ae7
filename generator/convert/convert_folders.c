/* convert_folders.c - in which folders the posts are. */
#include "generator/convert/convert.h"

#include "generator/model/page/front_matter.h"

#include "common/paths.h"

#include <string.h>

enum { PAGE_LIMIT = 8 << 20 };

bool convert_is_below(const char *path, const char *folder)
{
  size_t length = strlen(folder);
  return length == 0 || (strncmp(path, folder, length) == 0 && path[length] == '/');
}

static bool is_markdown(const char *path)
{
  const char *extension = path_extension(path);
  return strcmp(extension, "md") == 0 || strcmp(extension, "markdown") == 0 ||
         strcmp(extension, "mdx") == 0;
}

/* The path of a file without a language's folder below `root`. */
static char *without_language(const Convert *convert, const char *root, const char *path)
{
  size_t length = strlen(root);
  if (!convert_is_below(path, root))
    return g_strdup(path);
  const char *inside = path + length + (length > 0);
  const char *slash = strchr(inside, '/');
  for (guint i = 0; slash && i < convert->languages->len; i++) {
    const char *folder = g_ptr_array_index(convert->languages, i);
    if (strlen(folder) == (size_t)(slash - inside) &&
        strncmp(folder, inside, (size_t)(slash - inside)) == 0)
      return g_strdup_printf("%.*s%s", (int)(inside - path), path, slash + 1);
  }
  return g_strdup(path);
}

static bool has_folder(const Convert *convert, const char *root, const char *folder)
{
  for (size_t i = 0; i < source_count(convert->source); i++) {
    g_autofree char *path = without_language(convert, root, source_file(convert->source, i)->path);
    if (convert_is_below(path, folder))
      return true;
  }
  return false;
}

bool convert_has_folder(const Convert *convert, const char *folder)
{
  return has_folder(convert, "", folder);
}

/* The folder of the first level below `root` that holds most Markdown. */
static char *largest_folder(const Convert *convert, const char *root)
{
  g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *best = NULL;
  int most = 0;
  for (size_t i = 0; i < source_count(convert->source); i++) {
    g_autofree char *path = without_language(convert, root, source_file(convert->source, i)->path);
    if (!convert_is_below(path, root) || !is_markdown(path))
      continue;
    const char *inside = path + strlen(root) + 1, *slash = strchr(inside, '/');
    if (!slash)
      continue;
    g_autofree char *folder = g_strndup(path, (gsize)(slash - path));
    int count = GPOINTER_TO_INT(g_hash_table_lookup(counts, folder)) + 1;
    g_hash_table_insert(counts, g_strdup(folder), GINT_TO_POINTER(count));
    if (count > most || (count == most && strcmp(folder, best) < 0)) {
      most = count;
      g_free(best);
      best = g_strdup(folder);
    }
  }
  return g_steal_pointer(&best);
}

static void add_posts(Convert *convert, const char *folder)
{
  for (guint i = 0; i < convert->posts->len; i++)
    if (strcmp(g_ptr_array_index(convert->posts, i), folder) == 0)
      return;
  g_ptr_array_add(convert->posts, arena_strdup(convert->arena, folder));
}

/* --- by their dates --- */

typedef struct Dated {
  size_t pages, dated;
} Dated;

static bool has_date(Convert *convert, const SourceFile *file)
{
  size_t length;
  FrontMatter front;
  g_autofree char *text = source_read(convert->source, file, PAGE_LIMIT, &length, NULL);
  return text && front_matter_read(&front, convert->arena, file->path, text, length, NULL) &&
         tree_get_ci(front.document.root, "date");
}

/* What has dates though it is no post: `hugo new` gives one to everything. */
static bool is_for_pages(const char *folder)
{
  static const gchar *const names[] = {"page",    "pages",  "about", "legal",
                                       "authors", "search", NULL};
  return g_strv_contains(names, path_base(folder));
}

/* The section of a page, with its count; NULL: it stands in none. */
static Dated *section_of(GHashTable *sections, const char *root, const char *path)
{
  const char *inside = path + strlen(root) + 1, *slash = strchr(inside, '/');
  if (!slash || !convert_is_below(path, root) || !is_markdown(path) ||
      g_str_has_prefix(path_base(path), "_index."))
    return NULL;
  char *folder = g_strndup(path, (gsize)(slash - path));
  Dated *dated = g_hash_table_lookup(sections, folder);
  if (dated) {
    g_free(folder);
    return dated;
  }
  dated = g_new0(Dated, 1);
  g_hash_table_insert(sections, folder, dated);
  return dated;
}

static gint name_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(a, b);
}

void convert_find_dated(Convert *convert, const char *root)
{
  g_autoptr(GHashTable) sections = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  for (size_t i = 0; i < source_count(convert->source); i++) {
    const SourceFile *file = source_file(convert->source, i);
    g_autofree char *path = without_language(convert, root, file->path);
    Dated *dated = convert_is_below(path, root) && strcmp(path, root) != 0
                       ? section_of(sections, root, path)
                       : NULL;
    if (!dated)
      continue;
    dated->pages++;
    dated->dated += has_date(convert, file);
  }
  GList *names = g_list_sort(g_hash_table_get_keys(sections), name_compare);
  for (GList *name = names; name; name = name->next) {
    const Dated *dated = g_hash_table_lookup(sections, name->data);
    if (dated->dated * 2 > dated->pages && !is_for_pages(name->data))
      add_posts(convert, name->data);
  }
  g_list_free(names);
}

/* --- by their names --- */

void convert_find_posts(Convert *convert, const char *root, const char *const *names)
{
  for (size_t i = 0; names[i]; i++) {
    g_autofree char *folder = g_build_filename(root, names[i], NULL);
    if (has_folder(convert, root, folder))
      g_ptr_array_add(convert->posts, arena_strdup(convert->arena, folder));
  }
  g_autofree char *largest = convert->posts->len == 0 ? largest_folder(convert, root) : NULL;
  if (largest)
    g_ptr_array_add(convert->posts, arena_strdup(convert->arena, largest));
  if (convert->posts->len == 0)
    g_ptr_array_add(convert->posts, arena_printf(convert->arena, "%s/posts", root));
}
