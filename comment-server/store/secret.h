/* secret.h - secrets that are made once and stay in comments.db. */
#ifndef SENF_COMMENT_SERVER_STORE_SECRET_H
#define SENF_COMMENT_SERVER_STORE_SECRET_H

#include "comment-server/store/store.h"

enum { SECRET_SIZE = 32 };

/* The secret of that name ("preview", "csrf", "address"); made on first use.
 * Waits for the writer: call it when the server starts. */
bool secret_get(Store *store, const char *name, unsigned char out[SECRET_SIZE], Error **error);

#endif
