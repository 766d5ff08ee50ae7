/* record_schema.h - the tables of build.db.
 *
 * Tables whose rows may be long have row numbers: a search in one WITHOUT ROWID reads all of
 * each row that it passes. A page's path is NULL when it is its id. What a page says stands in
 * a table of its own, since four or five such rows fill a page of the file, and both together
 * fill it badly.
 *
 * A changed schema gets another RECORD_VERSION; a build.db of another version is made
 * again from nothing.
 */
#ifndef SENF_GENERATOR_BUILD_RECORD_RECORD_SCHEMA_H
#define SENF_GENERATOR_BUILD_RECORD_RECORD_SCHEMA_H

#define RECORD_VERSION 19

#define RECORD_SCHEMA                                                                              \
  "CREATE TABLE meta (key TEXT PRIMARY KEY, value);"                                               \
  "CREATE TABLE subject (number INTEGER PRIMARY KEY, name TEXT NOT NULL, facts BLOB);"             \
  "CREATE UNIQUE INDEX subject_name ON subject (name);"                                            \
  "CREATE TABLE field (number INTEGER PRIMARY KEY, name TEXT NOT NULL);"                           \
  "CREATE TABLE page (row INTEGER PRIMARY KEY, id TEXT NOT NULL, path TEXT,"                       \
  "  inputs INTEGER, content INTEGER, version INTEGER, body_offset INTEGER,"                       \
  "  comments_version INTEGER NOT NULL DEFAULT 0, url TEXT, title TEXT, lang TEXT,"                \
  "  shown INTEGER NOT NULL, open INTEGER NOT NULL, closes_at INTEGER, place TEXT, life BLOB,"     \
  "  facts BLOB);"                                                                                 \
  "CREATE TABLE page_text (row INTEGER PRIMARY KEY, packed BLOB);"                                 \
  "CREATE UNIQUE INDEX page_id ON page (id);"                                                      \
  "CREATE INDEX page_path ON page (path) WHERE path IS NOT NULL;"                                  \
  "CREATE TABLE list (row INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, taxonomy TEXT,"           \
  "  text INTEGER, kind INTEGER, lang TEXT, slug TEXT, name TEXT, url TEXT, folder TEXT,"          \
  "  author TEXT, paginated INTEGER, count INTEGER, digest INTEGER);"                              \
  "CREATE TABLE list_part (list INTEGER, number INTEGER, pages BLOB, PRIMARY KEY (list, number))"  \
  "  WITHOUT ROWID;"                                                                               \
  "CREATE TABLE author (id TEXT PRIMARY KEY, name TEXT, bio TEXT, website TEXT, avatar TEXT,"      \
  "  is_file INTEGER, digest INTEGER);"                                                            \
  "CREATE TABLE data (name TEXT PRIMARY KEY, digest INTEGER, json TEXT);"                          \
  "CREATE TABLE output (row INTEGER PRIMARY KEY, path TEXT NOT NULL, plan INTEGER,"                \
  "  hash INTEGER, size INTEGER, reads BLOB, reason TEXT, shows TEXT);"                            \
  "CREATE UNIQUE INDEX output_path ON output (path);"                                              \
  "CREATE TABLE field_set (number INTEGER PRIMARY KEY, fields BLOB NOT NULL);"                     \
  "CREATE TABLE reader (subject INTEGER PRIMARY KEY, guard INTEGER NOT NULL, outputs TEXT NOT "    \
  "NULL);"                                                                                         \
  "CREATE TABLE image (path TEXT PRIMARY KEY, id BLOB, width INTEGER, height INTEGER)"             \
  "  WITHOUT ROWID;"                                                                               \
  "CREATE TABLE journal (step INTEGER PRIMARY KEY, path TEXT NOT NULL, staged TEXT);"              \
  "CREATE VIEW commentable AS SELECT id AS page_id, url, title, lang, open, closes_at"             \
  "  FROM page WHERE shown = 1;"                                                                   \
  "CREATE VIEW next_event AS SELECT value AS at FROM meta"                                         \
  "  WHERE key = 'next_event' AND value > 0;" /* SUBJECT_COMMENTS of trace.h */                    \
  "CREATE VIEW comment_reader AS SELECT page.id AS page_id, output.path AS path"                   \
  "  FROM page JOIN reader ON reader.subject = page.row * 4 + 1"                                   \
  "  JOIN json_each(reader.outputs) AS number JOIN output ON output.row = number.value;"

#endif
