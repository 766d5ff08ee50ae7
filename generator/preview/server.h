/* server.h - the preview's web server: loopback only, with live reload.
 *
 * Serves a folder as any static server would (common/system/static_file.h), adds the theme's
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
/* While a build goes on: whether an open page shows the file `path` of the folder; answer
 * with these bytes in its place (copied); reload the open pages of which there are such. */
bool preview_server_shows(PreviewServer *server, const char *path);
void preview_server_put(PreviewServer *server, const char *path, const char *bytes, size_t length);
void preview_server_reload_put(PreviewServer *server);
/* The folder is as it should be: what was put is forgotten, and all pages reload but those
 * that showed it. */
void preview_server_reload(PreviewServer *server);
/* What was put is forgotten: the build failed. */
void preview_server_forget(PreviewServer *server);
/* All pages show `text`; NULL: they take away what they showed. */
void preview_server_problem(PreviewServer *server, const char *text);
/* Ends open connections and waits for them. */
void preview_server_stop(PreviewServer *server);

#endif
