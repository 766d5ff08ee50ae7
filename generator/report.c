/* report.c - an Error as JSON. */
#include "generator/report.h"

#include <stdio.h>
#include <stdlib.h>

json_t *report_json(const Error *finding)
{
  json_t *entry = json_pack("{s:s}", "message", finding->what);
  if (finding->file)
    json_object_set_new(entry, "file", json_string(finding->file));
  if (finding->line)
    json_object_set_new(entry, "line", json_integer(finding->line));
  if (finding->column)
    json_object_set_new(entry, "column", json_integer(finding->column));
  if (finding->hint)
    json_object_set_new(entry, "hint", json_string(finding->hint));
  return entry;
}

void report_print(json_t *value)
{
  char *text = json_dumps(value, JSON_COMPACT);
  puts(text);
  free(text);
  json_decref(value);
}
