/* site_store.h - a site that is read piece by piece.
 *
 * A build in which only comments changed shows a page or two, and must not cost as much
 * as the site is large. Its site starts empty and asks a store (build.db) for each
 * page, list and author when somebody looks for it. What no store can answer (all URLs)
 * marks the site as incomplete: the build then starts over with the whole site. One
 * thread.
 */
#ifndef SENF_GENERATOR_MODEL_SITE_SITE_STORE_H
#define SENF_GENERATOR_MODEL_SITE_SITE_STORE_H

#include "generator/model/site/site.h"

struct SiteStore {
  /* Each adds what it finds to the site (site_add_…); not finding it is no failure. */
  void (*page_by_row)(void *data, Site *site, int64_t row);
  void (*page_by_path)(void *data, Site *site, const char *path);
  void (*list)(void *data, Site *site, const char *key);
  void (*author)(void *data, Site *site, const char *id);
  /* Pages first … first + count - 1 of a list, into `out`; false when one is missing. */
  bool (*list_pages)(void *data, Site *site, const SiteList *list, size_t first, size_t count,
                     SitePage **out);
  /* The keys of the lists of one kind and language, in order, into `out` (g_free). */
  void (*list_keys)(void *data, ListKind kind, const char *lang, GPtrArray *out);
  /* Fill site->standalone. */
  void (*standalone)(void *data, Site *site);
  /* Fill the page's place among the others. */
  void (*place)(void *data, Site *site, SitePage *page);
  void *data;
};

void site_add_list(Site *site, SiteList *list);
void site_add_known_author(Site *site, SiteAuthor *author);

/* The digest over a page's place among the others, for a page that is placed. */
Digest site_page_place(const SitePage *page);

/* Before a member of SitePage is read that site_assemble sets. */
void site_place(Site *site, SitePage *page);
/* Before something is read that needs all pages or lists. */
void site_need_all(Site *site);

#endif
