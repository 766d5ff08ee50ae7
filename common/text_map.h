/* text_map.h - texts to values, for one thread that asks for the same few again and again.
 *
 *     TextMap map;
 *     text_map_init(&map, arena);
 *     void *value = text_map_get(&map, text, length);     NULL: not there
 *     text_map_set(&map, text, length, value);            only what is not there yet
 *
 * Texts are copied; nothing is ever taken out. It all lives in the arena.
 */
#ifndef SENF_COMMON_TEXT_MAP_H
#define SENF_COMMON_TEXT_MAP_H

#include "common/arena.h"

#include <stddef.h>
#include <stdint.h>

typedef struct TextMapEntry {
  const char *text; /* NULL: free */
  size_t length;
  uint64_t hash;
  void *value;
} TextMapEntry;

typedef struct TextMap {
  Arena *arena;
  TextMapEntry *entries; /* open addressing */
  size_t count, size;    /* the size is a power of two, or 0 */
} TextMap;

void text_map_init(TextMap *map, Arena *arena);
void *text_map_get(const TextMap *map, const char *text, size_t length);
/* `value` is not NULL. */
void text_map_set(TextMap *map, const char *text, size_t length, void *value);

#endif
