/* record_data.c - values of data files that outputs read, for builds without a source. */
#include "generator/build/record/record_internal.h"

#include "generator/build/record/record.h"

char *record_data(Record *record, const char *name, int64_t *digest)
{
  char *json = NULL;
  SqlQuery *query =
      sql_query(record->db, "SELECT json, digest FROM data WHERE name = ?", "s", name);
  if (sql_next(query)) {
    json = g_strdup(sql_text(query, 0));
    *digest = sql_int(query, 1);
  }
  sql_end(query, NULL);
  return json;
}

bool record_put_data(Record *record, const char *name, int64_t digest, const char *json,
                     Error **error)
{
  return sql_run(record->db, error,
                 "INSERT INTO data (name, digest, json) VALUES (?, ?, ?)"
                 " ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, json = excluded.json"
                 " WHERE digest <> excluded.digest",
                 "sis", name, digest, json);
}

bool record_forget_data(Record *record,
                        bool (*is_current)(void *data, const char *name, int64_t digest),
                        void *data, Error **error)
{
  g_autoptr(GPtrArray) stale = g_ptr_array_new_with_free_func(g_free);
  SqlQuery *query = sql_query(record->db, "SELECT name, digest FROM data", "");
  while (sql_next(query)) {
    const char *name = sql_text(query, 0);
    if (!is_current(data, name, sql_int(query, 1)))
      g_ptr_array_add(stale, g_strdup(name));
  }
  if (!sql_end(query, error))
    return false;
  for (guint i = 0; i < stale->len; i++)
    if (!sql_run(record->db, error, "DELETE FROM data WHERE name = ?", "s",
                 g_ptr_array_index(stale, i)))
      return false;
  return true;
}
