/* schema.c - see schema.h. */
#include "comment-server/store/schema.h"

#include <glib.h>

/* "senf" in ASCII: `file comments.db` and schema_prepare tell it by this. */
#define APPLICATION_ID 0x73656e66

static const char first_tables[] =
    "PRAGMA application_id = 1936027238;"
    "CREATE TABLE page ("
    "  id TEXT PRIMARY KEY CHECK (id <> ''),"
    "  version INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    "CREATE UNIQUE INDEX page_by_version ON page (version);"

    /* Each change that a reader could see, with a random number of its own: whoever
     * remembers the last one that it saw can tell whether this is still the same
     * history, or a database that was restored from an older copy. */
    "CREATE TABLE change ("
    "  version INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  token INTEGER NOT NULL"
    ") STRICT;"

    "CREATE TABLE comment ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  page_id TEXT NOT NULL CHECK (page_id <> ''),"
    "  parent_id INTEGER REFERENCES comment (id),"
    "  reply_to INTEGER REFERENCES comment (id),"
    "  depth INTEGER NOT NULL CHECK (depth >= 0),"
    "  author TEXT NOT NULL,"
    "  email TEXT NOT NULL,"
    "  website TEXT NOT NULL,"
    "  label TEXT NOT NULL,"
    "  text TEXT NOT NULL,"
    "  html TEXT NOT NULL,"
    "  status TEXT NOT NULL"
    "    CHECK (status IN ('pending', 'approved', 'rejected', 'spam', 'deleted')),"
    "  created_at INTEGER NOT NULL,"
    "  edited_at INTEGER,"
    "  decided_at INTEGER,"
    "  decided_by TEXT,"
    "  fingerprint INTEGER NOT NULL," /* place.h */
    "  nonce TEXT,"
    "  address_hash TEXT"
    ") STRICT;"
    "CREATE UNIQUE INDEX comment_nonce ON comment (nonce) WHERE nonce IS NOT NULL;"
    "CREATE INDEX comment_page ON comment (page_id, status, created_at);"
    "CREATE INDEX comment_fingerprint ON comment (fingerprint);"
    "CREATE INDEX comment_status ON comment (status, id);"
    "CREATE INDEX comment_address ON comment (address_hash, created_at)"
    "  WHERE address_hash IS NOT NULL;"

    "CREATE TABLE moderator ("
    "  name TEXT PRIMARY KEY CHECK (name <> ''),"
    "  password TEXT NOT NULL,"
    "  created_at INTEGER NOT NULL,"
    "  last_login_at INTEGER"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE session ("
    "  id TEXT PRIMARY KEY,"
    "  moderator TEXT NOT NULL REFERENCES moderator (name) ON DELETE CASCADE,"
    "  created_at INTEGER NOT NULL,"
    "  expires_at INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX session_moderator ON session (moderator);"
    "CREATE INDEX session_expiry ON session (expires_at);"

    /* The before_ columns are what an undo puts back. */
    "CREATE TABLE action ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  comment_id INTEGER NOT NULL REFERENCES comment (id),"
    "  moderator TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  before_status TEXT NOT NULL,"
    "  before_decided_at INTEGER,"
    "  before_decided_by TEXT,"
    "  after_status TEXT NOT NULL,"
    "  undone_by INTEGER REFERENCES action (id)"
    ") STRICT;"
    "CREATE INDEX action_comment ON action (comment_id, id);"

    "CREATE TABLE outbox ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  kind TEXT NOT NULL CHECK (kind IN ('rebuild', 'mail')),"
    "  page_id TEXT NOT NULL,"
    "  comment_id INTEGER,"
    "  created_at INTEGER NOT NULL,"
    "  due_at INTEGER NOT NULL,"
    "  attempts INTEGER NOT NULL DEFAULT 0,"
    "  error TEXT NOT NULL DEFAULT ''"
    ") STRICT;"
    "CREATE INDEX outbox_due ON outbox (kind, due_at);"

    "CREATE TABLE secret ("
    "  name TEXT PRIMARY KEY,"
    "  value BLOB NOT NULL,"
    "  created_at INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    "CREATE VIEW published_comment"
    "  (page_id, comment_id, parent_id, author, website, html, created_at, edited_at, label) AS"
    "  SELECT c.page_id, c.id,"
    "    CASE WHEN c.parent_id IS NULL THEN NULL ELSE ("
    "      WITH RECURSIVE up (id, next_id, status) AS ("
    "        SELECT p.id, p.parent_id, p.status FROM comment p WHERE p.id = c.parent_id"
    "        UNION ALL"
    "        SELECT p.id, p.parent_id, p.status FROM up"
    "          JOIN comment p ON p.id = up.next_id WHERE up.status <> 'approved')"
    "      SELECT id FROM up WHERE status = 'approved') END,"
    "    c.author, c.website, c.html, c.created_at, c.edited_at, c.label"
    "  FROM comment c WHERE c.status = 'approved';"

    "CREATE VIEW page_version (page_id, version) AS SELECT id, version FROM page;"
    "CREATE VIEW version_token (version, token) AS SELECT version, token FROM change;";

/* How many comments are published, without counting them: a build that follows one
 * approval among many thousands tells the number. */
static const char published_total[] =
    "CREATE TABLE total (one INTEGER PRIMARY KEY CHECK (one = 1), published INTEGER NOT NULL) "
    "STRICT;"
    "INSERT INTO total (one, published)"
    "  SELECT 1, count(*) FROM comment WHERE status = 'approved';"
    "CREATE TRIGGER total_insert AFTER INSERT ON comment WHEN NEW.status = 'approved' BEGIN"
    "  UPDATE total SET published = published + 1; END;"
    "CREATE TRIGGER total_delete AFTER DELETE ON comment WHEN OLD.status = 'approved' BEGIN"
    "  UPDATE total SET published = published - 1; END;"
    "CREATE TRIGGER total_update AFTER UPDATE OF status ON comment"
    "  WHEN (NEW.status = 'approved') <> (OLD.status = 'approved') BEGIN"
    "  UPDATE total SET published = published + iif(NEW.status = 'approved', 1, -1); END;"
    "CREATE VIEW published_total (count) AS SELECT published FROM total;";

typedef struct SchemaStep {
  int64_t version; /* after the step */
  const char *script;
} SchemaStep;

static const SchemaStep steps[] = {
    {1, first_tables},
    {2, published_total},
};

int64_t schema_version(void)
{
  return steps[G_N_ELEMENTS(steps) - 1].version;
}

/* A new database is empty; one of ours says so. Anything else is not ours to
 * change. */
static bool check_owner(Sql *db, Error **error)
{
  int64_t application = 0, tables = 0;
  if (!sql_get_int(db, error, &application, "PRAGMA application_id", "") ||
      !sql_get_int(db, error, &tables, "SELECT count(*) FROM sqlite_schema", ""))
    return false;
  if (application == APPLICATION_ID || (application == 0 && tables == 0))
    return true;
  error_set(error, ERROR_USAGE, "this is a database of another program, not one of comments");
  return false;
}

static bool apply_step(Sql *db, const SchemaStep *step, Error **error)
{
  if (!sql_begin(db, error))
    return false;
  /* Another process may have been faster. */
  if (sql_version(db) >= step->version)
    return sql_commit(db, error);
  if (sql_script(db, step->script, error) && sql_set_version(db, step->version, error))
    return sql_commit(db, error);
  sql_rollback(db);
  return false;
}

bool schema_prepare_to(Sql *db, int64_t version, Error **error)
{
  if (!check_owner(db, error))
    return false;
  int64_t found = sql_version(db);
  if (found > schema_version()) {
    error_set(error, ERROR_USAGE,
              "the database has schema version %" G_GINT64_FORMAT
              ", and this program knows versions up to %" G_GINT64_FORMAT,
              found, schema_version());
    error_hint(error, "a newer senf-comments wrote it: run that one, or restore a backup");
    return false;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(steps) && steps[i].version <= version; i++)
    if (steps[i].version > found && !apply_step(db, &steps[i], error))
      return false;
  return true;
}

bool schema_prepare(Sql *db, Error **error)
{
  return schema_prepare_to(db, schema_version(), error);
}
