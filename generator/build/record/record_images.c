/* record_images.c - the sizes of images, by path. */
#include "generator/build/record/record_internal.h"

#include <string.h>

bool record_load_images(Record *record, void (*visit)(void *data, const ImageRow *row), void *data,
                        Error **error)
{
  SqlQuery *query = sql_query(record->db, "SELECT path, id, width, height FROM image", "");
  while (sql_next(query)) {
    ImageRow row = {.path = sql_text(query, 0),
                    .size = {(int)sql_int(query, 2), (int)sql_int(query, 3)}};
    size_t length = 0;
    const void *id = sql_blob(query, 1, &length);
    if (length != sizeof row.id)
      continue;
    memcpy(row.id, id, length);
    visit(data, &row);
  }
  return sql_end(query, error);
}

bool record_find_image(Record *record, ImageRow *row)
{
  SqlQuery *query =
      sql_query(record->db, "SELECT width, height FROM image WHERE path = ?", "s", row->path);
  bool found = sql_next(query);
  if (found)
    row->size = (ImageSize){(int)sql_int(query, 0), (int)sql_int(query, 1)};
  return sql_end(query, NULL) && found;
}

bool record_put_image(Record *record, const ImageRow *row, Error **error)
{
  return sql_run(record->db, error, "INSERT OR REPLACE INTO image VALUES (?, ?, ?, ?)", "sbii",
                 row->path, row->id, sizeof row->id, (int64_t)row->size.width,
                 (int64_t)row->size.height);
}

bool record_remove_image(Record *record, const char *path, Error **error)
{
  return sql_run(record->db, error, "DELETE FROM image WHERE path = ?", "s", path);
}

bool record_clear_images(Record *record, Error **error)
{
  return sql_run(record->db, error, "DELETE FROM image", "");
}
