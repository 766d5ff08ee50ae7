#include "common/text_map.h"

#include <string.h>

enum { FIRST_SIZE = 64 };

void text_map_init(TextMap *map, Arena *arena)
{
  *map = (TextMap){.arena = arena};
}

static uint64_t hash_of(const char *text, size_t length)
{
  uint64_t hash = length;
  for (size_t i = 0; i < length; i++)
    hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ hash >> 32;
}

/* The entry of the text, or the free one where it would be. */
static TextMapEntry *entry_of(const TextMap *map, const char *text, size_t length, uint64_t hash)
{
  size_t at = hash & (map->size - 1);
  for (; map->entries[at].text; at = (at + 1) & (map->size - 1)) {
    const TextMapEntry *entry = &map->entries[at];
    if (entry->hash == hash && entry->length == length && memcmp(entry->text, text, length) == 0)
      break;
  }
  return &map->entries[at];
}

void *text_map_get(const TextMap *map, const char *text, size_t length)
{
  if (map->size == 0)
    return NULL;
  const TextMapEntry *entry = entry_of(map, text, length, hash_of(text, length));
  return entry->text ? entry->value : NULL;
}

static void grow(TextMap *map)
{
  TextMap old = *map;
  map->size = old.size == 0 ? FIRST_SIZE : old.size * 2;
  map->entries = arena_new_array(map->arena, TextMapEntry, map->size);
  for (size_t i = 0; i < old.size; i++) {
    const TextMapEntry *entry = &old.entries[i];
    if (entry->text)
      *entry_of(map, entry->text, entry->length, entry->hash) = *entry;
  }
}

void text_map_set(TextMap *map, const char *text, size_t length, void *value)
{
  if (map->count * 2 >= map->size)
    grow(map);
  uint64_t hash = hash_of(text, length);
  TextMapEntry *entry = entry_of(map, text, length, hash);
  if (entry->text)
    return;
  *entry = (TextMapEntry){arena_strndup(map->arena, text, length), length, hash, value};
  map->count++;
}
