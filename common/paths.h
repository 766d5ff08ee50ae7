/* paths.h - relative paths that cannot leave their root.
 *
 * A clean path is relative, uses '/', is UTF-8 without control characters, and
 * has no empty, "." or ".." segment. Whatever comes from content, from settings
 * or from a URL becomes clean before it touches the file system.
 */
#ifndef SENF_COMMON_PATHS_H
#define SENF_COMMON_PATHS_H

#include <glib.h>
#include <stdbool.h>

/* True when `path` is clean as it stands. */
bool path_is_clean(const char *path);
/* Fold "//", "." and ".." as far as they stay inside; NULL when the path would
 * leave its root, is absolute or holds forbidden bytes. "" for the root itself.
 * g_free it. */
char *path_clean(const char *path);
/* `relative` as seen from the folder of `from` (both relative to the root),
 * cleaned: ("posts/a.md", "../img/x.png") gives "img/x.png". NULL as above. */
char *path_resolve(const char *from, const char *relative);

/* A file name's parts, pointing into `path`. */
const char *path_base(const char *path);      /* after the last '/' */
const char *path_extension(const char *path); /* after the last '.' of the base, or "" */

// Shell-like match, `**` over any depth: "posts/**.md", "static/**"; `*`, `?`
// and `[a-z]` stay within one segment.
bool path_match(const char *pattern, const char *path);

#endif
