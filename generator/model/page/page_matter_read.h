/* page_matter_read.h - readers for the keys of front matter.
 *
 * Each is called for a row of the table in page_matter.c, with a value that is not
 * null; `name` is the row's, `member` what it fills. A member that a higher row has
 * filled stays as it is.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_PAGE_MATTER_READ_H
#define SENF_GENERATOR_MODEL_PAGE_PAGE_MATTER_READ_H

#include "generator/model/page/page_matter.h"

typedef struct MatterReading {
  PageMatter *matter;
  Arena *arena;
  const Settings *settings;
  const TreeDocument *document;
  Warnings *warnings; /* or NULL */
  bool *taken;        /* by row of the table: an earlier map said it */
  GPtrArray *extra_keys, *extra_items;
} MatterReading;

typedef bool (*MatterReader)(MatterReading *reading, const Tree *value, const char *name,
                             void *member, Error **error);

/* One line: what breaks lines or is no character at all becomes a space. */
const char *matter_one_line(Arena *arena, const char *text);

bool matter_read_text(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error);
bool matter_read_slug(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error);
bool matter_read_url(MatterReading *reading, const Tree *value, const char *name, void *member,
                     Error **error);
bool matter_read_layout(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error);
bool matter_read_image(MatterReading *reading, const Tree *value, const char *name, void *member,
                       Error **error);
bool matter_read_series(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error);
bool matter_read_lang(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error);
bool matter_read_date(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error);
bool matter_read_bool(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error);
bool matter_read_published(MatterReading *reading, const Tree *value, const char *name,
                           void *member, Error **error);
bool matter_read_build(MatterReading *reading, const Tree *value, const char *name, void *member,
                       Error **error);
bool matter_read_render(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error);
bool matter_read_sitemap(MatterReading *reading, const Tree *value, const char *name, void *member,
                         Error **error);
bool matter_read_redirect(MatterReading *reading, const Tree *value, const char *name, void *member,
                          Error **error);
bool matter_read_separator(MatterReading *reading, const Tree *value, const char *name,
                           void *member, Error **error);
bool matter_read_int(MatterReading *reading, const Tree *value, const char *name, void *member,
                     Error **error);
bool matter_read_comments(MatterReading *reading, const Tree *value, const char *name, void *member,
                          Error **error);
/* page_matter_lists.c */
bool matter_read_tags(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error);
/* The terms of a taxonomy other than the tags, by its name in the settings. */
bool matter_read_terms(MatterReading *reading, const Tree *value, const char *taxonomy,
                       Error **error);
bool matter_read_categories(MatterReading *reading, const Tree *value, const char *name,
                            void *member, Error **error);
bool matter_read_category(MatterReading *reading, const Tree *value, const char *name, void *member,
                          Error **error);
bool matter_read_people(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error);
bool matter_read_aliases(MatterReading *reading, const Tree *value, const char *name, void *member,
                         Error **error);

#endif
