/* site_store.h - a site that is read piece by piece.
 *
 * A build in which only comments changed shows a page or two, and must not cost as much
 * as the site is large. Its site starts empty and asks a store (build.db) for each
 * page, list and author when somebody looks for it. What no store can answer (all tags,
 * the newest posts) marks the site as incomplete: the build then starts over with the
 * whole site. One thread.
 */
#ifndef SENF_GENERATOR_MODEL_SITE_STORE_H
#define SENF_GENERATOR_MODEL_SITE_STORE_H

#include "generator/model/site.h"

struct SiteStore {
  /* Each adds what it finds to the site (site_add_…); not finding it is no failure. */
  void (*page_by_row)(void *data, Site *site, int64_t row);
  void (*page_by_path)(void *data, Site *site, const char *path);
  void (*list)(void *data, Site *site, const char *key);
  void (*author)(void *data, Site *site, const char *id);
  /* Fill the page's place among the others. */
  void (*place)(void *data, Site *site, SitePage *page);
  void *data;
};

void site_add_list(Site *site, SiteList *list);
void site_add_known_author(Site *site, SiteAuthor *author);

/* Before a member of SitePage is read that site_assemble sets. */
void site_place(Site *site, SitePage *page);
/* Before something is read that needs all pages or lists. */
void site_need_all(Site *site);

#endif
