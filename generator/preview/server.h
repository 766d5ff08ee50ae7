/* server.h - the preview's web server: loopback only, with live reload.
 *
 * Serves a folder as any static server would (common/static_file.h), adds the theme's
 * preview/inject.html to HTML pages, and tells open pages through server-sent events
 * (WHATWG HTML, section 9.2) when to reload or what went wrong.
 */
#ifndef SENF_GENERATOR_PREVIEW_SERVER_H
#define SENF_GENERATOR_PREVIEW_SERVER_H

#include "common/error.h"

#include <stdint.h>

typedef struct PreviewServer PreviewServer;

/* `port` 0 lets the kernel choose. `root` may be filled later. */
PreviewServer *preview_server_start(const char *root, int64_t port, Error **error);
int preview_server_port(const PreviewServer *server);
/* All pages reload. */
void preview_server_reload(PreviewServer *server);
/* All pages show `text`; NULL: they take away what they showed. */
void preview_server_problem(PreviewServer *server, const char *text);
/* Ends open connections and waits for them. */
void preview_server_stop(PreviewServer *server);

#endif
