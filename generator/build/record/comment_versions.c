/* comment_versions.c - which pages' comments changed since the last build. */
#include "generator/build/context.h"

#include <string.h>

Sql *build_comments(Build *build, Error **error)
{
  if (!build->comments)
    build->comments = comments_connect(build->options->comments, error);
  return build->comments;
}

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

static void changed_add(Build *build, int64_t row, int64_t version)
{
  int64_t *key = arena_memdup(build->arena, &row, sizeof row);
  int64_t *value = arena_memdup(build->arena, &version, sizeof version);
  g_hash_table_insert(build->comment_versions, key, value);
}

/* Every page's version against every recorded one. With another history (`other`: a
 * backup came back, and went on) a version that is the same says nothing: then all that
 * has comments is looked at. */
static bool compare_all(Build *build, Sql *db, bool other, Error **error)
{
  g_autoptr(GHashTable) pages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  if (!record_visit_comments_versions(build->record, built_visit, pages, error) ||
      !comments_versions(db, current_visit, pages, error))
    return false;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, pages);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const Versioned *versioned = value;
    if (versioned->built != versioned->current || (other && versioned->current))
      changed_add(build, versioned->row, versioned->current);
  }
  return true;
}

static bool since_visit(void *data, const char *page_id, int64_t version)
{
  Build *build = data;
  int64_t row = 0, built = 0;
  if (record_find_comments_version(build->record, page_id, &row, &built) && built != version)
    changed_add(build, row, version);
  return true;
}

bool build_comments_changed(Build *build, bool *changed, Error **error)
{
  Error *local = NULL;
  Sql *db = build_comments(build, &local);
  CommentsMark last = {record_meta_int(build->record, "comments_version", 0),
                       record_meta_int(build->record, "comments_token", 0)};
  /* First the mark, then the versions: what comes between is looked at again next time. */
  comments_mark(db, &build->comments_mark);
  bool good = !local && (comments_know(db, &last)
                             ? comments_versions_since(db, last.version, since_visit, build, &local)
                             : compare_all(build, db, last.version != 0, &local));
  if (!good)
    error_move(error, local);
  *changed = g_hash_table_size(build->comment_versions) > 0;
  return good;
}

bool build_commit_comments(Build *build, Error **error)
{
  GHashTableIter iter;
  gpointer key, value;
  g_hash_table_iter_init(&iter, build->comment_versions);
  while (g_hash_table_iter_next(&iter, &key, &value))
    if (!record_set_comments_version(build->record, *(int64_t *)key, *(int64_t *)value, error))
      return false;
  return record_set_meta_int(build->record, "comments_version", build->comments_mark.version,
                             error) &&
         record_set_meta_int(build->record, "comments_token", build->comments_mark.token, error);
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
  Sql *db = build_comments(build, &local);
  if (!local && comments_versions(db, new_visit, build, &local))
    return true;
  error_move(error, local);
  return false;
}
