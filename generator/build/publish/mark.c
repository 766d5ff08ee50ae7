/* mark.c - the file that says what an output folder holds. */
#include "generator/build/publish/mark.h"

#include "generator/build/publish/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MARK_LENGTH = 17 }; /* 16 digits, end of line */

static void mark_format(int64_t value, char out[MARK_LENGTH + 1])
{
  snprintf(out, MARK_LENGTH + 1, "%016" G_GINT64_MODIFIER "x\n", (guint64)value);
}

static bool mark_equals(Record *record, const char *key, const char *text)
{
  char recorded[MARK_LENGTH + 1];
  mark_format(record_meta_int(record, key, 0), recorded);
  return strcmp(recorded, text) == 0;
}

MarkState mark_state(Record *record, const char *output)
{
  g_autofree char *path = g_build_filename(output, PUBLISH_MARK, NULL);
  char text[MARK_LENGTH + 2];
  int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0)
    close(file);
  if (length != MARK_LENGTH)
    return MARK_MISSING;
  text[length] = '\0';
  return mark_equals(record, "mark", text)          ? MARK_SAME
         : mark_equals(record, "mark before", text) ? MARK_BEFORE
                                                    : MARK_OTHER;
}

static bool mark_fail(const char *what, const char *output, int number, Error **error)
{
  error_set_errno(error, number, "can't %s '%s/" PUBLISH_MARK "'", what, output);
  publish_hint(number, error);
  return false;
}

bool mark_begin(const char *output, int folder, Error **error)
{
  return unlinkat(folder, PUBLISH_MARK, 0) == 0 || errno == ENOENT ||
         mark_fail("remove", output, errno, error);
}

bool mark_end(Record *record, const char *output, int folder, Error **error)
{
  char text[MARK_LENGTH + 1];
  mark_format(record_meta_int(record, "mark", 0), text);
  int file = openat(folder, PUBLISH_MARK, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  int number = file < 0 ? errno : 0;
  if (file >= 0) {
    ssize_t written = write(file, text, MARK_LENGTH);
    number = written == MARK_LENGTH ? 0 : written < 0 ? errno : ENOSPC;
    if (close(file) < 0 && errno != EINTR && number == 0)
      number = errno;
  }
  return number == 0 || mark_fail("write", output, number, error);
}

Digest mark_of_file(const OutputRow *row)
{
  return digest_mix(digest_text(row->path), digest_mix(row->hash, (Digest)row->size));
}
