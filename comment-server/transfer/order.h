/* order.h - which line answers which, and an order with parents first. For
 * import_file.c. */
#ifndef SENF_COMMENT_SERVER_TRANSFER_ORDER_H
#define SENF_COMMENT_SERVER_TRANSFER_ORDER_H

#include "comment-server/transfer/import_file.h"

/* Fills parent_index of the lines, and file->order. Fails on an id that stands
 * twice, a parent that is not there or on another page, and on circles. */
bool import_file_order(ImportFile *file, Arena *arena, Error **error);

#endif
