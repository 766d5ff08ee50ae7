/* byte_scan.h - looking through text for the few bytes that an escaper changes (bytes.h).
 *
 * Each function gives how many bytes from `text` on may be copied as they are: up to the
 * first that may not, or `length`.
 */
#ifndef SENF_COMMON_BYTE_SCAN_H
#define SENF_COMMON_BYTE_SCAN_H

#include <stddef.h>

/* Up to one of & < > " ' (escape.h: html_is_special). */
size_t scan_html(const char *text, size_t length);
/* Up to a byte that is not printable ASCII, or one of " \ < > & '. */
size_t scan_json(const char *text, size_t length);
/* Up to a control character other than tab and line ends, or the byte 0xEF, with which
 * U+FFFE and U+FFFF begin. */
size_t scan_xml(const char *text, size_t length);
/* Up to white space, a control character or a byte beyond ASCII. */
size_t scan_word(const char *text, size_t length);

#endif
