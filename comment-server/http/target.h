/* target.h - the request's target as it stood on the wire (RFC 9112, 3.2).
 *
 * libmicrohttpd decodes the path before its users see it: %2F becomes a slash
 * and %00 ends the string. So the raw target is taken and split here; routes
 * compare segments that were decoded one by one, and static files keep the
 * encoded path.
 */
#ifndef SENF_COMMENT_SERVER_HTTP_TARGET_H
#define SENF_COMMENT_SERVER_HTTP_TARGET_H

#include "comment-server/http/fields.h"
#include "common/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum { HTTP_SEGMENTS_MAX = 32 };

typedef struct HttpTarget {
  const char *path;      /* encoded, begins with '/' */
  const char *query;     /* encoded, without the '?'; "" when there is none */
  const char **segments; /* decoded; "/a/b/" has "a", "b", "" */
  size_t segment_count;  /* HTTP_SEGMENTS_MAX + 1: too many, and none is decoded */
  HttpFields arguments;  /* the query, decoded */
} HttpTarget;

/* False for a target that is no path (nor an http URL), holds bytes that must be
 * encoded, a broken '%', %00, bytes that are no UTF-8, or a "." or ".." segment,
 * and for a query that is no urlencoded UTF-8. */
bool http_target_parse(HttpTarget *target, Arena *arena, const char *raw);

#endif
