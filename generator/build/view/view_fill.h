/* view_fill.h - a body while its slots are filled (internal to view_*.c). */
#ifndef SENF_GENERATOR_BUILD_VIEW_VIEW_FILL_H
#define SENF_GENERATOR_BUILD_VIEW_VIEW_FILL_H

#include "generator/build/view/views.h"

/* A body may show another one, and that another one, so deep. */
enum { FILLING_DEPTH_MAX = 4 };

struct Filling {
  Viewer *viewer;
  const SitePage *page; /* whose text it is, or NULL */
  bool feed;            /* nothing that wants a style */
  const char *prefix;   /* of ids, when the page is not on its own page */
  Filling *outer;       /* the body that shows this one, or NULL */
  const Value *parent;  /* of shortcodes: the one that this one stands in, or NULL */
};

void fill_slot(void *data, char letter, const char *text, size_t length, GString *out);
/* The S slot (view_shortcode.c). */
void fill_shortcode(Filling *filling, const char *text, size_t length, GString *out);

/* Where the first candidate that exists is, as a URL path; NULL: there is none. *path is that
 * of the source. Each that was looked for is recorded. */
const char *view_find(Viewer *viewer, const SitePage *page, const char *target, const char **path);

#endif
