/* site_internal.h - between the files of site*.c. */
#ifndef SENF_GENERATOR_MODEL_SITE_SITE_INTERNAL_H
#define SENF_GENERATOR_MODEL_SITE_SITE_INTERNAL_H

#include "generator/model/site/site.h"

/* The author that a post's mention (an id or a name) means; made when unknown.
 * `resolved` remembers mentions during one site_assemble. Mentions must be asked in
 * a fixed order: the first spelling of a name that is no profile wins. */
SiteAuthor *site_author_for(Site *site, GHashTable *resolved, const char *mention);

/* Build the lists (front, tags, authors, series) from the visible posts, given newest
 * last, and set each page's tags, authors, series and neighbours. */
void site_lists_build(Site *site, SitePage *const *posts, size_t count);

/* Find each post's related ones, once the lists are there. */
void site_relate(Site *site);

#endif
