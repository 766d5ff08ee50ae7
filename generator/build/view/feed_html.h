/* feed_html.h - a page's HTML where it stands alone: in a feed.
 *
 * A feed reader shows it elsewhere, so each address in it becomes an absolute one, also
 * those of raw HTML and of pictures' srcset, and "#note" leads to the page. The links
 * beside headings, which are for the page's own readers, go. So does what no reader runs
 * and the W3C's feed validator warns of: scripts, style sheets, forms' event handlers, style
 * and role attributes. Of a frame the link is left to what it shows.
 */
#ifndef SENF_GENERATOR_BUILD_VIEW_FEED_HTML_H
#define SENF_GENERATOR_BUILD_VIEW_FEED_HTML_H

#include <glib.h>
#include <stddef.h>

/* `base`: the page's own address, absolute. */
void feed_html(GString *out, const char *html, size_t length, const char *base);

#endif
