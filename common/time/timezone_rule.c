/* timezone_rule.c - summer time as POSIX writes it in TZ, with RFC 8536's longer hours. */
#include "common/time/timezone_internal.h"

#include "common/time/datetime.h"

#include <string.h>

enum { DAY_SECONDS = 86400 };

/* --- reading --- */

static bool take_number(const char **text, int *out)
{
  const char *begin = *text;
  *out = 0;
  while (g_ascii_isdigit(**text) && *text - begin < 4)
    *out = *out * 10 + (*(*text)++ - '0');
  return *text > begin;
}

/* "CET" or "<+03>"; nobody asks for it. */
static bool take_name(const char **text)
{
  const char *begin = *text;
  if (*begin == '<') {
    const char *end = strchr(begin, '>');
    *text = end ? end + 1 : begin;
  } else {
    while (g_ascii_isalpha(**text))
      (*text)++;
  }
  return *text > begin;
}

/* "[+-]hh[:mm[:ss]]" in seconds. */
static bool take_clock(const char **text, int *out)
{
  int sign = **text == '-' ? -1 : 1, hours, minutes = 0, seconds = 0;
  if (**text == '-' || **text == '+')
    (*text)++;
  if (!take_number(text, &hours))
    return false;
  if (**text == ':') {
    (*text)++;
    if (!take_number(text, &minutes))
      return false;
  }
  if (**text == ':') {
    (*text)++;
    if (!take_number(text, &seconds))
      return false;
  }
  *out = sign * (hours * 3600 + minutes * 60 + seconds);
  return hours <= 167 && minutes <= 59 && seconds <= 59;
}

/* ",M3.5.0/2", ",J60", ",59". */
static bool take_day(const char **text, ZoneDay *day)
{
  if (*(*text)++ != ',')
    return false;
  bool good;
  if (**text == 'M') {
    (*text)++;
    day->kind = ZONE_DAY_MONTH;
    good = take_number(text, &day->month) && *(*text)++ == '.' && take_number(text, &day->week) &&
           *(*text)++ == '.' && take_number(text, &day->day) && day->month >= 1 &&
           day->month <= 12 && day->week >= 1 && day->week <= 5 && day->day <= 6;
  } else {
    day->kind = **text == 'J' ? ZONE_DAY_JULIAN : ZONE_DAY_PLAIN;
    if (**text == 'J')
      (*text)++;
    good = take_number(text, &day->day) && day->day <= 365;
  }
  day->seconds = 2 * 3600;
  if (!good || **text != '/')
    return good;
  (*text)++;
  return take_clock(text, &day->seconds);
}

bool timezone_rule_parse(ZoneRule *rule, const char *text)
{
  int west;
  memset(rule, 0, sizeof *rule);
  if (!take_name(&text) || !take_clock(&text, &west))
    return false;
  rule->standard = -west / 60;
  if (*text == '\0')
    return true;
  rule->has_summer = true;
  rule->summer = rule->standard + 60;
  if (!take_name(&text))
    return false;
  if (*text != ',') {
    if (!take_clock(&text, &west))
      return false;
    rule->summer = -west / 60;
  }
  return take_day(&text, &rule->begin) && take_day(&text, &rule->end) && *text == '\0';
}

/* --- asking --- */

/* Seconds at the begin of a day, as if in UTC. */
static int64_t day_begin(int year, int month, int day)
{
  DateParts parts = {.year = year, .month = month, .day = day};
  DateTime time = {0};
  datetime_from_parts(&parts, 0, &time);
  return time.seconds;
}

static bool is_leap(int year)
{
  return day_begin(year, 12, 31) - day_begin(year, 1, 1) == 365 * (int64_t)DAY_SECONDS;
}

static int64_t day_of(const ZoneDay *day, int year)
{
  int64_t january = day_begin(year, 1, 1);
  if (day->kind == ZONE_DAY_PLAIN)
    return january + day->day * (int64_t)DAY_SECONDS;
  if (day->kind == ZONE_DAY_JULIAN) /* from 1; the leap day has no number */
    return january + (day->day - 1 + (is_leap(year) && day->day > 59)) * (int64_t)DAY_SECONDS;
  DateTime first = {.seconds = day_begin(year, day->month, 1), .set = true};
  DateParts parts;
  datetime_parts(&first, &parts);
  int64_t offset = (day->day - parts.weekday + 7) % 7 + (day->week - 1) * 7;
  int64_t next =
      day->month == 12 ? day_begin(year, 12, 31) + DAY_SECONDS : day_begin(year, day->month + 1, 1);
  while (first.seconds + offset * DAY_SECONDS >= next) /* week 5: the last one there is */
    offset -= 7;
  return first.seconds + offset * DAY_SECONDS;
}

int timezone_rule_offset(const ZoneRule *rule, int64_t seconds)
{
  const int64_t far = (int64_t)9998 * 366 * DAY_SECONDS;
  if (!rule->has_summer || seconds > far || seconds < -far)
    return rule->standard;
  DateTime time = {.seconds = seconds, .offset = (int16_t)rule->standard, .set = true};
  DateParts parts;
  datetime_parts(&time, &parts);
  if (parts.year < 2 || parts.year > 9998)
    return rule->standard;
  int64_t begin = day_of(&rule->begin, parts.year) + rule->begin.seconds - rule->standard * 60;
  int64_t end = day_of(&rule->end, parts.year) + rule->end.seconds - rule->summer * 60;
  bool summer = begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
  return summer ? rule->summer : rule->standard;
}
