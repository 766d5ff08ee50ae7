/* What a commit changed: its tree against those of all its parents at once, with
 * equal subtrees skipped. Of a merge only what no parent had, or all had, counts:
 * the rest was changed by the commits that it merges. */
#include "generator/source/history/history_internal.h"

#include "generator/source/source_git.h"

#include <string.h>

/* git makes no merges of more than 16; what more parents had is not looked at. */
#define SIDES_MAX 17
#define TREE_DEPTH 128
/* Trees larger than a part of this are not kept, and all of them take no more. */
#define TREES_HELD ((size_t)16 << 20)

/* --- trees ------------------------------------------------------------------------------------------- */

static git_odb_object **cache_slot(HistoryWalk *walk, const git_oid *id)
{
  return &walk->trees[history_oid_hash(id) % HISTORY_TREE_CACHE];
}

/* A tree is read twice: as a commit's and as that of its child. By the time that many
 * others came between, nobody asks for it any more. */
static void cache_put(HistoryWalk *walk, git_odb_object **slot, git_odb_object *tree)
{
  size_t size = git_odb_object_size(tree);
  if (size > TREES_HELD / 4)
    return;
  if (walk->trees_held + size > TREES_HELD) {
    history_compare_release(walk);
    memset(walk->trees, 0, sizeof walk->trees);
    walk->trees_held = 0;
  }
  if (*slot) {
    walk->trees_held -= git_odb_object_size(*slot);
    git_odb_object_free(*slot);
  }
  git_odb_object_dup(slot, tree);
  walk->trees_held += size;
}

/* A tree that the caller frees. */
static git_odb_object *read_tree(HistoryWalk *walk, const git_oid *id, Error **error)
{
  git_odb_object **slot = cache_slot(walk, id), *tree = NULL;
  if (*slot && git_oid_equal(git_odb_object_id(*slot), id)) {
    git_odb_object_dup(&tree, *slot);
    return tree;
  }
  if (git_odb_read(&tree, walk->odb, id) != 0) {
    char hex[41];
    source_git_fail(error, "a folder of an old version,", git_oid_tostr(hex, sizeof hex, id));
    return NULL;
  }
  cache_put(walk, slot, tree);
  return tree;
}

void history_compare_release(HistoryWalk *walk)
{
  for (size_t i = 0; i < HISTORY_TREE_CACHE; i++)
    git_odb_object_free(walk->trees[i]);
}

/* --- walking trees side by side ------------------------------------------------------------------------ */

/* The tree of the commit (first) and those of its parents; ids NULL where a side
 * has none. */
typedef struct Sides {
  size_t count;
  const unsigned char *ids[SIDES_MAX];
} Sides;

typedef struct Joint {
  size_t count;
  git_odb_object *trees[SIDES_MAX];
  SourceGitCursor cursors[SIDES_MAX];
  bool here[SIDES_MAX]; /* the cursor stands at the name in question */
} Joint;

static bool is_tree(unsigned mode)
{
  return (mode & 0170000) == 0040000;
}
static bool is_plain(unsigned mode)
{
  return (mode & 0170000) == 0100000;
}
static bool is_link(unsigned mode)
{
  return (mode & 0170000) == 0160000;
}

/* git's order of names in a tree: as if folders ended with '/'. */
static int compare_names(const SourceGitCursor *a, const SourceGitCursor *b)
{
  size_t shorter = MIN(a->name_length, b->name_length);
  int order = memcmp(a->name, b->name, shorter);
  if (order != 0)
    return order;
  unsigned char a_next =
      a->name_length > shorter ? (unsigned char)a->name[shorter] : (is_tree(a->mode) ? '/' : 0);
  unsigned char b_next =
      b->name_length > shorter ? (unsigned char)b->name[shorter] : (is_tree(b->mode) ? '/' : 0);
  return (a_next > b_next) - (a_next < b_next);
}

static bool joint_open(HistoryWalk *walk, Joint *joint, const Sides *sides, Error **error)
{
  memset(joint, 0, sizeof *joint);
  joint->count = sides->count;
  for (size_t i = 0; i < sides->count; i++) {
    git_oid id;
    if (!sides->ids[i])
      continue;
    git_oid_fromraw(&id, sides->ids[i]);
    joint->trees[i] = read_tree(walk, &id, error);
    if (!joint->trees[i])
      return false;
    joint->cursors[i] =
        source_git_tree(git_odb_object_data(joint->trees[i]), git_odb_object_size(joint->trees[i]));
    source_git_tree_next(&joint->cursors[i]);
  }
  return true;
}

static void joint_close(Joint *joint)
{
  for (size_t i = 0; i < joint->count; i++)
    git_odb_object_free(joint->trees[i]);
}

/* Mark the sides that stand at the least name; NULL at the end of all. */
static const SourceGitCursor *joint_least(Joint *joint)
{
  const SourceGitCursor *least = NULL;
  for (size_t i = 0; i < joint->count; i++) {
    const SourceGitCursor *cursor = &joint->cursors[i];
    int order = !cursor->name ? 1 : !least ? -1 : compare_names(cursor, least);
    joint->here[i] = order <= 0;
    if (order >= 0)
      continue;
    for (size_t k = 0; k < i; k++)
      joint->here[k] = false;
    least = cursor;
  }
  return least;
}

/* Most of a folder is the same before and after a commit. */
static void joint_skip_same(Joint *joint)
{
  if (joint->count == 2 && joint->here[0] && joint->here[1])
    source_git_tree_skip_same(&joint->cursors[0], &joint->cursors[1]);
}

static bool joint_step(Joint *joint)
{
  joint_skip_same(joint);
  for (size_t i = 0; i < joint->count; i++)
    if (joint->here[i])
      source_git_tree_next(&joint->cursors[i]);
  for (size_t i = 0; i < joint->count; i++)
    if (joint->cursors[i].damaged)
      return false;
  return true;
}

/* --- what differs ----------------------------------------------------------------------------------------- */

/* Nothing to see: some parent has the same, or the commit lacks what some parent lacks. */
static bool joint_unchanged(const Joint *joint)
{
  const SourceGitCursor *own = joint->here[0] ? &joint->cursors[0] : NULL;
  for (size_t i = 1; i < joint->count; i++) {
    const SourceGitCursor *other = joint->here[i] ? &joint->cursors[i] : NULL;
    if (!own && !other)
      return true;
    if (own && other && own->mode == other->mode && memcmp(own->id, other->id, 20) == 0)
      return true;
  }
  return false;
}

static void record(HistoryWalk *walk, HistoryKind kind, const unsigned char *id)
{
  HistoryChange change = {.kind = kind, .path = arena_strdup(walk->arena, walk->path->str)};
  git_oid_fromraw(&change.id, id);
  g_array_append_val(walk->changes, change);
}

static void record_file(HistoryWalk *walk, const Joint *joint, const SourceGitCursor *least)
{
  size_t parents = 0;
  bool plain = true;
  for (size_t i = 0; i < joint->count; i++) {
    parents += i > 0 && joint->here[i];
    plain = plain && (!joint->here[i] || is_plain(joint->cursors[i].mode));
  }
  walk->odd = walk->odd || !plain;
  if (is_link(least->mode))
    return;
  if (!joint->here[0])
    record(walk, HISTORY_REMOVED, least->id);
  else if (parents == 0)
    record(walk, HISTORY_ADDED, joint->cursors[0].id);
  else if (joint->count == 2 && memcmp(joint->cursors[0].id, joint->cursors[1].id, 20) != 0)
    record(walk, HISTORY_CHANGED, joint->cursors[0].id);
}

static bool compare_trees(HistoryWalk *walk, const Sides *sides, int depth, Error **error);

static bool compare_entry(HistoryWalk *walk, Joint *joint, const SourceGitCursor *least, int depth,
                          Error **error)
{
  size_t folder = walk->path->len;
  bool compared = true;
  g_string_append_len(walk->path, least->name, (gssize)least->name_length);
  if (is_tree(least->mode)) {
    Sides inner = {.count = joint->count};
    for (size_t i = 0; i < joint->count; i++)
      inner.ids[i] = joint->here[i] ? joint->cursors[i].id : NULL;
    g_string_append_c(walk->path, '/');
    compared = compare_trees(walk, &inner, depth + 1, error);
  } else {
    record_file(walk, joint, least);
  }
  g_string_truncate(walk->path, folder);
  return compared;
}

static bool compare_trees(HistoryWalk *walk, const Sides *sides, int depth, Error **error)
{
  Joint joint;
  const SourceGitCursor *least;
  if (depth > TREE_DEPTH) {
    error_set(error, ERROR_SITE, "folders lie deeper than %d in each other", TREE_DEPTH);
    return false;
  }
  bool opened = joint_open(walk, &joint, sides, error);
  bool compared = opened, sound = true;
  while (compared && sound && (least = joint_least(&joint))) {
    if (!joint_unchanged(&joint))
      compared = compare_entry(walk, &joint, least, depth, error);
    sound = joint_step(&joint);
  }
  joint_close(&joint);
  if (compared && !sound) {
    error_set(error, ERROR_SITE, "a tree of the repository is damaged");
    error_hint(error, "check the repository with: git fsck");
  }
  return compared && sound;
}

bool history_compare(HistoryWalk *walk, HistoryCommit *commit, Error **error)
{
  commit->first_change = walk->changes->len;
  Sides sides = {.count = 1, .ids = {commit->tree.id}};
  for (uint32_t i = 0; i < commit->parent_count && sides.count < SIDES_MAX; i++) {
    const HistoryCommit *parent = history_commit_read(walk, &commit->parents[i], error);
    if (!parent)
      return false;
    if (git_oid_equal(&parent->tree, &commit->tree))
      return true;
    sides.ids[sides.count++] = parent->tree.id;
  }
  /* A root has nothing before it: compare with an empty side. */
  if (sides.count == 1)
    sides.count = 2;
  if (!compare_trees(walk, &sides, 0, error))
    return false;
  commit->change_count = walk->changes->len - commit->first_change;
  history_renames(walk, &g_array_index(walk->changes, HistoryChange, commit->first_change),
                  commit->change_count);
  return true;
}
