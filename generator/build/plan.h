/* plan.h - every output of the site: its file, its template, and what it shows.
 *
 * The plan is a pure function of the site, the settings, the theme and the list of
 * files. It is sorted by path. Two outputs with one path are an error that names
 * both sources.
 */
#ifndef SENF_GENERATOR_BUILD_PLAN_H
#define SENF_GENERATOR_BUILD_PLAN_H

#include "generator/build/facts/facts.h"

typedef enum OutputKind {
  OUTPUT_POST,
  OUTPUT_PAGE,
  OUTPUT_LIST,  /* front, tag, author, series: a numbered page of a SiteList */
  OUTPUT_TERMS, /* all tags, all authors */
  OUTPUT_FEED,
  OUTPUT_COMMENTS, /* the feed of a page's comments */
  OUTPUT_SINGLE,   /* 404, robots */
  OUTPUT_SITEMAP,
  OUTPUT_SITEMAP_INDEX,
  OUTPUT_REDIRECT,
  OUTPUT_FILE, /* copied */
} OutputKind;

struct PlanOutput {
  OutputKind kind;
  const char *path;     /* below the output folder */
  const char *url;      /* path of the URL */
  const char *template; /* NULL: copied */
  const char *name;     /* `kind` in templates: "post", "front", "tag", … */
  const char *lang;
  const char *origin;      /* for messages: the source file, or what it is a list of */
  const SitePage *page;    /* POST, PAGE, REDIRECT */
  SiteList *list;          /* LIST, FEED */
  size_t number;           /* LIST */
  const SitemapPart *part; /* SITEMAP */
  Source *source;          /* FILE */
  const SourceFile *file;
  Digest digest; /* of all that is above */
  /* Set while building: */
  int64_t row;        /* of build.db; 0: new */
  const char *reason; /* why it is rendered; NULL: it is not */
};

/* In facts->arena. Fills facts->sitemap. */
GPtrArray *plan_make(Facts *facts, Error **error);

#endif
