#include "generator/source/source_internal.h"

#include "common/digest.h"
#include "common/number_bytes.h"

#include <string.h>

/* The saved form: the magic, one record a file (path, NUL, numbers, flags, id), and a digest
 * over all before it. */
static const char magic[8] = "senfst2";

enum { ID_BYTES = 20, FIELDS = 3 * NUMBER_BYTES + 1 + ID_BYTES };
enum { FLAG_LFS = 1, FLAG_YOUNG = 2 };

struct SourceStamps {
  Arena *arena;
  GHashTable *by_path; /* path → SourceStamp, in the arena */
  GPtrArray *order;    /* of SourceStamp *: all, by path; NULL: not sorted yet */
  GPtrArray *changed;  /* of SourceStamp *: files that are new or hold something else */
  guint seen;
  guint laid; /* stamps that are not as the first bytes had them */
  bool fresh; /* some are not as they were given */
};

/* --- reading ---------------------------------------------------------------------------------- */

static SourceStamp *stamp_at(SourceStamps *stamps, const char *path)
{
  SourceStamp *stamp = g_hash_table_lookup(stamps->by_path, path);
  if (stamp)
    return stamp;
  stamp = arena_new_of(stamps->arena, SourceStamp);
  stamp->path = path;
  g_hash_table_insert(stamps->by_path, (gpointer)path, stamp);
  g_clear_pointer(&stamps->order, g_ptr_array_unref);
  return stamp;
}

static void stamp_lay(SourceStamps *stamps, SourceStamp *stamp)
{
  stamps->laid += !stamp->laid;
  stamp->laid = true;
}

static void stamp_read(SourceStamp *stamp, const unsigned char *fields)
{
  unsigned flags = fields[3 * NUMBER_BYTES];
  stamp->size = number_at(fields);
  stamp->inode = number_at(fields + NUMBER_BYTES);
  stamp->mtime_ns = (int64_t)number_at(fields + 2 * NUMBER_BYTES);
  stamp->lfs = (flags & FLAG_LFS) != 0;
  stamp->young = (flags & FLAG_YOUNG) != 0;
  memcpy(stamp->id, fields + 3 * NUMBER_BYTES + 1, ID_BYTES);
}

static bool load_records(SourceStamps *stamps, const unsigned char *at, const unsigned char *end,
                         bool laid)
{
  while (at < end) {
    const unsigned char *nul = memchr(at, 0, (size_t)(end - at));
    if (!nul || end - nul - 1 < FIELDS)
      return false;
    SourceStamp *stamp = stamp_at(stamps, (const char *)at);
    stamp_read(stamp, nul + 1);
    if (laid)
      stamp_lay(stamps, stamp);
    at = nul + 1 + FIELDS;
  }
  return true;
}

/* Damaged stamps are no stamps: every file is read again. */
static void load(SourceStamps *stamps, const void *bytes, size_t length, bool laid)
{
  if (!bytes || length == 0)
    return;
  const unsigned char *begin = arena_memdup(stamps->arena, bytes, length);
  const unsigned char *end = begin + length - NUMBER_BYTES;
  if (length < sizeof magic + NUMBER_BYTES || memcmp(begin, magic, sizeof magic) != 0 ||
      number_at(end) != digest_content(begin, length - NUMBER_BYTES) ||
      !load_records(stamps, begin + sizeof magic, end, laid))
    g_hash_table_remove_all(stamps->by_path);
}

SourceStamps *source_stamps_new(const void *bytes, size_t length, const void *changes,
                                size_t changes_length)
{
  SourceStamps *stamps = g_new0(SourceStamps, 1);
  stamps->arena = arena_new();
  stamps->by_path = g_hash_table_new(g_str_hash, g_str_equal);
  stamps->changed = g_ptr_array_new();
  load(stamps, bytes, length, false);
  load(stamps, changes, changes_length, true);
  return stamps;
}

void source_stamps_free(SourceStamps *stamps)
{
  if (!stamps)
    return;
  g_clear_pointer(&stamps->order, g_ptr_array_unref);
  g_hash_table_unref(stamps->by_path);
  g_ptr_array_unref(stamps->changed);
  arena_free(stamps->arena);
  g_free(stamps);
}

/* --- bringing them up to date ------------------------------------------------------------------ */

const SourceStamp *source_stamps_get(const SourceStamps *stamps, const char *path)
{
  return g_hash_table_lookup(stamps->by_path, path);
}

void source_stamps_see(SourceStamps *stamps, const SourceStamp *stamp)
{
  stamps->seen += !stamp->seen;
  ((SourceStamp *)stamp)->seen = true;
}

void source_stamps_miss(SourceStamps *stamps, const SourceStamp *stamp)
{
  stamps->seen -= stamp->seen;
  ((SourceStamp *)stamp)->seen = false;
}

static void all_seen(SourceStamps *stamps, bool seen)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, stamps->by_path);
  while (g_hash_table_iter_next(&iter, NULL, &value))
    ((SourceStamp *)value)->seen = seen;
  stamps->seen = seen ? g_hash_table_size(stamps->by_path) : 0;
}

void source_stamps_see_all(SourceStamps *stamps)
{
  all_seen(stamps, true);
}

const SourceStamp *source_stamps_put(SourceStamps *stamps, const char *path,
                                     const SourceStamp *look)
{
  SourceStamp *stamp = g_hash_table_lookup(stamps->by_path, path);
  bool same = stamp && memcmp(stamp->id, look->id, ID_BYTES) == 0;
  if (!stamp)
    stamp = stamp_at(stamps, arena_strdup(stamps->arena, path));
  const SourceStamp before = *stamp;
  *stamp = *look;
  stamp->path = before.path;
  stamp->seen = before.seen;
  stamp->laid = before.laid;
  stamp_lay(stamps, stamp);
  stamps->fresh = true;
  if (!same)
    g_ptr_array_add(stamps->changed, stamp);
  source_stamps_see(stamps, stamp);
  return stamp;
}

GPtrArray *source_stamps_changed(Source *source)
{
  const SourceStamps *stamps = source->stamps;
  if (stamps->seen != g_hash_table_size(stamps->by_path))
    return NULL;
  GPtrArray *changed = g_ptr_array_new();
  for (guint i = 0; i < stamps->changed->len; i++) {
    const SourceStamp *stamp = g_ptr_array_index(stamps->changed, i);
    g_ptr_array_add(changed, (gpointer)source_find(source, stamp->path));
  }
  return changed;
}

bool source_stamps_are_fresh(const Source *source)
{
  return source->stamps->fresh ||
         source->stamps->seen != g_hash_table_size(source->stamps->by_path);
}

static int stamp_compare(gconstpointer a, gconstpointer b)
{
  return strcmp((*(const SourceStamp *const *)a)->path, (*(const SourceStamp *const *)b)->path);
}

static void stamps_sort(SourceStamps *stamps)
{
  if (stamps->order)
    return;
  stamps->order = g_ptr_array_sized_new(g_hash_table_size(stamps->by_path));
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, stamps->by_path);
  while (g_hash_table_iter_next(&iter, NULL, &value))
    g_ptr_array_add(stamps->order, value);
  g_ptr_array_sort(stamps->order, stamp_compare);
}

void source_stamps_visit(SourceStamps *stamps, void (*visit)(void *data, const SourceStamp *stamp),
                         void *data)
{
  stamps_sort(stamps);
  for (guint i = 0; i < stamps->order->len; i++) {
    const SourceStamp *stamp = g_ptr_array_index(stamps->order, i);
    if (stamp->seen)
      visit(data, stamp);
  }
}

static gboolean is_gone(gpointer path, gpointer value, gpointer data)
{
  (void)path;
  (void)data;
  return !((const SourceStamp *)value)->seen;
}

SourceStamps *source_stamps_take(Source *source)
{
  SourceStamps *stamps = g_steal_pointer(&source->stamps);
  if (!stamps)
    return NULL;
  if (g_hash_table_foreach_remove(stamps->by_path, is_gone, NULL) > 0)
    g_clear_pointer(&stamps->order, g_ptr_array_unref);
  g_ptr_array_set_size(stamps->changed, 0);
  stamps->fresh = false;
  all_seen(stamps, false);
  return stamps;
}

/* --- writing ----------------------------------------------------------------------------------- */

static void save_record(GByteArray *out, const SourceStamp *stamp)
{
  unsigned char fields[FIELDS];
  unsigned char *at = number_put(fields, stamp->size);
  at = number_put(at, stamp->inode);
  at = number_put(at, (uint64_t)stamp->mtime_ns);
  *at++ = (unsigned char)((stamp->lfs ? FLAG_LFS : 0) | (stamp->young ? FLAG_YOUNG : 0));
  memcpy(at, stamp->id, ID_BYTES);
  g_byte_array_append(out, (const guint8 *)stamp->path, (guint)strlen(stamp->path) + 1);
  g_byte_array_append(out, fields, sizeof fields);
}

static GByteArray *save(SourceStamps *stamps, bool all)
{
  GByteArray *out = g_byte_array_new();
  stamps_sort(stamps);
  g_byte_array_append(out, (const guint8 *)magic, sizeof magic);
  for (guint i = 0; i < stamps->order->len; i++) {
    const SourceStamp *stamp = g_ptr_array_index(stamps->order, i);
    if (stamp->seen && (all || stamp->laid))
      save_record(out, stamp);
  }
  unsigned char digest[NUMBER_BYTES];
  number_put(digest, digest_content(out->data, out->len));
  g_byte_array_append(out, digest, sizeof digest);
  return out;
}

GByteArray *source_stamps_save(Source *source)
{
  SourceStamps *stamps = source->stamps;
  GByteArray *out = save(stamps, true);
  for (guint i = 0; i < stamps->order->len; i++)
    ((SourceStamp *)g_ptr_array_index(stamps->order, i))->laid = false;
  stamps->laid = 0;
  return out;
}

GByteArray *source_stamps_save_changes(Source *source, size_t limit)
{
  SourceStamps *stamps = source->stamps;
  bool gone = stamps->seen != g_hash_table_size(stamps->by_path);
  return gone || stamps->laid > limit ? NULL : save(stamps, false);
}
