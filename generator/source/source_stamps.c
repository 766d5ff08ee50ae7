#include "generator/source/source_internal.h"

#include "common/digest.h"

#include <string.h>

/* The saved form: the magic, one record a file (path, NUL, fields in little endian),
 * and a digest over all before it. */
static const char magic[8] = "senfst1";

enum { FIELDS = 8 + 8 + 8 + 1 + 20 };

struct SourceStamps {
  Arena *arena;
  GHashTable *by_path; /* const char * to SourceStamp *, both in the arena */
};

static void put_number(unsigned char *at, uint64_t number)
{
  for (int i = 0; i < 8; i++)
    at[i] = (unsigned char)(number >> (8 * i));
}

static uint64_t get_number(const unsigned char *at)
{
  uint64_t number = 0;
  for (int i = 0; i < 8; i++)
    number |= (uint64_t)at[i] << (8 * i);
  return number;
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool load_records(SourceStamps *stamps, const unsigned char *at, const unsigned char *end)
{
  while (at < end) {
    const unsigned char *nul = memchr(at, 0, (size_t)(end - at));
    if (!nul || end - nul - 1 < FIELDS)
      return false;
    const unsigned char *fields = nul + 1;
    SourceStamp stamp = {
        .size = get_number(fields),
        .inode = get_number(fields + 8),
        .mtime_ns = (int64_t)get_number(fields + 16),
        .lfs = fields[24] != 0,
    };
    memcpy(stamp.id, fields + 25, sizeof stamp.id);
    source_stamps_put(stamps, (const char *)at, &stamp);
    at = fields + FIELDS;
  }
  return true;
}

SourceStamps *source_stamps_new(const void *bytes, size_t length)
{
  SourceStamps *stamps = g_new0(SourceStamps, 1);
  stamps->arena = arena_new();
  stamps->by_path = g_hash_table_new(g_str_hash, g_str_equal);
  if (!bytes || length < sizeof magic + 8 || memcmp(bytes, magic, sizeof magic) != 0)
    return stamps;
  const unsigned char *begin = bytes, *end = begin + length - 8;
  if (get_number(end) != digest_bytes(begin, length - 8))
    return stamps;
  /* Damaged stamps are no stamps: every file is read again. */
  if (!load_records(stamps, begin + sizeof magic, end))
    g_hash_table_remove_all(stamps->by_path);
  return stamps;
}

void source_stamps_free(SourceStamps *stamps)
{
  if (!stamps)
    return;
  g_hash_table_unref(stamps->by_path);
  arena_free(stamps->arena);
  g_free(stamps);
}

const SourceStamp *source_stamps_get(const SourceStamps *stamps, const char *path)
{
  return stamps ? g_hash_table_lookup(stamps->by_path, path) : NULL;
}

void source_stamps_put(SourceStamps *stamps, const char *path, const SourceStamp *stamp)
{
  g_hash_table_replace(stamps->by_path, arena_strdup(stamps->arena, path),
                       arena_memdup(stamps->arena, stamp, sizeof *stamp));
}

GPtrArray *source_stamps_compare(const SourceStamps *stamps, Source *source)
{
  g_autoptr(GPtrArray) changed = g_ptr_array_new();
  guint found = 0;
  for (guint i = 0; i < source->entries->len; i++) {
    SourceEntry *entry = &g_array_index(source->entries, SourceEntry, i);
    const SourceStamp *stamp = source_stamps_get(stamps, entry->file.path);
    found += stamp != NULL;
    if (!stamp || memcmp(stamp->id, entry->file.id, sizeof stamp->id) != 0)
      g_ptr_array_add(changed, &entry->file);
  }
  return found == g_hash_table_size(stamps->by_path) ? g_steal_pointer(&changed) : NULL;
}

/* --- writing ----------------------------------------------------------------------------------- */

static void save_record(GByteArray *out, const char *path, const SourceStamp *stamp)
{
  unsigned char fields[FIELDS];
  put_number(fields, stamp->size);
  put_number(fields + 8, stamp->inode);
  put_number(fields + 16, (uint64_t)stamp->mtime_ns);
  fields[24] = stamp->lfs;
  memcpy(fields + 25, stamp->id, sizeof stamp->id);
  g_byte_array_append(out, (const guint8 *)path, (guint)strlen(path) + 1);
  g_byte_array_append(out, fields, sizeof fields);
}

GByteArray *source_stamps_save(Source *source)
{
  GByteArray *out = g_byte_array_new();
  g_byte_array_append(out, (const guint8 *)magic, sizeof magic);
  for (guint i = 0; i < source->entries->len; i++) {
    const char *path = g_array_index(source->entries, SourceEntry, i).file.path;
    const SourceStamp *stamp = source_stamps_get(source->stamps, path);
    if (stamp)
      save_record(out, path, stamp);
  }
  unsigned char digest[8];
  put_number(digest, digest_bytes(out->data, out->len));
  g_byte_array_append(out, digest, sizeof digest);
  return out;
}
