/* settings.h - the server's settings: one YAML file, read when it starts.
 *
 *     listen: 127.0.0.1:8080        # or unix:/run/senf/comments.socket; port 0: any
 *     base_url: https://example.org # as readers see it
 *     title: Our blog
 *     database: comments.db         # ours; made when it is not there
 *     build_db: .senf/build.db      # the generator's
 *     site: public                  # static files to serve, or nothing
 *     theme: senf                   # a name, or a folder
 *     lang: en                      # when a client likes none of the theme's
 *     rebuild:
 *       command: [senf, build, site.git, --output, public]
 *
 * All keys stand in the table in settings.c. Paths are relative to the file's
 * folder, and so is what the command names. An unknown key or a wrong value is
 * an error with its place (ERROR_USAGE).
 */
#ifndef SENF_COMMENT_SERVER_SETTINGS_H
#define SENF_COMMENT_SERVER_SETTINGS_H

#include "common/arena.h"
#include "common/error.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Settings {
  const char *directory; /* of the file */
  const char *listen, *base_url, *title, *lang;
  const char *database, *build_db;
  const char *site;                   /* NULL: static files are served by somebody else */
  const char *theme;                  /* a folder */
  int timezone_offset;                /* minutes */
  const char *const *trusted_proxies; /* NULL-ended, or NULL */
  int64_t levels;                     /* of threads */
  int64_t threads;                    /* that answer requests; 0: one a processor */
  int64_t session_hours;
  const char *metrics; /* "local", "public", "off" */
  const char *log;     /* "debug" … "error" */
  struct {
    const char *const *command; /* NULL: none */
    const char *directory;
    int64_t timeout; /* seconds */
  } rebuild;
  struct {
    int64_t comments_per_minute, comments_burst;
    int64_t previews_per_minute, previews_burst;
    int64_t logins_per_minute, logins_burst;
    int64_t connections, connections_per_address;
    int64_t body; /* bytes */
    int64_t head_seconds, body_seconds, answer_seconds, idle_seconds, drain_seconds;
  } limits; /* a rate of 0: no limit */
} Settings;

/* Strings live in `arena`. */
bool settings_load(const char *path, Arena *arena, Settings *settings, Error **error);

#endif
