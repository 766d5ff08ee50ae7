/* import_file.h - comments from JSON lines.
 *
 * One comment a line, an object with the keys
 *   id       text or number, unique in the file; needed where a reply names it
 *   parent   the id of the comment that it answers, anywhere in the file
 *   page     the page's id                                           required
 *   author   the name that is shown                                  required
 *   text     Markdown, as a reader would write it                    required
 *   created  RFC 3339, as "2024-05-06T07:08:09+02:00"                required
 *   edited   the same
 *   email, website, label   texts
 *   status   pending approved rejected spam deleted; default: approved
 * Empty lines are skipped. Unknown keys are errors, so that a misspelt one does
 * not lose data silently.
 *
 * What export writes can be imported.
 */
#ifndef SENF_COMMENT_SERVER_TRANSFER_IMPORT_FILE_H
#define SENF_COMMENT_SERVER_TRANSFER_IMPORT_FILE_H

#include "comment-server/store/transfer.h"

typedef struct ImportLine {
  int number;          /* of the line, from 1 */
  const char *id;      /* or NULL */
  const char *parent;  /* or NULL */
  size_t parent_index; /* of the parent in `lines`, where `parent` */
  Comment comment;
} ImportLine;

typedef struct ImportFile {
  const char *path; /* for messages */
  ImportLine *lines;
  size_t count;
  size_t *order; /* of `lines`, parents before their replies */
} ImportFile;

/* Reads and checks all of it; nothing is stored. Errors are ERROR_SITE with file
 * and line. Everything lives in `arena`. */
bool import_file_parse(const char *path, const char *text, size_t length, Arena *arena,
                       ImportFile *out, Error **error);

typedef struct ImportSummary {
  size_t stored, known, pages; /* pages: whose readers see a difference */
} ImportSummary;

typedef struct ImportJob {
  const ImportFile *file;
  ImportSummary summary;
} ImportJob;

/* The whole file in one write, for store_write_wait; `data` is an ImportJob. */
bool import_file_run(StoreTx *tx, void *data, Error **error);

#endif
