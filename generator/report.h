/* report.h - findings as a command prints them. */
#ifndef SENF_GENERATOR_REPORT_H
#define SENF_GENERATOR_REPORT_H

#include "common/error.h"

#include <jansson.h>

/* {"message", "file", "line", "column", "hint"}: what of it there is. */
json_t *report_json(const Error *finding);

/* Print a JSON value on a line of its own, and release it. */
void report_print(json_t *value);

#endif
