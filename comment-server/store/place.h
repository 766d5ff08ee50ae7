/* place.h - where in a thread a reply goes, and whether a text stands there
 * already. For the files of store/ alone. */
#ifndef SENF_COMMENT_SERVER_STORE_PLACE_H
#define SENF_COMMENT_SERVER_STORE_PLACE_H

#include "comment-server/store/comment.h"

typedef struct Place {
  int64_t parent_id; /* 0: top */
  int depth;
} Place;

/* Below what it answers, or beside it on the last level. *found is false when
 * `reply_to` is not on the page, or not published where that is asked for. */
bool place_find(StoreTx *tx, const char *page_id, int64_t reply_to, bool published, Place *place,
                bool *found, Error **error);

/* Finds texts that are the same without comparing them with all of the page; who
 * finds one compares the texts themselves. */
int64_t place_fingerprint(const char *page_id, const char *author, const char *text);

#endif
