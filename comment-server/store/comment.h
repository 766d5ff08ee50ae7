/* comment.h - a reader's comment: storing, finding and listing it.
 *
 * Threads have a limited number of levels (StoreOptions.levels; 3: a comment,
 * replies, replies to these). A reply to a comment of the deepest level is
 * stored beside it, below the same parent; `reply_to` keeps whom it answered.
 *
 * Texts are UTF-8 and were checked by reader/; html was made by text/markup.h.
 * What is "none" is "" for texts and 0 for ids and times.
 */
#ifndef SENF_COMMENT_SERVER_STORE_COMMENT_H
#define SENF_COMMENT_SERVER_STORE_COMMENT_H

#include "comment-server/store/store.h"
#include "common/arena.h"

typedef enum CommentStatus {
  COMMENT_PENDING,
  COMMENT_APPROVED, /* the only one that readers see */
  COMMENT_REJECTED,
  COMMENT_SPAM,
  COMMENT_DELETED,
} CommentStatus;
enum { COMMENT_STATUS_COUNT = 5 };

/* "pending", "approved", …; as in the database, in exports and in CSS classes. */
const char *comment_status_name(CommentStatus status);
bool comment_status_parse(const char *name, CommentStatus *out);

typedef struct Comment {
  int64_t id;
  const char *page_id;
  int64_t parent_id; /* 0: top level; the parent may have any status */
  int64_t reply_to;  /* the comment that it answers; usually parent_id */
  int depth;         /* 0 top */
  const char *author, *email, *website, *label;
  const char *text, *html;
  CommentStatus status;
  int64_t created_at, edited_at, decided_at; /* seconds since 1970 UTC */
  const char *decided_by;                    /* a moderator's name */
  const char *address_hash;                  /* of the sender, or "" */
} Comment;

/* --- submit ----------------------------------------------------------------- */

typedef struct CommentDraft {
  const char *page_id;
  int64_t reply_to; /* 0: none */
  const char *author, *email, *website, *label;
  const char *text, *html;
  CommentStatus status; /* COMMENT_PENDING; _APPROVED to publish at once; _SPAM */
  const char *nonce;    /* of the preview token, or NULL: one nonce, one comment */
  const char *address_hash;
} CommentDraft;

typedef enum SubmitOutcome {
  SUBMIT_STORED,
  SUBMIT_AGAIN,       /* this nonce, or this text by this author at this place
                         within a minute, is stored already: `id` is that one */
  SUBMIT_PARENT_GONE, /* reply_to is unknown, on another page or not published */
} SubmitOutcome;

typedef struct SubmitResult {
  SubmitOutcome outcome;
  int64_t id; /* 0 with SUBMIT_PARENT_GONE */
  CommentStatus status;
} SubmitResult;

bool comment_submit(StoreTx *tx, const CommentDraft *draft, SubmitResult *result, Error **error);

/* --- read ------------------------------------------------------------------- */

/* *found tells whether there is such a comment; strings live in `arena`. */
bool comment_find(Sql *db, int64_t id, Arena *arena, Comment *out, bool *found, Error **error);

typedef struct CommentFilter {
  CommentStatus status;
  const char *page_id; /* or NULL: all pages */
  bool newest_first;   /* else the oldest first */
  int64_t beyond;      /* continue behind this id, in that order; 0: from the start */
  int limit;           /* 1..200 */
} CommentFilter;

typedef struct CommentList {
  Comment *items;
  size_t count;
  bool more; /* there are others behind the last one */
} CommentList;

/* The queue and its siblings, page by page. */
bool comment_list(Sql *db, const CommentFilter *filter, Arena *arena, CommentList *out,
                  Error **error);

/* How many there are of each status; of one page, or of all (NULL). */
bool comment_counts(Sql *db, const char *page_id, int64_t counts[COMMENT_STATUS_COUNT],
                    Error **error);

/* How many came from one sender since then (seconds since 1970): for limits. */
bool comment_count_from(Sql *db, const char *address_hash, int64_t since, int64_t *count,
                        Error **error);

/* The version of a page as the view page_version gives it; 0 when it has none. */
bool comment_page_version(Sql *db, const char *page_id, int64_t *version, Error **error);

#endif
