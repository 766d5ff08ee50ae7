/* strings.h - work on strings that filters and methods share (internal). */
#ifndef SENF_COMMON_TEMPLATE_CHECK_STRINGS_H
#define SENF_COMMON_TEMPLATE_CHECK_STRINGS_H

#include "common/template/run/run.h"

/* An argument that must be text; `fallback` when it is missing (NULL: none). */
bool argument_text(TemplateRun *run, Value value, const char *name, const char *fallback,
                   Value *out);

/* text.replace(old, new, count); count < 0: all. Keeps text's safety. */
bool text_replace(TemplateRun *run, Value text, Value old, Value new, int64_t count, Value *out);
/* separator.join(items): with `escape`, everything is escaped and the result is
 * markup. */
bool text_join(TemplateRun *run, Value separator, Value items, bool escape, Value *out);
/* str.strip(chars) at the start, at the end; `chars` missing or none: white space. */
bool text_strip_chars(TemplateRun *run, Value text, Value chars, bool start, bool end, Value *out);
/* str.splitlines() */
bool text_lines(TemplateRun *run, Value text, bool keep_ends, Value *out);
/* Fill up to `width` characters. */
bool text_pad(TemplateRun *run, Value text, int64_t left, int64_t right, const char *fill,
              size_t fill_length, Value *out);
/* str.center(width) */
bool text_center(TemplateRun *run, Value text, int64_t width, const char *fill, size_t fill_length,
                 Value *out);
/* The part between two bytes, as safe as the text. */
Value text_part(Value text, size_t from, size_t to);

#endif
