/* arena.h - memory that lives as long as a build, a page or a request.
 *
 * An arena hands out memory from large blocks and frees all of it at once.
 * Three lifetimes exist in this project, each with its arena: the build (or the
 * server's run), the page that is rendered, the request that is answered.
 * Memory is zeroed and aligned for any type. Out of memory aborts, as g_malloc
 * does; inputs are capped before they come here.
 *
 * Under AddressSanitizer memory that is not handed out is poisoned.
 * An arena belongs to one thread at a time.
 */
#ifndef SENF_COMMON_ARENA_H
#define SENF_COMMON_ARENA_H

#include <glib.h>
#include <stddef.h>

typedef struct Arena Arena;

Arena *arena_new(void);
void arena_free(Arena *arena);
/* Take back what was handed out, for the next page. One block is kept, as large as all
 * blocks were together, so that pages alike need the system's memory once. */
void arena_clear(Arena *arena);

void *arena_alloc(Arena *arena, size_t size);
/* The same without zeroes, for bytes that are written at once. */
void *arena_take(Arena *arena, size_t size);
void *arena_memdup(Arena *arena, const void *bytes, size_t size);
char *arena_strdup(Arena *arena, const char *text);                      /* NULL gives NULL */
char *arena_strndup(Arena *arena, const char *text, size_t length);      /* adds the NUL */
char *arena_concat(Arena *arena, const char *first, const char *second); /* both after each other */
char *arena_printf(Arena *arena, const char *format, ...) G_GNUC_PRINTF(2, 3);

#define arena_new_of(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type)))
#define arena_new_array(arena, Type, count)                                                        \
  ((Type *)arena_alloc((arena), sizeof(Type) * (size_t)(count)))

/* Bytes held from the system, for the figures of a build. */
size_t arena_size(const Arena *arena);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arena, arena_free)

#endif
