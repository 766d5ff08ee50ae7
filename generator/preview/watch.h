/* watch.h - tell when something below a folder changes, and what (inotify).
 *
 * Folders that are made later are watched too. Names in `skip` (relative to the root)
 * and ".git/objects" are not looked into.
 *
 *     watch = watch_open(root, skip, &error);
 *     look at everything
 *     while (watch_wait(watch, …) == WATCH_CHANGED)
 *       look at watch_paths(watch), or at everything when that is NULL
 */
#ifndef SENF_GENERATOR_PREVIEW_WATCH_H
#define SENF_GENERATOR_PREVIEW_WATCH_H

#include "common/error.h"

typedef struct Watch Watch;

Watch *watch_open(const char *root, const char *const *skip, Error **error);
void watch_close(Watch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Watch, watch_close)

typedef enum WatchAnswer { WATCH_CHANGED, WATCH_IDLE, WATCH_STOPPED, WATCH_FAILED } WatchAnswer;

/* Whether something has changed that watch_wait will tell. From any thread. */
bool watch_pending(const Watch *watch);

/* Wait until something changed, or until `stop` becomes readable. When all that happened is
 * that files were written and closed, or put in the place of others, that is all; else until
 * nothing happened for a moment (an editor saves in several steps). `idle_ms` (or -1): answer
 * WATCH_IDLE when so long nothing happens.
 * `changed`: something has, so only wait until nothing more does. */
WatchAnswer watch_wait(Watch *watch, bool changed, int idle_ms, int stop, Error **error);

/* The files that changed since the last call, of char *, relative to the root; all of them.
 * NULL: folders did, or events were lost, so that anything may have. g_ptr_array_unref. */
GPtrArray *watch_paths(Watch *watch);

#endif
