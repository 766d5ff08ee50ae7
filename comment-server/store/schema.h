/* schema.h - the tables and views of comments.db, and how older ones become new.
 *
 * The schema's number stands in PRAGMA user_version. Each step of the table in
 * schema.c raises it by one, in a transaction of its own; a step that was
 * released is never changed, a new one is added behind it.
 *
 * The views are the contract with the generator:
 *   published_comment(page_id, comment_id, parent_id, author, website, html,
 *                     created_at, edited_at, label)
 *     times are integer seconds since 1970 UTC; edited_at is NULL when never;
 *     website and label are '' when none; parent_id is NULL at the top. A reply
 *     whose parent is not published stands below its nearest published
 *     ancestor, or at the top when there is none.
 *   page_version(page_id, version)
 *     grows in the transaction of any change that a reader could see.
 *   version_token(version, token)
 *     a random number for each version: a restored backup has others.
 *   published_total(count)
 *     one row: how many rows published_comment has.
 */
#ifndef SENF_COMMENT_SERVER_STORE_SCHEMA_H
#define SENF_COMMENT_SERVER_STORE_SCHEMA_H

#include "common/error.h"
#include "common/system/sql.h"

#include <stdbool.h>

/* Bring the database of a writer connection up to date, from nothing or from an
 * older version. Fails on a newer one, and on a file of another program. */
bool schema_prepare(Sql *db, Error **error);

/* The number that this program writes. */
int64_t schema_version(void);

/* Up to `version` only: for tests of later steps. */
bool schema_prepare_to(Sql *db, int64_t version, Error **error);

#endif
