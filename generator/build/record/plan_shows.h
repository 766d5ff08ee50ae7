/* plan_shows.h - what an output shows, as text: for builds that do not make the whole plan.
 *
 * A few lines of build.db tell for each rendered output what plan.c said of it, so that
 * it can be rendered again from the record. What the page it shows says anyway is left
 * out. Copied files have none: they change with the source alone. A part of the sitemap
 * tells its entries too, since pages do not know which part they are in.
 */
#ifndef SENF_GENERATOR_BUILD_RECORD_PLAN_SHOWS_H
#define SENF_GENERATOR_BUILD_RECORD_PLAN_SHOWS_H

#include "generator/build/plan.h"

/* g_free; NULL for a copied file. */
char *plan_shows_write(const PlanOutput *output);

/* Fill everything but path (which is set), digest, row and reason; pages and lists come from the site's
 * store, texts live in the site's arena. False when the text is damaged or names a page
 * or list that is not there. */
bool plan_shows_read(const char *text, Site *site, PlanOutput *output);

#endif
