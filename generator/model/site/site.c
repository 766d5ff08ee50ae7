/* site.c - the tables of a site, and access to them. */
#include "generator/model/site/site.h"

#include "generator/model/site/site_store.h"

#include "common/paths.h"

#include <string.h>

Site *site_new(Arena *arena, const Settings *settings)
{
  Site *site = g_new0(Site, 1);
  site->arena = arena;
  site->settings = settings;
  site->pages = g_ptr_array_new();
  site->standalone = g_ptr_array_new();
  site->authors = g_ptr_array_new();
  site->lists = g_ptr_array_new();
  site->by_path = g_hash_table_new(g_str_hash, g_str_equal);
  site->by_id = g_hash_table_new(g_str_hash, g_str_equal);
  site->by_row = g_hash_table_new(g_int64_hash, g_int64_equal);
  site->list_by_key = g_hash_table_new(g_str_hash, g_str_equal);
  site->author_by_id = g_hash_table_new(g_str_hash, g_str_equal);
  return site;
}

void site_free(Site *site)
{
  if (!site)
    return;
  g_ptr_array_unref(site->pages);
  g_ptr_array_unref(site->standalone);
  g_ptr_array_unref(site->authors);
  g_ptr_array_unref(site->lists);
  g_hash_table_unref(site->by_path);
  g_hash_table_unref(site->by_id);
  g_hash_table_unref(site->by_row);
  g_hash_table_unref(site->list_by_key);
  g_hash_table_unref(site->author_by_id);
  g_free(site);
}

SitePage *site_page_new(Site *site)
{
  return arena_new_of(site->arena, SitePage);
}

void site_add_page(Site *site, SitePage *page)
{
  g_ptr_array_add(site->pages, page);
  g_hash_table_insert(site->by_path, (gpointer)page->page.path, page);
  g_hash_table_insert(site->by_row, &page->row, page);
}

size_t site_list_archives(const Site *site, const SiteList *list)
{
  size_t size = (size_t)site->settings->pagination;
  return list->paginated && list->count >= 2 * size ? list->count / size - 1 : 0;
}

void site_add_list(Site *site, SiteList *list)
{
  list->archive_count = site_list_archives(site, list);
  g_ptr_array_add(site->lists, list);
  g_hash_table_insert(site->list_by_key, (gpointer)list->key, list);
}

void site_add_known_author(Site *site, SiteAuthor *author)
{
  g_ptr_array_add(site->authors, author);
  g_hash_table_insert(site->author_by_id, (gpointer)author->id, author);
}

SitePage *site_page_by_path(Site *site, const char *path)
{
  SitePage *page = g_hash_table_lookup(site->by_path, path);
  if (page || !site->store)
    return page;
  site->store->page_by_path(site->store->data, site, path);
  return g_hash_table_lookup(site->by_path, path);
}

/* "posts/a/index.md" is called "a", "posts/a.md" is called "a" and "a.md". */
static bool is_called(const char *path, const char *name)
{
  size_t length = strlen(name);
  const char *base = path_base(path);
  if (strncmp(base, name, length) == 0 && (base[length] == '\0' || base[length] == '.'))
    return true;
  bool index = g_str_has_prefix(base, "index.") || g_str_has_prefix(base, "_index.");
  if (!index || base == path)
    return false;
  const char *end = base - 1, *begin = end;
  while (begin > path && begin[-1] != '/')
    begin--;
  return (size_t)(end - begin) == length && memcmp(begin, name, length) == 0;
}

SitePage *site_page_by_name(Site *site, const char *name)
{
  SitePage *found = NULL;
  site_need_all(site);
  for (guint i = 0; *name && i < site->pages->len; i++) {
    SitePage *page = g_ptr_array_index(site->pages, i);
    if (!page->visible || !is_called(page->page.path, name))
      continue;
    if (found)
      return NULL;
    found = page;
  }
  return found;
}

SitePage *site_page_by_id(const Site *site, const char *id)
{
  return g_hash_table_lookup(site->by_id, id);
}

SitePage *site_page_by_row(Site *site, int64_t row)
{
  SitePage *page = g_hash_table_lookup(site->by_row, &row);
  if (page || !site->store)
    return page;
  site->store->page_by_row(site->store->data, site, row);
  return g_hash_table_lookup(site->by_row, &row);
}

SiteList *site_list(Site *site, const char *key)
{
  SiteList *list = g_hash_table_lookup(site->list_by_key, key);
  if (list || !site->store)
    return list;
  site->store->list(site->store->data, site, key);
  return g_hash_table_lookup(site->list_by_key, key);
}

SiteAuthor *site_author(Site *site, const char *id)
{
  SiteAuthor *author = g_hash_table_lookup(site->author_by_id, id);
  if (author || !site->store)
    return author;
  site->store->author(site->store->data, site, id);
  return g_hash_table_lookup(site->author_by_id, id);
}

void site_place(Site *site, SitePage *page)
{
  if (!site->store || page->placed)
    return;
  page->placed = true;
  site->store->place(site->store->data, site, page);
}

void site_need_all(Site *site)
{
  if (site->store)
    site->incomplete = true;
}

bool site_has_terms(Site *site, const char *taxonomy, const char *lang)
{
  for (guint i = 0; i < site->lists->len; i++) {
    const SiteList *list = g_ptr_array_index(site->lists, i);
    if (list->kind == LIST_TERM && strcmp(list->taxonomy, taxonomy) == 0 &&
        strcmp(list->lang, lang) == 0)
      return true;
  }
  return false;
}

SiteList *site_front(Site *site, const char *lang)
{
  g_autofree char *key = g_strconcat(lang, "/front", NULL);
  return site_list(site, key);
}

SitePage *const *site_list_pages(Site *site, const SiteList *list, size_t first, size_t count)
{
  if (!site->store)
    return list->pages + first;
  SitePage **pages = arena_new_array(site->arena, SitePage *, count + 1);
  if (site->store->list_pages(site->store->data, site, list, first, count, pages))
    return pages;
  site_need_all(site);
  return NULL;
}

/* From a store: the keys first, since reading one list may not disturb the reading of all. */
static void lists_of_store(Site *site, ListKind kind, const char *lang, GPtrArray *out)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
  site->store->list_keys(site->store->data, kind, lang, keys);
  for (guint i = 0; i < keys->len; i++) {
    SiteList *list = site_list(site, g_ptr_array_index(keys, i));
    if (list)
      g_ptr_array_add(out, list);
  }
}

GPtrArray *site_lists_of(Site *site, ListKind kind, const char *lang)
{
  GPtrArray *lists = g_ptr_array_new();
  if (site->store) {
    lists_of_store(site, kind, lang, lists);
    return lists;
  }
  for (guint i = 0; i < site->lists->len; i++) {
    SiteList *list = g_ptr_array_index(site->lists, i);
    if (list->kind == kind && strcmp(list->lang, lang) == 0)
      g_ptr_array_add(lists, list);
  }
  return lists;
}

GPtrArray *site_standalone(Site *site)
{
  if (site->store && !site->standalone_read) {
    site->standalone_read = true;
    site->store->standalone(site->store->data, site);
  }
  return site->standalone;
}

size_t site_list_slice(const Site *site, const SiteList *list, size_t number, size_t *first)
{
  size_t size = (size_t)site->settings->pagination;
  if (number > 0 && number <= list->archive_count) {
    *first = (number - 1) * size;
    return size;
  }
  *first = list->archive_count * size;
  return list->count - *first;
}

const char *site_list_url(const Site *site, const SiteList *list, size_t number, Arena *arena)
{
  (void)site;
  if (number == 0)
    return list->url;
  return arena_printf(arena, "%spage/%zu/", list->url, number);
}

const char *site_list_output(const SiteList *list, size_t number, Arena *arena)
{
  if (number == 0)
    return arena_printf(arena, "%sindex.html", list->folder);
  return arena_printf(arena, "%spage/%zu/index.html", list->folder, number);
}
