#include "common/template/parse/source.h"

#include "common/template/run/text.h"

#include <stdarg.h>

void source_place(const Source *source, size_t offset, int *line, int *column)
{
  size_t start = 0;
  *line = 1;
  if (offset > source->length)
    offset = source->length;
  for (size_t i = 0; i < offset; i++)
    if (source->text[i] == '\n') {
      ++*line;
      start = i + 1;
    }
  *column = (int)text_count(source->text + start, offset - start) + 1;
}

void source_locate(Error **error, const Source *source, size_t offset)
{
  if (error == NULL || *error == NULL || (*error)->line > 0)
    return;
  int line, column;
  source_place(source, offset, &line, &column);
  error_at(error, source->path, line, column);
  error_source(error, source->text, source->length);
}

void source_error(Error **error, const Source *source, size_t offset, const char *format, ...)
{
  if (error == NULL || *error != NULL)
    return;
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  error_set(error, ERROR_SITE, "%s", what);
  source_locate(error, source, offset);
}
