/* source.h - places in a template's text, for messages (internal). */
#ifndef SENF_COMMON_TEMPLATE_PARSE_SOURCE_H
#define SENF_COMMON_TEMPLATE_PARSE_SOURCE_H

#include "common/error.h"

#include <glib.h>
#include <stddef.h>

typedef struct Source {
  const char *path; /* as messages name it */
  const char *text;
  size_t length;
} Source;

/* Line and column, from 1, of a byte; columns count characters. */
void source_place(const Source *source, size_t offset, int *line, int *column);
/* ERROR_SITE at a byte, with the line for the caret. */
void source_error(Error **error, const Source *source, size_t offset, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* Give a known error this place, if it has none yet. */
void source_locate(Error **error, const Source *source, size_t offset);

#endif
