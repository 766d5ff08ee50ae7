/* page.h - a page's version: grows whenever its readers could see a difference.
 *
 * Versions are drawn from one counter for all pages, so that the generator finds what
 * changed since it looked last without comparing every page; the view version_token
 * tells it whether it looks at the history that it knows. */
#ifndef SENF_COMMENT_SERVER_STORE_PAGE_H
#define SENF_COMMENT_SERVER_STORE_PAGE_H

#include "comment-server/store/store.h"

/* Something published on the page changed: raise its version, and ask for a
 * rebuild, in this transaction. */
bool page_changed(StoreTx *tx, const char *page_id, int64_t comment_id, Error **error);

#endif
