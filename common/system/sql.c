#include "common/system/sql.h"

#include "common/files.h"

#include <glib.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

/* How long another process may hold the lock before we give up. */
#define BUSY_MS 10000
/* Reading a log of this size takes about a millisecond; a rebuild of some pages adds a
 * tenth of it. */
#define CACHE_LOG_BYTES (1024 * 1024)

struct SqlQuery {
  Sql *db;
  sqlite3_stmt *statement; /* NULL when it could not be prepared */
  Error *error;            /* what sql_end will say */
  bool busy;               /* between sql_query and sql_end */
  bool kept;               /* in the cache; else freed by sql_end */
  bool done;               /* no more rows */
};

struct Sql {
  sqlite3 *handle;
  SqlMode mode;
  bool corrupt, odd;
  GHashTable *queries; /* address of the text → SqlQuery * */
};

/* --- errors --- */

static ErrorKind kind_of(int code)
{
  switch (code & 0xff) {
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
  case SQLITE_CONSTRAINT:
  case SQLITE_MISMATCH:
    return ERROR_SITE;
  default:
    return ERROR_MACHINE;
  }
}

static void fail(Sql *db, int code, const char *text, Error **error)
{
  int primary = code & 0xff;
  const char *file = sqlite3_db_filename(db->handle, "main");
  const char *path = file && *file ? file : "the database";
  db->corrupt = primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
  db->odd = primary == SQLITE_ERROR || primary == SQLITE_CONSTRAINT || primary == SQLITE_MISMATCH;
  if (db->corrupt)
    error_set(error, ERROR_SITE, "'%s' is damaged or no SQLite database (%s)", path,
              sqlite3_errmsg(db->handle));
  else if (primary == SQLITE_BUSY)
    error_set(error, ERROR_MACHINE, "'%s' is locked by another program", path);
  else if (primary == SQLITE_FULL)
    error_set(error, ERROR_MACHINE, "'%s' can't grow: the disk is full", path);
  else
    error_set(error, kind_of(code), "'%s': %s", path, sqlite3_errmsg(db->handle));
  if (text)
    error_note(error, "in: %.200s", text);
}

/* --- opening and closing --- */

static void query_free(SqlQuery *query)
{
  sqlite3_finalize(query->statement);
  error_free(query->error);
  g_free(query);
}

static bool check_journal_mode(Sql *db, const char *path, Error **error)
{
  SqlQuery *query = sql_query(db, "PRAGMA journal_mode = WAL", "");
  bool wal = sql_next(query) && g_strcmp0(sql_text(query, 0), "wal") == 0;
  if (!sql_end(query, error))
    return false;
  if (!wal && strcmp(path, ":memory:") != 0) {
    error_set(error, ERROR_MACHINE, "'%s' can't be used with a write-ahead log", path);
    error_hint(error, "is it on a network file system?");
    return false;
  }
  return true;
}

static bool set_up_writer(Sql *db, const char *path, Error **error)
{
  int keep = 1;
  sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  return check_journal_mode(db, path, error) &&
         sql_script(db, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;", error);
}

static bool set_up_cache(Sql *db, const char *path, Error **error)
{
  int keep = 1;
  sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return check_journal_mode(db, path, error) &&
         sql_script(db, "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;", error);
}

static bool set_up_reader(Sql *db, Error **error)
{
  /* Closing must not checkpoint either: that is the writer's alone. */
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return sql_script(db, "PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0;", error);
}

static bool set_up(Sql *db, const char *path, Error **error)
{
  if (db->mode == SQL_READER)
    return set_up_reader(db, error);
  return db->mode == SQL_CACHE ? set_up_cache(db, path, error) : set_up_writer(db, path, error);
}

Sql *sql_open(const char *path, SqlMode mode, Error **error)
{
  if (mode == SQL_READER && !file_exists(path)) {
    error_set(error, ERROR_SITE, "there is no database '%s'", path);
    return NULL;
  }
  Sql *db = g_new0(Sql, 1);
  db->mode = mode;
  db->queries = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)query_free);
  int flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
      (mode == SQL_READER ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  int code = sqlite3_open_v2(path, &db->handle, flags, NULL);
  if (!db->handle)
    g_error("sqlite: no memory");
  bool good = code == SQLITE_OK;
  if (!good)
    error_set(error, ERROR_MACHINE, "can't open the database '%s': %s", path,
              sqlite3_errmsg(db->handle));
  sqlite3_busy_timeout(db->handle, BUSY_MS);
  int64_t tables = 0; /* the first read shows whether the file is a database */
  good = good && set_up(db, path, error) &&
         sql_get_int(db, error, &tables, "SELECT count(*) FROM sqlite_schema", "");
  if (good)
    return db;
  sql_close(db);
  return NULL;
}

/* A failure leaves the log as it is: nothing is lost. */
static void cut_long_log(Sql *db)
{
  const char *file = sqlite3_db_filename(db->handle, "main");
  g_autofree char *log = g_strconcat(file ? file : "", "-wal", NULL);
  struct stat status;
  if (stat(log, &status) == 0 && status.st_size > CACHE_LOG_BYTES)
    sqlite3_wal_checkpoint_v2(db->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

void sql_close(Sql *db)
{
  if (!db)
    return;
  g_hash_table_unref(db->queries);
  if (db->mode == SQL_CACHE)
    cut_long_log(db);
  if (sqlite3_close(db->handle) != SQLITE_OK)
    g_error("sql_close: a query was not ended");
  g_free(db);
}

/* --- statements --- */

static void bind_one(sqlite3_stmt *statement, int place, char type, va_list *values)
{
  const void *bytes;
  const char *text;
  switch (type) {
  case 'i':
    sqlite3_bind_int64(statement, place, va_arg(*values, int64_t));
    break;
  case 'f':
    sqlite3_bind_double(statement, place, va_arg(*values, double));
    break;
  case 's':
    text = va_arg(*values, const char *);
    sqlite3_bind_text(statement, place, text, -1, SQLITE_STATIC);
    break;
  case 'b':
    bytes = va_arg(*values, const void *);
    /* An empty blob is no NULL, whatever the pointer is. */
    sqlite3_bind_blob64(statement, place, bytes ? bytes : "", va_arg(*values, size_t),
                        SQLITE_STATIC);
    break;
  case 'n':
    sqlite3_bind_null(statement, place);
    break;
  default:
    g_error("sql: unknown bind letter '%c'", type);
  }
}

static bool query_prepare(SqlQuery *query, const char *text, unsigned flags)
{
  const char *rest = NULL;
  int code = sqlite3_prepare_v3(query->db->handle, text, -1, flags, &query->statement, &rest);
  if (code != SQLITE_OK)
    fail(query->db, code, text, &query->error);
  else if (!query->statement || rest[strspn(rest, " \t\n;")])
    g_error("sql: not exactly one statement: %s", text);
  return query->statement != NULL;
}

/* The kept query of `text`, unless it is in use or another text had its address. */
static SqlQuery *query_for(Sql *db, const char *text)
{
  SqlQuery *kept = g_hash_table_lookup(db->queries, text);
  if (kept && !kept->busy) {
    if (strcmp(sqlite3_sql(kept->statement), text) == 0)
      return kept;
    g_hash_table_remove(db->queries, text);
    kept = NULL;
  }
  SqlQuery *query = g_new0(SqlQuery, 1);
  query->db = db;
  if (query_prepare(query, text, kept ? 0 : SQLITE_PREPARE_PERSISTENT) && !kept) {
    query->kept = true;
    g_hash_table_insert(db->queries, (gpointer)text, query);
  }
  return query;
}

static SqlQuery *query_start(Sql *db, const char *text, const char *types, va_list *values)
{
  SqlQuery *query = query_for(db, text);
  query->busy = true;
  query->done = query->error != NULL;
  if (!query->statement)
    return query;
  int count = (int)strlen(types);
  if (sqlite3_bind_parameter_count(query->statement) != count)
    g_error("sql: %d values bound, %d wanted: %s", count,
            sqlite3_bind_parameter_count(query->statement), text);
  for (int i = 0; i < count; i++)
    bind_one(query->statement, i + 1, types[i], values);
  return query;
}

SqlQuery *sql_query(Sql *db, const char *text, const char *types, ...)
{
  va_list values;
  va_start(values, types);
  SqlQuery *query = query_start(db, text, types, &values);
  va_end(values);
  return query;
}

bool sql_next(SqlQuery *query)
{
  if (query->done)
    return false;
  int code = sqlite3_step(query->statement);
  if (code == SQLITE_ROW)
    return true;
  query->done = true;
  if (code != SQLITE_DONE)
    fail(query->db, code, sqlite3_sql(query->statement), &query->error);
  return false;
}

bool sql_end(SqlQuery *query, Error **error)
{
  Error *failure = g_steal_pointer(&query->error);
  query->busy = false;
  if (query->statement) {
    sqlite3_reset(query->statement);
    sqlite3_clear_bindings(query->statement);
  }
  if (!query->kept)
    query_free(query);
  if (!failure)
    return true;
  error_move(error, failure);
  return false;
}

static bool run_to_end(SqlQuery *query, Error **error)
{
  while (sql_next(query)) {
  }
  return sql_end(query, error);
}

bool sql_run(Sql *db, Error **error, const char *text, const char *types, ...)
{
  va_list values;
  va_start(values, types);
  SqlQuery *query = query_start(db, text, types, &values);
  va_end(values);
  return run_to_end(query, error);
}

bool sql_get_int(Sql *db, Error **error, int64_t *out, const char *text, const char *types, ...)
{
  va_list values;
  va_start(values, types);
  SqlQuery *query = query_start(db, text, types, &values);
  va_end(values);
  if (sql_next(query))
    *out = sql_int(query, 0);
  return sql_end(query, error);
}

bool sql_script(Sql *db, const char *text, Error **error)
{
  int code = sqlite3_exec(db->handle, text, NULL, NULL, NULL);
  if (code != SQLITE_OK)
    fail(db, code, text, error);
  return code == SQLITE_OK;
}

/* --- columns --- */

int64_t sql_int(SqlQuery *query, int column)
{
  return sqlite3_column_int64(query->statement, column);
}

double sql_real(SqlQuery *query, int column)
{
  return sqlite3_column_double(query->statement, column);
}

const char *sql_text(SqlQuery *query, int column)
{
  return (const char *)sqlite3_column_text(query->statement, column);
}

const void *sql_blob(SqlQuery *query, int column, size_t *length)
{
  const void *bytes = sqlite3_column_blob(query->statement, column);
  *length = (size_t)sqlite3_column_bytes(query->statement, column);
  return bytes;
}

bool sql_is_null(SqlQuery *query, int column)
{
  return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

int64_t sql_last_id(Sql *db)
{
  return sqlite3_last_insert_rowid(db->handle);
}

int64_t sql_changes(Sql *db)
{
  return sqlite3_changes64(db->handle);
}

/* --- transactions, version --- */

bool sql_begin(Sql *db, Error **error)
{
  return sql_script(db, db->mode == SQL_READER ? "BEGIN" : "BEGIN IMMEDIATE", error);
}

bool sql_commit(Sql *db, Error **error)
{
  if (sql_script(db, "COMMIT", error))
    return true;
  bool corrupt = db->corrupt, odd = db->odd;
  sql_rollback(db);
  db->corrupt = corrupt;
  db->odd = odd;
  return false;
}

void sql_rollback(Sql *db)
{
  if (!sqlite3_get_autocommit(db->handle))
    sql_script(db, "ROLLBACK", NULL);
}

int64_t sql_version(Sql *db)
{
  int64_t version = 0;
  sql_get_int(db, NULL, &version, "PRAGMA user_version", "");
  return version;
}

bool sql_set_version(Sql *db, int64_t version, Error **error)
{
  /* A pragma takes no bound values. */
  g_autofree char *text = g_strdup_printf("PRAGMA user_version = %" G_GINT64_FORMAT, version);
  return sql_script(db, text, error);
}

bool sql_is_corrupt(const Sql *db)
{
  return db->corrupt;
}

bool sql_is_odd(const Sql *db)
{
  return db->odd;
}

struct sqlite3 *sql_handle(Sql *db)
{
  return db->handle;
}
