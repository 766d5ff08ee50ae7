/* comments.h - the published comments, read from comments.db.
 *
 * The two views published_comment and page_version are the contract with
 * senf-comments. The connection is read only and never checkpoints. A file that is
 * not there yet means: no comments.
 */
#ifndef SENF_GENERATOR_BUILD_INPUT_COMMENTS_H
#define SENF_GENERATOR_BUILD_INPUT_COMMENTS_H

#include "common/arena.h"
#include "common/digest.h"
#include "common/error.h"
#include "common/system/sql.h"
#include "common/time/datetime.h"

typedef struct Comment Comment;
struct Comment {
  int64_t id, parent; /* parent 0: none */
  const char *author, *website, *html, *label;
  const char *anchor; /* the id of its element: comment-ID */
  DateTime created, edited;
  int depth;
  Comment *const *replies; /* oldest first */
  size_t reply_count;
};

/* The thread under one page. */
typedef struct Comments {
  Comment *const *top; /* oldest first */
  size_t top_count;
  size_t count; /* all */
  Digest digest;
} Comments;

/* NULL without an error when `path` is NULL or no file is there. */
Sql *comments_connect(const char *path, Error **error);
/* From the next reading on, all that is read through this connection is as it was then: each
 * page's comments are read without a look whether there are newer ones. Until it is closed. */
bool comments_hold(Sql *db, Error **error);

/* In `arena`. `db` may be NULL. Dates are shown in `zone`. */
bool comments_read(Sql *db, const char *page_id, const TimeZone *zone, Arena *arena, Comments *out,
                   Error **error);

/* Each page's version. */
bool comments_versions(Sql *db, bool (*visit)(void *data, const char *page_id, int64_t version),
                       void *data, Error **error);

/* The last change in the database: a number from one counter for all pages, and a random
 * token. When the database still knows the mark of an earlier look, the pages that
 * changed since are those with a higher version. */
typedef struct CommentsMark {
  int64_t version, token; /* version 0: none */
} CommentsMark;
void comments_mark(Sql *db, CommentsMark *mark);
bool comments_know(Sql *db, const CommentsMark *mark);
/* As comments_versions, for the versions above `since`. */
bool comments_versions_since(Sql *db, int64_t since,
                             bool (*visit)(void *data, const char *page_id, int64_t version),
                             void *data, Error **error);

/* How many are published; 0 for no database. */
size_t comments_total(Sql *db);

#endif
