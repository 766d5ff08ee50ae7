/* Which removals and additions of one commit are one move.
 *
 * Equal bytes first: with the same file name, then with any. Then similar text:
 * the pieces (lines, and sentences within them) that both have must make up half
 * of the bytes of the longer one. Sentences, since a paragraph is often one line. */
#include "generator/source/history/history_internal.h"

#include "common/digest.h"
#include "common/paths.h"

#include <stdlib.h>
#include <string.h>

/* Larger files are never similar, only equal. */
#define TEXT_MAX (1u << 20)
/* Beyond so many pairs only those with the same file name are compared. */
#define PAIRS_MAX 20000
#define SCALE 1000000u

/* A piece of text: its digest and its length, in sorted arrays. */
typedef struct Piece {
  Digest digest;
  uint32_t length;
} Piece;

typedef struct Candidate {
  HistoryChange *change;
  const char *base;
  bool paired;
  GArray *pieces; /* of Piece; NULL when it is no text */
  uint64_t bytes; /* sum of their lengths */
} Candidate;

typedef struct Pair {
  uint32_t score; /* of SCALE */
  bool same_base;
  Candidate *removed, *added;
} Pair;

static void candidate_clear(gpointer data)
{
  Candidate *candidate = data;
  if (candidate->pieces)
    g_array_unref(candidate->pieces);
}

static GArray *gather(HistoryChange *changes, size_t count, HistoryKind kind)
{
  GArray *found = g_array_new(FALSE, TRUE, sizeof(Candidate));
  g_array_set_clear_func(found, candidate_clear);
  for (size_t i = 0; i < count; i++) {
    if (changes[i].kind != kind)
      continue;
    Candidate candidate = {.change = &changes[i], .base = path_base(changes[i].path)};
    g_array_append_val(found, candidate);
  }
  return found;
}

static Candidate *candidate_at(const GArray *array, guint index)
{
  return &g_array_index(array, Candidate, index);
}

static void join(Candidate *removed, Candidate *added)
{
  bool same = git_oid_equal(&removed->change->id, &added->change->id);
  removed->paired = added->paired = true;
  added->change->kind = same ? HISTORY_MOVED : HISTORY_MOVED_CHANGED;
  added->change->from = removed->change->path;
  removed->change->kind = HISTORY_NOTHING;
}

/* --- equal bytes ------------------------------------------------------------------------------- */

/* By blob, file name, path. A NULL base comes before all names. */
static int compare_candidates(const void *a, const void *b)
{
  const Candidate *left = a, *right = b;
  int order = git_oid_cmp(&left->change->id, &right->change->id);
  if (order == 0)
    order = g_strcmp0(left->base, right->base);
  return order ? order : g_strcmp0(left->change->path, right->change->path);
}

static guint lower_bound(const GArray *sorted, const Candidate *key)
{
  guint low = 0, high = sorted->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (compare_candidates(candidate_at(sorted, middle), key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* An empty file says nothing of what it was, except by its name. */
static bool is_empty_blob(const git_oid *id)
{
  static const unsigned char empty[GIT_OID_RAWSZ] = {0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6,
                                                     0x43, 0x4b, 0x8b, 0x29, 0xae, 0x77, 0x5a,
                                                     0xd8, 0xc2, 0xe4, 0x8c, 0x53, 0x91};
  return memcmp(id->id, empty, sizeof empty) == 0;
}

static void join_equal(const GArray *removed, const GArray *added, bool same_base)
{
  for (guint i = 0; i < added->len; i++) {
    Candidate *to = candidate_at(added, i);
    if (to->paired || (!same_base && is_empty_blob(&to->change->id)))
      continue;
    HistoryChange key_change = {.id = to->change->id};
    Candidate key = {.change = &key_change, .base = same_base ? to->base : NULL};
    for (guint k = lower_bound(removed, &key); k < removed->len; k++) {
      Candidate *from = candidate_at(removed, k);
      if (!git_oid_equal(&from->change->id, &to->change->id) ||
          (same_base && strcmp(from->base, to->base) != 0))
        break;
      if (from->paired)
        continue;
      join(from, to);
      break;
    }
  }
}

/* --- similar text -------------------------------------------------------------------------------- */

static int compare_pieces(const void *a, const void *b)
{
  const Piece *left = a, *right = b;
  if (left->digest != right->digest)
    return left->digest < right->digest ? -1 : 1;
  return (left->length > right->length) - (left->length < right->length);
}

static bool ends_piece(const char *at, const char *end)
{
  if (*at == '\n')
    return true;
  return (*at == '.' || *at == '!' || *at == '?') && at + 1 < end && at[1] == ' ';
}

static void add_piece(Candidate *candidate, const char *from, const char *to)
{
  while (from < to && g_ascii_isspace(*from))
    from++;
  while (from < to && g_ascii_isspace(to[-1]))
    to--;
  if (from == to)
    return;
  Piece piece = {digest_bytes(from, (size_t)(to - from)), (uint32_t)(to - from)};
  g_array_append_val(candidate->pieces, piece);
  candidate->bytes += piece.length;
}

static void cut_text(Candidate *candidate, const char *text, size_t length)
{
  const char *end = text + length, *from = text;
  candidate->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
  for (const char *at = text; at < end; at++) {
    if (!ends_piece(at, end))
      continue;
    add_piece(candidate, from, at + 1);
    from = at + 1;
  }
  add_piece(candidate, from, end);
  g_array_sort(candidate->pieces, compare_pieces);
}

/* What can't be read (a partial clone) is similar to nothing. */
static void read_text(HistoryWalk *walk, Candidate *candidate)
{
  git_odb_object *object = NULL;
  if (git_odb_read(&object, walk->odb, &candidate->change->id) != 0)
    return;
  const char *text = git_odb_object_data(object);
  size_t length = git_odb_object_size(object);
  if (git_odb_object_type(object) == GIT_OBJECT_BLOB && length <= TEXT_MAX &&
      !memchr(text, 0, length))
    cut_text(candidate, text, length);
  git_odb_object_free(object);
}

static uint32_t similarity(const Candidate *a, const Candidate *b)
{
  uint64_t common = 0, longer = MAX(a->bytes, b->bytes);
  guint i = 0, k = 0;
  if (longer == 0 || MIN(a->bytes, b->bytes) * 2 < longer)
    return 0;
  while (i < a->pieces->len && k < b->pieces->len) {
    const Piece *left = &g_array_index(a->pieces, Piece, i);
    const Piece *right = &g_array_index(b->pieces, Piece, k);
    int order = compare_pieces(left, right);
    if (order == 0)
      common += left->length;
    i += order <= 0;
    k += order >= 0;
  }
  return (uint32_t)(common * SCALE / longer);
}

/* The most similar first; a total order, so that the choice is the same everywhere. */
static int compare_pairs(const void *a, const void *b)
{
  const Pair *left = a, *right = b;
  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  if (left->same_base != right->same_base)
    return left->same_base ? -1 : 1;
  int order = strcmp(left->removed->change->path, right->removed->change->path);
  return order ? order : strcmp(left->added->change->path, right->added->change->path);
}

static guint count_unpaired(const GArray *candidates)
{
  guint count = 0;
  for (guint i = 0; i < candidates->len; i++)
    count += !candidate_at(candidates, i)->paired;
  return count;
}

static void read_texts(HistoryWalk *walk, const GArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    if (!candidate_at(candidates, i)->paired)
      read_text(walk, candidate_at(candidates, i));
}

static void add_pair(GArray *pairs, Candidate *from, Candidate *to, bool by_name_alone)
{
  bool same_base = strcmp(from->base, to->base) == 0;
  if (from->paired || to->paired || !from->pieces || !to->pieces || (by_name_alone && !same_base))
    return;
  Pair pair = {similarity(from, to), same_base, from, to};
  if (pair.score >= SCALE / 2)
    g_array_append_val(pairs, pair);
}

static void join_similar(HistoryWalk *walk, const GArray *removed, const GArray *added)
{
  uint64_t possible = (uint64_t)count_unpaired(removed) * count_unpaired(added);
  if (possible == 0)
    return;
  read_texts(walk, removed);
  read_texts(walk, added);
  g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
  for (guint i = 0; i < removed->len; i++)
    for (guint k = 0; k < added->len; k++)
      add_pair(pairs, candidate_at(removed, i), candidate_at(added, k), possible > PAIRS_MAX);
  g_array_sort(pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++) {
    const Pair *pair = &g_array_index(pairs, Pair, i);
    if (!pair->removed->paired && !pair->added->paired)
      join(pair->removed, pair->added);
  }
}

void history_renames(HistoryWalk *walk, HistoryChange *changes, size_t count)
{
  g_autoptr(GArray) removed = gather(changes, count, HISTORY_REMOVED);
  if (removed->len == 0)
    return;
  g_autoptr(GArray) added = gather(changes, count, HISTORY_ADDED);
  if (added->len == 0)
    return;
  g_array_sort(removed, compare_candidates);
  join_equal(removed, added, true);
  join_equal(removed, added, false);
  join_similar(walk, removed, added);
}
