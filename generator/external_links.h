/* external_links.h - whether links to other sites still answer.
 *
 *     ExternalLinks *links = external_links_new();
 *     external_links_scan(links, "posts/a.md", base_url, html, length);   from any thread
 *     external_links_check(links, &process_system, &report, &error);
 *     external_links_free(links);
 *
 * The program curl asks: HEAD, and where a server refuses that, GET for one byte; eight at
 * a time, each with a limit of time. Each address is asked once. Comments' links, which
 * are not the author's, are left out.
 */
#ifndef SENF_GENERATOR_EXTERNAL_LINKS_H
#define SENF_GENERATOR_EXTERNAL_LINKS_H

#include "common/error.h"
#include "common/system/process.h"

typedef struct ExternalLinks ExternalLinks;

ExternalLinks *external_links_new(void);
void external_links_free(ExternalLinks *links);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExternalLinks, external_links_free)

/* Note the links of a page, which `file` made; those below `base_url` are the site's own. */
void external_links_scan(ExternalLinks *links, const char *file, const char *base_url,
                         const char *html, size_t length);

typedef struct ExternalCounts {
  size_t asked, redirected, dead, unsure; /* redirected ones answer */
} ExternalCounts;

typedef struct ExternalReport {
  Warnings *errors;   /* a finding for each that does not answer, by address */
  Warnings *warnings; /* for each whose server is busy or broken just now */
  ExternalCounts *counts;
} ExternalReport;

/* False when curl could not run. */
bool external_links_check(ExternalLinks *links, const Runner *runner, const ExternalReport *report,
                          Error **error);

#endif
