/* pieces.c - rows of build.db become pages, lists and authors when they are asked for. */
#include "generator/build/record/pieces.h"

#include "generator/build/record/place.h"

#include <stdlib.h>

static void page_add(Pieces *pieces, Site *site, const PageRow *row)
{
  SitePage *page = site_page_new(site);
  if (!page_unpack(&page->page, site->arena, row->packed, row->packed_length)) {
    if (!pieces->error)
      error_set(&pieces->error, ERROR_MACHINE, "the record of %s is damaged", row->path);
    return;
  }
  page->row = row->row;
  page->body_offset = row->body_offset;
  page->content = row->content;
  page->visible = row->version != 0;
  site_add_page(site, page);
}

static void page_by_row(void *data, Site *site, int64_t number)
{
  Pieces *pieces = data;
  PageRow row;
  const char *place;
  if (!pieces->error &&
      record_find_page(pieces->record, site->arena, number, NULL, &row, &place, &pieces->error))
    page_add(pieces, site, &row);
}

static void page_by_path(void *data, Site *site, const char *path)
{
  Pieces *pieces = data;
  PageRow row;
  const char *place;
  if (!pieces->error &&
      record_find_page(pieces->record, site->arena, 0, path, &row, &place, &pieces->error) &&
      !g_hash_table_contains(site->by_row, &row.row))
    page_add(pieces, site, &row);
}

static void list_by_key(void *data, Site *site, const char *key)
{
  Pieces *pieces = data;
  if (!pieces->error)
    record_find_list(pieces->record, site, key, &pieces->error);
}

static void author_by_id(void *data, Site *site, const char *id)
{
  Pieces *pieces = data;
  if (!pieces->error)
    record_find_author(pieces->record, site, id, &pieces->error);
}

static bool list_pages(void *data, Site *site, const SiteList *list, size_t first, size_t count,
                       SitePage **out)
{
  Pieces *pieces = data;
  g_autofree int64_t *rows = g_new(int64_t, count + 1);
  if (pieces->error ||
      !record_list_pages(pieces->record, list->key, first, count, rows, &pieces->error))
    return false;
  for (size_t i = 0; i < count; i++)
    if (!(out[i] = site_page_by_row(site, rows[i])))
      return false;
  return true;
}

static void key_visit(void *data, const char *key)
{
  g_ptr_array_add(data, g_strdup(key));
}

static void list_keys(void *data, ListKind kind, const char *lang, GPtrArray *out)
{
  Pieces *pieces = data;
  if (!pieces->error)
    record_visit_list_keys(pieces->record, kind, lang, key_visit, out, &pieces->error);
}

static void standalone(void *data, Site *site)
{
  Pieces *pieces = data;
  g_autofree char *rows = record_meta(pieces->record, "standalone");
  char *at = rows;
  for (int64_t row; at && (row = g_ascii_strtoll(at, &at, 10)) != 0;) {
    SitePage *page = site_page_by_row(site, row);
    if (page)
      g_ptr_array_add(site->standalone, page);
  }
}

static void place(void *data, Site *site, SitePage *page)
{
  Pieces *pieces = data;
  PageRow row;
  const char *text = NULL;
  if (pieces->error ||
      !record_find_page(pieces->record, site->arena, page->row, NULL, &row, &text, &pieces->error))
    return;
  if (!text || !place_read(text, site, page))
    site_need_all(site);
}

void pieces_open(Pieces *pieces, Site *site, Record *record)
{
  *pieces = (Pieces){.record = record};
  pieces->store = (SiteStore){.page_by_row = page_by_row,
                              .page_by_path = page_by_path,
                              .list = list_by_key,
                              .author = author_by_id,
                              .list_pages = list_pages,
                              .list_keys = list_keys,
                              .standalone = standalone,
                              .place = place,
                              .data = pieces};
  site->store = &pieces->store;
}

void pieces_close(Pieces *pieces)
{
  error_free(pieces->error);
}
