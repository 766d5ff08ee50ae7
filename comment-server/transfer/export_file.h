/* export_file.h - comments as JSON lines, in the format of import_file.h. */
#ifndef SENF_COMMENT_SERVER_TRANSFER_EXPORT_FILE_H
#define SENF_COMMENT_SERVER_TRANSFER_EXPORT_FILE_H

#include "comment-server/store/transfer.h"

#include <stdio.h>

/* All comments, by id; *count tells how many. */
bool export_file_write(Sql *db, FILE *out, size_t *count, Error **error);

#endif
