/* The last few commits, when they did nothing but change files. */
#include "generator/source/history/history_internal.h"

#include "generator/source/source_git.h"

#include <string.h>

struct HistoryTail {
  HistoryWalk walk;
  GPtrArray *last; /* of HistoryChange *: each path's newest */
};

void history_tail_free(HistoryTail *tail)
{
  if (!tail)
    return;
  g_ptr_array_unref(tail->last);
  history_walk_release(&tail->walk);
  g_free(tail);
}

/* Fill walk->order, oldest first. */
static bool tail_line(HistoryWalk *walk, const git_oid *tip, const git_oid *from, size_t limit,
                      bool *straight, Error **error)
{
  git_oid at = *tip;
  while (!git_oid_equal(&at, from)) {
    HistoryCommit *commit = history_commit_read(walk, &at, error);
    if (!commit)
      return false;
    if (commit->parent_count != 1 || walk->order->len == limit) {
      *straight = false;
      return true;
    }
    g_ptr_array_insert(walk->order, 0, commit);
    at = commit->parents[0];
  }
  return true;
}

/* Newest first, so that the first one seen of a path is its last. */
static bool tail_compare(HistoryTail *tail, bool *plain, Error **error)
{
  HistoryWalk *walk = &tail->walk;
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = walk->order->len; i-- > 0 && *plain;) {
    HistoryCommit *commit = g_ptr_array_index(walk->order, i);
    if (!history_compare(walk, commit, error))
      return false;
    for (uint32_t j = 0; j < commit->change_count; j++) {
      const HistoryChange *change =
          &g_array_index(walk->changes, HistoryChange, commit->first_change + j);
      *plain = *plain && change->kind == HISTORY_CHANGED;
      if (g_hash_table_add(seen, (gpointer)change->path))
        g_ptr_array_add(tail->last, arena_memdup(walk->arena, change, sizeof *change));
    }
  }
  *plain = *plain && !walk->odd;
  return true;
}

HistoryTail *history_tail_new(Source *source, const char *from, size_t limit, Error **error)
{
  git_oid start, tip;
  git_repository *repository = source_repository(source);
  g_autofree char *shallow = history_shallow_text(repository);
  if (shallow[0] || git_oid_fromstr(&start, from) != 0 ||
      git_oid_fromstr(&tip, source_commit(source)) != 0)
    return NULL;
  g_autoptr(HistoryTail) tail = g_new0(HistoryTail, 1);
  bool simple = true;
  history_walk_init(&tail->walk, repository);
  tail->last = g_ptr_array_new();
  if (git_repository_odb(&tail->walk.odb, repository) != 0) {
    source_git_fail(error, "the objects of", source_commit(source));
    return NULL;
  }
  if (!tail_line(&tail->walk, &tip, &start, limit, &simple, error) || !simple ||
      !tail_compare(tail, &simple, error) || !simple)
    return NULL;
  return g_steal_pointer(&tail);
}

size_t history_tail_count(const HistoryTail *tail)
{
  return tail->last->len;
}

static const HistoryChange *tail_change(const HistoryTail *tail, size_t index)
{
  return g_ptr_array_index(tail->last, index);
}

const char *history_tail_path(const HistoryTail *tail, size_t index)
{
  return tail_change(tail, index)->path;
}

const unsigned char *history_tail_id(const HistoryTail *tail, size_t index)
{
  return tail_change(tail, index)->id.id;
}

void history_tail_apply(HistoryTail *tail, History *history, Source *source)
{
  for (guint i = 0; i < tail->walk.order->len; i++)
    history_apply(history, &tail->walk, g_ptr_array_index(tail->walk.order, i));
  history_present(history, source, NULL, NULL);
}
