/* history.h - dates, people and former names of files, from one walk.
 *
 * The walk goes over the commits that source_commit can reach, comparing trees
 * with equal subtrees skipped. It finds, for each file that exists at the end: when
 * it was added and last changed (author dates), by whom, and what it was called
 * before. Of merges only what no parent had, or all had, counts: the rest was
 * changed by the commits that they merge.
 *
 * A blob removed and added in one commit is a rename; similar text (half of its
 * bytes stand in lines or sentences that both have) is looked for only among such
 * pairs of the same commit. A file that only moved has not changed: its date stays,
 * and who moved it has contributed nothing.
 *
 * A file's identity is the path under which it first appeared. A new file at a
 * path that was deleted (or renamed away) begins a history of its own: if the
 * identity is taken by a living file, the new one is "PATH#2" and so on, by the
 * order of the commits.
 *
 * People go through the .mailmap of the commit itself; one address is one person.
 *
 * Results come from the history alone. What an earlier walk found can be handed
 * in with the commit it ended at; the walk then goes on from there, and starts
 * over when the line of first parents does not lead there. Both give the same.
 */
#ifndef SENF_GENERATOR_SOURCE_HISTORY_HISTORY_H
#define SENF_GENERATOR_SOURCE_HISTORY_HISTORY_H

#include "generator/source/source.h"

#include "common/time/datetime.h"

typedef struct HistoryPerson {
  const char *name, *email;
} HistoryPerson;

typedef struct FileHistory {
  const char *path;
  const char *identity;
  DateTime added, changed;
  /* Who wrote it first, with those that the commit names by "Co-authored-by"; then by first
   * contribution. */
  const HistoryPerson *people;
  size_t people_count, writer_count;
  const char *const *former; /* former paths, oldest first, NULL-ended; never NULL */
} FileHistory;

typedef struct History History;

/* An empty history; for a folder without git it stays so. */
History *history_new(void);
/* Give back what history_save wrote; false when the bytes are damaged or of another
 * version: the history is then empty. */
bool history_load(History *history, const void *bytes, size_t length);
/* Bring up to date with the source's commit. `warnings` gets one for a shallow
 * clone, whose dates are wrong. Only paths for which `wanted` is true are kept
 * (NULL: all). */
bool history_update(History *history, Source *source, bool (*wanted)(void *data, const char *path),
                    void *data, Warnings *warnings, Error **error);
/* NULL when the file has no history (not committed), and before history_update. May
 * be called by several threads. What it gives lives until the next history_update,
 * history_load or history_free. */
const FileHistory *history_find(const History *history, const char *path);
/* Nobody asks history_find any more: free what it gave. */
void history_forget_files(History *history);
/* The commit it stands at, NULL when empty. */
const char *history_commit(const History *history);
/* How many commits the last history_update walked. */
size_t history_walked(const History *history);
GByteArray *history_save(const History *history);

/* --- a few files alone ---------------------------------------------------------------------
 *
 * After a push of a commit or two that only change files, nobody needs the histories of
 * all the others:
 *
 *     HistoryTail *tail = history_tail_new(source, "1a2b…", 32, &error);
 *     each path of the tail:  history_life_load(history, path, …)   as it was at 1a2b…
 *     history_tail_apply(tail, history, source);
 *     history_find(history, path), history_life_save(history, path, …)
 *
 * gives for these paths what history_update gives. */

/* What the straight line of at most `limit` commits that leads from `from` to the source's
 * commit changed. NULL without an error when there is no such line, or when something else
 * was done on it than changing the content of files. */
typedef struct HistoryTail HistoryTail;
HistoryTail *history_tail_new(Source *source, const char *from, size_t limit, Error **error);
void history_tail_free(HistoryTail *tail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HistoryTail, history_tail_free)
/* Each path once, with the id of its bytes now (20 bytes). */
size_t history_tail_count(const HistoryTail *tail);
const char *history_tail_path(const HistoryTail *tail, size_t index);
const unsigned char *history_tail_id(const HistoryTail *tail, size_t index);
/* Go on; files of `source` can then be found. */
void history_tail_apply(HistoryTail *tail, History *history, Source *source);

/* The life of one file, alone; false when it has none that is simply its own: a merge can
 * keep a file that one of its branches moved away, and both go by one life then. */
bool history_life_save(const History *history, const char *path, GByteArray *out);
/* False when the bytes are damaged. */
bool history_life_load(History *history, const char *path, const void *bytes, size_t length);

void history_free(History *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(History, history_free)

#endif
