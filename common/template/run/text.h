/* text.h - UTF-8 as Python sees strings: by code point.
 *
 * Templates count, cut and change text in code points; these helpers find them
 * in the bytes. Input is valid UTF-8 (the loader and the JSON reader check it);
 * a broken sequence is never read past `end`, but as how many code points it
 * counts is not said.
 */
#ifndef SENF_COMMON_TEMPLATE_RUN_TEXT_H
#define SENF_COMMON_TEMPLATE_RUN_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

bool text_is_ascii(const char *text, size_t length);
/* Code points in the text. */
size_t text_count(const char *text, size_t length);
/* The byte at which code point `index` begins; `length` when there are fewer. */
size_t text_offset(const char *text, size_t length, size_t index);
/* Bytes of the code point at `p` (at least 1, at most end - p). */
size_t text_width(const char *p, const char *end);
/* The code point at *p, which moves on. */
gunichar text_next(const char **p, const char *end);
/* The last code point before *p, which moves back; not before `start`. */
gunichar text_previous(const char *start, const char **p);

/* str.isspace() of Python for one code point; `\s` of its regular expressions. */
bool text_is_space(gunichar c);
/* Ends a line in str.splitlines(). */
bool text_is_line_end(gunichar c);
/* `\w` of Python's regular expressions. */
bool text_is_word(gunichar c);
/* May begin a name, may continue one. */
bool text_is_name_start(gunichar c);
bool text_is_name(gunichar c);

/* The text without white space at its end; at both ends. */
size_t text_strip_end(const char *text, size_t length);
void text_strip(const char **text, size_t *length);

/* The first place of `needle` at or after `from`, or -1. */
ptrdiff_t text_find(const char *text, size_t length, const char *needle, size_t needle_length,
                    size_t from);
ptrdiff_t text_find_last(const char *text, size_t length, const char *needle, size_t needle_length);

#endif
