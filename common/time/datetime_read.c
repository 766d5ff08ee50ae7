/* datetime_read.c - dates as people and other generators write them. */
#include "common/time/datetime.h"

#include <string.h>

enum { TOKENS_MAX = 8 };

/* --- zones --- */

static const struct {
  const char *name;
  int offset;
} ABBREVIATIONS[] = {
    {"UTC", 0},    {"GMT", 0},    {"UT", 0},     {"EST", -300}, {"EDT", -240}, {"CST", -360},
    {"CDT", -300}, {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420}, {"WET", 0},
    {"WEST", 60},  {"CET", 60},   {"CEST", 120}, {"EET", 120},  {"EEST", 180},
};

static bool abbreviation(const char *text, int *offset)
{
  for (size_t i = 0; i < G_N_ELEMENTS(ABBREVIATIONS); i++) {
    if (g_ascii_strcasecmp(text, ABBREVIATIONS[i].name) == 0) {
      *offset = ABBREVIATIONS[i].offset;
      return true;
    }
  }
  return false;
}

static bool is_abbreviation_word(const char *text)
{
  size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  return length >= 2 && length <= 5 && text[length] == '\0';
}

/* A clock on the wall in the zone that its words name; *used counts them. */
typedef struct Clock {
  DateParts parts;
  bool has_time;
} Clock;

static bool finish_in(const Clock *clock, const TimeZone *zone, DateTime *out)
{
  DateTime local;
  if (!datetime_from_parts(&clock->parts, 0, &local))
    return false;
  int offset = timezone_offset_local(zone, local.seconds);
  bool good = datetime_from_parts(&clock->parts, offset, out);
  out->has_time = clock->has_time;
  return good;
}

static bool finish_at(const Clock *clock, int offset, DateTime *out)
{
  bool good = datetime_from_parts(&clock->parts, offset, out);
  out->has_time = clock->has_time;
  return good;
}

/* Words behind the time: nothing, "+0200", "+02:00", "CEST", "+0200 CEST", "Europe/Berlin". */
static bool finish(const Clock *clock, char **words, size_t count, const TimeZone *zone,
                   DateTime *out)
{
  int offset;
  if (count == 0)
    return finish_in(clock, zone, out);
  if (!clock->has_time || count > 2)
    return false;
  if (timezone_parse_offset(words[0], &offset))
    return (count == 1 || is_abbreviation_word(words[1])) && finish_at(clock, offset, out);
  if (count == 2)
    return false;
  if (abbreviation(words[0], &offset))
    return finish_at(clock, offset, out);
  if (!strchr(words[0], '/'))
    return false;
  g_autoptr(Arena) arena = arena_new();
  const TimeZone *named = timezone_open(arena, words[0], NULL);
  return named && finish_in(clock, named, out);
}

/* --- words --- */

/* A whole word of digits. */
static bool number_of(const char *word, int most_digits, int *out)
{
  size_t length = strlen(word);
  *out = 0;
  if (length == 0 || length > (size_t)most_digits)
    return false;
  for (size_t i = 0; i < length; i++) {
    if (!g_ascii_isdigit(word[i]))
      return false;
    *out = *out * 10 + (word[i] - '0');
  }
  return true;
}

/* "May", "may", "September", "Sept" → 5, 9; 0 for other words. */
static int month_of(const char *word)
{
  static const char *const months[] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};
  size_t length = strlen(word);
  for (size_t i = 0; length >= 3 && i < G_N_ELEMENTS(months); i++) {
    if (g_ascii_strncasecmp(word, months[i], length) == 0)
      return (int)i + 1;
  }
  return 0;
}

static bool is_weekday(const char *word)
{
  static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                     "friday", "saturday", "sunday"};
  size_t length = strlen(word);
  for (size_t i = 0; length >= 3 && i < G_N_ELEMENTS(days); i++) {
    if (g_ascii_strncasecmp(word, days[i], length) == 0)
      return true;
  }
  return false;
}

/* "7:08", "07:08:09", "07:08:09.5"; the ISO reader knows the rest of the rules. */
static bool time_of(const char *word, DateParts *parts)
{
  g_autofree char *whole = g_strconcat("2000-01-01 ", word, NULL);
  DateTime time;
  DateParts found;
  if (!g_ascii_isdigit(*word) || strpbrk(word, "+-Zz") || !datetime_parse(whole, 0, &time))
    return false;
  datetime_parts(&time, &found);
  parts->hour = found.hour;
  parts->minute = found.minute;
  parts->second = found.second;
  return true;
}

static bool take_half(const char *word, DateParts *parts)
{
  bool evening = g_ascii_strcasecmp(word, "pm") == 0;
  if ((!evening && g_ascii_strcasecmp(word, "am") != 0) || parts->hour < 1 || parts->hour > 12)
    return false;
  parts->hour = parts->hour % 12 + (evening ? 12 : 0);
  return true;
}

/* A time, and "AM" or "PM" behind it: how many words. */
static size_t take_time(char **words, size_t count, Clock *clock)
{
  if (count == 0 || !time_of(words[0], &clock->parts))
    return 0;
  clock->has_time = true;
  return count > 1 && take_half(words[1], &clock->parts) ? 2 : 1;
}

/* --- forms --- */

/* "2024", or "24" as in RFC 822: 69 to 99 are of the last century. */
static bool year_of(const char *word, int *out)
{
  size_t length = strlen(word);
  if ((length != 4 && length != 2) || !number_of(word, 4, out))
    return false;
  if (length == 2)
    *out += *out >= 69 ? 1900 : 2000;
  return true;
}

/* "6 May 2024 …", "06-May-2024 …", "06 May 24 …" */
static bool day_first(char **words, size_t count, const TimeZone *zone, DateTime *out)
{
  Clock clock = {0};
  if (count < 3 || !number_of(words[0], 2, &clock.parts.day) ||
      (clock.parts.month = month_of(words[1])) == 0 || !year_of(words[2], &clock.parts.year))
    return false;
  size_t used = 3 + take_time(words + 3, count - 3, &clock);
  return finish(&clock, words + used, count - used, zone, out);
}

/* "May 6 2024 …", "May 6 07:08:09 CEST 2024" */
static bool month_first(char **words, size_t count, const TimeZone *zone, DateTime *out)
{
  Clock clock = {0};
  if (count < 3 || (clock.parts.month = month_of(words[0])) == 0 ||
      !number_of(words[1], 2, &clock.parts.day))
    return false;
  size_t used = 2;
  if (strlen(words[2]) == 4 && number_of(words[2], 4, &clock.parts.year)) {
    used = 3 + take_time(words + 3, count - 3, &clock);
    return finish(&clock, words + used, count - used, zone, out);
  }
  used += take_time(words + 2, count - 2, &clock);
  return used > 2 && used < count && strlen(words[count - 1]) == 4 &&
         number_of(words[count - 1], 4, &clock.parts.year) &&
         finish(&clock, words + used, count - 1 - used, zone, out);
}

/* "2024-05-06 7:08 PM", "2024-05-06T07:08:09 Europe/Berlin" */
static bool year_first(char **words, size_t count, const TimeZone *zone, DateTime *out)
{
  DateTime day;
  Clock clock = {0};
  char *middle = strpbrk(words[0], "Tt");
  if (middle)
    *middle = '\0';
  if (!datetime_parse(words[0], 0, &day))
    return false;
  datetime_parts(&day, &clock.parts);
  if (middle) {
    clock.has_time = true;
    return time_of(middle + 1, &clock.parts) && finish(&clock, words + 1, count - 1, zone, out);
  }
  size_t used = 1 + take_time(words + 1, count - 1, &clock);
  return finish(&clock, words + used, count - used, zone, out);
}

static bool read_iso(const char *text, const TimeZone *zone, DateTime *out)
{
  DateTime first;
  if (!datetime_parse(text, 0, &first))
    return false;
  *out = first;
  DateTime probe;
  if (!zone || !datetime_parse(text, 60, &probe) || probe.offset == first.offset)
    return true; /* it names its own */
  Clock clock = {.has_time = first.has_time};
  datetime_parts(&first, &clock.parts);
  return finish_in(&clock, zone, out);
}

/* The first dash of "06-May-2024". */
static bool is_month_dash(const char *text, const char *p)
{
  return *p == '-' && p > text && g_ascii_isdigit(p[-1]) && g_ascii_isalpha(p[1]) &&
         g_ascii_isalpha(p[2]) && g_ascii_isalpha(p[3]) && p[4] == '-' && g_ascii_isdigit(p[5]);
}

bool datetime_read(const char *text, const TimeZone *zone, DateTime *out)
{
  g_autofree char *copy = g_strstrip(g_strdup(text));
  for (char *p = copy; *p; p++) {
    if (*p == ',')
      *p = ' ';
    else if (is_month_dash(copy, p))
      p[0] = p[4] = ' ';
    else if (*p == '/' && p - copy < 8 && p > copy && g_ascii_isdigit(p[-1]) &&
             g_ascii_isdigit(p[1]))
      *p = '-';
  }
  if (read_iso(copy, zone, out))
    return true;
  g_auto(GStrv) parts = g_strsplit_set(copy, " \t", -1);
  char *words[TOKENS_MAX];
  size_t count = 0;
  for (size_t i = 0; parts[i]; i++) {
    if (*parts[i] == '\0')
      continue;
    if (count == TOKENS_MAX)
      return false;
    words[count++] = parts[i];
  }
  char **first = words;
  if (count > 0 && is_weekday(words[0])) {
    first++;
    count--;
  }
  return count > 0 && (day_first(first, count, zone, out) || month_first(first, count, zone, out) ||
                       year_first(first, count, zone, out));
}
