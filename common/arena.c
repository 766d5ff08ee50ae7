#include "common/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#define GAP ((size_t)16) /* stays poisoned behind each piece, so that overruns show */
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define GAP ((size_t)0)
#endif

#define ALIGNMENT ((size_t)16)
#define FIRST_BLOCK ((size_t)16 << 10)
#define LARGEST_BLOCK ((size_t)1 << 20)

typedef struct Block Block;
struct Block {
  Block *next;
  size_t size; /* of the bytes behind this header */
  size_t used;
  size_t unused_padding; /* keeps the bytes aligned */
};
G_STATIC_ASSERT(sizeof(Block) % 16 == 0);

struct Arena {
  Block *first;   /* kept by arena_clear */
  Block *current; /* where the next piece comes from; the last of the list */
  Block *large;   /* one for each piece too large to share a block */
  size_t held;
};

static char *block_bytes(Block *block)
{
  return (char *)(block + 1);
}

static Block *block_new(Arena *arena, size_t size)
{
  Block *block = g_malloc(sizeof(Block) + size);
  block->next = NULL;
  block->size = size;
  block->used = 0;
  arena->held += sizeof(Block) + size;
  ASAN_POISON_MEMORY_REGION(block_bytes(block), size);
  return block;
}

static void blocks_free(Arena *arena, Block *block)
{
  while (block) {
    Block *next = block->next;
    arena->held -= sizeof(Block) + block->size;
    ASAN_UNPOISON_MEMORY_REGION(block_bytes(block), block->size);
    g_free(block);
    block = next;
  }
}

Arena *arena_new(void)
{
  Arena *arena = g_new0(Arena, 1);
  arena->first = arena->current = block_new(arena, FIRST_BLOCK);
  return arena;
}

void arena_free(Arena *arena)
{
  if (!arena)
    return;
  blocks_free(arena, arena->first);
  blocks_free(arena, arena->large);
  g_free(arena);
}

void arena_clear(Arena *arena)
{
  size_t kept = MIN(arena->held, LARGEST_BLOCK);
  blocks_free(arena, arena->large);
  blocks_free(arena, arena->first->next);
  arena->large = NULL;
  arena->first->next = NULL;
  if (arena->first->size < kept - sizeof(Block)) {
    blocks_free(arena, arena->first);
    arena->first = block_new(arena, kept);
  }
  arena->first->used = 0;
  arena->current = arena->first;
  ASAN_POISON_MEMORY_REGION(block_bytes(arena->first), arena->first->size);
}

static Block *block_with_room(Arena *arena, size_t needed)
{
  Block *current = arena->current;
  if (current->size - current->used >= needed)
    return current;
  if (needed > LARGEST_BLOCK / 4) {
    Block *block = block_new(arena, needed);
    block->next = arena->large;
    arena->large = block;
    return block;
  }
  size_t size = MIN(current->size * 2, LARGEST_BLOCK);
  while (size < needed)
    size *= 2;
  current->next = block_new(arena, size);
  arena->current = current->next;
  return arena->current;
}

void *arena_take(Arena *arena, size_t size)
{
  if (size > SIZE_MAX / 2)
    g_error("arena: a piece of %zu bytes was asked for", size);
  size_t needed = (size + GAP + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  if (needed == 0)
    needed = ALIGNMENT; /* each piece has an address of its own */
  Block *block = block_with_room(arena, needed);
  char *bytes = block_bytes(block) + block->used;
  block->used += needed;
  ASAN_UNPOISON_MEMORY_REGION(bytes, size);
  return bytes;
}

void *arena_alloc(Arena *arena, size_t size)
{
  return memset(arena_take(arena, size), 0, size);
}

void *arena_memdup(Arena *arena, const void *bytes, size_t size)
{
  void *copy = arena_take(arena, size);
  if (size > 0)
    memcpy(copy, bytes, size);
  return copy;
}

char *arena_strdup(Arena *arena, const char *text)
{
  return text ? arena_memdup(arena, text, strlen(text) + 1) : NULL;
}

char *arena_strndup(Arena *arena, const char *text, size_t length)
{
  char *copy = arena_take(arena, length + 1);
  if (length > 0)
    memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

char *arena_concat(Arena *arena, const char *first, const char *second)
{
  char *text = arena_take(arena, strlen(first) + strlen(second) + 1);
  stpcpy(stpcpy(text, first), second);
  return text;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
  enum { SHORT = 256 };
  char text[SHORT];
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (length < 0)
    g_error("arena: a text of more than 2 GiB was asked for");
  char *copy = arena_take(arena, (size_t)length + 1);
  if (length < SHORT)
    memcpy(copy, text, (size_t)length + 1);
  else
    vsnprintf(copy, (size_t)length + 1, format, again);
  va_end(again);
  return copy;
}

size_t arena_size(const Arena *arena)
{
  return arena->held;
}
