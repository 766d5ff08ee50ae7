/* site.c - the tables of a site, and access to them. */
#include "generator/model/site.h"

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

void site_remove_page(Site *site, SitePage *page)
{
  g_ptr_array_remove(site->pages, page);
  g_hash_table_remove(site->by_path, page->page.path);
  g_hash_table_remove(site->by_row, &page->row);
}

SitePage *site_page_by_path(const Site *site, const char *path)
{
  return g_hash_table_lookup(site->by_path, path);
}

SitePage *site_page_by_id(const Site *site, const char *id)
{
  return g_hash_table_lookup(site->by_id, id);
}

SitePage *site_page_by_row(const Site *site, int64_t row)
{
  return g_hash_table_lookup(site->by_row, &row);
}

SiteList *site_list(const Site *site, const char *key)
{
  return g_hash_table_lookup(site->list_by_key, key);
}

SiteAuthor *site_author(const Site *site, const char *id)
{
  return g_hash_table_lookup(site->author_by_id, id);
}

SiteList *site_front(const Site *site, const char *lang)
{
  g_autofree char *key = g_strconcat(lang, "/front", NULL);
  return site_list(site, key);
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
