#include "common/template/run/number.h"

#include "common/template/run/text.h"

#include <glib.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

size_t float_format(double real, char kind, int precision, bool alternate, char out[NUMBER_TEXT])
{
  char format[16];
  snprintf(format, sizeof format, "%%%s.%d%c", alternate ? "#" : "", precision, kind);
  g_ascii_formatd(out, NUMBER_TEXT, format, real);
  return strlen(out);
}

static size_t special_text(double real, char out[NUMBER_TEXT])
{
  g_strlcpy(out, isnan(real) ? "nan" : real < 0 ? "-inf" : "inf", NUMBER_TEXT);
  return strlen(out);
}

/* Digits and decimal exponent ("d.ddd" times ten to it) of the shortest number
 * that reads back the same. */
static int shortest(double real, char digits[32], int *exponent)
{
  char text[NUMBER_TEXT];
  for (int precision = 0; precision < 17; precision++) {
    float_format(real, 'e', precision, false, text);
    if (g_ascii_strtod(text, NULL) == real)
      break;
  }
  int count = 0;
  const char *p = text;
  for (; *p != 'e'; p++)
    if (g_ascii_isdigit(*p))
      digits[count++] = *p;
  *exponent = (int)g_ascii_strtoll(p + 1, NULL, 10);
  while (count > 1 && digits[count - 1] == '0')
    count--;
  digits[count] = '\0';
  return count;
}

size_t float_text(double real, char out[NUMBER_TEXT])
{
  if (!isfinite(real))
    return special_text(real, out);
  char digits[32];
  int exponent, count = shortest(fabs(real), digits, &exponent);
  char *p = out;
  if (signbit(real))
    *p++ = '-';
  if (exponent < -4 || exponent >= 16) {
    *p++ = digits[0];
    if (count > 1)
      *p++ = '.';
    p += snprintf(p, 48, "%se%c%02d", digits + 1, exponent < 0 ? '-' : '+', ABS(exponent));
  } else if (exponent < 0) {
    p += snprintf(p, 48, "0.%.*s%s", -exponent - 1, "0000", digits);
  } else if (count <= exponent + 1) {
    p += snprintf(p, 48, "%s%.*s.0", digits, exponent + 1 - count, "0000000000000000");
  } else {
    p += snprintf(p, 48, "%.*s.%s", exponent + 1, digits, digits + exponent + 1);
  }
  return (size_t)(p - out);
}

size_t digits_text(uint64_t number, int base, bool upper, char *out)
{
  char reversed[64];
  size_t length = 0;
  do {
    reversed[length++] = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[number % (unsigned)base];
    number /= (unsigned)base;
  } while (number > 0);
  for (size_t i = 0; i < length; i++)
    out[i] = reversed[length - 1 - i];
  out[length] = '\0';
  return length;
}

size_t int_text(int64_t integer, char out[NUMBER_TEXT])
{
  if (integer >= 0)
    return digits_text((uint64_t)integer, 10, false, out);
  out[0] = '-';
  return 1 + digits_text(0 - (uint64_t)integer, 10, false, out + 1);
}

/* Digits of any script are digits: those beyond ASCII become ASCII. */
static char *ascii_digits(const char *text, size_t length, size_t *count)
{
  char *copy = g_malloc(length + 1), *to = copy;
  for (const char *p = text, *end = text + length, *next; p < end; p = next) {
    next = p + text_width(p, end);
    gunichar c = (unsigned char)*p < 0x80 ? 0 : g_utf8_get_char_validated(p, next - p);
    if (c != 0 && c < 0x110000 && g_unichar_isdigit(c))
      *to++ = (char)('0' + g_unichar_digit_value(c));
    else
      while (p < next)
        *to++ = *p++;
  }
  *count = (size_t)(to - copy);
  *to = '\0';
  return copy;
}

/* A copy without white space around and '_' between digits; NULL when '_' stands
 * elsewhere. g_free it. */
static char *number_copy(const char *text, size_t length)
{
  text_strip(&text, &length);
  g_autofree char *digits = ascii_digits(text, length, &length);
  char *copy = g_malloc(length + 1);
  text = digits;
  size_t count = 0;
  for (size_t i = 0; i < length; i++) {
    if (text[i] == '_' && i > 0 && i + 1 < length && g_ascii_isalnum(text[i - 1]) &&
        g_ascii_isalnum(text[i + 1]))
      continue;
    if (text[i] == '_' || text[i] == '\0') {
      g_free(copy);
      return NULL;
    }
    copy[count++] = text[i];
  }
  copy[count] = '\0';
  return copy;
}

/* The base of a prefix ("0x"), or 0. */
static int prefix_base(const char *digits)
{
  if (digits[0] != '0')
    return 0;
  char c = g_ascii_tolower(digits[1]);
  return c == 'b' ? 2 : c == 'o' ? 8 : c == 'x' ? 16 : 0;
}

bool int_parse(const char *text, size_t length, int base, int64_t *out, bool *large)
{
  g_autofree char *copy = number_copy(text, length);
  *large = false;
  if (copy == NULL)
    return false;
  const char *digits = copy + (*copy == '-' || *copy == '+');
  int prefix = prefix_base(digits);
  if (prefix != 0 && (base == prefix || base == 0)) {
    digits += 2;
    base = prefix;
  } else if (base == 0) {
    base = 10;
    if (digits[0] == '0' && strspn(digits, "0") != strlen(digits))
      return false;
  }
  if (base < 2 || base > 36 || !g_ascii_isalnum(*digits))
    return false;
  char *end;
  errno = 0;
  guint64 number = g_ascii_strtoull(digits, &end, (guint)base);
  if (*end != '\0')
    return false;
  bool negative = *copy == '-';
  *large = errno == ERANGE || number > (guint64)INT64_MAX + negative;
  *out = negative ? (int64_t)(0 - number) : (int64_t)number;
  return true;
}

bool float_parse(const char *text, size_t length, double *out)
{
  g_autofree char *copy = number_copy(text, length);
  if (copy == NULL)
    return false;
  const char *digits = copy + (*copy == '-' || *copy == '+');
  static const char *const words[] = {"inf", "infinity", "nan"};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_ascii_strcasecmp(digits, words[i]) == 0) {
      *out = i == 2 ? (double)NAN : *copy == '-' ? -INFINITY : INFINITY;
      return true;
    }
  if (!g_ascii_isdigit(digits[0]) && !(digits[0] == '.' && g_ascii_isdigit(digits[1])))
    return false;
  if (prefix_base(digits) == 16)
    return false;
  char *end;
  *out = g_ascii_strtod(copy, &end);
  return *end == '\0';
}

double float_round(double real, int digits)
{
  if (!isfinite(real) || digits > 323)
    return real;
  char text[NUMBER_TEXT];
  if (digits >= 0) {
    /* enough digits for any double would not fit: beyond 16 places after the
     * point of a large number there is nothing to round */
    if (fabs(real) >= 1e22)
      return real;
    float_format(real, 'f', digits, false, text);
    return g_ascii_strtod(text, NULL);
  }
  if (digits < -308)
    return 0.0 * real;
  double scale = pow(10, -digits), quotient = real / scale, rounded = round(quotient);
  if (fabs(quotient - rounded) == 0.5)
    rounded = 2.0 * round(quotient / 2.0);
  return rounded * scale;
}
