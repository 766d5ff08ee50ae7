/* history_internal.h - what the files of the history walk share.
 *
 *     history_order      which commits are new, oldest first        (history_order.c)
 *     history_compare    what each of them added, changed, removed  (history_compare.c)
 *     history_renames    which removals and additions are one move  (history_renames.c)
 *     history_apply      the lives of files after each of them      (history_lives.c)
 *     history_present    what history_find hands out                (history_view.c)
 *
 * The order is the key to "incremental equals fresh": commits are listed depth
 * first, parents before children and first parents before others. What a commit
 * can reach then stands before everything that its first-parent descendants add,
 * in the same order, so a walk from an earlier tip goes on where that one ended.
 *
 * A life is what one file went through: the paths it had, when, and by whom.
 */
#ifndef SENF_GENERATOR_SOURCE_HISTORY_HISTORY_INTERNAL_H
#define SENF_GENERATOR_SOURCE_HISTORY_HISTORY_INTERNAL_H

#include "generator/source/git_library.h"
#include "generator/source/history/history.h"

#include "common/arena.h"
#include "common/digest.h"

/* --- what is known, from all commits so far -------------------------------------------------- */

#define HISTORY_NONE UINT32_MAX

/* Grows in the history's arena. */
typedef struct HistoryList {
  uint32_t *items;
  uint32_t count, capacity;
} HistoryList;

typedef struct HistoryPath {
  const char *text;
  uint32_t life; /* the last one that was here, or HISTORY_NONE */
} HistoryPath;

typedef struct HistoryTouch {
  int64_t committed; /* committer's time: decides which touch is first and last */
  int64_t authored;
  int16_t offset;
  uint32_t person;
} HistoryTouch;

typedef struct HistoryLife {
  uint32_t path; /* where it is, or was at last */
  bool living;
  const char *identity;
  HistoryTouch added, changed;
  HistoryList people;  /* indexes into History.people, by first contribution */
  HistoryList writers; /* those of the commit that added it, its author first */
  HistoryList former;  /* indexes into History.paths, oldest first */
} HistoryLife;

struct History {
  Arena *arena;
  GArray *paths;            /* of HistoryPath */
  GHashTable *path_index;   /* text to index + 1 */
  GArray *lives;            /* of HistoryLife */
  GHashTable *taken;        /* identities of living files; a set */
  GArray *people;           /* of HistoryPerson, as the commits say it */
  GHashTable *person_index; /* "name <email>" to index + 1 */
  GByteArray *known;        /* ids of all commits walked, sorted, 20 bytes each */
  Digest shallow;           /* over the list of commits whose parents were missing */
  char commit[41];
  size_t walked;
  /* What history_find hands out; made anew by history_present. */
  Arena *view_arena;
  GHashTable *view; /* path to FileHistory */
};

void history_clear(History *history);
uint32_t history_path(History *history, const char *text);
uint32_t history_person(History *history, const char *name, const char *email);
void history_list_add(History *history, HistoryList *list, uint32_t item);

static inline HistoryPath *history_path_at(const History *history, uint32_t index)
{
  return &g_array_index(history->paths, HistoryPath, index);
}
static inline HistoryLife *history_life_at(const History *history, uint32_t index)
{
  return &g_array_index(history->lives, HistoryLife, index);
}

/* --- one walk over new commits ----------------------------------------------------------------- */

typedef enum HistoryKind {
  HISTORY_NOTHING, /* a removal that became part of a move */
  HISTORY_ADDED,
  HISTORY_CHANGED,
  HISTORY_REMOVED,
  HISTORY_MOVED, /* with its bytes unchanged */
  HISTORY_MOVED_CHANGED,
} HistoryKind;

typedef struct HistoryChange {
  HistoryKind kind;
  const char *path;
  const char *from; /* of a move */
  git_oid id;       /* the blob added or removed */
} HistoryChange;

typedef struct HistoryCommit {
  git_oid id, tree;
  const git_oid *parents;
  uint32_t parent_count;
  uint32_t next_parent; /* while it waits for its parents */
  const char *name, *email;
  const HistoryPerson *helpers; /* of its trailers "Co-authored-by" */
  uint32_t helper_count;
  int64_t authored, committed;
  int16_t offset;
  uint32_t first_change, change_count; /* in HistoryWalk.changes */
} HistoryCommit;

#define HISTORY_TREE_CACHE 1024

typedef struct HistoryWalk {
  git_repository *repository;
  git_odb *odb;
  Arena *arena;
  GHashTable *shallow; /* git_oid of commits whose parents are missing; a set */
  GHashTable *commits; /* git_oid to HistoryCommit, of those read */
  GPtrArray *order;    /* of HistoryCommit, oldest first */
  GArray *changes;     /* of HistoryChange */
  GString *path;       /* of the folder that is compared */
  bool odd;            /* something changed that is no file and no folder */
  git_odb_object *trees[HISTORY_TREE_CACHE];
  size_t trees_held; /* bytes */
} HistoryWalk;

guint history_oid_hash(gconstpointer id);
gboolean history_oid_equal(gconstpointer a, gconstpointer b);

/* Read a commit, or give the one that was read before; NULL with an error. */
HistoryCommit *history_commit_read(HistoryWalk *walk, const git_oid *id, Error **error);
/* Fill walk->order with what `tip` reaches and `history` does not know. *anew is
 * set, and nothing is filled, when the history has to start over for that. */
bool history_order(HistoryWalk *walk, const History *history, const git_oid *tip, bool *anew,
                   Error **error);
/* Append what the commit changed to walk->changes. */
bool history_compare(HistoryWalk *walk, HistoryCommit *commit, Error **error);
void history_compare_release(HistoryWalk *walk);
/* Turn additions and removals of one commit into moves. */
void history_renames(HistoryWalk *walk, HistoryChange *changes, size_t count);
void history_apply(History *history, const HistoryWalk *walk, const HistoryCommit *commit);
/* An identity that no living file has, and `path` names: it or "PATH#2" and so on. */
char *history_free_identity(const History *history, const char *path);

/* What history_update does before and after the walk. */
void history_walk_init(HistoryWalk *walk, git_repository *repository);
void history_walk_release(HistoryWalk *walk);
/* The commits whose parents a shallow clone lacks, one id a line; "" when it is whole. */
char *history_shallow_text(git_repository *repository);

void history_present(History *history, Source *source, bool (*wanted)(void *data, const char *path),
                     void *data);

#endif
