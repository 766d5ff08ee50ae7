/* arithmetic.h - the parts of arithmetic that work on text (internal). */
#ifndef SENF_COMMON_TEMPLATE_RUN_ARITHMETIC_H
#define SENF_COMMON_TEMPLATE_RUN_ARITHMETIC_H

#include "common/template/run/run.h"

/* text % arguments: printf-style formatting; `arguments` is a tuple, a map or one
 * value. Markup escapes what it takes in. */
bool format_percent(TemplateRun *run, Value format, Value arguments, Value *out);
/* text.format(…) */
bool format_braces(TemplateRun *run, Value format, const Arguments *arguments, Value *out);
/* Append `value` as the format specification of Python says ("{:>8.2f}"). */
bool format_value(TemplateRun *run, Value value, const char *spec, size_t length);

/* x * times for text, lists and tuples. */
bool value_repeat(TemplateRun *run, Value value, int64_t times, Value *out);
bool value_join(TemplateRun *run, Value a, Value b, Value *out);

#endif
