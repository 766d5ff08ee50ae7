/* escape.h - one escaper for each place that output goes to.
 *
 * All append to a GString. Input is UTF-8; none of them checks that.
 */
#ifndef SENF_COMMON_ESCAPE_H
#define SENF_COMMON_ESCAPE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text and quoted attribute values of HTML and XML: & < > " ' become
 * &amp; &lt; &gt; &#34; &#39;, as markupsafe writes them. */
void escape_html(GString *out, const char *text, size_t length);
/* Is the character one that escape_html changes, and into what? NULL: it is not. */
static inline bool html_is_special(char c)
{
  return (unsigned char)c < 64 && (UINT64_C(1) << (unsigned char)c &
                                   (UINT64_C(1) << '&' | UINT64_C(1) << '<' | UINT64_C(1) << '>' |
                                    UINT64_C(1) << '"' | UINT64_C(1) << '\'')) != 0;
}
const char *html_entity(char c);
/* The content of an XML file: escape_html, and the control characters that XML
 * 1.0 forbids (section 2.2) become U+FFFD. */
void escape_xml(GString *out, const char *text, size_t length);
/* A whole XML file: only the characters that XML forbids, in place. */
void clean_xml(GString *text);
/* One segment of a path or a query's value (RFC 3986): all but unreserved
 * characters become %XX. */
void escape_url_part(GString *out, const char *text, size_t length);
/* A whole URL for href or src: what may stand in a URL stays, '%XX' stays, the
 * rest (spaces, quotes, bytes beyond ASCII) becomes %XX. */
void escape_url(GString *out, const char *text, size_t length);
/* The inside of a JSON string that may stand in a <script>: also < > & ' as \u00XX. */
void escape_json(GString *out, const char *text, size_t length);
/* A value in a log line: control characters as \xXX, so one event is one line. */
void escape_log(GString *out, const char *text, size_t length);

/* Undo escape_url_part; '+' becomes a space if `plus`. False for a broken '%',
 * and for %00. `out` is appended to either way. */
bool unescape_url(GString *out, const char *text, size_t length, bool plus);

#endif
