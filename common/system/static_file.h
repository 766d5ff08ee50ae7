/* static_file.h - which file of a folder answers a URL, and how (RFC 9110).
 *
 * A pure function from the facts of a request to the description of an answer;
 * it knows no HTTP library. GET and HEAD are the same here: who sends leaves the
 * body out.
 *
 *     StaticFileAnswer answer;
 *     static_file_find("/srv/site/public", &request, arena, &answer);
 *     … send answer.status, its headers, `length` bytes of `fd` from `offset`
 *     close(answer.fd)          // when it is not -1
 *
 * The path is decoded here, segment by segment. Nothing outside the root can
 * answer: "." and ".." are refused, names that begin with a dot are not served
 * (but .well-known is), and no symbolic link below the root is followed. The
 * root itself may be one, and is looked up anew for each request, so that a site
 * can be replaced as a whole.
 *
 * A folder is answered by its index.html, and redirected to with a slash at its
 * end. What is not there is answered with status 404 by the 404.html of its first folder
 * (a language's, "/en/"), else by the root's.
 */
#ifndef SENF_COMMON_SYSTEM_STATIC_FILE_H
#define SENF_COMMON_SYSTEM_STATIC_FILE_H

#include "common/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct StaticFileRequest {
  const char *path;  /* encoded, begins with '/', without the query */
  const char *query; /* kept in redirects; "" or NULL: none */
  /* Headers, or NULL. */
  const char *if_none_match, *if_modified_since, *range, *if_range;
} StaticFileRequest;

typedef struct StaticFileAnswer {
  int status;              /* 200 206 301 304 404 416; 500: *problem says what failed */
  const char *location;    /* 301: a path, encoded */
  const char *type;        /* Content-Type; NULL where there is no body */
  const char *etag;        /* quoted, strong; or NULL */
  const char *modified;    /* HTTP-date, or NULL */
  const char *cache;       /* Cache-Control; NULL: none */
  const char *range;       /* Content-Range; 206 and 416 */
  bool accepts_ranges;     /* Accept-Ranges: bytes */
  int fd;                  /* -1: no body (also 404 without a 404.html) */
  uint64_t offset, length; /* of the body */
  const char *problem;
} StaticFileAnswer;

void static_file_find(const char *root, const StaticFileRequest *request, Arena *arena,
                      StaticFileAnswer *answer);

/* "text/html; charset=utf-8"; by the file's extension, else
 * application/octet-stream. */
const char *static_file_type(const char *name);
/* True for "style.1a2b3c4d.css": a name that changes with its content. */
bool static_file_is_fingerprinted(const char *name);

#endif
