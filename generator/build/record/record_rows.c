/* record_rows.c - the rows of pages and outputs. */
#include "generator/build/record/record_internal.h"

#include "generator/build/facts/facts.h"
#include "generator/build/record/place.h"

#include <string.h>

/* --- pages ------------------------------------------------------------------------------ */

#define PAGE_COLUMNS                                                                               \
  "SELECT row, id, ifnull(path, id), inputs, content, version, body_offset, packed, "              \
  "comments_version, life, place FROM page LEFT JOIN page_text USING (row)"

static void page_row_read(Record *record, SqlQuery *query, Arena *arena, PageRow *row)
{
  size_t length = 0;
  row->row = sql_int(query, 0);
  row->id = arena_strdup(arena, sql_text(query, 1));
  row->path = arena_strdup(arena, sql_text(query, 2));
  row->inputs = (Digest)sql_int(query, 3);
  row->content = (Digest)sql_int(query, 4);
  row->version = (Digest)sql_int(query, 5);
  row->body_offset = (uint64_t)sql_int(query, 6);
  const void *packed = sql_blob(query, 7, &length);
  /* What is long can be damaged without SQLite seeing it. */
  record->lost = record->lost || digest_bytes(packed, length) != row->content;
  row->packed = arena_memdup(arena, packed, length);
  row->packed_length = length;
  row->comments_version = sql_int(query, 8);
  const void *life = sql_blob(query, 9, &length);
  row->life = arena_memdup(arena, life, length);
  row->life_length = length;
}

bool record_load_pages(Record *record, Arena *arena,
                       bool (*visit)(void *data, const PageRow *row, Error **error), void *data,
                       Error **error)
{
  SqlQuery *query = sql_query(record->db, PAGE_COLUMNS, "");
  bool good = true;
  while (good && sql_next(query)) {
    PageRow row;
    page_row_read(record, query, arena, &row);
    good = visit(data, &row, error);
  }
  return sql_end(query, good ? error : NULL) && good;
}

static bool page_text_put(Record *record, const PageRow *row, Error **error)
{
  return sql_run(record->db, error,
                 "INSERT INTO page_text (row, packed) VALUES (?, ?)"
                 " ON CONFLICT (row) DO UPDATE SET packed = excluded.packed"
                 " WHERE packed IS NOT excluded.packed",
                 "ib", row->row, row->packed, row->packed_length);
}

bool record_put_page(Record *record, const PageRow *row, const SitePage *page, Error **error)
{
  const Page *said = &page->page;
  bool closes = page->comments_open && page->comments_close_at;
  g_autofree char *place = page->visible ? place_write(page) : NULL;
  return sql_run(
             record->db, error,
             "INSERT OR REPLACE INTO page (row, id, path, inputs, content, version, body_offset, "
             "comments_version, url, title, lang, shown, open, closes_at, place, life, facts) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?)",
             "issiiiiisssiiisbb", row->row, row->id,
             strcmp(row->path, row->id) == 0 ? NULL : row->path, (int64_t)row->inputs,
             (int64_t)row->content, (int64_t)row->version, (int64_t)row->body_offset,
             row->comments_version, said->url, said->title, said->lang,
             (int64_t)(page->visible && page->comments_shown),
             (int64_t)(page->visible && page->comments_open),
             closes ? page->comments_close_at : (int64_t)0, place, row->life, row->life_length,
             row->facts, row->facts_length) &&
         page_text_put(record, row, error);
}

bool record_set_body_offset(Record *record, int64_t row, uint64_t offset, Error **error)
{
  return sql_run(record->db, error, "UPDATE page SET body_offset = ? WHERE row = ?", "ii",
                 (int64_t)offset, row);
}

bool record_page_facts(Record *record, int64_t row, GByteArray *out, Error **error)
{
  SqlQuery *query = sql_query(record->db, "SELECT facts FROM page WHERE row = ?", "i", row);
  if (sql_next(query)) {
    size_t length = 0;
    const void *bytes = sql_blob(query, 0, &length);
    g_byte_array_append(out, bytes, (guint)length);
  }
  return sql_end(query, error);
}

bool record_remove_page(Record *record, int64_t row, Error **error)
{
  return sql_run(record->db, error, "DELETE FROM page WHERE row = ?", "i", row) &&
         sql_run(record->db, error, "DELETE FROM page_text WHERE row = ?", "i", row);
}

bool record_set_comments_version(Record *record, int64_t row, int64_t version, Error **error)
{
  return sql_run(record->db, error, "UPDATE page SET comments_version = ? WHERE row = ?", "ii",
                 version, row);
}

bool record_find_page(Record *record, Arena *arena, int64_t row, const char *path, PageRow *out,
                      const char **place, Error **error)
{
  SqlQuery *query =
      path ? sql_query(record->db, PAGE_COLUMNS " WHERE path = ? OR (id = ? AND path IS NULL)",
                       "ss", path, path)
           : sql_query(record->db, PAGE_COLUMNS " WHERE row = ?", "i", row);
  bool found = sql_next(query);
  if (found) {
    page_row_read(record, query, arena, out);
    *place = arena_strdup(arena, sql_text(query, 10));
  }
  return sql_end(query, error) && found;
}

bool record_find_comments_version(Record *record, const char *id, int64_t *row, int64_t *version)
{
  SqlQuery *query =
      sql_query(record->db, "SELECT row, comments_version FROM page WHERE id = ?", "s", id);
  bool found = sql_next(query);
  if (found) {
    *row = sql_int(query, 0);
    *version = sql_int(query, 1);
  }
  sql_end(query, NULL);
  return found;
}

bool record_visit_comments_versions(Record *record,
                                    void (*visit)(void *data, const char *id, int64_t row,
                                                  int64_t version),
                                    void *data, Error **error)
{
  SqlQuery *query = sql_query(record->db, "SELECT id, row, comments_version FROM page", "");
  while (sql_next(query))
    visit(data, sql_text(query, 0), sql_int(query, 1), sql_int(query, 2));
  return sql_end(query, error);
}

/* --- outputs ---------------------------------------------------------------------------- */

bool record_load_outputs(Record *record, Arena *arena,
                         void (*visit)(void *data, const OutputRow *row), void *data, Error **error)
{
  SqlQuery *query = sql_query(record->db, "SELECT row, path, plan, hash, size FROM output", "");
  while (sql_next(query)) {
    OutputRow row = {.row = sql_int(query, 0),
                     .path = arena_strdup(arena, sql_text(query, 1)),
                     .plan = (Digest)sql_int(query, 2),
                     .hash = (Digest)sql_int(query, 3),
                     .size = sql_int(query, 4)};
    visit(data, &row);
  }
  return sql_end(query, error);
}

/* What a recorded output read; of damaged bytes nothing. */
static bool reads_load(Record *record, int64_t output, Trace *trace, Error **error)
{
  SqlQuery *query = sql_query(record->db, "SELECT reads FROM output WHERE row = ?", "i", output);
  if (sql_next(query)) {
    size_t length;
    const void *reads = sql_blob(query, 0, &length);
    if (!readings_unpack(record, reads, length, NULL, trace))
      trace_clear(trace);
  }
  return sql_end(query, error);
}

static bool output_write(Record *record, OutputRow *row, const GByteArray *reads,
                         const char *reason, Error **error)
{
  bool good =
      sql_run(record->db, error,
              "INSERT OR REPLACE INTO output (row, path, plan, hash, size, reads, reason, shows) "
              "VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?)",
              "isiiibss", row->row, row->path, (int64_t)row->plan, (int64_t)row->hash, row->size,
              reads->data, (size_t)reads->len, reason, row->shows);
  if (good && !row->row)
    row->row = sql_last_id(record->db);
  return good;
}

bool record_put_output(Record *record, OutputRow *row, const Trace *reads, const char *reason,
                       NameTable *subjects, Error **error)
{
  g_autoptr(GByteArray) packed = g_byte_array_new();
  Trace before;
  trace_init(&before);
  bool good = (!row->row || reads_load(record, row->row, &before, error)) &&
              readings_pack(record, reads, packed, error) &&
              output_write(record, row, packed, reason, error);
  if (good)
    readers_change(record, row->row, &before, reads, subjects);
  trace_release(&before);
  return good;
}

bool record_remove_output(Record *record, int64_t row, Error **error)
{
  const Trace none = {0};
  Trace before;
  trace_init(&before);
  bool good = reads_load(record, row, &before, error) &&
              sql_run(record->db, error, "DELETE FROM output WHERE row = ?", "i", row);
  if (good)
    readers_change(record, row, &before, &none, NULL);
  trace_release(&before);
  return good;
}

bool record_find_output(Record *record, Arena *arena, const char *path, OutputRow *row,
                        Trace *reads, const char **reason, Error **error)
{
  SqlQuery *query = sql_query(record->db,
                              "SELECT row, path, plan, hash, size, reads, reason, shows "
                              "FROM output WHERE path = ?",
                              "s", path);
  bool found = sql_next(query);
  if (found) {
    size_t length = 0;
    const void *bytes = sql_blob(query, 5, &length);
    *row = (OutputRow){.row = sql_int(query, 0),
                       .path = arena_strdup(arena, sql_text(query, 1)),
                       .plan = (Digest)sql_int(query, 2),
                       .hash = (Digest)sql_int(query, 3),
                       .size = sql_int(query, 4),
                       .shows = arena_strdup(arena, sql_text(query, 7))};
    *reason = arena_strdup(arena, sql_text(query, 6));
    found = readings_unpack(record, bytes, length, NULL, reads);
  }
  return sql_end(query, error) && found;
}

bool record_find_output_row(Record *record, Arena *arena, int64_t number, OutputRow *row,
                            Error **error)
{
  SqlQuery *query =
      sql_query(record->db, "SELECT row, path, plan, hash, size, shows FROM output WHERE row = ?",
                "i", number);
  bool found = sql_next(query);
  if (found)
    *row = (OutputRow){.row = sql_int(query, 0),
                       .path = arena_strdup(arena, sql_text(query, 1)),
                       .plan = (Digest)sql_int(query, 2),
                       .hash = (Digest)sql_int(query, 3),
                       .size = sql_int(query, 4),
                       .shows = arena_strdup(arena, sql_text(query, 5))};
  return sql_end(query, error) && found;
}

bool record_has_output(Record *record, const char *path, const char *origin)
{
  int64_t row = 0;
  if (origin)
    sql_get_int(record->db, NULL, &row, "SELECT row FROM output WHERE path = ? AND shows = ?", "ss",
                path, origin);
  else
    sql_get_int(record->db, NULL, &row, "SELECT row FROM output WHERE path = ?", "s", path);
  return row != 0;
}
