/* site_check.h - what an author would want to know about the content before readers do.
 *
 *     SiteCheck check = {.errors = warnings_new(), .warnings = warnings_new()};
 *     site_check(&check, facts, outputs);
 *
 * Errors: links and pictures that lead nowhere, anchors that are not there, templates that
 * can't be loaded. Warnings: two pages with one title, pages without a description,
 * headings that leave a level out. Each has its place.
 */
#ifndef SENF_GENERATOR_BUILD_SITE_CHECK_H
#define SENF_GENERATOR_BUILD_SITE_CHECK_H

#include "generator/build/plan.h"

typedef struct SiteCheck {
  Warnings *errors, *warnings;
} SiteCheck;

void site_check(SiteCheck *check, Facts *facts, const GPtrArray *outputs);

/* Only the links, in the order of the pages' paths. */
void site_check_links(Facts *facts, const GPtrArray *outputs, Warnings *errors);

#endif
