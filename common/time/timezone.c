#include "common/time/timezone_internal.h"

#include "common/files.h"
#include "common/suggest.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 1 << 20, DAY_SECONDS = 86400 };

static const char *database(void)
{
  const char *folder = g_getenv("TZDIR");
  return folder && *folder ? folder : "/usr/share/zoneinfo";
}

/* --- names --- */

static bool digits_at(const char *text, int count, int *out)
{
  *out = 0;
  for (int i = 0; i < count; i++) {
    if (!g_ascii_isdigit(text[i]))
      return false;
    *out = *out * 10 + (text[i] - '0');
  }
  return true;
}

bool timezone_parse_offset(const char *text, int *minutes)
{
  *minutes = 0;
  if (g_ascii_strcasecmp(text, "utc") == 0 || g_ascii_strcasecmp(text, "z") == 0)
    return true;
  if (*text != '+' && *text != '-')
    return false;
  int hours, rest;
  if (!digits_at(text + 1, 2, &hours) || !digits_at(text + (text[3] == ':' ? 4 : 3), 2, &rest))
    return false;
  if (text[text[3] == ':' ? 6 : 5] != '\0' || rest > 59 || hours * 60 + rest > 14 * 60)
    return false;
  *minutes = (hours * 60 + rest) * (*text == '-' ? -1 : 1);
  return true;
}

static bool is_identifier(const char *name)
{
  bool letter = false;
  for (const char *p = name; *p; p++) {
    if (!g_ascii_isalnum(*p) && !strchr("_+-/", *p))
      return false;
    letter = letter || g_ascii_isalpha(*p);
  }
  return letter && *name != '/' && !g_str_has_suffix(name, "/") && !strstr(name, "//");
}

/* The third column of zone1970.tab. */
static char *nearest_name(const char *name)
{
  g_autofree char *table = g_build_filename(database(), "zone1970.tab", NULL);
  size_t length;
  g_autofree char *text = file_read(table, FILE_LIMIT, &length, NULL);
  g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  for (size_t i = 0; lines[i]; i++) {
    g_auto(GStrv) columns = g_strsplit(lines[i], "\t", 4);
    if (*lines[i] != '#' && g_strv_length(columns) >= 3)
      g_ptr_array_add(names, g_strdup(columns[2]));
  }
  g_ptr_array_add(names, NULL);
  return g_strdup(suggest_nearest(name, (const char *const *)names->pdata));
}

static TimeZone *fail_unknown(const char *name, Error **error)
{
  if (!dir_exists(database())) {
    error_set(error, ERROR_MACHINE, "the rules of the time zone '%s' are missing: there is no %s",
              name, database());
    error_hint(error, "install the package tzdata, or give an offset such as \"+02:00\"");
    return NULL;
  }
  g_autofree char *nearest = nearest_name(name);
  error_set(error, ERROR_SITE, "there is no time zone '%s'", name);
  if (nearest)
    error_hint(error, "did you mean '%s'?", nearest);
  else
    error_hint(error,
               "write UTC, an offset in quotes (\"+02:00\") or a name such as Europe/Berlin");
  return NULL;
}

/* --- opening --- */

static bool read_named(TimeZone *zone, Arena *arena, const char *name)
{
  g_autofree char *path = g_build_filename(database(), name, NULL);
  size_t length;
  g_autofree char *bytes = is_identifier(name) ? file_read(path, FILE_LIMIT, &length, NULL) : NULL;
  if (!bytes || !timezone_read_file(zone, arena, (const unsigned char *)bytes, length))
    return false;
  zone->digest = digest_bytes(bytes, length);
  return true;
}

TimeZone *timezone_open(Arena *arena, const char *name, Error **error)
{
  TimeZone *zone = arena_new_of(arena, TimeZone);
  zone->name = arena_strdup(arena, name);
  if (timezone_parse_offset(name, &zone->offset)) {
    zone->digest = digest_mix(1, (Digest)(int64_t)zone->offset);
    return zone;
  }
  return read_named(zone, arena, name) ? zone : fail_unknown(name, error);
}

Digest timezone_version(void)
{
  g_autofree char *path = g_build_filename(database(), "tzdata.zi", NULL);
  size_t length;
  g_autofree char *text = file_read(path, FILE_LIMIT, &length, NULL);
  return digest_bytes(text ? text : "", text ? strcspn(text, "\n") : 0);
}

/* --- asking --- */

int timezone_offset(const TimeZone *zone, int64_t seconds)
{
  if (!zone)
    return 0;
  size_t low = 0, high = zone->count; /* the changes up to `low` have come */
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (zone->changes[middle].from <= seconds)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == zone->count && zone->rule)
    return timezone_rule_offset(zone->rule, seconds);
  return low == 0 ? zone->offset : zone->changes[low - 1].offset;
}

int timezone_offset_local(const TimeZone *zone, int64_t local)
{
  int before = timezone_offset(zone, local - DAY_SECONDS);
  int after = timezone_offset(zone, local + DAY_SECONDS);
  if (timezone_offset(zone, local - (int64_t)before * 60) == before)
    return before;
  return timezone_offset(zone, local - (int64_t)after * 60) == after ? after : before;
}
