/* site_files.h - all that no other part answers: the static site, if there is one. */
#ifndef SENF_COMMENT_SERVER_SITE_FILES_H
#define SENF_COMMENT_SERVER_SITE_FILES_H

#include "comment-server/http/route.h"
#include "comment-server/pages/pages.h"
#include "common/system/log.h"

typedef struct SiteFiles {
  const char *root; /* NULL: none */
  const Pages *pages;
  Log *log; /* or NULL */
} SiteFiles;

/* Their app is the SiteFiles. */
extern const HttpRoute site_files_routes[];

#endif
