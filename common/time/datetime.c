#include "common/time/datetime.h"

#include <string.h>

const DateNames date_names_english = {
    .days = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    .short_days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
    .months = {"January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December"},
    .short_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                     "Dec"},
};

#define DAY_SECONDS 86400

static int64_t divide_down(int64_t number, int64_t by)
{
  return number / by - (number % by < 0);
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar. The year begins in
 * March here, so that the leap day is its last. */
static int64_t days_from_civil(int year, int month, int day)
{
  int64_t y = month <= 2 ? year - 1 : year;
  int64_t era = divide_down(y, 400);
  int64_t year_of_era = y - era * 400;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(int64_t days, DateParts *out)
{
  days += 719468;
  int64_t era = divide_down(days, 146097);
  int64_t day_of_era = days - era * 146097;
  int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t shifted = (5 * day_of_year + 2) / 153;
  out->day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
  out->month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
  out->year = (int)(year_of_era + era * 400 + (out->month <= 2));
}

static bool is_leap(int year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_leap(year));
}

bool datetime_from_parts(const DateParts *parts, int offset, DateTime *out)
{
  if (parts->year < 1 || parts->year > 9999 || parts->month < 1 || parts->month > 12 ||
      parts->day < 1 || parts->day > month_days(parts->year, parts->month))
    return false;
  if (parts->hour < 0 || parts->hour > 23 || parts->minute < 0 || parts->minute > 59 ||
      parts->second < 0 || parts->second > 59 || offset <= -1440 || offset >= 1440)
    return false;
  int64_t days = days_from_civil(parts->year, parts->month, parts->day);
  out->seconds = days * DAY_SECONDS + parts->hour * 3600 + parts->minute * 60 + parts->second -
                 (int64_t)offset * 60;
  out->offset = (int16_t)offset;
  out->set = true;
  out->has_time = true;
  return true;
}

void datetime_parts(const DateTime *time, DateParts *out)
{
  int64_t local = time->seconds + (int64_t)time->offset * 60;
  int64_t days = divide_down(local, DAY_SECONDS);
  int rest = (int)(local - days * DAY_SECONDS);
  civil_from_days(days, out);
  out->hour = rest / 3600;
  out->minute = rest / 60 % 60;
  out->second = rest % 60;
  out->weekday = (int)(days + 4 - divide_down(days + 4, 7) * 7); /* 1970 began on a Thursday */
  out->yearday = (int)(days - days_from_civil(out->year, 1, 1)) + 1;
}

/* --- reading --- */

/* Between `least` and `most` digits. */
static bool take_number(const char **text, int least, int most, int *out)
{
  int digits = 0;
  *out = 0;
  while (digits < most && g_ascii_isdigit((*text)[digits])) {
    *out = *out * 10 + ((*text)[digits] - '0');
    digits++;
  }
  *text += digits;
  return digits >= least;
}

static bool take(const char **text, char c)
{
  if (**text != c)
    return false;
  (*text)++;
  return true;
}

static bool take_offset(const char **text, int *offset)
{
  if (take(text, 'Z') || take(text, 'z')) {
    *offset = 0;
    return true;
  }
  int sign = **text == '+' ? 1 : -1;
  int hours, minutes = 0;
  if (**text != '+' && **text != '-')
    return false;
  (*text)++;
  if (!take_number(text, 2, 2, &hours))
    return false;
  if (take(text, ':') || g_ascii_isdigit(**text)) {
    if (!take_number(text, 2, 2, &minutes))
      return false;
  }
  if (hours > 23 || minutes > 59)
    return false;
  *offset = sign * (hours * 60 + minutes);
  return true;
}

static bool take_time(const char **text, DateParts *parts)
{
  if (!take_number(text, 1, 2, &parts->hour) || !take(text, ':') ||
      !take_number(text, 2, 2, &parts->minute))
    return false;
  if (!take(text, ':'))
    return true;
  if (!take_number(text, 2, 2, &parts->second))
    return false;
  if (take(text, '.')) {
    if (!g_ascii_isdigit(**text))
      return false;
    while (g_ascii_isdigit(**text))
      (*text)++;
  }
  return true;
}

bool datetime_parse(const char *text, int default_offset, DateTime *out)
{
  DateParts parts = {0};
  if (!take_number(&text, 4, 4, &parts.year) || !take(&text, '-') ||
      !take_number(&text, 1, 2, &parts.month) || !take(&text, '-') ||
      !take_number(&text, 1, 2, &parts.day))
    return false;
  int offset = default_offset;
  bool has_time = *text != '\0';
  if (has_time) {
    if (!take(&text, 'T') && !take(&text, 't') && !take(&text, ' '))
      return false;
    if (!take_time(&text, &parts))
      return false;
    bool space = take(&text, ' ');
    if ((*text || space) && (!take_offset(&text, &offset) || *text))
      return false;
  }
  DateTime found;
  if (!datetime_from_parts(&parts, offset, &found))
    return false;
  found.has_time = has_time;
  *out = found;
  return true;
}

/* --- writing --- */

static void put_offset(int offset, const char *colon, GString *out)
{
  int minutes = offset < 0 ? -offset : offset;
  g_string_append_printf(out, "%c%02d%s%02d", offset < 0 ? '-' : '+', minutes / 60, colon,
                         minutes % 60);
}

static void put_two(char *out, int number)
{
  out[0] = (char)('0' + number / 10);
  out[1] = (char)('0' + number % 10);
}

void datetime_rfc3339(const DateTime *time, GString *out)
{
  if (!time->set)
    return;
  DateParts parts;
  datetime_parts(time, &parts);
  if (parts.year >= 0 && parts.year <= 9999) {
    char text[] = "YYYY-MM-DDThh:mm:ss";
    put_two(text, parts.year / 100);
    put_two(text + 2, parts.year % 100);
    put_two(text + 5, parts.month);
    put_two(text + 8, parts.day);
    put_two(text + 11, parts.hour);
    put_two(text + 14, parts.minute);
    put_two(text + 17, parts.second);
    g_string_append_len(out, text, sizeof text - 1);
  } else {
    g_string_append_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d", parts.year, parts.month, parts.day,
                           parts.hour, parts.minute, parts.second);
  }
  if (time->offset == 0)
    g_string_append_c(out, 'Z');
  else
    put_offset(time->offset, ":", out);
}

void datetime_http(int64_t seconds, GString *out)
{
  DateTime time = {.seconds = seconds, .set = true, .has_time = true};
  datetime_format(&time, "%a, %d %b %Y %H:%M:%S GMT", NULL, out);
}

static int weeks_in_year(int year)
{
  /* ISO 8601: a year has 53 weeks when it begins on a Thursday, or is a leap
   * year that begins on a Wednesday. */
  int64_t first = days_from_civil(year, 1, 1) + 4;
  int weekday = (int)(first - divide_down(first, 7) * 7);
  return weekday == 4 || (weekday == 3 && is_leap(year)) ? 53 : 52;
}

static int iso_week(const DateParts *parts, int *year)
{
  int monday_based = parts->weekday == 0 ? 7 : parts->weekday;
  int week = (parts->yearday - monday_based + 10) / 7;
  *year = parts->year;
  if (week < 1) {
    *year -= 1;
    return weeks_in_year(*year);
  }
  if (week > weeks_in_year(parts->year)) {
    *year += 1;
    return 1;
  }
  return week;
}

typedef struct Format {
  const DateTime *time;
  DateParts parts;
  const DateNames *names;
  GString *out;
} Format;

static bool format_all(Format *format, const char *pattern);

/* A number in `width` digits; the flag chooses what fills it. */
static bool put_number(Format *format, char flag, char fill, int width, int64_t number)
{
  if (flag == '-')
    width = 1;
  if (flag == '_')
    fill = ' ';
  if (flag == '0')
    fill = '0';
  if (number < 0) {
    g_string_append_printf(format->out, fill == ' ' ? "%*" G_GINT64_FORMAT : "%0*" G_GINT64_FORMAT,
                           width, number);
    return true;
  }
  char digits[24], *end = digits + sizeof digits, *start = end;
  do
    *--start = (char)('0' + number % 10);
  while ((number /= 10) > 0);
  while (end - start < width)
    *--start = fill;
  g_string_append_len(format->out, start, end - start);
  return true;
}

static bool put_name(Format *format, char flag, const char *name)
{
  g_autofree char *upper = flag == '^' ? g_utf8_strup(name, -1) : NULL;
  g_string_append(format->out, upper ? upper : name);
  return true;
}

static bool put_week(Format *format, char flag, char conversion)
{
  const DateParts *parts = &format->parts;
  int year;
  int week = iso_week(parts, &year);
  switch (conversion) {
  case 'G':
    return put_number(format, flag, '0', 4, year);
  case 'g':
    return put_number(format, flag, '0', 2, year % 100);
  case 'V':
    return put_number(format, flag, '0', 2, week);
  case 'U':
    return put_number(format, flag, '0', 2, (parts->yearday + 6 - parts->weekday) / 7);
  default: /* 'W' */
    return put_number(format, flag, '0', 2, (parts->yearday + 6 - (parts->weekday + 6) % 7) / 7);
  }
}

static bool put_zone(Format *format, char conversion)
{
  int offset = format->time->offset;
  if (conversion == 'Z' && offset == 0)
    g_string_append(format->out, "UTC");
  else
    put_offset(offset, conversion == 'z' ? "" : ":", format->out);
  return true;
}

static bool put_text(Format *format, char flag, char conversion)
{
  const DateParts *parts = &format->parts;
  const DateNames *names = format->names;
  switch (conversion) {
  case 'a':
    return put_name(format, flag, names->short_days[parts->weekday]);
  case 'A':
    return put_name(format, flag, names->days[parts->weekday]);
  case 'b':
  case 'h':
    return put_name(format, flag, names->short_months[parts->month - 1]);
  case 'B':
    return put_name(format, flag, names->months[parts->month - 1]);
  case 'p':
    return put_name(format, flag, parts->hour < 12 ? "AM" : "PM");
  case 'P':
    return put_name(format, flag, parts->hour < 12 ? "am" : "pm");
  case 'n':
    return put_name(format, flag, "\n");
  case 't':
    return put_name(format, flag, "\t");
  case '%':
    return put_name(format, flag, "%");
  default:
    return false;
  }
}

static const char *composed(char conversion)
{
  switch (conversion) {
  case 'c':
    return "%a %b %e %H:%M:%S %Y";
  case 'D':
  case 'x':
    return "%m/%d/%y";
  case 'F':
    return "%Y-%m-%d";
  case 'R':
    return "%H:%M";
  case 'r':
    return "%I:%M:%S %p";
  case 'T':
  case 'X':
    return "%H:%M:%S";
  default:
    return NULL;
  }
}

/* %OB, as POSIX has it. */
static bool put_alone(Format *format, char flag)
{
  int month = format->parts.month - 1;
  const char *alone = format->names->alone_months[month];
  return put_name(format, flag, alone ? alone : format->names->months[month]);
}

static bool put_conversion(Format *format, char flag, char conversion)
{
  const DateParts *parts = &format->parts;
  int hour12 = (parts->hour + 11) % 12 + 1;
  switch (conversion) {
  case 'C':
    return put_number(format, flag, '0', 2, parts->year / 100);
  case 'd':
    return put_number(format, flag, '0', 2, parts->day);
  case 'e':
    return put_number(format, flag, ' ', 2, parts->day);
  case 'H':
    return put_number(format, flag, '0', 2, parts->hour);
  case 'I':
    return put_number(format, flag, '0', 2, hour12);
  case 'j':
    return put_number(format, flag, '0', 3, parts->yearday);
  case 'k':
    return put_number(format, flag, ' ', 2, parts->hour);
  case 'l':
    return put_number(format, flag, ' ', 2, hour12);
  case 'm':
    return put_number(format, flag, '0', 2, parts->month);
  case 'M':
    return put_number(format, flag, '0', 2, parts->minute);
  case 's':
    return put_number(format, flag, '0', 1, format->time->seconds);
  case 'S':
    return put_number(format, flag, '0', 2, parts->second);
  case 'u':
    return put_number(format, flag, '0', 1, parts->weekday == 0 ? 7 : parts->weekday);
  case 'w':
    return put_number(format, flag, '0', 1, parts->weekday);
  case 'y':
    return put_number(format, flag, '0', 2, parts->year % 100);
  case 'Y':
    return put_number(format, flag, '0', 1, parts->year);
  case 'G':
  case 'g':
  case 'V':
  case 'U':
  case 'W':
    return put_week(format, flag, conversion);
  case 'z':
  case 'Z':
    return put_zone(format, conversion);
  default:
    if (composed(conversion))
      return format_all(format, composed(conversion));
    return put_text(format, flag, conversion);
  }
}

static bool format_all(Format *format, const char *pattern)
{
  while (*pattern) {
    size_t plain = strcspn(pattern, "%");
    g_string_append_len(format->out, pattern, (gssize)plain);
    pattern += plain;
    if (!*pattern)
      break;
    pattern++;
    if (g_str_has_prefix(pattern, ":z")) {
      put_zone(format, ':');
      pattern += 2;
      continue;
    }
    char flag = 0;
    if (*pattern && strchr("-_0^", *pattern))
      flag = *pattern++;
    if (g_str_has_prefix(pattern, "OB")) {
      put_alone(format, flag);
      pattern += 2;
      continue;
    }
    if (!*pattern || !put_conversion(format, flag, *pattern))
      return false;
    pattern++;
  }
  return true;
}

bool datetime_format(const DateTime *time, const char *format, const DateNames *names, GString *out)
{
  if (!time->set)
    return true;
  Format state = {.time = time, .names = names ? names : &date_names_english, .out = out};
  datetime_parts(time, &state.parts);
  return format_all(&state, format);
}
