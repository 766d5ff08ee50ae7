/* fields.h - names and values: a request's headers, query, form and cookies.
 *
 * In the order in which they came. Strings are NUL-terminated, hold no other
 * NUL, and live in the request's arena. Names of headers are compared without
 * regard to ASCII case, all others exactly.
 */
#ifndef SENF_COMMENT_SERVER_HTTP_FIELDS_H
#define SENF_COMMENT_SERVER_HTTP_FIELDS_H

#include "common/arena.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct HttpField {
  const char *name;
  const char *value;
  size_t length; /* of the value */
} HttpField;

typedef struct HttpFields {
  HttpField *items;
  size_t count, capacity;
} HttpFields;

/* The strings are not copied. */
void http_fields_add(HttpFields *fields, Arena *arena, const char *name, const char *value,
                     size_t length);
/* The first of that name, or NULL. */
const char *http_fields_get(const HttpFields *fields, const char *name);
const char *http_fields_header(const HttpFields *fields, const char *name);
/* How many there are of that header. */
size_t http_fields_count_header(const HttpFields *fields, const char *name);

typedef enum HttpDecode {
  HTTP_DECODED,
  HTTP_DECODE_MALFORMED, /* a broken '%', %00, or a NUL */
  HTTP_DECODE_NOT_UTF8,
  HTTP_DECODE_DUPLICATE, /* the same name twice */
  HTTP_DECODE_TOO_MANY,
} HttpDecode;

enum { HTTP_FIELDS_MAX = 64 };

/* application/x-www-form-urlencoded, as forms and queries use it: adds to
 * `fields`. Names occur once; more than HTTP_FIELDS_MAX are refused. */
HttpDecode http_fields_decode(HttpFields *fields, Arena *arena, const char *text, size_t length);

/* The Cookie header (RFC 6265, 5.4): pairs that are none are left out. */
void http_fields_cookies(HttpFields *fields, Arena *arena, const char *header);

#endif
