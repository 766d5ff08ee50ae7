/* What a commit does to the lives of files.
 *
 * Branches are walked one after the other, so a commit may change, move or remove
 * a file that another branch has already moved or removed. The rules, for a path
 * where no living file is:
 *
 *   its last file lives elsewhere     the change is one to that file
 *   its last file was removed         a change or move revives it
 *   nothing was ever there            a life begins
 */
#include "generator/source/history/history_internal.h"

/* --- lives --------------------------------------------------------------------------------------- */

char *history_free_identity(const History *history, const char *path)
{
  char *identity = g_strdup(path);
  for (unsigned number = 2; g_hash_table_contains(history->taken, identity); number++) {
    g_free(identity);
    identity = g_strdup_printf("%s#%u", path, number);
  }
  return identity;
}

static void settle(History *history, uint32_t index)
{
  HistoryLife *life = history_life_at(history, index);
  life->living = true;
  g_hash_table_add(history->taken, (gpointer)life->identity);
  history_path_at(history, life->path)->life = index;
}

static uint32_t begin(History *history, uint32_t path)
{
  g_autofree char *identity = history_free_identity(history, history_path_at(history, path)->text);
  HistoryLife life = {.path = path,
                      .identity = arena_strdup(history->arena, identity),
                      .added.person = HISTORY_NONE};
  g_array_append_val(history->lives, life);
  settle(history, history->lives->len - 1);
  return history->lives->len - 1;
}

/* Back from the dead; its identity may have been given away meanwhile. */
static void revive(History *history, uint32_t index)
{
  HistoryLife *life = history_life_at(history, index);
  if (g_hash_table_contains(history->taken, life->identity)) {
    g_autofree char *identity =
        history_free_identity(history, history_path_at(history, life->path)->text);
    life->identity = arena_strdup(history->arena, identity);
  }
  settle(history, index);
}

static void end(History *history, uint32_t index)
{
  HistoryLife *life = history_life_at(history, index);
  life->living = false;
  g_hash_table_remove(history->taken, life->identity);
}

/* The life that a change at `path` means, by the rules above. */
static uint32_t life_meant(History *history, uint32_t path)
{
  uint32_t index = history_path_at(history, path)->life;
  if (index == HISTORY_NONE)
    return begin(history, path);
  if (!history_life_at(history, index)->living)
    revive(history, index);
  return index;
}

static bool lives_at(const History *history, uint32_t path)
{
  uint32_t index = history_path_at(history, path)->life;
  if (index == HISTORY_NONE)
    return false;
  const HistoryLife *life = history_life_at(history, index);
  return life->living && life->path == path;
}

/* --- touches ---------------------------------------------------------------------------------------- */

static void add_contributor(History *history, HistoryLife *life, uint32_t person)
{
  for (uint32_t i = 0; i < life->people.count; i++)
    if (life->people.items[i] == person)
      return;
  history_list_add(history, &life->people, person);
}

/* First and last go by the committer's time, as `git log` sorts; the dates that
 * are kept are the author's. */
static void touch(History *history, uint32_t index, const HistoryCommit *commit)
{
  HistoryLife *life = history_life_at(history, index);
  HistoryTouch now = {
      .committed = commit->committed,
      .authored = commit->authored,
      .offset = commit->offset,
      .person = history_person(history, commit->name, commit->email),
  };
  bool first = life->added.person == HISTORY_NONE;
  bool added = first || now.committed < life->added.committed;
  if (added) {
    life->added = now;
    life->writers.count = 0;
    history_list_add(history, &life->writers, now.person);
  }
  if (first || now.committed >= life->changed.committed)
    life->changed = now;
  add_contributor(history, life, now.person);
  for (uint32_t i = 0; i < commit->helper_count; i++) {
    uint32_t helper = history_person(history, commit->helpers[i].name, commit->helpers[i].email);
    add_contributor(history, life, helper);
    if (added)
      history_list_add(history, &life->writers, helper);
  }
}

/* --- changes ------------------------------------------------------------------------------------------ */

static void apply_removal(History *history, uint32_t path)
{
  if (lives_at(history, path))
    end(history, history_path_at(history, path)->life);
}

static void apply_addition(History *history, uint32_t path, const HistoryCommit *commit)
{
  bool there = lives_at(history, path);
  touch(history, there ? history_path_at(history, path)->life : begin(history, path), commit);
}

static void apply_move(History *history, const HistoryChange *change, uint32_t path,
                       const HistoryCommit *commit)
{
  uint32_t from = history_path(history, change->from);
  if (lives_at(history, path)) { /* the other branch moved it there, too */
    if (lives_at(history, from))
      end(history, history_path_at(history, from)->life);
    touch(history, history_path_at(history, path)->life, commit);
    return;
  }
  bool unknown = history_path_at(history, from)->life == HISTORY_NONE;
  uint32_t index = life_meant(history, from);
  HistoryLife *life = history_life_at(history, index);
  history_list_add(history, &life->former, life->path);
  life->path = path;
  history_path_at(history, path)->life = index;
  if (unknown || change->kind == HISTORY_MOVED_CHANGED)
    touch(history, index, commit);
}

static void apply(History *history, const HistoryChange *change, const HistoryCommit *commit)
{
  uint32_t path = history_path(history, change->path);
  switch (change->kind) {
  case HISTORY_NOTHING:
    break;
  case HISTORY_REMOVED:
    apply_removal(history, path);
    break;
  case HISTORY_ADDED:
    apply_addition(history, path, commit);
    break;
  case HISTORY_CHANGED:
    touch(history, life_meant(history, path), commit);
    break;
  case HISTORY_MOVED:
  case HISTORY_MOVED_CHANGED:
    apply_move(history, change, path, commit);
    break;
  }
}

/* Removals and moves first: what they give up can be taken in the same commit. */
static int turn(HistoryKind kind)
{
  switch (kind) {
  case HISTORY_REMOVED:
    return 0;
  case HISTORY_MOVED:
  case HISTORY_MOVED_CHANGED:
    return 1;
  default:
    return 2;
  }
}

void history_apply(History *history, const HistoryWalk *walk, const HistoryCommit *commit)
{
  for (int now = 0; now < 3; now++) {
    for (uint32_t i = 0; i < commit->change_count; i++) {
      const HistoryChange *change =
          &g_array_index(walk->changes, HistoryChange, commit->first_change + i);
      if (turn(change->kind) == now)
        apply(history, change, commit);
    }
  }
}
