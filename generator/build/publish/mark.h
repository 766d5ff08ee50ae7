/* mark.h - what ties an output folder to its record.
 *
 * PUBLISH_MARK, a file of the output folder, holds a digest of all that was published: of
 * each file its path and its bytes. The record holds the same digest. A record and an
 * output folder whose marks are equal speak of the same files; if one of the two was put
 * back from a backup, or the record lost its last commits, they are not, and the next
 * build compares every file (publish_doubt).
 *
 *     mark_begin   before the first step of a journal: the file goes away
 *     mark_end     after the last one: it is there again, with the new digest
 *
 * So a copy of the folder that was taken between the two has no mark. The file is made anew
 * and never written in place: a copy of the folder may consist of hard links.
 *
 * A sum, so that a build adds and takes away what it changed and need not look at the rest.
 */
#ifndef SENF_GENERATOR_BUILD_PUBLISH_MARK_H
#define SENF_GENERATOR_BUILD_PUBLISH_MARK_H

#include "generator/build/record/record.h"

#define PUBLISH_MARK ".senf-mark"

typedef enum MarkState {
  MARK_MISSING, /* or no mark at all */
  MARK_SAME,    /* as the record says */
  MARK_BEFORE,  /* of the publication before the record's last one */
  MARK_OTHER,
} MarkState;

/* `output` is the recorded output folder. */
MarkState mark_state(Record *record, const char *output);

/* `folder` is the output folder's descriptor, `output` its path for messages. */
bool mark_begin(const char *output, int folder, Error **error);
bool mark_end(Record *record, const char *output, int folder, Error **error);

/* What one file is of the digest. */
Digest mark_of_file(const OutputRow *row);

#endif
