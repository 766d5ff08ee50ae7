/* timezone_file.c - TZif files (RFC 8536), of which the part with 64 bits is read. */
#include "common/time/timezone_internal.h"

#include <string.h>

enum { HEADER_SIZE = 44, TYPE_SIZE = 6 };

typedef struct Counts {
  size_t ut, standard, leap, times, types, letters;
} Counts;

static uint32_t number32(const unsigned char *at)
{
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t number64(const unsigned char *at)
{
  return (int64_t)((uint64_t)number32(at) << 32 | number32(at + 4));
}

static bool read_header(const unsigned char *at, const unsigned char *end, Counts *out)
{
  if (end - at < HEADER_SIZE || memcmp(at, "TZif", 4) != 0 || at[4] < '2')
    return false;
  *out = (Counts){number32(at + 20), number32(at + 24), number32(at + 28),
                  number32(at + 32), number32(at + 36), number32(at + 40)};
  const size_t most = 100000;
  return out->ut < most && out->standard < most && out->leap < most && out->times < most &&
         out->types > 0 && out->types < 256 && out->letters < most;
}

/* Of the tables behind a header, with times of `width` bytes. */
static size_t body_size(const Counts *counts, size_t width)
{
  return counts->times * (width + 1) + counts->types * TYPE_SIZE + counts->letters +
         counts->leap * (width + 4) + counts->standard + counts->ut;
}

/* Offsets of the time before standards (-0:53:28) are cut to minutes. */
static int type_offset(const unsigned char *types, size_t index)
{
  return (int32_t)number32(types + index * TYPE_SIZE) / 60;
}

static bool read_changes(TimeZone *zone, Arena *arena, const unsigned char *at,
                         const Counts *counts)
{
  const unsigned char *indexes = at + counts->times * 8, *types = indexes + counts->times;
  ZoneChange *changes = arena_new_array(arena, ZoneChange, counts->times + 1);
  for (size_t i = 0; i < counts->times; i++) {
    if (indexes[i] >= counts->types)
      return false;
    changes[i] = (ZoneChange){number64(at + i * 8), type_offset(types, indexes[i])};
    if (i > 0 && changes[i].from <= changes[i - 1].from)
      return false;
  }
  zone->changes = changes;
  zone->count = counts->times;
  zone->offset = type_offset(types, 0);
  return true;
}

static bool read_footer(TimeZone *zone, Arena *arena, const unsigned char *at,
                        const unsigned char *end)
{
  if (at == end || *at != '\n')
    return false;
  const unsigned char *stop = memchr(at + 1, '\n', (size_t)(end - at - 1));
  if (!stop)
    return false;
  if (stop == at + 1)
    return true;
  ZoneRule *rule = arena_new_of(arena, ZoneRule);
  zone->rule = rule;
  return timezone_rule_parse(rule,
                             arena_strndup(arena, (const char *)at + 1, (size_t)(stop - at - 1)));
}

bool timezone_read_file(TimeZone *zone, Arena *arena, const unsigned char *bytes, size_t length)
{
  const unsigned char *at = bytes, *end = bytes + length;
  Counts counts;
  if (!read_header(at, end, &counts))
    return false;
  at += HEADER_SIZE;
  size_t size = body_size(&counts, 4);
  if ((size_t)(end - at) < size || !read_header(at + size, end, &counts))
    return false;
  at += size + HEADER_SIZE;
  size = body_size(&counts, 8);
  return (size_t)(end - at) >= size && read_changes(zone, arena, at, &counts) &&
         read_footer(zone, arena, at + size, end);
}
