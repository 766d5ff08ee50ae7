/* short_way.h - the parts of a build that does not assemble the site.
 *
 * Between most builds little happens: comments were approved, or the text of a page was
 * edited, and pushed or saved in a folder. Then no list, no URL and no neighbour changed,
 * and the outputs that read what did change can be rendered from what the record kept: no
 * assembled site, no plan, and of a commit no listing of its files. The cost is that of
 * the change, however large the site is.
 *
 *     short_pages      the pages that commits or the folder changed  (short_pages.c)
 *     short_outputs    the outputs that read something that changed  (short_outputs.c)
 *
 * The site is a piecewise one (site_store.h). Whenever something turns up that only the
 * whole site can answer, the site is marked as incomplete (site_need_all), nothing is
 * published, and the build goes the long way. Both ways give the same bytes.
 */
#ifndef SENF_GENERATOR_BUILD_SHORT_SHORT_WAY_H
#define SENF_GENERATOR_BUILD_SHORT_SHORT_WAY_H

#include "generator/build/keep.h"

/* Parse the pages that changed since the recorded commit, or since the folder was recorded,
 * and put them into the site in place of the recorded ones. Nothing to do when the files
 * are those of the last build. */
bool short_pages(Build *build, Error **error);

/* Their new rows. Within a transaction. */
bool short_commit_pages(Build *build, Keeper *keeper, Error **error);

/* Fill build->dirty. */
bool short_outputs(Build *build, Error **error);

#endif
