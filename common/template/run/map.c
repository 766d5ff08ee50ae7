#include "common/template/run/map.h"

#include "common/template/run/run.h"

#include <math.h>
#include <string.h>

enum {
  MAP_LINEAR = 8,  /* entries that are searched one by one */
  MAP_KEY = 10000, /* parts of a key: nested tuples may be larger than they look */
};

uint32_t text_hash(const char *text, size_t length)
{
  uint64_t hash = 0xcbf29ce484222325u ^ length;
  for (; length >= 8; text += 8, length -= 8) {
    uint64_t word;
    memcpy(&word, text, 8);
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 29;
  }
  for (; length > 0; text++, length--)
    hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
  hash ^= hash >> 32;
  return (uint32_t)(hash * 0x9e3779b1u >> 7);
}

static uint32_t int_hash(int64_t integer)
{
  return (uint32_t)(((uint64_t)integer * 0x9e3779b97f4a7c15u) >> 32);
}

static bool hash(Value value, uint32_t *out, size_t *parts);

static bool list_hash(const ValueList *list, uint32_t *out, size_t *parts)
{
  *out = 0x345678;
  for (size_t i = 0; i < list->count; i++) {
    uint32_t item;
    if (!hash(list->items[i], &item, parts))
      return false;
    *out = (*out ^ item) * 1000003u;
  }
  return true;
}

static uint32_t float_hash(double real)
{
  /* 2.0 and 2 are the same key */
  return real == floor(real) && fabs(real) < 9e18 ? int_hash((int64_t)real)
                                                  : text_hash((const char *)&real, sizeof real);
}

static bool hash(Value value, uint32_t *out, size_t *parts)
{
  if (++*parts > MAP_KEY)
    return false;
  switch (value.kind) {
  case VALUE_STRING:
    *out = text_hash(value.text, value.length);
    return true;
  case VALUE_BOOL:
  case VALUE_INT:
    *out = int_hash(value_as_int(value));
    return true;
  case VALUE_FLOAT:
    *out = float_hash(value.real);
    return true;
  case VALUE_TUPLE:
    return list_hash(value.list, out, parts);
  case VALUE_LIST:
  case VALUE_MAP:
  case VALUE_VIEW:
    return false;
  case VALUE_OBJECT:
    *out = int_hash((int64_t)(intptr_t)value.object->self);
    return true;
  case VALUE_NONE:
  case VALUE_UNDEFINED:
    *out = value.kind;
    return true;
  default:
    *out = int_hash((int64_t)(intptr_t)value.callable);
    return true;
  }
}

bool value_hash(Value value, uint32_t *out)
{
  size_t parts = 0;
  return hash(value, out, &parts);
}

/* Walk the entries whose hash is this: *probe begins at 0. */
static MapEntry *candidate(const ValueMap *map, uint32_t hash, uint32_t *probe)
{
  if (map->mask == 0) {
    while (*probe < map->used) {
      MapEntry *entry = &map->entries[(*probe)++];
      if (entry->hash == hash && entry->key.kind != VALUE_MISSING)
        return entry;
    }
    return NULL;
  }
  while (true) {
    uint32_t position = map->index[(hash + *probe) & map->mask];
    ++*probe;
    if (position == 0)
      return NULL;
    MapEntry *entry = &map->entries[position - 1];
    if (entry->hash == hash && entry->key.kind != VALUE_MISSING)
      return entry;
  }
}

MapEntry *map_find_text(const ValueMap *map, const char *text, size_t length, uint32_t hash)
{
  uint32_t probe = 0;
  MapEntry *entry;
  while ((entry = candidate(map, hash, &probe)) != NULL)
    if (entry->key.kind == VALUE_STRING && entry->key.length == length &&
        (entry->key.text == text || memcmp(entry->key.text, text, length) == 0))
      return entry;
  return NULL;
}

MapEntry *map_find(const ValueMap *map, Value key)
{
  uint32_t hash, probe = 0;
  if (!value_hash(key, &hash))
    return NULL;
  if (key.kind == VALUE_STRING)
    return map_find_text(map, key.text, key.length, hash);
  MapEntry *entry;
  while ((entry = candidate(map, hash, &probe)) != NULL)
    if (value_equal(entry->key, key))
      return entry;
  return NULL;
}

static void index_entry(ValueMap *map, uint32_t position)
{
  uint32_t at = map->entries[position].hash & map->mask;
  while (map->index[at] != 0)
    at = (at + 1) & map->mask;
  map->index[at] = position + 1;
}

static void grow(Arena *arena, ValueMap *map)
{
  uint32_t capacity = map->capacity == 0 ? 4 : map->capacity * 2;
  MapEntry *entries = arena_new_array(arena, MapEntry, capacity);
  if (map->used > 0)
    memcpy(entries, map->entries, sizeof(MapEntry) * map->used);
  map->entries = entries;
  map->capacity = capacity;
  if (capacity <= MAP_LINEAR)
    return;
  map->mask = capacity * 2 - 1;
  map->index = arena_new_array(arena, uint32_t, capacity * 2);
  for (uint32_t i = 0; i < map->used; i++)
    index_entry(map, i);
}

void value_map_set(Arena *arena, Value value, Value key, Value item)
{
  ValueMap *map = value.map;
  MapEntry *known = map_find(map, key);
  if (known != NULL) {
    known->item = item;
    return;
  }
  uint32_t hash = 0;
  value_hash(key, &hash);
  if (map->used == map->capacity)
    grow(arena, map);
  map->entries[map->used] = (MapEntry){.key = key, .item = item, .hash = hash};
  if (map->mask != 0)
    index_entry(map, map->used);
  map->used++;
  map->count++;
}

bool map_remove(ValueMap *map, Value key, Value *out)
{
  MapEntry *entry = map_find(map, key);
  if (entry == NULL)
    return false;
  *out = entry->item;
  entry->key = value_missing();
  map->count--;
  return true;
}

void map_clear(ValueMap *map)
{
  *map = (ValueMap){.arena = map->arena};
}

MapEntry *map_next(const ValueMap *map, uint32_t *at)
{
  while (*at < map->used) {
    MapEntry *entry = &map->entries[(*at)++];
    if (entry->key.kind != VALUE_MISSING)
      return entry;
  }
  return NULL;
}
