/* comment_versions.c - which pages' comments changed since the last build. */
#include "generator/build/context.h"

#include <string.h>

/* A page of the record, and its version in comments.db. */
typedef struct Versioned {
  int64_t row, built, current;
} Versioned;

static void built_visit(void *data, const char *id, int64_t row, int64_t version)
{
  Versioned *versioned = g_new0(Versioned, 1);
  *versioned = (Versioned){.row = row, .built = version};
  g_hash_table_insert(data, g_strdup(id), versioned);
}

/* Versions of pages that this site does not have are nobody's business. */
static bool current_visit(void *data, const char *page_id, int64_t version)
{
  Versioned *versioned = page_id ? g_hash_table_lookup(data, page_id) : NULL;
  if (versioned)
    versioned->current = version;
  return true;
}

bool build_comments_changed(Build *build, bool *changed, Error **error)
{
  g_autoptr(GHashTable) pages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  Error *local = NULL;
  g_autoptr(Sql) db = comments_connect(build->options->comments, &local);
  if (local || !record_visit_comments_versions(build->record, built_visit, pages, &local) ||
      !comments_versions(db, current_visit, pages, &local)) {
    error_move(error, local);
    return false;
  }
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, pages);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const Versioned *versioned = value;
    if (versioned->built == versioned->current)
      continue;
    int64_t *row = arena_memdup(build->arena, &versioned->row, sizeof versioned->row);
    int64_t *version = arena_memdup(build->arena, &versioned->current, sizeof versioned->current);
    g_hash_table_insert(build->comment_versions, row, version);
  }
  *changed = g_hash_table_size(build->comment_versions) > 0;
  return true;
}

static bool new_visit(void *data, const char *page_id, int64_t version)
{
  Build *build = data;
  const SitePage *page = page_id ? site_page_by_id(build->site, page_id) : NULL;
  PageRow *row = page ? g_hash_table_lookup(build->new_rows, page) : NULL;
  if (row)
    row->comments_version = version;
  return true;
}

bool build_comments_of_new(Build *build, Error **error)
{
  if (g_hash_table_size(build->new_rows) == 0)
    return true;
  Error *local = NULL;
  g_autoptr(Sql) db = comments_connect(build->options->comments, &local);
  if (!local && comments_versions(db, new_visit, build, &local))
    return true;
  error_move(error, local);
  return false;
}
