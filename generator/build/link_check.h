/* link_check.h - links that lead nowhere: to no file, to a page that is not shown, to no
 * place in a page; and, for `check`, to no URL of the site.
 *
 *     LinkCheck check = {.facts = facts, .arena = arena, .urls = NULL};
 *     link_check_page(&check, page, findings);            of LinkFinding
 *     warnings_take(…, link_finding_error(finding));
 *
 * What can't be known is no fault: ids that a shortcode or the theme makes, and in a build
 * URLs from the root, which somebody else may serve.
 */
#ifndef SENF_GENERATOR_BUILD_LINK_CHECK_H
#define SENF_GENERATOR_BUILD_LINK_CHECK_H

#include "generator/build/facts/facts.h"

typedef enum LinkFault {
  LINK_NO_FILE,   /* `missing`: the path that is not there */
  LINK_HIDDEN,    /* a draft, a post of tomorrow */
  LINK_NO_ANCHOR, /* `missing`: the id */
  LINK_NO_URL,    /* only with `urls` */
} LinkFault;

typedef struct LinkFinding {
  LinkFault fault;
  const SitePage *page; /* that holds the link */
  const PageLink *link;
  const char *missing, *where; /* where: the path of the page that has no such id */
  const char *nearest;         /* what may have been meant, or NULL */
} LinkFinding;

typedef struct LinkCheck {
  const Facts *facts;
  Arena *arena;      /* of the findings' strings */
  GHashTable *urls;  /* URL paths of all outputs, or NULL: such links are not looked at */
  unsigned searches; /* how often something near was looked for: it takes long on large sites */
} LinkCheck;

/* Append the faults of a page's links, in the order of the text. */
void link_check_page(LinkCheck *check, const SitePage *page, GArray *findings);

/* As a message with its place and a hint. */
Error *link_finding_error(const LinkFinding *finding);

#endif
