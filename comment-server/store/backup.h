/* backup.h - a copy of comments.db, also while the server runs.
 *
 * The copy is one consistent state, compact, checked, and on disk when the
 * function returns. It holds password hashes, secrets and e-mail addresses, so
 * only its owner may read it.
 */
#ifndef SENF_COMMENT_SERVER_STORE_BACKUP_H
#define SENF_COMMENT_SERVER_STORE_BACKUP_H

#include "common/error.h"

#include <stdbool.h>

/* `target` appears complete or not at all. An existing file is refused unless
 * `replace`. */
bool store_backup(const char *database, const char *target, bool replace, Error **error);

#endif
