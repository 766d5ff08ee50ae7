/* sql.h - SQLite with bound values, and nothing else.
 *
 * SQL stands in comment-server/store/ and generator/build/ alone. Statements are
 * prepared once per connection and kept (keyed by the address of the text, so
 * pass literals). Values are always bound, never pasted.
 *
 *     SqlQuery *query = sql_query(db, "SELECT title FROM page WHERE id = ?", "i", id);
 *     while (sql_next(query))
 *       puts(sql_text(query, 0));
 *     if (!sql_end(query, error)) return false;
 *
 * Bind letters: i int64_t, s const char * (NULL is NULL), b bytes then size_t,
 * f double, n nothing (NULL). A text or blob must live until sql_end.
 * Column texts live until the next sql_next or sql_end.
 * A failing sql_query returns a query whose sql_next is false and whose sql_end
 * gives the error, so that callers need one check.
 *
 * A connection belongs to one thread at a time.
 */
#ifndef SENF_COMMON_SYSTEM_SQL_H
#define SENF_COMMON_SYSTEM_SQL_H

#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Sql Sql;
typedef struct SqlQuery SqlQuery;

typedef enum SqlMode {
  SQL_WRITER, /* WAL, synchronous=FULL, creates the file; the only one to checkpoint */
  SQL_CACHE,  /* a writer of what can be made again */
  SQL_READER, /* read only, never checkpoints */
} SqlMode;

/* A missing file (for a reader), a damaged and a foreign one are ERROR_SITE, all
 * else is ERROR_MACHINE. The writer keeps its -wal and -shm files when it closes,
 * so that a reader without write permission to the folder can open.
 *
 * A cache is opened, written and closed again and again, and its last commits may be lost
 * when the machine crashes: closing does not wait for the disk but leaves a log of up to a
 * megabyte to be read by the next who opens. A longer one is written into the database
 * and cut. */
Sql *sql_open(const char *path, SqlMode mode, Error **error);
void sql_close(Sql *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sql, sql_close)

/* Several statements without values: schema, pragmas. */
bool sql_script(Sql *db, const char *text, Error **error);

/* One statement without rows. */
bool sql_run(Sql *db, Error **error, const char *text, const char *types, ...);

SqlQuery *sql_query(Sql *db, const char *text, const char *types, ...);
bool sql_next(SqlQuery *query);
bool sql_end(SqlQuery *query, Error **error);
int64_t sql_int(SqlQuery *query, int column);
double sql_real(SqlQuery *query, int column);
const char *sql_text(SqlQuery *query, int column); /* NULL for NULL */
const void *sql_blob(SqlQuery *query, int column, size_t *length);
bool sql_is_null(SqlQuery *query, int column);

/* One integer from one row; *out keeps its value when there is no row. */
bool sql_get_int(Sql *db, Error **error, int64_t *out, const char *text, const char *types, ...);

int64_t sql_last_id(Sql *db);
int64_t sql_changes(Sql *db);

/* BEGIN IMMEDIATE (a reader: BEGIN, for one view of all) … COMMIT, which rolls back
 * when it fails. A rollback after a failure keeps the first error. */
bool sql_begin(Sql *db, Error **error);
bool sql_commit(Sql *db, Error **error);
void sql_rollback(Sql *db);

/* PRAGMA user_version. */
int64_t sql_version(Sql *db);
bool sql_set_version(Sql *db, int64_t version, Error **error);

/* True when the last failure was a damaged or foreign file. */
bool sql_is_corrupt(const Sql *db);
/* The same for what is not as it was made: a table or a column is missing, a row is there
 * twice or holds what it may not. */
bool sql_is_odd(const Sql *db);

/* For what this wrapper does not offer (backup, FTS5 functions). */
struct sqlite3;
struct sqlite3 *sql_handle(Sql *db);

#endif
