#include "common/system/log.h"

#include "common/escape.h"
#include "common/time/datetime.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

struct Log {
  int descriptor;
  LogLevel least;
  const Clock *clock;
  pthread_mutex_t lock; /* a line that is written in two parts stays whole */
};

Log *log_new(int descriptor, LogLevel least, const Clock *clock)
{
  Log *log = g_new0(Log, 1);
  log->descriptor = descriptor;
  log->least = least;
  log->clock = clock;
  pthread_mutex_init(&log->lock, NULL);
  return log;
}

void log_free(Log *log)
{
  if (!log)
    return;
  pthread_mutex_destroy(&log->lock);
  g_free(log);
}

static const char *level_name(LogLevel level)
{
  static const char *const names[] = {"debug", "info", "warn", "error"};
  return names[level];
}

static void put_value(GString *line, const char *value)
{
  bool quoted = !*value || strpbrk(value, " =\"\\");
  if (quoted)
    g_string_append_c(line, '"');
  escape_log(line, value, strlen(value));
  if (quoted)
    g_string_append_c(line, '"');
}

static void put_time(GString *line, const Clock *clock)
{
  DateTime now = {.seconds = clock_now(clock) / 1000000, .set = true, .has_time = true};
  datetime_rfc3339(&now, line);
}

/* A log that can't be written must not stop the server. */
static void write_line(Log *log, const GString *line)
{
  pthread_mutex_lock(&log->lock);
  for (size_t done = 0; done < line->len;) {
    ssize_t put = write(log->descriptor, line->str + done, line->len - done);
    if (put < 0 && errno != EINTR)
      break;
    done += put > 0 ? (size_t)put : 0;
  }
  pthread_mutex_unlock(&log->lock);
}

void log_event(Log *log, LogLevel level, const char *event, ...)
{
  if (!log || level < log->least)
    return;
  g_autoptr(GString) line = g_string_new(NULL);
  put_time(line, log->clock);
  g_string_append_printf(line, " level=%s event=", level_name(level));
  put_value(line, event);
  va_list pairs;
  va_start(pairs, event);
  for (const char *name; (name = va_arg(pairs, const char *));) {
    const char *value = va_arg(pairs, const char *);
    g_string_append_printf(line, " %s=", name);
    put_value(line, value ? value : "");
  }
  va_end(pairs);
  g_string_append_c(line, '\n');
  write_line(log, line);
}
