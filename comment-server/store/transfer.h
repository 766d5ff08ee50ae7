/* transfer.h - comments that come from elsewhere, and all of them for elsewhere.
 *
 * An imported comment is the same as a stored one when page, author, time and
 * text are the same; so importing twice does nothing twice, and a file may be
 * renamed or its numbers changed in between.
 */
#ifndef SENF_COMMENT_SERVER_STORE_TRANSFER_H
#define SENF_COMMENT_SERVER_STORE_TRANSFER_H

#include "comment-server/store/comment.h"

typedef enum ImportOutcome {
  IMPORT_STORED,
  IMPORT_KNOWN,       /* it was there; nothing changed */
  IMPORT_PARENT_GONE, /* reply_to is unknown or on another page */
} ImportOutcome;

typedef struct ImportResult {
  ImportOutcome outcome;
  int64_t id;
} ImportResult;

/* Store the comment with its times and status. Its id, parent_id, depth and
 * decided_* are not read: reply_to tells where it goes. The page's version does
 * not grow: call import_finish for each page with a published comment that was
 * stored, in the same write. */
bool import_comment(StoreTx *tx, const Comment *comment, ImportResult *result, Error **error);
bool import_finish(StoreTx *tx, const char *page_id, Error **error);

/* Each comment of any status, by id, without reading all into memory. The
 * Comment lives until `visit` returns; false stops with its error. */
typedef bool (*ExportVisit)(void *data, const Comment *comment, Error **error);
bool export_comments(Sql *db, ExportVisit visit, void *data, Error **error);

#endif
