/* publish.h - staged files become the site's files, all or none.
 *
 * The redo journal: rendered bytes are staged in PUBLISH_STAGE below the output folder
 * (the same file system), then one transaction of build.db takes the new record and the
 * list of steps (rename, remove), then the steps are done, then the list is cleared. A
 * build that finds steps does them again: each can be done twice. What is staged
 * without a transaction is thrown away.
 *
 * PUBLISH_LIST, a file of the output folder, names all files of the site. It is what
 * a build without a record goes by, so that it removes stale files of this site and
 * no others.
 */
#ifndef SENF_GENERATOR_BUILD_PUBLISH_H
#define SENF_GENERATOR_BUILD_PUBLISH_H

#include "generator/build/record.h"

#define PUBLISH_STAGE ".senf-stage"
#define PUBLISH_LIST ".senf-files"
enum { PUBLISH_LIST_LIMIT = 256 * 1024 * 1024, PUBLISH_FILE_LIMIT = 1024 * 1024 * 1024 };

/* Finish what an interrupted build left. */
bool publish_recover(Record *record, Error **error);

/* True when the machine was started anew since the last build: what was written before
 * may not have reached the disk. */
bool publish_after_boot(Record *record);

/* The name that the kernel gave to the time since the machine was started. g_free. */
char *publish_boot_id(void);

#endif
