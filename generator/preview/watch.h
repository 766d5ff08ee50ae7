/* watch.h - tell when something below a folder changes (inotify).
 *
 * Folders that are made later are watched too. Names in `skip` (relative to the root)
 * and ".git/objects" are not looked into.
 */
#ifndef SENF_GENERATOR_PREVIEW_WATCH_H
#define SENF_GENERATOR_PREVIEW_WATCH_H

#include "common/error.h"

typedef struct Watch Watch;

Watch *watch_open(const char *root, const char *const *skip, Error **error);
void watch_close(Watch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Watch, watch_close)

typedef enum WatchAnswer { WATCH_CHANGED, WATCH_STOPPED, WATCH_FAILED } WatchAnswer;

/* Whether something has changed that watch_wait will tell. From any thread. */
bool watch_pending(const Watch *watch);

/* Wait until something changed and then nothing did for a moment (an editor writes a
 * file in several steps), or until `stop` becomes readable.
 * `changed`: something has, so only wait until nothing more does. */
WatchAnswer watch_wait(Watch *watch, bool changed, int stop, Error **error);

#endif
