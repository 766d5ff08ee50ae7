/* permalink.h - patterns for the URLs of posts and pages.
 *
 * "/:year/:month/:slug/" holds places that a page fills, under the names of Jekyll and
 * Hugo (one differs: Hugo's :slug is ":slugortitle" here). A pattern that ends with
 * '/' or has no extension names a folder; one that ends with ".html" names a file.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_PERMALINK_H
#define SENF_GENERATOR_MODEL_PAGE_PERMALINK_H

#include "common/time/datetime.h"

#include <glib.h>
#include <stdbool.h>

typedef struct PermalinkValues {
  const char *slug, *section; /* of a page: parts of paths, not escaped */
  bool has_slug;              /* its author chose the slug */
  const char *filename;       /* of the file, with its date and without extension */
  const char *categories, *slugified_categories; /* with '/' between them; as slugs */
  const char *title;                             /* as a slug */
  DateTime date;
} PermalinkValues;

/* What is wrong with a pattern, as a sentence (g_free it), or NULL. */
char *permalink_check(const char *pattern);
/* ":year :month …", for hints. */
const char *permalink_places(void);
/* Append the pattern with its places filled. False when it needs a date and there
 * is none. */
bool permalink_expand(const char *pattern, const PermalinkValues *values, GString *out);

#endif
