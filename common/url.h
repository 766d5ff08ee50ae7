/* url.h - what a reference means where it stands (RFC 3986, section 5.2).
 *
 * Text in, text out: nothing is decoded, encoded or checked, so that what is escaped
 * for HTML stays so.
 */
#ifndef SENF_COMMON_URL_H
#define SENF_COMMON_URL_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Append what `reference` means beside `base`, which is an absolute URL with an authority
 * ("https://host/path") or a path from the root; so is the result. A reference with a
 * scheme of its own stays as it is. */
void url_resolve(GString *out, const char *base, const char *reference, size_t length);

/* Whether it begins with a scheme: "https:", "mailto:". */
bool url_has_scheme(const char *url, size_t length);

#endif
