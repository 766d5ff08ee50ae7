/* datetime.h - points in time, with the offset that their author wrote.
 *
 * Time is an input of this project: nothing here asks the clock or the machine's
 * time zone or locale. Names of months and days come from string files
 * (common/i18n/i18n.h), since only C locales may be installed.
 */
#ifndef SENF_COMMON_TIME_DATETIME_H
#define SENF_COMMON_TIME_DATETIME_H

#include "common/time/timezone.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Seconds since 1970-01-01T00:00:00Z, and minutes east of Greenwich to show it
 * in. `set` is false for "no date". */
typedef struct DateTime {
  int64_t seconds;
  int16_t offset;
  bool set;
  bool has_time; /* false: only a day was written */
} DateTime;

typedef struct DateParts {
  int year, month, day, hour, minute, second;
  int weekday; /* 0 = Sunday */
  int yearday; /* from 1 */
} DateParts;

/* Understands ISO 8601 and RFC 3339 as Hugo, Jekyll and Zola accept them:
 * "2024-05-06", "2024-05-06T07:08", "…:09", "….123", a space for the T, "Z",
 * "+02:00", "+0200", "+02", " +0200", single-digit months, days and hours.
 * Without an offset `default_offset` minutes hold.
 * False for anything else, for the 31st of June, and for years beyond 1..9999. */
bool datetime_parse(const char *text, int default_offset, DateTime *out);

/* All that Hugo, Jekyll and Zola take as a date: the above, "2024/05/06", the forms with
 * English names of months ("6 May 2024 07:08", "May 6, 2024 7:08 PM",
 * "Mon, 06 May 2024 07:08:09 +0200", "Monday, 06-May-24 07:08:09 GMT",
 * "06 May 24 07:08 GMT", "Mon May  6 07:08:09 CEST 2024"), behind each time
 * an offset, an abbreviation of RFC 822 or Europe (GMT, EST, CEST …) or the name of a
 * zone ("2024-05-06 07:08 Europe/Berlin"). Without any of these `zone` holds (NULL: UTC). */
bool datetime_read(const char *text, const TimeZone *zone, DateTime *out);

void datetime_parts(const DateTime *time, DateParts *out);
bool datetime_from_parts(const DateParts *parts, int offset, DateTime *out);

/* RFC 3339 with "Z" or "+02:00", for feeds and <time datetime>. */
void datetime_rfc3339(const DateTime *time, GString *out);
/* RFC 9110 HTTP-date (always GMT): "Sun, 06 Nov 1994 08:49:37 GMT". */
void datetime_http(int64_t seconds, GString *out);

/* strftime's conversions for one DateTime. Names come from `names`: 7 days from
 * Sunday, 12 months, each long and short; NULL: date_names_english. %OB is the name of a month
 * that stands alone, where a language has another one beside a day (Russian "май", but
 * "6 мая"). */
typedef struct DateNames {
  const char *days[7], *short_days[7], *months[12], *short_months[12], *alone_months[12];
} DateNames;

extern const DateNames date_names_english;

bool datetime_format(const DateTime *time, const char *format, const DateNames *names,
                     GString *out);

#endif
