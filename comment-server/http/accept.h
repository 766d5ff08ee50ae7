/* accept.h - what a client would like: media types and languages (RFC 9110, 12.5). */
#ifndef SENF_COMMENT_SERVER_HTTP_ACCEPT_H
#define SENF_COMMENT_SERVER_HTTP_ACCEPT_H

/* The quality of an exact media type in an Accept header, in thousandths; its
 * wildcards count for less than the type itself. 0: not acceptable. A missing
 * header (NULL) accepts all. */
int accept_quality(const char *header, const char *media_type);

/* The one of `available` (NULL-ended, BCP 47) that an Accept-Language header
 * likes best: "de-AT" is content with "de". `fallback` when it likes none. */
const char *accept_language(const char *header, const char *const *available, const char *fallback);

#endif
