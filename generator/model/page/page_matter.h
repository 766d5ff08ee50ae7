/* page_matter.h - what the front matter of a page says, under the names of Hugo,
 * Jekyll, Zola and our own.
 *
 * One table (page_matter.c) maps each name to a member and a reader; where two
 * names of one thing stand in a file, the one that is higher in the table wins.
 * Names are compared without regard to case. What no row takes becomes `extra`.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_PAGE_MATTER_H
#define SENF_GENERATOR_MODEL_PAGE_PAGE_MATTER_H

#include "generator/model/page/cascade.h"
#include "generator/model/page/page.h"

typedef struct PageMatter {
  /* NULL where the file does not say */
  const char *title, *slug, *id, *translation, *lang, *summary, *description, *layout, *image,
      *series, *redirect_to, *separator;
  const Tree *url; /* a text: page_place.h makes the URL of it */
  DateTime date;
  DateTime publish; /* Hugo's publishDate: not before */
  DateTime updated, expiry;
  bool draft;
  bool hidden; /* Jekyll's `published: false` */
  bool unlisted, unrendered, no_sitemap;
  bool comments_said;
  PageComments comments;
  int64_t weight, series_weight;
  GPtrArray *authors, *contributors, *tags, *aliases; /* of const char *; never NULL */
  GPtrArray *terms;                                   /* likewise: "categories\tKitchen" */
  const Tree *extra;                                  /* a map or NULL */
} PageMatter;

/* `place` (or NULL) says what the page gets from the rules of the settings (cascade.h).
 * Everything lives in the arena but the arrays: page_matter_clear frees them. Keys that look
 * misspelt are warnings, when there are `warnings`. */
bool page_matter_read(PageMatter *matter, Arena *arena, const Settings *settings,
                      const TreeDocument *document, const PagePlace *place, Warnings *warnings,
                      Error **error);
void page_matter_clear(PageMatter *matter);

#endif
