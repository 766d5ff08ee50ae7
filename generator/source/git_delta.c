#include "generator/source/git_delta.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* What a command copies when it names no length. */
#define COPY_DEFAULT 0x10000

typedef struct Target {
  char *next, *end;
} Target;

const unsigned char *git_read_size(const unsigned char *at, const unsigned char *end,
                                   unsigned shift, uint64_t *size)
{
  for (; at < end && shift <= 56; shift += 7) {
    *size |= (uint64_t)(*at & 0x7fU) << shift;
    if (!(*at++ & 0x80U))
      return at;
  }
  return NULL;
}

static bool put(Target *target, const void *bytes, size_t length)
{
  if (length > (size_t)(target->end - target->next))
    return false;
  memcpy(target->next, bytes, length);
  target->next += length;
  return true;
}

/* Seven bits of a command tell which bytes of an offset and a length follow, of four and
 * three; those left out are zero. */
static const unsigned char *read_copy(const unsigned char *at, const unsigned char *end,
                                      unsigned command, size_t *offset, size_t *length)
{
  uint64_t all = 0;
  for (unsigned i = 0; i < 7; i++) {
    if (!(command >> i & 1U))
      continue;
    if (at == end)
      return NULL;
    all |= (uint64_t)*at++ << 8 * i;
  }
  *offset = (size_t)(all & 0xffffffffU);
  *length = (size_t)(all >> 32);
  if (*length == 0)
    *length = COPY_DEFAULT;
  return at;
}

static bool run_commands(const unsigned char *at, const unsigned char *end, const char *base,
                         size_t base_length, Target *target)
{
  while (at < end) {
    unsigned command = *at++;
    if (command & 0x80U) {
      size_t offset, length;
      at = read_copy(at, end, command, &offset, &length);
      if (!at || offset > base_length || length > base_length - offset ||
          !put(target, base + offset, length))
        return false;
    } else {
      if (command == 0 || command > (size_t)(end - at) || !put(target, at, command))
        return false;
      at += command;
    }
  }
  return target->next == target->end;
}

char *git_delta_apply(const char *base, size_t base_length, const unsigned char *delta,
                      size_t delta_length, size_t limit, size_t *length)
{
  const unsigned char *end = delta + delta_length;
  uint64_t from = 0, size = 0;
  const unsigned char *at = git_read_size(delta, end, 0, &from);
  at = at ? git_read_size(at, end, 0, &size) : NULL;
  if (!at || from != base_length || size > limit)
    return NULL;
  char *bytes = g_malloc(size + 1);
  Target target = {.next = bytes, .end = bytes + size};
  if (!run_commands(at, end, base, base_length, &target)) {
    g_free(bytes);
    return NULL;
  }
  bytes[size] = '\0';
  *length = size;
  return bytes;
}
