/* git_packs.c - indexes are mapped, packs are read piece by piece: a mapped pack would count
 * as this process's memory. */
#include "generator/source/git_packs.h"

#include "generator/source/git_delta.h"

#include <dirent.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  ID_LENGTH = 20,
  FANOUT = 8,             /* where the index has it, behind magic and version */
  IDS = FANOUT + 256 * 4, /* and the ids behind it */
  FIRST_READ = 8 * 1024,  /* holds most texts, packed */
  PACKS_MAX = 64,         /* so many files are kept open */
  DEPTH_MAX = 50,         /* of differences; git makes no more */
};

enum ObjectKind { KIND_BLOB = 3, KIND_NEAR_DELTA = 6, KIND_DELTA = 7 };

typedef struct Pack {
  int file;
  const unsigned char *index;
  size_t index_length;
  uint32_t count; /* of its objects */
} Pack;

struct GitPacks {
  Pack packs[PACKS_MAX];
  size_t count;
};

static uint32_t read_32(const unsigned char *at)
{
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* --- opening --------------------------------------------------------------------------------- */

static bool index_is_whole(Pack *pack)
{
  static const unsigned char magic[FANOUT] = {0xff, 't', 'O', 'c', 0, 0, 0, 2};
  if (pack->index_length < IDS || memcmp(pack->index, magic, sizeof magic) != 0)
    return false;
  pack->count = read_32(pack->index + FANOUT + (size_t)255 * 4);
  uint32_t before = 0;
  for (size_t i = 0; i < 256; i++) {
    uint32_t sum = read_32(pack->index + FANOUT + i * 4);
    if (sum < before)
      return false;
    before = sum;
  }
  /* An id, a checksum and an offset for each; then two checksums. */
  return pack->index_length - IDS >= (size_t)pack->count * (ID_LENGTH + 8) + (size_t)2 * ID_LENGTH;
}

static bool index_map(Pack *pack, int folder, const char *name)
{
  struct stat stat;
  int file = openat(folder, name, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return false;
  bool good = fstat(file, &stat) == 0 && stat.st_size > 0;
  if (good) {
    pack->index_length = (size_t)stat.st_size;
    void *index = mmap(NULL, pack->index_length, PROT_READ, MAP_PRIVATE, file, 0);
    pack->index = index == MAP_FAILED ? NULL : index;
    good = pack->index && index_is_whole(pack);
    if (pack->index && !good)
      munmap(index, pack->index_length);
  }
  close(file);
  return good;
}

/* `name`: of an index; its pack stands beside it. */
static void pack_add(GitPacks *packs, int folder, const char *name)
{
  Pack *pack = &packs->packs[packs->count];
  g_autofree char *beside =
      g_strdup_printf("%.*s.pack", (int)(strlen(name) - strlen(".idx")), name);
  *pack = (Pack){.file = openat(folder, beside, O_RDONLY | O_CLOEXEC)};
  if (pack->file < 0)
    return;
  if (index_map(pack, folder, name))
    packs->count++;
  else
    close(pack->file);
}

GitPacks *git_packs_open(const char *common)
{
  GitPacks *packs = g_new0(GitPacks, 1);
  g_autofree char *path = g_build_filename(common, "objects", "pack", NULL);
  DIR *folder = opendir(path);
  if (!folder)
    return packs;
  const struct dirent *entry;
  while (packs->count < PACKS_MAX && (entry = readdir(folder)) != NULL)
    if (g_str_has_suffix(entry->d_name, ".idx"))
      pack_add(packs, dirfd(folder), entry->d_name);
  closedir(folder);
  return packs;
}

void git_packs_free(GitPacks *packs)
{
  if (!packs)
    return;
  for (size_t i = 0; i < packs->count; i++) {
    munmap((void *)packs->packs[i].index, packs->packs[i].index_length);
    close(packs->packs[i].file);
  }
  g_free(packs);
}

/* --- finding --------------------------------------------------------------------------------- */

/* Where the pack has the object; 0 when it has not: there stands the pack's own header. */
static uint64_t pack_find(const Pack *pack, const unsigned char id[ID_LENGTH])
{
  const unsigned char *fanout = pack->index + FANOUT, *ids = pack->index + IDS;
  uint32_t low = id[0] ? read_32(fanout + ((size_t)id[0] - 1) * 4) : 0;
  uint32_t high = read_32(fanout + (size_t)id[0] * 4);
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    int order = memcmp(ids + (size_t)middle * ID_LENGTH, id, ID_LENGTH);
    if (order == 0) {
      const unsigned char *offsets = ids + (size_t)pack->count * (ID_LENGTH + 4);
      uint32_t offset = read_32(offsets + (size_t)middle * 4);
      /* The highest bit leads to a table for packs beyond 2 GB. */
      return offset & 0x80000000U ? 0 : offset;
    }
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return 0;
}

/* --- reading --------------------------------------------------------------------------------- */

/* What stands before an object's packed bytes. */
typedef struct Header {
  unsigned kind;
  uint64_t size; /* of what is packed */
  uint64_t base; /* of a difference: where its base stands; 0 when that is not in this pack */
  size_t length; /* of the header */
} Header;

/* How far before the difference its base stands: seven bits a byte, the highest first, and
 * each byte but the last counts one more. */
static const unsigned char *read_distance(const unsigned char *at, const unsigned char *end,
                                          uint64_t *distance)
{
  for (*distance = 0; at < end && *distance >> 56 == 0; *distance += 1) {
    *distance = *distance << 7 | (*at & 0x7fU);
    if (!(*at++ & 0x80U))
      return at;
  }
  return NULL;
}

/* False for what is no blob and no difference. */
static bool header_read(const Pack *pack, uint64_t offset, const unsigned char *bytes,
                        size_t length, Header *header)
{
  const unsigned char *at = bytes, *end = bytes + length;
  uint64_t distance;
  if (length == 0)
    return false;
  *header = (Header){.kind = *at >> 4 & 7U, .size = *at & 15U};
  if (*at++ & 0x80U)
    at = git_read_size(at, end, 4, &header->size);
  if (at && header->kind == KIND_NEAR_DELTA) {
    at = read_distance(at, end, &distance);
    header->base = at && distance < offset ? offset - distance : 0;
  } else if (at && header->kind == KIND_DELTA) {
    header->base = end - at >= ID_LENGTH ? pack_find(pack, at) : 0;
    at = end - at >= ID_LENGTH ? at + ID_LENGTH : NULL;
  } else if (header->kind != KIND_BLOB) {
    return false;
  }
  header->length = at ? (size_t)(at - bytes) : 0;
  return at != NULL && (header->kind == KIND_BLOB || header->base > 0);
}

/* False when the packed bytes are too few, or damaged. */
static bool unpack(const unsigned char *packed, size_t length, char *out, size_t size)
{
  struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
  size_t used;
  if (!decompressor)
    return false;
  enum libdeflate_result result =
      libdeflate_zlib_decompress_ex(decompressor, packed, length, out, size, &used, NULL);
  libdeflate_free_decompressor(decompressor);
  return result == LIBDEFLATE_SUCCESS;
}

/* The same for more than was read at first: what can't be packed has 5 bytes more for
 * each 16 KB or less. */
static bool unpack_large(const Pack *pack, uint64_t offset, char *out, size_t size)
{
  size_t most = size + size / 1024 + 128;
  g_autofree unsigned char *packed = g_malloc(most);
  ssize_t length = pread(pack->file, packed, most, (off_t)offset);
  return length > 0 && unpack(packed, (size_t)length, out, size);
}

/* What is packed at an offset, with a NUL behind it. */
static char *packed_read(const Pack *pack, uint64_t offset, size_t limit, Header *header)
{
  unsigned char first[FIRST_READ];
  ssize_t count = pread(pack->file, first, sizeof first, (off_t)offset);
  if (count <= 0 || !header_read(pack, offset, first, (size_t)count, header) ||
      header->size > limit)
    return NULL;
  char *bytes = g_malloc(header->size + 1);
  if (!unpack(first + header->length, (size_t)count - header->length, bytes, header->size) &&
      (count < FIRST_READ || !unpack_large(pack, offset + header->length, bytes, header->size))) {
    g_free(bytes);
    return NULL;
  }
  bytes[header->size] = '\0';
  return bytes;
}

static char *blob_read(const Pack *pack, uint64_t offset, size_t limit, int depth, size_t *length)
{
  Header header;
  g_autofree char *bytes = packed_read(pack, offset, limit, &header);
  if (!bytes)
    return NULL;
  if (header.kind == KIND_BLOB) {
    *length = header.size;
    return g_steal_pointer(&bytes);
  }
  size_t base_length;
  g_autofree char *base =
      depth < DEPTH_MAX ? blob_read(pack, header.base, limit, depth + 1, &base_length) : NULL;
  if (!base)
    return NULL;
  return git_delta_apply(base, base_length, (const unsigned char *)bytes, header.size, limit,
                         length);
}

char *git_packs_read(const GitPacks *packs, const unsigned char id[ID_LENGTH], size_t limit,
                     size_t *length)
{
  for (size_t i = 0; i < packs->count; i++) {
    uint64_t offset = pack_find(&packs->packs[i], id);
    if (offset > 0)
      return blob_read(&packs->packs[i], offset, limit, 0, length);
  }
  return NULL;
}
