/* map.h - the insides of lists and maps (internal). */
#ifndef SENF_COMMON_TEMPLATE_RUN_MAP_H
#define SENF_COMMON_TEMPLATE_RUN_MAP_H

#include "common/template/run/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct MapEntry {
  Value key; /* VALUE_MISSING: removed */
  Value item;
  uint32_t hash;
} MapEntry;

/* Entries in order of insertion; above a few, an index of open addressing. */
struct ValueMap {
  uint32_t count; /* living entries */
  uint32_t used;  /* with removed ones */
  uint32_t capacity;
  uint32_t mask; /* of the index; 0: none yet */
  MapEntry *entries;
  uint32_t *index;    /* position + 1; 0: free */
  const Arena *arena; /* only a render with this arena may change it */
};

uint32_t text_hash(const char *text, size_t length);
/* Equal values have equal hashes; false for what can't be a key. */
bool value_hash(Value value, uint32_t *out);

/* The entry of a text key whose hash is known, or NULL. */
MapEntry *map_find_text(const ValueMap *map, const char *text, size_t length, uint32_t hash);
MapEntry *map_find(const ValueMap *map, Value key);
bool map_remove(ValueMap *map, Value key, Value *out);
void map_clear(ValueMap *map);
/* The next living entry at or after *at, which moves behind it; NULL: the end. */
MapEntry *map_next(const ValueMap *map, uint32_t *at);

#endif
