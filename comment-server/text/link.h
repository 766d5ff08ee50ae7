/* link.h - which links a reader may set, and URLs in plain text. */
#ifndef SENF_COMMENT_SERVER_TEXT_LINK_H
#define SENF_COMMENT_SERVER_TEXT_LINK_H

#include <stdbool.h>
#include <stddef.h>

/* http:// and https:// with a host and without a user name, mailto: with an
 * address. Everything else is no link: relative URLs, other schemes, and what
 * only looks like a scheme. */
bool link_is_allowed(const char *url);

/* The next http or https URL in `text`, at or behind `from`; false: none. The
 * end leaves out punctuation that belongs to the sentence, and a closing
 * parenthesis that was not opened in the URL. */
bool link_find(const char *text, size_t length, size_t from, size_t *start, size_t *end);

#endif
