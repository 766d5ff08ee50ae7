/* html_minify.h - HTML without what nobody sees.
 *
 * Comments go, and white space that only lays out the source becomes one character: at
 * the ends of a text and between attributes. One character stays, for what CSS makes of
 * an element is not known here: a list's items may stand in a line. A newline stays a
 * newline. Within a text nothing changes, nor in pre, code, samp, kbd, textarea, script
 * and style.
 *
 * Comments that a program reads stay: <!--#include … --> of a web server, and
 * <!--[if … and <!--! … -->.
 */
#ifndef SENF_COMMON_HTML_HTML_MINIFY_H
#define SENF_COMMON_HTML_HTML_MINIFY_H

#include <stddef.h>

/* In place; the new length, which is never more. */
size_t html_minify(char *html, size_t length);

#endif
