/* number.h - numbers as Python writes and reads them (internal). */
#ifndef SENF_COMMON_TEMPLATE_RUN_NUMBER_H
#define SENF_COMMON_TEMPLATE_RUN_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  NUMBER_DIGITS = 66, /* room for any 64 bits */
  NUMBER_TEXT = 400,  /* room for any number in any notation used here */
};

/* repr(float): the shortest digits that read back as the same number. */
size_t float_text(double real, char out[NUMBER_TEXT]);
/* '%.*f' and friends with '.' as the point whatever the locale; `out` is cut off
 * at NUMBER_TEXT. `kind` is one of "eEfFgG". */
size_t float_format(double real, char kind, int precision, bool alternate, char out[NUMBER_TEXT]);
size_t int_text(int64_t integer, char out[NUMBER_TEXT]);
/* Digits of a non-negative number in a base from 2 to 16. */
size_t digits_text(uint64_t number, int base, bool upper, char *out);
/* int(text, base) and float(text): false where Python raises a ValueError.
 * *large: it is a number, but beyond 64 bits. */
bool int_parse(const char *text, size_t length, int base, int64_t *out, bool *large);
bool float_parse(const char *text, size_t length, double *out);
/* round(real, digits) of Python: half to even, on the decimal digits. */
double float_round(double real, int digits);

#endif
