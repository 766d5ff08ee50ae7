/* timezone_internal.h - between the files of timezone*.c. */
#ifndef SENF_COMMON_TIME_TIMEZONE_INTERNAL_H
#define SENF_COMMON_TIME_TIMEZONE_INTERNAL_H

#include "common/time/timezone.h"

/* The bytes of a TZif file into a zone; false when they are none. */
bool timezone_read_file(TimeZone *zone, Arena *arena, const unsigned char *bytes, size_t length);

/* "CET-1CEST,M3.5.0,M10.5.0/3": the last line of such a file. */
bool timezone_rule_parse(ZoneRule *rule, const char *text);
int timezone_rule_offset(const ZoneRule *rule, int64_t seconds);

#endif
