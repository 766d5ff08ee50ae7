/* head.h - the request's head, checked as strictly as a proxy in front must
 * expect (RFC 9112): whatever two programs could read differently is refused.
 *
 * libmicrohttpd 0.9.75 takes bare LF for a line's end, cuts values at a NUL,
 * allows a space before a header's colon, folded lines, and Content-Length
 * beside Transfer-Encoding. It parses in place: of the bytes that the client
 * sent only CR, LF, the first colon of a line and the spaces of the request line
 * have become NULs when a handler is called for the first time. http_head_check
 * reads these bytes once more. (Later versions refuse all that themselves, see
 * server.c.)
 */
#ifndef SENF_COMMENT_SERVER_HTTP_HEAD_H
#define SENF_COMMENT_SERVER_HTTP_HEAD_H

#include "comment-server/http/fields.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `head` is the request's head in libmicrohttpd's buffer, from the method to the
 * empty line. Fills `headers` with copies, values trimmed. False when a line is
 * anything but "name: value CR LF". */
bool http_head_check(const char *head, size_t length, const char *method, const char *target,
                     const char *version, HttpFields *headers, Arena *arena);

typedef enum HttpFraming {
  HTTP_FRAMING_GOOD,
  HTTP_FRAMING_MALFORMED, /* contradictory or repeated; Host missing: 400 */
  HTTP_FRAMING_CHUNKED,   /* Transfer-Encoding alone: 411 */
} HttpFraming;

/* What the headers say about the body. Each of Host, Content-Length,
 * Transfer-Encoding, Content-Type may come once. */
HttpFraming http_head_framing(const HttpFields *headers, const char *version, uint64_t *length);

#endif
