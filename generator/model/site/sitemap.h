/* sitemap.h - the addresses of a site for search engines, cut into files.
 *
 * A site with few addresses has one file, sitemap.xml. One with more has an index of
 * that name and parts beside it, numbered from the oldest post as list pages are: a new
 * post changes the newest part only, and a changed date the part that the post is in.
 * Pages and lists, which have no such order, have parts of their own. Numbered pages of
 * lists are not in it: the posts that they show are.
 *
 * https://www.sitemaps.org/protocol.html allows 50,000 addresses a file.
 */
#ifndef SENF_GENERATOR_MODEL_SITE_SITEMAP_H
#define SENF_GENERATOR_MODEL_SITE_SITEMAP_H

#include "generator/model/site/site.h"

enum { SITEMAP_LIMIT = 50000 };

typedef struct SitemapEntry {
  int64_t row; /* of the page; 0: a list */
  const char *url;
  DateTime date; /* not set: a list, or a page without any date */
  bool updated;  /* `date` is when the page was changed, not when it was published */
} SitemapEntry;

typedef struct SitemapPart {
  const char *path; /* its output: "sitemap-1.xml" */
  const SitemapEntry *entries;
  size_t count;
  Digest digest; /* of its URLs and whose they are; dates are facts of the pages */
} SitemapPart;

typedef struct Sitemap {
  SitemapPart *parts;
  size_t count;
  bool index; /* sitemap.xml lists the parts; else it is the only part */
  Digest digest;
} Sitemap;

/* After site_assemble; in the site's arena. More than the setting sitemap_urls addresses are
 * cut into parts. Without `may_index` there is one file with all. */
/* A page's entry. */
SitemapEntry sitemap_entry(const SitePage *page);

const Sitemap *sitemap_make(Site *site, bool may_index);

#endif
