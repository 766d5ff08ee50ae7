#include "generator/source/history/history_internal.h"

#include <stdlib.h>
#include <string.h>

static int compare_ids(const void *a, const void *b)
{
  return memcmp(a, b, GIT_OID_RAWSZ);
}

static bool is_known(const History *history, const git_oid *id)
{
  size_t count = history->known->len / GIT_OID_RAWSZ;
  return count > 0 &&
         bsearch(id->id, history->known->data, count, GIT_OID_RAWSZ, compare_ids) != NULL;
}

/* Whether the line of first parents leads from `tip` to where the history stands.
 * The first known commit on it decides: all that one reaches is known too. */
static bool goes_on(HistoryWalk *walk, const History *history, const git_oid *tip, bool *out,
                    Error **error)
{
  git_oid at = *tip, stand;
  *out = true;
  if (!history->commit[0])
    return true;
  git_oid_fromstr(&stand, history->commit);
  while (!is_known(history, &at)) {
    const HistoryCommit *commit = history_commit_read(walk, &at, error);
    if (!commit)
      return false;
    if (commit->parent_count == 0) {
      *out = false;
      return true;
    }
    at = commit->parents[0];
  }
  *out = git_oid_equal(&at, &stand);
  return true;
}

bool history_order(HistoryWalk *walk, const History *history, const git_oid *tip, bool *anew,
                   Error **error)
{
  bool on = false;
  if (!goes_on(walk, history, tip, &on, error))
    return false;
  *anew = !on;
  if (*anew || is_known(history, tip))
    return true;

  g_autoptr(GHashTable) seen = g_hash_table_new(history_oid_hash, history_oid_equal);
  g_autoptr(GPtrArray) stack = g_ptr_array_new();
  const git_oid *next = tip;
  while (next || stack->len > 0) {
    if (next) {
      HistoryCommit *commit = history_commit_read(walk, next, error);
      if (!commit)
        return false;
      commit->next_parent = 0;
      g_hash_table_add(seen, &commit->id);
      g_ptr_array_add(stack, commit);
    }
    HistoryCommit *top = g_ptr_array_index(stack, stack->len - 1);
    next = NULL;
    while (!next && top->next_parent < top->parent_count) {
      const git_oid *parent = &top->parents[top->next_parent++];
      if (!g_hash_table_contains(seen, parent) && !is_known(history, parent))
        next = parent;
    }
    if (!next) {
      g_ptr_array_add(walk->order, top);
      g_ptr_array_set_size(stack, (gint)stack->len - 1);
    }
  }
  return true;
}
