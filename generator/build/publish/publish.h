/* publish.h - staged files become the site's files, all or none.
 *
 * Files are staged in PUBLISH_STAGE below the output folder (the same file system):
 * those that are new in PUBLISH_TREE, in folders as they will stand in the site; those
 * that replace a file as PUBLISH_STAGE/NUMBER. One transaction of build.db takes the new
 * record and the journal, then the journal's steps are done in order, then it is cleared:
 *
 *     path         staged                 step
 *                                         remove .senf-mark (mark.h)
 *     .senf-files  .senf-stage/before     the list takes the names of new files
 *     a/b.html     (none)                 remove it, and folders that this leaves empty
 *     .            .senf-stage/tree       move all of the tree into the output folder
 *     a/c.html     .senf-stage/7          rename it over the old one
 *     .senf-files  .senf-stage/list       the list loses the names of removed files
 *                                         write .senf-mark
 *
 * A reader sees a whole old file or a whole new one: files get their names in the site
 * by rename alone. What is staged without a transaction is thrown away.
 *
 * Each step can be done twice: a build that finds a journal (publish_recover) does it
 * once more. It can't know how far the other one came, nor what somebody did since, so
 * it also marks the record: the build compares every file with its recorded hash. After
 * a restart of the machine the staged bytes may be lost, so nothing is renamed then; the
 * comparison finds what is to be rendered again.
 *
 * The cost, in µs of system time for a page of 7 KB with a folder of its own (ext4):
 *   new: staged flat, then mkdir and rename 75; written in place 50; in place under
 *   another name 57; O_TMPFILE and link 58; in a tree whose topmost folder is renamed 50.
 *   The tree keeps a half-built site out of sight for nothing.
 *   replaced: rename 84 to 100, since ext4 first has the new bytes written out
 *   (auto_da_alloc); sync_file_range when staged, then rename: the same; exchange of the
 *   two names (which ext4 does not guard so), then unlink 53 to 72; unlink, then rename 66;
 *   syncfs, then rename 110, and 20 s of waiting where others write too.
 * Replacing stays a rename. An exchange would save a third of the publishing, but it can't
 * be done twice, would take a foreign folder out of its place, and after a loss of power
 * readers would get empty pages; between unlink and rename they would get none.
 *
 * PUBLISH_LIST, a file of the output folder, names all files of the site. It is what
 * a build without a record goes by, so that it removes stale files of this site and
 * no others. It names a file before the file appears and until it is gone.
 */
#ifndef SENF_GENERATOR_BUILD_PUBLISH_PUBLISH_H
#define SENF_GENERATOR_BUILD_PUBLISH_PUBLISH_H

#include "generator/build/record/record.h"

#define PUBLISH_STAGE ".senf-stage"
#define PUBLISH_TREE PUBLISH_STAGE "/tree"
#define PUBLISH_LIST ".senf-files"
enum { PUBLISH_LIST_LIMIT = 256 * 1024 * 1024, PUBLISH_FILE_LIMIT = 1024 * 1024 * 1024 };

/* Do what this build has committed. `compared`: it looked at the files themselves, so the
 * record and they agree from now on, whether or not there is a step to do. */
bool publish_run(Record *record, bool compared, Error **error);

/* Finish what an interrupted build left, and throw away what it staged. */
bool publish_recover(Record *record, Error **error);

/* Whether the files are what the record says. */
typedef enum PublishDoubt {
  PUBLISH_SURE,
  PUBLISH_DOUBTFUL, /* publishing was interrupted, the machine was started anew, the output
                     * folder or its list is gone */
  PUBLISH_OTHER,    /* they are of another publication (mark.h): the record or they came back
                     * from a backup */
} PublishDoubt;
PublishDoubt publish_doubt(Record *record);

/* The name that the kernel gave to the time since the machine was started. g_free. */
char *publish_boot_id(void);

/* publish_move.c: put PUBLISH_TREE, or one staged file, in place. `folder` is the output
 * folder's descriptor. Nothing staged is fine: it was moved already. */
bool publish_move_tree(const char *output, int folder, Error **error);
bool publish_move_file(const char *output, int folder, const char *staged, const char *path,
                       Error **error);

/* What to do when the output folder can't be written for the reason `number` (errno). */
void publish_hint(int number, Error **error);

#endif
