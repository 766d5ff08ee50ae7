/* place.h - a page's place among the others, as a line of text for build.db.
 *
 * What site_assemble found for a page (neighbours, tags, authors, series, translations,
 * comments) is kept, so that a build in which only comments changed can show the page
 * without assembling the site. Pages are named by their rows, lists by their keys,
 * authors by their ids.
 */
#ifndef SENF_GENERATOR_BUILD_RECORD_PLACE_H
#define SENF_GENERATOR_BUILD_RECORD_PLACE_H

#include "generator/model/site/site.h"

/* g_free it. */
char *place_write(const SitePage *page);

/* Fill the page's place; the others come from the site's store. False when the text is
 * damaged or names what is not there. */
bool place_read(const char *text, Site *site, SitePage *page);

#endif
