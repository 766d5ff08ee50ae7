/* links.h - what a link in a page means within the site.
 *
 * A link is resolved against the file that it stands in: "other.md", "../img/x.png",
 * "/posts/a.md" (from the root of the source). What it names is a page (then its
 * URL follows that page wherever it moves), a file that is published, or a path of
 * the site's URLs, which is left as it is with the base path before it.
 */
#ifndef SENF_GENERATOR_MODEL_SITE_LINKS_H
#define SENF_GENERATOR_MODEL_SITE_LINKS_H

#include "generator/model/site/site.h"

#include <glib.h>

/* The source path that a target names ("posts/a.md"), with what follows it ("?q#f").
 * NULL when the target names no path of the source (an absolute URL path without a
 * source file's look, "#f"). g_free it. */
char *link_source_path(const char *from, const char *target, char **suffix);

/* The source paths that a target may name, the likeliest first: as link_source_path has it;
 * for Zola's "@/a.md" and Hugo's "/a.md" below the folders that hold the posts and pages;
 * for "/x.png" the file that is published so. Of char *; NULL: it names none.
 * g_ptr_array_unref it, g_free the suffix. */
GPtrArray *link_candidates(const Settings *settings, const char *from, const char *target,
                           char **suffix);

/* Where a file of the source that is no page is published: "img/x.svg" for
 * "static/img/x.svg", "posts/x.svg" for "posts/x.svg" and "content/posts/x.svg"; NULL:
 * nowhere. g_free it. */
char *file_output(const Settings *settings, const char *path);

/* ".html" or ".htm". */
bool file_is_html(const char *path);
/* Whether a file of the source is a page, by where it stands and its extension (.md,
 * .markdown, .mdx; with Settings.html_posts also .html among the posts), and which kind. */
bool file_is_page(const Settings *settings, const char *path, PageKind *kind);

/* The URL path for a source path: a page's URL, or a published file's when
 * `is_file` says that it exists. NULL when there is neither. In `arena`. */
const char *link_url(Site *site, const char *source_path, bool is_file, Arena *arena);

/* A target that names nothing of the source: with the base path when it begins with
 * '/', else as it is. In `arena`. */
const char *link_as_written(const Site *site, const char *target, Arena *arena);

#endif
