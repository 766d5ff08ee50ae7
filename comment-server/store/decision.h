/* decision.h - what moderators decide about comments, and taking it back.
 *
 * Every decision is a row of the action log with the state before it. Undo
 * restores that state and is itself logged; undoing again goes one decision
 * further back. A decision that changes what readers see raises the page's
 * version and leaves a rebuild row in the outbox, in the same transaction.
 */
#ifndef SENF_COMMENT_SERVER_STORE_DECISION_H
#define SENF_COMMENT_SERVER_STORE_DECISION_H

#include "comment-server/store/comment.h"

typedef enum DecisionOutcome {
  DECISION_DONE,
  DECISION_UNCHANGED, /* it had that status already; nothing was logged */
  DECISION_UNKNOWN,   /* no such comment */
  DECISION_STALE,     /* undo: somebody else has acted since; or nothing to undo */
} DecisionOutcome;

typedef struct DecisionResult {
  DecisionOutcome outcome;
  int64_t action_id;    /* of the log; what an undo button names */
  CommentStatus before; /* of the comment */
  CommentStatus after;
} DecisionResult;

/* Approve, reject, mark as spam, delete, or put back to pending. `moderator` is
 * the name for the log. */
bool comment_decide(StoreTx *tx, int64_t id, CommentStatus status, const char *moderator,
                    DecisionResult *result, Error **error);

/* Take back the comment's last decision. `action_id`: only if that one is still
 * the last; 0: whichever it is. */
bool comment_undo(StoreTx *tx, int64_t id, int64_t action_id, const char *moderator,
                  DecisionResult *result, Error **error);

typedef struct Action {
  int64_t id, comment_id, at; /* at: seconds since 1970 */
  const char *moderator;
  const char *name; /* "approve" "reject" "spam" "delete" "reopen" "undo" */
  CommentStatus before, after;
  bool undone;         /* a later undo took it back */
  const char *page_id; /* of the comment */
  const char *author;
} Action;

typedef struct ActionList {
  Action *items;
  size_t count;
  bool more;
} ActionList;

/* The log, newest first: of one comment, or of all (0). `beyond`: continue
 * behind this action; 0: from the newest. `limit` 1..200. */
bool action_list(Sql *db, int64_t comment_id, int64_t beyond, int limit, Arena *arena,
                 ActionList *out, Error **error);

#endif
