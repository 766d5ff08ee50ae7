/* record.c - build.db: opening, small facts, names, transactions, the journal. */
#include "generator/build/record/record_internal.h"

#include "generator/build/facts/facts.h"
#include "generator/build/record/record_schema.h"

#include "common/files.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static char *record_path(const char *state)
{
  return g_strconcat(state, "/build.db", NULL);
}

bool record_reset(const char *state, Error **error)
{
  static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
  g_autofree char *path = record_path(state);
  for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
    g_autofree char *file = g_strconcat(path, suffixes[i], NULL);
    if (unlink(file) < 0 && errno != ENOENT) {
      error_set_errno(error, errno, "can't remove %s", file);
      return false;
    }
  }
  return true;
}

/* A commit that the machine's crash may lose costs a check of the outputs at the next
 * build (publish.h), not a flush at each. */
static bool record_prepare(Record *record, bool *fresh, Error **error)
{
  /* In memory: what a statement would have to undo, of which each output's has some. */
  if (!sql_script(record->db, "PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;", error))
    return false;
  int64_t version = sql_version(record->db);
  *fresh = version == 0;
  if (version == RECORD_VERSION)
    return true;
  if (version != 0) {
    record->foreign = true;
    error_set(error, ERROR_SITE, "the state folder is of another version of senf");
    return false;
  }
  return sql_begin(record->db, error) && sql_script(record->db, RECORD_SCHEMA, error) &&
         sql_set_version(record->db, RECORD_VERSION, error) && sql_commit(record->db, error);
}

static Record *record_try(const char *path, bool *fresh, bool *again, Error **error)
{
  Record *record = g_new0(Record, 1);
  record->db = sql_open(path, SQL_CACHE, error);
  if (record->db && record_prepare(record, fresh, error))
    return record;
  *again = !record->db || record->foreign || record_is_damaged(record);
  record_close(record);
  return NULL;
}

/* Only while a new database is made is there a rollback journal; one that was left is of
 * a build that was killed then, and only a writer can do away with it. */
static Record *record_read_only(const char *path, Warnings *warnings, Error **error)
{
  g_autofree char *journal = g_strconcat(path, "-journal", NULL);
  if (!file_exists(path) || file_exists(journal))
    return NULL;
  Record *record = g_new0(Record, 1);
  Error *local = NULL;
  record->db = sql_open(path, SQL_READER, &local);
  if (record->db && sql_version(record->db) == RECORD_VERSION)
    return record;
  record_close(record);
  if (local && warnings && local->kind == ERROR_SITE) {
    warnings_add(warnings, path, 0, 0, "%s; a build will begin from nothing", local->what);
    error_free(local);
  } else if (local) {
    error_move(error, local);
  }
  return NULL;
}

Record *record_open(const char *state, bool writable, bool *fresh, Warnings *warnings,
                    Error **error)
{
  g_autofree char *path = record_path(state);
  *fresh = false;
  if (!writable)
    return record_read_only(path, warnings, error);
  bool again = false;
  g_autoptr(Error) first = NULL;
  Record *record = record_try(path, fresh, &again, &first);
  if (record)
    return record;
  if (!again || !file_exists(path)) {
    error_move(error, g_steal_pointer(&first));
    return NULL;
  }
  warnings_add(warnings, path, 0, 0, "%s; building from nothing", first->what);
  if (!record_reset(state, error))
    return NULL;
  return record_try(path, fresh, &again, error);
}

void record_close(Record *record)
{
  if (!record)
    return;
  readers_forget(record);
  field_sets_forget(record);
  sql_close(record->db);
  g_free(record);
}

bool record_is_damaged(const Record *record)
{
  return record_has_lost(record) || sql_is_odd(record->db);
}

bool record_has_lost(const Record *record)
{
  return record->lost || sql_is_corrupt(record->db);
}

bool record_begin(Record *record, Error **error)
{
  return sql_begin(record->db, error);
}
bool record_commit(Record *record, Error **error)
{
  return readers_flush(record, error) && sql_commit(record->db, error);
}
void record_rollback(Record *record)
{
  readers_forget(record);
  field_sets_forget(record);
  sql_rollback(record->db);
}

/* --- small facts ------------------------------------------------------------------------ */

char *record_meta(Record *record, const char *key)
{
  char *value = NULL;
  SqlQuery *query = sql_query(record->db, "SELECT value FROM meta WHERE key = ?", "s", key);
  if (sql_next(query))
    value = g_strdup(sql_text(query, 0));
  sql_end(query, NULL);
  return value;
}

/* What is as it was is not written. */
#define PUT_META                                                                                   \
  "INSERT INTO meta (key, value) VALUES (?, ?)"                                                    \
  " ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value"

bool record_set_meta(Record *record, const char *key, const char *value, Error **error)
{
  return sql_run(record->db, error, PUT_META, "ss", key, value);
}

int64_t record_meta_int(Record *record, const char *key, int64_t fallback)
{
  int64_t value = fallback;
  sql_get_int(record->db, NULL, &value, "SELECT value FROM meta WHERE key = ?", "s", key);
  return value;
}

bool record_set_meta_int(Record *record, const char *key, int64_t value, Error **error)
{
  return sql_run(record->db, error, PUT_META, "si", key, value);
}

static char *digest_key(const char *key)
{
  return g_strconcat(key, " digest", NULL);
}

/* What is longer than a page of the file can be damaged without SQLite seeing it. */
void *record_bytes(Record *record, const char *key, size_t *length)
{
  void *copy = NULL;
  g_autofree char *guard = digest_key(key);
  int64_t digest = record_meta_int(record, guard, 0);
  SqlQuery *query = sql_query(record->db, "SELECT value FROM meta WHERE key = ?", "s", key);
  if (sql_next(query)) {
    const void *bytes = sql_blob(query, 0, length);
    if ((int64_t)digest_content(bytes, *length) == digest)
      copy = g_memdup2(*length ? bytes : "", MAX(*length, 1));
    else
      record->lost = true;
  }
  sql_end(query, NULL);
  return copy;
}

bool record_set_bytes(Record *record, const char *key, const void *bytes, size_t length,
                      Error **error)
{
  g_autofree char *guard = digest_key(key);
  return record_set_meta_int(record, guard, (int64_t)digest_content(bytes, length), error) &&
         sql_run(record->db, error, PUT_META, "sb", key, bytes, length);
}

/* --- names ------------------------------------------------------------------------------ */

/* Numbers are given one by one, so a number far beyond the count is damage. */
static bool names_load(SqlQuery *query, NameTable *names, Error **error)
{
  while (sql_next(query)) {
    int64_t number = sql_int(query, 0);
    if (number > 0 && number < G_MAXINT32)
      name_table_restore(names, number, sql_text(query, 1));
  }
  return sql_end(query, error);
}

bool record_load_names(Record *record, NameTable *subjects, NameTable *fields, Error **error)
{
  return names_load(sql_query(record->db, "SELECT number, name FROM subject", ""), subjects,
                    error) &&
         names_load(sql_query(record->db, "SELECT number, name FROM field", ""), fields, error);
}

static int64_t subject_number_find(void *data, const char *name)
{
  Record *record = data;
  int64_t number = 0;
  sql_get_int(record->db, NULL, &number, "SELECT number FROM subject WHERE name = ?", "s", name);
  return number;
}

static char *subject_name_find(void *data, int64_t number)
{
  Record *record = data;
  SqlQuery *query = sql_query(record->db, "SELECT name FROM subject WHERE number = ?", "i", number);
  char *name = sql_next(query) ? g_strdup(sql_text(query, 0)) : NULL;
  sql_end(query, NULL);
  return name;
}

bool record_lend_names(Record *record, NameTable *subjects, NameTable *fields, Error **error)
{
  int64_t highest = 0;
  const NameStore store = {subject_number_find, subject_name_find, record};
  if (!sql_get_int(record->db, error, &highest, "SELECT ifnull(max(number), 0) FROM subject", ""))
    return false;
  name_table_set_store(subjects, &store, highest);
  return names_load(sql_query(record->db, "SELECT number, name FROM field", ""), fields, error);
}

/* Facts stand with their digest, since what is long can be damaged without SQLite seeing
 * it. NULL when they are. */
static const void *facts_column(Record *record, SqlQuery *query, int column, size_t *length)
{
  Digest digest;
  const char *bytes = sql_blob(query, column, length);
  if (*length == 0)
    return bytes; /* a name that nobody has read a fact of */
  if (*length < sizeof digest) {
    record->lost = true;
    return NULL;
  }
  *length -= sizeof digest;
  memcpy(&digest, bytes + *length, sizeof digest);
  if (digest_bytes(bytes, *length) == digest)
    return bytes;
  record->lost = true;
  return NULL;
}

bool record_load_facts(Record *record,
                       void (*visit)(void *data, int64_t number, const void *bytes, size_t length),
                       void *data, Error **error)
{
  SqlQuery *query = sql_query(record->db, "SELECT number, facts FROM subject", "");
  while (sql_next(query)) {
    size_t length = 0;
    const void *bytes = facts_column(record, query, 1, &length);
    visit(data, sql_int(query, 0), bytes, bytes ? length : 0);
  }
  return sql_end(query, error);
}

bool record_find_facts(Record *record, int64_t number, GByteArray *out)
{
  SqlQuery *query =
      sql_query(record->db, "SELECT facts FROM subject WHERE number = ?", "i", number);
  bool found = sql_next(query);
  if (found) {
    size_t length = 0;
    const void *bytes = facts_column(record, query, 0, &length);
    if (bytes)
      g_byte_array_append(out, bytes, (guint)length);
  }
  sql_end(query, NULL);
  return found;
}

/* With their digest; empty ones without. */
static GByteArray *facts_guarded(const GByteArray *bytes)
{
  Digest digest = digest_bytes(bytes->data, bytes->len);
  GByteArray *guarded = g_byte_array_sized_new(bytes->len + (guint)sizeof digest);
  g_byte_array_append(guarded, bytes->data, bytes->len);
  if (bytes->len > 0)
    g_byte_array_append(guarded, (const guint8 *)&digest, sizeof digest);
  return guarded;
}

bool record_set_facts(Record *record, int64_t number, const GByteArray *bytes, Error **error)
{
  g_autoptr(GByteArray) guarded = facts_guarded(bytes);
  return sql_run(record->db, error, "UPDATE subject SET facts = ? WHERE number = ?", "bi",
                 guarded->data, (size_t)guarded->len, number);
}

bool record_put_subject(Record *record, int64_t number, const char *name, const GByteArray *facts,
                        Error **error)
{
  g_autoptr(GByteArray) guarded = facts_guarded(facts);
  return sql_run(record->db, error, "INSERT INTO subject (number, name, facts) VALUES (?, ?, ?)",
                 "isb", number, name, guarded->data, (size_t)guarded->len);
}

bool record_put_field(Record *record, int64_t number, const char *name, Error **error)
{
  return sql_run(record->db, error, "INSERT INTO field (number, name) VALUES (?, ?)", "is", number,
                 name);
}

/* --- the journal ------------------------------------------------------------------------ */

bool record_journal_add(Record *record, const char *path, const char *staged, Error **error)
{
  return sql_run(record->db, error, "INSERT INTO journal (path, staged) VALUES (?, ?)", "ss", path,
                 staged);
}

bool record_journal_visit(Record *record,
                          bool (*visit)(void *data, const char *path, const char *staged,
                                        Error **error),
                          void *data, Error **error)
{
  SqlQuery *query = sql_query(record->db, "SELECT path, staged FROM journal ORDER BY step", "");
  bool good = true;
  while (good && sql_next(query))
    good = visit(data, sql_text(query, 0), sql_text(query, 1), error);
  return sql_end(query, good ? error : NULL) && good;
}

int64_t record_journal_count(Record *record)
{
  int64_t count = 0;
  sql_get_int(record->db, NULL, &count, "SELECT count(*) FROM journal", "");
  return count;
}

bool record_journal_clear(Record *record, Error **error)
{
  return sql_run(record->db, error, "DELETE FROM journal", "");
}
