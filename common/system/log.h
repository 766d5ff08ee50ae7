/* log.h - one event, one line, for the person who runs the server.
 *
 * "2024-05-06T07:08:09Z level=info event=comment_stored page=/a/ ms=3": logfmt,
 * to one descriptor, whole lines, from any thread. Values are escaped
 * (escape_log) and quoted where they hold spaces.
 */
#ifndef SENF_COMMON_SYSTEM_LOG_H
#define SENF_COMMON_SYSTEM_LOG_H

#include "common/time/clock.h"

#include <glib.h>
#include <stdbool.h>

typedef enum LogLevel { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR } LogLevel;

typedef struct Log Log;

Log *log_new(int descriptor, LogLevel least, const Clock *clock);
void log_free(Log *log);
/* Pairs of names and values, ended by NULL:
 *     log_event(log, LOG_INFO, "build", "status", "0", "ms", ms_text, NULL); */
void log_event(Log *log, LogLevel level, const char *event, ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Log, log_free)

#endif
