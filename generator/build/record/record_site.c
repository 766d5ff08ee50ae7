/* record_site.c - lists and authors, kept for builds that do not assemble the site. */
#include "generator/build/record/record_internal.h"

#include "generator/model/site/site_store.h"

#include <string.h>

/* The rows of a list's pages as numbers of four bytes, low first, in parts, so that a slice
 * of a long list is read and written without the rest. Rows are given one by one, so that
 * they never grow that large. */
enum { ROW_BYTES = 4, PART_ROWS = 64 };

static GByteArray *list_rows_pack(const SiteList *list)
{
  GByteArray *bytes = g_byte_array_sized_new((guint)(list->count * ROW_BYTES));
  for (size_t i = 0; i < list->count; i++) {
    uint32_t row = GUINT32_TO_LE((uint32_t)list->pages[i]->row);
    g_byte_array_append(bytes, (const guint8 *)&row, ROW_BYTES);
  }
  return bytes;
}

static Digest list_row_digest(const SiteList *list, const GByteArray *rows)
{
  Digester digester;
  digester_init(&digester);
  digester_add_text(&digester, list->key);
  digester_add_text(&digester, list->name);
  digester_add_text(&digester, list->url);
  digester_add_text(&digester, list->folder);
  digester_add_text(&digester, list->author ? list->author->id : NULL);
  digester_add_int(&digester, list->text ? list->text->row : 0);
  digester_add_bytes(&digester, rows->data, rows->len);
  return digester_end(&digester);
}

static bool parts_put(Record *record, int64_t list, const GByteArray *rows, Error **error)
{
  const guint step = PART_ROWS * ROW_BYTES;
  int64_t number = 0;
  for (guint at = 0; at < rows->len; at += step, number++)
    if (!sql_run(record->db, error,
                 "INSERT INTO list_part (list, number, pages) VALUES (?, ?, ?)"
                 " ON CONFLICT DO UPDATE SET pages = excluded.pages WHERE pages <> excluded.pages",
                 "iib", list, number, rows->data + at, (size_t)MIN(step, rows->len - at)))
      return false;
  return sql_run(record->db, error, "DELETE FROM list_part WHERE list = ? AND number >= ?", "ii",
                 list, number);
}

static bool list_put(Record *record, const SiteList *list, const GByteArray *rows, Digest digest,
                     Error **error)
{
  int64_t row = 0;
  return sql_get_int(record->db, error, &row, "SELECT row FROM list WHERE key = ?", "s",
                     list->key) &&
         sql_run(record->db, error,
                 "INSERT OR REPLACE INTO list (row, key, kind, lang, slug, name, url, folder, "
                 "author, paginated, count, digest, taxonomy, text) "
                 "VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 "isissssssiiisi", row, list->key, (int64_t)list->kind, list->lang, list->slug,
                 list->name, list->url, list->folder, list->author ? list->author->id : NULL,
                 (int64_t)list->paginated, (int64_t)list->count, (int64_t)digest, list->taxonomy,
                 list->text ? list->text->row : (int64_t)0) &&
         parts_put(record, row ? row : sql_last_id(record->db), rows, error);
}

/* What is recorded: key → digest, both owned. */
static GHashTable *digests_load(SqlQuery *query, Error **error)
{
  GHashTable *digests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  while (sql_next(query)) {
    int64_t digest = sql_int(query, 1);
    g_hash_table_insert(digests, g_strdup(sql_text(query, 0)), g_memdup2(&digest, sizeof digest));
  }
  if (sql_end(query, error))
    return digests;
  g_hash_table_unref(digests);
  return NULL;
}

/* Whether the recorded row is this one; it is taken out, so that what stays is stale. */
static bool digests_take(GHashTable *digests, const char *key, Digest digest)
{
  const int64_t *known = g_hash_table_lookup(digests, key);
  bool same = known && (Digest)*known == digest;
  g_hash_table_remove(digests, key);
  return same;
}

static bool stale_remove(Record *record, GHashTable *digests, const char *statement, Error **error)
{
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, digests);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    if (!sql_run(record->db, error, statement, "s", key))
      return false;
  return true;
}

bool record_put_lists(Record *record, const Site *site, Error **error)
{
  g_autoptr(GHashTable) digests =
      digests_load(sql_query(record->db, "SELECT key, digest FROM list", ""), error);
  if (!digests)
    return false;
  for (guint i = 0; i < site->lists->len; i++) {
    const SiteList *list = g_ptr_array_index(site->lists, i);
    g_autoptr(GByteArray) rows = list_rows_pack(list);
    Digest digest = list_row_digest(list, rows);
    if (!digests_take(digests, list->key, digest) && !list_put(record, list, rows, digest, error))
      return false;
  }
  return stale_remove(record, digests,
                      "DELETE FROM list_part WHERE list = (SELECT row FROM list WHERE key = ?)",
                      error) &&
         stale_remove(record, digests, "DELETE FROM list WHERE key = ?", error);
}

/* The bio; and behind a mark each of a language: code, mark, HTML. Neither holds such
 * characters. */
#define BIO_MARK "\x1e"

static char *bios_pack(const SiteAuthor *author)
{
  GString *text = g_string_new(author->bio);
  for (size_t i = 0; author->bios && author->bios[i]; i++)
    g_string_append_printf(text, BIO_MARK "%s", author->bios[i]);
  return g_string_free(text, FALSE);
}

static void bios_unpack(SiteAuthor *author, Arena *arena, const char *text)
{
  g_auto(GStrv) parts = g_strsplit(text ? text : "", BIO_MARK, -1);
  g_autoptr(GPtrArray) bios = g_ptr_array_new();
  author->bio = arena_strdup(arena, parts[0] ? parts[0] : "");
  for (size_t i = 1; parts[0] && parts[i] && (i % 2 == 0 || parts[i + 1]); i++)
    g_ptr_array_add(bios, arena_strdup(arena, parts[i]));
  site_author_set_bios(author, arena, bios);
}

bool record_put_authors(Record *record, const Site *site, Error **error)
{
  g_autoptr(GHashTable) digests =
      digests_load(sql_query(record->db, "SELECT id, digest FROM author", ""), error);
  if (!digests)
    return false;
  for (guint i = 0; i < site->authors->len; i++) {
    const SiteAuthor *author = g_ptr_array_index(site->authors, i);
    g_autofree char *bios = bios_pack(author);
    if (!digests_take(digests, author->id, author->digest) &&
        !sql_run(record->db, error,
                 "INSERT OR REPLACE INTO author (id, name, bio, website, avatar, digest, is_file) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?)",
                 "sssssii", author->id, author->name, bios, author->website, author->avatar,
                 (int64_t)author->digest, (int64_t)author->avatar_is_file))
      return false;
  }
  return stale_remove(record, digests, "DELETE FROM author WHERE id = ?", error);
}

bool record_find_list(Record *record, Site *site, const char *key, Error **error)
{
  g_autofree char *author = NULL;
  int64_t text = 0;
  SqlQuery *query = sql_query(record->db,
                              "SELECT key, kind, lang, slug, name, url, count, folder, paginated, "
                              "author, taxonomy, text FROM list WHERE key = ?",
                              "s", key);
  SiteList *list = NULL;
  if (sql_next(query)) {
    list = arena_new_of(site->arena, SiteList);
    list->key = arena_strdup(site->arena, sql_text(query, 0));
    list->kind = (ListKind)sql_int(query, 1);
    list->lang = arena_strdup(site->arena, sql_text(query, 2));
    list->slug = arena_strdup(site->arena, sql_text(query, 3));
    list->name = arena_strdup(site->arena, sql_text(query, 4));
    list->url = arena_strdup(site->arena, sql_text(query, 5));
    list->count = (size_t)sql_int(query, 6);
    list->folder = arena_strdup(site->arena, sql_text(query, 7));
    list->paginated = sql_int(query, 8) != 0;
    author = g_strdup(sql_text(query, 9));
    list->taxonomy = arena_strdup(site->arena, sql_text(query, 10));
    text = sql_int(query, 11);
    site_add_list(site, list);
  }
  if (!sql_end(query, error))
    return false;
  if (author)
    list->author = site_author(site, author);
  if (text)
    list->text = site_page_by_row(site, text);
  return true;
}

/* Fill `rows` with what a part has of the slice from `first` on. */
static size_t part_read(SqlQuery *query, size_t first, size_t count, int64_t *rows)
{
  size_t length = 0, filled = 0, start = (size_t)sql_int(query, 0) * PART_ROWS;
  const char *bytes = sql_blob(query, 1, &length);
  size_t end = start + MIN(length / ROW_BYTES, PART_ROWS);
  for (size_t i = MAX(first, start); i < MIN(first + count, end); i++, filled++) {
    uint32_t row;
    memcpy(&row, bytes + (i - start) * ROW_BYTES, ROW_BYTES);
    rows[i - first] = GUINT32_FROM_LE(row);
  }
  return filled;
}

bool record_list_pages(Record *record, const char *key, size_t first, size_t count, int64_t *rows,
                       Error **error)
{
  size_t filled = 0;
  SqlQuery *query =
      sql_query(record->db,
                "SELECT number, pages FROM list_part "
                "WHERE list = (SELECT row FROM list WHERE key = ?) AND number BETWEEN ? AND ?",
                "sii", key, (int64_t)(first / PART_ROWS),
                (int64_t)((first + count + PART_ROWS - 1) / PART_ROWS));
  while (sql_next(query))
    filled += part_read(query, first, count, rows);
  return sql_end(query, error) && filled == count;
}

bool record_visit_list_keys(Record *record, ListKind kind, const char *lang,
                            void (*visit)(void *data, const char *key), void *data, Error **error)
{
  SqlQuery *query =
      sql_query(record->db, "SELECT key FROM list WHERE kind = ? AND lang = ? ORDER BY key", "is",
                (int64_t)kind, lang);
  while (sql_next(query))
    visit(data, sql_text(query, 0));
  return sql_end(query, error);
}

bool record_find_author(Record *record, Site *site, const char *id, Error **error)
{
  SqlQuery *query = sql_query(
      record->db, "SELECT id, name, bio, website, avatar, digest, is_file FROM author WHERE id = ?",
      "s", id);
  if (sql_next(query)) {
    SiteAuthor *author = arena_new_of(site->arena, SiteAuthor);
    author->id = arena_strdup(site->arena, sql_text(query, 0));
    author->name = arena_strdup(site->arena, sql_text(query, 1));
    bios_unpack(author, site->arena, sql_text(query, 2));
    author->avatar_is_file = sql_int(query, 6) != 0;
    author->website = arena_strdup(site->arena, sql_text(query, 3));
    author->avatar = arena_strdup(site->arena, sql_text(query, 4));
    author->digest = (Digest)sql_int(query, 5);
    site_add_known_author(site, author);
  }
  return sql_end(query, error);
}
