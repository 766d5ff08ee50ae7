/* view_page.h - fields of pages that have a file of their own, for the table of view_page.c:
 * a digest and a value each. */
#ifndef SENF_GENERATOR_BUILD_VIEW_VIEW_PAGE_H
#define SENF_GENERATOR_BUILD_VIEW_VIEW_PAGE_H

#include "generator/build/view/views.h"

extern const Shape shape_page_toc;

Digest page_toc_digest(const Facts *facts, const SitePage *page);
void page_toc_value(Viewer *viewer, const SitePage *page, Value *out);

/* The addresses of the feeds of its comments; "" where there are none. */
Digest page_comment_feed_digest(const Facts *facts, const SitePage *page);
void page_comment_feed_value(Viewer *viewer, const SitePage *page, Value *out);
void page_comment_json_feed_value(Viewer *viewer, const SitePage *page, Value *out);

/* The thread and its length, which record what they read themselves. */
void page_comments_value(Viewer *viewer, const SitePage *page, Value *out);
void page_comment_count_value(Viewer *viewer, const SitePage *page, Value *out);

#endif
