/* timezone.h - offsets from UTC: fixed ones, and those of named zones.
 *
 * "UTC", "+02:00" or an identifier of the tz database, "Europe/Berlin". The rules come
 * from the files of the package tzdata (TZif, RFC 8536), below $TZDIR or
 * /usr/share/zoneinfo; nothing here looks at the machine's own zone. As these rules
 * change now and then, they are an input of a build: see `digest` and timezone_version.
 */
#ifndef SENF_COMMON_TIME_TIMEZONE_H
#define SENF_COMMON_TIME_TIMEZONE_H

#include "common/arena.h"
#include "common/digest.h"
#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From `from` on (seconds since 1970, UTC). */
typedef struct ZoneChange {
  int64_t from;
  int offset; /* minutes east */
} ZoneChange;

/* A day of the year on which a rule changes the offset, and the second of that day. */
typedef struct ZoneDay {
  enum { ZONE_DAY_MONTH, ZONE_DAY_JULIAN, ZONE_DAY_PLAIN } kind;
  int month, week, day; /* month: 1..12, 1..5 (5: last), 0..6; else the day alone */
  int seconds;
} ZoneDay;

/* What holds behind the last change: the year's summer time, if there is one. */
typedef struct ZoneRule {
  int standard, summer; /* minutes */
  bool has_summer;
  ZoneDay begin, end; /* of summer time, in the clock that ends there */
} ZoneRule;

typedef struct TimeZone {
  const char *name; /* as given */
  int offset;       /* before the first change, and always without changes and rule */
  const ZoneChange *changes;
  size_t count;
  const ZoneRule *rule; /* or NULL */
  Digest digest;
} TimeZone;

/* In `arena`. NULL for what is no zone (ERROR_SITE, with the nearest name) and where
 * the database is missing (ERROR_MACHINE). */
TimeZone *timezone_open(Arena *arena, const char *name, Error **error);
/* "UTC", "Z", "+02:00", "+0200": minutes east. */
bool timezone_parse_offset(const char *text, int *minutes);

/* Minutes east at a moment; `zone` NULL is UTC. */
int timezone_offset(const TimeZone *zone, int64_t seconds);
/* The same for a clock on the wall: `local` counts its seconds as if it were UTC. Of an
 * hour that comes twice it is the first; one that is left out is read by the clock
 * before it. */
int timezone_offset_local(const TimeZone *zone, int64_t local);

/* A digest that changes with the database. */
Digest timezone_version(void);

#endif
