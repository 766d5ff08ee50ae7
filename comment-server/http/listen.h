/* listen.h - the listening socket.
 *
 * "127.0.0.1:8080", "[::1]:8080", "localhost:8080", "*:8080" (all addresses),
 * or "unix:/run/senf/comments.socket". Port 0 lets the kernel choose.
 */
#ifndef SENF_COMMENT_SERVER_HTTP_LISTEN_H
#define SENF_COMMENT_SERVER_HTTP_LISTEN_H

#include "common/error.h"

#include <stdbool.h>

typedef struct Listener {
  int fd;
  bool is_unix;
  char *path; /* of a Unix socket; removed by listener_close */
  char *url;  /* "http://127.0.0.1:43211" with the real port; "unix:/path" */
} Listener;

/* A taken port, a missing right and a wrong address each get their own hint. A
 * Unix socket that nobody listens on any more is replaced; its mode is 0660. */
bool listener_open(Listener *listener, const char *address, Error **error);
void listener_close(Listener *listener);

#endif
