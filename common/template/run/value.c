#include "common/template/run/value.h"

#include "common/template/run/map.h"

#include <string.h>

Value value_string(const char *text)
{
  return text == NULL ? value_none() : value_text(text, strlen(text));
}

Value value_object(Arena *arena, const ObjectClass *class, void *self)
{
  Object *object = arena_take(arena, sizeof *object);
  *object = (Object){.class = class, .self = self};
  return (Value){.kind = VALUE_OBJECT, .object = object};
}

Value value_list(Arena *arena, size_t capacity)
{
  ValueList *list = arena_take(arena, sizeof *list);
  *list = (ValueList){.arena = arena, .capacity = capacity};
  if (capacity > 0)
    list->items = arena_take(arena, sizeof(Value) * capacity);
  return (Value){.kind = VALUE_LIST, .list = list};
}

void value_list_add(Arena *arena, Value value, Value item)
{
  ValueList *list = value.list;
  if (list->count == list->capacity) {
    size_t capacity = list->capacity == 0 ? 4 : list->capacity * 2;
    Value *items = arena_take(arena, sizeof(Value) * capacity);
    if (list->count > 0)
      memcpy(items, list->items, sizeof(Value) * list->count);
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count++] = item;
}

Value value_map(Arena *arena)
{
  ValueMap *map = arena_new_of(arena, ValueMap);
  map->arena = arena;
  return (Value){.kind = VALUE_MAP, .map = map};
}

bool value_map_get(Value map, Value key, Value *out)
{
  const MapEntry *entry = map_find(map.map, key);
  if (entry == NULL)
    return false;
  *out = entry->item;
  return true;
}

void value_map_put(Arena *arena, Value map, const char *key, Value item)
{
  value_map_set(arena, map, value_text(key, strlen(key)), item);
}

static Value list_from_tree(Arena *arena, const Tree *tree)
{
  Value list = value_list(arena, tree->count);
  for (size_t i = 0; i < tree->count; i++)
    value_list_add(arena, list, value_from_tree(arena, tree->items[i]));
  return list;
}

static Value map_from_tree(Arena *arena, const Tree *tree)
{
  Value map = value_map(arena);
  for (size_t i = 0; i < tree->count; i++)
    value_map_put(arena, map, tree->keys[i], value_from_tree(arena, tree->items[i]));
  return map;
}

Value value_from_tree(Arena *arena, const Tree *tree)
{
  if (tree == NULL)
    return value_none();
  switch (tree->kind) {
  case TREE_BOOL:
    return value_bool(tree->boolean);
  case TREE_INT:
    return value_int(tree->integer);
  case TREE_FLOAT:
    return value_float(tree->real);
  case TREE_STRING:
    return value_string(tree->text);
  case TREE_LIST:
    return list_from_tree(arena, tree);
  case TREE_MAP:
    return map_from_tree(arena, tree);
  default:
    return value_none();
  }
}
