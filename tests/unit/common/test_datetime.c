#include "common/time/datetime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void check(const char *text, int64_t seconds, int offset)
{
  DateTime time = {0};
  if (!datetime_parse(text, 0, &time))
    fail_msg("'%s' was refused", text);
  if (time.seconds != seconds)
    fail_msg("'%s' is %lld, not %lld", text, (long long)time.seconds, (long long)seconds);
  assert_int_equal(time.offset, offset);
  assert_true(time.set);
}

static void test_accepted(void **state)
{
  (void)state;
  check("1970-01-01", 0, 0);
  check("2024-05-06", 1714953600, 0);
  check("2024-05-06T07:08", 1714979280, 0);
  check("2024-05-06 07:08:09", 1714979289, 0);
  check("2024-05-06T07:08:09Z", 1714979289, 0);
  check("2024-05-06T07:08:09.123456789Z", 1714979289, 0);
  check("2024-05-06T07:08:09+02:00", 1714972089, 120);
  check("2024-05-06 07:08:09 +0200", 1714972089, 120);
  check("2024-05-06T07:08:09-0330", 1714979289 + 210 * 60, -210);
  check("2024-05-06T07:08:09+02", 1714972089, 120);
  check("2024-5-6 7:08:09", 1714979289, 0);
  check("2024-02-29", 1709164800, 0);
  check("2000-02-29", 951782400, 0);
  check("1969-12-31T23:59:59Z", -1, 0);
  check("0001-01-01", -62135596800, 0);
  check("9999-12-31T23:59:59Z", 253402300799, 0);
}

static const TimeZone *zone_of(Arena *arena, const char *name)
{
  const TimeZone *zone = timezone_open(arena, name, NULL);
  assert_non_null(zone);
  return zone;
}

static void test_other_forms(void **state)
{
  (void)state;
  static const struct {
    const char *text, *expected;
  } cases[] = {
      /* Go and Hugo */
      {"Mon, 06 May 2024 07:08:09 +0200", "2024-05-06T07:08:09+02:00"},
      {"Mon, 06 May 2024 07:08:09 MST", "2024-05-06T07:08:09-07:00"},
      {"2024-05-06 07:08:09.999999999 -0700 MST", "2024-05-06T07:08:09-07:00"},
      {"2024-05-06 07:08:09 +0200 CEST", "2024-05-06T07:08:09+02:00"},
      {"2024-05-06 07:08:09 +02:00", "2024-05-06T07:08:09+02:00"},
      {"02 Jan 2006", "2006-01-02T00:00:00+01:00"},
      {"Mon Jan  2 15:04:05 2006", "2006-01-02T15:04:05+01:00"},
      {"Mon Jan  2 15:04:05 MST 2006", "2006-01-02T15:04:05-07:00"},
      {"Mon Jan 02 15:04:05 -0700 2006", "2006-01-02T15:04:05-07:00"},
      {"Monday, 06-May-24 07:08:09 EST", "2024-05-06T07:08:09-05:00"},
      {"06 May 24 07:08 -0700", "2024-05-06T07:08:00-07:00"},
      {"06 May 68 07:08 UTC", "2068-05-06T07:08:00Z"},
      {"06 May 69 07:08 UTC", "1969-05-06T07:08:00Z"},
      /* Ruby and Jekyll */
      {"6 May 2024", "2024-05-06T00:00:00+02:00"},
      {"6 May 2024 10:00 +0200", "2024-05-06T10:00:00+02:00"},
      {"May 6, 2024", "2024-05-06T00:00:00+02:00"},
      {"sept 6, 2024 7:08 pm", "2024-09-06T19:08:00+02:00"},
      {"September 6, 2024, 12:08 AM", "2024-09-06T00:08:00+02:00"},
      {"6-May-2024", "2024-05-06T00:00:00+02:00"},
      {"2024/05/06", "2024-05-06T00:00:00+02:00"},
      {"2024/5/6 7:08:09", "2024-05-06T07:08:09+02:00"},
      {"2024-05-06 07:08 UTC", "2024-05-06T07:08:00Z"},
      {"2024-05-06 7:08 PM", "2024-05-06T19:08:00+02:00"},
      {" 2024-05-06 ", "2024-05-06T00:00:00+02:00"},
      {"2024-05-06T07:08:09+01:00", "2024-05-06T07:08:09+01:00"},
      {"2024-05-06T07:08:09Z", "2024-05-06T07:08:09Z"},
      /* names of zones */
      {"2024-05-06 07:08 America/New_York", "2024-05-06T07:08:00-04:00"},
      {"2024-12-06T07:08:09 America/New_York", "2024-12-06T07:08:09-05:00"},
      {"2024-05-06 07:08 Europe/Nowhere", NULL},
      {"2024-05-06 Europe/Berlin", NULL},
      /* none at all */
      {"yesterday", NULL},
      {"May 2024", NULL},
      {"31 June 2024", NULL},
      {"May 6 2024 25:00", NULL},
      {"6 Mai 2024", NULL},
      {"06 May 124 07:08 MST", NULL},
      {"06 May 4", NULL},
      {"2024-05-06 07:08 XYZ", NULL},
      {"2024-05-06 13:08 PM", NULL},
      {"6 May 2024 a b c d e f g h i", NULL},
      {"Mon", NULL},
      {"", NULL},
  };
  g_autoptr(Arena) arena = arena_new();
  const TimeZone *zone = zone_of(arena, "Europe/Berlin");
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    DateTime time = {0};
    bool read = datetime_read(cases[i].text, zone, &time);
    if (read != (cases[i].expected != NULL))
      fail_msg("'%s' was %s", cases[i].text, read ? "taken" : "refused");
    g_autoptr(GString) text = g_string_new(NULL);
    datetime_rfc3339(&time, text);
    if (read && strcmp(text->str, cases[i].expected) != 0)
      fail_msg("'%s' is %s, not %s", cases[i].text, text->str, cases[i].expected);
  }
}

static void check_in(const TimeZone *zone, const char *text, const char *expected)
{
  DateTime time = {0};
  g_autoptr(GString) got = g_string_new(NULL);
  assert_true(datetime_read(text, zone, &time));
  datetime_rfc3339(&time, got);
  assert_string_equal(got->str, expected);
}

static void test_zone(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  const TimeZone *berlin = zone_of(arena, "Europe/Berlin");
  check_in(berlin, "2024-05-06", "2024-05-06T00:00:00+02:00");
  check_in(berlin, "2024-12-06 10:00", "2024-12-06T10:00:00+01:00");
  check_in(berlin, "2024-12-06 10:00Z", "2024-12-06T10:00:00Z");
  check_in(berlin, "2024-12-06 10:00+00:00", "2024-12-06T10:00:00Z");
  /* the hour that comes twice, and the one that is left out */
  check_in(berlin, "2024-10-27 02:30", "2024-10-27T02:30:00+02:00");
  check_in(berlin, "2024-03-31 02:30", "2024-03-31T02:30:00+01:00");
  check_in(berlin, "2099-07-01 12:00", "2099-07-01T12:00:00+02:00");
  check_in(zone_of(arena, "+05:30"), "2024-05-06", "2024-05-06T00:00:00+05:30");
  check_in(NULL, "2024-05-06", "2024-05-06T00:00:00Z");
}

static void test_missing_database(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Error) error = NULL;
  g_autofree char *folder = g_build_filename(g_get_tmp_dir(), "no-such-zoneinfo", NULL);
  g_setenv("TZDIR", folder, true);
  assert_null(timezone_open(arena, "Europe/Berlin", &error));
  assert_non_null(timezone_open(arena, "+02:00", NULL));
  g_unsetenv("TZDIR");
  assert_int_equal(error->kind, ERROR_MACHINE);
  assert_non_null(strstr(error->hint, "tzdata"));
  g_clear_pointer(&error, error_free);
  assert_null(timezone_open(arena, "Europe/Berlim", &error));
  assert_int_equal(error->kind, ERROR_SITE);
  assert_non_null(strstr(error->hint, "Europe/Berlin"));
}

static void test_default_offset(void **state)
{
  (void)state;
  DateTime time;
  assert_true(datetime_parse("2024-05-06", 120, &time));
  assert_int_equal(time.seconds, 1714953600 - 7200);
  assert_int_equal(time.offset, 120);
  assert_false(time.has_time);
  assert_true(datetime_parse("2024-05-06T00:00Z", 120, &time));
  assert_int_equal(time.seconds, 1714953600);
  assert_int_equal(time.offset, 0);
  assert_true(time.has_time);
}

static void test_refused(void **state)
{
  (void)state;
  const char *const bad[] = {
      "88888888888888 May 2024",
      "",
      "soon",
      "2024",
      "2024-05",
      "24-05-06",
      "0000-01-01",
      "10000-01-01",
      "2024-00-01",
      "2024-13-01",
      "2024-06-31",
      "2023-02-29",
      "1900-02-29",
      "2024-05-00",
      "2024-05-06T",
      "2024-05-06T07",
      "2024-05-06T24:00",
      "2024-05-06T07:60",
      "2024-05-06T07:08:60",
      "2024-05-06T07:08:09.",
      "2024-05-06T07:08:09+",
      "2024-05-06T07:08:09+2",
      "2024-05-06T07:08:09+02:0",
      "2024-05-06T07:08:09+24:00",
      "2024-05-06T07:08:09+02:60",
      "2024-05-06T07:08:09 ",
      "2024-05-06T07:08:09Zx",
      " 2024-05-06",
      "2024-05-06 ",
      "2024/05/06",
      "-2024-05-06",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    DateTime time = {.seconds = 77};
    if (datetime_parse(bad[i], 0, &time))
      fail_msg("'%s' was accepted", bad[i]);
    assert_int_equal(time.seconds, 77); /* untouched */
  }
}

/* Each day of 800 years, against the C library. */
static void test_parts_agree_with_gmtime(void **state)
{
  (void)state;
  for (int64_t day = -200000; day < 100000; day += 1) {
    time_t seconds = (time_t)(day * 86400 + 86399);
    struct tm expected;
    gmtime_r(&seconds, &expected);
    DateTime time = {.seconds = seconds, .set = true};
    DateParts parts;
    datetime_parts(&time, &parts);
    if (parts.year != expected.tm_year + 1900 || parts.month != expected.tm_mon + 1 ||
        parts.day != expected.tm_mday || parts.hour != 23 || parts.second != 59 ||
        parts.weekday != expected.tm_wday || parts.yearday != expected.tm_yday + 1)
      fail_msg("day %lld", (long long)day);
    DateTime back;
    if (parts.year < 1)
      continue;
    assert_true(datetime_from_parts(&parts, 0, &back));
    assert_int_equal(back.seconds, seconds);
  }
}

static void test_rfc3339(void **state)
{
  (void)state;
  g_autoptr(GString) out = g_string_new(NULL);
  DateTime time = {.seconds = 1714972089, .offset = 120, .set = true};
  datetime_rfc3339(&time, out);
  assert_string_equal(out->str, "2024-05-06T07:08:09+02:00");
  g_string_truncate(out, 0);
  time.offset = -30;
  datetime_rfc3339(&time, out);
  assert_string_equal(out->str, "2024-05-06T04:38:09-00:30");
  g_string_truncate(out, 0);
  time.offset = 0;
  datetime_rfc3339(&time, out);
  assert_string_equal(out->str, "2024-05-06T05:08:09Z");
  g_string_truncate(out, 0);
  DateTime none = {0};
  datetime_rfc3339(&none, out);
  assert_string_equal(out->str, "");
}

static void test_http(void **state)
{
  (void)state;
  g_autoptr(GString) out = g_string_new(NULL);
  datetime_http(784111777, out); /* the example of RFC 9110, 5.6.7 */
  assert_string_equal(out->str, "Sun, 06 Nov 1994 08:49:37 GMT");
}

/* All conversions on the days around each turn of the year (where ISO weeks go
 * wrong), against the C library in its C locale. */
static void test_format_agrees_with_strftime(void **state)
{
  (void)state;
  static const char format[] = "%a|%A|%b|%B|%c|%C|%d|%D|%e|%F|%g|%G|%h|%H|%I|%j|%k|%l|%m|%M|%n|"
                               "%p|%P|%r|%R|%s|%S|%t|%T|%u|%U|%V|%w|%W|%x|%X|%y|%Y|%%|%-d|%-m|"
                               "%_d|%-I|%^a|%^B|%-j|%0e";
  /* By a pointer, since compilers warn of formats with two digits of a year. */
  size_t (*library)(char *, size_t, const char *, const struct tm *) = strftime;
  for (int year = 1990; year < 2040; year++) {
    for (int shift = -5; shift < 6; shift++) {
      DateParts parts = {.year = year, .month = 1, .day = 1, .hour = (shift + 5) * 2};
      DateTime time;
      assert_true(datetime_from_parts(&parts, 0, &time));
      time.seconds += shift * 86400;
      g_autoptr(GString) out = g_string_new(NULL);
      assert_true(datetime_format(&time, format, NULL, out));
      char expected[1000];
      time_t seconds = (time_t)time.seconds;
      struct tm broken;
      gmtime_r(&seconds, &broken);
      assert_true(library(expected, sizeof expected, format, &broken) > 0);
      assert_string_equal(out->str, expected);
    }
  }
}

static void check_format(const char *format, int offset, const char *expected)
{
  g_autoptr(GString) out = g_string_new(NULL);
  DateTime time = {.seconds = 1714972089, .offset = (int16_t)offset, .set = true};
  assert_true(datetime_format(&time, format, NULL, out));
  assert_string_equal(out->str, expected);
}

static void test_format_zones(void **state)
{
  (void)state;
  check_format("%z", 0, "+0000");
  check_format("%z", -210, "-0330");
  check_format("%:z", 120, "+02:00");
  check_format("%Z", 0, "UTC");
  check_format("%H", 120, "07");
}

static void test_format_refuses(void **state)
{
  (void)state;
  DateTime time = {.seconds = 0, .set = true};
  const char *const bad[] = {"%", "%Q", "a%-", "%é", "%:x"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    assert_false(datetime_format(&time, bad[i], NULL, out));
  }
}

static void test_format_names(void **state)
{
  (void)state;
  DateNames names = {
      .days = {"So", "Montag", "Di", "Mi", "Do", "Fr", "Sa"},
      .short_days = {"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
      .months = {"J", "F", "M", "A", "Mai", "J", "J", "A", "S", "O", "N", "D"},
      .short_months = {"1", "2", "3", "4", "Mä", "6", "7", "8", "9", "10", "11", "12"},
  };
  g_autoptr(GString) out = g_string_new(NULL);
  DateTime time = {.seconds = 1714972089, .set = true};
  assert_true(datetime_format(&time, "%A, %-d. %B (%a, %^b)", &names, out));
  assert_string_equal(out->str, "Montag, 6. Mai (Mo, MÄ)");
  g_string_truncate(out, 0);
  assert_true(datetime_format(&time, "%OB %^OB", &names, out));
  assert_string_equal(out->str, "Mai MAI"); /* no other name: that of %B */
  names.alone_months[4] = "Wonnemond";
  g_string_truncate(out, 0);
  assert_true(datetime_format(&time, "%B %OB", &names, out));
  assert_string_equal(out->str, "Mai Wonnemond");
  assert_false(datetime_format(&time, "%Od", &names, out));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_accepted),
      cmocka_unit_test(test_other_forms),
      cmocka_unit_test(test_zone),
      cmocka_unit_test(test_missing_database),
      cmocka_unit_test(test_default_offset),
      cmocka_unit_test(test_refused),
      cmocka_unit_test(test_parts_agree_with_gmtime),
      cmocka_unit_test(test_rfc3339),
      cmocka_unit_test(test_http),
      cmocka_unit_test(test_format_agrees_with_strftime),
      cmocka_unit_test(test_format_zones),
      cmocka_unit_test(test_format_refuses),
      cmocka_unit_test(test_format_names),
  };
  return cmocka_run_group_tests_name("datetime", tests, NULL, NULL);
}
